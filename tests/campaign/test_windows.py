from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign import windows
from campaign.windows import WHEN, Window

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
SUNDAY = date(2026, 11, 22)


def days(first: str, last: str) -> Window:
    return Window(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("when", "today", "meant"),
    [
        ("week", "2026-11-22", ("2026-11-16", "2026-11-22")),
        ("week", "2026-11-23", ("2026-11-23", "2026-11-29")),
        ("week", "2026-12-31", ("2026-12-28", "2027-01-03")),
        ("weekend", "2026-11-19", ("2026-11-21", "2026-11-22")),
        ("weekend", "2026-11-20", ("2026-11-21", "2026-11-22")),
        ("weekend", "2026-11-21", ("2026-11-21", "2026-11-22")),
        ("weekend", "2026-11-22", ("2026-11-21", "2026-11-22")),
        ("weekend", "2026-11-23", ("2026-11-28", "2026-11-29")),
        ("tomorrow", "2026-12-31", ("2027-01-01", "2027-01-01")),
        ("tomorrow", "2028-02-28", ("2028-02-29", "2028-02-29")),
        ("tomorrow", "2028-02-29", ("2028-03-01", "2028-03-01")),
        ("month", "2028-02-29", ("2028-02-01", "2028-02-29")),
        ("month", "2026-12-31", ("2026-12-01", "2026-12-31")),
        ("today", "2026-03-29", ("2026-03-29", "2026-03-29")),
    ],
)
def test_what_a_word_means_on_a_day(when, today, meant):
    assert windows.named(when, date.fromisoformat(today)) == days(*meant)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), "2026-07-01"),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "2026-07-02"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2026-07-02"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026-12-31"),
    ],
)
def test_a_summer_day_begins_an_hour_before_that_of_greenwich(moment, day):
    assert windows.day_of(moment) == date.fromisoformat(day)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-21", 24)])
def test_a_day_is_as_long_as_the_clocks_make_it(day, hours):
    window = days(day, day)
    assert window.end.astimezone(UTC) - window.start.astimezone(UTC) == timedelta(hours=hours)


@given(DAYS, st.sampled_from(WHEN))
def test_what_is_asked_for_has_not_gone_by(today, when):
    window = windows.named(when, today)
    assert window.last >= today
    assert when in ("tomorrow", "weekend") or window.first <= today
    assert (window.last - window.first).days == {"week": 6, "weekend": 1}.get(when, (window.last - window.first).days)


@given(DAYS)
def test_a_week_holds_its_weekend_and_every_day_of_it_means_the_same_week(today):
    week, weekend = windows.named("week", today), windows.named("weekend", today)
    assert (week.first.weekday(), week.last.weekday()) == (0, 6)
    assert week.and_also(weekend) == weekend
    assert windows.named("week", week.last) == week


@given(DAYS)
def test_months_follow_each_other(day):
    month = windows.month_of(day)
    assert windows.next_month(day) == month.last + timedelta(days=1)
    assert windows.month_before(windows.next_month(day)) == month.first
    weeks = windows.weeks_of(month.first)
    assert {len(week) for week in weeks} == {7}
    assert next(day for week in weeks for day in week if day.month == month.first.month) == month.first
    assert {week[0].weekday() for week in weeks} == {0}


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_windows_share_the_days_that_are_in_both(first, last, other_first, other_last):
    both = Window(first, last).and_also(Window(other_first, other_last))
    assert both.is_empty == (max(first, other_first) > min(last, other_last))


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-00", "0000-01", "99999-01", "1999-12", "2101-01", "2026-12-01", "٢٠٢٦-١٢", "\0"],
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        windows.month_in(text)


def test_a_month_is_read():
    assert windows.month_in("2026-12") == date(2026, 12, 1)


def test_what_ends_at_midnight_is_not_on_at_the_next_day():
    start, end = windows.midnight(SUNDAY), windows.midnight(SUNDAY + timedelta(days=2))
    assert windows.days_between(start, end, Window()) == [SUNDAY, SUNDAY + timedelta(days=1)]
    assert windows.days_between(start, end, Window(last=SUNDAY)) == [SUNDAY]
    assert windows.days_between(start, start, Window()) == [SUNDAY]
