from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from home.models.snippets import Sourced

LONGEST_HOLIDAY = 100
MOST_HOLIDAY_DAYS = 1500


class SchoolHolidayQuerySet(models.QuerySet):
    def days(self) -> set[date]:
        """Every day without school that is known, the latest holidays first where they are too many to follow."""
        found = set()
        for first, last in self.order_by("-first_day").values_list("first_day", "last_day"):
            length = min((last - first).days + 1, LONGEST_HOLIDAY)
            if len(found) + length > MOST_HOLIDAY_DAYS:
                break
            found |= {first + timedelta(days=number) for number in range(length)}
        return found


class SchoolHoliday(Sourced):
    """Days without school, for the series that follow them."""

    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = SchoolHolidayQuerySet.as_manager()
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        Sourced.source_panel,
    ]

    class Meta:
        verbose_name = _("school holiday")
        verbose_name_plural = _("school holidays")
        ordering = ["first_day"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.first_day and self.last_day and not 0 <= (self.last_day - self.first_day).days < LONGEST_HOLIDAY:
            raise ValidationError(
                {"last_day": _("A holiday ends on or after its first day and lasts at most 100 days.")}
            )
