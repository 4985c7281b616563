import io
from xml.etree import ElementTree

import pytest
from django.test import Client

from home.models import Category
from home.page_cache import PageCache
from stories import moderation
from stories.models import StoryPage
from tests import translating

pytestmark = pytest.mark.django_db
ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.fixture
def soup(story_index):
    food = Category.objects.create(name="Food", slug="food", locale=story_index.locale)
    story = StoryPage(
        title="Soup & <b>bread</b>",
        slug="soup",
        summary="A pot for all",
        published_on="2026-11-02",
        category=food,
        credit="Amina",
        locale=story_index.locale,
    )
    story_index.add_child(instance=story)
    other = StoryPage(title="Sąsiadka", slug="other", published_on="2026-11-01", written_in="pl", locale=story.locale)
    story_index.add_child(instance=other)
    return story


def read(address: str) -> ElementTree.Element:
    answer = Client().get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


def test_rss_lists_the_newest_stories_with_whole_addresses(soup):
    channel = read("/en/stories/feed/").find("channel")
    assert channel.findtext("language") == "en"
    assert channel.findtext("link") == "http://127.0.0.1:8000/en/stories/"
    assert channel.find(f"{ATOM}link").get("href") == "http://127.0.0.1:8000/en/stories/feed/"
    first, second = channel.findall("item")
    assert first.findtext("title") == "Soup & <b>bread</b>"
    assert first.findtext("link") == "http://127.0.0.1:8000/en/stories/soup/"
    assert first.findtext("pubDate") == "Mon, 02 Nov 2026 00:00:00 +0000"
    assert [first.findtext(f"{DC}language"), second.findtext(f"{DC}language")] == ["en", "pl"]


def test_atom_lists_the_same(soup):
    feed = read("/en/stories/feed/atom/")
    assert feed.get(f"{XML}lang") == "en"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == "http://127.0.0.1:8000/en/stories/feed/atom/"
    first, second = feed.findall(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == "Soup & <b>bread</b>"
    assert [first.get(f"{XML}lang"), second.get(f"{XML}lang")] == ["en", "pl"]


def test_a_feed_in_another_language_has_the_translations(soup, django_capture_on_commit_callbacks):
    StoryPage.objects.filter(pk=soup.pk).update(title="Soup")
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(soup, "ur", {"Soup": "شوربہ"})
    channel = read("/ur/stories/feed/").find("channel")
    assert channel.findtext("language") == "ur"
    assert [item.findtext("title") for item in channel.findall("item")] == ["شوربہ", "Sąsiadka"]
    assert channel.find("item").findtext("link") == "http://127.0.0.1:8000/ur/stories/soup/"


@pytest.mark.parametrize("name", ["feed/", "feed/atom/"])
def test_a_category_has_a_feed_of_its_own(client, soup, name):
    words = client.get(f"/en/stories/{name}?category=food").text
    assert "Stories: Food" in words
    assert "Soup" in words
    assert "Sąsiadka" not in words
    assert client.get(f"/en/stories/{name}?category=nonsense").status_code == 404


def test_a_feed_that_has_not_changed_is_not_sent_again(client, soup):
    etag = client.get("/en/stories/feed/").headers["ETag"]
    assert client.get("/en/stories/feed/", headers={"If-None-Match": etag}).status_code == 304


def test_the_list_leads_to_its_feeds(client, soup):
    html = client.get("/en/stories/?category=food").text
    assert '<link rel="alternate" type="application/rss+xml" title="Stories: Food (RSS)"' in html
    assert 'href="/en/stories/feed/?category=food"' in html
    assert 'href="/en/stories/feed/atom/"' in client.get("/en/stories/").text


def test_a_feed_without_stories_and_without_a_list(client, home):
    assert client.get("/en/stories/feed/").status_code == 404


def test_stories_are_in_the_sitemap(client, soup):
    assert "<loc>http://127.0.0.1:8000/en/stories/soup/</loc>" in client.get("/sitemap.xml").text


def test_a_withdrawn_story_is_gone_from_the_kept_feed_at_once(
    send, moderator, story_index, the_tests_own_connection, django_capture_on_commit_callbacks
):
    from ourplace.wsgi import django_application

    submission = send()
    story = moderation.make_draft(submission, moderator)
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision(user=moderator).publish()
    served = PageCache(django_application)

    def feed() -> str:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/en/stories/feed/",
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
        }
        return b"".join(served(environ, lambda status, headers: None)).decode()

    assert story.title in feed()
    assert len(list(served.store.folder.iterdir())) == 2
    assert story.title in feed()
    with django_capture_on_commit_callbacks(execute=True):
        moderation.withdraw(submission)
    assert story.title not in feed()
