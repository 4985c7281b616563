from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign import pledges
from campaign.pledges import Count

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@given(st.integers(0, 10_000_000))
def test_the_public_is_never_told_more_than_there_are(number):
    shown = pledges.rounded_down(number)
    assert shown <= number < shown + max(1, number // 10) or shown == number
    assert len(str(shown).rstrip("0")) <= 2


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_more_pledges_never_look_like_fewer(one, other):
    low, high = sorted([one, other])
    assert pledges.rounded_down(low) <= pledges.rounded_down(high)
    assert Count(low, 0, 0, NOW).percentage <= Count(high, 0, 0, NOW).percentage <= 100


@pytest.mark.parametrize(
    ("number", "shown"), [(0, 0), (7, 7), (99, 99), (129, 120), (12_999, 12_000), (50_000, 50_000)]
)
def test_figures_are_rounded_down_to_two_digits(number, shown):
    assert pledges.rounded_down(number) == shown


def test_a_person_is_one_person_however_they_write_their_address():
    assert pledges.one_address(" Amina+news@Example.com") == pledges.one_address("amina@example.com")
    assert pledges.one_address("amina@example.com") != pledges.one_address("amin@example.com")


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 100_000)), st.sets(st.sampled_from("abcdef")))
def test_the_parts_are_those_that_have_a_name_and_none_is_larger_than_it_is(numbers, named):
    found = pledges.parts(numbers, {key: {"en": key} for key in named})
    assert {part.names["en"] for part in found} == {key for key in named if numbers.get(key)}
    assert sum(part.shown for part in found) <= sum(numbers.values())
    assert [part.pledges for part in found] == sorted((part.pledges for part in found), reverse=True)
