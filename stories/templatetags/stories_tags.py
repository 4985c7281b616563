from django import template
from django.utils.translation import get_language

from home.languages import SOURCE
from home.models import Area
from stories.models import StoryPage

register = template.Library()


@register.simple_tag
def latest_stories(number: int, area: Area | None = None) -> list[StoryPage]:
    """The newest stories in the reader's language where they are translated."""
    stories = StoryPage.objects.latest(get_language() or SOURCE)
    found = list((stories.near(area) if area else stories)[:number])
    for story in found:
        story.shown_category = story.category
    return found
