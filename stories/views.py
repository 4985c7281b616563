from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from stories import limits, links, moderation, tasks
from stories.forms import TEXT_LIMIT, StoryForm
from stories.models import Submission, SubmissionState
from stories.uploads import PhotoSizeLimit

NO_DATABASE = (OperationalError, InterfaceError)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def private(view: Callable) -> Callable:
    """For a page behind a private link: kept by nobody, listed by nobody, named to no other site."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return never_cache(wrapped)


@csrf_exempt  # The check is made inside, so that a form that fails it keeps what was typed.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """The form for a resident's story: whatever goes wrong, what was typed stays."""
    size_limit = PhotoSizeLimit(request)
    request.upload_handlers.insert(0, size_limit)
    try:
        response = _share(request, size_limit)
        if response.status_code == HTTPStatus.FORBIDDEN:
            return _form_not_recognised(request, size_limit)
        return response
    except NO_DATABASE:
        posted = request.POST.items() if request.method == "POST" else []
        kept = [(name, value) for name, value in posted if name not in ("csrfmiddlewaretoken", "text")]
        context = {
            "title": _("We cannot take stories just now"),
            "kept": kept,
            "text": request.POST.get("text", ""),
        }
        return render(request, "stories/share_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    except TOO_MUCH:
        context = {"title": _("This is too much to send at once"), "characters": TEXT_LIMIT}
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return render(request, "stories/share_too_large.html", context, status=status)


@csrf_protect
def _share(request: HttpRequest, size_limit: PhotoSizeLimit) -> HttpResponse:
    if request.method != "POST":
        return _show_form(request, StoryForm())
    form = StoryForm(request.POST, request.FILES, photo_too_large=size_limit.exceeded)
    if not form.is_valid():
        return _show_form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    submission, is_new = moderation.receive(form.submission(), form.consents(), form.photo_content, form.held)
    # A robot may have given somebody else's address.
    if is_new and submission.email and not submission.is_suspect:
        transaction.on_commit(partial(tasks.send_receipt.enqueue, submission.pk))
    return _see(reverse("stories_sent", args=[links.token_of(submission)]))


def _form_not_recognised(request: HttpRequest, size_limit: PhotoSizeLimit) -> HttpResponse:
    form = StoryForm(request.POST, request.FILES, photo_too_large=size_limit.exceeded)
    form.add_error(None, _("The form was open for too long, or your browser keeps no cookies. Send it again"))
    return _show_form(request, form, HTTPStatus.FORBIDDEN)


def _show_form(request: HttpRequest, form: StoryForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    if form.is_bound:
        form.hold_photo()
    return render(request, "stories/share.html", {"form": form, "title": _("Share your story")}, status=status)


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
