from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from campaign.measures import Figures
from home.models import Fact
from home.models.base import InOneLanguage

COUNTED = (Fact.Kind.NUMBER, Fact.Kind.PERCENT, Fact.Kind.MONEY)
MOST_DIGITS = 15


class MeasureManager(models.Manager):
    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("locale", "baseline", "latest", "target")


class Measure(InOneLanguage, TranslatableMixin):
    """What tells whether something gets better: figures that are facts, each with a source and a date of its own."""

    name = models.CharField(_("what is measured"), max_length=160)
    baseline = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+", verbose_name=_("Baseline"))
    latest = models.ForeignKey(
        Fact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Latest"),
        help_text=_("Leave empty as long as nobody has measured again."),
    )
    target = models.ForeignKey(
        Fact, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Target")
    )

    objects = MeasureManager()
    panels = [FieldPanel(name) for name in ("name", "baseline", "latest", "target")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        kinds = {fact.kind for fact in self.facts()} if self.baseline_id else set()
        if len(kinds) > 1 or kinds - set(COUNTED):
            raise ValidationError(_("A measure compares figures of one kind: numbers, per cent or pounds."))
        if any(not (fact.source_name and fact.as_at) for fact in self.facts()):
            raise ValidationError(_("A fact needs a source and the day the figure is of before it is shown here."))

    def facts(self) -> list[Fact]:
        """Its figures, those there are."""
        return [fact for fact in self.roles().values() if fact]

    def roles(self) -> dict[str, Fact | None]:
        """Each figure by what it is to the measure."""
        baseline = self.baseline if self.baseline_id else None
        return {"baseline": baseline, "latest": self.latest, "target": self.target}

    @property
    def is_share(self) -> bool:
        return self.baseline.kind == Fact.Kind.PERCENT

    @property
    def figures(self) -> Figures | None:
        """None where a fact has since been given a value no chart can show."""
        if any(number_of(fact) is None for fact in self.facts()):
            return None
        return Figures(**{role: number_of(fact) if fact else None for role, fact in self.roles().items()})


def number_of(fact: Fact) -> Decimal | None:
    """The value as a number, None where it is no number people count with."""
    try:
        value = Decimal(fact.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= MOST_DIGITS else None
