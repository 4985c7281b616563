from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from home import languages, passages
from home.languages import SOURCE
from home.passages import Passages
from home.translation import Origin, State, judge


class TranslationRecordQuerySet(models.QuerySet):
    def of(self, translation_key: UUID, code: str) -> "TranslationRecord | None":
        return self.filter(translation_key=translation_key, locale__language_code=code).first()

    def wanted(self) -> "TranslationRecordQuerySet":
        """Those somebody is asked for: not of pages whose English is taken down."""
        down = Page.objects.filter(locale__language_code=SOURCE, live=False)
        return self.exclude(translation_key__in=down.values("translation_key"))


class TranslationRecord(models.Model):
    """How one page or snippet stands in one language: what its words were made from, by whom, and who checked them.

    There is one for every language as soon as the English is published, so that what is missing is told by a row too.
    `home.translation_records` alone writes it.
    """

    translation_key = models.UUIDField(editable=False)
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, editable=False, verbose_name=_("language"))
    title = models.CharField(_("page"), max_length=255, editable=False)
    model = models.CharField(_("kind"), max_length=100, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.MISSING, editable=False)
    is_live = models.BooleanField(default=False, editable=False)
    made_from = models.JSONField(editable=False, default=list)
    checked = models.JSONField(editable=False, default=list)
    words_of = models.JSONField(editable=False, default=dict)
    is_current = models.BooleanField(_("the English is the same"), default=True, editable=False)
    is_checked = models.BooleanField(default=False, editable=False)
    english_changed_on = models.DateField(_("the English changed on"), null=True, blank=True, editable=False)
    untranslated = models.JSONField(editable=False, default=list)
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    words_to_do = models.PositiveIntegerField(_("words to translate"), default=0, editable=False)
    passages_to_do = models.PositiveIntegerField(_("passages to translate"), default=0, editable=False)
    origin = models.CharField(
        _("translated by"), max_length=20, choices=Origin, default=Origin.TRANSLATOR, editable=False
    )
    translated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("translator"),
    )
    translated_on = models.DateField(_("published on"), null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_on = models.DateField(_("checked on"), null=True, blank=True, editable=False)
    # What readers saw until the English was taken down, or would see if it were not: published again with it.
    comes_back_as = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = TranslationRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ["title", "locale__language_code"]
        permissions = [("check_translation", "Can say that a translation is right")]
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="one_record_per_translation")]
        indexes = [models.Index(fields=["locale", "state"], name="translations_by_state")]

    def __str__(self) -> str:
        return f"{self.title} ({languages.language(self.locale.language_code).english_name})"

    @property
    def percent(self) -> int:
        """How much of the English has a translation, published or not; 100 only when all of it has."""
        return 100 - -(-100 * self.words_to_do // self.words) if self.words else 100

    @property
    def passages(self) -> Passages:
        """The English passages its published words were made from."""
        return passages.passages(self.made_from)

    def settle(self) -> None:
        """Works the state out anew from what is known; whoever changes a field calls it before saving."""
        self.is_checked = self.is_live and bool(self.checked) and self._every_passage_was_checked()
        self.state = judge(
            is_live=self.is_live, is_current=self.is_current, origin=Origin(self.origin), is_checked=self.is_checked
        )

    def _every_passage_was_checked(self) -> bool:
        checked = {(path, tuple(revisions), words) for path, revisions, words in self.checked}
        return not self.untranslated and all(seen in checked for seen in self.seen())

    def seen(self) -> list[tuple[str, tuple[str, ...], str]]:
        """What somebody who reads it through sees: each passage's path, English revisions and digest of its words."""
        made = [(passage.path, passage.revisions, self.words_of.get(passage.path, "")) for passage in self.passages]
        own = [(path, (), words) for path, words in self.words_of.items() if path not in dict(self.passages)]
        return made + own
