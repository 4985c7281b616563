from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.working_days import after, is_working_day

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
NUMBERS = st.integers(0, 30)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day, which is a Saturday, is kept on the Monday.
        date(2027, 1, 1),
        date(2027, 3, 26),
        date(2027, 3, 29),
        date(2027, 5, 3),
        date(2027, 8, 30),
    ],
)
def test_bank_holidays_of_england_are_known(day):
    assert not is_working_day(day)


def test_those_of_scotland_are_working_days_here():
    assert is_working_day(date(2026, 11, 30))
    assert is_working_day(date(2029, 1, 2))


@given(DAYS, NUMBERS.filter(bool))
def test_it_is_never_a_weekend_or_a_bank_holiday(day, number):
    promised = after(day, number)
    assert promised.weekday() < 5
    assert is_working_day(promised)


@given(DAYS, NUMBERS)
def test_so_many_working_days_lie_between(day, number):
    promised = after(day, number)
    between = (day + timedelta(days=step) for step in range(1, (promised - day).days + 1))
    assert sum(map(is_working_day, between)) == number


@given(DAYS, NUMBERS, st.integers(0, 20))
def test_a_later_day_is_never_promised_an_earlier_reply(day, number, later):
    assert after(day, number) <= after(day + timedelta(days=later), number)
    assert after(day, number) <= after(day, number + later)
