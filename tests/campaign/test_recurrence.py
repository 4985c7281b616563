from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.recurrence import BadRule, Recurrence, check

LONDON = ZoneInfo("Europe/London")


def weekly(rule: str = "FREQ=WEEKLY;BYDAY=TU") -> Recurrence:
    starts_at = datetime(2026, 10, 6, 18, 30, tzinfo=LONDON)
    return Recurrence(starts_at, starts_at + timedelta(minutes=90), rule)


def test_a_weekly_evening_keeps_its_hour_when_the_clocks_go_back():
    before, after = islice(weekly().dates(datetime(2026, 10, 20, tzinfo=LONDON)), 2)
    assert [start.strftime("%d %H:%M %z") for start, _ in (before, after)] == [
        "20 18:30 +0100",
        "27 18:30 +0000",
    ]


def test_an_evening_is_listed_until_it_ends():
    during = datetime(2026, 10, 6, 19, 59, tzinfo=LONDON)
    over = datetime(2026, 10, 6, 20, 0, tzinfo=LONDON)
    assert next(weekly().dates(during))[0].day == 6
    assert next(weekly().dates(over))[0].day == 13


def test_an_event_without_a_rule_happens_once():
    once = weekly("")
    assert len(list(once.dates(datetime(2026, 1, 1, tzinfo=UTC)))) == 1
    assert once.last_end() == once.ends_at


def test_a_rule_without_end_has_no_last_date():
    assert weekly().last_end() is None


def test_a_counted_rule_ends_with_its_last_date():
    assert weekly("FREQ=WEEKLY;COUNT=4").last_end() == datetime(2026, 10, 27, 20, 0, tzinfo=LONDON)


@given(st.integers(0, 4800 * 24))
def test_dates_come_in_order_and_none_is_over(hours):
    now = datetime(2026, 10, 6, tzinfo=UTC) + timedelta(hours=hours)
    dates = list(islice(weekly().dates(now), 3))
    assert dates == sorted(dates)
    assert all(end > now and start.astimezone(LONDON).strftime("%H:%M") == "18:30" for start, end in dates)


@pytest.mark.parametrize(
    "rule",
    [
        "nonsense",
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY\nEXDATE:1",
        "A" * 300,
        "FREQ=DAILY;COUNT=x",
    ],
)
def test_a_rule_the_calendar_cannot_follow_is_refused(rule):
    with pytest.raises(BadRule):
        check(rule, datetime(2026, 10, 6, tzinfo=LONDON))


def test_a_rule_that_never_comes_true_is_refused():
    with pytest.raises(BadRule):
        check("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", datetime(2026, 10, 6, tzinfo=LONDON))
