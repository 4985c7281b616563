from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from home.blocks import BODY, PROSE
from home.languages import SOURCE
from home.models import BasePage, ReviewedPage


class CampaignPage(ReviewedPage, BasePage):
    """“Waltham Forest, Our Place”: what it is about and how to get involved."""

    strapline = models.CharField(_("strapline"), max_length=160, blank=True)
    body = StreamField(BODY, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("strapline"),
        FieldPanel("body"),
        ReviewedPage.review_panel,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = BasePage.override_translatable_fields + ReviewedPage.review_sync
    parent_page_types = ["home.HomePage"]
    subpage_types = ["campaign.InitiativePage", "home.FormPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("campaign page")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        from campaign.models import NetworkPage

        context = super().get_context(request, *args, **kwargs)
        code = get_language() or SOURCE
        context["initiatives"] = InitiativePage.objects.with_pictures().in_reading_order(code)
        context["networks"] = NetworkPage.objects.in_reading_order(code)
        return context


class InitiativePage(ReviewedPage, BasePage):
    """One of the “menu of innovations”, told in three parts (P25)."""

    who_for = models.CharField(_("who it is for"), max_length=160, blank=True)
    what_we_know = RichTextField(_("what we know"), features=PROSE, blank=True)
    what_we_will_do = RichTextField(_("what we will do"), features=PROSE, blank=True)
    what_we_hope_for = RichTextField(_("what we hope for"), features=PROSE, blank=True)
    body = StreamField(BODY, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("who_for"),
        FieldPanel("what_we_know"),
        FieldPanel("what_we_will_do"),
        FieldPanel("what_we_hope_for"),
        FieldPanel("body"),
        ReviewedPage.review_panel,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("what_we_know"),
        index.SearchField("what_we_will_do"),
        index.SearchField("what_we_hope_for"),
        index.SearchField("body"),
    ]
    override_translatable_fields = BasePage.override_translatable_fields + ReviewedPage.review_sync
    parent_page_types = ["campaign.CampaignPage"]
    subpage_types = ["home.FormPage"]

    class Meta:
        verbose_name = _("initiative")
