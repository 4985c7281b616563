from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import recurring_ical_events
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from campaign.calendars import Entry, of_event
from campaign.recurrence import ZONE, BadRule, Change, Recurrence, check

BEGIN, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
TUESDAYS = Recurrence(
    datetime(2026, 10, 6, 18, 30, tzinfo=ZONE), datetime(2026, 10, 6, 20, 0, tzinfo=ZONE), "FREQ=WEEKLY;BYDAY=TU"
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
    events = recurring_ical_events.of(read(calendar)).between(BEGIN, END)
    return sorted((moment(e.start).timestamp(), moment(e.end).timestamp(), e["status"]) for e in events)


def given_by(recurrence: Recurrence) -> list[tuple]:
    return sorted(
        (o.starts_at.timestamp(), o.ends_at.timestamp(), "CANCELLED" if o.state == "cancelled" else "CONFIRMED")
        for o in recurrence.between(BEGIN, END)
    )


@st.composite
def recurrences(draw) -> Recurrence:
    """Series about the awkward days, with dates left out, added, moved and called off."""
    day = draw(st.sampled_from([date(2026, 3, 22), date(2026, 10, 18), date(2026, 12, 31), date(2027, 2, 28)]))
    day += timedelta(days=draw(st.integers(0, 9)))
    all_day = draw(st.booleans())
    hour = time(0) if all_day else draw(st.sampled_from([time(0), time(0, 30), time(2), time(18, 30), time(23, 59)]))
    starts_at = datetime.combine(day, hour, ZONE)
    length = timedelta(days=draw(st.integers(1, 3))) if all_day else timedelta(minutes=draw(st.integers(45, 3000)))
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


@settings(max_examples=60, deadline=None)
@given(recurrences())
@example(TUESDAYS)
def test_other_programs_find_exactly_the_dates_of_the_series(recurrence):
    try:
        check(recurrence)
    except BadRule:
        return
    assert told_by(of_event(entry(recurrence))) == given_by(recurrence)
