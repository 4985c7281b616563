"""What readers narrow the events by: when, where, what kind, in which language, whether free."""

from collections.abc import Iterable, Mapping
from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from campaign import windows
from campaign.models.dates import EventDateQuerySet
from campaign.models.events import EventPage
from campaign.windows import Window
from home import languages
from home.models import Area

EARLIER = "earlier"
MONTH = "month"


class DayField(forms.DateField):
    """A day as a browser's calendar sends it, or as people here write it."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            validators=[MinValueValidator(windows.FIRST_DAY), MaxValueValidator(windows.LAST_DAY)],
        )


class EventFilters(forms.Form):
    """Filters that work without script. What cannot be understood does not count, and `left_out` names it."""

    view = forms.ChoiceField(label=_("Month"), required=False, choices=[(MONTH, "")], widget=forms.HiddenInput)
    month = forms.CharField(label=_("Month"), required=False, widget=forms.HiddenInput)
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ("", _("Any day to come")),
            ("today", _("Today")),
            ("tomorrow", _("Tomorrow")),
            ("week", _("This week")),
            ("weekend", _("This weekend")),
            ("month", _("This month")),
            (EARLIER, _("Earlier events")),
        ],
    )
    network = forms.ChoiceField(label=_("Area"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *EventPage.Kind.choices])
    language = forms.ChoiceField(
        label=_("Language spoken"),
        required=False,
        choices=[
            ("", _("Any language")),
            *((language.code, language.autonym) for language in languages.LANGUAGES.values()),
        ],
    )
    free = forms.BooleanField(label=_("Free"), required=False)

    use_required_attribute = False
    field_order = ("view", "month", "when", "from", "to", "network", "kind", "language", "free")

    def __init__(self, data: Mapping, areas: Iterable[Area], today: date) -> None:
        super().__init__(data, auto_id="filter-%s")
        areas, self.today = list(areas), today
        self.fields |= {"from": DayField(_("From")), "to": DayField(_("Until"))}
        self.order_fields(self.field_order)
        networks = [area for area in areas if area.parent_id is None]
        self.parts = {
            network.slug: [network.pk, *(area.pk for area in areas if area.parent_id == network.pk)]
            for network in networks
        }
        self.fields["network"].choices = [("", _("All areas")), *((area.slug, area.name) for area in networks)]
        self.is_valid()
        self.left_out = list(dict.fromkeys(str(self.fields[name].label) for name in self.errors))
        for name in ("when", "from", "to") if self.is_month else ("view", "month"):
            del self.fields[name]

    def clean_month(self) -> date:
        text = self.cleaned_data["month"]
        try:
            return windows.month_in(text) if text else self.today.replace(day=1)
        except ValueError as error:
            raise forms.ValidationError("") from error

    def clean(self) -> dict:
        chosen = super().clean()
        first, last = chosen.get("from"), chosen.get("to")
        if first and last and last < first:
            self.add_error("to", "")
        return chosen

    @property
    def is_month(self) -> bool:
        return self.cleaned_data.get("view") == MONTH

    @property
    def is_earlier(self) -> bool:
        return self.cleaned_data.get("when") == EARLIER

    @property
    def shown_month(self) -> date:
        """Its first day."""
        return self.cleaned_data.get("month") or self.today.replace(day=1)

    @property
    def window(self) -> Window:
        """The days that were asked for."""
        chosen = self.cleaned_data
        if self.is_month:
            return windows.month_of(self.shown_month)
        days = Window(chosen.get("from"), chosen.get("to"))
        if chosen.get("when") in windows.WHEN:
            days = days.and_also(windows.named(chosen["when"], self.today))
        return days

    @property
    def chosen(self) -> list[str]:
        """What the list is narrowed by, in the reader's words."""
        names = [name for name in ("when", "network", "kind", "language") if self.cleaned_data.get(name)]
        words = [str(dict(self.fields[name].choices)[self.cleaned_data[name]]) for name in names if name in self.fields]
        for name in ("from", "to"):
            if name in self.fields and (day := self.cleaned_data.get(name)):
                words.append(f"{self.fields[name].label}: {date_format(day, languages.current().date_format)}")
        return [*words, *([str(self.fields["free"].label)] if self.cleaned_data.get("free") else [])]

    def applied_to(self, dates: EventDateQuerySet) -> EventDateQuerySet:
        """The dates that fit every filter that could be understood."""
        chosen = self.cleaned_data
        dates = dates.within(self.window)
        if chosen.get("network"):
            dates = dates.in_areas(self.parts[chosen["network"]])
        if chosen.get("kind"):
            dates = dates.filter(event__kind=chosen["kind"])
        if chosen.get("language"):
            dates = dates.speaking(chosen["language"])
        if chosen.get("free"):
            dates = dates.filter(event__is_free=True)
        return dates


def understood(data: QueryDict, areas: Iterable[Area], today: date) -> tuple[EventFilters, QueryDict]:
    """The filters, and the part of the address they could understand: what they could not is shown as not chosen."""
    filters, rest = EventFilters(data, areas, today), data.copy()
    if not filters.errors:
        return filters, rest
    for name in filters.errors:
        rest.pop(name, None)
    shown = EventFilters(rest, areas, today)
    shown.left_out = filters.left_out
    return shown, rest
