from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class PreElectionPeriodQuerySet(models.QuerySet):
    def on(self, day: date) -> "PreElectionPeriod | None":
        """The period this day is in: of several the one that lasts longest."""
        return self.filter(begins__lte=day, ends__gte=day).order_by("-ends").first()


class PreElectionPeriod(models.Model):
    """The weeks before an election, both days included, in which no story is published (duty P15)."""

    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"), help_text=_("A story with a date in between waits until after it."))

    objects = PreElectionPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("pre-election period")
        verbose_name_plural = _("pre-election periods")
        ordering = ["-begins"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("begins")), name="period_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"{date_format(self.begins)} – {date_format(self.ends)}"

    def clean(self) -> None:
        if self.begins and self.ends and self.ends < self.begins:
            raise ValidationError({"ends": _("The last day is before the first day.")})
