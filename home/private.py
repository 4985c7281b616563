"""Pages behind a private link: whoever holds it sees and changes a thing of their own, without signing in."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from home.open_forms import NO_DATABASE, TOO_MUCH, too_much


def _gone(request: HttpRequest) -> HttpResponse:
    context = {"title": _("This link is not good any more")}
    return render(request, "home/link_gone.html", context, status=HTTPStatus.NOT_FOUND)


def later(request: HttpRequest) -> HttpResponse:
    """There is no database just now, and nothing was typed that could be lost."""
    context = {"title": _("We cannot do this just now")}
    return render(request, "home/link_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def private[Thing](
    find: Callable[[str], Thing | None],
    gone: Callable[[HttpRequest], HttpResponse] = _gone,
    later: Callable[[HttpRequest], HttpResponse] = later,
) -> Callable[[Callable], Callable]:
    """For a page behind a private link: kept by nobody, listed by nobody, named to no other site.

    The view is given what `find` knows by the token; a link that is no good, or no longer, is answered kindly.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, *args, **kwargs) -> HttpResponse:
            try:
                found = find(token)
                response = view(request, token, found, *args, **kwargs) if found else gone(request)
            except NO_DATABASE:
                response = later(request)
            except TOO_MUCH:
                response = too_much(request)
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        # The link itself is the right to see and to change; no cookie has a part in it.
        return csrf_exempt(never_cache(wrapped))

    return decorate
