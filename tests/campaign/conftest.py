"""What tests of suggested events build on."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from campaign.models import EventIndexPage
from home.models import HomePage

DAY = timezone.localdate() + timedelta(days=16)


@pytest.fixture(scope="module")
def list_of_events(once) -> int:
    with once():
        return HomePage.objects.get().add_child(instance=EventIndexPage(title="Events", slug="events")).pk


@pytest.fixture
def events(list_of_events: int, db) -> EventIndexPage:
    cache.clear()
    return EventIndexPage.objects.get(pk=list_of_events)


@pytest.fixture
def answers() -> dict[str, str]:
    """What somebody types who answers every question of the form that has to be answered."""
    return {
        "title": "Soup on the stairs",
        "words": "We cook together.\n\nEverybody brings a spoon.",
        "kind": "meal",
        "first_day_0": str(DAY.day),
        "first_day_1": str(DAY.month),
        "first_day_2": str(DAY.year),
        "starts": "18:30",
        "ends": "20:00",
        "where": "12 Example Road, Leyton",
        "is_free": "on",
        "sender": "resident",
    }
