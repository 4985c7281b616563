"""What a moderator writes or ticks for each thing she may do with a submission."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from home import languages
from home.languages import SOURCE
from stories import declining, moderation
from stories.models import Submission

Sensitive = Submission.Sensitive


def _words(rows: int = 3, **attributes: str) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto", **attributes})


class ActionForm(forms.Form):
    """The fields of one action; `name` keeps their ids apart from those of the other actions on the page."""

    use_required_attribute = False

    def __init__(self, submission: Submission, name: str, data: dict | None = None) -> None:
        super().__init__(data, auto_id=f"id_{name}_%s", initial=self.initial_of(submission))
        self.submission = submission

    @staticmethod
    def initial_of(submission: Submission) -> dict:
        return {}

    def typed(self) -> list[str]:
        """What was written in words, to be kept when the action is not possible any more."""
        values = [self.data.get(name, "") for name, field in self.fields.items() if isinstance(field, forms.CharField)]
        return [value for value in values if value.strip()]


class AskForm(ActionForm):
    question = forms.CharField(
        label=_("Your question"),
        help_text=_("The author reads it as you write it: use plain words, and their language if you can."),
        max_length=2000,
        widget=_words(4),
        error_messages={"required": _("Enter your question")},
    )


class AcceptForm(ActionForm):
    """What each photo shows: nobody publishes a picture that some readers cannot know."""

    def __init__(self, submission: Submission, name: str, data: dict | None = None) -> None:
        super().__init__(submission, name, data)
        photos = moderation.photos_to_use(submission)
        for number, photo in enumerate(photos, 1):
            label = gettext("What the photo shows") if len(photos) == 1 else gettext("What photo %(number)s shows")
            self.fields[f"photo_{photo.pk}"] = forms.CharField(
                label=label % {"number": number},
                help_text=_("For people who cannot see it, in the language of the story."),
                max_length=300,
                initial=photo.alt,
                widget=forms.TextInput(attrs={"dir": "auto"}),
                error_messages={"required": _("Say what the photo shows")},
            )

    def descriptions(self) -> dict[int, str]:
        return {int(name.removeprefix("photo_")): text for name, text in self.cleaned_data.items()}


class ProofForm(ActionForm):
    note = forms.CharField(
        label=_("A note to the author (optional)"),
        help_text=_("Say what you have changed, and why."),
        max_length=2000,
        required=False,
        widget=_words(),
    )


class MarkForm(ActionForm):
    sensitive = forms.MultipleChoiceField(
        label=_("What the story touches"),
        choices=Sensitive.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    @staticmethod
    def initial_of(submission: Submission) -> dict:
        return {"sensitive": submission.sensitive}


class ChildrenForm(ActionForm):
    confirmed = forms.BooleanField(
        label=_(
            "I have checked that parent and child agreed, and that no full name, school or exact place gives the "
            "child away."
        ),
        error_messages={"required": _("Tick the box when you have checked it")},
    )


class DeclineForm(ActionForm):
    """Why a story is not published, with the words the resident will read."""

    reason = forms.ChoiceField(
        label=_("Why it is declined"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it is declined")},
    )
    note = forms.CharField(
        label=_("A note for your colleagues (optional)"),
        help_text=_("The resident does not see it."),
        max_length=1000,
        required=False,
        widget=_words(2),
    )

    def __init__(self, submission: Submission, name: str, data: dict | None = None) -> None:
        super().__init__(submission, name, data)
        self.fields["reason"].choices = [
            (reason.value, _as_it_will_be_read(reason, submission.interface_language))
            for reason in Submission.DeclineReason
        ]


def _as_it_will_be_read(reason: Submission.DeclineReason, code: str) -> str:
    """The reason for staff, and the words for the resident in English and in their language."""
    with override(SOURCE):
        english = declining.told(reason)
    if code == SOURCE:
        return format_html('<span>{}<span class="decision-told">{}</span></span>', reason.label, english)
    language = languages.language(code)
    with override(code):
        theirs = declining.told(reason)
    return format_html(
        '<span>{}<span class="decision-told">{}</span><span class="decision-told" {}>{}</span></span>',
        reason.label,
        english,
        language.attributes,
        theirs,
    )


class FlagForm(ActionForm):
    note = forms.CharField(
        label=_("What worries you"),
        help_text=_("Only safeguarding leads read it. If somebody is in danger now, call 999 first."),
        max_length=2000,
        widget=_words(),
        error_messages={"required": _("Say what worries you")},
    )


class ReleaseForm(ActionForm):
    note = forms.CharField(
        label=_("What you have found"),
        help_text=_("The moderators can read it."),
        max_length=2000,
        widget=_words(),
        error_messages={"required": _("Say what you have found")},
    )


class EraseForm(ActionForm):
    confirmed = forms.BooleanField(
        label=_("Erase the story, its photos, its page and who sent it. This cannot be undone."),
        error_messages={"required": _("Tick the box to erase it")},
    )


def nobody_writes_to(submission: Submission) -> str:
    """A warning where the author gave no address; '' where they did."""
    if submission.email:
        return ""
    return gettext("There is no e-mail address: the author sees this only when they open their private page.")
