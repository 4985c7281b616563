from datetime import date

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from campaign import structured, windows
from campaign.models import EventPage
from campaign.recurrence import Occurrence
from home.structured import script

register = template.Library()


@register.simple_tag
def event_data(page: EventPage) -> SafeString:
    """The dates of an event as machines read them, at the address of the page's own language."""
    address = page.full_address(page.locale.language_code)
    told = structured.told(page.recurrence, timezone.now())
    return script(structured.events(page, told, address)) if told else SafeString("")


@register.simple_tag
def calendar_address(network: str = "") -> str:
    """The whole address of the calendar of all events, or of those near one network, in the reader's language."""
    asked = f"?{urlencode({'network': network})}" if network else ""
    return f"{settings.SITE_ADDRESS}{reverse('events_calendar')}{asked}"


@register.filter
def until_day(occurrence: Occurrence) -> date | None:
    """The last day of a date that ends on another day than it begins."""
    last = windows.last_day(occurrence.starts_at, occurrence.ends_at)
    return None if last == windows.day_of(occurrence.starts_at) else last
