"""A topic in one language and in two."""

import json
import re

import pytest

from home.models import HomePage
from tests import translating
from welcomepack.models import TopicPage, WelcomePackPage

pytestmark = pytest.mark.django_db
WORDS = {
    "Health": "صحت",
    "See a doctor.": "ڈاکٹر سے ملیں۔",
    "Call 111.": "111 پر فون کریں۔",
    "Register": "رجسٹر ہوں",
}


def block(number: str, text: str) -> dict:
    return {"type": "text", "value": {"heading": "", "text": f"<p>{text}</p>"}, "id": number}


@pytest.fixture(scope="module")
def in_urdu(once) -> int:
    """A topic in English and Urdu."""
    checklist = {"heading": "Register", "items": [{"type": "item", "value": "Call 111.", "id": "one"}]}
    body = [block("doctor", "See a doctor."), {"type": "checklist", "value": checklist, "id": "list"}]
    with once():
        pack = HomePage.objects.get().add_child(instance=WelcomePackPage(title="Welcome", slug="welcome"))
        topic = pack.add_child(instance=TopicPage(title="Health", slug="health", body=json.dumps(body)))
        topic.save_revision().publish()
    with once():
        translating.published(topic, "ur", WORDS)
    return topic.pk


def halves(html: str) -> list[tuple[str, str, str]]:
    """(language, direction, text) of every half of every pair of blocks."""
    half = r'<div class="half body" lang="(\w+)" dir="(\w+)">(.*?)</div>\s*(?=<div class="half|</div>)'
    found = re.findall(half, html, re.DOTALL)
    return [(code, direction, re.sub(r"<[^>]+>|\s+", " ", text).strip()) for code, direction, text in found]


def test_two_languages_stand_block_beside_block(in_urdu, client):
    html = client.get("/en/welcome/health/?beside=ur").text
    assert html.count('data-block="doctor"') == 2
    assert html.count('data-block="list"') == 2
    assert [(code, direction) for code, direction, _text in halves(html)] == [("en", "ltr"), ("ur", "rtl")] * 2
    assert [text for _code, _direction, text in halves(html)][:2] == ["See a doctor.", "ڈاکٹر سے ملیں۔"]


def test_the_readers_own_language_comes_first(in_urdu, client):
    html = client.get("/ur/welcome/health/?beside=en").text
    assert '<html lang="ur" dir="rtl"' in html
    assert [code for code, _direction, _text in halves(html)] == ["ur", "en"] * 2


def test_two_translations_may_stand_side_by_side(in_urdu, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        topic = TopicPage.objects.get(pk=in_urdu)
        translating.published(topic, "pl", {"Health": "Zdrowie", "See a doctor.": "Idź do lekarza."})
    html = client.get("/pl/welcome/health/?beside=ur").text
    assert "Idź do lekarza." in html
    assert "ڈاکٹر سے ملیں۔" in html
    assert html.count("data-translation-state") == 2


def test_a_language_without_the_topic_shows_the_english_and_says_so(in_urdu, client):
    html = client.get("/ur/welcome/health/?beside=ta").text
    assert 'data-translation-state="missing"' in html
    assert '<div lang="en" dir="ltr"><div class="block block-text" data-block="doctor">' in html


def test_the_view_in_two_languages_is_kept_out_of_search_engines(in_urdu, client):
    html = client.get("/en/welcome/health/?beside=ur").text
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/welcome/health/">' in html
    assert "noindex" not in client.get("/en/welcome/health/").text


def test_the_second_languages_font_comes_with_it_and_only_then(in_urdu, client):
    assert "css/fonts/nastaliq" in client.get("/en/welcome/health/?beside=ur").text
    assert "css/fonts/nastaliq" not in client.get("/en/welcome/health/").text


@pytest.mark.parametrize("asked", ["en", "xx", "", "%00", "ur" * 500, "../ur", "<script>"])
def test_a_second_language_that_makes_no_sense_is_left_out(in_urdu, client, asked):
    answer = client.get(f"/en/welcome/health/?beside={asked}")
    assert answer.status_code == 200
    assert "half" not in answer.text


def test_a_tick_belongs_to_the_item_whatever_the_language(in_urdu, client):
    for address in ("/en/welcome/health/", "/ur/welcome/health/"):
        html = client.get(address).text
        assert '<input type="checkbox" value="one" autocomplete="off">' in html
        assert not re.search(r"<input[^>]+ checked", html)


def test_two_languages_ask_the_database_at_most_twelve_times(in_urdu, client, django_assert_max_num_queries):
    client.get("/en/welcome/health/?beside=ur")
    with django_assert_max_num_queries(12):
        client.get("/en/welcome/health/?beside=ur")
