from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home import sent_once
from home.models import ContactMessage, LanguageRequest, PageFeedback, TranslationProblem
from home.models.messages import FromReader

EMAIL_LABEL = _("E-mail address (optional)")
EMAIL_HINT = _("We need it only if you want an answer.")
EMAIL_ERRORS = {
    "invalid": _("Enter an e-mail address in the form name@example.com"),
    "max_length": _("E-mail address must be 254 characters or less"),
}
EMAIL_INPUT = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"})
FEW_LINES = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
TOO_MANY_WORDS = {"max_length": _("Your words must be 1,000 characters or less")}


class HoneypotMixin(forms.Form):
    """A field people do not see; what fills it in is not a person (duty F13: no puzzle)."""

    website = forms.CharField(required=False, label=_("Leave this field empty"))

    def is_from_a_robot(self) -> bool:
        return bool(self.data.get("website"))


class ContactForm(HoneypotMixin, forms.ModelForm):
    """The contact form. Each message says what to do, in the words of the field (duty F6)."""

    class Meta:
        model = ContactMessage
        fields = ["subject", "message", "name", "email"]
        labels = {
            "subject": _("What is it about?"),
            "message": _("Your message"),
            "name": _("Full name (optional)"),
            "email": EMAIL_LABEL,
        }
        help_texts = {"email": EMAIL_HINT}
        widgets = {
            "subject": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
            "name": forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
            "email": EMAIL_INPUT,
        }
        error_messages = {
            "subject": {
                "required": _("Choose what your message is about"),
                "invalid_choice": _("Choose what your message is about"),
            },
            "message": {
                "required": _("Enter your message"),
                "max_length": _("Message must be 4,000 characters or less"),
            },
            "name": {"max_length": _("Name must be 120 characters or less")},
            "email": EMAIL_ERRORS,
        }

    use_required_attribute = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = ContactMessage.Subject.choices


class VoteForm(HoneypotMixin, forms.ModelForm):
    """“Was this page useful?” The vote is the button that was pressed."""

    vote = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    class Meta:
        model = PageFeedback
        fields = ["path"]

    def clean_path(self) -> str:
        """Only an address of this site is kept: the thanks page links back to it."""
        path = self.cleaned_data["path"]
        if path.split("/")[1:2] != [get_language()] or not path.startswith("/") or "//" in path:
            raise forms.ValidationError("")
        return path


class WordsForm(forms.Form):
    """A few words after the vote."""

    words = forms.CharField(
        label=_("What could be better? (optional)"),
        help_text=_("Do not write personal details, such as your name or telephone number."),
        required=False,
        max_length=1000,
        widget=FEW_LINES,
        error_messages=TOO_MANY_WORDS,
    )
    use_required_attribute = False


class OpenForm(HoneypotMixin):
    """A form anybody may send."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A browser cuts what is pasted off at this length, without a word (duty F9).
            field.widget.attrs.pop("maxlength", None)


class OnceForm(OpenForm):
    """A form that is kept once, however often it arrives (duty F11)."""

    key = forms.CharField(required=False, initial=sent_once.new_key, widget=forms.HiddenInput)


class LetterForm(OnceForm, forms.ModelForm):
    """A form whose letter is kept."""

    def keep(self, **fields: object) -> FromReader | None:
        """Stores the letter with these further fields; None for a robot's, and for one that is here already."""
        if self.is_from_a_robot():
            return None
        words = {name: self.cleaned_data[name] for name in self._meta.fields} | fields
        key = sent_once.digest_of(self.cleaned_data["key"], words.values())
        letter, is_new = self._meta.model.objects.get_or_create(key=key, defaults=words)
        return letter if is_new else None


class LanguageRequestForm(LetterForm):
    """“My language is not here”."""

    class Meta:
        model = LanguageRequest
        fields = ["wanted", "needs", "email"]
        labels = {
            "wanted": _("Which language do you need?"),
            "needs": _("What do you need to read most? (optional)"),
            "email": EMAIL_LABEL,
        }
        help_texts = {"needs": _("For example: health, school or housing."), "email": EMAIL_HINT}
        widgets = {
            "wanted": forms.TextInput(attrs={"dir": "auto"}),
            "needs": FEW_LINES,
            "email": EMAIL_INPUT,
        }
        error_messages = {
            "wanted": {
                "required": _("Enter the name of the language"),
                "max_length": _("The name of the language must be 100 characters or less"),
            },
            "needs": TOO_MANY_WORDS,
            "email": EMAIL_ERRORS,
        }


class TranslationProblemForm(LetterForm):
    """“Something is wrong with this translation”: either half is enough."""

    class Meta:
        model = TranslationProblem
        fields = ["wrong", "better", "email"]
        labels = {
            "wrong": _("What is wrong? (optional)"),
            "better": _("What should it say? (optional)"),
            "email": EMAIL_LABEL,
        }
        help_texts = {"wrong": _("Copy the words here, or say where they are on the page."), "email": EMAIL_HINT}
        widgets = {
            "wrong": FEW_LINES,
            "better": FEW_LINES,
            "email": EMAIL_INPUT,
        }
        error_messages = {"wrong": TOO_MANY_WORDS, "better": TOO_MANY_WORDS, "email": EMAIL_ERRORS}

    def clean(self) -> dict:
        data = super().clean()
        if not self.errors and not data.get("wrong") and not data.get("better"):
            self.add_error("wrong", _("Write what is wrong, or what it should say"))
        return data
