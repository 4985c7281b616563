"""The stories for feed readers: RSS and Atom in every language, of all stories or of one category."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.xmlutils import SimplerXMLGenerator

from home.languages import SOURCE
from home.models import Category
from home.routing import public_page_at
from stories.models import StoryIndexPage, StoryPage

STORIES_IN_A_FEED = 20
DUBLIN_CORE = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}


class RssFeed(Rss201rev2Feed):
    """RSS that says of each story which language it is in."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("dc:language", item["language"], DUBLIN_CORE)


class AtomFeed(Atom1Feed):
    """Atom that says of each story which language it is in."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


class Rss(Feed):
    """The newest stories in the reader's language where translated; with `?category=` those of one category."""

    feed_type = RssFeed
    url_name = "stories_feed"
    item_guid_is_permalink = False

    def get_object(self, request: HttpRequest) -> tuple[StoryIndexPage, Category | None]:
        code = get_language() or SOURCE
        slug = request.GET.get("category", "")
        category = Category.objects.by_slug(code).get(slug) if slug else None
        if slug and not category:
            raise Http404
        return public_page_at("stories/", code), category

    def title(self, about: tuple) -> str:
        index, category = about
        return f"{index.title}: {category}" if category else index.title

    def description(self, about: tuple) -> str:
        return about[0].summary

    subtitle = description

    def link(self, about: tuple) -> str:
        return about[0].full_address(get_language() or SOURCE) + _asked(about)

    def feed_url(self, about: tuple) -> str:
        return f"{settings.SITE_ADDRESS}{reverse(self.url_name)}{_asked(about)}"

    def feed_guid(self, about: tuple) -> str:
        return self.link(about)

    def items(self, about: tuple) -> list[StoryPage]:
        _index, category = about
        stories = StoryPage.objects.listed(get_language() or SOURCE)
        return list((stories.filed_under(category) if category else stories)[:STORIES_IN_A_FEED])

    def item_title(self, story: StoryPage) -> str:
        return story.title

    def item_description(self, story: StoryPage) -> str:
        return story.summary

    def item_link(self, story: StoryPage) -> str:
        return story.full_address(get_language() or SOURCE)

    def item_guid(self, story: StoryPage) -> str:
        return story.translation_key.urn

    def item_author_name(self, story: StoryPage) -> str:
        return story.credit

    def item_categories(self, story: StoryPage) -> list[str]:
        return [str(story.category)] if story.category else []

    def item_pubdate(self, story: StoryPage) -> datetime:
        return timezone.make_aware(datetime.combine(story.published_on, time()))

    # Nobody keeps a date of change for stories, and Atom asks for one.
    item_updateddate = item_pubdate

    def item_extra_kwargs(self, story: StoryPage) -> dict[str, str]:
        return {"language": story.language.code}


class Atom(Rss):
    feed_type = AtomFeed
    url_name = "stories_feed_atom"


def _asked(about: tuple) -> str:
    _index, category = about
    return f"?category={category.slug}" if category else ""
