from datetime import date, datetime
from hashlib import sha256
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from campaign import recurrence
from campaign.models.holidays import SchoolHoliday
from campaign.recurrence import Occurrence
from campaign.rule_forms import EventPageForm
from campaign.rule_panel import DatesPanel
from campaign.rule_words import in_words
from home import languages
from home.blocks import BODY
from home.models import BasePage

LONGEST_REASON = 160


# Where a problem with the dates of an event is said, and how.
PROBLEMS = {
    "end": ("ends_at", _("An event ends after it starts.")),
    "long": ("ends_at", _("An event lasts at most a year.")),
    "start": ("starts_at", _("The calendar goes from the year 2000 to 2149.")),
    "malformed": ("rule", _("This is not a rule the calendar can follow.")),
    "interval": ("rule", _("These dates are too far apart for the calendar.")),
    "count": ("rule", _("A series has at most 1000 dates.")),
    "until": ("rule", _("The last day is before the first date.")),
    "first": ("rule", _("The first date does not fit this. Change the date or how it repeats.")),
    "never": ("rule", _("No dates follow from this.")),
    "many": ("particular_dates", _("There are too many dates here: at most 200.")),
}
ABOUT_ONE_DATE = {"stranger", "double", "change"}


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
    rule = models.CharField(_("repeats"), max_length=recurrence.LONGEST_RULE, blank=True)
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

    base_form_class = EventPageForm
    shown_with = ("locale", "picture", "place__area")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("all_day"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                DatesPanel(),
                FieldPanel("repeats"),
                FieldPanel("repeats_every"),
                FieldPanel("repeats_on"),
                FieldPanel("repeats_nth"),
                FieldRowPanel([FieldPanel("repeats_until"), FieldPanel("repeats_times")]),
                FieldPanel("repeats_rule"),
                FieldPanel("not_in_school_holidays"),
            ],
            heading=_("Repeats"),
        ),
        FieldPanel("particular_dates"),
        MultiFieldPanel([FieldPanel("cancelled"), FieldPanel("cancelled_reason")], heading=_("Cancelled")),
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
        self.rule = self.rule.strip().upper()
        if not self.starts_at or not self.ends_at:
            return
        try:
            recurrence.check(self.recurrence)
        except recurrence.BadRule as problem:
            if problem.reason not in ABOUT_ONE_DATE:
                field, message = PROBLEMS.get(problem.reason, PROBLEMS["malformed"])
                raise ValidationError({field: ValidationError(message, code=problem.reason)}) from problem
        if problems := self._problems_of_dates():
            raise ValidationError({"particular_dates": StreamBlockValidationError(problems)})
        self.last_end = self.recurrence.last_end()

    def _problems_of_dates(self) -> dict[int, ValidationError]:
        """What is wrong with single particular dates, by their place in the list."""
        problems, seen = {}, set()
        for number, block in enumerate(self.particular_dates):
            is_plain = block.block_type == "without"
            problem = {}
            if block.block_type != "extra":
                day = block.value if is_plain else block.value["date"]
                if not self.recurrence.gives(day):
                    problem["date"] = ValidationError(_("The series has no date on this day."))
            else:
                day = block.value["starts_at"]
            if day in seen:
                problem["starts_at" if block.block_type == "extra" else "date"] = ValidationError(
                    _("This date is there twice.")
                )
            seen.add(day)
            if block.block_type in ("extra", "moved") and (
                wrong := recurrence.wrong_span(block.value["starts_at"], block.value["ends_at"], self.all_day)
            ):
                problem["ends_at"] = ValidationError(PROBLEMS[wrong][1])
            if problem:
                problems[number] = problem["date"] if is_plain else StructBlockValidationError(problem)
        return problems

    @cached_property
    def _holidays(self) -> frozenset[date]:
        return frozenset(SchoolHoliday.objects.days())

    def recurrence_without(self, holidays: set[date]) -> recurrence.Recurrence:
        """The dates of this event, where the days without school are known. No query."""
        particular = [(block.block_type, block.value) for block in self.particular_dates]
        without = {value for kind, value in particular if kind == "without"}
        return recurrence.Recurrence(
            self.starts_at,
            self.ends_at,
            self.rule,
            all_day=self.all_day,
            without=frozenset(without),
            holidays=frozenset(holidays) if self.not_in_school_holidays else None,
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
    def recurrence(self) -> recurrence.Recurrence:
        """The dates of this event. One query where it is not in school holidays."""
        return self.recurrence_without(self._holidays if self.not_in_school_holidays else frozenset())

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

    @property
    def rule_in_words(self) -> str:
        return in_words(self.recurrence)

    def with_content_json(self, content: dict) -> "EventPage":
        """A revision brings its words; how often the event has changed is counted on, whatever it says."""
        page = super().with_content_json(content)
        page.sequence, page.sequence_of = self.sequence, self.sequence_of
        return page

    def count_changes(self) -> None:
        """Raises the sequence (RFC 5545, 3.8.7.4) if when, where or whether it takes place is not as last counted."""
        dates = self.recurrence
        told = [dates.calendar_rule(), dates.left_out(), dates.extra, self.all_day, self.place_id, self.cancelled]
        told += [(change.day, change.starts_at, change.ends_at) for change in dates.changes]
        told += [dates.starts_at.timestamp(), dates.ends_at.timestamp()]
        digest = sha256(repr(told).encode()).hexdigest()
        if digest == self.sequence_of:
            return
        counted = EventPage.objects.filter(pk=self.pk, sequence_of=self.sequence_of)
        counted.update(sequence=F("sequence") + (1 if self.sequence_of else 0), sequence_of=digest)
        self.refresh_from_db(fields=["sequence", "sequence_of"])
