"""The dates of an event, by an RFC 5545 rule and what is particular about some of them. Pure: no Django.

A weekly class at 18:30 is at 18:30 before and after the clocks change, so dates are counted in local time and
only then given their offset, and an evening that ends at 20:00 ends at 20:00 by the clock. As RFC 5545 has it
(3.3.5), a time the clock skips is told by the offset before: 01:30 on the last Sunday of March is 02:30 summer
time; a time that comes twice is the first of the two.

Days are counted here, not by dateutil: that walks to the year 9999 for a rule that never comes true, and from the
first date again for every look at a late one.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from heapq import merge
from itertools import islice
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")
LONGEST_RULE = 200
LONGEST_EVENT = timedelta(days=366)
MOST_TIMES = 1000
MOST_CHANGES = 200
MOST_LEFT_OUT = 2000
FIRST_YEAR, LAST_YEAR = 2000, 2150
# No date for so long, and the rule is taken to give no more: 29 February comes after eight years at most, that of every
# seventh year after 56.
LONGEST_GAP = {
    "DAILY": timedelta(days=3660),
    "WEEKLY": timedelta(days=3660),
    "MONTHLY": timedelta(days=21_930),
    "YEARLY": timedelta(days=21_930),
}
LARGEST_INTERVAL = {"DAILY": 366, "WEEKLY": 104, "MONTHLY": 60, "YEARLY": 8}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY = timedelta(days=1)

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
State = Literal["", "moved", "cancelled", "extra"]


class BadRule(ValueError):
    """This site does not follow the rule: why, as a stable key, and the day it is about if it is about one."""

    def __init__(self, reason: str, day: date | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.day = day


class Weekday(NamedTuple):
    """A day of the week (0 is Monday); with `nth`, only the first (1), last (-1)… of its month or year."""

    day: int
    nth: int = 0


@dataclass(frozen=True)
class Rule:
    """An RFC 5545 rule, read. `until` is local time, and the date that begins then is the last."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def is_endless(self) -> bool:
        return self.count is None and self.until is None


@dataclass(frozen=True)
class Occurrence:
    """One date of an event, in local time; an all-day one from midnight to the midnight after its last day."""

    original: datetime
    """The start the rule gives (RECURRENCE-ID); of an extra date its own start."""
    starts_at: datetime
    ends_at: datetime
    state: State = ""
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """The date of a series on this day is at another time or, without one, called off."""

    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Recurrence:
    """An event's first start and end (aware) and its rule, '' for once; what is particular about single dates."""

    starts_at: datetime
    ends_at: datetime
    rule: str = ""
    all_day: bool = False
    without: frozenset[date] = frozenset()
    holidays: frozenset[date] | None = None
    """Days left out as well, of a series that follows the school year."""
    extra: tuple[tuple[datetime, datetime], ...] = ()
    changes: tuple[Change, ...] = ()

    def dates(self, after: datetime) -> Iterator[Occurrence]:
        """Every date not over at `after`, by start, cancelled ones too; endless for a rule without end."""
        after = _within_calendar(after)
        particular = [occurrence for occurrence in self.particular if occurrence.ends_at > after]
        return merge(self._regular(after), particular, key=lambda occurrence: occurrence.starts_at.timestamp())

    def between(self, start: datetime, end: datetime) -> Iterator[Occurrence]:
        """The dates that overlap the time from `start` up to, not including, `end`."""
        end = _within_calendar(end)
        for occurrence in self.dates(start):
            if occurrence.starts_at >= end:
                return
            yield occurrence

    def last_end(self) -> datetime | None:
        """When the last date is over; None for a rule without end."""
        if self.read_rule and self.read_rule.is_endless:
            return None
        ends = [occurrence.ends_at for occurrence in self.particular]
        if regular := self._last_regular():
            ends.append(regular.ends_at)
        return max(ends, key=datetime.timestamp, default=self._occurrence(self._first).ends_at)

    def gives(self, day: date) -> bool:
        """Whether the rule has a date beginning on this day, left out or not."""
        first = self._first.date()
        if self._pattern is None:
            return day == first
        if self._counted is not None:
            return day in self._counted
        return day >= first and not self._is_past_until(day) and self._pattern.gives(day)

    def left_out(self) -> list[datetime]:
        """The starts the rule gives that do not take place (EXDATE), in order."""
        days = sorted(day for day in self._without if day not in self._changed and self.gives(day))
        return [datetime.combine(day, self._first.time(), ZONE) for day in days]

    def calendar_rule(self) -> str:
        """The rule as calendars want it: its end in UTC, or a plain day for an all-day event (RFC 5545, 3.3.10)."""
        if not self.read_rule or not self.read_rule.until:
            return self.rule
        until = self.read_rule.until
        written = f"{until:%Y%m%d}" if self.all_day else f"{until.replace(tzinfo=ZONE).astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return re.sub(r"UNTIL=[^;]*", f"UNTIL={written}", self.rule)

    @cached_property
    def read_rule(self) -> Rule | None:
        return read(self.rule) if self.rule else None

    @property
    def full_rule(self) -> Rule | None:
        """The rule with what it leaves to the first date said out loud."""
        return self._pattern.rule if self._pattern else None

    @cached_property
    def _first(self) -> datetime:
        """The first start in local time, without its offset."""
        first = self.starts_at.astimezone(ZONE).replace(tzinfo=None)
        return datetime.combine(first.date(), time.min) if self.all_day else first

    @cached_property
    def length(self) -> timedelta:
        """By the clock on the wall, not by the hours that pass."""
        end = self.ends_at.astimezone(ZONE).replace(tzinfo=None)
        if self.all_day:
            return _midnight_after(end, self._first) - self._first
        return max(end - self._first, timedelta()) or self.ends_at - self.starts_at

    @cached_property
    def _pattern(self) -> "_Pattern | None":
        return _Pattern.of(self.read_rule, self._first.date()) if self.read_rule else None

    @cached_property
    def _counted(self) -> dict[date, None] | None:
        """All days of a rule with a number of dates, in order."""
        if not self._pattern or self._pattern.rule.count is None:
            return None
        return dict.fromkeys(islice(self._pattern.days(self._first.date()), self._pattern.rule.count))

    @cached_property
    def _changed(self) -> dict[date, Change]:
        return {change.day: change for change in self.changes if change.day not in self.without}

    @cached_property
    def _extra(self) -> dict[datetime, datetime]:
        """The end of each extra date by its start, in local time; whoever wants one in a holiday has it."""
        extra = {}
        for starts_at, ends_at in self.extra:
            start, end = self._span(starts_at, ends_at)
            if not (start.date() in self._changed and self._is_regular(start)):
                extra[start] = end
        return extra

    @cached_property
    def _without(self) -> frozenset[date]:
        off = self.without | (self.holidays or frozenset())
        return off - {start.date() for start in self._extra if self._is_regular(start)}

    @cached_property
    def particular(self) -> list[Occurrence]:
        """The extra, moved and cancelled dates, by start."""
        found = [Occurrence(start, start, end, "extra") for start, end in self._extra.items()]
        for change in self._changed.values():
            if not self.gives(change.day):
                continue
            usual = self._occurrence(datetime.combine(change.day, self._first.time()))
            if change.starts_at and change.ends_at:
                start, end = self._span(change.starts_at, change.ends_at)
                found.append(Occurrence(usual.original, start, end, "moved", change.reason))
            else:
                found.append(replace(usual, state="cancelled", reason=change.reason))
        return sorted(found, key=lambda occurrence: occurrence.starts_at.timestamp())

    def _is_regular(self, start: datetime) -> bool:
        return start.time() == self._first.time() and self.gives(start.date())

    def _regular(self, after: datetime) -> Iterator[Occurrence]:
        """The dates that are just as the rule gives them and not over at `after`."""
        since = after.astimezone(ZONE).date() - self.length - 2 * DAY
        taken = {start.date() for start in self._extra if self._is_regular(start)}
        for day in self._days(since):
            if day in self._without or day in self._changed or day in taken:
                continue
            occurrence = self._occurrence(datetime.combine(day, self._first.time()))
            if occurrence.ends_at > after:
                yield occurrence

    def _days(self, since: date) -> Iterator[date]:
        """The days the rule gives, those before `since` perhaps not."""
        if self._pattern is None:
            yield self._first.date()
        elif self._counted is not None:
            yield from self._counted
        else:
            for day in self._pattern.days(max(since, self._first.date())):
                if self._is_past_until(day):
                    return
                yield day

    def _is_past_until(self, day: date) -> bool:
        until = self.read_rule.until if self.read_rule else None
        return until is not None and datetime.combine(day, self._first.time()) > until

    def _last_regular(self) -> Occurrence | None:
        until = self.read_rule.until if self.read_rule else None
        beginning = datetime.combine(self._first.date(), time.min, UTC) - DAY
        # The last year has a date of nearly every rule.
        for since in (until.replace(tzinfo=UTC) - timedelta(days=370), beginning) if until else (beginning,):
            if dates := list(self._regular(max(since, beginning))):
                return dates[-1]
        return None

    def _occurrence(self, start: datetime) -> Occurrence:
        if not self.rule and not self.all_day:
            begins, ends = self.starts_at.astimezone(ZONE), self.ends_at.astimezone(ZONE)
            return Occurrence(begins, begins, ends)
        original = start.replace(tzinfo=ZONE)
        begins, ends = _by_the_clock(original), _by_the_clock((start + self.length).replace(tzinfo=ZONE))
        if ends.timestamp() <= begins.timestamp():
            # The clock has skipped the start and not the end.
            ends = (begins.astimezone(UTC) + self.length).astimezone(ZONE)
        return Occurrence(original, begins, ends)

    def _span(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        start, end = starts_at.astimezone(ZONE), ends_at.astimezone(ZONE)
        if not self.all_day:
            return start, end
        first = datetime.combine(start.date(), time.min)
        return first.replace(tzinfo=ZONE), _midnight_after(end.replace(tzinfo=None), first).replace(tzinfo=ZONE)


@dataclass(frozen=True)
class _Pattern:
    """The days a rule gives from its first day on, whatever number or end it has."""

    rule: Rule
    first: date

    @classmethod
    def of(cls, rule: Rule, first: date) -> "_Pattern":
        """With what the rule leaves to its first day said out loud."""
        if rule.frequency == "WEEKLY" and not rule.weekdays:
            rule = replace(rule, weekdays=(Weekday(first.weekday()),))
        elif rule.frequency in ("MONTHLY", "YEARLY") and not rule.weekdays and not rule.month_days:
            if rule.frequency == "YEARLY" and not rule.months:
                rule = replace(rule, months=(first.month,))
            rule = replace(rule, month_days=(first.day,))
        return cls(rule, first)

    def days(self, since: date) -> Iterator[date]:
        """In order, from the period `since` is in; ends after its `LONGEST_GAP` without one, or with the calendar."""
        interval = self.rule.interval
        period = 0 if self.rule.count else max(0, self._period(since)) // interval * interval
        last, longest_gap = since, LONGEST_GAP[self.rule.frequency]
        while (begin := self._begin(period)).year <= LAST_YEAR and begin - last <= longest_gap:
            for day in self._chosen(period):
                if day >= self.first:
                    yield day
                    last = max(last, day)
            period += interval

    def gives(self, day: date) -> bool:
        period = self._period(day)
        if period % self.rule.interval or not self._fits(day):
            return False
        return not self.rule.positions or day in self._chosen(period)

    def _period(self, day: date) -> int:
        """How many days, weeks, months or years after that of the first day."""
        match self.rule.frequency:
            case "DAILY":
                return (day - self.first).days
            case "WEEKLY":
                return (self._week(day) - self._week(self.first)).days // 7
            case "MONTHLY":
                return (day.year - self.first.year) * 12 + day.month - self.first.month
            case _:
                return day.year - self.first.year

    def _week(self, day: date) -> date:
        return day - (day.weekday() - self.rule.week_start) % 7 * DAY

    def _begin(self, period: int) -> date:
        match self.rule.frequency:
            case "DAILY":
                return self.first + period * DAY
            case "WEEKLY":
                return self._week(self.first) + 7 * period * DAY
            case "MONTHLY":
                years, month = divmod(self.first.month - 1 + period, 12)
                return date(self.first.year + years, month + 1, 1)
            case _:
                return date(self.first.year + period, 1, 1)

    def _chosen(self, period: int) -> list[date]:
        """The days of one period that the rule gives, in order."""
        begin = self._begin(period)
        match self.rule.frequency:
            case "DAILY":
                candidates = [begin]
            case "WEEKLY":
                candidates = [begin + number * DAY for number in range(7)]
            case "MONTHLY":
                candidates = self._of_month(begin.year, begin.month)
            case _:
                months = sorted(self.rule.months) or range(1, 13)
                candidates = [day for month in months for day in self._of_month(begin.year, month)]
        days = [day for day in candidates if self._fits(day)]
        if not self.rule.positions:
            return days
        found = {position - 1 if position > 0 else len(days) + position for position in self.rule.positions}
        return [day for number, day in enumerate(days) if number in found]

    def _of_month(self, year: int, month: int) -> list[date]:
        last = monthrange(year, month)[1]
        numbers = {number if number > 0 else last + 1 + number for number in self.rule.month_days} or range(1, last + 1)
        return [date(year, month, number) for number in sorted(numbers) if 1 <= number <= last]

    def _fits(self, day: date) -> bool:
        rule = self.rule
        if rule.months and day.month not in rule.months:
            return False
        if rule.month_days and day not in self._of_month(day.year, day.month):
            return False
        if not rule.weekdays:
            return True
        weekday = day.weekday()
        return any(weekday == wanted.day and self._is_nth(day, wanted.nth) for wanted in rule.weekdays)

    def _is_nth(self, day: date, nth: int) -> bool:
        if not nth:
            return True
        if self.rule.frequency == "YEARLY" and not self.rule.months:
            number, last = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        else:
            number, last = day.day, monthrange(day.year, day.month)[1]
        return nth == ((number - 1) // 7 + 1 if nth > 0 else -((last - number) // 7 + 1))


def read(rule: str) -> Rule:
    """The rule's parts. BadRule: malformed, part (one this site does not know), interval, count."""
    if not 0 < len(rule) <= LONGEST_RULE:
        raise BadRule("malformed")
    parts = {}
    for part in rule.upper().split(";"):
        name, separator, value = part.partition("=")
        if not separator or not value or name in parts:
            raise BadRule("malformed")
        parts[name] = value
    frequency = parts.pop("FREQ", "")
    if frequency not in LARGEST_INTERVAL:
        raise BadRule("part" if frequency in ("SECONDLY", "MINUTELY", "HOURLY") else "malformed")
    if unknown := parts.keys() - _READERS.keys():
        raise BadRule("part" if unknown <= _NOT_FOLLOWED else "malformed")
    found = Rule(frequency, **{_READERS[name][0]: _READERS[name][1](value) for name, value in parts.items()})
    if found.interval > LARGEST_INTERVAL[frequency]:
        raise BadRule("interval")
    if found.count is not None and found.count > MOST_TIMES:
        raise BadRule("count")
    if (
        (found.count is not None and found.until is not None)
        or (found.positions and not (found.months or found.month_days or found.weekdays))
        or (frequency == "WEEKLY" and found.month_days)
        or (frequency in ("DAILY", "WEEKLY") and any(weekday.nth for weekday in found.weekdays))
        or (frequency == "MONTHLY" and any(abs(weekday.nth) > 5 for weekday in found.weekdays))
    ):
        raise BadRule("malformed")
    return found


def check(recurrence: Recurrence) -> None:
    """Raises BadRule unless every date can be told. Costs little whatever it is given.

    Reasons: those of `read`; end, long, start (the event's own time); many (particular dates); until (before the
    first date); never (no date comes, or none but the first); first (not a date of the rule); and, with the day,
    stranger (no date of the rule), double (said twice) and change (ends before it starts).
    """
    if len(recurrence.extra) + len(recurrence.changes) > MOST_CHANGES or len(recurrence.without) > MOST_LEFT_OUT:
        raise BadRule("many")
    moments = [recurrence.starts_at, recurrence.ends_at, *(moment for span in recurrence.extra for moment in span)]
    moments += [moment for change in recurrence.changes for moment in (change.starts_at, change.ends_at) if moment]
    if not all(FIRST_YEAR <= moment.year < LAST_YEAR for moment in moments):
        raise BadRule("start")
    if problem := wrong_span(recurrence.starts_at, recurrence.ends_at, recurrence.all_day):
        raise BadRule(problem)
    if recurrence.rule:
        _check_rule(recurrence)
    _check_particular(recurrence)


def wrong_span(starts_at: datetime, ends_at: datetime, all_day: bool) -> str:
    """Why nothing can last from one to the other: end, long; '' if it can."""
    if all_day:
        too_early = ends_at.astimezone(ZONE).date() < starts_at.astimezone(ZONE).date()
    else:
        too_early = ends_at.timestamp() <= starts_at.timestamp()
    if too_early:
        return "end"
    return "long" if ends_at.timestamp() - starts_at.timestamp() > LONGEST_EVENT.total_seconds() else ""


def _check_rule(recurrence: Recurrence) -> None:
    rule, first = recurrence.read_rule, recurrence._first
    if rule.until and rule.until < first:
        raise BadRule("until")
    coming = list(islice(recurrence._pattern.days(first.date()), 2))
    if not coming or (len(coming) == 1 and rule.is_endless):
        raise BadRule("never")
    if coming[0] != first.date():
        raise BadRule("first")


def _check_particular(recurrence: Recurrence) -> None:
    seen = set()
    for change in recurrence.changes:
        if change.day in seen or change.day in recurrence.without:
            raise BadRule("double", change.day)
        if not recurrence.gives(change.day):
            raise BadRule("stranger", change.day)
        seen.add(change.day)
    starts = set()
    for starts_at, _ in recurrence.extra:
        if starts_at.timestamp() in starts:
            raise BadRule("double", starts_at.astimezone(ZONE).date())
        starts.add(starts_at.timestamp())
    moved = [(change.starts_at, change.ends_at) for change in recurrence.changes if change.starts_at or change.ends_at]
    for starts_at, ends_at in [*moved, *recurrence.extra]:
        if not starts_at or not ends_at or wrong_span(starts_at, ends_at, recurrence.all_day):
            raise BadRule("change", (starts_at or ends_at).astimezone(ZONE).date())


def _midnight_after(end: datetime, first: datetime) -> datetime:
    """The end of an all-day event's last day; an end at midnight is that of the day before, but for a single day."""
    last = end.date() - DAY if end.time() == time.min and end.date() > first.date() else end.date()
    return datetime.combine(last + DAY, time.min)


def _within_calendar(moment: datetime) -> datetime:
    """In UTC; what lies far outside is as good as the first or last year."""
    if moment.year < FIRST_YEAR:
        return datetime(FIRST_YEAR - 2, 1, 1, tzinfo=UTC)
    return moment.astimezone(UTC) if moment.year <= LAST_YEAR + 2 else datetime(LAST_YEAR + 3, 1, 1, tzinfo=UTC)


def _by_the_clock(moment: datetime) -> datetime:
    """The same moment as the clock shows it: one it skips by the time after."""
    return moment.astimezone(UTC).astimezone(ZONE)


def _number(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value) or not int(value):
        raise BadRule("malformed")
    return int(value)


def _numbers(most: int, signed: bool):
    def read_numbers(value: str) -> tuple[int, ...]:
        found = []
        for written in value.split(","):
            if not re.fullmatch(r"[+-]?[0-9]{1,3}" if signed else r"[0-9]{1,2}", written):
                raise BadRule("malformed")
            found.append(int(written))
        if not all(1 <= abs(number) <= most for number in found):
            raise BadRule("malformed")
        return tuple(dict.fromkeys(found))

    return read_numbers


def _weekdays(value: str) -> tuple[Weekday, ...]:
    found = []
    for written in value.split(","):
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", written)
        if not match or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise BadRule("malformed")
        found.append(Weekday(WEEKDAYS.index(match[2]), int(match[1] or 0)))
    return tuple(dict.fromkeys(found))


def _week_start(value: str) -> int:
    if value not in WEEKDAYS:
        raise BadRule("malformed")
    return WEEKDAYS.index(value)


def _until(value: str) -> datetime:
    match = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z?))?", value)
    if not match:
        raise BadRule("malformed")
    year, month, day, *clock = (int(number) for number in match.groups()[:6] if number)
    try:
        until = datetime.combine(date(year, month, day), time(*clock) if clock else time(23, 59, 59))
    except ValueError as error:
        raise BadRule("malformed") from error
    if not FIRST_YEAR <= year < 9999:
        raise BadRule("malformed")
    return until.replace(tzinfo=UTC).astimezone(ZONE).replace(tzinfo=None) if match[7] else until


_READERS = {
    "INTERVAL": ("interval", _number),
    "COUNT": ("count", _number),
    "UNTIL": ("until", _until),
    "BYMONTH": ("months", _numbers(12, signed=False)),
    "BYMONTHDAY": ("month_days", _numbers(31, signed=True)),
    "BYDAY": ("weekdays", _weekdays),
    "BYSETPOS": ("positions", _numbers(366, signed=True)),
    "WKST": ("week_start", _week_start),
}
_NOT_FOLLOWED = {"BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO"}
