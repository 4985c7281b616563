from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.likeness import ALIKE, MOST_SHOWN, Said, likeness, most_alike

DAY = date(2026, 12, 8)
days = st.dates(date(2026, 11, 1), date(2027, 1, 31))
said = st.builds(
    lambda title, place, first, length, hour: Said(
        title, place, first, None if length is None else first + timedelta(days=length), hour
    ),
    st.text(max_size=30),
    st.text(max_size=30),
    days,
    st.none() | st.integers(0, 40),
    st.none() | st.just(time(18, 30)),
)


def event(title: str = "Shared winter meal", place: str = "Leyton Library, High Road", **fields) -> Said:
    return Said(**{"title": title, "place": place, "first": DAY, "last": DAY, "hour": time(18, 30), **fields})


@given(said, said)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_it_does_not_matter_which_comes_first_and_it_stays_between_nothing_and_the_same(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(said)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_is_the_same(one):
    assert likeness(one, one) == 1


@pytest.mark.parametrize(
    "other",
    [
        event("SHARED WINTER MEAL!", "Leyton library"),
        event("Shared meal in winter"),
        event("سردیوں کا مشترکہ کھانا"),
        event("A shared winter meal", place="", hour=time(13)),
        event(first=DAY + timedelta(days=1), last=DAY + timedelta(days=1)),
        event(first=DAY - timedelta(days=70), last=None),
        event(first=DAY - timedelta(days=70), last=DAY + timedelta(days=7)),
    ],
    ids=["shouted", "turned round", "in Urdu", "the title alone", "the day after", "endless", "in a series"],
)
def test_what_a_person_would_take_for_the_same_is_alike(other):
    assert likeness(event(), other) >= ALIKE


@pytest.mark.parametrize(
    "other",
    [
        event("Chess for beginners", "Chingford Assembly Hall"),
        event("Chess for beginners", hour=time(10)),
        event(first=DAY + timedelta(days=30), last=DAY + timedelta(days=30)),
        event("", ""),
    ],
    ids=["another", "another in the same house", "another month", "nothing said"],
)
def test_what_a_person_would_not_is_not(other):
    assert likeness(event(), other) < ALIKE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Зимна вечеря в Лейтън", "Зимна вечеря"),
        ("இலவச தமிழ் வகுப்பு", "தமிழ் வகுப்பு இலவசம்"),
        ("শীতের ভোজ", "শীতের ভোজ!"),
        ("ਸਾਂਝਾ ਖਾਣਾ", "ਸਾਂਝਾ  ਖਾਣਾ"),
        ("د ژمي ګډه مېلمستیا", "د ژمي گډه مېلمستيا"),
        ("Kış yemeği", "KIŞ YEMEĞİ"),
    ],
)
def test_titles_are_compared_in_every_script(one, other):
    assert likeness(event(one, "A"), event(other, "B", hour=None)) > 0.3


def test_the_most_alike_comes_first_and_not_more_than_a_person_looks_through():
    others = [(str(number), event("Shared winter meal " + "abcdefghij"[:number])) for number in range(9, -1, -1)]
    assert most_alike(event(), others) == ["0", "1", "2", "3", "4"][:MOST_SHOWN]
    assert most_alike(event(), []) == []


def test_the_longest_titles_are_compared():
    long = event("meal " * 20_000, "hall " * 20_000)
    assert len(most_alike(long, [(number, long) for number in range(3)])) == 3
