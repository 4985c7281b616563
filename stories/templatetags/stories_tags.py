from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.images.models import AbstractRendition

from home.languages import SOURCE
from home.models import Area
from home.structured import script
from stories import structured
from stories.models import StoryPage, WallPost
from stories.models.pages import POSTS_ON_THE_WALL

register = template.Library()


@register.simple_tag
def latest_stories(number: int, area: Area | None = None) -> list[StoryPage]:
    """The newest stories in the reader's language where they are translated."""
    code = get_language() or SOURCE
    stories = StoryPage.objects.latest(code)
    found = list((stories.near(area) if area else stories)[:number])
    for story in found:
        story.shown_category = story.category
        # A page and its category stand in one language, so that nobody need ask again which.
        if story.category and story.category.locale_id == story.locale_id:
            story.category.locale = story.locale
    return found


@register.simple_tag
def wall() -> list[WallPost]:
    """The newest posts people have let us show."""
    return list(WallPost.objects.showing().with_pictures()[:POSTS_ON_THE_WALL])


@register.simple_tag
def article_data(story: StoryPage, preview: AbstractRendition | None) -> SafeString:
    """The story as machines read it, at the address of its own language."""
    address = story.full_address(story.locale.language_code)
    return script(structured.article(story, address, preview.full_url if preview else ""))
