import re
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from home.languages import LANGUAGES
from tests import translating
from welcomepack.models import TopicPage, WelcomePackPage

LEAVE = 'href="https://www.bbc.co.uk/weather"'


@pytest.fixture
def pack(home) -> WelcomePackPage:
    return home.add_child(instance=WelcomePackPage(title="Welcome", slug="welcome", locale=home.locale))


@pytest.fixture
def topic(pack) -> TopicPage:
    return pack.add_child(instance=TopicPage(title="Health & home", slug="health", locale=pack.locale))


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    def publish(topic: TopicPage, **fields) -> None:
        topic = TopicPage.objects.get(pk=topic.pk)
        for name, value in fields.items():
            setattr(topic, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            topic.save_revision().publish()

    return publish


def shared(html: str) -> tuple[str, dict]:
    """The words WhatsApp and the mail program are given."""
    whatsapp, letter = (
        unescape(re.search(rf'href="({start}[^"]+)"', html)[1]) for start in (r"https://wa\.me/", "mailto:")
    )
    parts = parse_qs(urlsplit(letter).query)
    return unquote(whatsapp.partition("text=")[2]), {name: values[0] for name, values in parts.items()}


def test_a_topic_is_shared_by_its_title_and_its_address_in_the_readers_language(client, topic, settings):
    settings.SITE_ADDRESS = "https://place.example"
    html = client.get("/pl/welcome/health/").text
    message, letter = shared(html)
    assert "Health & home" in message.splitlines()[0]
    assert message.splitlines()[1] == "https://place.example/pl/welcome/health/"
    assert "Health & home" in letter["subject"]
    assert letter["body"].splitlines() == message.splitlines()
    assert 'src="/pl/qr/?page=welcome/health/"' in html


def test_the_pack_can_be_shared_too(client, pack):
    assert shared(client.get("/en/welcome/").text)[0].endswith("/en/welcome/")


def test_sharing_a_sensitive_topic_does_not_say_its_title(client, topic, publish):
    publish(topic, sensitive=True)
    message, letter = shared(client.get("/en/welcome/health/").text)
    assert "Health" not in message + letter["subject"] + letter["body"]
    assert message.endswith("/en/welcome/health/")


def test_a_sensitive_topic_has_a_way_out_in_every_language_and_others_have_none(client, topic, publish):
    assert LEAVE not in client.get("/en/welcome/health/").text
    publish(topic, sensitive=True)
    for code in LANGUAGES:
        html = client.get(f"/{code}/welcome/health/").text
        links = re.findall(r'<a [^>]*href="([^"]+)"', html)
        assert links[:2] == ["#main", "https://www.bbc.co.uk/weather"], code
        assert "target=" not in html


def test_a_topic_that_becomes_sensitive_is_so_in_translations_made_before(
    client, topic, publish, django_capture_on_commit_callbacks
):
    publish(topic)
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(topic, "ur", {"Health &amp; home": "صحت"})
    assert LEAVE not in client.get("/ur/welcome/health/").text
    publish(topic, sensitive=True)
    html = client.get("/ur/welcome/health/").text
    assert "صحت" in html
    assert LEAVE in html
    publish(topic, sensitive=False)
    assert LEAVE not in client.get("/ur/welcome/health/").text


def test_reading_aloud_is_not_offered_without_script(client, topic):
    assert re.search(r'<li hidden>\s*<div class="read-aloud"', client.get("/en/welcome/health/").text)
