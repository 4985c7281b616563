"""When something is to be looked at again, and when its owner is reminded. Plain Python; today is handed in."""

import calendar
from datetime import date, timedelta

PERIODS = (3, 6, 12, 18, 24, 36)
"""The months between two reviews that an editor can choose."""

USUAL_PERIOD = 6
NOTICE = timedelta(weeks=4)
"""How long before it is due a review is announced."""


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def days_overdue(due: date, today: date) -> int:
    """Full days past the date; 0 on the day itself and before it."""
    return max((today - due).days, 0)


def is_near(due: date, today: date) -> bool:
    """Whether a review is overdue or has been announced."""
    return today >= due - NOTICE


def latest_reminder(due: date, today: date) -> date | None:
    """The last day until today on which a reminder was to go out: four weeks before, when due, then every month."""
    if not is_near(due, today):
        return None
    if today < due:
        return due - NOTICE
    months = (today.year - due.year) * 12 + today.month - due.month
    this_month = months_after(due, months)
    return this_month if this_month <= today else months_after(due, months - 1)


def is_to_be_reminded(due: date, reminded_on: date | None, today: date) -> bool:
    """Whether a reminder is to go out today: one missed is sent later, one sent is not sent again."""
    latest = latest_reminder(due, today)
    return latest is not None and (reminded_on is None or reminded_on < latest)
