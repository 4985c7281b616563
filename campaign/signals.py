"""What is shown on pages that are kept: a change of it has them made anew."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published

from campaign.models import EventPage, PeopleReached, PledgeKind, SchoolHoliday
from home import signals


def connect() -> None:
    post_save.connect(signals.snippet_was_saved, sender=PledgeKind)
    page_published.connect(event_was_published, sender=EventPage)
    for signal in (post_save, post_delete):
        signal.connect(holidays_changed, sender=SchoolHoliday)
    for model in (PeopleReached, PledgeKind, SchoolHoliday):
        post_save.connect(signals.content_changed, sender=model)
        post_delete.connect(signals.content_taken_down, sender=model)


def event_was_published(instance: EventPage, **kwargs) -> None:
    # What is to go live later has the signal as well.
    if instance.live:
        instance.count_changes()


def holidays_changed(**kwargs) -> None:
    """Dates come and go with the holidays; whoever has them in a calendar is to hear of it."""
    for event in EventPage.objects.live().filter(not_in_school_holidays=True):
        event.count_changes()
