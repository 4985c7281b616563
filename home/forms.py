from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from home.models import ContactMessage, PageFeedback


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
            "email": _("E-mail address (optional)"),
        }
        help_texts = {"email": _("We need it only if you want an answer.")}
        widgets = {
            "subject": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
            "name": forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
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
            "email": {
                "invalid": _("Enter an e-mail address in the form name@example.com"),
                "max_length": _("E-mail address must be 254 characters or less"),
            },
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
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"max_length": _("Your words must be 1,000 characters or less")},
    )
    use_required_attribute = False
