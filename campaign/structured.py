"""The dates of an event in schema.org's words, as machines read them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from campaign.models import EventPage
from campaign.recurrence import Occurrence, Recurrence

MOST_DATES = 12


def told(recurrence: Recurrence, now: datetime) -> list[Occurrence]:
    """The dates worth telling: the next ones, or the last when all are over."""
    coming = list(islice(recurrence.dates(now), MOST_DATES))
    over = recurrence.last_end()
    if coming or over is None:
        return coming
    return list(recurrence.between(over - timedelta(minutes=1), over))[-1:]


def events(page: EventPage, occurrences: Iterable[Occurrence], address: str) -> list[dict[str, Any]]:
    """What schema.org's Event says, once for each date."""
    return [event(page, occurrence, address) for occurrence in occurrences]


def event(page: EventPage, occurrence: Occurrence, address: str) -> dict[str, Any]:
    """One date. Its number stays the same when it is moved."""
    is_cancelled = page.cancelled or occurrence.state == "cancelled"
    is_moved = occurrence.state == "moved"
    place, offer = page.place, {"@type": "Offer", "url": page.booking_url or address}
    if page.is_free:
        offer |= {"price": 0, "priceCurrency": "GBP"}
    elif page.cost:
        offer["description"] = page.cost
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{address}#{occurrence.original:%Y-%m-%dT%H:%M}",
        "name": page.title,
        "description": page.summary,
        "url": address,
        "startDate": _written(occurrence.starts_at, page.all_day),
        "endDate": _written(occurrence.ends_at - timedelta(days=page.all_day), page.all_day),
        "previousStartDate": _written(occurrence.original, page.all_day) if is_moved and not is_cancelled else "",
        "eventStatus": _status(is_cancelled, is_moved),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode" if place else "",
        "location": _place(page) if place else "",
        "isAccessibleForFree": page.is_free,
        "offers": offer,
        "organizer": {"@type": "Organization", "name": page.organiser} if page.organiser else "",
        "audience": {"@type": "Audience", "audienceType": page.who_for} if page.who_for else "",
        "inLanguage": [language.code for language in page.spoken()] or "",
        "creativeWorkStatus": "Invented sample" if page.is_sample else "",
    }
    return {name: value for name, value in data.items() if value != ""}


def _status(is_cancelled: bool, is_moved: bool) -> str:
    name = "EventCancelled" if is_cancelled else "EventRescheduled" if is_moved else "EventScheduled"
    return f"https://schema.org/{name}"


def _place(page: EventPage) -> dict[str, Any]:
    place = page.place
    address = {"@type": "PostalAddress", "streetAddress": place.address, "postalCode": place.postcode}
    address = {name: value for name, value in address.items() if value} | {"addressCountry": "GB"}
    return {"@type": "Place", "name": place.name, "address": address}


def _written(moment: datetime, all_day: bool) -> str:
    return moment.date().isoformat() if all_day else moment.isoformat()
