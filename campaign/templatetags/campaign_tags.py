from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from campaign import pledges
from campaign.models import EventDate, Pledge
from campaign.models.pledges import counted
from home.languages import SOURCE, language

register = template.Library()


@register.simple_tag
def next_events(most: int) -> list[EventDate]:
    """The next dates of all events, in the reader's language where translated."""
    return EventDate.objects.next(most, get_language() or SOURCE, timezone.now())


@register.simple_tag
def pledge_count() -> pledges.Count:
    """How far the campaign is, as last counted."""
    return counted(timezone.now())


@register.filter
def named(part: pledges.Part) -> SafeString:
    """What a part of the pledges is called, in the reader's language where it has a name there, else in English."""
    code = get_language() or SOURCE
    code = code if code in part.names else SOURCE
    return format_html("<bdi{}>{}</bdi>", language(code).attributes, part.names[code])


@register.simple_tag
def pledged_words(most: int) -> list[Pledge]:
    """What people have pledged in their own words, where they agreed and somebody has read it; the newest first."""
    return list(Pledge.objects.shown()[:most])
