from django import template
from django.utils import timezone
from django.utils.translation import get_language

from campaign import pledges
from campaign.models import EventDate
from campaign.models.pledges import counted
from home.languages import SOURCE

register = template.Library()


@register.simple_tag
def next_events(most: int) -> list[EventDate]:
    """The next dates of all events, in the reader's language where translated."""
    return EventDate.objects.next(most, get_language() or SOURCE, timezone.now())


@register.simple_tag
def pledge_count() -> pledges.Count:
    """How far the campaign is, as last counted."""
    return counted(timezone.now())
