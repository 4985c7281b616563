import hashlib
from collections.abc import Mapping
from uuid import uuid4

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaign.models import Pledge, PledgeKind
from campaign.models.pledges import digest_of, new_key
from home.forms import EMAIL_ERRORS, EMAIL_INPUT, EMAIL_LABEL, HoneypotMixin
from home.languages import SOURCE
from home.models import Area

SHOW_WORDS = _("Waltham Forest Council may show my words on this website, without my name. I can take them back.")


def _form_key() -> str:
    return uuid4().hex


class PledgeForm(HoneypotMixin, forms.Form):
    """A promise of one positive act. Only the kind has to be chosen; every message says what to do (duty F6)."""

    kind = forms.ChoiceField(
        label=_("What do you want to do?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what you want to do"),
            "invalid_choice": _("Choose what you want to do from the list"),
        },
    )
    words = forms.CharField(
        label=_("Say it in your own words (optional)"),
        help_text=_("Up to 500 characters, in any language. Do not write names, addresses or telephone numbers."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"max_length": _("Your words must be 500 characters or less")},
    )
    may_show_words = forms.BooleanField(label=SHOW_WORDS, required=False)
    area = forms.ModelChoiceField(
        label=_("Your part of the borough (optional)"),
        queryset=Area.objects.all(),
        required=False,
        empty_label=pgettext_lazy("part of the borough", "None"),
        error_messages={"invalid_choice": _("Choose a part of the borough from the list")},
    )
    name = forms.CharField(
        label=_("Full name (optional)"),
        help_text=_("We use it only when we write to you."),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
        error_messages={"max_length": _("Name must be 120 characters or less")},
    )
    email = forms.EmailField(
        label=EMAIL_LABEL,
        help_text=_(
            "We send you a link to confirm your pledge, and to take it back. Without it you get the link here."
        ),
        required=False,
        max_length=254,
        widget=EMAIL_INPUT,
        error_messages=EMAIL_ERRORS,
    )
    key = forms.CharField(required=False, initial=_form_key, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, data: Mapping | None, kinds: Mapping[str, PledgeKind]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [(slug, kind.name) for slug, kind in kinds.items()]
        for field in self.fields.values():
            # A browser cuts what is pasted off at this length, without a word (duty F9).
            field.widget.attrs.pop("maxlength", None)

    @classmethod
    def kept(cls, data: Mapping) -> "PledgeForm":
        """What was typed, to be sent again, asking the database for no choices."""
        form = cls(data, {})
        for name in ("kind", "area"):
            form.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)
        return form

    def pledge(self) -> Pledge:
        """What was promised, not yet kept. Sent twice it has the same key."""
        data = self.cleaned_data
        words = [str(data[name]) for name in ("key", "kind", "words", "area", "name", "email")]
        key = hashlib.sha256("\0".join(words).encode()).hexdigest() if data["key"] else new_key()
        shows = bool(data["words"]) and data["may_show_words"]
        return Pledge(
            key=key,
            email_digest=digest_of(data["email"]) if data["email"] else None,
            may_show_words=shows,
            consent=str(SHOW_WORDS) if shows else "",
            language=get_language() or SOURCE,
            **{name: data[name] for name in ("kind", "words", "area", "name", "email")},
        )
