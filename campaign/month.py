"""A month of dates as its weeks and days, however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from campaign import windows
from campaign.models.dates import EventDate, EventDateQuerySet

LISTED_A_DAY = 6


@dataclass(frozen=True)
class Day:
    """One day of the table: at most `LISTED_A_DAY` of its dates, and how many `more` there are."""

    day: date
    is_of_month: bool
    dates: list[EventDate] = field(default_factory=list)
    more: int = 0


def weeks(found: EventDateQuerySet, month: date, code: str) -> list[list[Day]]:
    """The weeks of the month from Monday; each date stands on every day it is on."""
    window = windows.month_of(month)
    on = defaultdict(list)
    for number, starts_at, ends_at in found.order_by("starts_at", "pk").values_list("pk", "starts_at", "ends_at"):
        for day in windows.days_between(starts_at, ends_at, window):
            on[day].append(number)
    listed = {number for numbers in on.values() for number in numbers[:LISTED_A_DAY]}
    dates = {row.pk: row for row in EventDate.objects.filter(pk__in=listed).shown(code)}
    return [[_day(day, month, on[day], dates) for day in week] for week in windows.weeks_of(month)]


def _day(day: date, month: date, numbers: Iterable[int], dates: dict[int, EventDate]) -> Day:
    listed = [dates[number] for number in numbers[:LISTED_A_DAY] if number in dates]
    return Day(day, day.month == month.month, listed, max(0, len(numbers) - LISTED_A_DAY))
