"""What a resident can say on their private page. Each message says what to do (duty F6)."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from stories import limits, words

ANSWER_CHARACTERS = 4000


class AnswerForm(forms.Form):
    """An answer to one question of ours."""

    answer = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"required": _("Enter your answer")},
    )
    use_required_attribute = False
    action = "answer"

    def clean_answer(self) -> str:
        answer = self.cleaned_data["answer"]
        if words.length(answer) > ANSWER_CHARACTERS:
            raise forms.ValidationError(_("Your answer must be 4,000 characters or less"))
        return answer


class ChangesForm(AnswerForm):
    """What the page should say instead."""

    action = "refuse"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].label = _("What should be different?")
        self.fields["answer"].error_messages["required"] = _("Enter what should be different")


class OwnWordsForm(forms.Form):
    """The author's own change of their story, as long as nobody has accepted it."""

    text = forms.CharField(
        label=_("Your story"),
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        error_messages={"required": _("Enter your story")},
    )
    use_required_attribute = False

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        if words.length(text) > limits.TEXT_CHARACTERS:
            number = f"{limits.TEXT_CHARACTERS:,}"
            raise forms.ValidationError(format_lazy(_("Story must be {number} characters or less"), number=number))
        return text


class LostLinkForm(forms.Form):
    """The address a lost link is sent to: the one that was given with the story."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one you gave us with your story."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": _("Enter an e-mail address in the form name@example.com"),
            "max_length": _("E-mail address must be 254 characters or less"),
        },
    )
    use_required_attribute = False
