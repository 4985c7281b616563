from collections.abc import Mapping

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaign.models import Pledge, PledgeKind
from campaign.models.pledges import digest_of
from home import sent_once
from home.forms import EMAIL_ERRORS, EMAIL_INPUT, EMAIL_LABEL, OnceForm
from home.languages import SOURCE
from home.models import Area

SHOW_WORDS = _("Waltham Forest Council may show my words on this website, without my name. I can take them back.")


class PledgeForm(OnceForm):
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

    def __init__(self, data: Mapping | None, kinds: Mapping[str, PledgeKind]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [(slug, kind.name) for slug, kind in kinds.items()]

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
        words = {name: data[name] for name in ("kind", "words", "area", "name", "email")}
        shows = bool(data["words"]) and data["may_show_words"]
        return Pledge(
            key=sent_once.digest_of(data["key"], words.values()),
            email_digest=digest_of(data["email"]) if data["email"] else None,
            may_show_words=shows,
            consent=str(SHOW_WORDS) if shows else "",
            language=get_language() or SOURCE,
            **words,
        )
