"""The form for a resident's story, one question a page: whatever goes wrong, what was answered stays."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from home import spam
from stories import answers, limits, links, moderation, steps, uploads
from stories.forms import FORMS, TEXT_LIMIT, PhotosForm, QuestionForm
from stories.models import Submission
from stories.steps import Step

COOKIE, SALT = "story", "stories.share"
KEPT_FOR = timedelta(hours=limits.UNFINISHED_HOURS)
CHANGE = "change"
NO_DATABASE = (OperationalError, InterfaceError)
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
TEMPLATES = {Step.STORY: "story", Step.PHOTOS: "photos", Step.AGREE: "agree", Step.CHECK: "check"}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What sharing a story means, before anything is asked; the same for everybody, so it is kept like any page."""
    return render(request, "stories/share.html", {"title": _("Share your story"), "limits": limits})


@require_safe
def too_young(request: HttpRequest) -> HttpResponse:
    """Where an answer of "no" to the question about age leads; nothing of it was kept."""
    context = {"title": _("Ask an adult to send your story"), "limits": limits}
    return render(request, "stories/share_adult.html", context)


def whatever_happens(view: Callable) -> Callable:
    """Without a database, with too much to take in or with a form nobody knows, the answers are not lost."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NO_DATABASE:
            return _later(request)
        except TOO_MUCH:
            context = {"title": _("This is too much to send at once"), "characters": TEXT_LIMIT}
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return render(request, "stories/share_too_large.html", context, status=status)

    return wrapped


@csrf_exempt  # The check is made inside, so that a form that fails it keeps what was typed.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@whatever_happens
def question(request: HttpRequest, step: str) -> HttpResponse:
    """One question of the form."""
    if step not in FORMS:
        raise Http404
    request.upload_handlers.insert(0, uploads.PhotoSizeLimit(request))
    response = _question(request, Step(step))
    if response.status_code == HTTPStatus.FORBIDDEN:
        return _not_recognised(request, Step(step))
    return response


@never_cache
@require_safe
@whatever_happens
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo that is not sent yet, for its sender alone."""
    submission = _begun(request)
    kept = submission and submission.photos.filter(pk=pk, is_unopened=False).first()
    if not kept:
        raise Http404
    return FileResponse(kept.file.open("rb"), content_type="image/jpeg")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@whatever_happens
def erase(request: HttpRequest) -> HttpResponse:
    """Erases what was answered so far, for those at a machine that others use too."""
    submission = _begun(request)
    if request.method == "POST" or not submission:
        return _forgotten(submission, reverse("stories_share"))
    return render(request, "stories/share_erase.html", {"title": _("Erase your answers")})


@csrf_protect
def _question(request: HttpRequest, step: Step) -> HttpResponse:
    submission = _begun(request)
    if request.method == "POST" and submission is None and (sent := links.submission_of(request.POST.get("story", ""))):
        return _private_page(sent)
    submission = submission or Submission()
    if not steps.may_be_seen(step, answers.settled(submission)):
        return _go_on(request, submission)
    if request.method != "POST":
        return _show(request, step, FORMS[step](submission))
    with_files = FORMS[step](submission, request.POST, request.FILES)
    match step:
        case Step.PHOTOS:
            return _take_photos(request, with_files)
        case Step.CHECK:
            return _send(request, with_files)
        case _:
            return _answer(request, step, with_files)


def _answer(request: HttpRequest, step: Step, form: QuestionForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, step, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if form.cleaned_data.get("is_adult") is False:
        return _forgotten(form.submission, reverse("stories_share_adult"))
    submission = answers.keep(form, step, get_language())
    if submission is None:
        return _gone(form.submission)
    response = _see(request, steps.after(step, answers.settled(submission), is_change=CHANGE in request.GET))
    if form.submission.pk is None:
        response.set_signed_cookie(
            COOKIE,
            submission.key,
            salt=SALT,
            max_age=KEPT_FOR,
            secure=settings.CSRF_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _take_photos(request: HttpRequest, form: PhotosForm) -> HttpResponse:
    chosen, pressed = request.FILES.getlist("photos"), request.POST.get("do")
    for photo in form.submission.photos.all():
        if str(photo.pk) == request.POST.get("remove"):
            moderation.remove_photo(photo)
    if pressed == "upload" and not chosen:
        form.refuse("", uploads.PHOTO_PROBLEMS["none"])
    for file in chosen:
        try:
            uploads.keep(form.submission, file, timezone.now())
        except uploads.PhotoProblem as problem:
            form.refuse(file.name, uploads.PHOTO_PROBLEMS[problem.reason])
    if form.errors:
        return _show(request, Step.PHOTOS, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if pressed == "upload" or "remove" in request.POST:
        return _see(request, Step.PHOTOS)
    return _answer(request, Step.PHOTOS, form)


def _send(request: HttpRequest, form: QuestionForm) -> HttpResponse:
    now, submission = timezone.now(), form.submission
    if not spam.let_through("stories", spam.address_of(request.META), now):
        form.add_error(
            None, _("Many stories are coming in just now. Your answers are kept. Send again in some minutes")
        )
        return _show(request, Step.CHECK, form, HTTPStatus.TOO_MANY_REQUESTS)
    with transaction.atomic():
        submission = answers.locked(submission)
        if submission is None:
            return _gone(form.submission)
        if steps.missing(answers.settled(submission)):
            return _go_on(request, submission)
        answers.note_language(submission, get_language())
        honeypot = form.data.get("website") or "honeypot" in submission.suspicions
        moderation.send(submission, now, spam.suspicions(submission.text, honeypot, submission.started_at, now))
    return _private_page(submission)


def _show(request: HttpRequest, step: Step, form: QuestionForm, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    submission, is_change = form.submission, CHANGE in request.GET
    earlier = steps.before(step, is_change=is_change)
    context = {
        "form": form,
        "title": form.heading,
        "step": step,
        "number": steps.number(step),
        "questions": len(steps.QUESTIONS),
        "back": reverse("stories_share_step", args=[earlier]) if earlier else reverse("stories_share"),
        "submission": submission,
        "photos": submission.photos.all() if submission.pk else [],
        "token": links.token_of(submission) if submission.pk else "",
        "limits": limits,
    }
    if step is Step.CHECK:
        context |= {"rows": answers.rows(submission), "consents": answers.consents(submission)}
    return render(request, f"stories/share_{TEMPLATES.get(step, 'question')}.html", context, status=status)


def _not_recognised(request: HttpRequest, step: Step) -> HttpResponse:
    form = FORMS[step](_begun(request) or Submission(), request.POST)
    form.add_error(None, _("The form was open for too long, or your browser keeps no cookies. Send it again"))
    return _show(request, step, form, HTTPStatus.FORBIDDEN)


def _later(request: HttpRequest) -> HttpResponse:
    posted = request.POST.items() if request.method == "POST" else []
    context = {
        "title": _("We cannot take stories just now"),
        "kept": [(name, value) for name, value in posted if name not in ("csrfmiddlewaretoken", "text")],
        "text": request.POST.get("text", ""),
        "was_posted": request.method == "POST",
    }
    return render(request, "stories/share_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _begun(request: HttpRequest) -> Submission | None:
    """What this browser has begun and not sent; None when its time is over."""
    key = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEPT_FOR)
    return answers.begun(key, timezone.now() - KEPT_FOR) if key else None


def _go_on(request: HttpRequest, submission: Submission) -> HttpResponse:
    return _see(request, steps.first_open(answers.settled(submission)))


def _see(request: HttpRequest, step: Step) -> HttpResponse:
    address = reverse("stories_share_step", args=[step])
    stays = step is not Step.CHECK and CHANGE in request.GET
    return HttpResponseRedirect(f"{address}?{CHANGE}=1" if stays else address, status=HTTPStatus.SEE_OTHER)


def _gone(submission: Submission) -> HttpResponse:
    """Where a page leads whose submission was sent, or erased, from another tab."""
    sent = Submission.objects.sent().filter(pk=submission.pk).first()
    return _private_page(sent) if sent else _forgotten(None, reverse("stories_share"))


def _private_page(submission: Submission) -> HttpResponse:
    return _without_cookie(reverse("stories_sent", args=[links.token_of(submission)]))


def _forgotten(submission: Submission | None, address: str) -> HttpResponse:
    if submission and submission.pk:
        moderation.forget_unfinished(submission)
    return _without_cookie(address)


def _without_cookie(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
