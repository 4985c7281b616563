"""The form readers see, made from an editor's questions; each message says what to do (duty F6)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django import forms
from django.core.validators import RegexValidator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from home import languages, sent_once
from home.forms import EMAIL_ERRORS, EMAIL_INPUT, HoneypotMixin
from home.questions import Question, Words

BIGGEST_NUMBER = 999_999_999
PHONE = re.compile(r"\A(?=(?:\D*\d){6,15}\D*\Z)[\d\s()+./-]{6,40}\Z")
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"]
DATE_LIKE_THIS = gettext_lazy("Enter a date like this: 31/12/2026")
NUMBER_ERROR = gettext_lazy("Enter a whole number, such as 3")
PHONE_ERROR = gettext_lazy("Enter a telephone number, such as 020 7946 0000")


class AnswerForm(HoneypotMixin, forms.Form):
    """The answers to some questions, with a token that says when the form was opened and tells it from others."""

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    use_required_attribute = False

    def __init__(self, questions: Sequence[Question], now: datetime, data: Mapping | None = None) -> None:
        super().__init__(data)
        self.questions, self.now = questions, now
        self.fields["token"].initial = sent_once.new_key()
        for question in questions:
            field = FIELDS[question.kind](question)
            # A browser cuts what is pasted off at this length, without a word (duty F9).
            field.widget.attrs.pop("maxlength", None)
            self.fields[question.key] = field

    def refuse(self, message: str) -> None:
        """Says why the whole form is not taken, and nothing else."""
        self.full_clean()
        self._errors.clear()
        self.add_error(None, message)

    @property
    def questions_asked(self) -> list[forms.BoundField]:
        return [self[question.key] for question in self.questions]

    @property
    def opened(self) -> tuple[str, datetime]:
        """The form's own key and when it was opened; a token that is not ours is no key, and opened just now."""
        token = self.data.get("token", "")
        moment = sent_once.shown_at(token)
        return (token, moment) if moment else ("", self.now)


def _html(words: Words) -> str:
    attributes = languages.language(words.code).attributes
    return format_html("<span{}>{}</span>", attributes, words.text) if words.text and attributes else words.text


def _made(field_class: Callable, question: Question, **more: object) -> forms.Field:
    label = _html(question.label)
    if not question.is_required:
        label = format_html(_("{question} (optional)"), question=label)
    # Isolated, so that a question in another script does not turn the sentence round.
    required = _("Answer this question: %(question)s") % {"question": f"\u2068{question.label.text}\u2069"}
    errors = {"required": required} | more.pop("error_messages", {})
    return field_class(
        label=label, help_text=_html(question.help), required=question.is_required, error_messages=errors, **more
    )


def _text(widget: Callable, question: Question) -> forms.Field:
    limit = _("Your answer must be %(limit)s characters or less") % {"limit": f"{question.most:,}"}
    errors = {"max_length": limit}
    return _made(forms.CharField, question, max_length=question.most, widget=widget(), error_messages=errors)


def _line() -> forms.Widget:
    return forms.TextInput(attrs={"dir": "auto"})


def _lines() -> forms.Widget:
    return forms.Textarea(attrs={"rows": 5, "dir": "auto"})


def _email(question: Question) -> forms.Field:
    return _made(forms.EmailField, question, max_length=254, widget=EMAIL_INPUT, error_messages=EMAIL_ERRORS)


def _phone(question: Question) -> forms.Field:
    widget = forms.TelInput(attrs={"autocomplete": "tel", "dir": "ltr"})
    validators = [RegexValidator(PHONE, PHONE_ERROR)]
    return _made(forms.CharField, question, widget=widget, validators=validators)


def _number(question: Question) -> forms.Field:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"})
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), NUMBER_ERROR)
    limits = {"min_value": 0, "max_value": BIGGEST_NUMBER}
    return _made(forms.IntegerField, question, widget=widget, error_messages=errors, **limits)


def _date(question: Question) -> forms.Field:
    widget = forms.DateInput(attrs={"inputmode": "numeric", "dir": "ltr"})
    errors = {"invalid": DATE_LIKE_THIS}
    made = _made(forms.DateField, question, widget=widget, input_formats=DATE_FORMATS, error_messages=errors)
    made.help_text = made.help_text or DATE_LIKE_THIS
    return made


def _choice(field_class: type[forms.ChoiceField], widget: type[forms.Widget], question: Question) -> forms.Field:
    choices = [(key, _html(words)) for key, (_english, words) in question.choices.items()]
    wrong = _("Choose from the list: %(question)s") % {"question": f"\u2068{question.label.text}\u2069"}
    errors = dict.fromkeys(("invalid_choice", "invalid_list"), wrong)
    return _made(field_class, question, choices=choices, widget=widget, error_messages=errors)


FIELDS: dict[str, Callable[[Question], forms.Field]] = {
    "line": partial(_text, _line),
    "lines": partial(_text, _lines),
    "email": _email,
    "phone": _phone,
    "number": _number,
    "date": _date,
    "one": partial(_choice, forms.ChoiceField, forms.RadioSelect),
    "several": partial(_choice, forms.MultipleChoiceField, forms.CheckboxSelectMultiple),
    "tick": partial(_made, forms.BooleanField),
}
