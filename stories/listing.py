"""The list of stories, page by page, however many there are.

Counting or skipping a hundred thousand stories takes longer than showing twelve, so a list is counted only as far as
it is paged; what is older follows from the last story shown, as a list of its own.
"""

from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

STORIES_A_PAGE = 12
MOST_LISTED = 20 * STORIES_A_PAGE


class StoryPaginator(Paginator):
    """Pages of the newest `MOST_LISTED` stories; `has_older` says whether there are more than these."""

    def __init__(self, stories: QuerySet) -> None:
        super().__init__(stories, STORIES_A_PAGE)

    @cached_property
    def _numbers(self) -> list[int]:
        # Counted and paged by one look at the list, which a question of several words makes dear.
        return list(self.object_list.values_list("pk", flat=True)[: MOST_LISTED + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self._numbers), MOST_LISTED)

    @property
    def has_older(self) -> bool:
        return len(self._numbers) > MOST_LISTED

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        shown = self._numbers[start : min(start + self.per_page, self.count)]
        return self._get_page(self.object_list.filter(pk__in=shown), number, self)


def place_of(published_on: date, number: int) -> str:
    """Where a story stands among all, for an address: '2026-11-02_17'."""
    return f"{published_on.isoformat()}_{number}"


def place_in(text: str) -> tuple[date, int]:
    """What `place_of` has written; raises ValueError for anything else."""
    day, _line, number = text.partition("_")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise ValueError(text)
    return date.fromisoformat(day), int(number)


def older_than(place: tuple[date, int]) -> Q:
    """The stories that stand below this place."""
    published_on, number = place
    return Q(published_on__lte=published_on) & ~Q(published_on=published_on, pk__gte=number)
