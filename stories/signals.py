"""What publishing, unpublishing and deleting a story's page mean for the submission it was made from."""

from django.db.models import Model
from django.db.models.signals import pre_delete
from wagtail.signals import page_published, page_unpublished

from stories import moderation
from stories.models import StoryPage, Submission


def connect() -> None:
    page_published.connect(story_was_published, sender=StoryPage)
    page_unpublished.connect(story_was_unpublished, sender=StoryPage)
    pre_delete.connect(story_is_going, sender=StoryPage)


def story_was_published(sender: type[StoryPage], instance: StoryPage, revision: Model, **kwargs) -> None:
    submission = Submission.objects.filter(story=instance).first()
    if submission and instance.live and not moderation.mark_published(submission, instance, by=revision.user):
        instance.unpublish()


def story_was_unpublished(sender: type[StoryPage], instance: StoryPage, **kwargs) -> None:
    submission = Submission.objects.filter(story=instance).first()
    if submission:
        moderation.mark_taken_down(submission)


def story_is_going(sender: type[StoryPage], instance: StoryPage, **kwargs) -> None:
    submission = Submission.objects.filter(story=instance).first()
    if submission:
        moderation.mark_page_deleted(submission)
