"""The questions of the story form, one form a page (duties F1 to F8). Every message says what to do."""

import unicodedata

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home import facts
from home.forms import EMAIL_ERRORS, EMAIL_INPUT, HoneypotMixin
from home.languages import SOURCE
from home.models import Area
from stories import consent, limits, words
from stories.consent import What
from stories.models import ConsentRecord, Submission
from stories.models.submissions import MOST_PHOTOS, languages_written
from stories.steps import Step

TEXT_LIMIT = lazy(facts.grouped, str)(str(limits.TEXT_CHARACTERS))
NAME_CHARACTERS = 120
NO_AREA = "none"
NO_AREA_SAID = _("I would rather not say")
CHILDREN_ASKED = _("Does it name or show anyone under 18?")
YES, NO = "yes", "no"
YES_OR_NO = [(YES, _("Yes")), (NO, _("No"))]
CONSENT_ERRORS = {
    What.PUBLISH_STORY: _("Tick that we may publish your story, or do not send it"),
    What.PUBLISH_NAME: _("Tick that we may show your name, or go back and choose that no name is shown"),
    What.PHOTO: _("Tick that we may show your photos, or go back and remove them"),
    What.GUARDIAN: _("Tick that the child and the parent or guardian agree, or go back and leave the child out"),
}


class WordsField(forms.CharField):
    """Words as people type them, without the characters no keyboard has and with one kind of line end."""

    def to_python(self, value: object) -> str:
        text = super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))
        return "".join(
            letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"}
        )


class NameField(WordsField):
    """A person's name, of any length a person types; too long is said, never cut off."""

    widget = forms.TextInput

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > NAME_CHARACTERS:
            raise forms.ValidationError(self.error_messages["too_long"])

    def to_python(self, value: object) -> str:
        return " ".join(super().to_python(value).split())


class YesOrNo(forms.TypedChoiceField):
    """A question answered by yes or no, neither of them chosen for anybody."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs) -> None:
        errors = kwargs.pop("error_messages")
        error_messages = {"required": errors, "invalid_choice": errors}
        super().__init__(choices=YES_OR_NO, coerce=YES.__eq__, error_messages=error_messages, **kwargs)

    def prepare_value(self, value: object) -> object:
        return {True: YES, False: NO}.get(value, value) if isinstance(value, bool) else value


class QuestionForm(forms.Form):
    """One page of the form: filled in from the submission, and put back into it."""

    heading = ""
    keeps: tuple[str, ...] = ()
    use_required_attribute = False

    def __init__(self, submission: Submission, *args, **kwargs) -> None:
        self.submission = submission
        super().__init__(*args, initial=self.answers_of(submission), **kwargs)

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields people see, in order; the first carries the heading of the page."""
        return [self[name] for name in self.fields if name != "website"]

    def answers_of(self, submission: Submission) -> dict:
        """What was answered before."""
        return {name: getattr(submission, name) for name in self.keeps}

    def put_into(self, submission: Submission) -> tuple[str, ...]:
        """Puts the answers into the submission, not yet stored; the names of the fields that changed hands."""
        for name in self.keeps:
            setattr(submission, name, self.cleaned_data[name])
        return self.keeps


class StoryForm(HoneypotMixin, QuestionForm):
    heading = _("Your story")
    text = WordsField(
        label=heading,
        help_text=format_lazy(
            _("Up to {number} characters, in any language. Do not name anyone under 18, or say where somebody lives."),
            number=TEXT_LIMIT,
        ),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto", "data-limit": limits.TEXT_CHARACTERS}),
        error_messages={"required": _("Enter your story")},
    )
    written_in = forms.ChoiceField(
        label=_("Which language is your story in?"),
        choices=languages_written,
        error_messages={
            "required": _("Choose the language of your story"),
            "invalid_choice": _("Choose the language of your story from the list"),
        },
    )
    keeps = ("text", "written_in")

    def answers_of(self, submission: Submission) -> dict:
        return super().answers_of(submission) | {"written_in": submission.written_in or get_language() or SOURCE}

    def put_into(self, submission: Submission) -> tuple[str, ...]:
        submission.suspicions = ["honeypot"] if self.is_from_a_robot() else []
        return (*super().put_into(submission), "suspicions")

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if words.length(text) > limits.TEXT_CHARACTERS or len(text) > 3 * limits.TEXT_CHARACTERS:
            raise forms.ValidationError(format_lazy(_("Story must be {number} characters or less"), number=TEXT_LIMIT))
        return text


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosForm(QuestionForm):
    """Photos are kept by `stories.uploads` as they come; the form only names what is wrong with one."""

    heading = _("Your photos (optional)")
    photos = forms.Field(
        label=heading,
        help_text=format_lazy(
            _(
                "Up to {number} photos, each a JPEG, PNG, WebP, HEIC or AVIF file smaller than 20 MB. "
                "Hidden details, such as where a photo was taken, are removed."
            ),
            number=MOST_PHOTOS,
        ),
        required=False,
        widget=SeveralFilesInput(attrs={"accept": "image/*,.heic,.heif,.avif"}),
    )

    def refuse(self, name: str, problem: str) -> None:
        """Says what is wrong with the photo of this name."""
        self.add_error("photos", f"\u2068{name}\u2069: {problem}" if name else problem)


class NameForm(QuestionForm):
    heading = _("How do you want to be named?")
    name_shown = forms.ChoiceField(
        label=heading,
        help_text=_("We show this beside your story. You need not be named."),
        choices=Submission.NameShown.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how you want to be named"),
            "invalid_choice": _("Choose how you want to be named"),
        },
    )
    name = NameField(
        label=_("Full name"),
        help_text=_("We keep it only if a name is to be shown."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
        error_messages={"too_long": _("Name must be 120 characters or less")},
    )
    keeps = ("name_shown", "name")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("name_shown") == Submission.NameShown.NONE:
            data["name"] = ""
            self.errors.pop("name", None)
        elif data.get("name_shown") and data.get("name") == "":
            self.add_error("name", _("Enter your name, or choose that no name is shown"))
        return data


class AreaForm(QuestionForm):
    heading = _("Which part of the borough are you from?")
    area = forms.ChoiceField(
        label=heading,
        help_text=_("It helps neighbours find your story."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a part of the borough, or that you would rather not say"),
            "invalid_choice": _("Choose a part of the borough, or that you would rather not say"),
        },
    )
    keeps = ("area",)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.slug: area for area in Area.objects.all()}
        self.fields["area"].choices = [
            *((slug, area.name) for slug, area in self.areas.items()),
            (NO_AREA, NO_AREA_SAID),
        ]

    def answers_of(self, submission: Submission) -> dict:
        unsaid = NO_AREA if Step.AREA in submission.answered else None
        return {"area": submission.area.slug if submission.area else unsaid}

    def clean_area(self) -> Area | None:
        area = self.areas.get(self.cleaned_data["area"])
        if area is None and self.submission.name_shown == Submission.NameShown.FIRST_AND_AREA:
            raise forms.ValidationError(_("Choose a part of the borough, or go back and be named without it"))
        return area


class AgeForm(QuestionForm):
    heading = format_lazy(_("Are you {age} or older?"), age=limits.MINIMUM_AGE)
    is_adult = YesOrNo(
        label=heading,
        help_text=_("We ask because a younger person needs an adult to send their story."),
        error_messages=format_lazy(_("Choose yes if you are {age} or older"), age=limits.MINIMUM_AGE),
    )
    keeps = ("is_adult",)


class OthersForm(QuestionForm):
    heading = _("Who else is in your story or your photos?")
    shows_others = forms.ChoiceField(
        label=heading,
        help_text=_("We ask so that nobody is shown who does not want to be. Leave out anyone who has not agreed."),
        choices=Submission.ShowsOthers.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who else is in your story or your photos"),
            "invalid_choice": _("Choose who else is in your story or your photos"),
        },
    )
    has_children = YesOrNo(
        label=CHILDREN_ASKED,
        help_text=_("If so, their parent or guardian must agree, and so must they. Never give their school."),
        error_messages=_("Choose yes if it names or shows anyone under 18"),
    )
    guardian_name = NameField(
        label=_("Name of the parent or guardian"),
        required=False,
        widget=forms.TextInput(attrs={"spellcheck": "false", "dir": "auto", "autocomplete": "off"}),
        error_messages={"too_long": _("Name of the parent or guardian must be 120 characters or less")},
    )
    guardian_is = NameField(
        label=_("What are they to the child?"),
        help_text=_("For example: mother, uncle, foster carer."),
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"too_long": _("What they are to the child must be 120 characters or less")},
    )
    keeps = ("shows_others", "has_children", "guardian_name", "guardian_is")

    def clean(self) -> dict:
        data = super().clean()
        if data.get("has_children") is False:
            for name in ("guardian_name", "guardian_is"):
                data[name] = ""
                self.errors.pop(name, None)
        elif data.get("has_children"):
            if data.get("guardian_name") == "":
                self.add_error("guardian_name", _("Enter the name of the parent or guardian"))
            if data.get("guardian_is") == "":
                self.add_error("guardian_is", _("Enter what they are to the child"))
        return data


class ContactForm(QuestionForm):
    heading = _("E-mail address (optional)")
    email = forms.EmailField(
        label=heading,
        help_text=_(
            "We write to you about your story, and send you the link to your private page. Without an address we "
            "cannot answer you. It is never published."
        ),
        required=False,
        max_length=254,
        widget=EMAIL_INPUT,
        error_messages=EMAIL_ERRORS,
    )
    keeps = ("email",)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # A browser cuts what is pasted off at this length, without a word (duty F9).
        self.fields["email"].widget.attrs.pop("maxlength", None)


class AgreeForm(QuestionForm):
    """What there is to agree to for these answers, each by itself and none of it ticked (duty P1)."""

    heading = _("What do you agree to?")

    def __init__(self, submission: Submission, *args, **kwargs) -> None:
        self.asked = consent.asked(submission)
        super().__init__(submission, *args, **kwargs)
        for what in self.asked:
            is_required = what in consent.REQUIRED
            self.fields[what.value] = forms.BooleanField(
                label=consent.WORDINGS[what],
                required=is_required,
                error_messages={"required": CONSENT_ERRORS[what]} if is_required else None,
            )

    def answers_of(self, submission: Submission) -> dict:
        return dict.fromkeys(submission.agreed_to, True)

    @property
    def given(self) -> list[ConsentRecord.What]:
        return [what for what in self.asked if self.cleaned_data[what.value]]

    def put_into(self, submission: Submission) -> tuple[str, ...]:
        submission.agreed_to = self.given
        return ("agreed_to",)


class CheckForm(HoneypotMixin, QuestionForm):
    """Nothing more is asked: what was answered is sent."""

    heading = _("Check your answers")


FORMS: dict[Step, type[QuestionForm]] = {
    Step.STORY: StoryForm,
    Step.PHOTOS: PhotosForm,
    Step.NAME: NameForm,
    Step.AREA: AreaForm,
    Step.AGE: AgeForm,
    Step.OTHERS: OthersForm,
    Step.CONTACT: ContactForm,
    Step.AGREE: AgreeForm,
    Step.CHECK: CheckForm,
}
