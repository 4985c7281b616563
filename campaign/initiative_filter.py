"""Whom the initiatives are for, and how a reader narrows them by it."""

from collections.abc import Mapping

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """Whom an initiative is for first (P27). One that is for everyone is for each group."""

    EVERYONE = "everyone", _("Everyone")
    ARRIVALS = "arrivals", _("New arrivals")
    WOMEN = "women", _("Women")
    YOUNG = "young", _("Young people")
    OLDER = "older", _("Older people")
    FAMILIES = "families", _("Families")
    WORKERS = "workers", _("People looking for work")


def written(groups: list[str]) -> str:
    """Groups as they are kept: each with a space on both sides, so that one is found alike on every database."""
    return f" {' '.join(groups)} " if groups else ""


class InitiativeFilter(forms.Form):
    """One question, asked as `?for=`; an answer that makes no sense is left out, and that is said."""

    use_required_attribute = False

    def __init__(self, data: Mapping) -> None:
        super().__init__(data, auto_id="initiatives-%s")
        self.fields["for"] = forms.ChoiceField(label=_("Who it is for"), choices=Group.choices, required=False)
        self.was_understood = self.is_valid()
        self.group = self.cleaned_data.get("for", "")
        if not self.was_understood:
            # What could not be understood is shown as not chosen.
            self.data = {}

    @property
    def group_in_words(self) -> str:
        return Group(self.group).label if self.group else ""
