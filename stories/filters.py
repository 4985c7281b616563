from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from home import search_index
from home.models import Area, Category
from home.search import LONGEST_QUESTION
from stories import listing

LEFT_OUT = _("This was not understood, so it is left out.")
# The campaign began then; older stories are found by their words.
FIRST_YEAR = 2019
# Every way in which these fields can go wrong.
MESSAGES = dict.fromkeys(("invalid", "invalid_choice", "max_length", "null_characters_not_allowed"), LEFT_OUT)


class StoryFilters(forms.Form):
    """What a reader narrows the stories by. What makes no sense is left out with a word, never an error page."""

    category = forms.ChoiceField(label=_("Filed under"), required=False, error_messages=MESSAGES)
    network = forms.ChoiceField(label=_("Area"), required=False, error_messages=MESSAGES)
    year = forms.ChoiceField(label=_("Year"), required=False, error_messages=MESSAGES)
    q = forms.CharField(
        label=_("Words in the story"),
        max_length=LONGEST_QUESTION,
        required=False,
        error_messages=MESSAGES,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
    # Where an older list begins: followed from a link, never typed.
    older = forms.CharField(required=False, widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(
        self, data: Mapping, categories: Mapping[str, Category], areas: Iterable[Area], newest_year: int
    ) -> None:
        super().__init__(data)
        self.categories, areas = categories, list(areas)
        self.areas = {area.slug: area for area in areas if area.parent_id is None}
        self.parts = {
            slug: [area.pk, *(part.pk for part in areas if part.parent_id == area.pk)]
            for slug, area in self.areas.items()
        }
        years = range(newest_year, FIRST_YEAR - 1, -1)
        self.fields["category"].choices = [
            ("", _("All categories")),
            *((slug, category.name) for slug, category in categories.items()),
        ]
        self.fields["network"].choices = [
            ("", _("All areas")),
            *((slug, area.name) for slug, area in self.areas.items()),
        ]
        self.fields["year"].choices = [("", _("All years")), *((str(year), str(year)) for year in years)]
        self.is_valid()

    def clean_older(self) -> tuple | None:
        try:
            return listing.place_in(self.cleaned_data["older"]) if self.cleaned_data["older"] else None
        except ValueError:
            return None

    @property
    def chosen(self) -> list[str]:
        """What the list is narrowed by, in the reader's words."""
        named = [dict(self.fields[name].choices).get(self.cleaned_data.get(name)) for name in self.choices_made]
        words = self.cleaned_data.get("q")
        return [*map(str, named), *([f"“{words}”"] if words else [])]

    @property
    def choices_made(self) -> list[str]:
        return [name for name in ("category", "network", "year") if self.cleaned_data.get(name)]

    def applied_to(self, stories: QuerySet) -> QuerySet:
        """The stories that fit every filter that could be understood."""
        chosen = self.cleaned_data
        if chosen.get("category"):
            stories = stories.filed_under(self.categories[chosen["category"]])
        if chosen.get("network"):
            stories = stories.filter(area__in=self.parts[chosen["network"]])
        if chosen.get("year"):
            stories = stories.filter(published_on__year=chosen["year"])
        if chosen.get("q"):
            stories = search_index.having(stories, chosen["q"])
        if chosen.get("older"):
            stories = stories.filter(listing.older_than(chosen["older"]))
        return stories
