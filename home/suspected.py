"""A filter of lists in the admin: what perhaps came from robots is left out until somebody asks for it."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy


class SuspectedFilter(django_filters.ChoiceFilter):
    """For rows with `is_suspect`. The list itself leaves them out while nothing is chosen."""

    def __init__(self, **options) -> None:
        super().__init__(
            label=gettext_lazy("Perhaps from robots"),
            choices=[("only", gettext_lazy("Only these")), ("too", gettext_lazy("These too"))],
            empty_label=gettext_lazy("Left out"),
            **options,
        )

    def filter(self, rows: QuerySet, chosen: str) -> QuerySet:
        return rows.filter(is_suspect=True) if chosen == "only" else rows
