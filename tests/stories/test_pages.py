import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from home.models import Area, Category, Picture
from stories import moderation
from stories.consent import What
from stories.models import StoryIndexPage, StoryPage
from tests import translating
from tests.stories.conftest import jpeg

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
HOSTILE = "</script><!-- <b>&amp; \u2028 \"'"


@pytest.fixture(scope="module")
def category(once, story_index_once) -> int:
    with once():
        return Category.objects.create(name="Food", slug="food", locale=Locale.objects.get(language_code="en")).pk


@pytest.fixture
def food(category: int, db) -> Category:
    return Category.objects.get(pk=category)


@pytest.fixture
def add_story(food):
    story_index = StoryIndexPage.objects.get()

    def add_story(title: str, slug: str = "", published_on: str = "2026-11-01", **fields) -> StoryPage:
        story = StoryPage(title=title, published_on=published_on, **{"locale": food.locale} | fields)
        story.slug = slug
        story_index.add_child(instance=story)
        return story

    return add_story


def article_of(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html).group(1))


def more_of(html: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', html)


def test_a_story_has_what_a_story_page_of_the_council_has(client, add_story, food):
    area = Area.objects.create(name="Leyton", slug="leyton")
    body = [
        ("quote", {"text": "We talk now.", "name": "Cllr Example", "role": "Leader"}),
        ("steps", {"heading": "Recommendations", "steps": [{"title": "Listen", "text": "First."}]}),
    ]
    add_story("Soup", "soup", "2026-11-02", category=food, area=area, credit="Amina", body=body)
    add_story("Bread", "bread", category=food)
    html = client.get("/en/stories/soup/").text
    crumbs = html[html.index('<ol class="crumb-list">') : html.index("</ol>")]
    assert re.findall(r">([^<>]+)</(?:a|span)>", crumbs) == ["Home", "Stories", "Soup"]
    assert 'aria-current="page"' in crumbs
    assert '<time datetime="2026-11-02">2 November 2026</time>' in html
    assert re.search(r'Filed under</dt><dd><a href="/en/stories/\?category=food">Food</a>', html)
    assert "<cite>Cllr Example</cite>, Leader" in html
    assert re.search(r'<ol class="steps" role="list">\s*<li><h3>Listen</h3>', html)
    assert "More stories filed under Food" in html
    assert re.search(r'href="/en/stories/">View all stories</a>', html)
    assert more_of(html) == ["Bread"]


def test_below_a_story_stand_its_category_then_its_network_then_the_picks(client, add_story, food):
    walthamstow = Area.objects.create(name="Walthamstow", slug="walthamstow")
    part = Area.objects.create(name="Chapel End", slug="chapel-end", parent=walthamstow)
    add_story("Soup", "soup", category=food, area=part)
    add_story("Pick", is_pick=True, published_on="2026-11-20")
    add_story("Near", area=walthamstow, published_on="2026-11-19")
    add_story("Neither", published_on="2026-11-18")
    add_story("Polish food", category=food, written_in="pl", published_on="2026-11-17")
    add_story("Older food", category=food, published_on="2020-01-01")
    assert more_of(client.get("/en/stories/soup/").text) == ["Older food", "Polish food", "Near", "Pick"]
    assert more_of(client.get("/pl/stories/soup/").text) == ["Polish food", "Older food", "Near", "Pick"]


def test_a4_other_stories_are_marked_with_their_language(client, add_story, food, django_capture_on_commit_callbacks):
    soup = add_story("Soup", "soup", category=food)
    add_story("Bread", "bread", category=food)
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(soup, "ur", {"Soup": "شوربہ"})
    html = client.get("/ur/stories/soup/").text
    assert "<h1>شوربہ</h1>" in html
    assert '<div class="card-words" lang="en" dir="ltr">' in html
    assert '<bdi lang="en" dir="ltr">English</bdi>' in html


def test_without_a_category_the_heading_claims_none(client, add_story):
    add_story("Alone", "alone")
    html = client.get("/en/stories/alone/").text
    assert "More stories" not in html
    assert "View all stories" in html
    assert "Filed under" not in html
    add_story("Pick", is_pick=True)
    assert "More stories</h2>" in client.get("/en/stories/alone/").text


def test_machines_read_the_article_and_a_hostile_title_stays_text(client, add_story, food):
    add_story(HOSTILE, "hostile", category=food, credit="Amina", summary=HOSTILE)
    html = client.get("/en/stories/hostile/").text
    article = article_of(html)
    assert article["headline"] == article["description"] == HOSTILE
    assert (article["@type"], article["datePublished"], article["inLanguage"]) == ("Article", "2026-11-01", "en")
    assert article["mainEntityOfPage"] == "http://127.0.0.1:8000/en/stories/hostile/"
    assert article["author"] == {"@type": "Person", "name": "Amina"}
    assert html.count("</script>") == 2
    assert '<meta property="og:title" content="&lt;/script&gt;' in html
    assert '<meta property="og:url" content="http://127.0.0.1:8000/en/stories/hostile/">' in html


def test_p16_no_date_of_change_is_made_up(client, add_story):
    story = add_story("Soup", "soup", "2020-02-03")
    story.save_revision().publish()
    html = client.get("/en/stories/soup/").text
    assert "dateModified" not in article_of(html)
    assert "Last updated" not in html
    assert "3 February 2020" in html


def test_sharing_is_plain_links_to_the_whole_address(client, add_story):
    add_story("Soup & bread", "soup")
    html = client.get("/en/stories/soup/").text
    whole = "http%3A%2F%2F127.0.0.1%3A8000%2Fen%2Fstories%2Fsoup%2F"
    for address in (
        f"https://wa.me/?text=Soup%20%26%20bread%0A{whole}",
        f"https://www.facebook.com/sharer/sharer.php?u={whole}",
        f"mailto:?subject=Soup%20%26%20bread&amp;body=Soup%20%26%20bread%0D%0A{whole}",
    ):
        assert f'href="{address}"' in html
    assert not re.findall(r'<(?:script|img|iframe|link)[^>]+(?:src|href)="https://', html)


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_residents_photo_goes_along_with_a_link_only_where_they_agreed(
    client, send, food, moderator, elsewhere, django_capture_on_commit_callbacks
):
    agreed = [What.PUBLISH_STORY, What.PUBLISH_NAME, What.PHOTO, *([What.ELSEWHERE] if elsewhere else [])]
    submission = send(jpeg(), agreed_to=agreed)
    photo = submission.photos.get()
    story = moderation.make_draft(submission, moderator, {photo.pk: "A street in the rain"})
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision(user=moderator).publish()
    html = client.get(f"/en/stories/{story.slug}/").text
    assert ('<meta property="og:image" content="http' in html) == elsewhere
    assert ("image" in article_of(html)) == elsewhere
    assert 'alt="A street in the rain"' in html
    assert Picture.objects.count() == 1


def test_a_story_and_the_list_ask_the_database_at_most_twelve_times(
    client, add_story, food, django_capture_on_commit_callbacks
):
    area = Area.objects.create(name="Leyton", slug="leyton")
    soup = add_story("Soup", "soup", category=food, area=area)
    add_story("Pick", is_pick=True)
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(soup, "ur", {"Soup": "شوربہ"})
    for address in ("/ur/stories/soup/", "/ur/stories/?category=food&network=leyton&year=2026&q=soup"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:200] for query in queries)


def test_a_category_is_named_in_the_readers_language(client, add_story, food, locales):
    Category.objects.create(name="کھانا", slug="food", locale=locales["ur"], translation_key=food.translation_key)
    add_story("Soup", "soup", category=food)
    html = client.get("/ur/stories/soup/").text
    assert 'href="/ur/stories/?category=food">کھانا</a>' in html
