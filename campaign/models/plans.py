from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.search import index

from campaign.blocks import OF_A_PLAN
from home.blocks import BODY
from home.languages import SOURCE
from home.models import BasePage, ReviewedPage

FEWEST_TO_LIST = 3
# The kinds of part that have a heading to lead to.
LISTED = {"text", "steps", *(name for name, _block in OF_A_PLAN)}


class PlanPage(ReviewedPage, BasePage):
    """A strategy in plain words, with what it promised and how far that is; or the list of such pages."""

    body = StreamField([*OF_A_PLAN, *BODY], blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body"), ReviewedPage.review_panel]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = BasePage.override_translatable_fields + ReviewedPage.review_sync
    parent_page_types = ["home.HomePage", "campaign.PlanPage"]
    subpage_types = ["campaign.PlanPage"]

    class Meta:
        verbose_name = _("plan")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["plans"] = PlanPage.objects.with_pictures().in_reading_order(get_language() or SOURCE, below=self)
        return context

    @property
    def contents(self) -> list[StreamValue.StreamChild]:
        """The parts with a heading; none where there are too few for a list of them."""
        parts = [block for block in self.body if block.block_type in LISTED and block.value["heading"]]
        return parts if len(parts) >= FEWEST_TO_LIST else []
