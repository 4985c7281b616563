"""What happens to an event somebody suggests: the one module that moves it from state to state.

Every move is one transaction, and is refused when somebody else was quicker. The sender is never too late.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from types import MappingProxyType

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult
from wagtail.models import Comment
from wagtail_localize.models import StringTranslation, TranslationSource

from campaign import tasks
from campaign.models import EventIndexPage, EventPage, EventSuggestion
from campaign.models.suggestions import SuggestionState
from home import languages, page_cache
from home.languages import SOURCE

# How long things are kept (duty P10).
UNDECIDED_DAYS: int = getattr(settings, "SUGGESTION_UNDECIDED_DAYS", 365)
UNANSWERED_DAYS: int = getattr(settings, "SUGGESTION_UNANSWERED_DAYS", 90)
DECIDED_DAYS: int = getattr(settings, "SUGGESTION_DECIDED_DAYS", 90)
CONTACT_DAYS: int = getattr(settings, "SUGGESTION_CONTACT_DAYS", 365)
RECORD_DAYS: int = getattr(settings, "SUGGESTION_RECORD_DAYS", 5 * 365)

State = SuggestionState
Reason = EventSuggestion.DeclineReason
UNDECIDED = frozenset({State.RECEIVED, State.WAITING})
ACCEPTABLE = UNDECIDED | {State.DECLINED}
NOT_WITHDRAWN = frozenset(State) - {State.WITHDRAWN}
TOLD: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.SAME: _("It is on our list already, or somebody sent it before you."),
        Reason.ELSEWHERE: _("We list events in and near Waltham Forest. This one is somewhere else."),
        Reason.ADVERTISING: _("We do not list advertising, or events that ask for money."),
        Reason.UNANSWERED: _("We asked you something about it and have had no answer."),
        Reason.OTHER: _("It does not fit what we publish here. You can ask us why: see the contact page."),
    }
)
# What a person wrote about themselves or another, and about the event.
PERSONAL = MappingProxyType(
    dict.fromkeys(
        ("title", "words", "repeats", "where", "cost", "booking_url", "access", "organiser", "organiser_contact"), ""
    )
    | dict.fromkeys(("name", "email"), "")
    | {"languages_spoken": [], "questions": [], "suspicions": [], "place": None, "area": None}
)
SUMMARY_CHARACTERS = 160
# The addresses below /events/ that are no event's own.
TAKEN_SLUGS = frozenset({"suggest", "suggestions", "earlier", "feed", "calendar", "month"})
_TOKEN = re.compile(r"\{(?=(?:fact|word):)")


class Conflict(Exception):
    """Somebody else has just changed it, so what was asked for is not possible any more."""


def send(suggestion: EventSuggestion, suspicions: Iterable[str], now: datetime) -> EventSuggestion:
    """Keeps what was sent, once for its key; the one there was is given back."""
    suggestion.sent_at, suggestion.suspicions = now, list(suspicions)
    suggestion.is_suspect = bool(suggestion.suspicions)
    try:
        with transaction.atomic():
            suggestion.save(force_insert=True)
            _write(suggestion, "receipt")
    except IntegrityError:
        return EventSuggestion.objects.get(key=suggestion.key)
    return suggestion


@transaction.atomic
def ask(suggestion: EventSuggestion, by: AbstractBaseUser, question: str, now: datetime) -> None:
    """Asks the sender something; what was asked and answered before stays."""
    _lock(suggestion, UNDECIDED)
    asked = {"question": question, "by": by.get_username(), "at": now.isoformat()}
    _change(suggestion, state=State.WAITING, asked_at=now, questions=[*suggestion.questions, asked])
    _write(suggestion, "question")


@transaction.atomic
def answer(suggestion: EventSuggestion, answer: str, now: datetime) -> None:
    """Keeps the answer to the last question; the suggestion waits for the staff again."""
    _lock(suggestion, frozenset({State.WAITING}))
    *before, last = suggestion.questions
    answered = {**last, "answer": answer, "answered_at": now.isoformat()}
    _change(suggestion, state=State.RECEIVED, questions=[*before, answered])


@transaction.atomic
def accept(suggestion: EventSuggestion, by: AbstractBaseUser, now: datetime) -> EventPage:
    """Makes an unpublished event of it, with notes for whoever edits it; raises Conflict without a list of events."""
    _lock(suggestion, ACCEPTABLE)
    events = EventIndexPage.objects.filter(locale__language_code=SOURCE).order_by("path").first()
    if events is None:
        raise Conflict
    page = _event_page(suggestion)
    page.owner = by
    for name, note in _notes(suggestion):
        page.wagtail_admin_comments.add(Comment(user=by, text=note, contentpath=name))
    events.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    _change(suggestion, state=State.ACCEPTED, event=page, decided_by=by, decided_at=now, decline_reason="")
    _write(suggestion, "accepted")
    return page


@transaction.atomic
def decline(
    suggestion: EventSuggestion,
    by: AbstractBaseUser,
    reason: str,
    now: datetime,
    same: EventPage | EventSuggestion | None = None,
) -> None:
    """Decides not to list it, and says why; `same` is what was there before it."""
    _lock(suggestion, UNDECIDED)
    same_as = {
        "same_event": same if isinstance(same, EventPage) else None,
        "same_suggestion": same if isinstance(same, EventSuggestion) else None,
    }
    _change(suggestion, state=State.DECLINED, decided_by=by, decided_at=now, decline_reason=reason, **same_as)
    _write(suggestion, "declined")


@transaction.atomic
def withdraw(suggestion: EventSuggestion, now: datetime) -> None:
    """Erases what was sent and by whom. A draft made of it goes; an event that has been public stays, without its
    organiser, and the editor who accepted it is asked what is to become of it.
    """
    _lock(suggestion, NOT_WITHDRAWN)
    page = suggestion.event
    if page and not page.first_published_at:
        page.delete()
        suggestion.event = page = None
    if page:
        _take_organiser_off(page)
        transaction.on_commit(partial(tasks.tell_of_withdrawn_event.enqueue, suggestion.pk))
    _change(suggestion, state=State.WITHDRAWN, withdrawn_at=now, event=page, **PERSONAL)
    _forget_letters([suggestion.pk])
    transaction.on_commit(page_cache.remove_all)


@transaction.atomic
def settle(suggestion: EventSuggestion, by: AbstractBaseUser, now: datetime) -> None:
    """An editor has decided about the page of something that was taken back."""
    _lock(suggestion, frozenset({State.WITHDRAWN}))
    _change(suggestion, event=None, decided_by=by, decided_at=now)


def erase_old(now: datetime) -> dict[str, int]:
    """Erases what its time is over for; how many of what (duty P10)."""

    def before(days: int) -> datetime:
        return now - timedelta(days=days)

    found = EventSuggestion.objects.all()
    over = {
        "undecided": found.filter(state=State.RECEIVED, sent_at__lt=before(UNDECIDED_DAYS)),
        "unanswered": found.filter(state=State.WAITING, asked_at__lt=before(UNANSWERED_DAYS)),
        "declined": found.filter(state=State.DECLINED, decided_at__lt=before(DECIDED_DAYS)),
        "taken back": found.filter(state=State.WITHDRAWN, event=None, withdrawn_at__lt=before(DECIDED_DAYS)),
        "records": found.filter(state=State.ACCEPTED, decided_at__lt=before(RECORD_DAYS)),
    }
    contacts = found.filter(state=State.ACCEPTED, decided_at__lt=before(CONTACT_DAYS)).exclude(name="", email="")
    _forget_letters([*contacts.values_list("pk", flat=True)])
    erased = {"contacts of suggestions": contacts.update(name="", email="")}
    for what, gone in over.items():
        keys = [*gone.values_list("pk", flat=True)]
        _forget_letters(keys)
        found.filter(pk__in=keys).delete()
        erased[f"suggestions {what}"] = len(keys)
    return erased


def _lock(suggestion: EventSuggestion, states: frozenset[State]) -> None:
    """Brings it up to date and keeps others from changing it until the transaction ends."""
    rows = EventSuggestion.objects.select_for_update(of=("self",))
    suggestion.refresh_from_db(from_queryset=rows.select_related("event", "place"))
    if suggestion.state not in states:
        raise Conflict


def _change(suggestion: EventSuggestion, **fields: object) -> None:
    for name, value in fields.items():
        setattr(suggestion, name, value)
    suggestion.version += 1
    suggestion.save(update_fields=[*fields, "version"])


def _write(suggestion: EventSuggestion, letter: str) -> None:
    # A robot may have given somebody else's address.
    if suggestion.email and not suggestion.is_suspect:
        transaction.on_commit(partial(tasks.write_about_suggestion.enqueue, suggestion.pk, letter))


def _forget_letters(keys: list[int]) -> None:
    """The queue keeps what went wrong with a letter, and a mail server's answer holds the address."""
    letters = DBTaskResult.objects.filter(task_path="campaign.tasks.write_about_suggestion")
    letters.filter(args_kwargs__args__0__in=keys).finished().delete()


def _event_page(suggestion: EventSuggestion) -> EventPage:
    begins, ends = suggestion.starts or time(0), suggestion.ends or time(23, 59)
    words = _without_tokens(suggestion.words)
    organiser = ", ".join(filter(None, (suggestion.organiser, suggestion.organiser_contact)))
    title = _without_tokens(suggestion.title)
    return EventPage(
        title=title,
        slug=_free_slug(title),
        summary=_first_words(words, SUMMARY_CHARACTERS),
        starts_at=timezone.make_aware(datetime.combine(suggestion.first_day, begins)),
        ends_at=timezone.make_aware(datetime.combine(suggestion.first_day, ends)),
        all_day=suggestion.starts is None,
        organiser=_without_tokens(organiser) if suggestion.consent else "",
        cost=_without_tokens(suggestion.cost),
        access=_without_tokens(suggestion.access),
        body=[("text", {"heading": "", "text": _paragraphs(words)})],
        live=False,
        **{name: getattr(suggestion, name) for name in ("place", "kind", "is_free", "booking_url", "languages_spoken")},
    )


def _notes(suggestion: EventSuggestion) -> list[tuple[str, str]]:
    """What an editor has to know, each at the field it belongs to, in the words of the English admin."""
    with override(SOURCE):
        language = languages.language(suggestion.language).english_name
        notes = [
            (
                "title",
                gettext("Sent from the %(language)s pages. Put the words into plain English before you publish.")
                % {"language": language},
            )
        ]
        wrote = gettext("The author wrote: %(words)s")
        if suggestion.repeats:
            notes.append(("starts_at", wrote % {"words": suggestion.repeats}))
        if suggestion.where:
            notes.append(("place", wrote % {"words": suggestion.where}))
    return notes


def _free_slug(title: str) -> str:
    beginning = slugify(title)[:80].strip("-") or "event"
    taken = TAKEN_SLUGS | set(EventPage.objects.filter(slug__startswith=beginning).values_list("slug", flat=True))
    slug, number = beginning, 2
    while slug in taken:
        slug, number = f"{beginning}-{number}", number + 1
    return slug


def _without_tokens(text: str) -> str:
    """The text with nothing in it that the site would take for one of its own facts or words."""
    return _TOKEN.sub("{ ", text)


def _paragraphs(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return str(format_html_join("", "<p>{}</p>", ((line,) for line in lines)))


def _first_words(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rpartition(' ')[0] or line[: limit - 1]}…"


def _take_organiser_off(page: EventPage) -> None:
    """Empties the organiser in every language, version and translation of an event, and the notes on it."""
    for same in EventPage.objects.filter(translation_key=page.translation_key):
        for revision in same.revisions.all():
            revision.content |= {"organiser": "", "wagtail_admin_comments": []}
            revision.save(update_fields=["content"])
        Comment.objects.filter(page=same).delete()
        same.organiser = ""
        same.save(update_fields=["organiser"])
    context = {"context__object_id": page.translation_key, "context__path": "organiser"}
    StringTranslation.objects.filter(**context).delete()
    for source in TranslationSource.objects.filter(object_id=page.translation_key):
        source.update_from_db()
