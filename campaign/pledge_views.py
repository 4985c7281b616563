"""Making a pledge, and its private page. Neither form has a CSRF token: both are anonymous, there is no session
to forge, and nobody loses their words because a browser keeps no cookies."""

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

from campaign import links, pledging
from campaign.models import Pledge, PledgeKind
from campaign.models.pledges import counted
from campaign.pledge_forms import PledgeForm
from home.languages import SOURCE

MOST_SHOWN = 12


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest) -> HttpResponse:
    """The form; without a database it comes back with every word in it."""
    try:
        return _pledge(request)
    except (OperationalError, InterfaceError):
        if request.method != "POST":
            raise
        context = {"form": PledgeForm.kept(request.POST), "title": _("We cannot take your message just now")}
        return render(request, "home/letter_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _pledge(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether or not the address has pledged before."""
    form = PledgeForm(request.POST if request.method == "POST" else None, _kinds())
    status = HTTPStatus.OK
    if form.is_bound:
        if form.is_from_a_robot():
            return redirect("pledge_sent")
        if form.is_valid():
            made = pledging.make(form.pledge(), timezone.now())
            return redirect("pledge_sent") if made.email else redirect(address(made))
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "form": form,
        "title": _("Make a pledge"),
        "count": counted(timezone.now()),
        "pledges": Pledge.objects.shown()[:MOST_SHOWN],
    }
    return render(request, "campaign/pledge.html", context, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "campaign/pledge_sent.html", {"title": _("Look into your e-mail")})


@csrf_exempt  # The link itself is the right to change it; no cookie has a part in it.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The private page of one pledge. Looking changes nothing; its buttons confirm it and take it back."""
    found = links.found(Pledge.objects.select_related("area"), token)
    if found is None:
        raise Http404
    if request.method == "POST":
        match request.POST.get("action"):
            case "confirm":
                pledging.confirm(found, timezone.now())
            case "withdraw":
                pledging.withdraw(found, timezone.now())
        return redirect("pledge_own", token=token)
    kind = _kinds().get(found.kind)
    context = {
        "pledge": found,
        "kind": kind,
        "title": _("Your pledge is withdrawn") if found.withdrawn_at else _("Your pledge"),
        "post": _("I have made a pledge for Waltham Forest: %(pledge)s #WFOurPlace")
        % {"pledge": found.words or (kind.name if kind else "")},
    }
    response = render(request, "campaign/pledge_own.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def address(made: Pledge) -> str:
    return reverse("pledge_own", args=[links.token_of(made)])


def full_address(made: Pledge) -> str:
    """The private page's whole address, in the language the pledge was made in."""
    with override(made.language):
        return f"{settings.SITE_ADDRESS}{address(made)}"


def _kinds() -> dict[str, PledgeKind]:
    return PledgeKind.objects.by_slug(get_language() or SOURCE)
