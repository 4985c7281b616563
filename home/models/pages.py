from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks import BODY
from home.languages import SOURCE
from home.models.base import BasePage
from home.models.reviewed import ReviewedPage


class HomePage(BasePage):
    """The front page in one language, and the way to every page below it."""

    strapline = models.CharField(_("strapline"), max_length=160, blank=True)
    body = StreamField(BODY, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("strapline"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")


class InformationPage(ReviewedPage, BasePage):
    """A page of plain information: a statement, or an index of such pages."""

    body = StreamField(BODY, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body"), ReviewedPage.review_panel]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = BasePage.override_translatable_fields + ReviewedPage.review_sync
    parent_page_types = ["home.HomePage", "home.InformationPage"]
    subpage_types = ["home.FormPage", "home.InformationPage"]

    class Meta:
        verbose_name = _("information page")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["children"] = InformationPage.objects.in_reading_order(get_language() or SOURCE, below=self)
        return context
