"""What several suggestions, and several decisions, at the same moment come to."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from campaign import suggesting
from campaign.models import EventIndexPage, EventPage, EventSuggestion
from tests.campaign.test_suggesting import suggested
from tests.campaign.test_suggestion_views import sent

NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("events")


@pytest.fixture
def events(home) -> EventIndexPage:
    """Of this test alone: these tests commit."""
    cache.clear()
    return home.add_child(instance=EventIndexPage(title="Events", slug="events"))


def test_two_who_accept_it_at_once_make_one_event(admin_user, in_threads):
    suggestion = suggested()

    def accept(number: int) -> bool:
        try:
            suggesting.accept(EventSuggestion.objects.get(pk=suggestion.pk), admin_user, NOW)
        except suggesting.Conflict:
            return False
        return True

    with in_threads(4) as submit:
        done = [each.result(60) for each in [submit(accept, number) for number in range(4)]]
        assert submit(EventPage.objects.count).result(60) == done.count(True) == 1


def test_the_same_at_once_is_kept_once(answers, in_threads):
    def send_one(number: int) -> int:
        return sent(answers, key="one").pk

    with in_threads(8) as submit:
        keys = {each.result(60) for each in [submit(send_one, number) for number in range(8)]}
    assert len(keys) == 1
