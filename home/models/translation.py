from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from home import languages
from home.translation import State, judge


class TranslationRecord(models.Model):
    """What one published translation was made from, by whom, and whether somebody has checked it."""

    translation_key = models.UUIDField(editable=False)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, editable=False, verbose_name=_("language"))
    title = models.CharField(_("page"), max_length=255, editable=False)
    made_from = models.JSONField(editable=False)
    is_current = models.BooleanField(_("the English is the same"), default=True, editable=False)
    english_changed_on = models.DateField(_("the English changed on"), null=True, blank=True, editable=False)
    untranslated = models.JSONField(editable=False, default=list)
    is_machine = models.BooleanField(_("machine draft"), editable=False)
    translated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )
    translated_on = models.DateField(_("published on"), editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["title", "locale__language_code"]
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="one_record_per_translation")]

    @property
    def state(self) -> State:
        return judge(is_current=self.is_current, is_machine=self.is_machine, is_checked=self.checked_on is not None)

    def __str__(self) -> str:
        return f"{self.title} ({languages.language(self.locale.language_code).english_name})"
