"""The page behind the link in a reminder, where an owner says that something is still correct.

It is in English, the language staff share, whatever the browser asks for; so its words are in no catalogue.
"""

from http import HTTPStatus

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.admin.admin_url_finder import AdminURLFinder

from home import due
from home.languages import SOURCE


@never_cache
@csrf_exempt  # The link itself is the right to confirm; no cookie has a part in it.
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, token: str) -> HttpResponse:
    """Shows what is to be confirmed; only a POST confirms, so that a program that opens links does not."""
    try:
        thing, is_due = due.behind(token)
    except due.LinkIsTooOld:
        return _show(request, "This link is too old", HTTPStatus.GONE, link_days=due.LINK_DAYS)
    except BadSignature:
        # Not 404, which is answered by looking for the address in the reader's language.
        return _show(request, "This link is not complete", HTTPStatus.BAD_REQUEST, is_broken=True)
    if thing is None:
        return _show(request, "This is no longer on the site", HTTPStatus.GONE, is_gone=True)
    if request.method == "POST":
        if is_due:
            due.confirm(thing, timezone.localdate())
        return HttpResponseRedirect(request.path, status=HTTPStatus.SEE_OTHER)
    title = "Is this still correct?" if is_due else "Thank you, there is nothing left to do"
    context = {
        "thing": thing,
        "is_due": is_due,
        "kind": capfirst(due.kind_of(type(thing))),
        "address": due.public_address(thing),
        "edit": AdminURLFinder().get_edit_url(thing),
    }
    return _show(request, title, **context)


def _show(request: HttpRequest, title: str, status: HTTPStatus = HTTPStatus.OK, **context: object) -> HttpResponse:
    with override(SOURCE):
        response = render(request, "home/review.html", {"title": title, "switch": [], **context}, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
