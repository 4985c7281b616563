from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from campaign.calendars import LONDON, Entry, of_day, of_event, of_events
from campaign.recurrence import ZONE, BadRule, Change, Recurrence, check

BEGIN, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)
TUESDAYS = Recurrence(
    datetime(2026, 10, 6, 18, 30, tzinfo=ZONE), datetime(2026, 10, 6, 20, 0, tzinfo=ZONE), "FREQ=WEEKLY;BYDAY=TU"
)
FIRST_ENDS_IN_THE_SKIPPED_HOUR = Recurrence(
    datetime(2026, 3, 29, 0, 30, tzinfo=ZONE), datetime(2026, 3, 29, 1, 31, tzinfo=ZONE), "FREQ=DAILY;INTERVAL=3"
)
SCRIPTS = [
    "Tiếng Việt, Žółć",
    "ஒவ்வொரு செவ்வாய்க்கிழமையும் உரையாடல்; அனைவரும் வரலாம். " * 4,
    "ہر منگل کی شام انگریزی میں بات چیت، سب کو خوش آمدید۔ " * 4,
    "ਹਰ ਮੰਗਲਵਾਰ ਸ਼ਾਮ ਨੂੰ ਅੰਗਰੇਜ਼ੀ ਵਿੱਚ ਗੱਲਬਾਤ " * 4,
    "প্রতি মঙ্গলবার সন্ধ্যায় " * 6,
    "👩🏽‍🌾🌳👨‍👩‍👧‍👦" * 12,
    "a" * 500,
    "C:\\new, \\; \\\\ back",
]


def entry(recurrence: Recurrence = TUESDAYS, title: str = "Conversation club", **more) -> Entry:
    return Entry("5f0c", title, recurrence, datetime(2026, 9, 1, 12, 0, tzinfo=UTC), **more)


def read(calendar: Calendar) -> Calendar:
    """As a program has it that was sent the bytes."""
    return Calendar.from_ical(calendar.to_ical())


def only(calendar: Calendar) -> Event:
    [event] = read(calendar).events
    return event


def moment(value: date | datetime) -> datetime:
    return value.astimezone(UTC) if isinstance(value, datetime) else datetime.combine(value, time(), ZONE)


def told_by(calendar: Calendar) -> list[tuple]:
    """The dates another library finds in the bytes."""
    # It takes a day without a time for one in the world's time.
    events = recurring_ical_events.of(read(calendar)).between(BEGIN - timedelta(days=2), END + timedelta(days=2))
    found = [(moment(event.start).timestamp(), moment(event.end).timestamp(), event["status"]) for event in events]
    return sorted(date for date in found if date[0] < END.timestamp() and date[1] > BEGIN.timestamp())


def given_by(recurrence: Recurrence) -> list[tuple]:
    """The same from the rule itself."""
    return sorted(
        (
            occurrence.starts_at.timestamp(),
            occurrence.ends_at.timestamp(),
            "CANCELLED" if occurrence.state == "cancelled" else "CONFIRMED",
        )
        for occurrence in recurrence.between(BEGIN, END)
    )


@st.composite
def recurrences(draw) -> Recurrence:
    """Series about the awkward days, with dates left out, added, moved and called off."""
    day = draw(st.sampled_from([date(2026, 3, 22), date(2026, 10, 18), date(2026, 12, 31), date(2027, 2, 28)]))
    day += timedelta(days=draw(st.integers(0, 9)))
    all_day = draw(st.booleans())
    hour = time(0) if all_day else draw(st.sampled_from([time(0, 30), time(1, 30), time(18, 30), time(23, 59)]))
    starts_at = datetime.combine(day, hour, ZONE)
    length = timedelta(days=draw(st.integers(1, 3))) if all_day else timedelta(minutes=draw(st.integers(61, 3000)))
    ends_at = (starts_at.replace(tzinfo=None) + length).replace(tzinfo=ZONE)
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
    rule = draw(
        st.sampled_from(
            [
                "",
                "FREQ=DAILY;INTERVAL=3",
                f"FREQ=WEEKLY;BYDAY={weekday}",
                f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday},SU;WKST=SU",
                "FREQ=MONTHLY",
                f"FREQ=MONTHLY;BYDAY={weekday};BYSETPOS=-1",
                "FREQ=YEARLY",
            ]
        )
    )
    if rule:
        rule += draw(st.sampled_from(["", ";COUNT=9", ";UNTIL=20270401", ";UNTIL=20270328T233000"]))
    plain = Recurrence(starts_at, ends_at, rule, all_day)
    days = sorted({o.original.date() for o in plain.between(BEGIN, END)})[:12]
    picked = draw(st.permutations(days))
    without, cancelled, moved = picked[:2], picked[2:3], picked[3:5]

    def elsewhen() -> tuple[datetime, datetime]:
        start = starts_at.replace(tzinfo=None) + timedelta(days=draw(st.integers(0, 99)), hours=draw(st.integers(0, 5)))
        long = timedelta(days=1) if all_day else timedelta(minutes=draw(st.sampled_from([60, 90])))
        return start.replace(tzinfo=ZONE), (start + long).replace(tzinfo=ZONE)

    changes = tuple(Change(day, reason="Ice") for day in cancelled)
    changes += tuple(Change(day, *elsewhen(), "Works") for day in moved)
    extra = tuple(elsewhen() for _number in range(draw(st.integers(0, 2))))
    return replace(plain, without=frozenset(without), changes=changes, extra=extra)


@settings(max_examples=40, deadline=None)
@given(recurrences())
@example(TUESDAYS)
@example(FIRST_ENDS_IN_THE_SKIPPED_HOUR)
def test_other_programs_find_exactly_the_dates_of_the_series(recurrence):
    try:
        check(recurrence)
    except BadRule:
        return
    assert told_by(of_event(entry(recurrence))) == given_by(recurrence)


@pytest.mark.parametrize("words", SCRIPTS)
def test_every_script_comes_back_as_it_was_sent(words):
    event = only(of_event(entry(title=words, description=f"{words}\n{words}")))
    assert (event["summary"], event["description"]) == (words, f"{words}\n{words}")


@pytest.mark.parametrize("words", SCRIPTS)
def test_lines_are_short_whole_and_end_as_they_should(words):
    calendar = of_events([entry(title=words, description=words * 3)], words, "https://place.example/")
    lines = calendar.to_ical().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(line.decode() for line in lines[:-1])


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
@example("Club\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Free money")
@example("Club\u2028END:VEVENT\x00\x0b\x85\\")
def test_nothing_in_a_text_can_end_its_line(words):
    hostile = entry(title=words, description=words, location=words, kind=words, reason=words, is_cancelled=True)
    calendar = of_events([hostile], words, "https://place.example/")
    names = [line.partition(b":")[0].partition(b";")[0] for line in calendar.to_ical().split(b"\r\n")]
    assert names.count(b"BEGIN") == names.count(b"END") == 5
    assert names.count(b"SUMMARY") == 1
    assert len(read(calendar).events) == 1


@pytest.mark.parametrize("year", [1996, 2026, 2060])
def test_the_clocks_change_in_the_calendar_when_they_change_in_london(year):
    told = LONDON.to_tz(lookup_tzid=False)
    begin = datetime(year, 4, 1, tzinfo=told)
    moments = [begin + timedelta(hours=12 * number) for number in range(540)]
    assert all(moment.utcoffset() == moment.replace(tzinfo=ZONE).utcoffset() for moment in moments)


def test_a_series_that_ends_says_so_in_the_worlds_time():
    until = replace(TUESDAYS, rule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20270330T183000")
    assert b"RRULE:FREQ=WEEKLY;UNTIL=20270330T173000Z;BYDAY=TU\r\n" in of_event(entry(until)).to_ical()


def test_days_without_a_time_end_on_the_morning_after():
    festival = Recurrence(
        datetime(2027, 3, 27, tzinfo=ZONE), datetime(2027, 3, 28, tzinfo=ZONE) + timedelta(hours=9), all_day=True
    )
    event = only(of_event(entry(festival)))
    assert (event.start, event.end) == (date(2027, 3, 27), date(2027, 3, 29))


def test_a_moved_and_a_cancelled_date_are_parts_of_the_series_with_their_reasons():
    changed = replace(
        TUESDAYS,
        changes=(
            Change(date(2026, 10, 20), reason="Ice"),
            Change(
                date(2026, 10, 27),
                datetime(2026, 10, 28, 19, 0, tzinfo=ZONE),
                datetime(2026, 10, 28, 20, 0, tzinfo=ZONE),
                "The hall is let",
            ),
        ),
    )
    series, cancelled, moved = read(of_event(entry(changed, sequence=2))).events
    assert {event["uid"] for event in (series, cancelled, moved)} == {"5f0c"}
    assert {event["sequence"] for event in (series, cancelled, moved)} == {2}
    assert (cancelled["status"], cancelled["summary"]) == ("CANCELLED", "Cancelled: Conversation club")
    assert cancelled["description"] == "Ice"
    assert cancelled["recurrence-id"].dt == datetime(2026, 10, 20, 18, 30, tzinfo=ZONE)
    assert (moved["status"], moved.start) == ("CONFIRMED", datetime(2026, 10, 28, 19, 0, tzinfo=ZONE))
    assert moved["recurrence-id"].dt == datetime(2026, 10, 27, 18, 30, tzinfo=ZONE)


def test_an_event_that_is_called_off_is_called_off_on_every_date():
    cancelled = entry(replace(TUESDAYS, changes=(Change(date(2026, 10, 20)),)), is_cancelled=True, reason="No hall")
    events = read(of_event(cancelled)).events
    assert {event["status"] for event in events} == {"CANCELLED"}
    assert events[0]["description"] == "No hall"


def test_what_happens_once_and_was_moved_is_no_series():
    once = replace(
        TUESDAYS,
        rule="",
        changes=(
            Change(
                date(2026, 10, 6),
                datetime(2026, 10, 7, 9, 0, tzinfo=ZONE),
                datetime(2026, 10, 7, 10, 0, tzinfo=ZONE),
            ),
        ),
    )
    event = only(of_event(entry(once)))
    assert event.start == datetime(2026, 10, 7, 9, 0, tzinfo=ZONE)
    assert "recurrence-id" not in event


def test_the_hour_that_comes_twice_is_told_apart():
    night = Recurrence(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC))
    assert only(of_event(entry(night))).start.astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_one_date_is_an_event_of_its_own():
    event = only(of_day(entry(), date(2026, 10, 27)))
    assert event.start == datetime(2026, 10, 27, 18, 30, tzinfo=ZONE)
    assert "rrule" not in event
    assert event["uid"] == "20261027T1830-5f0c"


@pytest.mark.parametrize(
    "day", [date(2026, 10, 28), date(2026, 9, 29), date(2026, 10, 13), date(9999, 12, 28), date.min]
)
def test_a_day_without_the_event_has_no_calendar(day):
    without = replace(TUESDAYS, without=frozenset({date(2026, 10, 13)}))
    assert of_day(entry(without), day) is None
