"""The dates of a series, by an RFC 5545 rule, in the wall-clock time of its place. Pure: no Django.

A weekly class at 18:30 is at 18:30 before and after the clocks change, so dates are counted in local time and
only then given their offset.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

ZONE = ZoneInfo("Europe/London")
LONGEST_RULE = 200


class BadRule(ValueError):
    """The rule is not an RFC 5545 recurrence rule this site takes."""


@dataclass(frozen=True)
class Recurrence:
    """An event's first start and end (aware datetimes) and its rule; '' means it happens once."""

    starts_at: datetime
    ends_at: datetime
    rule: str = ""

    def dates(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """(start, end) of every date not over at `now`, in order; endless for a rule without end."""
        first = self.starts_at.astimezone(ZONE)
        length = self.ends_at.astimezone(ZONE).replace(tzinfo=None) - first.replace(tzinfo=None)
        if not self.rule:
            starts = iter([first.replace(tzinfo=None)])
        else:
            earliest = now.astimezone(ZONE).replace(tzinfo=None) - length - timedelta(days=1)
            starts = _parsed(self.rule, first.replace(tzinfo=None)).xafter(earliest, inc=True)
        for start in starts:
            end = (start + length).replace(tzinfo=ZONE)
            if end > now:
                yield start.replace(tzinfo=ZONE), end

    def last_end(self) -> datetime | None:
        """When the last date is over; None for a rule without end."""
        if not self.rule:
            return self.ends_at
        if "COUNT=" not in self.rule and "UNTIL=" not in self.rule:
            return None
        *_, last = _parsed(self.rule, self.starts_at.astimezone(ZONE).replace(tzinfo=None))
        return (last + (self.ends_at - self.starts_at)).replace(tzinfo=ZONE)


def check(rule: str, starts_at: datetime) -> None:
    """Raises BadRule unless the rule can be read and gives a first date within ten years."""
    first = starts_at.astimezone(ZONE).replace(tzinfo=None)
    horizon = first + timedelta(days=3660)
    within = takewhile(lambda start: start < horizon, _parsed(rule, first).xafter(first, count=1, inc=True))
    if next(within, None) is None:
        raise BadRule(rule)


def _parsed(rule: str, first: datetime):
    if len(rule) > LONGEST_RULE or "\n" in rule or any(word in rule for word in ("SECONDLY", "MINUTELY", "HOURLY")):
        raise BadRule(rule)
    try:
        return rrulestr(rule, dtstart=first)
    except (ValueError, KeyError, TypeError) as error:
        raise BadRule(rule) from error
