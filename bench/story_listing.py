"""How long the list of stories, each filter and one story take among 100,000 stories, beside the same among 100.

On the PostgreSQL database that DATABASE_URL names, already migrated and without content, and on a copy of it whose
name ends in `_few`; what is made there is undone. Both get a hundred stories as editors make them; in the first they
are copied a thousand times, their words in the search index too. Both are read in turns, through Django without the
page cache; the figure is the slowest median among 100,000 stories, the ratio the worst of any reading.
"""

import os
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")
os.environ["PAGE_CACHE"] = "false"

from _two import OneOfTwo, analyse, medians, set_up  # noqa: E402

FEW, COPIES = 100, 999
CATEGORIES, AREAS = 7, 4
NEWEST = date(2026, 11, 1)
WORDS = ["soup", "street", "neighbour", "bus", "market", "garden", "school", "music", "bread", "river"]
READINGS = {
    "list": "/en/stories/",
    "list, last page": "/en/stories/?page=20",
    "list in Urdu": "/ur/stories/",
    "category": "/en/stories/?category=c3",
    "network": "/en/stories/?network=a1",
    "year": "/en/stories/?year=2024",
    "word in every story": "/en/stories/?q=waltham",
    "word in one of ten": "/en/stories/?q=soup",
    "word in one of a hundred": "/en/stories/?q=rareword42",
    "two words": "/en/stories/?q=waltham+garden",
    "no story": "/en/stories/?q=zzzzzz",
    "category, network and year": "/en/stories/?category=c3&network=a3&year=2024",
    "story": "/en/stories/story-50/",
    "feed": "/en/stories/feed/",
}


def make_few() -> None:
    """A home page of its own, with a list of `FEW` stories over five years."""
    from wagtail.models import Locale, Page, Site

    from home import search_index
    from home.models import Area, Category, HomePage
    from stories.models import StoryIndexPage, StoryPage

    chance, english = random.Random(5), Locale.objects.get_or_create(language_code="en")[0]
    Locale.objects.get_or_create(language_code="ur")
    categories = [Category.objects.create(name=f"C{n}", slug=f"c{n}", locale=english) for n in range(CATEGORIES)]
    areas = [Area.objects.create(name=f"A{n}", slug=f"a{n}") for n in range(AREAS)]
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Bench", slug="bench", locale=english))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
    index = home.add_child(instance=StoryIndexPage(title="Stories", slug="stories", locale=english))
    for number in range(FEW):
        words = f"Waltham {WORDS[number % 10]} rareword{number} {chance.choice(WORDS)}"
        story = StoryPage(
            title=words,
            slug=f"story-{number}",
            summary=f"{words}: a summary.",
            published_on=NEWEST - timedelta(days=number * 18),
            category=categories[number % CATEGORIES],
            area=areas[number % AREAS],
            credit="A resident",
            locale=english,
            body=[("text", {"heading": "", "text": f"<p>{words}</p>"})],
        )
        index.add_child(instance=story)
    search_index.index(StoryPage.objects.readable())


def copy() -> None:
    """Every story `COPIES` times more, with the same category and area, spread over the days after its own."""
    from django.db import connection
    from wagtail.models import Page

    from home.models import SearchEntry, SearchPosting
    from stories.models import StoryPage

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM wagtailcore_page")
        beyond = cursor.fetchone()[0] + 1
        copied = f"SELECT page_ptr_id AS old, n, {beyond} + (row_number() OVER () - 1)::int AS new"
        cursor.execute(
            f"CREATE TEMPORARY TABLE copied ON COMMIT DROP AS {copied} "
            f"FROM stories_storypage, generate_series(1, {COPIES}) AS n"
        )
        cursor.execute("CREATE INDEX ON copied (old)")
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
            (StoryPage, "page_ptr_id", {"published_on": "t.published_on - (c.n % 18)"}),
            (SearchEntry, "page_id", {}),
            (SearchPosting, "entry_id", {}),
        ):
            table = model._meta.db_table
            names = [field.column for field in model._meta.local_concrete_fields]
            if model is SearchPosting:
                names.remove("id")
            values = [others.get(name, "c.new" if name == key else f"t.{name}") for name in names]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
                f"FROM {table} t JOIN copied c ON c.old = t.{key}"
            )
            cursor.execute(f"ANALYZE {table}")


def main() -> None:
    set_up()
    from django.db import transaction

    with transaction.atomic("few"), transaction.atomic():
        for OneOfTwo.using in ("few", "default"):
            make_few()
            if OneOfTwo.using == "default":
                started = time.perf_counter()
                copy()
                print(f"{FEW * (COPIES + 1)} stories made in {time.perf_counter() - started:.0f} s")
            analyse()
        measured = medians(READINGS)
        transaction.set_rollback(True)
        transaction.set_rollback(True, "few")
    few, many = measured["few"], measured["default"]
    for name in READINGS:
        print(f"{name}: {few[name]:.1f} ms among {FEW}, {many[name]:.1f} ms among many, {many[name] / few[name]:.2f} ×")
    worst = max(many[name] / few[name] for name in READINGS)
    print(f"story_listing: {max(many.values()):.1f} ms, {worst:.2f} × the same among {FEW} stories")


if __name__ == "__main__":
    main()
