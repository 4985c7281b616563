from functools import partial
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from stories import links, moderation, tasks
from stories.forms import TEXT_LIMIT, StoryForm
from stories.uploads import PhotoSizeLimit

NO_DATABASE = (OperationalError, InterfaceError)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


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
    return HttpResponseRedirect(reverse("stories_sent", args=[links.token_of(submission)]))


def _form_not_recognised(request: HttpRequest, size_limit: PhotoSizeLimit) -> HttpResponse:
    form = StoryForm(request.POST, request.FILES, photo_too_large=size_limit.exceeded)
    form.add_error(None, _("The form was open for too long, or your browser keeps no cookies. Send it again"))
    return _show_form(request, form, HTTPStatus.FORBIDDEN)


def _show_form(request: HttpRequest, form: StoryForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    if form.is_bound:
        form.hold_photo()
    return render(request, "stories/share.html", {"form": form, "title": _("Share your story")}, status=status)
