from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from campaign import event_filters, month, windows
from campaign.event_filters import EventFilters
from campaign.models.dates import AHEAD, BEFORE, EventDate, EventDateQuerySet
from home.blocks import BODY
from home.languages import SOURCE
from home.models import Area, BasePage

DATES_A_PAGE = 24


class EventIndexPage(BasePage):
    """What is on: a list of dates or a month of them, narrowed by filters."""

    body = StreamField(BODY, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["campaign.EventPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of events")

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        shown_as = "month" if request.GET.get("view") == event_filters.MONTH else "index_page"
        return f"campaign/event_{shown_as}.html"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        code, now = get_language() or SOURCE, timezone.now()
        today = windows.day_of(now)
        filters, asked = event_filters.understood(request.GET, Area.objects.all(), today)
        found = filters.applied_to(EventDate.objects.public())
        context = super().get_context(request, *args, **kwargs) | {"filters": filters, "asked": asked, "today": today}
        if filters.is_month:
            return context | _month(found, filters.shown_month, code, now)
        return context | _list(found, filters, code, now, request.GET.get("page"))


def _list(found: EventDateQuerySet, filters: EventFilters, code: str, now: datetime, number: str | None) -> dict:
    today, window = windows.day_of(now), filters.window
    in_order = found.over(now) if filters.is_earlier else found.not_over(now)
    page = Paginator(in_order, DATES_A_PAGE).get_page(number)
    dates = page.object_list.shown(code)
    earliest = None if filters.is_earlier else max(today, window.first or today)
    for row in dates:
        # What began before the first day asked for is on that day too.
        row.day = max(row.first_day, earliest or row.first_day)
    return {
        "page_obj": page,
        "dates": dates,
        "count": page.paginator.count,
        "is_narrowed": bool(filters.chosen),
        "is_start": not filters.chosen and page.number == 1,
        "lies_behind": bool(window.last and window.last < today and not filters.is_earlier),
    }


def _month(found: EventDateQuerySet, first: date, code: str, now: datetime) -> dict:
    before, after = windows.month_before(first), windows.next_month(first)
    return {
        "month": first,
        "count": found.count(),
        "weeks": month.weeks(found, first, code),
        "month_before": before if before >= windows.day_of(now - BEFORE) else None,
        "month_after": after if after <= windows.day_of(now + AHEAD) else None,
    }
