"""What keeps a story from being published: its submission, and a pre-election period (duties P13, P15)."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Revision

from stories import moderation
from stories.models import PreElectionPeriod, StoryPage, Submission, SubmissionState


def submission_of(page: StoryPage) -> Submission | None:
    """The submission this story, or the one it is a translation of, was made from."""
    return Submission.objects.filter(story__translation_key=page.translation_key).first()


def obstacles(draft: StoryPage, by: AbstractBaseUser | None, now: datetime) -> list[str]:
    """What keeps this person from publishing this draft, now or on the date it has; empty when nothing does."""
    goes_live = max(now, draft.go_live_at or now)
    period = PreElectionPeriod.objects.on(timezone.localdate(goes_live))
    frozen = [_frozen_until(period.ends)] if period else []
    submission = submission_of(draft)
    if submission is None:
        return frozen
    if submission.story_id == draft.pk:
        return frozen + moderation.obstacles(submission, draft, by)
    if submission.state != SubmissionState.PUBLISHED:
        frozen.append(_("The story it is a translation of is not published."))
    return frozen


def _frozen_until(day: date) -> str:
    return _("Before an election no story is published. This ends on %(date)s.") % {"date": date_format(day)}


def note_published(story: StoryPage, by: AbstractBaseUser | None, today: date) -> bool:
    """Notes that a story is public. False, with nothing noted, when it may not be: then it has to come down again.

    A correction to what was public before a pre-election period is not taken down by it.
    """
    is_new = story.first_published_at == story.last_published_at
    if is_new and PreElectionPeriod.objects.on(today):
        return False
    submission = submission_of(story)
    if submission is None:
        return True
    if submission.story_id == story.pk:
        return moderation.mark_published(submission, story, by)
    return submission.state == SubmissionState.PUBLISHED


def put_off(period: PreElectionPeriod) -> int:
    """Has the stories that were to go live within the period wait until after it; returns how many."""
    first, after = (_midnight(day) for day in (period.begins, period.ends + timedelta(days=1)))
    waiting = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(StoryPage),
        approved_go_live_at__gte=first,
        approved_go_live_at__lt=after,
    )
    for revision in waiting:
        revision.approved_go_live_at = after
        revision.content["go_live_at"] = after.isoformat()
        revision.save(update_fields=["approved_go_live_at", "content"])
        StoryPage.objects.filter(pk=revision.object_id, live=False).update(go_live_at=after)
    return len(waiting)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
