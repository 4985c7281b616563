"""What is shown on pages that are kept: a change of it has them made anew."""

from collections.abc import Container

from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.signals import page_published

from campaign import event_dates
from campaign.models import EventPage, PeopleReached, PledgeKind, SchoolHoliday
from home import signals


def connect() -> None:
    post_save.connect(event_was_saved, sender=EventPage)
    for happened in (post_save, post_delete):
        happened.connect(holidays_changed, sender=SchoolHoliday)
    post_save.connect(signals.snippet_was_saved, sender=PledgeKind)
    page_published.connect(event_was_published, sender=EventPage)
    for model in (PeopleReached, PledgeKind, SchoolHoliday):
        post_save.connect(signals.content_changed, sender=model)
        post_delete.connect(signals.content_taken_down, sender=model)


def event_was_published(instance: EventPage, **kwargs) -> None:
    # What is to go live later has the signal as well.
    if instance.live:
        instance.count_changes()


def event_was_saved(instance: EventPage, update_fields: Container[str] | None = None, **kwargs) -> None:
    # Publishing and taking down save the whole page; keeping a draft saves a few fields of no concern here.
    if update_fields is None or "live" in update_fields:
        event_dates.keep(instance.pk, timezone.now())


def holidays_changed(**kwargs) -> None:
    """Dates come and go with the holidays; whoever has them in a calendar is to hear of it."""
    for event in EventPage.objects.filter(not_in_school_holidays=True):
        event_dates.keep(event.pk, timezone.now())
        if event.live:
            event.count_changes()
