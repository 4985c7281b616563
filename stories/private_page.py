"""The resident's private page, behind a signed link: how their story is doing, and what they may do about it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from stories import limits, links, moderation
from stories.models import Submission, SubmissionState


def private(view: Callable) -> Callable:
    """For a page behind a private link: kept by nobody, listed by nobody, named to no other site."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(wrapped)


@private
@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """A resident's private page: how their story is doing, what they agreed to, the way to withdraw it."""
    submission = _submission_or_404(token)
    is_withdrawn = submission.state == SubmissionState.WITHDRAWN
    is_published = submission.state == SubmissionState.PUBLISHED and submission.story
    context = {
        "submission": submission,
        "token": token,
        "consents": submission.consents.all(),
        "story": submission.story if is_published else None,
        "is_withdrawn": is_withdrawn,
        "is_about_to_be_read": submission.state == SubmissionState.RECEIVED,
        "reading_days": limits.READING_DAYS,
        "title": _("Your story is withdrawn") if is_withdrawn else _("Your story"),
    }
    return render(request, "stories/sent.html", context)


@private
@csrf_exempt  # The link itself is the right to withdraw; no cookie has a part in it.
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once more, then takes everything back."""
    submission = _submission_or_404(token)
    is_withdrawn = submission.state == SubmissionState.WITHDRAWN
    if request.method == "POST" and not is_withdrawn:
        moderation.withdraw(submission)
    if request.method == "POST" or is_withdrawn:
        return _see(reverse("stories_sent", args=[token]))
    context = {"submission": submission, "token": token, "title": _("Withdraw your story")}
    return render(request, "stories/sent_withdraw.html", context)


def _submission_or_404(token: str) -> Submission:
    submission = links.submission_of(token)
    if submission is None:
        raise Http404
    return submission


def _see(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
