"""The rows of an event's dates, made from its page: when it is published, and every day for rules that go on."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from campaign.models.dates import AHEAD, BEFORE, EventDate
from campaign.models.events import EventPage
from home.languages import SOURCE


def keep(event: int, now: datetime) -> int:
    """Makes the rows of one event what its page says; gives how many were added or removed.

    The page is read again under a lock: of two who publish it at once the second waits, and both leave the same rows.
    """
    with transaction.atomic():
        page = EventPage.objects.select_for_update(of=("self",)).select_related("locale").filter(pk=event).first()
        wanted = {_as_kept(row): row for row in _rows(page, now)} if page else {}
        kept = {_as_kept(row): row.pk for row in EventDate.objects.filter(event=event)}
        gone = [kept[row] for row in kept.keys() - wanted.keys()]
        EventDate.objects.filter(pk__in=gone).delete()
        new = [wanted[row] for row in wanted.keys() - kept.keys()]
        EventDate.objects.bulk_create(new, batch_size=500)
    return len(gone) + len(new)


def keep_all(now: datetime) -> int:
    """The same for every event: rows for one day more of rules that go on, and whatever was left undone."""
    return sum(keep(event, now) for event in EventPage.objects.values_list("pk", flat=True).order_by("pk"))


def _rows(page: EventPage, now: datetime) -> Iterator[EventDate]:
    if not page.live or page.alias_of_id or page.locale.language_code != SOURCE:
        return
    # An extra date may fall on one the rule gives.
    by_original = {date.original: date for date in page.recurrence.between(now - BEFORE, now + AHEAD)}
    for original, date in by_original.items():
        yield EventDate(
            event=page,
            original=original,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            all_day=page.all_day,
            state=date.state,
        )


def _as_kept(row: EventDate) -> tuple:
    return row.original, row.starts_at, row.ends_at, row.all_day, row.state
