"""Suggesting an event: one form on one page. Every message says what to do (duty F6)."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaign.likeness import Said
from campaign.models import EventPage, EventSuggestion
from home import sent_once, spam
from home.forms import EMAIL_ERRORS, EMAIL_HINT, EMAIL_INPUT, EMAIL_LABEL, OnceForm, OpenForm
from home.languages import LANGUAGES, SOURCE
from home.models import Area, Place

# A change of meaning is a new version.
CONSENT_VERSION = "2026-11"
SHOW_ORGANISER = _(
    "Waltham Forest Council may show on this website who organises it and how to reach them. They agree to that, and "
    "it can be taken back at any time."
)
DAYS_AHEAD = 2 * 366
TOO_LONG = {"max_length": _("Your words must be %(limit_value)d characters or less")}
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M %p", "%I:%M%p", "%I %p", "%I%p"]


class DayInput(forms.MultiWidget):
    """Three short fields: a calendar that opens is slow for a day somebody knows."""

    template_name = "campaign/day_input.html"
    labels = (_("Day"), pgettext_lazy("of a date", "Month"), _("Year"))

    def __init__(self) -> None:
        super().__init__([forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}) for _label in self.labels])

    def decompress(self, value: date | None) -> list:
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["label"] = label
        return context


class DayField(forms.Field):
    """A day typed as three numbers, in the digits of any script."""

    widget = DayInput

    def to_python(self, value: list[str]) -> date:
        day, month, year = ((part or "").strip() for part in value)
        if not (day and month and year):
            raise forms.ValidationError(self.error_messages["required"])
        if not year.isdecimal() or len(year) != 4:
            raise forms.ValidationError(_("Enter the year in four digits, like 2027"))
        if not (day.isdecimal() and month.isdecimal() and len(day + month) <= 4):
            raise forms.ValidationError(self.error_messages["required"])
        try:
            return date(int(year), int(month), int(day))
        except ValueError as error:
            raise forms.ValidationError(_("There is no such day. Look at the day and the month")) from error


class LineField(forms.CharField):
    """A few words in one line, whatever line ends and invisible characters were sent."""

    def __init__(self, *, autocomplete: str = "", **kwargs) -> None:
        attrs = {"dir": "auto"} | ({"autocomplete": autocomplete, "spellcheck": "false"} if autocomplete else {})
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: object) -> str:
        return " ".join("".join(letter if letter.isprintable() else " " for letter in str(value or "")).split())


class HourField(forms.TimeField):
    """A time of day, in the digits of any script."""

    def to_python(self, value: object) -> time | None:
        digits = "".join(str(unicodedata.decimal(letter, letter)) for letter in str(value or ""))
        return super().to_python(digits)


def _hour(label: str, required: str) -> HourField:
    return HourField(
        label=label,
        required=False,
        input_formats=TIME_FORMATS,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "dir": "ltr"}),
        error_messages={"required": required, "invalid": _("Enter a time like 18:30")},
    )


class SuggestionForm(OnceForm):
    title = LineField(
        label=_("What is the event called?"),
        max_length=120,
        error_messages={
            "required": _("Enter what the event is called"),
            **TOO_LONG,
        },
    )
    words = forms.CharField(
        label=_("What happens there?"),
        help_text=_("Up to 2,000 characters, in any language."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        error_messages={
            "required": _("Say what happens there"),
            **TOO_LONG,
        },
    )
    kind = forms.ChoiceField(
        label=_("What kind of event is it?"),
        choices=EventPage.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what kind of event it is"),
            "invalid_choice": _("Choose what kind of event it is"),
        },
    )
    first_day = DayField(
        label=_("On which day is it?"),
        help_text=_("If it happens more than once, the next day on which it does."),
        error_messages={"required": _("Enter the day, the month and the year in numbers, like 27 3 2027")},
    )
    starts = _hour(_("When does it start?"), _("Enter when it starts, or tick that it lasts all day"))
    ends = _hour(_("When does it end?"), _("Enter when it ends, or tick that it lasts all day"))
    all_day = forms.BooleanField(label=_("All day"), required=False)
    repeats = LineField(
        label=_("Does it happen again? (optional)"),
        help_text=_("For example: every Tuesday until Christmas."),
        required=False,
        max_length=200,
        error_messages=TOO_LONG,
    )
    place = forms.ModelChoiceField(
        label=_("Where is it?"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("Another place"),
        error_messages={"invalid_choice": _("Choose a place from the list")},
    )
    where = LineField(
        label=_("Name and address, if the place is not in the list"),
        required=False,
        max_length=255,
        error_messages={
            "required": _("Choose a place, or enter its name and address"),
            **TOO_LONG,
        },
    )
    area = forms.ModelChoiceField(
        label=_("Community Network (optional)"),
        queryset=Area.objects.filter(parent=None),
        required=False,
        empty_label=pgettext_lazy("part of the borough", "None"),
        error_messages={"invalid_choice": _("Choose a part of the borough from the list")},
    )
    is_free = forms.BooleanField(label=_("Free"), required=False)
    cost = LineField(
        label=_("If it is not free, what does it cost?"),
        required=False,
        max_length=120,
        error_messages={
            "required": _("Enter what it costs, or tick that it is free"),
            **TOO_LONG,
        },
    )
    booking_url = forms.URLField(
        label=_("Web address for booking (optional)"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Enter a web address like https://example.org"),
            **TOO_LONG,
        },
    )
    languages_spoken = forms.MultipleChoiceField(
        label=_("Which languages are spoken there? (optional)"),
        choices=[(code, language.autonym) for code, language in LANGUAGES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose languages from the list")},
    )
    access = LineField(
        label=_("Access for disabled people (optional)"),
        help_text=_("For example: step-free, hearing loop, accessible toilet."),
        required=False,
        max_length=255,
        error_messages=TOO_LONG,
    )
    organiser = LineField(
        label=_("Who organises it? (optional)"),
        required=False,
        max_length=80,
        error_messages=TOO_LONG,
    )
    organiser_contact = LineField(
        label=_("How can people reach them? (optional)"),
        help_text=_("A telephone number or an e-mail address that everybody may see."),
        required=False,
        max_length=70,
        error_messages=TOO_LONG,
    )
    may_show_organiser = forms.BooleanField(
        label=SHOW_ORGANISER,
        required=False,
        error_messages={"required": _("Tick that we may show who organises it, or leave that out")},
    )
    sender = forms.ChoiceField(
        label=_("Who sends this?"),
        choices=EventSuggestion.Sender.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who sends this"),
            "invalid_choice": _("Choose who sends this"),
        },
    )
    name = LineField(
        label=_("Full name (optional)"),
        help_text=_("We use it only when we write to you."),
        required=False,
        max_length=120,
        autocomplete="name",
        error_messages={"max_length": _("Name must be 120 characters or less")},
    )
    email = forms.EmailField(
        label=EMAIL_LABEL,
        help_text=EMAIL_HINT,
        required=False,
        max_length=254,
        widget=EMAIL_INPUT,
        error_messages=EMAIL_ERRORS,
    )
    is_another = forms.BooleanField(label=_("Mine is another event"), required=False)

    def __init__(self, data: Mapping | None = None) -> None:
        super().__init__(data)
        self.fields["languages_spoken"].choices = [
            (code, format_html("<span{}>{}</span>", language.attributes, language.autonym))
            for code, language in LANGUAGES.items()
        ]

    @classmethod
    def kept(cls, data: Mapping) -> "SuggestionForm":
        """What was typed, to be sent again, asking the database for no choices."""
        form = cls(data)
        for name in ("place", "area", "is_another"):
            form.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        return form

    def clean_first_day(self) -> date:
        day, today = self.cleaned_data["first_day"], timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over. Enter the next day on which it happens"))
        if day > today + timedelta(days=DAYS_AHEAD):
            raise forms.ValidationError(_("Enter a day within the next two years"))
        return day

    def clean_booking_url(self) -> str:
        url = self.cleaned_data["booking_url"]
        if url and not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(self.fields["booking_url"].error_messages["invalid"])
        return url

    def clean(self) -> dict:
        data = super().clean()
        if data.get("all_day"):
            data["starts"] = data["ends"] = None
            self.errors.pop("starts", None)
            self.errors.pop("ends", None)
        else:
            self._needs("starts")
            self._needs("ends")
            if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
                self.add_error("ends", _("It must end later than it starts, on the same day"))
        if not data.get("place") and "place" not in self.errors:
            self._needs("where")
        if data.get("is_free"):
            data["cost"] = ""
            self.errors.pop("cost", None)
        else:
            self._needs("cost")
        if data.get("organiser") or data.get("organiser_contact"):
            self._needs("may_show_organiser")
        return data

    def _needs(self, name: str) -> None:
        """Says that an answer is missing that the other answers ask for."""
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, self.fields[name].error_messages["required"])

    def suspicions(self, now: datetime) -> list[str]:
        """Why it may be a robot's, for the moderators; nothing is refused for it."""
        data = self.cleaned_data
        return spam.suspicions(
            "\n".join([data["title"], data["words"], data["where"], data["repeats"]]),
            self.data.get("website", ""),
            sent_once.shown_at(data["key"]) or now,
            now,
        )

    def said(self) -> Said:
        """What is compared of it with other events."""
        return self.suggestion().said

    def suggestion(self) -> EventSuggestion:
        """What was suggested, not yet kept. Sent twice it has the same key."""
        data = self.cleaned_data
        fields = {name: data[name] for name in data.keys() - {"website", "key", "all_day", "may_show_organiser"}}
        fields.pop("is_another")
        shows = bool(data["may_show_organiser"] and (data["organiser"] or data["organiser_contact"]))
        return EventSuggestion(
            key=sent_once.digest_of(data["key"], (fields[name] for name in sorted(fields))),
            consent=str(SHOW_ORGANISER) if shows else "",
            consent_version=CONSENT_VERSION if shows else "",
            language=get_language() or SOURCE,
            **fields,
        )


class AnswerForm(OpenForm):
    """The sender's answer to our last question."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={
            "required": _("Enter your answer"),
            **TOO_LONG,
        },
    )
