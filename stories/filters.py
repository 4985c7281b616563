from collections.abc import Mapping

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from home.models import Area, Category


class StoryFilters(forms.Form):
    """What a reader narrows the stories by. A filter that makes no sense is dropped, never an error page."""

    category = forms.ChoiceField(label=_("Filed under"), required=False)
    network = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("All areas"),
    )
    q = forms.CharField(label=_("Words in the title"), max_length=100, required=False)

    def __init__(self, data: Mapping, categories: Mapping[str, Category], areas: QuerySet) -> None:
        super().__init__(data)
        self.fields["category"].choices = [
            ("", _("All categories")),
            *((slug, category.name) for slug, category in categories.items()),
        ]
        self.fields["network"].queryset = areas

    def applied_to(self, stories: QuerySet) -> QuerySet:
        """The stories that fit every filter that could be understood."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("category"):
            stories = stories.filed_under(chosen["category"])
        if chosen.get("network"):
            stories = stories.near(chosen["network"])
        if chosen.get("q"):
            stories = stories.saying(chosen["q"])
        return stories
