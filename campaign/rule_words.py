"""The rule of a series in words, in the active language.

Each piece is a whole phrase that a language may put as it likes: names of days stand in it as they stand alone.
What is added (a time, an end) is said around the phrase so far.
"""

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from campaign.recurrence import ZONE, Recurrence, Rule
from home import languages


def in_words(recurrence: Recurrence) -> str:
    """'Every Tuesday and Thursday at 18:30, until 18 December 2026, not on 3 dates'; '' for what happens once."""
    rule = recurrence.full_rule
    if rule is None:
        return ""
    words = _every(rule)
    if not recurrence.all_day:
        # Translators: %(dates)s is a phrase such as "Every Tuesday".
        words = gettext("%(dates)s at %(time)s") % {
            "dates": words,
            "time": f"{recurrence.starts_at.astimezone(ZONE):%H:%M}",
        }
    if rule.until:
        until = date_format(rule.until, languages.current().date_format)
        words = gettext("%(dates)s, until %(day)s") % {"dates": words, "day": until}
    if rule.count:
        words = _counted(
            ngettext("%(dates)s, %(number)d time", "%(dates)s, %(number)d times", rule.count), words, rule.count
        )
    if recurrence.holidays is not None:
        words = gettext("%(dates)s, not in school holidays") % {"dates": words}
    if left_out := sum(recurrence.gives(day) for day in recurrence.without):
        wanted = ngettext("%(dates)s, not on %(number)d date", "%(dates)s, not on %(number)d dates", left_out)
        words = _counted(wanted, words, left_out)
    return words


def listed(words: Sequence[str]) -> str:
    """'Monday, Tuesday and Friday'."""
    if len(words) < 2:
        return "".join(words)
    some = words[0]
    for more in words[1:-1]:
        # Translators: the comma between the parts of a list.
        some = gettext("%(some)s, %(more)s") % {"some": some, "more": more}
    return gettext("%(some)s and %(last)s") % {"some": some, "last": words[-1]}


def _every(rule: Rule) -> str:
    number = rule.interval
    if rule.positions or (rule.months and rule.frequency != "YEARLY") or (rule.month_days and rule.weekdays):
        return gettext("On the dates listed")
    match rule.frequency:
        case "DAILY" if not rule.month_days and not rule.weekdays:
            if number == 1:
                return gettext("Every day")
            return ngettext("Every %(number)d day", "Every %(number)d days", number) % {"number": number}
        case "WEEKLY":
            days = listed([str(WEEKDAYS[weekday.day]) for weekday in sorted(rule.weekdays)])
            if number == 1:
                # Translators: %(days)s is "Tuesday" or "Tuesday and Thursday", in the basic form, of any gender.
                return gettext("Every %(days)s") % {"days": days}
            pattern = ngettext("Every %(number)d week on %(days)s", "Every %(number)d weeks on %(days)s", number)
            return pattern % {"number": number, "days": days}
        case "MONTHLY" if phrase := _in_month(rule):
            if number == 1:
                return phrase
            return _counted(
                ngettext("%(dates)s, every %(number)d month", "%(dates)s, every %(number)d months", number),
                phrase,
                number,
            )
        case "YEARLY" if not rule.weekdays and len(rule.months) == len(rule.month_days) == 1:
            if number == 1:
                return gettext("Every year on the same date")
            return ngettext(
                "Every %(number)d year on the same date", "Every %(number)d years on the same date", number
            ) % {"number": number}
    return gettext("On the dates listed")


def _in_month(rule: Rule) -> str:
    """'' where there is more than one day in the month."""
    if len(rule.month_days) == 1 and rule.month_days[0] > 0:
        return gettext("On day %(number)d of the month") % {"number": rule.month_days[0]}
    if len(rule.weekdays) == 1 and (pattern := _nth(rule.weekdays[0].nth)):
        return pattern % {"weekday": WEEKDAYS[rule.weekdays[0].day]}
    return ""


def _nth(number: int) -> str:
    # Translators: %(weekday)s is a day's name in the basic form. Where "first" bends with it, say "days 1 to 7".
    return {
        1: gettext("On the first %(weekday)s of the month"),
        2: gettext("On the second %(weekday)s of the month"),
        3: gettext("On the third %(weekday)s of the month"),
        4: gettext("On the fourth %(weekday)s of the month"),
        -1: gettext("On the last %(weekday)s of the month"),
    }.get(number, "")


def _counted(pattern: str, dates: str, number: int) -> str:
    return pattern % {"dates": dates, "number": number}
