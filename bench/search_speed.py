"""How long a question to the search takes at 10,000 pages, beside looking for its words in titles, summaries and texts.

The pages are 2,500 in four languages, each of five passages of the sample content; one word in ten is made up, so
that there are as many words as on a large site. All of it happens in a transaction of the database the environment
names, and is undone. An answer is what a reader gets: found, put in order, ten of them shown, or the nearest topics.
What it is compared with knows no other language, half-typed word or wrong letter: `icontains` for every word, counted,
ten fetched.
"""

import argparse
import json
import os
import random
import re
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from functools import reduce
from operator import and_
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")

CODES = ("en", "ur", "pl", "ar")
PASSAGES_A_PAGE, ROUNDS, ROUNDS_BESIDE = 5, 15, 3
LIMIT_MS = 100
QUESTIONS = (
    ("whole word", "en", "doctor"),
    ("whole word", "ur", "ڈاکٹر"),
    ("English term", "ur", "council"),
    ("common word", "en", "the"),
    ("half typed", "en", "hea"),
    ("half typed", "en", "co"),
    ("half typed", "ur", "اسک"),
    ("wrong letter", "en", "docter"),
    ("wrong letter", "pl", "lekrz"),
    ("two words", "en", "council tax"),
    ("two words", "ar", "رعاية الأطفال"),
    ("sentence", "en", "how do I find a doctor for my child"),
    ("nonsense", "en", "xqzzvkw"),
)


def passages() -> dict[str, list[list[str]]]:
    """The words of every passage of the sample, by language."""
    import polib

    found: dict[str, list[list[str]]] = {code: [] for code in CODES}
    for code in CODES[1:]:
        for entry in polib.pofile(str(ROOT / f"site/ourplace/sample_translations/{code}.po")):
            found[code].append(words_of(entry.msgstr))
            if code == CODES[1]:
                found["en"].append(words_of(entry.msgid))
    return found


def words_of(html: str) -> list[str]:
    return re.sub(r"<[^>]*>|\{[^}]*\}", " ", html).split()


def some_of(words: list[str], chance: random.Random) -> str:
    """The words, one in ten made of the halves of two."""

    def word(one: str) -> str:
        other = chance.choice(words)
        return one[: len(one) // 2] + other[len(other) // 2 :] if chance.random() < 0.1 else one

    return " ".join(map(word, words))


def make_pages(many: int) -> list[int]:
    """Pages of information below a home page of their own, in four languages; their numbers."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page

    from home.models import HomePage, InformationPage

    chance, sample, kind = random.Random(8), passages(), ContentType.objects.get_for_model(InformationPage)
    keys = [uuid.UUID(int=chance.getrandbits(128)) for _ in range(many // len(CODES))]
    root, numbers = Page.objects.get(depth=1), []
    for code in CODES:
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = root.add_child(instance=HomePage(title="Bench", slug=f"bench-{code}", locale=locale))
        pages = Page.objects.bulk_create(
            Page(
                title=some_of(chance.choice(sample[code])[:4], chance)[:255] or "Bench",
                slug=f"bench-{number}",
                path=Page._get_path(home.path, 3, number + 1),
                depth=3,
                url_path=f"{home.url_path}bench-{number}/",
                locale=locale,
                translation_key=key,
                content_type=kind,
                live=True,
            )
            for number, key in enumerate(keys)
        )
        for page in pages:
            some = chance.sample(sample[code], PASSAGES_A_PAGE)
            text = "".join(f"<p>{some_of(words, chance)}</p>" for words in some)
            body = json.dumps([{"type": "text", "value": {"heading": "", "text": text}, "id": str(page.pk)}])
            own = InformationPage(page_ptr=page, summary=some_of(some[0][:12], chance)[:300], body=body)
            own.save_base(raw=True, force_insert=True)
        numbers += [page.pk for page in pages]
    return numbers


def milliseconds(ask: Callable[[], object], rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        start = time.perf_counter()
        ask()
        yield (time.perf_counter() - start) * 1000


def answer(question: str, code: str) -> int:
    """What the search page does for one question; how many pages it found."""
    from home import search_index

    found = search_index.find(question, code)
    hits = search_index.shown(found[:10], code) or search_index.suggestions(question, code)
    assert bool(found) <= bool(hits)
    return len(found)


def plain(question: str) -> int:
    """The same question without an index: ten pages and their number."""
    from django.db.models import Q

    from home.models import InformationPage

    each = [
        Q(title__icontains=word) | Q(summary__icontains=word) | Q(body__icontains=word) for word in question.split()
    ]
    pages = InformationPage.objects.readable().filter(reduce(and_, each))
    list(pages.order_by("title")[:10])
    return pages.count()


def measure() -> None:
    """Asks every question of the pages that are there and prints what it took."""
    from django.utils import translation

    ours, theirs = [], []
    for kind, code, question in QUESTIONS:
        translation.activate(code)
        taken = sorted(milliseconds(lambda question=question, code=code: answer(question, code), ROUNDS))
        beside = sorted(milliseconds(lambda question=question: plain(question), ROUNDS_BESIDE))
        ours.append(statistics.median(taken))
        theirs.append(statistics.median(beside))
        print(
            f"  {kind:12} {code} {question:36} {answer(question, code):5} found, quickest {taken[0]:5.1f}, median "
            f"{ours[-1]:5.1f}, slowest {taken[-1]:5.1f} ms; icontains {plain(question):5} found, {theirs[-1]:6.1f} ms"
        )
    slow = max(ours)
    print(f"slowest question: median {slow:.1f} ms, {slow / LIMIT_MS:.2f} × the limit of {LIMIT_MS} ms")
    ratio = statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
    print(f"search_speed: {statistics.median(ours):.1f} ms, {ratio:.2f} × icontains over title, summary and text")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    options = parser.parse_args()

    import django

    django.setup()
    from itertools import batched

    from django.db import connection, transaction

    from home import search_index
    from home.models import InformationPage

    with transaction.atomic():
        numbers = make_pages(options.pages)
        start = time.perf_counter()
        for some in batched(numbers, search_index.PAGES_AT_ONCE, strict=False):
            search_index.index(InformationPage.objects.readable().filter(pk__in=some))
        print(f"{connection.vendor}: {len(numbers)} pages indexed in {time.perf_counter() - start:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        measure()
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
