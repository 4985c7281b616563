"""What is offered at a place: an English class, a group of friends and neighbours, a library, a hub."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home import languages, opening_hours, search
from home.languages import SOURCE
from home.models.base import InOneLanguage
from home.models.reviewed import Reviewed
from home.models.snippets import Area, Contact, ContactForm, Place, Sourced

# In this order services stand in every list.
LISTED = ("kind", "name", "pk")


class ServiceQuerySet(models.QuerySet):
    def in_language(self, code: str) -> "ServiceQuerySet":
        """Each service once, with what a card shows: in this language where it is translated, else in English."""
        translated = self.model.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=code)
        mine = Q(locale__language_code=code) | (Q(locale__language_code=SOURCE) & ~Exists(translated))
        return self.filter(mine).select_related("locale", "place__area", "contact__phone_fact", "contact__locale")

    def near(self, area: Area) -> "ServiceQuerySet":
        """Services in this area or in a part of it."""
        return self.filter(Q(place__area=area) | Q(place__area__parent=area))

    def on(self, weekday: int) -> "ServiceQuerySet":
        """Services open on this weekday (0 is Monday)."""
        return self.filter(hours__contains=opening_hours.DAYS[weekday])

    def speaking(self, code: str) -> "ServiceQuerySet":
        return self.filter(spoken__contains=f" {code} ")

    def teaching(self, level: str) -> "ServiceQuerySet":
        """Classes for people whose English is at this level."""
        return self.filter(level__in=[level, Service.Level.ALL])

    def saying(self, question: str, code: str) -> "ServiceQuerySet":
        """Services that have every word of a question, in this language or in English: in their own words, in the
        name of their kind or place. A question without words leaves all."""
        versions = Service.objects.filter(locale__language_code__in=[code, SOURCE])
        services, named_kinds = self, _named_kinds(code)
        for forms in search.asked_in(question):
            said = Q()
            for form in forms:
                stem = search.stem_of(form)
                said |= Q(found_by__contains=f" {stem}") | Q(place__name__icontains=stem)
                said |= Q(kind__in=[kind for kind, words in named_kinds if f" {stem}" in words])
            services = services.filter(translation_key__in=versions.filter(said).values("translation_key"))
        return services


def _named_kinds(code: str) -> list[tuple[str, str]]:
    """Each kind with the words it is called by, in this language and in English."""
    labels = []
    for language in (code, SOURCE):
        with override(language):
            labels += [(kind.value, _folded(str(kind.label))) for kind in Service.Kind]
    return labels


def _folded(*texts: str) -> str:
    """The words of these texts as a search compares them, each with a space before it."""
    return "".join(f" {form}" for text in texts for forms in search.words_in(text) for form in forms)


class Service(Reviewed, InOneLanguage, TranslatableMixin, Sourced):
    """Something offered at a place, how to reach it, when, for whom and in which languages."""

    class Kind(models.TextChoices):
        ENGLISH = "english", _("English class")
        FRIENDS = "friends", _("Friends and Neighbours (FAN) group")
        LIBRARY = "library", _("Library")
        HUB = "hub", _("Hub or community centre")
        OPPORTUNITY = "opportunity", _("Job, training or mentoring")
        BEFRIENDING = "befriending", _("Befriending and support between families")
        FOOD = "food", _("Food and shared meals")
        ADVICE = "advice", _("Advice")

    class Level(models.TextChoices):
        BEGINNERS = "beginners", _("Beginners")
        SOME = "some", _("Some English")
        GOOD = "good", _("Good English")
        ALL = "all", _("All levels")

    key = models.SlugField(_("key"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    level = models.CharField(
        _("Level of English"),
        max_length=9,
        choices=Level,
        blank=True,
        help_text=_("Of an English class. Beginners: up to Entry 1. Some: Entry 2 and 3. Good: Level 1 and above."),
    )
    what = models.CharField(_("what it is"), max_length=400, blank=True)
    who_for = models.CharField(_("who it is for"), max_length=160, blank=True)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="services", verbose_name=_("place")
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="services", verbose_name=_("contact")
    )
    hours = models.CharField(
        _("opening hours"),
        max_length=opening_hours.LONGEST,
        blank=True,
        help_text=_("Like Mo-Fr 09:00-17:00; Sa 10:00-13:00. Empty where they are not known."),
    )
    # Codes with a space on each side, so that one can be found on both databases.
    spoken = models.CharField(_("languages spoken"), max_length=160, blank=True, default="")
    is_free = models.BooleanField(_("free"), null=True, blank=True)
    cost = models.CharField(_("cost"), max_length=160, blank=True)
    step_free = models.BooleanField(_("step-free"), null=True, blank=True)

    # What a search compares with; made from the words when they are saved.
    found_by = models.TextField(editable=False, blank=True)

    named_by = "name"
    shown_for_review = ("what", "place", "contact", "hours", "cost", "source_name", "source_url")

    objects = ServiceQuerySet.as_manager()
    base_form_class = ContactForm
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
        FieldPanel("what"),
        FieldPanel("who_for"),
        FieldRowPanel([FieldPanel("place"), FieldPanel("contact")]),
        FieldPanel("hours"),
        FieldPanel("spoken", help_text=_("Codes with spaces between them: en ur pl")),
        FieldRowPanel([FieldPanel("is_free"), FieldPanel("cost"), FieldPanel("step_free")]),
        FieldPanel("is_small_change"),
        Sourced.source_panel,
        Reviewed.review_panel,
    ]
    override_translatable_fields = [
        *(SynchronizedField(name, overridable=False) for name in ("key", "kind", "level", "hours", "spoken")),
        SynchronizedField("source_name"),
        *Reviewed.review_sync,
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["key", "locale"], name="service_key_per_language")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.found_by = _folded(self.name, self.what, self.who_for)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        problems = {}
        try:
            self.hours = opening_hours.written(opening_hours.read(self.hours))
        except opening_hours.BadHours as error:
            problems["hours"] = _("These are no opening hours: %(part)s") % {"part": error.args[0]}
        codes = self.spoken.split()
        if unknown := [code for code in codes if code not in languages.LANGUAGES]:
            problems["spoken"] = _("This site does not know the language %(code)s") % {"code": unknown[0]}
        if problems:
            raise ValidationError(problems)
        self.spoken = f" {' '.join(codes)} " if codes else ""

    @property
    def week(self) -> list[tuple[date, list[opening_hours.Span]]]:
        """The days it is open, each as some date of that weekday, so that a template can name it."""
        # 1 January 2024 was a Monday.
        return [(date(2024, 1, day + 1), spans) for day, spans in opening_hours.read(self.hours).items()]

    @property
    def languages_spoken(self) -> list[languages.Language]:
        return [languages.LANGUAGES[code] for code in self.spoken.split() if code in languages.LANGUAGES]

    def is_overdue(self, today: date) -> bool:
        return self.next_review < today
