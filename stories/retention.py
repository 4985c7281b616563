"""What is due to be erased, and why (duty P10). Pure: `now` is given, nothing is changed.

What is published or has a safeguarding concern is never erased without a person having had the time to speak:
the author of a published story is asked `UNANSWERED_DAYS` before its time is over, and editors see it coming.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from stories import limits
from stories.models import SubmissionState

DAYS_IN_A_YEAR = 365.25


class Step(TextChoices):
    """What there is to do about a submission, in the words of the reason."""

    UNFINISHED = "unfinished", _("Erased: begun and never sent")
    SUSPECTED = "suspected", _("Erased: perhaps a robot's, and nobody took it up")
    UNANSWERED = "unanswered", _("Declined: the author has not answered")
    DECLINED = "declined", _("Words, photos and contact erased: declined, and the time to object is over")
    CONTACT = "contact", _("Contact details erased: published long enough")
    ASK_AGAIN = "ask_again", _("The author is asked again: the time of the story is nearly over")
    OVER = "over", _("Taken down and erased: the time of the story is over")
    RECORD = "record", _("The record erased: everything else went long ago")


@dataclass(frozen=True)
class Standing:
    """What the rules look at. `asked_at` is the oldest open question's; `published_at` when it was first public."""

    state: str
    started_at: datetime
    is_suspect: bool = False
    sent_at: datetime | None = None
    closed_at: datetime | None = None
    asked_at: datetime | None = None
    published_at: datetime | None = None
    asked_again_at: datetime | None = None
    agreed_again_at: datetime | None = None
    has_words: bool = False
    has_contact: bool = False


def ends_at(standing: Standing) -> datetime | None:
    """When the time of a published story is over; None for every other."""
    if standing.state != SubmissionState.PUBLISHED or not standing.published_at:
        return None
    return (standing.agreed_again_at or standing.published_at) + _years(limits.PUBLISHED_YEARS)


def due(standing: Standing, now: datetime) -> Step | None:
    """What is due now; what follows from it is due the next day."""
    match standing.state:
        case SubmissionState.UNFINISHED:
            asked = [(Step.UNFINISHED, standing.started_at, timedelta(hours=limits.UNFINISHED_HOURS))]
        case SubmissionState.RECEIVED if standing.is_suspect:
            asked = [(Step.SUSPECTED, standing.sent_at, timedelta(days=limits.DECLINED_DAYS))]
        case SubmissionState.WAITING | SubmissionState.ACCEPTED:
            asked = [(Step.UNANSWERED, standing.asked_at, timedelta(days=limits.UNANSWERED_DAYS))]
        case SubmissionState.DECLINED | SubmissionState.WITHDRAWN:
            asked = [(Step.RECORD, standing.closed_at, _years(limits.RECORD_YEARS))]
            if standing.state == SubmissionState.DECLINED and standing.has_words:
                asked.append((Step.DECLINED, standing.closed_at, timedelta(days=limits.DECLINED_DAYS)))
        case SubmissionState.PUBLISHED:
            return _published(standing, now)
        case _:
            asked = []
    return next((step for step, since, period in asked if since and since + period <= now), None)


def _published(standing: Standing, now: datetime) -> Step | None:
    end = ends_at(standing)
    if end and end <= now:
        return Step.OVER
    if end and end - timedelta(days=limits.UNANSWERED_DAYS) <= now:
        # Whoever is being asked can be reached until they have answered.
        return None if standing.asked_again_at else Step.ASK_AGAIN
    since = standing.closed_at
    is_over = standing.has_contact and since and since + timedelta(days=limits.CONTACT_DAYS) <= now
    return Step.CONTACT if is_over else None


def _years(years: int) -> timedelta:
    return timedelta(days=years * DAYS_IN_A_YEAR)
