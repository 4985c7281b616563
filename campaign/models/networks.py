from datetime import date, datetime
from itertools import compress
from operator import not_

from django.core.cache import cache
from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock

from campaign.models import offered
from campaign.models.dates import EventDate
from campaign.models.events import EventPage
from campaign.models.members import Member
from campaign.models.offered import OfferedAt
from campaign.models.pledges import COUNTED_AGAIN_AFTER
from campaign.pledges import rounded_down
from home.blocks import BODY, PROSE
from home.languages import SOURCE
from home.models import Area, BasePage, Place, Service

MEMBERS_KEY, PARTS_KEY = "networks.members", "networks.parts"
MOST_PLACES = 24
LISTED_DATES = 3
STATES = {
    "example": _("Example"),
    "proposed": _("Proposed"),
    "agreed": _("Agreed"),
    "under_way": _("Under way"),
    "done": _("Done"),
}


class HappenedBlock(blocks.StructBlock):
    date = blocks.DateBlock()
    text = blocks.TextBlock(rows=2)

    class Meta:
        icon = "date"


class Priority(blocks.StructValue):
    @property
    def state_in_words(self) -> str | Promise:
        return STATES.get(self["state"], self["state"])

    @property
    def news(self) -> list[blocks.StructValue]:
        """What happened, the newest first."""
        return sorted(self["happened"], key=lambda entry: entry["date"] or date.min, reverse=True)


class PriorityBlock(blocks.StructBlock):
    """A priority the members of a network share, where it stands and what happened."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(required=False, rows=3)
    state = blocks.ChoiceBlock(choices=list(STATES.items()), default="proposed")
    happened = blocks.ListBlock(HappenedBlock(), default=[], label=_("What happened"))

    class Meta:
        icon = "pick"
        label = _("Priority")
        value_class = Priority


class MeetingBlock(blocks.StructBlock):
    """Notes of a meeting that was."""

    date = blocks.DateBlock()
    title = blocks.CharBlock(max_length=120)
    decided = blocks.RichTextBlock(features=PROSE, label=_("What was decided"))
    link = blocks.URLBlock(required=False, label=_("Address of the full notes"))

    class Meta:
        icon = "group"
        label = _("Meeting")


class NetworkIndexPage(BasePage):
    """The four Community Networks."""

    body = StreamField(BODY, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["campaign.NetworkPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of networks")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        networks = NetworkPage.objects.with_pictures().in_reading_order(get_language() or SOURCE)
        context["networks"] = networks
        context["areas"] = networks_by_area(networks)
        return context


class NetworkPage(BasePage):
    """One Community Network: its area, priorities, places, meetings and what is on there."""

    area = models.ForeignKey("home.Area", on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    facilitator = models.ForeignKey(
        "home.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("facilitator"),
    )
    priorities = StreamField([("priority", PriorityBlock())], blank=True)
    meetings = StreamField([("meeting", MeetingBlock())], verbose_name=_("notes of meetings"), blank=True)
    assets = StreamField([("place", SnippetChooserBlock("home.Place"))], blank=True)
    body = StreamField(BODY, blank=True)

    shown_with = ("locale", "picture", "area", "facilitator")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("area"),
        FieldPanel("facilitator"),
        FieldPanel("body"),
        FieldPanel("priorities"),
        FieldPanel("meetings"),
        FieldPanel("assets"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("priorities"),
        index.SearchField("meetings"),
        index.FilterField("area"),
    ]
    parent_page_types = ["campaign.NetworkIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("network")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        code = get_language() or SOURCE
        context["meetings"], context["dates"] = self.next_dates(code, timezone.now())
        context["places"] = self.places(code)
        context["parts"] = parts_of(self.area_id)
        context["members"] = rounded_down(members_by_network().get(str(self.translation_key), 0))
        return context

    def next_dates(self, code: str, now: datetime) -> tuple[list[EventDate], list[EventDate]]:
        """The next meetings in its area, and the next of what else is on there: one question for both."""
        near = EventDate.objects.near(self.area_id).public().taking_place().not_over(now)
        meetings = near.filter(event__kind=EventPage.Kind.MEETING).values("pk")[:LISTED_DATES]
        others = near.exclude(event__kind=EventPage.Kind.MEETING).values("pk")[:LISTED_DATES]
        dates = EventDate.objects.filter(Q(pk__in=meetings) | Q(pk__in=others)).not_over(now).shown(code)
        is_meeting = [row.event.kind == EventPage.Kind.MEETING for row in dates]
        return list(compress(dates, is_meeting)), list(compress(dates, map(not_, is_meeting)))

    def places(self, code: str) -> list[OfferedAt]:
        """The assets its members have listed, then hubs and libraries in its area, with what is offered there."""
        listed = offered.chosen(self.assets, "place")
        near = Q(place__area=self.area_id) | Q(place__area__parent=self.area_id)
        open_to_all = near & Q(kind__in=[Service.Kind.HUB, Service.Kind.LIBRARY])
        services = Service.objects.in_language(code).filter(Q(place__in=listed) | open_to_all)
        order = {pk: number for number, pk in enumerate(listed)}
        places = sorted(Place.objects.filter(pk__in=listed), key=lambda place: order[place.pk])
        return offered.by_place(places, services.order_by("name")[:MOST_PLACES])

    @property
    def past_meetings(self) -> list[blocks.StructValue]:
        """The notes of meetings, the latest first."""
        notes = [block.value for block in self.meetings]
        return sorted(notes, key=lambda meeting: meeting["date"] or date.min, reverse=True)


def members_by_network() -> dict[str, int]:
    """Confirmed members by their network's translation key, as counted at most `COUNTED_AGAIN_AFTER` seconds ago."""
    found = cache.get(MEMBERS_KEY)
    if found is None:
        rows = Member.objects.confirmed().values_list("network__translation_key").annotate(number=Count("pk"))
        found = {str(key): number for key, number in rows.order_by()}
        cache.set(MEMBERS_KEY, found, COUNTED_AGAIN_AFTER)
    return found


def parts_of(area: int) -> list[str]:
    """The names of the smaller areas inside this one, as they were at most `COUNTED_AGAIN_AFTER` seconds ago."""
    found = cache.get(PARTS_KEY)
    if found is None:
        found = list(Area.objects.exclude(parent=None).order_by("name").values_list("parent", "name"))
        cache.set(PARTS_KEY, found, COUNTED_AGAIN_AFTER)
    return [name for parent, name in found if parent == area]


def networks_by_area(networks: list[NetworkPage]) -> list[tuple[Area, NetworkPage]]:
    """Every area that belongs to a network, by name: its own and the smaller ones inside it."""
    of_area = {network.area_id: network for network in networks}
    within = Area.objects.filter(Q(pk__in=of_area) | Q(parent__in=of_area)).order_by("name")
    return [(area, of_area.get(area.pk) or of_area[area.parent_id]) for area in within]
