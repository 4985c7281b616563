from django import template
from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from stories import publishing
from stories.models import StoryPage

register = template.Library()


@register.simple_tag
def obstacles_of(story: StoryPage, user: AbstractBaseUser) -> list[str]:
    """What keeps this person from publishing the story's latest draft."""
    return publishing.obstacles(story.get_latest_revision_as_object(), user, timezone.now())
