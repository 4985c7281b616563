import unicodedata
from collections.abc import Iterator
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from home import facts, photos
from home.forms import HoneypotMixin
from home.languages import SOURCE
from home.models import Area
from stories import consent, limits, moderation, uploads, words
from stories.consent import What
from stories.models import ConsentRecord, Submission
from stories.models.submissions import languages_written

TEXT_LIMIT = lazy(facts.grouped, str)(str(limits.TEXT_CHARACTERS))
PHOTO_PROBLEMS = {
    "type": _("Photo must be a JPEG, PNG, WebP, HEIC or AVIF file"),
    "large": _("Photo must be smaller than 20 MB and 60 megapixels"),
    "broken": _("This photo cannot be read. Choose another, or save it again as a JPEG file"),
    "empty": _("This photo file is empty. Choose another"),
    "many": _("Choose one photo only"),
    "gone": _("We do not have your photo any more. Choose it again"),
}
ALWAYS_SENT = ("text", "written_in", "name_shown", "name", "email", "area", "is_adult", "shows_others")

NOT_PART_OF_IT = frozenset({"held_photo", "key", "photo", "website", "without_photo"})


class WordsField(forms.CharField):
    """Words as people type them, without the characters no keyboard has and with one kind of line end."""

    def to_python(self, value: object) -> str:
        text = super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))
        return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")


class StoryForm(HoneypotMixin, forms.Form):
    """A resident's story. Every message says what to do, in the words of its field (duty F6)."""

    text = WordsField(
        label=_("Your story"),
        help_text=format_lazy(
            _("Up to {number} characters, in any language. Do not name anyone under 18, or say where somebody lives."),
            number=TEXT_LIMIT,
        ),
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
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
    photo = forms.FileField(
        label=_("Photo (optional)"),
        help_text=_(
            "One photo as a JPEG, PNG, WebP, HEIC or AVIF file, smaller than 20 MB. Hidden details, such as "
            "where it was taken, are removed. Do not send a photo that shows anyone under 18."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"empty": PHOTO_PROBLEMS["empty"], "invalid": PHOTO_PROBLEMS["broken"]},
    )
    held_photo = forms.CharField(required=False, widget=forms.HiddenInput)
    without_photo = forms.BooleanField(label=_("Send the story without this photo"), required=False)
    shows_others = forms.ChoiceField(
        label=_("Who can be recognised in the photo?"),
        help_text=_("Answer only if you send a photo."),
        required=False,
        choices=Submission.ShowsOthers.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose who can be recognised in the photo")},
    )
    name_shown = forms.ChoiceField(
        label=_("Which name do you want to be shown?"),
        choices=Submission.NameShown.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose which name is shown"),
            "invalid_choice": _("Choose which name is shown"),
        },
    )
    name = WordsField(
        label=_("Full name (optional)"),
        help_text=_("Leave this empty if no name is to be shown."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
        error_messages={"max_length": _("Name must be 120 characters or less")},
    )
    email = forms.EmailField(
        label=_("E-mail address (optional)"),
        help_text=_("We send you the link to your private page. Your address is never published."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "invalid": _("Enter an e-mail address in the form name@example.com"),
            "max_length": _("E-mail address must be 254 characters or less"),
        },
    )
    area = forms.ModelChoiceField(
        label=_("Part of the borough (optional)"),
        queryset=Area.objects.all(),
        required=False,
        empty_label=pgettext_lazy("part of the borough", "None"),
        error_messages={"invalid_choice": _("Choose a part of the borough from the list")},
    )
    is_adult = forms.BooleanField(
        label=format_lazy(_("I am {age} or older"), age=limits.MINIMUM_AGE),
        error_messages={
            "required": format_lazy(
                _("Confirm that you are {age} or older, or ask an adult to help you"), age=limits.MINIMUM_AGE
            )
        },
    )
    consent_publish_story = forms.BooleanField(
        label=consent.WORDINGS[What.PUBLISH_STORY],
        error_messages={"required": _("Tick that we may publish your story, or do not send it")},
    )
    consent_publish_name = forms.BooleanField(label=consent.WORDINGS[What.PUBLISH_NAME], required=False)
    consent_photo = forms.BooleanField(label=consent.WORDINGS[What.PHOTO], required=False)
    consent_contact = forms.BooleanField(label=consent.WORDINGS[What.CONTACT], required=False)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args, photo_too_large: bool = False, **kwargs) -> None:
        initial = {"key": uuid4().hex, "written_in": get_language() or SOURCE}
        super().__init__(*args, initial=initial, **kwargs)
        self.photo_too_large = photo_too_large
        self.held = uploads.held(self.data.get("held_photo", "")) if self.is_bound else None
        self.photo_content = b""

    @property
    def consents_asked(self) -> Iterator[forms.BoundField]:
        return (self[f"consent_{what.value}"] for what in consent.WORDINGS)

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if words.length(text) > limits.TEXT_CHARACTERS or len(text) > 3 * limits.TEXT_CHARACTERS:
            raise forms.ValidationError(format_lazy(_("Story must be {number} characters or less"), number=TEXT_LIMIT))
        return text

    def clean_photo(self) -> UploadedFile | None:
        upload = self.cleaned_data["photo"]
        if self.photo_too_large:
            raise forms.ValidationError(PHOTO_PROBLEMS["large"])
        if len(self.files.getlist("photo")) > 1:
            raise forms.ValidationError(PHOTO_PROBLEMS["many"])
        if upload:
            try:
                self.photo_content = photos.cleaned(upload.read())
            except photos.UnsafePhoto as error:
                raise forms.ValidationError(PHOTO_PROBLEMS[error.reason]) from error
            self.let_photo_go()
        elif self.data.get("without_photo"):
            self.let_photo_go()
        elif self.held:
            self.photo_content = self.held.read()
        elif self.data.get("held_photo"):
            raise forms.ValidationError(PHOTO_PROBLEMS["gone"])
        return upload

    def clean(self) -> dict:
        data = super().clean()
        shows_name = data.get("name_shown") in {Submission.NameShown.FULL, Submission.NameShown.FIRST}
        if shows_name and "name" in data and not data["name"]:
            self.add_error("name", _("Enter your name, or choose that no name is shown"))
        if shows_name and not data.get("consent_publish_name"):
            self.add_error(
                "consent_publish_name", _("Tick that we may show your name, or choose that no name is shown")
            )
        if self.photo_content and "shows_others" in data and not data["shows_others"]:
            self.add_error("shows_others", _("Choose who can be recognised in the photo"))
        if self.photo_content and not data.get("consent_photo"):
            self.add_error("consent_photo", _("Tick that we may show your photo, or send the story without it"))
        if data.get("consent_contact") and "email" in data and not data["email"]:
            self.add_error("email", _("Enter your e-mail address, or do not tick that we may write to you"))
        return data

    def hold_photo(self) -> None:
        """Keeps a good photo for the next try."""
        upload = self.cleaned_data.get("photo")
        if upload:
            self.held = uploads.hold(self.photo_content, upload.name)

    def let_photo_go(self) -> None:
        if self.held:
            self.held.let_go()
            self.held = None

    def submission(self) -> Submission:
        """What was sent, not yet stored. A name that is not to be shown is not kept."""
        data = self.cleaned_data
        submission = Submission(
            **{name: data[name] for name in ALWAYS_SENT},
            interface_language=get_language(),
            is_suspect=self.is_from_a_robot(),
        )
        if submission.name_shown == Submission.NameShown.NONE:
            submission.name = ""
        if not self.photo_content:
            submission.shows_others = ""
        sent = [str(value) for name, value in sorted(data.items()) if name not in NOT_PART_OF_IT]
        submission.key = moderation.key_for(data["key"] or uuid4().hex, sent, self.photo_content)
        return submission

    def consents(self) -> list[ConsentRecord]:
        """The records of what was ticked and means something for what was sent."""
        meaningful = {
            What.PUBLISH_NAME: self.cleaned_data["name_shown"] != Submission.NameShown.NONE,
            What.PHOTO: bool(self.photo_content),
        }
        given = [
            what
            for what in consent.WORDINGS
            if self.cleaned_data[f"consent_{what.value}"] and meaningful.get(what, True)
        ]
        return consent.records(given, get_language())
