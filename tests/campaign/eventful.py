"""Events for the tests of their dates."""

from datetime import datetime, timedelta

from campaign.models import EventIndexPage, EventPage
from campaign.recurrence import ZONE
from home.models import HomePage


def at(text: str) -> datetime:
    """A moment in London, '2026-11-22 18:30'."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def event_list(home: HomePage) -> EventIndexPage:
    return home.add_child(instance=EventIndexPage(title="What’s on", slug="events", locale=home.locale))


def event(index: EventIndexPage, title: str, starts_at: str, hours: float = 1, **fields) -> EventPage:
    """A published event."""
    start = at(starts_at)
    fields = {"kind": "meal", "ends_at": start + timedelta(hours=hours), **fields}
    page = EventPage(title=title, slug=title.lower().replace(" ", "-"), starts_at=start, locale=index.locale, **fields)
    return index.add_child(instance=page)
