from django import forms
from django.utils.translation import gettext_lazy as _

from stories.models import Submission


class DraftForm(forms.Form):
    """What a moderator writes when she makes a draft story: what each photo shows."""

    def __init__(self, submission: Submission, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for photo in submission.photos.all():
            self.fields[f"photo_{photo.pk}"] = forms.CharField(
                label=_("What the photo shows"),
                help_text=_("For people who cannot see it, in the language of the story."),
                max_length=300,
                initial=photo.alt,
                widget=forms.TextInput(attrs={"dir": "auto"}),
                error_messages={"required": _("Say what the photo shows")},
            )

    def descriptions(self) -> dict[int, str]:
        return {int(name.removeprefix("photo_")): text for name, text in self.cleaned_data.items()}


class DeclineForm(forms.Form):
    """Why a story is not published; only moderators read it."""

    note = forms.CharField(
        label=_("Why it is declined"),
        help_text=_("For your colleagues. The resident does not see this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is declined")},
    )
