from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from campaign import recurrence
from home import languages
from home.blocks import BODY
from home.models import BasePage


class EventPage(BasePage):
    """Something that happens, once or in a series."""

    belongs_on_desk = False

    class Kind(models.TextChoices):
        MEAL = "meal", _("Shared meal")
        CLASS = "class", _("Class or conversation club")
        MEETING = "meeting", _("Meeting")
        OUTDOORS = "outdoors", _("Outdoors")
        ADVICE = "advice", _("Advice")
        CULTURE = "culture", _("Culture")

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    all_day = models.BooleanField(_("all day"), default=False)
    rule = models.CharField(
        _("repeats"),
        max_length=recurrence.LONGEST_RULE,
        blank=True,
        help_text=_("An RFC 5545 rule, such as FREQ=WEEKLY;BYDAY=TU. Empty: it happens once."),
    )
    last_end = models.DateTimeField(null=True, editable=False)
    place = models.ForeignKey(
        "home.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    languages_spoken = models.JSONField(_("languages spoken"), default=list, blank=True)
    is_free = models.BooleanField(_("free"), default=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    booking_url = models.URLField(_("booking address"), max_length=500, blank=True)
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    access = models.CharField(_("access for disabled people"), max_length=255, blank=True)
    is_sample = models.BooleanField(_("sample event"), default=False)
    body = StreamField(BODY, blank=True)

    shown_with = ("locale", "picture", "place__area")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("all_day"),
                FieldPanel("rule"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("kind"),
                FieldPanel("languages_spoken"),
                FieldRowPanel([FieldPanel("is_free"), FieldPanel("cost")]),
                FieldPanel("booking_url"),
                FieldPanel("organiser"),
                FieldPanel("access"),
                FieldPanel("is_sample"),
            ],
            heading=_("Particulars"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("starts_at"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("rule", overridable=False),
        SynchronizedField("languages_spoken"),
    ]
    parent_page_types = ["campaign.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")

    def clean(self) -> None:
        super().clean()
        problems = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            problems["ends_at"] = _("An event ends after it starts.")
        if self.rule and self.starts_at:
            try:
                recurrence.check(self.rule, self.starts_at)
            except recurrence.BadRule:
                problems["rule"] = _("This is not a rule the calendar can follow.")
        if problems:
            raise ValidationError(problems)
        if self.starts_at and self.ends_at:
            self.last_end = self.recurrence.last_end()

    @property
    def recurrence(self) -> recurrence.Recurrence:
        return recurrence.Recurrence(self.starts_at, self.ends_at, self.rule)

    def dates(self, now: datetime, most: int) -> list[EventDate]:
        """At most `most` dates not over at `now`, in order."""
        upcoming = islice(self.recurrence.dates(now), most)
        return [EventDate(self, start, end, self.all_day) for start, end in upcoming]

    def spoken(self) -> list[languages.Language]:
        """The languages spoken there, as the site's table knows them."""
        return [languages.LANGUAGES[code] for code in self.languages_spoken if code in languages.LANGUAGES]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["next_dates"] = self.dates(timezone.now(), 6)
        return context
