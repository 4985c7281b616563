from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home import facts, languages
from home.languages import SOURCE
from home.models.base import SMALL_CHANGE, SMALL_CHANGE_MEANS, InOneLanguage, SaysSmallChange
from home.models.reviewed import Reviewed, ReviewedForm


class Sourced(models.Model):
    """Something that is true by somebody's word: where it stands."""

    source_name = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_sample = models.BooleanField(_("sample, to be confirmed"), default=False)

    source_panel = MultiFieldPanel(
        [
            FieldPanel("source_name"),
            FieldPanel("source_url"),
            FieldPanel("is_sample"),
        ],
        heading=_("Source"),
    )

    class Meta:
        abstract = True


class Fact(Reviewed, Sourced, index.Indexed, models.Model):
    """One value, the same in every language; `{fact:key}` in a sentence stands for it."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telephone number")
        MONEY = "money", _("Amount in pounds")
        NUMBER = "number", _("Number")
        PERCENT = "percent", _("Per cent")
        DATE = "date", _("Date, as 2026-05-01")
        TEXT = "text", _("Words that stay the same in every language")

    key = models.SlugField(_("key"), unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=120)
    label = models.CharField(_("what it is"), max_length=255)
    as_at = models.DateField(
        _("As at"),
        null=True,
        blank=True,
        help_text=_(
            "The day the figure is of, such as that of a census; readers see its month and year, of 1 January the year "
            "alone."
        ),
    )

    named_by = "label"
    shown_for_review = ("value", "as_at", "source_name", "source_url")

    panels = [
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("value")]),
        FieldPanel("label"),
        FieldPanel("as_at"),
        Sourced.source_panel,
        Reviewed.review_panel,
    ]
    search_fields = [index.SearchField("label"), index.SearchField("key"), index.AutocompleteField("label")]

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["key"]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    def clean(self) -> None:
        if facts.problem_with(self.kind, self.value):
            raise ValidationError({"value": _("This value does not fit its kind.")})


class TermQuerySet(models.QuerySet):
    def by_key(self, keys: set[str], code: str) -> "dict[str, Term]":
        """The terms with these keys, in this language where they are translated, else in English."""
        found = self.filter(key__in=keys, locale__language_code__in=[code, SOURCE]).select_related("locale")
        english_first = sorted(found, key=lambda term: term.locale.language_code == code)
        return {term.key: term for term in english_first}


class SnippetForm(SaysSmallChange, WagtailAdminModelForm):
    """What is saved is published, so a small change is said of this saving alone."""

    is_small_change = forms.BooleanField(label=capfirst(SMALL_CHANGE), required=False, help_text=SMALL_CHANGE_MEANS)

    def save(self, commit: bool = True) -> models.Model:
        self.instance.is_small_change = self.cleaned_data.get("is_small_change", False)
        return super().save(commit)


class ContactForm(SnippetForm, ReviewedForm):
    pass


class Term(InOneLanguage, TranslatableMixin):
    """A word a newcomer meets, explained; `{word:key}` in a sentence stands for it."""

    key = models.SlugField(_("key"), max_length=60)
    english = models.CharField(_("the English word"), max_length=80)
    word = models.CharField(_("the word in this language"), max_length=80)
    explanation = models.CharField(_("what it means"), max_length=300)

    objects = TermQuerySet.as_manager()
    base_form_class = SnippetForm
    panels = [FieldPanel(name) for name in ("key", "english", "word", "explanation", "is_small_change")]
    override_translatable_fields = [
        SynchronizedField("key", overridable=False),
        SynchronizedField("english", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("glossary word")
        verbose_name_plural = _("glossary words")
        ordering = ["english"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="term_key_per_language")]

    def __str__(self) -> str:
        return self.english

    @property
    def english_attributes(self) -> SafeString:
        return languages.language(SOURCE).attributes


class Area(models.Model):
    """A part of the borough; stories, events and places point at it."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("parent")]

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CategoryQuerySet(models.QuerySet):
    def by_slug(self, code: str) -> "dict[str, Category]":
        """Every category under its slug, in this language where it is translated, else in English.

        `versions` are the numbers of both, for finding what is filed under either.
        """
        found = self.filter(locale__language_code__in=[code, SOURCE]).select_related("locale").order_by("name")
        english_first = sorted(found, key=lambda category: category.locale.language_code == code)
        best = {category.slug: category for category in english_first}
        for category in best.values():
            category.versions = [version.pk for version in english_first if version.slug == category.slug]
        return best


class Category(InOneLanguage, TranslatableMixin, models.Model):
    """What a story is filed under."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"))

    objects = CategoryQuerySet.as_manager()
    panels = [FieldPanel("name"), FieldPanel("slug")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="category_slug_per_language")]

    def __str__(self) -> str:
        return self.name


class ContactManager(models.Manager):
    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("phone_fact", "locale")


class Contact(Reviewed, InOneLanguage, TranslatableMixin, Sourced):
    """How to reach somebody. A number that is a fact is not typed again: it is chosen."""

    name = models.CharField(_("name"), max_length=120)
    what_for = models.CharField(_("what for"), max_length=255, blank=True)
    phone_fact = models.ForeignKey(Fact, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("telephone"))
    textphone = models.CharField(_("textphone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("web address"), max_length=500, blank=True)
    hours = models.CharField(_("hours"), max_length=160, blank=True)

    named_by = "name"
    shown_for_review = ("what_for", "phone_fact", "textphone", "email", "url", "hours", "source_name", "source_url")

    objects = ContactManager()
    base_form_class = ContactForm
    panels = [
        FieldPanel("name"),
        FieldPanel("what_for"),
        FieldRowPanel([FieldPanel("phone_fact"), FieldPanel("textphone")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("url")]),
        FieldPanel("hours"),
        FieldPanel("is_small_change"),
        Sourced.source_panel,
        Reviewed.review_panel,
    ]
    override_translatable_fields = [
        SynchronizedField("textphone"),
        SynchronizedField("source_name"),
        *Reviewed.review_sync,
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A building or an open space; its name and address are the same in every language."""

    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=255, blank=True)
    postcode = models.CharField(
        _("postcode"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$", _("Enter a postcode, like E17 4JF."))],
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("area"))
    url = models.URLField(_("web address"), max_length=500, blank=True)
    access = models.CharField(_("access for disabled people"), max_length=255, blank=True)
    is_sample = models.BooleanField(_("sample, to be confirmed"), default=False)

    panels = [FieldPanel(name) for name in ("name", "address", "postcode", "area", "url", "access", "is_sample")]

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(TranslatableMixin, models.Model):
    """Somebody with a role on the site, such as a network's facilitator."""

    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("role"), FieldPanel("email")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AlertQuerySet(models.QuerySet):
    def showing(self, code: str, now: datetime) -> "list[Alert]":
        """The alerts in force at `now`, each once: in this language where translated, else in English."""
        found = self.filter(
            locale__language_code__in=[code, SOURCE], starts_at__lte=now, expires_at__gt=now
        ).select_related("locale")
        best = {}
        for alert in sorted(found, key=lambda alert: alert.locale.language_code == code):
            best[alert.translation_key] = alert
        return sorted(best.values(), key=lambda alert: alert.starts_at)


class Alert(InOneLanguage, TranslatableMixin):
    """A notice on every page, in every language, until it expires."""

    text = models.CharField(_("text"), max_length=300)
    link = models.URLField(_("link"), blank=True, max_length=500)
    starts_at = models.DateTimeField(_("shown from"))
    expires_at = models.DateTimeField(_("shown until"))

    objects = AlertQuerySet.as_manager()
    panels = [
        FieldPanel("text"),
        FieldPanel("link"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("expires_at")]),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.starts_at and self.expires_at and self.expires_at <= self.starts_at:
            raise ValidationError({"expires_at": _("An alert ends after it starts.")})
