"""Events as programs keep calendars (RFC 5545, and RFC 7986 for one that is subscribed to).

An event is one series under one UID: its rule, what is left out, what is added, and a component of its own for each
date that was moved or called off. Knows no request and no template.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vRecur, vText

from campaign.recurrence import ZONE, Occurrence, Recurrence

PRODUCT = "-//London Borough of Waltham Forest//Our Place//EN"
REFRESHED = timedelta(hours=6)
# The clocks of London since 1996; the library would write every change since 1970.
LONDON = Timezone.from_ical(
    """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")
)
# RFC 5545 has no control characters in a text but tabs; what other programs take for a new line is one.
_NOT_IN_TEXT = dict.fromkeys([*range(9), *range(11, 13), *range(14, 32), *range(127, 160)]) | {0x2028: 10, 0x2029: 10}


@dataclass(frozen=True)
class Entry:
    """An event as calendars show it; `changed_at` is when it was last published, `sequence` how often it moved."""

    uid: str
    title: str
    recurrence: Recurrence
    changed_at: datetime
    sequence: int = 0
    is_cancelled: bool = False
    reason: str = ""
    language: str = "en"
    description: str = ""
    location: str = ""
    kind: str = ""
    url: str = ""


def of_event(entry: Entry) -> Calendar:
    """All dates of an event."""
    return _calendar(_components(entry))


def of_day(entry: Entry, day: date) -> Calendar | None:
    """What the event has on this day, for somebody who comes just then; None if it is no day of it.

    A date that was moved is found under the day it was to be. It has a UID of its own: programs do not take a date
    of a series without the series.
    """
    found = _on(entry.recurrence, day)
    if not found:
        return None
    return _calendar(
        _event(replace(entry, uid=f"{occurrence.original:%Y%m%dT%H%M}-{entry.uid}"), occurrence) for occurrence in found
    )


def of_events(entries: Iterable[Entry], name: str, address: str) -> Calendar:
    """A calendar to subscribe to, asked for anew every few hours."""
    calendar = _calendar(component for entry in entries for component in _components(entry))
    for named in ("name", "x-wr-calname"):
        # The library knows neither for words, and would let them out as they are.
        calendar.add(named, vText(_text(name)))
    calendar.add("x-wr-timezone", ZONE.key)
    calendar.add("source", address, parameters={"value": "URI"})
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESHED // timedelta(hours=1)}H")
    return calendar


def _calendar(components: Iterable[Event]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(LONDON)
    for component in components:
        calendar.add_component(component)
    return calendar


def _components(entry: Entry) -> Iterator[Event]:
    recurrence = entry.recurrence
    first = _first(recurrence)
    if not recurrence.rule and not recurrence.extra:
        # No series, so what has changed about its date has changed about the event.
        occurrences = recurrence.particular or ([] if recurrence.left_out() else [first])
        yield from (_event(entry, occurrence) for occurrence in occurrences)
        return
    # Programs reckon the end of every date from the length of the first by the clock, even where the clock skips it.
    first = replace(first, ends_at=first.starts_at + recurrence.length)
    series = _event(entry, first)
    if recurrence.rule:
        series.add("rrule", vRecur.from_ical(recurrence.calendar_rule()))
    for name, starts in (
        ("exdate", recurrence.left_out()),
        ("rdate", [occurrence.original for occurrence in recurrence.particular if occurrence.state == "extra"]),
    ):
        if starts:
            series.add(name, [_moment(start, recurrence) for start in starts], _date_only(recurrence))
    yield series
    for occurrence in recurrence.particular:
        if occurrence.state == "extra" and _length(occurrence) == _length(first):
            continue
        component = _event(entry, occurrence)
        component.add("recurrence-id", _moment(occurrence.original, recurrence))
        yield component


def _event(entry: Entry, occurrence: Occurrence) -> Event:
    is_cancelled = entry.is_cancelled or occurrence.state == "cancelled"
    # Not every program heeds STATUS.
    title = f"{_('Cancelled')}: {entry.title}" if is_cancelled else entry.title
    told = [occurrence.reason or (entry.reason if entry.is_cancelled else ""), entry.description]
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", _moment(occurrence.starts_at, entry.recurrence))
    event.add("dtend", _moment(occurrence.ends_at, entry.recurrence))
    event.add("summary", _text(title), parameters={"language": entry.language})
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    # Whoever looks at what is on has not said that they are busy then.
    event.add("transp", "TRANSPARENT")
    for name, words in (
        ("description", "\n\n".join(words for words in told if words)),
        ("location", entry.location),
    ):
        if words:
            event.add(name, _text(words))
    if entry.kind:
        event.add("categories", [_text(entry.kind)])
    if entry.url:
        event.add("url", entry.url)
    return event


def _first(recurrence: Recurrence) -> Occurrence:
    """The first date of the rule, as it was before anything about it changed."""
    as_it_was = replace(recurrence, without=frozenset(), holidays=None, extra=(), changes=())
    return next(as_it_was.dates(recurrence.starts_at))


def _on(recurrence: Recurrence, day: date) -> list[Occurrence]:
    found = [occurrence for occurrence in recurrence.particular if occurrence.original.date() == day]
    if recurrence.gives(day):
        begin, end = (datetime.combine(day, moment, ZONE) for moment in (time.min, time.max))
        found += [occurrence for occurrence in recurrence.between(begin, end) if not occurrence.state]
    return [occurrence for occurrence in found if occurrence.original.date() == day]


def _length(occurrence: Occurrence) -> timedelta:
    """By the clock on the wall, as programs reckon the end of a date from that of the first."""
    return occurrence.ends_at.replace(tzinfo=None) - occurrence.starts_at.replace(tzinfo=None)


def _moment(moment: datetime, recurrence: Recurrence) -> date | datetime:
    if recurrence.all_day:
        return moment.date()
    # In local time an hour that comes twice is the first of the two.
    return moment.astimezone(UTC) if moment.fold else moment


def _date_only(recurrence: Recurrence) -> dict[str, str]:
    return {"value": "DATE"} if recurrence.all_day else {}


def _text(words: str) -> str:
    return words.translate(_NOT_IN_TEXT)
