"""How long the list of events, each filter, the month and the home page take among 10,000 dates to come in 2,000
series, beside the same among 100 in 20; and whether a rule without end costs more than one with.

On the PostgreSQL database that DATABASE_URL names, already migrated and without content, and on a copy of it whose
name ends in `_few`; what is made there is undone. Both are read in turns, through Django without the page cache; the
figure is the slowest median among many, the ratio the worst of any reading. The rows of dates are made as the daily
command makes them.
"""

import os
import statistics
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")
os.environ["PAGE_CACHE"] = "false"

from _two import ROUNDS, OneOfTwo, analyse, medians, set_up  # noqa: E402

SERIES, COPIES, AREAS = 20, 99, 4
KINDS = ("meal", "class", "meeting", "outdoors")
READINGS = {
    "list": "/en/events/",
    "list, last page": "/en/events/?page=100000",
    "list in Urdu": "/ur/events/",
    "a week": "/en/events/?from={from}&to={to}",
    "network": "/en/events/?network=a1",
    "kind": "/en/events/?kind=meal",
    "language": "/en/events/?language=tr",
    "free": "/en/events/?free=on",
    "nothing fits": "/en/events/?language=lt",
    "all at once": "/en/events/?network=a1&kind=class&language=tr&free=on&from={from}&to={from}",
    "earlier": "/en/events/?when=earlier",
    "home page": "/en/",
}
# Told apart: it shows more dates where there are more.
MONTH = {"month": "/en/events/?view=month&month={month}"}


def make_few(now: datetime) -> None:
    """A home page of its own, with a list of `SERIES` weekly events: one date is over, five are to come."""
    from wagtail.models import Locale, Page, Site

    from campaign.models import EventIndexPage, EventPage
    from home.models import Area, HomePage, Place

    english = Locale.objects.get_or_create(language_code="en")[0]
    Locale.objects.get_or_create(language_code="ur")
    areas = [Area.objects.create(name=f"A{n}", slug=f"a{n}") for n in range(AREAS)]
    places = [Place.objects.create(name=f"Hall {n}", area=area) for n, area in enumerate(areas)]
    # The page a new Wagtail begins with.
    Page.objects.filter(depth=2).delete()
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Bench", slug="bench", locale=english))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    index = home.add_child(instance=EventIndexPage(title="Events", slug="events", locale=english))
    for number in range(SERIES):
        starts_at = now - timedelta(days=6) + timedelta(hours=number * 3)
        event = EventPage(
            title=f"Event {number}",
            slug=f"event-{number}",
            summary="A summary.",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            rule="FREQ=WEEKLY;COUNT=6",
            kind=KINDS[number // AREAS % len(KINDS)],
            place=places[number % AREAS],
            languages_spoken=["en", "tr"] if number % 2 else ["en"],
            locale=english,
            body=[("text", {"heading": "", "text": "<p>Words.</p>" * 20})],
        )
        index.add_child(instance=event)


def copy() -> None:
    """Every event `COPIES` times more, from fifty days before it to a year after."""
    from django.db import connection
    from wagtail.models import Page

    from campaign.models import EventPage

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM wagtailcore_page")
        beyond = cursor.fetchone()[0] + 1
        copied = f"SELECT page_ptr_id AS old, n, {beyond} + (row_number() OVER () - 1)::int AS new"
        cursor.execute(
            f"CREATE TEMPORARY TABLE copied ON COMMIT DROP AS {copied} "
            f"FROM campaign_eventpage, generate_series(1, {COPIES}) AS n"
        )
        later = {
            name: f"t.{name} + make_interval(days => (c.n % 80 - 10) * 5)"
            for name in ("starts_at", "ends_at", "last_end")
        }
        for model, key, others in (
            (
                Page,
                "id",
                {
                    "path": "substr(t.path, 1, length(t.path) - 4) || upper(lpad(to_hex(c.new), 8, '0'))",
                    "slug": "t.slug || '-' || c.n",
                    "url_path": "t.url_path || c.n || '/'",
                    "translation_key": "gen_random_uuid()",
                },
            ),
            (EventPage, "page_ptr_id", later),
        ):
            table = model._meta.db_table
            names = [field.column for field in model._meta.local_concrete_fields]
            values = [others.get(name, "c.new" if name == key else f"t.{name}") for name in names]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
                f"FROM {table} t JOIN copied c ON c.old = t.{key}"
            )


def endless_beside_ending(now: datetime) -> tuple[float, float]:
    """Milliseconds for making all rows of a daily rule without end, and of one that ends in ten years; medians."""
    from campaign import event_dates
    from campaign.models import EventDate, EventPage

    taken: dict[str, list[float]] = {"": [], f";UNTIL={now + timedelta(days=3650):%Y%m%d}": []}
    event = EventPage.objects.first()
    for _ in range(ROUNDS):
        for end, times in taken.items():
            EventPage.objects.filter(pk=event.pk).update(rule=f"FREQ=DAILY{end}")
            EventDate.objects.filter(event=event).delete()
            start = time.perf_counter()
            event_dates.keep(event.pk, now)
            times.append((time.perf_counter() - start) * 1000)
    endless, ending = (statistics.median(times) for times in taken.values())
    return endless, ending


def most_questions(readings: dict[str, str]) -> int:
    """The most queries any reading asks the database."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, most = Client(), 0
    for address in readings.values():
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        most = max(most, len(asked))
    return most


def main() -> None:
    set_up()
    from django.db import transaction
    from django.utils import timezone

    from campaign import event_dates
    from campaign.models import EventDate

    now = timezone.now()
    days = {
        "from": f"{now + timedelta(days=1):%Y-%m-%d}",
        "to": f"{now + timedelta(days=7):%Y-%m-%d}",
        "month": f"{now + timedelta(days=14):%Y-%m}",
    }
    readings = {name: address.format(**days) for name, address in (READINGS | MONTH).items()}
    with transaction.atomic("few"), transaction.atomic():
        for OneOfTwo.using in ("few", "default"):
            make_few(now)
            if OneOfTwo.using == "default":
                copy()
            started = time.perf_counter()
            event_dates.keep_all(now)
            took, coming = time.perf_counter() - started, EventDate.objects.filter(ends_at__gt=now).count()
            print(f"{coming} dates to come: the daily command makes their rows in {took:.1f} s")
            analyse()
        measured = medians(readings)
        OneOfTwo.using = "default"
        questions = most_questions(readings)
        endless, ending = endless_beside_ending(now)
        transaction.set_rollback(True)
        transaction.set_rollback(True, "few")
    few, many = measured["few"], measured["default"]
    for name in readings:
        print(f"{name}: {few[name]:.1f} ms among few, {many[name]:.1f} ms among many, {many[name] / few[name]:.2f} ×")
    print(f"at most {questions} queries")
    print(f"a rule without end: {endless:.0f} ms, {endless / ending:.2f} × one that ends in ten years")
    worst = max(many[name] / few[name] for name in READINGS)
    print(f"event_listing: {max(many[name] for name in READINGS):.1f} ms, {worst:.2f} × the same among 100 dates")


if __name__ == "__main__":
    main()
