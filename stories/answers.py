"""The answers of a story that is not sent yet: kept one question at a time, read back for the check."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from stories import consent, steps
from stories.forms import CHILDREN_ASKED, FORMS, NO_AREA_SAID, QuestionForm
from stories.models import Submission
from stories.steps import Step


@dataclass(frozen=True)
class Row:
    """One line of the check: a question and what was answered to it."""

    step: Step
    question: str
    lines: list[str]


def begun(key: str, since: datetime) -> Submission | None:
    """The unfinished story with this key, unless it was begun longer ago than it is kept."""
    found = Submission.objects.unfinished().select_related("area")
    return found.filter(key=key, started_at__gt=since).first()


def locked(submission: Submission) -> Submission | None:
    """The unfinished story as it stands now, nobody else's to change; None when it was sent or erased meanwhile."""
    return Submission.objects.unfinished().select_for_update().filter(pk=submission.pk).first()


def settled(submission: Submission) -> frozenset[Step]:
    """The questions whose answers stand."""
    if submission.pk is None:
        return frozenset()
    return steps.settled(
        submission.answered,
        area_is_missing=submission.name_shown == Submission.NameShown.FIRST_AND_AREA and not submission.area_id,
        consent_is_missing=not set(consent.required(submission)) <= set(submission.agreed_to),
    )


@transaction.atomic
def keep(form: QuestionForm, step: Step, language: str) -> Submission | None:
    """Keeps one question's answers and touches no other; None when the story was sent or erased meanwhile."""
    is_new = form.submission.pk is None
    submission = Submission.objects.create(interface_language=language) if is_new else locked(form.submission)
    if submission is None:
        return None
    asked = consent.asked(submission)
    changed = form.put_into(submission)
    submission.answered = steps.answered_with(submission.answered, step, asked, consent.asked(submission))
    submission.interface_language = language
    submission.save(update_fields=[*changed, "answered", "interface_language"])
    return submission


def note_language(submission: Submission, language: str) -> None:
    """The language in which everything was checked is the one of the consents and the letters."""
    submission.interface_language = language
    submission.save(update_fields=["interface_language"])


def consents(submission: Submission) -> list[str]:
    """What was agreed to, word for word."""
    return [str(consent.WORDINGS[what]) for what in consent.meant(submission)]


def rows(submission: Submission) -> list[Row]:
    """Every question but the last, with its answer in the reader's language (duty F10)."""
    none = _("None")
    said = {
        Step.STORY: [submission.text, submission.get_written_in_display()],
        Step.PHOTOS: [] if submission.photos.exists() else [none],
        Step.NAME: [submission.get_name_shown_display(), submission.name_to_show],
        Step.AREA: [submission.area or NO_AREA_SAID],
        Step.AGE: [_("Yes")],
        Step.OTHERS: [
            submission.get_shows_others_display(),
            f"{CHILDREN_ASKED} {_('Yes') if submission.has_children else _('No')}",
            submission.guardian_name,
            submission.guardian_is,
        ],
        Step.CONTACT: [submission.email or none],
    }
    return [Row(step, FORMS[step].heading, [str(line) for line in lines if line]) for step, lines in said.items()]
