"""Opening hours as `Mo-Fr 09:00-17:00; Sa 10:00-13:00,14:00-16:00`: the plain part of what OpenStreetMap writes. Pure.

One line that editors and files can carry; readers are shown weekdays in their own language.
"""

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LONGEST = 255
_DAY = "|".join(DAYS)
_DAYS = re.compile(rf"({_DAY})(?:-({_DAY}))?")
_SPAN = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})")


class BadHours(ValueError):
    """The text is no line of opening hours; the argument is the part that is not."""


@dataclass(frozen=True, order=True)
class Span:
    """From one time of the day to a later one of the same day."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


def read(text: str) -> dict[int, list[Span]]:
    """The spans of each weekday (0 is Monday) that has any; raises BadHours. An empty text has none."""
    if len(text) > LONGEST:
        raise BadHours(f"{text[:20]}…")
    week: dict[int, list[Span]] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        days, _space, times = rule.partition(" ")
        spans = [_span(part, rule) for part in times.replace(" ", "").split(",")]
        for part in days.split(","):
            for day in _days(part, rule):
                week.setdefault(day, []).extend(spans)
    for spans in week.values():
        spans.sort()
        if any(before.closes > after.opens for before, after in pairwise(spans)):
            raise BadHours(", ".join(map(str, spans)))
    return dict(sorted(week.items()))


def _days(part: str, rule: str) -> range:
    found = _DAYS.fullmatch(part)
    if not found:
        raise BadHours(rule)
    first = DAYS.index(found[1])
    last = DAYS.index(found[2]) if found[2] else first
    if last < first:
        raise BadHours(rule)
    return range(first, last + 1)


def _span(part: str, rule: str) -> Span:
    found = _SPAN.fullmatch(part)
    if not found:
        raise BadHours(rule)
    hours = [int(group) for group in found.groups()]
    try:
        span = Span(time(hours[0], hours[1]), time(hours[2], hours[3]))
    except ValueError as error:
        raise BadHours(rule) from error
    if span.closes <= span.opens:
        raise BadHours(rule)
    return span


def written(week: dict[int, list[Span]]) -> str:
    """The same hours as one line, a rule for each weekday: what `read` reads."""
    return "; ".join(f"{DAYS[day]} {','.join(map(str, spans))}" for day, spans in week.items())
