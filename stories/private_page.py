"""The resident's private page, behind a signed link: how their story is doing, and what they may do about it.

Whatever is posted twice, or from a page that was open for long, is done at most once; where it cannot be done
any more the page says how things stand now, and shows what was typed.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from home import spam
from home.open_forms import TOO_MUCH
from home.private import private
from stories import declining, limits, links, moderation, tasks
from stories.models import Question, StoryPage, Submission, SubmissionEvent, SubmissionState
from stories.models.submissions import HAS_A_PAGE
from stories.private_forms import AnswerForm, ChangesForm, LostLinkForm, OwnWordsForm

State = SubmissionState


def _gone(request: HttpRequest) -> HttpResponse:
    context = {"title": _("This link is not good any more")}
    return render(request, "stories/sent_gone.html", context, status=HTTPStatus.NOT_FOUND)


def _later(request: HttpRequest) -> HttpResponse:
    posted = request.POST.dict()
    typed = next((name for name in posted if name.endswith(("answer", "text"))), "")
    context = {
        "title": _("We cannot do this just now"),
        "typed": typed,
        "text": posted.pop(typed, ""),
        "kept": posted.items(),
    }
    return render(request, "stories/sent_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)


for_the_sender = private(links.submission_of, _gone, _later)


@dataclass(frozen=True)
class Asked:
    """One open question, the form to answer it, and for a proof the page it is about."""

    question: Question
    form: AnswerForm
    draft: StoryPage | None = None
    shown: str = ""
    is_stale: bool = False


@for_the_sender
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """A resident's private page; what is posted here answers us."""
    if request.method != "POST":
        return _show(request, token, submission)
    action, now = request.POST.get("action"), timezone.now()
    if action == "link":
        moderation.renew_link(submission)
        submission.refresh_from_db()
        return _see("stories_sent", links.token_of(submission), done=True)
    if action == "keep":
        return _try(request, token, submission, partial(moderation.agree_again, submission, now))
    question = get_object_or_404(submission.questions, pk=_number(request.POST.get("question")))
    if action == "agree" and question.kind == Question.Kind.PROOF:
        if question.agreed:
            return _see("stories_sent", token)
        shown = request.POST.get("shown", "")
        return _try(request, token, submission, partial(moderation.agree, question, now, shown))
    if action not in {AnswerForm.action, ChangesForm.action}:
        raise Http404
    return _answer(request, token, submission, question, now)


def _answer(
    request: HttpRequest, token: str, submission: Submission, question: Question, now: datetime
) -> HttpResponse:
    is_proof = question.kind == Question.Kind.PROOF
    form = (ChangesForm if is_proof else AnswerForm)(request.POST, prefix=_prefix(question))
    if not form.is_valid():
        if question.answered_at:
            return _see("stories_sent", token)
        return _show(request, token, submission, HTTPStatus.UNPROCESSABLE_ENTITY, bound=form)
    words = form.cleaned_data["answer"]
    if question.answered_at and question.answer == words:
        return _see("stories_sent", token, done=True)
    do = moderation.want_changed if is_proof else moderation.answer
    return _try(request, token, submission, partial(do, question, words, now), typed=words)


def _try(
    request: HttpRequest, token: str, submission: Submission, do: Callable[[], object], typed: str = ""
) -> HttpResponse:
    """Does it; where somebody was quicker, shows how things stand now and what was typed."""
    try:
        do()
    except moderation.Conflict:
        submission = links.submission_of(token)
        if submission is None:
            return _gone(request)
        return _show(request, token, submission, HTTPStatus.CONFLICT, too_late=True, unsent=typed)
    return _see("stories_sent", token, done=True)


def _show(
    request: HttpRequest,
    token: str,
    submission: Submission,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    bound: AnswerForm | None = None,
    too_late: bool = False,
    unsent: str = "",
) -> HttpResponse:
    state = State(submission.state)
    is_withdrawn = state == State.WITHDRAWN
    is_over = is_withdrawn and submission.events.filter(what=SubmissionEvent.What.RETENTION).exists()
    questions = list(submission.questions.all())
    told = _("The time for which your story was published is over. It is not on this site any more.")
    context = {
        "submission": submission,
        "token": token,
        "title": _("Your story is withdrawn") if is_withdrawn and not is_over else _("Your story"),
        "told": told if is_over else submission.told,
        "reason": declining.told(submission.decline_reason) if state == State.DECLINED else "",
        "story": submission.story if state == State.PUBLISHED else None,
        "asked": [_asked(submission, question, bound) for question in questions if _is_open(question, submission)],
        "answered": [question for question in questions if question.answered_at],
        "photos": submission.photos.all(),
        "consents": submission.consents.all(),
        "is_withdrawn": is_withdrawn,
        "is_about_to_be_read": state == State.RECEIVED,
        "is_changeable": state in moderation.CHANGEABLE,
        "is_asked_again": state == State.PUBLISHED and submission.asked_again_at,
        "reading_days": limits.READING_DAYS,
        "bound": bound,
        "is_done": "done" in request.GET,
        "too_late": too_late,
        "unsent": unsent,
    }
    return render(request, "stories/sent.html", context, status=status)


def _is_open(question: Question, submission: Submission) -> bool:
    if question.answered_at:
        return False
    if question.kind == Question.Kind.PROOF:
        return submission.state in HAS_A_PAGE and submission.story is not None
    return submission.state in moderation.ASKABLE


def _asked(submission: Submission, question: Question, bound: AnswerForm | None) -> Asked:
    is_proof = question.kind == Question.Kind.PROOF
    prefix = _prefix(question)
    form = bound if bound and bound.prefix == prefix else (ChangesForm if is_proof else AnswerForm)(prefix=prefix)
    if not is_proof:
        return Asked(question, form)
    draft = submission.story.get_latest_revision_as_object()
    shown = moderation.digest(draft)
    return Asked(question, form, draft, shown, is_stale=shown != question.digest)


def _prefix(question: Question) -> str:
    return f"question-{question.pk}"


@for_the_sender
@require_http_methods(["GET", "HEAD", "POST"])
def change_words(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Lets the author change their story while nobody has accepted it. The words of another tab are not lost."""
    before = _mark(submission.text)
    form = OwnWordsForm(request.POST or None, initial={"text": submission.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if text == submission.text:
            return _see("stories_sent", token, done=True)
        if request.POST.get("before") == before or submission.state not in moderation.CHANGEABLE:
            return _try(request, token, submission, partial(moderation.change_words, submission, text), typed=text)
        form.add_error("text", _("Your story was changed in another window meanwhile. Send this again if it is right"))
    elif submission.state not in moderation.CHANGEABLE:
        return _see("stories_sent", token)
    context = {"token": token, "form": form, "before": before, "title": _("Change my story")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "stories/sent_words.html", context, status=status)


@for_the_sender
@require_safe
def photo(request: HttpRequest, token: str, submission: Submission, pk: int) -> HttpResponse:
    """A photo, shown to whoever holds the link; one that nobody could look at for viruses is not."""
    found = get_object_or_404(submission.photos, pk=pk, is_unopened=False)
    try:
        response = FileResponse(found.file.open("rb"), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@for_the_sender
@require_http_methods(["GET", "HEAD", "POST"])
def remove_photo(request: HttpRequest, token: str, submission: Submission, pk: int) -> HttpResponse:
    """Asks once more, then takes one photo out of a story nobody has accepted yet."""
    found = submission.photos.filter(pk=pk).first()
    if found is None or (request.method != "POST" and submission.state not in moderation.CHANGEABLE):
        return _see("stories_sent", token)
    if request.method == "POST":
        return _try(request, token, submission, partial(moderation.remove_photo, found))
    context = {"token": token, "photo": found, "title": _("Remove this photo")}
    return render(request, "stories/sent_photo.html", context)


@for_the_sender
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str, submission: Submission) -> HttpResponse:
    """Asks once more, then takes everything back."""
    is_withdrawn = submission.state == State.WITHDRAWN
    if request.method == "POST" and not is_withdrawn:
        return _try(request, token, submission, partial(moderation.withdraw, submission))
    if is_withdrawn:
        return _see("stories_sent", token)
    context = {"submission": submission, "token": token, "title": _("Withdraw your story")}
    return render(request, "stories/sent_withdraw.html", context)


@csrf_exempt  # It tells whoever asks nothing, and writes only to the address that was given with a story.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """Takes an address and says the same whether or not it is known; the links go there by mail."""
    try:
        form = LostLinkForm(request.POST or None)
    except TOO_MUCH:
        form = LostLinkForm({})
    if request.method == "POST" and form.is_valid():
        if spam.let_through("stories", spam.address_of(request.META), timezone.now()):
            return LinksAskedFor(form.cleaned_data["email"])
        form.add_error(None, _("Too many people have asked from where you are. Try again in an hour"))
    context = {"form": form, "title": _("Get your private link again")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "stories/lost_link.html", context, status=status)


class LinksAskedFor(HttpResponseRedirect):
    """Sends the links once the answer is out: the time it takes says nothing about the address."""

    def __init__(self, address: str) -> None:
        super().__init__(reverse("stories_link_sent"), status=HTTPStatus.SEE_OTHER)
        self.address = address

    def close(self) -> None:
        tasks.send_links.enqueue(self.address)
        super().close()


@never_cache
@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "stories/lost_link_sent.html", {"title": _("Look at your e-mail")})


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _see(name: str, token: str, *, done: bool = False) -> HttpResponse:
    address = reverse(name, args=[token])
    return HttpResponseRedirect(f"{address}?done=1" if done else address, status=HTTPStatus.SEE_OTHER)
