"""Joining a network, and the private page of a membership."""

from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaign import links, membership
from campaign.membership_forms import JoinForm
from campaign.models import Member, NetworkPage
from home import spam
from home.languages import SOURCE
from home.open_forms import open_form
from home.private import private
from home.routing import public_page_at


@open_form(JoinForm)
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer is the same whether or not the address is a member already."""
    now = timezone.now()
    shown, network = _network(slug)
    form = JoinForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if form.is_bound:
        if form.is_from_a_robot():
            return redirect("network_joined")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            if spam.let_through("members", spam.address_of(request.META), now):
                membership.join(form.member(network), now)
                return redirect("network_joined")
            form.add_error(None, spam.TOO_MANY)
            status = HTTPStatus.TOO_MANY_REQUESTS
    context = {"form": form, "network": shown, "title": _("Join this network")}
    return render(request, "campaign/network_join.html", context, status=status)


@never_cache
@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    return render(request, "campaign/network_joined.html", {"title": _("Look into your e-mail")})


@private(partial(links.found, Member.objects.select_related("network__locale")))
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str, member: Member) -> HttpResponse:
    """The private page of one membership. Looking changes nothing; its buttons confirm it and end it."""
    if request.method == "POST":
        match request.POST.get("action"):
            case "confirm":
                membership.confirm(member, timezone.now())
            case "leave":
                membership.leave(member)
                return redirect("network_left")
        return redirect("network_own", token=token)
    return render(request, "campaign/network_own.html", {"member": member, "title": _("Your place in this network")})


@never_cache
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "campaign/network_left.html", {"title": _("You have left the network")})


def full_address(member: Member) -> str:
    """The private page's whole address, in the language the form was read in."""
    with override(member.language):
        return f"{settings.SITE_ADDRESS}{reverse('network_own', args=[links.token_of(member)])}"


def _network(slug: str) -> tuple[NetworkPage, NetworkPage]:
    """The network's page as the reader sees it, and the English one that members belong to; raises Http404."""
    shown = public_page_at(f"networks/{slug}/", get_language() or SOURCE)
    if not isinstance(shown, NetworkPage):
        raise Http404
    english = NetworkPage.objects.filter(translation_key=shown.translation_key, locale__language_code=SOURCE)
    return shown, english.get()
