from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home import languages
from home.fidelity import Kind, Loss


class Failure(models.TextChoices):
    """Why a machine draft stopped before its end."""

    OFF = "off", _("No translation service is set up.")
    LANGUAGE = "language", _("The translation service does not know this language.")
    BUDGET = "budget", _("It would go beyond the words allowed in a month.")
    UNREACHABLE = "unreachable", _("The translation service cannot be reached.")
    SLOW = "slow", _("The translation service took too long to answer.")
    REFUSED = "refused", _("The translation service refused.")
    NONSENSE = "nonsense", _("The translation service answered with something else than a translation.")
    NO_TIME = "no time", _("There was no time for all of it. Ask again for the rest.")
    STOPPED = "stopped", _("It stopped before its end. Ask again for the rest.")


class MachineDraftQuerySet(models.QuerySet):
    def lost(self, now: datetime) -> "MachineDraftQuerySet":
        """Drafts that nothing works on any more: the process ended, or the task went missing."""
        return self.filter(finished_at=None, asked_at__lt=now - timedelta(hours=1))


class MachineDraft(models.Model):
    """One time a machine was asked to translate what was missing of a page or snippet in one language."""

    translation_key = models.UUIDField(null=True, editable=False)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, editable=False, verbose_name=_("language"))
    title = models.CharField(_("page"), max_length=255, blank=True, editable=False)
    provider = models.CharField(_("translation service"), max_length=100, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    asked_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    passages = models.PositiveIntegerField(_("passages"), default=0, editable=False)
    done = models.PositiveIntegerField(_("passages translated"), default=0, editable=False)
    # Each with the English, what the machine wrote, and the kind and thing of each loss.
    left_alone = models.JSONField(_("passages left alone"), default=list, editable=False)
    failure = models.CharField(_("failure"), max_length=20, choices=Failure, blank=True, editable=False)
    detail = models.CharField(max_length=200, blank=True, editable=False)

    objects = MachineDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("machine draft")
        verbose_name_plural = _("machine drafts")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "locale"],
                condition=models.Q(finished_at=None),
                name="one_draft_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({languages.language(self.locale.language_code).english_name})"

    @property
    def progress(self) -> str:
        """How far it has come, and why it came no further."""
        if not self.passages and not self.failure:
            return gettext("Waiting") if self.finished_at is None else gettext("There was nothing to translate.")
        counts = {"done": self.done, "passages": self.passages}
        came = gettext("%(done)d of %(passages)d passages are drafted.") % counts if self.passages else ""
        return f"{came} {self.get_failure_display()} {self.detail}".strip()

    @property
    def number_left_alone(self) -> int:
        return len(self.left_alone)

    def reports(self) -> Iterator[tuple[str, str, list[Promise]]]:
        """Each passage left alone: the English, what the machine wrote, and what is wrong with it."""
        for passage in self.left_alone:
            reasons = [Loss(Kind(kind), what).sentence for kind, what in passage["losses"]]
            yield passage["english"], passage["translation"], reasons


class DraftingMonthQuerySet(models.QuerySet):
    def take(self, words: int, limit: int, today: date) -> bool:
        """Counts these words before they are sent, or counts nothing where the month would go over its limit.

        One statement decides, so that two drafts at once cannot both take the last words.
        """
        month, _is_new = self.get_or_create(month=today.replace(day=1))
        return bool(self.filter(pk=month.pk, words__lte=limit - words).update(words=models.F("words") + words))

    def give_back(self, words: int, today: date) -> None:
        """Words that were counted and never sent."""
        self.filter(month=today.replace(day=1), words__gte=words).update(words=models.F("words") - words)

    def used(self, today: date) -> int:
        return self.filter(month=today.replace(day=1)).values_list("words", flat=True).first() or 0


class DraftingMonth(models.Model):
    """How many English words were sent to a machine in one month."""

    month = models.DateField(unique=True, editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)

    objects = DraftingMonthQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.month:%B %Y}"
