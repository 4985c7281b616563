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


def _later(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return too_much(request)
    return render(request, "home/link_later.html", {"title": _("We cannot do this just now")}, status=status)


def private[Thing](
    find: Callable[[str], Thing | None],
    gone: Callable[[HttpRequest], HttpResponse] = _gone,
    later: Callable[[HttpRequest, HTTPStatus], HttpResponse] = _later,
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
                response = later(request, HTTPStatus.SERVICE_UNAVAILABLE)
            except TOO_MUCH:
                response = later(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        # The link itself is the right to see and to change; no cookie has a part in it.
        return csrf_exempt(never_cache(wrapped))

    return decorate
