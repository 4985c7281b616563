"""Joining a network, and the private page of a membership. As with pledges there is no session to forge."""

from http import HTTPStatus

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from campaign import links, membership
from campaign.membership_forms import JoinForm
from campaign.models import Member, NetworkPage
from home.languages import SOURCE
from home.routing import public_page_at


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; without a database it comes back with every word in it."""
    try:
        return _join(request, slug)
    except (OperationalError, InterfaceError):
        if request.method != "POST":
            raise
        context = {"form": JoinForm(request.POST), "title": _("We cannot take your message just now")}
        return render(request, "home/letter_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _join(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer is the same whether or not the address is a member already."""
    shown, network = _network(slug)
    form = JoinForm(request.POST) if request.method == "POST" else JoinForm()
    status = HTTPStatus.OK
    if form.is_bound:
        if form.is_from_a_robot():
            return redirect("network_joined")
        if form.is_valid():
            membership.join(form.member(network), timezone.now())
            return redirect("network_joined")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "network": shown, "title": _("Join this network")}
    return render(request, "campaign/network_join.html", context, status=status)


@never_cache
@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    return render(request, "campaign/network_joined.html", {"title": _("Look into your e-mail")})


@csrf_exempt  # The link itself is the right to change it; no cookie has a part in it.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The private page of one membership. Looking changes nothing; its buttons confirm it and end it."""
    member = links.found(Member.objects.select_related("network"), token)
    if member is None:
        raise Http404
    if request.method == "POST":
        match request.POST.get("action"):
            case "confirm":
                membership.confirm(member, timezone.now())
            case "leave":
                membership.leave(member)
                return redirect("network_left")
        return redirect("network_own", token=token)
    context = {"member": member, "title": _("Your place in this network")}
    response = render(request, "campaign/network_own.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


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
