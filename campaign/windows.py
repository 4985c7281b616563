"""What readers mean by today, this week, the weekend or a month, in London's wall-clock time. Pure: no Django."""

import re
from calendar import Calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaign.recurrence import ZONE

WHEN = ("today", "tomorrow", "week", "weekend", "month")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_SATURDAY, _SUNDAY = 5, 6
_MONDAY_FIRST = Calendar(firstweekday=0)


@dataclass(frozen=True)
class Window:
    """Whole days from `first` to `last`, both included; None leaves that side open."""

    first: date | None = None
    last: date | None = None

    @property
    def start(self) -> datetime | None:
        return midnight(self.first) if self.first else None

    @property
    def end(self) -> datetime | None:
        """The midnight after the last day."""
        return midnight(self.last + timedelta(days=1)) if self.last else None

    @property
    def is_empty(self) -> bool:
        return bool(self.first and self.last and self.last < self.first)

    def and_also(self, other: "Window") -> "Window":
        """The days in both."""
        firsts, lasts = [w.first for w in (self, other) if w.first], [w.last for w in (self, other) if w.last]
        return Window(max(firsts, default=None), min(lasts, default=None))


def midnight(day: date) -> datetime:
    """The moment a day begins in London, whose clocks never change at midnight."""
    return datetime.combine(day, time(), ZONE)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def last_day(starts_at: datetime, ends_at: datetime) -> date:
    """The last day something is on; what ends at midnight is not on at the next day."""
    return day_of(max(starts_at, ends_at - timedelta(microseconds=1)))


def named(when: str, today: date) -> Window:
    """The days one of `WHEN` means. A week ends on its Sunday; the weekend is the one that is coming or has begun."""
    monday = today - timedelta(days=today.weekday())
    match when:
        case "today":
            return Window(today, today)
        case "tomorrow":
            return Window(today + timedelta(days=1), today + timedelta(days=1))
        case "week":
            return Window(monday, monday + timedelta(days=_SUNDAY))
        case "weekend":
            return Window(monday + timedelta(days=_SATURDAY), monday + timedelta(days=_SUNDAY))
        case "month":
            return month_of(today)
    raise ValueError(when)


def month_of(day: date) -> Window:
    first = day.replace(day=1)
    return Window(first, next_month(first) - timedelta(days=1))


def next_month(day: date) -> date:
    """The first day of the month after this one."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(day: date) -> date:
    """The first day of the month before this one."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_in(text: str) -> date:
    """The first day of the month written '2026-12'; raises ValueError for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        raise ValueError(text)
    first = date.fromisoformat(f"{text}-01")
    if not FIRST_DAY <= first <= LAST_DAY:
        raise ValueError(text)
    return first


def weeks_of(month: date) -> list[list[date]]:
    """The weeks a month touches, each from Monday to Sunday."""
    return _MONDAY_FIRST.monthdatescalendar(month.year, month.month)


def days_between(starts_at: datetime, ends_at: datetime, window: Window) -> list[date]:
    """The days of the window on which something that starts and ends then takes place."""
    both = Window(day_of(starts_at), last_day(starts_at, ends_at)).and_also(window)
    return [both.first + timedelta(days=count) for count in range((both.last - both.first).days + 1)]
