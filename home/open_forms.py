"""Forms anybody may send. They have no CSRF token: they are anonymous, so there is no session to forge, and nobody
loses their words because a browser keeps no cookies."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

NO_DATABASE = (OperationalError, InterfaceError)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent)


def open_form(kept: Callable[[QueryDict], Form]) -> Callable[[Callable], Callable]:
    """For the view of such a form: kept by nobody, and honest without a database, with every word still there.

    `kept` makes the form of what was posted, to be sent again, and asks the database for nothing.
    """

    def decorate(view: Callable) -> Callable:
        @csrf_exempt
        @never_cache
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except NO_DATABASE:
                if request.method != "POST":
                    raise
                return letter_later(request, kept(request.POST))
            except TOO_MUCH:
                return too_much(request)

        return wrapped

    return decorate


def letter_later(request: HttpRequest, form: Form) -> HttpResponse:
    """There is no database just now: every word comes back in its form, to be sent again."""
    context = {"form": form, "title": _("We cannot take your message just now")}
    return render(request, "home/letter_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def too_much(request: HttpRequest) -> HttpResponse:
    context = {"title": _("This is too much to send at once")}
    return render(request, "home/too_much.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
