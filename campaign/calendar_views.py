"""The addresses of calendars: one event, one date of it, and all events to subscribe to."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar

from campaign import calendars
from campaign.models import EventPage, SchoolHoliday
from campaign.recurrence import Recurrence
from home import page_cache
from home.languages import SOURCE
from home.models import Area
from home.models.base import is_restricted
from home.routing import public_page_at

# So long after its last date an event stays in what people subscribe to: what was called off late reaches them.
KEPT = timedelta(days=90)


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole series; with `?date=` what there is on that day."""
    code = get_language() or SOURCE
    page = public_page_at(f"events/{slug}/", code)
    if not isinstance(page, EventPage):
        raise Http404
    entry = _entry(page, code, page.recurrence)
    asked = request.GET.get("date")
    calendar = calendars.of_event(entry) if asked is None else calendars.of_day(entry, _day(asked))
    if calendar is None:
        raise Http404
    return _answer(calendar, f"{slug}-{asked}" if asked else slug)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Every event that is not long over; with `?network=` those near one network."""
    code = get_language() or SOURCE
    index, name = public_page_at("events/", code), request.GET.get("network", "")
    network = {area.slug: area for area in Area.objects.filter(parent=None)}.get(name)
    if name and not network:
        raise Http404
    kept = Q(last_end=None) | Q(last_end__gt=timezone.now() - KEPT)
    if network:
        kept &= Q(place__area=network) | Q(place__area__parent=network)
    events = EventPage.objects.in_language(code).filter(kept, ~is_restricted("path")).defer("body").order_by("pk")
    holidays = SchoolHoliday.objects.days()
    entries = [_entry(page, code, page.recurrence_without(holidays)) for page in events]
    address = f"{settings.SITE_ADDRESS}{reverse('events_calendar')}"
    title = index.title
    if network:
        address, title = f"{address}?network={network.slug}", f"{title}: {network}"
    return _answer(calendars.of_events(entries, title, address), network.slug if network else "events")


def _entry(page: EventPage, code: str, recurrence: Recurrence) -> calendars.Entry:
    place, address = page.place, iri_to_uri(page.full_address(code))
    words = [
        page.summary,
        f"{_('Cost')}: {_('Free') if page.is_free else page.cost}" if page.is_free or page.cost else "",
        f"{_('Organiser')}: {page.organiser}" if page.organiser else "",
        f"{_('Access')}: {page.access}" if page.access else "",
        f"{_('Book a place')}: {page.booking_url}" if page.booking_url else "",
        address,
    ]
    return calendars.Entry(
        uid=page.uid,
        title=page.title,
        recurrence=recurrence,
        # What was never published has not changed since it was to begin.
        changed_at=page.last_published_at or page.starts_at,
        sequence=page.sequence,
        is_cancelled=page.cancelled,
        reason=page.cancelled_reason,
        language=page.language.code,
        description="\n".join(words for words in words if words),
        location=", ".join(part for part in (place.name, place.address, place.postcode) if part) if place else "",
        kind=page.get_kind_display(),
        url=address,
    )


def _day(written: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != written:
        raise Http404
    return day


def _answer(calendar: Calendar, name: str) -> HttpResponse:
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    # Shown, not saved: a telephone then offers to put it into its own calendar.
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{name}.ics")
    response.headers["Cache-Control"] = "max-age=0, must-revalidate"
    if changed_at := page_cache.changed_at():
        response.headers["Last-Modified"] = http_date(changed_at)
    return response
