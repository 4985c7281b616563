from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from campaign import recurrence
from campaign.models.holidays import SchoolHoliday
from campaign.recurrence import Occurrence
from home import languages
from home.blocks import BODY
from home.models import BasePage

LONGEST_REASON = 160


class ExtraBlock(blocks.StructBlock):
    starts_at = blocks.DateTimeBlock(label=_("starts"))
    ends_at = blocks.DateTimeBlock(label=_("ends"))


class MovedBlock(blocks.StructBlock):
    date = blocks.DateBlock(label=_("day it was to be"))
    starts_at = blocks.DateTimeBlock(label=_("starts"))
    ends_at = blocks.DateTimeBlock(label=_("ends"))
    reason = blocks.CharBlock(label=_("reason"), max_length=LONGEST_REASON, required=False)


class CancelledBlock(blocks.StructBlock):
    date = blocks.DateBlock(label=_("day it was to be"))
    reason = blocks.CharBlock(label=_("reason"), max_length=LONGEST_REASON, required=False)


PARTICULAR_DATES = [
    ("without", blocks.DateBlock(label=_("Not on this date"), icon="cross")),
    ("extra", ExtraBlock(label=_("Extra date"), icon="plus")),
    ("moved", MovedBlock(label=_("Moved date"), icon="redirect")),
    ("cancelled", CancelledBlock(label=_("Cancelled date"), icon="no-view")),
]


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
    not_in_school_holidays = models.BooleanField(_("not in school holidays"), default=False)
    particular_dates = StreamField(PARTICULAR_DATES, blank=True, verbose_name=_("particular dates"))
    cancelled = models.BooleanField(_("cancelled"), default=False)
    cancelled_reason = models.CharField(_("why it is cancelled"), max_length=LONGEST_REASON, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    sequence_of = models.CharField(max_length=64, blank=True, editable=False)
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
    who_for = models.CharField(_("who it is for"), max_length=160, blank=True)
    contact = models.ForeignKey(
        "home.Contact",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
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
                FieldPanel("not_in_school_holidays"),
                FieldPanel("particular_dates"),
                FieldPanel("cancelled"),
                FieldPanel("cancelled_reason"),
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
                FieldPanel("who_for"),
                FieldPanel("contact"),
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
        *[
            SynchronizedField(name, overridable=False)
            for name in (
                "starts_at",
                "ends_at",
                "all_day",
                "rule",
                "not_in_school_holidays",
                "cancelled",
                "place",
                "is_free",
                "cost",
            )
        ],
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
        if self.rule and self.starts_at and self.ends_at:
            try:
                recurrence.check(self.recurrence)
            except recurrence.BadRule:
                problems["rule"] = _("This is not a rule the calendar can follow.")
        if problems:
            raise ValidationError(problems)
        if self.starts_at and self.ends_at:
            self.last_end = self.recurrence.last_end()

    @property
    def recurrence(self) -> recurrence.Recurrence:
        """The dates of this event. One query where it is not in school holidays."""
        particular = [(block.block_type, block.value) for block in self.particular_dates]
        without = {value for kind, value in particular if kind == "without"}
        if self.not_in_school_holidays:
            without |= SchoolHoliday.objects.days()
        return recurrence.Recurrence(
            self.starts_at,
            self.ends_at,
            self.rule,
            all_day=self.all_day,
            without=frozenset(without),
            extra=tuple((value["starts_at"], value["ends_at"]) for kind, value in particular if kind == "extra"),
            changes=tuple(
                recurrence.Change(
                    value["date"], value.get("starts_at"), value.get("ends_at"), (value["reason"] or "").strip()
                )
                for kind, value in particular
                if kind in ("moved", "cancelled")
            ),
        )

    @property
    def uid(self) -> str:
        """The same in every language and for as long as the event is kept (RFC 7986, 5.3: a UUID)."""
        return str(self.translation_key)

    def dates(self, now: datetime, most: int) -> list[Occurrence]:
        """At most `most` dates not over at `now`, in order."""
        return list(islice(self.recurrence.dates(now), most))

    def spoken(self) -> list[languages.Language]:
        """The languages spoken there, as the site's table knows them."""
        return [languages.LANGUAGES[code] for code in self.languages_spoken if code in languages.LANGUAGES]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["next_dates"] = self.dates(timezone.now(), 6)
        return context
