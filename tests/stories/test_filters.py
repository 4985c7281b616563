import re
from html import unescape

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from home import search_index
from home.models import Area, Category
from stories import listing
from stories.models import StoryIndexPage, StoryPage

pytestmark = pytest.mark.django_db


THREE = ["The bus driver’s words", "Bread in the lift", "Soup for everybody"]


@pytest.fixture(scope="module")
def three(once, story_index_once) -> None:
    """Stories every list of this module has."""
    last, second, first = THREE
    with once():
        walthamstow = Area.objects.create(name="Walthamstow", slug="walthamstow")
        Area.objects.create(name="Chapel End", slug="chapel-end", parent=walthamstow)
        add_story(first, "2024-03-01", "food", "walthamstow")
        add_story(second, "2025-03-01", "food", "leyton")
        add_story(last, "2026-03-01", "learning", "chapel-end", summary="He said: soupçon")


def add_story(title: str, published_on: str = "2026-11-01", category: str = "", area: str = "", **fields) -> StoryPage:
    stories = StoryIndexPage.objects.get()
    english = stories.locale
    if category:
        fields["category"] = Category.objects.get_or_create(
            slug=category, locale=english, defaults={"name": category.title()}
        )[0]
    if area:
        fields["area"] = Area.objects.get_or_create(slug=area, defaults={"name": area.title()})[0]
    story = stories.add_child(instance=StoryPage(title=title, published_on=published_on, locale=english, **fields))
    search_index.index(StoryPage.objects.filter(pk=story.pk))
    return StoryPage.objects.get(pk=story.pk)


def listed(client, query: str = "", code: str = "en") -> list[str]:
    html = client.get(f"/{code}/stories/{query}").text
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', html)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", THREE),
        ("?category=food", ["Bread in the lift", "Soup for everybody"]),
        ("?network=walthamstow", ["The bus driver’s words", "Soup for everybody"]),
        ("?year=2025", ["Bread in the lift"]),
        ("?q=SOUP", ["The bus driver’s words", "Soup for everybody"]),
        ("?q=soup+everybody", ["Soup for everybody"]),
        ("?category=food&network=walthamstow&year=2024&q=soup", ["Soup for everybody"]),
        ("?q=nowhere", []),
        ("?q=%21%21", THREE),
    ],
)
def test_a6_stories_are_narrowed_by_category_area_year_and_words(client, three, query, titles):
    assert listed(client, query) == titles


def test_a6_the_filters_have_a_button_and_say_how_many_were_found(client, three):
    html = client.get("/en/stories/?category=food").text
    assert re.search(r'<form [^>]*method="get"', html)
    assert 'type="submit">Show stories' in html
    assert re.search(r'<p role="status">2 stories\s', html)
    assert "onchange" not in html
    assert "<script" not in html
    assert re.search(r'<option value="food" selected', html)


@pytest.mark.parametrize("name", ["category", "network", "year"])
def test_what_makes_no_sense_is_left_out_with_a_word(client, three, name):
    answer = client.get(f"/en/stories/?{name}=nonsense")
    assert answer.status_code == 200
    assert "This was not understood, so it is left out." in answer.text
    assert len(listed(client, f"?{name}=nonsense")) == 3


@pytest.mark.parametrize(
    "query",
    [
        "?page=-1",
        "?page=%00",
        "?page=99999999999999999999",
        "?q=%00",
        "?q=" + "a" * 3000,
        "?year=99999",
        "?year=-1&year=2024",
        "?category=%F0%9F%92%A9&network=../..",
        "?older=x",
        "?older=2026-99-99_1",
        "?older=2026-01-01_" + "9" * 40,
        "?older=2026-01-01_%D9%A1",
        "?older=%00",
        "?%ff%fe=1",
        "?q=%25_'%22;--",
    ],
)
def test_no_question_answers_500(client, three, query):
    assert client.get(f"/en/stories/{query}").status_code == 200
    assert client.get(f"/en/stories/feed/{query}").status_code in {200, 404}


def test_a9_the_title_says_what_is_listed_and_which_page(client, three, monkeypatch):
    monkeypatch.setattr(listing, "STORIES_A_PAGE", 1)
    for number in range(4):
        add_story(f"Story {number}", category="sport")
    html = client.get("/en/stories/?category=sport&page=2").text
    assert "<title>Stories: Sport (page 2 of 4) - " in html
    assert 'href="?category=sport&amp;page=3"' in html
    assert "<title>Stories - " in client.get("/en/stories/").text


def test_a9_a_long_list_goes_on_with_the_older_stories(client, three, monkeypatch):
    monkeypatch.setattr(listing, "STORIES_A_PAGE", 2)
    monkeypatch.setattr(listing, "MOST_LISTED", 4)
    titles = [f"Story {number}" for number in range(9)]
    for title in titles:
        add_story(title, category="sport")
    read, counts, query = [], [], "?category=sport"
    while query:
        html = client.get(f"/en/stories/{query}").text
        read += re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', html)
        counts += re.findall(r'<p role="status">([^<]+?)\s*<', html)
        onward = re.findall(r'<a [^>]*rel="next" href="([^"]+)"', html)
        query = unescape(onward[0]) if onward else ""
    assert read == titles[::-1]
    assert counts == ["More than 4 stories"] * 4 + ["1 story"]


def test_many_pages_are_not_all_linked():
    pages = Paginator(range(1000), 12).page(20)
    html = render_to_string("components/pagination.html", {"page_obj": pages, "asked": {}})
    linked = [int(number) for number in re.findall(r'<a href="\?page=(\d+)"', html)]
    assert linked == [1, 18, 19, 20, 21, 22, pages.paginator.num_pages]


def test_a_closed_story_is_not_listed(client, three):
    story = add_story("Only for some")
    PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    assert listed(client) == THREE
    assert "Only for some" not in client.get("/en/stories/feed/").text


def test_a4_a_story_in_another_language_says_so(client, three):
    add_story("Sąsiadka", written_in="pl")
    html = client.get("/en/stories/").text
    assert '<div class="card-words" lang="pl" dir="ltr">' in html
    assert '<bdi lang="pl" dir="ltr">Polski</bdi>' in html
    assert '<bdi lang="pl"' not in client.get("/pl/stories/").text


@given(st.dates(), st.integers(min_value=0, max_value=999_999_999))
def test_a_place_among_all_stories_is_read_back(day, number):
    assert listing.place_in(listing.place_of(day, number)) == (day, number)


@given(st.text())
def test_any_other_text_is_no_place(text):
    try:
        place = listing.place_in(text)
    except ValueError:
        return
    assert listing.older_than(place)
