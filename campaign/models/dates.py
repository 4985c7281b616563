"""The dates of events as rows, so that a list of thousands of them is one question."""

from copy import copy
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from wagtail.models import Locale

from campaign import windows
from campaign.models.events import EventPage
from home.languages import SOURCE
from home.models.base import is_restricted

# A rule without end has rows for as long ahead as one that ends late.
BEFORE, AHEAD = timedelta(days=731), timedelta(days=400)
# Even what comes once a year has a row later than this, as long as rows are added every day.
TOO_SOON = AHEAD - timedelta(days=367)
MOVED, CANCELLED = "moved", "cancelled"


class EventDateQuerySet(models.QuerySet):
    def public(self) -> "EventDateQuerySet":
        """Dates of events that anybody may see."""
        return self.exclude(event__in=EventPage.objects.filter(is_restricted("path")))

    def not_over(self, now: datetime) -> "EventDateQuerySet":
        """Soonest first; what has begun is listed until it ends."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "event", "original")

    def over(self, now: datetime) -> "EventDateQuerySet":
        """The latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "event", "original")

    def within(self, window: windows.Window) -> "EventDateQuerySet":
        """Dates of which at least a part is in the window."""
        dates = self.none() if window.is_empty else self
        if window.end:
            dates = dates.filter(starts_at__lt=window.end)
        if window.start:
            dates = dates.filter(ends_at__gt=window.start)
        return dates

    def in_areas(self, numbers: list[int]) -> "EventDateQuerySet":
        return self.filter(event__place__area__in=numbers)

    def near(self, area: int) -> "EventDateQuerySet":
        """Dates in this area or in a part of it."""
        return self.filter(Q(event__place__area=area) | Q(event__place__area__parent=area))

    def speaking(self, code: str) -> "EventDateQuerySet":
        text = models.functions.Cast("event__languages_spoken", models.TextField())
        return self.annotate(spoken=text).filter(spoken__contains=f'"{code}"')

    def next(self, most: int, code: str, now: datetime) -> "list[EventDate]":
        """The next of these that anybody may see and that take place, as `shown`."""
        return self.public().taking_place().not_over(now)[:most].shown(code)

    def taking_place(self) -> "EventDateQuerySet":
        return self.exclude(state=CANCELLED).exclude(event__cancelled=True)

    def shown(self, code: str) -> "list[EventDate]":
        """These dates, each with its `page`: the English one, under its title in this language where it has one."""
        translated = EventPage.objects.readable().filter(
            ~is_restricted("path"),
            translation_key=models.OuterRef("event__translation_key"),
            locale__language_code=code,
        )
        title = models.Subquery(translated.values("title")[:1])
        dates = list(self.select_related("event__locale", "event__place__area").annotate(title_here=title))
        for row in dates:
            row.page = row.event
            if row.title_here and code != SOURCE:
                row.page = copy(row.event)
                row.page.title, row.page.locale = row.title_here, Locale(language_code=code)
        return dates

    def end_too_soon(self, now: datetime) -> bool:
        """Whether there are rules without end, and none of them has rows for as long ahead as it should."""
        endless = self.filter(event__last_end=None)
        return endless.exists() and not endless.filter(starts_at__gt=now + TOO_SOON).exists()


class EventDate(models.Model):
    """One date of an event that readers see; kept for the English page, whose dates are those of every language."""

    event = models.ForeignKey(EventPage, on_delete=models.CASCADE, related_name="+")
    original = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    all_day = models.BooleanField(default=False)
    # As `recurrence.State` has it.
    state = models.CharField(max_length=9, blank=True)

    objects = EventDateQuerySet.as_manager()
    # These rows are made from the page: nobody need be told of them before it is deleted.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "original"], name="one_row_for_each_date")]
        indexes = [models.Index(fields=["starts_at", "event", "original"], name="event_date_in_order")]

    def __str__(self) -> str:
        return f"{self.event_id}, {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_cancelled(self) -> bool:
        return self.state == CANCELLED or self.event.cancelled

    @property
    def is_moved(self) -> bool:
        return self.state == MOVED and not self.is_cancelled

    @property
    def first_day(self) -> date:
        return windows.day_of(self.starts_at)

    @property
    def last_day(self) -> date:
        """The last day it is on."""
        return windows.last_day(self.starts_at, self.ends_at)
