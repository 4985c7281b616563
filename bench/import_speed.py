"""How long it takes to bring translators' files back: checked, and put in, in one transaction.

Twelve topics in fifteen languages, and a thousand pages in one. Beside it wagtail-localize's own import of the same
files, which checks nothing and asks the database several times for each passage: of a few hundred files it gets every
tenth, and its time is counted ten times.

    python bench/import_speed.py                 # on the database of DATABASE_URL; leaves nothing behind
    python bench/import_speed.py --topics 100    # the largest zip the site takes: 45,000 passages
"""

import argparse
import json
import os
import sys
import time
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")

PASSAGES_A_PAGE = 30
TOPICS, PAGES = 12, 1000
MOST_FILES_OF_THEIRS, EVERY = 200, 10
SENTENCE = "Call {{fact:bench}} before {hour} o'clock on day {day}, or ask at desk {desk} of the library."


def make_pages(many: int) -> list:
    """Pages of information with thirty passages each, published in English; the keys of their translations."""
    from wagtail.models import Locale, Page

    from home.models import Fact, HomePage, InformationPage

    Fact.objects.get_or_create(key="bench", defaults={"kind": "phone", "value": "020 8496 3000", "label": "Bench"})
    locale = Locale.objects.get(language_code="en")
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Bench", slug="bench", locale=locale))
    keys = []
    for number in range(many):
        sentences = [SENTENCE.format(hour=n % 12, day=n, desk=number) for n in range(PASSAGES_A_PAGE - 1)]
        text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
        body = json.dumps([{"type": "text", "value": {"heading": "", "text": text}, "id": str(number)}])
        page = home.add_child(instance=InformationPage(title=f"Bench {number}", slug=f"bench-{number}", body=body))
        page.save_revision().publish()
        keys.append(page.translation_key)
    return keys


def filled(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with every passage translated, after a fashion."""
    from home import translation_files

    done = {}
    for name, content in files.items():
        po = translation_files.parsed(content.decode())
        for entry in po:
            entry.msgstr = f"ترجمہ {entry.msgid}"
        done[name] = f"{po}\n".encode()
    return done


def ours(archive: bytes) -> float:
    from home.translation_exchange import bring_in

    start = time.perf_counter()
    outcome = bring_in([("bench.zip", BytesIO(archive))])
    taken = time.perf_counter() - start
    assert outcome.is_good, outcome.problems[:3]
    assert outcome.counts["changed"] > 0
    return taken


def theirs(files: dict[str, bytes]) -> float:
    """wagtail-localize's import, file by file, as its editor does it."""
    from wagtail_localize.models import Translation

    from home import translation_files

    every = EVERY if len(files) > MOST_FILES_OF_THEIRS else 1
    start = time.perf_counter()
    for content in list(files.values())[::every]:
        po = translation_files.parsed(content.decode())
        Translation.objects.get(uuid=po.metadata["X-WagtailLocalize-TranslationID"]).import_po(po)
    return (time.perf_counter() - start) * every


def compare(name: str, pages: int, languages: list[str]) -> tuple[float, float]:
    """Seconds for our import and the ratio to wagtail-localize's, of the same files on the same database."""
    from django.db import transaction

    from home import search_index, translation_files
    from home.models import TranslationRecord
    from home.translation_exchange import exported

    with search_index.paused(), transaction.atomic():
        keys = make_pages(pages)
        records = TranslationRecord.objects.filter(translation_key__in=keys, locale__language_code__in=languages)
        start = time.perf_counter()
        files = exported(records.select_related("locale"))
        out = time.perf_counter() - start
        files = filled(files)
        archive = translation_files.packed(files)
        taken = []
        for bring in (lambda: ours(archive), lambda: theirs(files)):
            savepoint = transaction.savepoint()
            taken.append(bring())
            transaction.savepoint_rollback(savepoint)
        transaction.set_rollback(True)
    passages = len(files) * PASSAGES_A_PAGE
    print(
        f"  {name}: {len(files)} files, {passages} passages, {len(archive) / 1e6:.1f} MB; out {out:.1f} s, "
        f"in {taken[0]:.1f} s, wagtail-localize's import {taken[1]:.1f} s"
    )
    return taken[0], taken[0] / taken[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=PAGES, help="pages that come in in one language")
    parser.add_argument("--topics", type=int, default=TOPICS, help="pages that come in in every language")
    options = parser.parse_args()

    import django

    django.setup()
    from django.db import connection
    from wagtail.models import Locale

    from home.languages import LANGUAGES, SOURCE

    others = [code for code in LANGUAGES if code != SOURCE]
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    print(connection.vendor)
    _seconds, ratio = compare(f"{options.pages} pages, one language", options.pages, ["ur"])
    print(f"{ratio:.2f} × wagtail-localize's import for one language")
    seconds, ratio = compare(f"{options.topics} topics, {len(others)} languages", options.topics, others)
    print(f"import_speed: {seconds:.1f} s, {ratio:.2f} × wagtail-localize's own import, which checks nothing")


if __name__ == "__main__":
    main()
