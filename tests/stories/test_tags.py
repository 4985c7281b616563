import pytest
from django.template import Context, Template
from django.utils import timezone
from wagtail.models import Locale

from home.models import Area, Category
from stories.models import StoryPage


@pytest.fixture
def stories(story_index):
    leyton = Area.objects.create(name="Leyton", slug="leyton")
    food = Category.objects.create(name="Food", slug="food", locale=Locale.objects.get(language_code="en"))
    for number, area in enumerate([leyton, None, None]):
        story_index.add_child(
            instance=StoryPage(
                title=f"Story {number}",
                published_on=timezone.localdate(),
                area=area,
                category=food,
                locale=food.locale,
            )
        )
    return leyton


def shown(arguments: str, **context) -> str:
    template = (
        f"{{% load stories_tags %}}{{% latest_stories {arguments} as stories %}}"
        "{% for story in stories %}{{ story.title }} ({{ story.shown_category }}) {% endfor %}"
    )
    return Template(template).render(Context(context)).strip()


def test_the_newest_stories_come_first_with_their_category(stories):
    assert shown("2") == "Story 2 (Food) Story 1 (Food)"


def test_stories_of_one_area(stories):
    assert shown("3 area=area", area=stories) == "Story 0 (Food)"


def test_no_stories_are_no_problem(story_index):
    assert shown("3") == ""
