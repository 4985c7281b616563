"""Does what `stories.retention` finds due, one submission after the other, and keeps account of it."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from django.core.files.storage import storages
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.tasks import task
from django.utils import timezone

from home.models import Picture, PictureRendition
from home.picture_storage import PREFIX
from stories import moderation, retention
from stories.models import RetentionRun, Submission, SubmissionPhoto, SubmissionState
from stories.retention import Standing, Step

logger = logging.getLogger(__name__)

NEVER_DUE = Q(state=SubmissionState.SAFEGUARDING) | Q(state=SubmissionState.RECEIVED, is_suspect=False)
# The folders of the private store in which every file belongs to a row.
FOLDERS = ("photos", "original_images", "images")
STRAY_AFTER = timedelta(days=1)
RUNS_KEPT = timedelta(days=400)

DO: Mapping[Step, Callable[[Submission, datetime], None]] = MappingProxyType(
    {
        Step.UNFINISHED: lambda submission, now: moderation.forget_unfinished(submission),
        Step.SUSPECTED: lambda submission, now: moderation.forget_record(submission),
        Step.UNANSWERED: lambda submission, now: moderation.decline(
            submission, None, Submission.DeclineReason.UNANSWERED
        ),
        Step.DECLINED: lambda submission, now: moderation.erase_declined(submission),
        Step.CONTACT: lambda submission, now: moderation.forget_contact(submission),
        Step.ASK_AGAIN: moderation.ask_again,
        Step.OVER: lambda submission, now: moderation.end(submission),
        Step.RECORD: lambda submission, now: moderation.forget_record(submission),
    }
)


def list_due(now: datetime) -> Iterator[tuple[Submission, Step]]:
    """Every submission with something due, and what that is; nothing is changed."""
    for submission in _with_dates(Submission.objects.exclude(NEVER_DUE)).iterator():
        step = retention.due(standing_of(submission), now)
        if step:
            yield submission, step


def ending_within(period: timedelta, now: datetime) -> list[tuple[Submission, datetime]]:
    """Published stories whose time is over within this period, the first to go first, and when."""
    published = Submission.objects.filter(state=SubmissionState.PUBLISHED).select_related("story")
    ends = [(submission, retention.ends_at(standing_of(submission))) for submission in _with_dates(published)]
    return sorted(
        ((submission, end) for submission, end in ends if end and end <= now + period), key=lambda one: one[1]
    )


@task(backend="queue")
def erase_what_is_due() -> None:
    """The daily run; fails where something of it could not be done."""
    if erase(timezone.now()).error:
        raise RuntimeError("Something could not be erased: see Reports, Retention.")


def erase(now: datetime) -> RetentionRun:
    """Does what is due. What goes wrong with one stops no other; the run says how many and of which kind."""
    run = RetentionRun.objects.create(started_at=now)
    done, failed = Counter(), []
    for submission, step in list(list_due(now)):
        try:
            DO[step](submission, now)
            done[step.value] += 1
        except (moderation.Conflict, Submission.DoesNotExist):
            # Somebody was quicker; the next run looks again.
            continue
        except Exception as error:
            logger.exception("Retention: %s of %s", step.value, submission.reference)
            failed.append(f"{submission.reference}: {type(error).__name__}")
    try:
        run.files = _remove(stray_files(now))
    except OSError as error:
        logger.exception("Retention: the private store")
        failed.append(type(error).__name__)
    run.erased, run.error, run.finished_at = dict(done), "\n".join(failed), now
    run.save()
    RetentionRun.objects.filter(started_at__lt=now - RUNS_KEPT).delete()
    return run


def stray_files(now: datetime) -> list[str]:
    """Files of the private store, older than a day, that belong to no row: what an interrupted upload left."""
    storage, owned = storages["private"], _owned()
    return [
        name
        for folder in FOLDERS
        for name in _files_below(folder)
        if name not in owned and storage.get_modified_time(name) < now - STRAY_AFTER
    ]


def _owned() -> set[str]:
    private = Q(file__contains=PREFIX)
    return {
        *SubmissionPhoto.objects.values_list("file", flat=True),
        *Picture.objects.filter(private).values_list("file", flat=True),
        *PictureRendition.objects.filter(private).values_list("file", flat=True),
    }


def _files_below(folder: str) -> Iterator[str]:
    try:
        folders, names = storages["private"].listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files_below(f"{folder}/{inner}")


def _remove(names: list[str]) -> int:
    for name in names:
        storages["private"].delete(name)
    return len(names)


def _with_dates(submissions: QuerySet) -> QuerySet:
    open_question = Q(questions__answered_at=None)
    first_public = Q(events__to_state=SubmissionState.PUBLISHED)
    return submissions.annotate(
        oldest_question_at=Min("questions__asked_at", filter=open_question),
        published_at=Min("events__at", filter=first_public),
        has_photos=Exists(SubmissionPhoto.objects.filter(submission=OuterRef("pk"))),
    ).order_by("pk")


def standing_of(submission: Submission) -> Standing:
    """What the rules look at of a submission that came with its dates."""
    contact = (submission.email, submission.guardian_name, submission.guardian_is)
    return Standing(
        state=submission.state,
        started_at=submission.started_at,
        is_suspect=submission.is_suspect,
        sent_at=submission.sent_at,
        closed_at=submission.closed_at,
        asked_at=submission.oldest_question_at,
        published_at=submission.published_at,
        asked_again_at=submission.asked_again_at,
        agreed_again_at=submission.agreed_again_at,
        has_words=bool(submission.text or submission.has_photos or any(contact)),
        has_contact=any(contact) or submission.name != submission.name_kept,
    )
