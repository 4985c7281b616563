"""The dates of an event, in the wall-clock time of Europe/London."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.recurrence import MOST_LEFT_OUT, BadRule, Change, Recurrence, check

LONDON = ZoneInfo("Europe/London")


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


FIRST = london(2026, 10, 6, 18, 30)


def series(rule: str, starts_at: datetime = FIRST, minutes: int = 90, **more) -> Recurrence:
    return Recurrence(starts_at, starts_at + timedelta(minutes=minutes), rule, **more)


def weekly(rule: str = "FREQ=WEEKLY;BYDAY=TU", **more) -> Recurrence:
    return series(rule, **more)


def starts(recurrence: Recurrence, number: int, after: datetime | None = None) -> list[str]:
    dates = recurrence.dates(after or recurrence.starts_at - timedelta(days=3))
    return [f"{date.starts_at:%d %b %H:%M %z}" for date in islice(dates, number)]


def test_a_weekly_evening_keeps_its_hour_when_the_clocks_go_back():
    assert starts(weekly(), 2, london(2026, 10, 20)) == ["20 Oct 18:30 +0100", "27 Oct 18:30 +0000"]


def test_a_weekly_evening_keeps_its_hour_when_the_clocks_go_forward():
    assert starts(weekly(), 2, london(2027, 3, 22)) == ["23 Mar 18:30 +0000", "30 Mar 18:30 +0100"]


def test_an_evening_is_listed_until_it_ends():
    assert starts(weekly(), 1, london(2026, 10, 6, 19, 59)) == ["06 Oct 18:30 +0100"]
    assert starts(weekly(), 1, london(2026, 10, 6, 20, 0)) == ["13 Oct 18:30 +0100"]


def test_an_event_without_a_rule_happens_once():
    once = weekly("")
    assert len(list(once.dates(datetime(2026, 1, 1, tzinfo=UTC)))) == 1
    assert once.last_end() == once.ends_at


def test_a_rule_without_end_has_no_last_date():
    assert weekly().last_end() is None


@pytest.mark.parametrize(
    "end",
    [
        "COUNT=4",
        "UNTIL=20261027",
        "UNTIL=20261027T183000",
        "UNTIL=20261027T183000Z",
        "UNTIL=20261102",
    ],
)
def test_a_series_with_an_end_is_over_with_its_last_date(end):
    assert weekly(f"FREQ=WEEKLY;{end}").last_end() == london(2026, 10, 27, 20, 0)


def test_the_end_of_a_rule_is_local_time():
    assert weekly("FREQ=WEEKLY;UNTIL=20261027T182900").last_end() == london(2026, 10, 20, 20, 0)


def test_the_end_of_a_rule_is_written_in_utc_for_calendars():
    assert weekly("FREQ=WEEKLY;UNTIL=20261020T183000").calendar_rule() == "FREQ=WEEKLY;UNTIL=20261020T173000Z"
    assert weekly("FREQ=WEEKLY;UNTIL=20261020", all_day=True).calendar_rule() == "FREQ=WEEKLY;UNTIL=20261020"


def test_a_time_the_clock_skips_is_an_hour_later_by_the_clock():
    nightly = series("FREQ=DAILY;COUNT=3", london(2026, 3, 28, 1, 30), minutes=20)
    assert starts(nightly, 3) == ["28 Mar 01:30 +0000", "29 Mar 02:30 +0100", "30 Mar 01:30 +0100"]
    skipped = list(nightly.dates(london(2026, 3, 28)))[1]
    assert skipped.ends_at - skipped.starts_at == timedelta(minutes=20)


def test_a_time_that_comes_twice_is_the_first_of_the_two():
    nightly = series("FREQ=DAILY;COUNT=2", london(2026, 10, 24, 1, 30), minutes=20)
    assert starts(nightly, 2) == ["24 Oct 01:30 +0100", "25 Oct 01:30 +0100"]


def test_a_night_ends_at_its_hour_by_the_clock():
    nightly = series("FREQ=DAILY", london(2026, 10, 23, 22, 0), minutes=8 * 60)
    assert [f"{night.ends_at:%d %H:%M}" for night in islice(nightly.dates(nightly.starts_at), 3)] == [
        "24 06:00",
        "25 06:00",
        "26 06:00",
    ]


def test_an_event_all_day_is_on_from_midnight_to_midnight_whatever_hours_were_typed():
    fair = Recurrence(london(2026, 10, 24, 9), london(2026, 10, 25, 17), all_day=True)
    (day,) = fair.dates(london(2026, 1, 1))
    assert (day.starts_at, day.ends_at) == (london(2026, 10, 24), london(2026, 10, 26))
    assert fair.last_end() == london(2026, 10, 26)


def test_new_years_eve_is_one_evening_into_the_next_year():
    party = series("FREQ=YEARLY", london(2026, 12, 31, 23, 59), minutes=2)
    assert [evening.ends_at for evening in islice(party.dates(london(2027, 1, 1)), 2)] == [
        london(2027, 1, 1, 0, 1),
        london(2028, 1, 1, 0, 1),
    ]


def test_the_twenty_ninth_of_february_comes_with_it():
    birthday = series("FREQ=YEARLY", london(2028, 2, 29, 12, 0))
    assert [day.starts_at.year for day in islice(birthday.dates(london(2028, 1, 1)), 3)] == [2028, 2032, 2036]
    assert next(birthday.dates(london(2096, 3, 1))).starts_at.year == 2104


@pytest.mark.parametrize(
    ("interval", "years"), [(3, [2028, 2040, 2052]), (5, [2028, 2048, 2068]), (7, [2028, 2056, 2084, 2112])]
)
def test_the_29th_of_february_of_every_few_years_is_waited_for(interval, years):
    rare = series(f"FREQ=YEARLY;INTERVAL={interval};COUNT={len(years)}", london(2028, 2, 29, 12, 0))
    check(rare)
    assert [day.starts_at.year for day in rare.dates(london(2028, 1, 1))] == years


def test_the_thirty_first_is_only_in_months_that_have_one():
    monthly = series("FREQ=MONTHLY", london(2026, 12, 31, 12, 0))
    assert starts(monthly, 3) == ["31 Dec 12:00 +0000", "31 Jan 12:00 +0000", "31 Mar 12:00 +0100"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ((2026, 3, 29, 0, 1), "29 Mar 23:59 +0100"),
        ((2026, 3, 30, 0, 0), "29 Mar 23:59 +0100"),
        ((2026, 3, 30, 0, 1), "30 Mar 23:59 +0100"),
        ((2026, 10, 25, 0, 1), "25 Oct 23:59 +0000"),
        ((2026, 7, 1, 0, 0), "30 Jun 23:59 +0100"),
        ((2026, 6, 30, 23, 59), "30 Jun 23:59 +0100"),
    ],
)
def test_two_minutes_at_midnight_are_told_right_all_year(now, expected):
    assert starts(series("FREQ=DAILY", london(2026, 1, 1, 23, 59), minutes=2), 1, london(*now)) == [expected]


def test_dates_are_left_out_moved_and_called_off():
    evening = weekly(
        without=frozenset({date(2026, 10, 13)}),
        extra=((london(2026, 10, 9, 10), london(2026, 10, 9, 11)),),
        changes=(
            Change(date(2026, 10, 20), london(2026, 10, 22, 19), london(2026, 10, 22, 20), "Hall booked"),
            Change(date(2026, 10, 27), reason="Half term"),
        ),
    )
    check(evening)
    found = islice(evening.dates(london(2026, 10, 1)), 5)
    assert [(f"{date.starts_at:%d.%m. %H:%M}", date.state, date.reason) for date in found] == [
        ("06.10. 18:30", "", ""),
        ("09.10. 10:00", "extra", ""),
        ("22.10. 19:00", "moved", "Hall booked"),
        ("27.10. 18:30", "cancelled", "Half term"),
        ("03.11. 18:30", "", ""),
    ]
    assert evening.left_out() == [london(2026, 10, 13, 18, 30)]


def test_a_moved_date_keeps_the_start_it_was_to_have():
    moved = weekly(changes=(Change(date(2026, 10, 20), london(2026, 10, 2, 9), london(2026, 10, 2, 10)),))
    first = next(moved.dates(london(2026, 10, 1)))
    assert (first.starts_at, first.original) == (london(2026, 10, 2, 9), london(2026, 10, 20, 18, 30))


def test_a_series_ends_with_a_date_moved_or_added_behind_its_last():
    extra = ((london(2027, 1, 5, 9), london(2027, 1, 5, 10)),)
    assert weekly("FREQ=WEEKLY;COUNT=2", extra=extra).last_end() == london(2027, 1, 5, 10)


def test_an_extra_date_may_be_at_the_hour_of_one_left_out():
    """The editor wants this one in the holidays."""
    evening = weekly(
        without=frozenset({date(2026, 10, 13)}),
        extra=((london(2026, 10, 13, 18, 30), london(2026, 10, 13, 19)),),
    )
    assert starts(evening, 2) == ["06 Oct 18:30 +0100", "13 Oct 18:30 +0100"]
    assert evening.left_out() == []


def test_a_change_of_a_day_the_rule_no_longer_gives_is_passed_over():
    assert len(list(weekly("", changes=(Change(date(2026, 10, 8)),)).dates(london(2026, 10, 1)))) == 1


def test_between_gives_what_overlaps_and_not_what_only_touches():
    evening = weekly()
    assert [date.starts_at.day for date in evening.between(london(2026, 10, 6, 20), london(2026, 10, 13, 18, 30))] == []
    assert [date.starts_at.day for date in evening.between(london(2026, 10, 6, 19), london(2026, 10, 13, 18, 31))] == [
        6,
        13,
    ]


@pytest.mark.parametrize("moment", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=LONDON)])
def test_the_ends_of_time_are_no_trouble(moment):
    assert list(islice(weekly().between(moment, moment), 2)) == []
    assert len(list(islice(weekly("FREQ=DAILY;COUNT=2").dates(datetime.min.replace(tzinfo=LONDON)), 3))) == 2


@given(st.integers(0, 4800 * 24))
def test_dates_come_in_order_and_none_is_over(hours):
    now = datetime(2026, 10, 6, tzinfo=UTC) + timedelta(hours=hours)
    dates = list(islice(weekly().dates(now), 3))
    assert dates == sorted(dates, key=lambda date: date.starts_at)
    assert all(date.ends_at > now and date.starts_at.strftime("%H:%M") == "18:30" for date in dates)


HOSTILE = {
    "nonsense": "malformed",
    "FREQ=WEEKLY;BYDAY=XX": "malformed",
    "FREQ=WEEKLY\nEXDATE:1": "malformed",
    "A" * 300: "malformed",
    "FREQ=DAILY;COUNT=x": "malformed",
    "FREQ=DAILY;COUNT=2;UNTIL=20270101": "malformed",
    "FREQ=DAILY;COUNT=0": "malformed",
    "FREQ=DAILY;COUNT=²": "malformed",
    "FREQ=DAILY;FREQ=DAILY": "malformed",
    "FREQ=DAILY;UNTIL=20270230": "malformed",
    "FREQ=DAILY;BYDAY=1TU": "malformed",
    "FREQ=DAILY;BYSETPOS=1": "malformed",
    "FREQ=DAILY;BYMONTH=" + ",".join(["2"] * 100): "malformed",
    "FREQ=SECONDLY": "part",
    "FREQ=DAILY;BYHOUR=1,2,3": "part",
    "FREQ=DAILY;COUNT=100000": "count",
    "FREQ=YEARLY;INTERVAL=9": "interval",
    "FREQ=WEEKLY;UNTIL=20250101": "until",
    "FREQ=WEEKLY;BYDAY=WE": "first",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30": "never",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30,-30,31": "never",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=366": "never",
    "FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO,5TU,5WE,5TH,5FR;BYMONTHDAY=1,2,3,4,5,6,7;BYSETPOS=1": "never",
    "FREQ=DAILY;INTERVAL=7;BYDAY=MO": "never",
}


@pytest.mark.parametrize(("rule", "reason"), HOSTILE.items(), ids=[rule[:40] for rule in HOSTILE])
def test_a_rule_the_calendar_cannot_follow_is_refused(rule, reason):
    assert refused(weekly(rule)) == reason


def many(number: int) -> list[Change]:
    return [Change(date(2026, 10, 6) + timedelta(weeks=week)) for week in range(number)]


def off(number: int) -> frozenset[date]:
    return frozenset(date(2026, 10, 6) + timedelta(days=day) for day in range(number))


EVENING = (london(2026, 10, 9, 10), london(2026, 10, 9, 11))
TROUBLE = [
    ("end", series("", minutes=0)),
    ("end", series("FREQ=WEEKLY", minutes=-5)),
    ("end", Recurrence(london(2026, 10, 6), london(2026, 10, 5), all_day=True)),
    ("long", series("", minutes=60 * 24 * 367)),
    ("start", series("FREQ=WEEKLY", london(1066, 10, 14))),
    ("start", series("FREQ=WEEKLY", london(9998, 10, 14))),
    ("many", weekly(changes=tuple(many(1000)))),
    ("many", weekly(without=off(100_000))),
    ("many", weekly(extra=(EVENING,) * 100_000)),
    ("double", weekly(changes=(*many(2), *many(1)))),
    ("double", weekly(extra=(EVENING, EVENING))),
    ("double", weekly(without=off(1), changes=tuple(many(1)))),
    ("stranger", weekly(changes=(Change(date(2026, 10, 7)),))),
    ("stranger", weekly("FREQ=WEEKLY;COUNT=2", changes=tuple(many(3)))),
    ("change", weekly(extra=((EVENING[1], EVENING[0]),))),
    ("change", weekly(changes=(Change(date(2026, 10, 6), EVENING[1], EVENING[0]),))),
]


@pytest.mark.parametrize(("reason", "recurrence"), TROUBLE)
def test_what_does_not_hold_together_is_refused(reason, recurrence):
    assert refused(recurrence) == reason


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=1000", "FREQ=YEARLY;BYDAY=TU;BYSETPOS=40,41", "FREQ=WEEKLY"])
def test_as_much_as_may_be_is_taken(rule):
    recurrence = weekly(rule, without=off(MOST_LEFT_OUT))
    assert check(recurrence) is None


def refused(recurrence: Recurrence) -> str:
    with pytest.raises(BadRule) as caught:
        check(recurrence)
    return caught.value.reason


def test_a_far_date_is_found_and_a_series_over_by_then_has_none():
    endless, counted = series("FREQ=DAILY"), series("FREQ=DAILY;COUNT=1000")
    assert next(endless.dates(london(2140, 1, 1))).starts_at.year == 2140
    assert list(counted.dates(london(2140, 1, 1))) == []
