import re
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread

import pytest
from django.core.cache import cache, caches
from hypothesis import given, settings
from hypothesis import strategies as st

from home import spam

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(minutes=20)
STORY = "We came to Leyton in March. It rained.\nThen the neighbour knocked, with soup. See walthamforest.gov.uk."


@pytest.fixture(autouse=True)
def nobody_has_sent_anything():
    cache.clear()
    yield
    cache.clear()


def suspected(text: str = STORY, honeypot: str = "", started_at: datetime = LONG_AGO) -> list[str]:
    return spam.suspicions(text, honeypot, started_at, NOW)


def test_a_story_somebody_wrote_is_not_suspected():
    assert suspected() == []


def test_each_suspicion_is_named_and_has_words_for_staff():
    assert suspected(honeypot="x") == ["honeypot"]
    assert suspected(started_at=NOW - timedelta(seconds=spam.SECONDS_TO_WRITE - 1)) == ["quick"]
    assert suspected("https://a.example " * 3) == ["links"]
    assert suspected("Buy gold now! " * 60) == ["repeats"]
    everything = suspected("https://a.example " * 60, "x", NOW)
    assert everything == ["honeypot", "quick", "links", "repeats"] == list(spam.SUSPICIONS)


def test_exactly_the_time_and_the_links_allowed_are_allowed():
    assert suspected(started_at=NOW - timedelta(seconds=spam.SECONDS_TO_WRITE)) == []
    assert suspected("https://a.example " * spam.LINKS_ALLOWED) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/a/b?c=d",
        "HTTP://EXAMPLE.COM",
        "hxxps://example.org",
        "www.example.test",
        "www . example . test",
        "example.com",
        "shop.example.co.com/now",
        "example dot com",
        "example [.] com",
        "example(dot)com",
        "bit.ly/3xYz",
        "ｗｗｗ．example．com",
        "w\u200bww.exam\u00adple.com",
        "пример.рф",
        "поезд.com",
        "الموقع: https://مثال.إختبار",
        "নমুনা.com",
        "তথ্য.বাংলা/পাতা",
        "[url=https://example.com]here[/url]",
        "<a href='https://example.com'>here</a>",
    ],
)
def test_a_link_is_counted_once_however_it_is_written(text):
    assert spam.links(text) == 1
    assert spam.links(f"Look at {text} and\n{text}") == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "amina@example.com",
        "We left home.In March it rained.Then it stopped.",
        "1.5 km and/or 2.5/3 of it, e.g. at 5 p.m./6 a.m.",
        "I read walthamforest.gov.uk every day",
        "ہم لیٹن آئے۔پھر بارش ہوئی۔",
        "Ｗe came. A dot on the map.",
    ],
)
def test_what_is_no_link_is_not_counted(text):
    assert spam.links(text) == 0


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_judged(text):
    assert spam.links(text) >= 0
    assert set(suspected(text)) <= set(spam.SUSPICIONS)


@pytest.mark.parametrize("text", ["a dot ", "a.", "a", "a-", "www ", "h t", "a ( dot ", "a [ . ", "a.bc/"])
def test_counting_takes_no_longer_for_a_text_made_to_take_long(text):
    long = (text * 10_000)[:30_000]
    started = datetime.now(UTC)
    spam.links(long)
    assert datetime.now(UTC) - started < timedelta(seconds=2)


def test_a_full_library_gets_through_and_what_comes_after_waits():
    assert all(spam.let_through("stories", "192.0.2.7", NOW) for _person in range(spam.SENT_FROM_ONE_ADDRESS_AN_HOUR))
    assert not spam.let_through("stories", "192.0.2.7", NOW)
    assert spam.let_through("stories", "192.0.2.8", NOW)
    assert spam.let_through("stories", "192.0.2.7", NOW + timedelta(hours=1))


def test_what_comes_in_elsewhere_is_counted_apart(monkeypatch):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 1)
    assert spam.let_through("stories", "192.0.2.7", NOW)
    assert spam.let_through("forms", "192.0.2.7", NOW)
    assert not spam.let_through("stories", "192.0.2.7", NOW)


def test_one_brake_holds_for_all_together(monkeypatch):
    monkeypatch.setattr(spam, "SENT_IN_ALL_AN_HOUR", 5)
    assert all(spam.let_through("stories", f"192.0.2.{number}", NOW) for number in range(5))
    assert not spam.let_through("stories", "198.51.100.1", NOW)
    assert spam.let_through("stories", "198.51.100.1", NOW + timedelta(hours=1))


def test_who_is_held_up_does_not_use_up_what_others_may_send(monkeypatch):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 1)
    monkeypatch.setattr(spam, "SENT_IN_ALL_AN_HOUR", 2)
    for _try in range(10):
        spam.let_through("stories", "192.0.2.7", NOW)
    assert spam.let_through("stories", "192.0.2.8", NOW)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::1"),
        ("not an address", "not an address"),
    ],
)
def test_one_household_has_one_limit_whichever_of_its_addresses_it_uses(monkeypatch, one, other):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 1)
    assert spam.let_through("stories", one, NOW)
    assert not spam.let_through("stories", other, NOW)


def test_another_network_of_ipv6_is_another_household(monkeypatch):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 1)
    assert spam.let_through("stories", "2001:db8:1:2::1", NOW)
    assert spam.let_through("stories", "2001:db8:1:3::1", NOW)


def test_the_address_itself_is_not_kept(monkeypatch):
    kept = []
    backend = type(caches["default"])
    add = backend.add
    monkeypatch.setattr(backend, "add", lambda self, key, *args, **kw: kept.append(key) or add(self, key, *args, **kw))
    spam.let_through("stories", "192.0.2.7", NOW)
    spam.let_through("stories", "192.0.2.7", NOW + timedelta(hours=1))
    assert len(set(kept)) == len(kept) == 4
    assert all(re.fullmatch("sent-[0-9a-f]{64}", key) for key in kept)


def test_sendings_at_once_are_all_counted(monkeypatch):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 30)
    answers: list[bool] = []
    let_through = partial(spam.let_through, "stories", "192.0.2.7", NOW)
    threads = [Thread(target=lambda: answers.append(let_through())) for _try in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(answers) == 30


def test_a_count_that_has_just_run_out_begins_again(monkeypatch):
    monkeypatch.setattr(type(caches["default"]), "add", lambda *args, **kwargs: True)
    assert spam.let_through("stories", "192.0.2.7", NOW)


def test_without_a_cache_nobody_is_held_up(monkeypatch, caplog):
    def down(*args: object, **kwargs: object) -> bool:
        raise ConnectionError

    monkeypatch.setattr(type(caches["default"]), "add", down)
    assert spam.let_through("stories", "192.0.2.7", NOW)
    assert "not counted" in caplog.text


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "198.51.100.1", "10.0.0.1"),
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        (2, "198.51.100.1, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (2, "10.0.0.2", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_a_forwarded_address_is_believed_as_far_as_our_own_proxies_wrote_it(settings, proxies, forwarded, address):
    settings.PROXIES_IN_FRONT = proxies
    meta = {"REMOTE_ADDR": "10.0.0.1"} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    assert spam.address_of(meta) == address
