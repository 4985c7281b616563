"""What publishing, unpublishing and deleting a story's page mean for the submission it was made from."""

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from home import page_cache
from stories import moderation, publishing
from stories.models import PreElectionPeriod, StoryPage, Submission, WallPost


def connect() -> None:
    page_published.connect(story_was_published, sender=StoryPage)
    page_unpublished.connect(story_was_unpublished, sender=StoryPage)
    pre_delete.connect(story_is_going, sender=StoryPage)
    post_save.connect(period_was_set, sender=PreElectionPeriod)
    post_save.connect(wall_changed, sender=WallPost)
    post_delete.connect(wall_post_was_erased, sender=WallPost)


def story_was_published(sender: type[StoryPage], instance: StoryPage, revision: Model, **kwargs) -> None:
    # Who wrote the revision is not who publishes it; only what was scheduled is published by nobody who is signed in.
    by = get_active_log_context().user or revision.user
    if instance.live and not publishing.note_published(instance, by, timezone.localdate()):
        instance.unpublish()


def story_was_unpublished(sender: type[StoryPage], instance: StoryPage, **kwargs) -> None:
    submission = Submission.objects.filter(story=instance).first()
    if submission:
        moderation.mark_taken_down(submission)


def story_is_going(sender: type[StoryPage], instance: StoryPage, **kwargs) -> None:
    submission = Submission.objects.filter(story=instance).first()
    if submission:
        moderation.mark_page_deleted(submission)


def period_was_set(sender: type[PreElectionPeriod], instance: PreElectionPeriod, **kwargs) -> None:
    publishing.put_off(instance)


def wall_changed(sender: type[WallPost], instance: WallPost, **kwargs) -> None:
    transaction.on_commit(page_cache.expire if instance.is_published else page_cache.remove_all)


def wall_post_was_erased(sender: type[WallPost], instance: WallPost, **kwargs) -> None:
    instance.forget()
    transaction.on_commit(page_cache.remove_all)
