"""The dates people see here are those their own calendar shows: compared with two libraries that read calendars."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import given, note, settings
from hypothesis import strategies as st

from campaign.recurrence import WEEKDAYS, Change, Recurrence, check

LONDON = ZoneInfo("Europe/London")
# Some weeks before the clocks change, or a leap day comes, or a year ends.
AWKWARD = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29), date(2027, 12, 31)]
TIMES = [time(0, 0), time(0, 59), time(1, 0), time(1, 30), time(2, 0), time(18, 30), time(23, 59)]
WINDOW = {"DAILY": 30, "WEEKLY": 90, "MONTHLY": 400, "YEARLY": 1500}


def any_rule(random: Random, first: date) -> str:
    """A rule that gives this day, among others."""
    frequency = random.choice(sorted(WINDOW))
    parts = [f"FREQ={frequency}"]
    if random.randrange(2):
        parts.append(f"INTERVAL={random.randint(1, 4)}")
    day = WEEKDAYS[first.weekday()]
    weekdays = ",".join(dict.fromkeys([day, *random.sample(WEEKDAYS, random.randint(0, 3))]))
    last = monthrange(first.year, first.month)[1]
    nth = random.choice([(first.day - 1) // 7 + 1, -((last - first.day) // 7 + 1)])
    month_days = ",".join(str(number) for number in {first.day, *random.sample([1, 15, 30, 31, -1], 2)})
    in_month = f"BYMONTH={','.join(str(month) for month in {first.month, random.randint(1, 12)})}"
    nth_day = f"BYDAY={','.join(WEEKDAYS)};BYSETPOS={','.join(str(number) for number in {first.day, 1, -2})}"
    choices = {
        "DAILY": ["", f"BYDAY={weekdays}", in_month, f"BYMONTHDAY={month_days}"],
        "WEEKLY": ["", f"BYDAY={weekdays}", f"BYDAY={weekdays};WKST=SU", f"{in_month};BYDAY={weekdays}"],
        "MONTHLY": ["", f"BYDAY={nth}{day}", f"BYMONTHDAY={month_days}", f"BYDAY={weekdays}", in_month, nth_day],
        "YEARLY": ["", in_month, f"{in_month};BYDAY={nth}{day}", f"BYMONTHDAY={month_days}", f"BYDAY={weekdays}"],
    }
    if chosen := random.choice(choices[frequency]):
        parts.append(chosen)
    until = f"UNTIL={first + timedelta(days=random.randint(1, 900)):%Y%m%d}"
    if end := random.choice(["", f"COUNT={random.randint(1, 30)}", until, f"{until}T183000"]):
        parts.append(end)
    return ";".join(parts)


def any_recurrence(random: Random) -> Recurrence:
    """Some weeks before an awkward moment, with much that is particular."""
    first = random.choice(AWKWARD) - timedelta(days=random.randint(0, 21))
    all_day = not random.randrange(5)
    start = datetime.combine(first, time(0) if all_day else random.choice(TIMES))
    length = timedelta(days=random.randint(1, 3)) if all_day else timedelta(minutes=random.randint(1, 1500))
    rule = any_rule(random, first)
    # What is particular hangs on dates the rule gives, as another library finds them.
    given_days = [moment.date() for moment in islice(rrulestr(rule, dtstart=start), 8)]
    fates = {day: random.choice(["", "", "out", "moved", "cancelled"]) for day in given_days}
    shift = timedelta(days=random.randint(-3, 3), minutes=0 if all_day else random.randint(0, 600))
    changes = []
    for day, fate in fates.items():
        moved = datetime.combine(day, start.time()) + shift
        if fate == "moved":
            changes.append(Change(day, _local(moved), _end(moved, length)))
        elif fate == "cancelled":
            changes.append(Change(day))
    # At a minute of their own, so that they fall on no date of the rule.
    added = [datetime.combine(first + timedelta(days=random.randint(0, 30) * 2), time(12, 7 + n)) for n in range(2)]
    return Recurrence(
        _local(start),
        _end(start, length),
        rule,
        all_day=all_day,
        without=frozenset(day for day, fate in fates.items() if fate == "out"),
        extra=() if all_day else tuple((_local(begin), _end(begin, length)) for begin in added),
        changes=tuple(changes),
    )


def _local(moment: datetime) -> datetime:
    return moment.replace(tzinfo=LONDON)


def _end(start: datetime, length: timedelta) -> datetime:
    """By the clock, but never before the start: the clock may skip one and not the other."""
    end = _local(start + length)
    return end if end.timestamp() > _local(start).timestamp() else _local(start + length + timedelta(hours=1))


@settings(max_examples=500, deadline=None)
@given(st.randoms(use_true_random=True))
def test_a_calendar_shows_the_same_dates(random):
    recurrence = any_recurrence(random)
    note(recurrence)
    check(recurrence)
    begin = recurrence.starts_at - timedelta(days=10)
    end = begin + timedelta(days=WINDOW[recurrence.read_rule.frequency])
    ours = {
        (date.starts_at.timestamp(), _told(date.starts_at, date.ends_at), date.state == "cancelled")
        for date in recurrence.between(begin, end)
    }
    theirs = set()
    for event in recurring_ical_events.of(icalendar.Calendar.from_ical(written(recurrence))).between(begin, end):
        starts_at, ends_at = (_moment(event[name].dt) for name in ("DTSTART", "DTEND"))
        if ends_at.timestamp() > begin.timestamp() and starts_at.timestamp() < end.timestamp():
            theirs.add((starts_at.timestamp(), _told(starts_at, ends_at), event.get("STATUS") == "CANCELLED"))
    assert ours == theirs


def _told(starts_at: datetime, ends_at: datetime) -> float:
    """The end; nothing where the clock skipped the start, which libraries do not tell alike."""
    on_the_clock = starts_at.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None)
    is_skipped = on_the_clock != starts_at.replace(tzinfo=None) or (
        on_the_clock.hour == 2 and on_the_clock.month == 3 and starts_at.utcoffset() != _an_hour_before(starts_at)
    )
    return 0 if is_skipped else ends_at.timestamp()


def _an_hour_before(moment: datetime) -> timedelta | None:
    return (moment.astimezone(UTC) - timedelta(hours=1, minutes=31)).astimezone(LONDON).utcoffset()


def _moment(written_moment: date) -> datetime:
    if isinstance(written_moment, datetime):
        return written_moment
    return datetime.combine(written_moment, time(0), LONDON)


def written(recurrence: Recurrence) -> str:
    """The event as a calendar file, made without any calendar library."""

    def moment(name: str, value: datetime) -> str:
        return f"{name};VALUE=DATE:{value:%Y%m%d}" if recurrence.all_day else f"{name};{_zoned(value)}"

    first = [
        moment("DTSTART", recurrence.starts_at),
        moment("DTEND", recurrence.ends_at),
        f"RRULE:{recurrence.calendar_rule()}",
        *(moment("EXDATE", start) for start in recurrence.left_out()),
        *(f"RDATE;VALUE=PERIOD;{_zoned(start)}/{end:%Y%m%dT%H%M%S}" for start, end in recurrence.extra),
    ]
    events = [first]
    for change in recurrence.changes:
        usual = datetime.combine(change.day, recurrence.starts_at.time(), LONDON)
        length = recurrence.ends_at.replace(tzinfo=None) - recurrence.starts_at.replace(tzinfo=None)
        events.append(
            [
                moment("RECURRENCE-ID", usual),
                moment("DTSTART", change.starts_at or usual),
                moment("DTEND", change.ends_at or _end(usual.replace(tzinfo=None), length)),
                *([] if change.starts_at else ["STATUS:CANCELLED"]),
            ]
        )
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//"]
    for event in events:
        lines += ["BEGIN:VEVENT", "UID:one", "DTSTAMP:20260101T000000Z", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _zoned(moment: datetime) -> str:
    return f"TZID=Europe/London:{moment:%Y%m%dT%H%M%S}"
