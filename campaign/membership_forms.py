from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaign.models import Member, NetworkPage
from campaign.models.pledges import digest_of
from home.forms import EMAIL_ERRORS, EMAIL_INPUT, OpenForm
from home.languages import SOURCE

CONSENT = _("Waltham Forest Council and the facilitator of this network may write to me about the network.")


class JoinForm(OpenForm):
    """Joining a network; every message says what to do (duty F6)."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false", "dir": "auto"}),
        error_messages={
            "required": _("Enter your name"),
            "max_length": _("Name must be 120 characters or less"),
        },
    )
    organisation = forms.CharField(
        label=_("Group or organisation (optional)"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
        error_messages={"max_length": _("The name of the group must be 160 characters or less")},
    )
    offers = forms.CharField(
        label=_("What would you like to bring? (optional)"),
        help_text=_("For example: a language, a room, an hour a week."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"max_length": _("Your words must be 300 characters or less")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send you a link to confirm that it is yours. With the same link you can leave."),
        max_length=254,
        widget=EMAIL_INPUT,
        error_messages={"required": _("Enter your e-mail address"), **EMAIL_ERRORS},
    )
    agrees = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Tick that we may write to you: without it nobody can tell you of a meeting")},
    )

    def member(self, network: NetworkPage) -> Member:
        """Who wants to join, not yet kept."""
        data = self.cleaned_data
        return Member(
            network=network,
            email_digest=digest_of(data["email"]),
            language=get_language() or SOURCE,
            consent=str(CONSENT),
            **{name: data[name] for name in ("name", "organisation", "offers", "email")},
        )
