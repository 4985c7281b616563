"""Working days in England: Monday to Friday without bank holidays. Pure."""

from datetime import date, timedelta
from functools import cache

from holidays import HolidayBase, country_holidays

FRIDAY = 4


@cache
def _bank_holidays() -> HolidayBase:
    return country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    return day.weekday() <= FRIDAY and day not in _bank_holidays()


def after(day: date, number: int) -> date:
    """The `number`th working day after this day; the day itself does not count."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day
