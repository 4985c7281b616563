from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock

from campaign.models.dates import EventDate
from home.blocks import BODY
from home.languages import SOURCE
from home.models import BasePage


class PriorityBlock(blocks.StructBlock):
    """A priority the members of a network share, and where it stands."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(required=False, rows=3)
    state = blocks.ChoiceBlock(
        choices=[
            ("example", _("Example")),
            ("proposed", _("Proposed")),
            ("agreed", _("Agreed")),
            ("done", _("Done")),
        ],
        default="proposed",
    )

    class Meta:
        icon = "pick"
        label = _("Priority")


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
        context["networks"] = NetworkPage.objects.with_pictures().in_reading_order(get_language() or SOURCE)
        return context


class NetworkPage(BasePage):
    """One Community Network: its area, priorities, assets and what is on there."""

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
    assets = StreamField([("place", SnippetChooserBlock("home.Place"))], blank=True)
    body = StreamField(BODY, blank=True)

    shown_with = ("locale", "picture", "area", "facilitator")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("area"),
        FieldPanel("facilitator"),
        FieldPanel("body"),
        FieldPanel("priorities"),
        FieldPanel("assets"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("priorities"),
        index.FilterField("area"),
    ]
    parent_page_types = ["campaign.NetworkIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("network")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        nearby = EventDate.objects.near(self.area_id)
        context["dates"] = nearby.next(3, get_language() or SOURCE, timezone.now())
        return context
