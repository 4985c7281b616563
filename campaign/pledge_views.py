"""Making a pledge, and its private page."""

from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from campaign import links, pledging
from campaign.models import Pledge, PledgeKind
from campaign.models.pledges import counted
from campaign.pledge_forms import PledgeForm
from home import spam
from home.languages import SOURCE
from home.open_forms import open_form
from home.private import private

MOST_SHOWN = 12
# More than of other forms: a hall full of people may pledge from one network.
FROM_ONE_ADDRESS_AN_HOUR: int = getattr(settings, "PLEDGES_FROM_ONE_ADDRESS_AN_HOUR", 200)
IN_ALL_AN_HOUR: int = getattr(settings, "PLEDGES_IN_ALL_AN_HOUR", 3000)


@open_form(PledgeForm.kept)
def pledge(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether or not the address has pledged before."""
    now = timezone.now()
    form = PledgeForm(request.POST if request.method == "POST" else None, _kinds())
    status = HTTPStatus.OK
    if form.is_bound:
        if form.is_from_a_robot():
            return redirect("pledge_sent")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            limits = {"from_one": FROM_ONE_ADDRESS_AN_HOUR, "in_all": IN_ALL_AN_HOUR}
            if spam.let_through("pledges", spam.address_of(request.META), now, **limits):
                made = pledging.make(form.pledge(), now)
                return redirect("pledge_sent") if made.email else redirect(address(made))
            form.add_error(None, spam.TOO_MANY)
            status = HTTPStatus.TOO_MANY_REQUESTS
    context = {
        "form": form,
        "title": _("Make a pledge"),
        "count": counted(now),
        "pledges": Pledge.objects.shown()[:MOST_SHOWN],
    }
    return render(request, "campaign/pledge.html", context, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "campaign/pledge_sent.html", {"title": _("Look into your e-mail")})


@private(partial(links.found, Pledge.objects.select_related("area")))
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str, found: Pledge) -> HttpResponse:
    """The private page of one pledge. Looking changes nothing; its buttons confirm it and take it back."""
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
    return render(request, "campaign/pledge_own.html", context)


def address(made: Pledge) -> str:
    return reverse("pledge_own", args=[links.token_of(made)])


def full_address(made: Pledge) -> str:
    """The private page's whole address, in the language the pledge was made in."""
    with override(made.language):
        return f"{settings.SITE_ADDRESS}{address(made)}"


def _kinds() -> dict[str, PledgeKind]:
    return PledgeKind.objects.by_slug(get_language() or SOURCE)
