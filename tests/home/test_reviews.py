"""When a review is due and when its owner is reminded."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home import reviews
from home.reviews import NOTICE, PERIODS, is_to_be_reminded, latest_reminder, months_after

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
DUE = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 11, 22), 36, date(2029, 11, 22)),
        (date(2027, 3, 31), 0, date(2027, 3, 31)),
    ],
)
def test_months_are_counted_as_people_do(day, months, then):
    assert months_after(day, months) == then


@given(DAYS, st.integers(0, 60))
def test_a_month_is_never_skipped_and_the_day_is_kept_where_there_is_one(day, months):
    then = months_after(day, months)
    assert (then.year - day.year) * 12 + then.month - day.month == months
    assert then.day == day.day or then.day == calendar.monthrange(then.year, then.month)[1] < day.day


@given(DAYS, st.integers(0, 30), st.sampled_from(PERIODS))
def test_what_was_checked_later_is_never_due_earlier(day, later, months):
    assert months_after(day + timedelta(later), months) >= months_after(day, months) > day


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (DUE - NOTICE - timedelta(1), None),
        (DUE - NOTICE, DUE - NOTICE),
        (DUE - timedelta(1), DUE - NOTICE),
        (DUE, DUE),
        (date(2027, 2, 27), DUE),
        (date(2027, 2, 28), date(2027, 2, 28)),
        (date(2027, 3, 30), date(2027, 2, 28)),
        (date(2027, 3, 31), date(2027, 3, 31)),
        (date(2028, 1, 31), date(2028, 1, 31)),
    ],
)
def test_an_owner_is_reminded_four_weeks_before_when_due_and_every_month_after(today, latest):
    assert latest_reminder(DUE, today) == latest


@given(DAYS, st.lists(st.integers(-60, 400), min_size=1, max_size=40))
def test_however_often_it_runs_each_reminder_goes_out_once_and_none_is_left_out(due, runs):
    """A run that was missed is made up for by the next; of two reminders missed, the later one goes out."""
    reminded_on, sent = None, []
    for offset in sorted(runs):
        today = due + timedelta(offset)
        for _again in range(2):
            if is_to_be_reminded(due, reminded_on, today):
                reminded_on = today
                sent.append(latest_reminder(due, today))
        assert latest_reminder(due, today) in {None, *sent}
    assert len(sent) == len(set(sent))


@given(DAYS, st.integers(-400, 400))
def test_overdue_begins_the_day_after(due, offset):
    today = due + timedelta(offset)
    assert reviews.days_overdue(due, today) == max(0, offset)
    assert reviews.is_near(due, today) == (latest_reminder(due, today) is not None)
