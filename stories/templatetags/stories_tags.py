from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.images.models import AbstractRendition

from home.languages import SOURCE
from home.models import Area, Category
from stories import structured
from stories.models import StoryPage, WallPost
from stories.models.pages import name_categories

register = template.Library()


@register.simple_tag
def latest_stories(number: int, area: Area | None = None) -> list[StoryPage]:
    """The newest stories in the reader's language where they are translated."""
    code = get_language() or SOURCE
    stories = StoryPage.objects.latest(code)
    found = list((stories.near(area) if area else stories)[:number])
    name_categories(found, Category.objects.by_slug(code))
    return found


@register.simple_tag
def wall(number: int) -> list[WallPost]:
    """The newest posts people have let us show."""
    return list(WallPost.objects.showing()[:number])


@register.simple_tag
def article_data(story: StoryPage, preview: AbstractRendition | None) -> SafeString:
    """The story as machines read it, at the address of its own language."""
    address = story.full_address(story.locale.language_code)
    return structured.script(structured.article(story, address, preview.full_url if preview else ""))
