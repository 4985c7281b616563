"""How an event repeats, as an editor says it, and the RFC 5545 rule that says the same."""

from dataclasses import replace
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS as WEEKDAY_NAMES
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from campaign.recurrence import LARGEST_INTERVAL, LONGEST_RULE, MOST_TIMES, WEEKDAYS, ZONE, BadRule, Recurrence
from home.models.base import BasePageForm

ONCE, DAY, WEEK, MONTH_DAY, MONTH_WEEKDAY, YEAR, OTHER = (
    "",
    "day",
    "week",
    "month_day",
    "month_weekday",
    "year",
    "other",
)
# The field a problem with the rule belongs to, where it is not how the event repeats.
FIELD_OF = {"until": "repeats_until", "count": "repeats_times", "interval": "repeats_every"}


def rule_of(said: dict[str, object], first: date) -> str:
    """The rule that says what the fields of the form say, for a series with this first day."""
    rules = {
        DAY: "FREQ=DAILY",
        WEEK: f"FREQ=WEEKLY;BYDAY={','.join(said.get('repeats_on') or [WEEKDAYS[first.weekday()]])}",
        MONTH_DAY: f"FREQ=MONTHLY;BYMONTHDAY={first.day}",
        MONTH_WEEKDAY: f"FREQ=MONTHLY;BYDAY={said.get('repeats_nth') or 1}{WEEKDAYS[first.weekday()]}",
        YEAR: "FREQ=YEARLY",
    }
    repeats = said.get("repeats")
    if repeats not in rules:
        return str(said.get("repeats_rule") or "").strip().upper().removeprefix("RRULE:") if repeats == OTHER else ""
    every, until, times = (said.get(f"repeats_{name}") for name in ("every", "until", "times"))
    rule = rules[repeats]
    if every and every != 1:
        rule += f";INTERVAL={every}"
    if until:
        rule += f";UNTIL={until:%Y%m%d}"
    return f"{rule};COUNT={times}" if times else rule


def said(series: Recurrence) -> dict[str, object]:
    """What the fields of the form say of this series; its rule as it stands where they cannot say it."""
    try:
        rule = series.full_rule
    except BadRule:
        rule = None
    if rule is None:
        return {"repeats": OTHER if series.rule else ONCE, "repeats_rule": series.rule}
    first = series.starts_at.astimezone(ZONE).date()
    fields = {
        "repeats_every": rule.interval,
        "repeats_on": [WEEKDAYS[weekday.day] for weekday in rule.weekdays],
        "repeats_nth": str(rule.weekdays[0].nth) if rule.weekdays else "1",
        "repeats_until": rule.until.date() if rule.until else None,
        "repeats_times": rule.count,
    }
    for repeats in (DAY, WEEK, MONTH_DAY, MONTH_WEEKDAY, YEAR):
        candidate = fields | {"repeats": repeats}
        if _same(replace(series, rule=rule_of(candidate, first)), series):
            return candidate
    return {"repeats": OTHER, "repeats_rule": series.rule}


def _same(one: Recurrence, other: Recurrence) -> bool:
    try:
        rules = [replace(each.full_rule, weekdays=tuple(sorted(each.full_rule.weekdays))) for each in (one, other)]
    except BadRule:
        return False
    return rules[0] == rules[1]


class EventPageForm(BasePageForm):
    """Asks how an event repeats; the page keeps the rule."""

    repeats = forms.ChoiceField(
        label=_("Repeats"),
        required=False,
        choices=[
            (ONCE, _("It happens once")),
            (DAY, _("Every day")),
            (WEEK, _("Every week")),
            (MONTH_DAY, _("Every month on the same date")),
            (MONTH_WEEKDAY, _("Every month on the same weekday")),
            (YEAR, _("Every year on the same date")),
            (OTHER, _("By another rule")),
        ],
        widget=forms.RadioSelect,
    )
    repeats_every = forms.IntegerField(
        label=_("Every how many"),
        required=False,
        min_value=1,
        max_value=max(LARGEST_INTERVAL.values()),
        help_text=_("2 means every second day, week, month or year. Empty means 1."),
    )
    repeats_on = forms.MultipleChoiceField(
        label=_("Days of the week"),
        required=False,
        choices=list(zip(WEEKDAYS, WEEKDAY_NAMES.values(), strict=True)),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For every week. None chosen means the weekday of the first date."),
    )
    repeats_nth = forms.ChoiceField(
        label=_("Which one in the month"),
        required=False,
        choices=[("1", _("first")), ("2", _("second")), ("3", _("third")), ("4", _("fourth")), ("-1", _("last"))],
        help_text=_("For every month on the same weekday. The weekday is that of the first date."),
    )
    repeats_until = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Leave the last day and the number of dates empty for a series without end."),
    )
    repeats_times = forms.IntegerField(label=_("Number of dates"), required=False, min_value=1, max_value=MOST_TIMES)
    repeats_rule = forms.CharField(
        label=_("Another rule"),
        required=False,
        max_length=LONGEST_RULE + len("RRULE:"),
        help_text=_("In the form of RFC 5545, such as FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if page.starts_at and page.ends_at:
            self.initial |= said(Recurrence(page.starts_at, page.ends_at, page.rule))

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("repeats_until") and cleaned.get("repeats_times"):
            self.add_error("repeats_times", _("Choose a last day or a number of dates, not both."))
        if cleaned.get("repeats") == OTHER and not cleaned.get("repeats_rule"):
            self.add_error("repeats_rule", _("Write the rule here."))
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and not {"repeats", "repeats_every", "repeats_on", "repeats_nth"} & self.errors.keys():
            self.instance.rule = rule_of(cleaned, starts_at.astimezone(ZONE).date())
        if cleaned.get("all_day") and starts_at and ends_at:
            cleaned["starts_at"] = _on_its_day(starts_at, time.min)
            # So that the form shows the last day, not the midnight after it.
            cleaned["ends_at"] = _on_its_day(ends_at, time(23, 59))
        return cleaned

    def _update_errors(self, errors: ValidationError) -> None:
        """A problem with the rule stands beside the question it came from."""
        problems = getattr(errors, "error_dict", {})
        for problem in problems.pop("rule", []):
            is_other = self.cleaned_data.get("repeats") == OTHER
            field = "repeats_rule" if is_other else FIELD_OF.get(problem.code, "repeats")
            problems.setdefault(field, []).append(problem)
        super()._update_errors(errors)


def _on_its_day(moment: datetime, clock: time) -> datetime:
    return datetime.combine(moment.astimezone(ZONE).date(), clock, ZONE)
