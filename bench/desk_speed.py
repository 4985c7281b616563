"""How long the language desk takes with 1,000 pages in 16 languages, beside wagtail-localize's own report of them.

The pages are the English ones with a record for each of the fifteen other languages, in every state; the report gets a
translation for each of the same. All of it happens in a transaction of the database the environment names, and is
undone. An answer is a whole request by a signed-in editor: rights, menu, rows, totals, the page of the admin.
"""

import argparse
import os
import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")

ROUNDS = 9
LIMIT_S, LIMIT_QUERIES = 1.0, 15
PASSAGES_A_PAGE = 5
ASKED = (
    ("the grid", "/admin/languages/?kind=pages"),
    ("its 20th page", "/admin/languages/?kind=pages&p=20"),
    ("one language", "/admin/languages/?kind=pages&language=ur"),
    ("one state", "/admin/languages/?kind=pages&state=out+of+date"),
    ("a word in the title", "/admin/languages/?kind=pages&q=bench"),
    ("to do in Urdu", "/admin/languages/ur/"),
)
# Put back for the comparison: on the site its address leads to the desk.
REPORT = "/admin/their-report/"


def make_pages(many: int) -> None:
    """English pages below the home page of a site of their own, each with its passages, translations and records."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page, Site
    from wagtail_localize.models import (
        String,
        StringSegment,
        TranslatableObject,
        Translation,
        TranslationContext,
        TranslationSource,
    )

    from home.languages import LANGUAGES
    from home.models import HomePage, InformationPage, TranslationRecord
    from home.translation import State

    chance, kind = random.Random(8), ContentType.objects.get_for_model(InformationPage)
    root = Page.objects.get(depth=1)
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES]
    english, *others = locales
    home = root.add_child(instance=HomePage(title="Bench", slug="bench", locale=english))
    Site.objects.get_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    keys = [uuid.UUID(int=chance.getrandbits(128)) for _ in range(many)]
    pages = Page.objects.bulk_create(
        Page(
            title=f"Bench page {number}",
            slug=f"bench-{number}",
            path=Page._get_path(home.path, 3, number + 1),
            depth=3,
            url_path=f"{home.url_path}bench-{number}/",
            locale=english,
            translation_key=key,
            content_type=kind,
            live=True,
        )
        for number, key in enumerate(keys)
    )
    for page in pages:
        InformationPage(page_ptr=page).save_base(raw=True, force_insert=True)
    TranslatableObject.objects.bulk_create(TranslatableObject(translation_key=key, content_type=kind) for key in keys)
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=page.translation_key,
            specific_content_type=kind,
            locale=english,
            object_repr=page.title,
            content_json="{}",
            last_updated_at=page.latest_revision_created_at or "2026-11-22T00:00:00Z",
        )
        for page in pages
    )
    strings = String.objects.bulk_create(
        String(locale=english, data=f"Bench passage {n}", data_hash=uuid.uuid5(uuid.NAMESPACE_OID, f"bench {n}"))
        for n in range(PASSAGES_A_PAGE)
    )
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(object_id=key, path=f"body.{n}", path_id=uuid.uuid4())
        for key in keys
        for n in range(PASSAGES_A_PAGE)
    )
    StringSegment.objects.bulk_create(
        StringSegment(
            source=sources[number // PASSAGES_A_PAGE],
            context=context,
            string=strings[number % PASSAGES_A_PAGE],
            order=number % PASSAGES_A_PAGE,
            attrs="{}",
        )
        for number, context in enumerate(contexts)
    )
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=locale) for source in sources for locale in others
    )
    today = date(2026, 11, 22)
    TranslationRecord.objects.bulk_create(
        (
            TranslationRecord(
                translation_key=page.translation_key,
                locale=locale,
                title=page.title,
                model="home.informationpage",
                state=chance.choice(State.values),
                words=400,
                words_to_do=chance.randrange(400),
                english_changed_on=today - timedelta(days=chance.randrange(400)),
                translated_on=today - timedelta(days=chance.randrange(400)),
                checked_on=today - timedelta(days=chance.randrange(400)),
                made_from=[[f"body.{n}", [str(string.pk)]] for n, string in enumerate(strings)],
            )
            for page in pages
            for locale in others
        ),
        batch_size=1000,
    )


def signed_in():
    """A client of the site with an editor's rights."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.test import Client
    from ourplace import roles

    roles.install()
    editor = get_user_model().objects.create_user("bench", "bench@example.com", "x")
    editor.groups.add(Group.objects.get(name=roles.EDITORS))
    client = Client()
    client.force_login(editor)
    return client


def seconds(ask: Callable[[], object]) -> float:
    """The median of whole requests; the first, which fills what a process keeps, does not count."""
    ask()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def queries(ask: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        ask()
    return len(asked)


def measure(many: int) -> None:
    from django.db import connection

    client = signed_in()

    def answer(url: str) -> None:
        response = client.get(url)
        assert response.status_code == 200
        assert url == REPORT or "Bench page" in response.text

    rows = []
    for name, url in ASKED:
        taken, asked = seconds(lambda url=url: answer(url)), queries(lambda url=url: answer(url))
        rows.append((taken, asked))
        print(f"  {name:20} {taken:6.3f} s, {asked:2} queries")
    beside = seconds(lambda: answer(REPORT))
    print(f"  {'the report':20} {beside:6.3f} s, {queries(lambda: answer(REPORT)):2} queries")
    slowest, most = max(taken for taken, _asked in rows), max(asked for _taken, asked in rows)
    print(f"slowest: {slowest:.3f} s, {slowest / LIMIT_S:.2f} × the limit of {LIMIT_S:.0f} s")
    print(f"most queries: {most}, {most / LIMIT_QUERIES:.2f} × the limit of {LIMIT_QUERIES}")
    name = f"wagtail-localize's own report of {many} pages in 16 languages on {connection.vendor}"
    print(f"desk_speed: {rows[0][0]:.3f} s, {rows[0][0] / beside:.2f} × {name}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000)
    options = parser.parse_args()

    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction
    from django.test import override_settings
    from django.urls import path
    from ourplace import urls
    from wagtail_localize.views.report import TranslationsReportView

    urls.urlpatterns.insert(0, path(REPORT.lstrip("/"), TranslationsReportView.as_view()))
    # Plain files: a run needs none collected first.
    files = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with (
        override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=settings.STORAGES | files),
        transaction.atomic(),
    ):
        make_pages(options.pages)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        measure(options.pages)
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
