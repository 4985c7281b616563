"""The index of every word on every page: how it is kept, and how it is asked.

Three plain tables and the rules of `home.search`; no feature of one database, so that all give the same answer.
Pages, restrictions and addresses are read when somebody asks, so that moving or closing a page needs no indexing.
The values of facts are not indexed: they change without any page being published.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from itertools import batched, chain
from typing import NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.models import Page, get_page_models
from wagtail.signals import page_published, page_unpublished

from home import languages, search
from home.languages import LANGUAGES, SOURCE, Language
from home.models import BasePage, SearchEntry, SearchPosting, SearchWord
from home.models.search import SearchEntryQuerySet, SearchPostingQuerySet
from home.search import ANOTHER, READERS, SOURCES, Likeness

PAGES_AT_ONCE = 200
ROWS_AT_ONCE = 1000
MOST_WORDS_TRIED = 200
FEWEST_TO_BE_COMMON = 20
ALIKE_ENOUGH = 20
MOST_SUGGESTED = 4

_paused: ContextVar[bool] = ContextVar("search_paused", default=False)


# Keeping the index


def connect() -> None:
    page_published.connect(page_was_published)
    page_unpublished.connect(page_was_taken_down)


@contextmanager
def paused() -> Iterator[None]:
    """For loading many pages: what is published meanwhile waits for `rebuild`, which whoever pauses must call."""
    before = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(before)


def page_was_published(sender: type[Page], instance: Page, **kwargs) -> None:
    if isinstance(instance, BasePage) and not _paused.get():
        this = sender.objects.filter(pk=instance.pk)
        # An index that cannot be written must not stop anybody publishing.
        transaction.on_commit(lambda: index(this.readable()), robust=True)


def page_was_taken_down(sender: type[Page], instance: Page, **kwargs) -> None:
    words = list(SearchPosting.objects.filter(entry=instance.pk).values_list("word_id", flat=True))
    SearchEntry.objects.filter(pk=instance.pk).delete()
    _forget_unused(words)


def _forget_unused(words: Iterable[int]) -> None:
    """Drops words no page says any more: they may be somebody's name."""
    for some in batched(words, ROWS_AT_ONCE, strict=False):
        SearchWord.objects.filter(pk__in=some, postings=None).delete()


def rebuild() -> int:
    """Indexes every readable page and forgets every other; returns how many pages can be found."""
    readable = []
    for model in get_page_models():
        if issubclass(model, BasePage):
            numbers = list(model.objects.readable().values_list("pk", flat=True))
            for some in batched(numbers, PAGES_AT_ONCE, strict=False):
                index(model.objects.readable().filter(pk__in=some))
            readable += numbers
    for some in batched(SearchEntry.objects.exclude(page__live=True, page__alias_of=None), ROWS_AT_ONCE, strict=False):
        SearchEntry.objects.filter(pk__in=[entry.pk for entry in some]).delete()
    SearchWord.objects.filter(postings=None).delete()
    return len(readable)


def index(pages: Iterable[BasePage]) -> None:
    """Keeps these pages as they stand now; writes only what has changed since they were indexed last."""
    pages = list(pages)
    numbers = [page.pk for page in pages]
    with transaction.atomic():
        # Held until the end, so that two people publishing the same page do not write its words at once.
        list(Page.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))
        SearchEntry.objects.bulk_create(
            [
                SearchEntry(
                    page=page, language=page.language.code, summary=page.summary, is_suggested=page.is_suggested
                )
                for page in pages
            ],
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=["language", "summary", "is_suggested"],
        )
        weights = {
            (page.pk, page.language.code, word): weight
            for page in pages
            for word, weight in search.weights(page.title, page.summary, passages_of(page)).items()
        }
        known = _known({(language, word) for _, language, word in weights})
        wanted = {(page, known[language, word]): weight for (page, language, word), weight in weights.items()}
        stale, dropped = [], []
        for number, *place, weight in SearchPosting.objects.filter(entry__in=numbers).values_list(
            "pk", "entry_id", "word_id", "weight"
        ):
            if wanted.get(tuple(place)) == weight:
                del wanted[tuple(place)]
            else:
                stale.append(number)
                dropped.append(place[1])
        for some in batched(stale, ROWS_AT_ONCE, strict=False):
            SearchPosting.objects.filter(pk__in=some).delete()
        SearchPosting.objects.bulk_create(
            [SearchPosting(entry_id=page, word_id=word, weight=weight) for (page, word), weight in wanted.items()],
            batch_size=ROWS_AT_ONCE,
        )
        _forget_unused(dropped)


def passages_of(page: BasePage) -> list[str]:
    """Every text of a page besides its title and summary, as the admin's search reads it too."""
    passages = []
    for field in type(page).get_searchable_search_fields():
        if field.field_name not in {"title", "summary"}:
            value = field.get_value(page)
            passages += [value] if isinstance(value, str) else value
    return passages


def _known(wanted: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of these words, each with its language; new ones are added."""
    known = _numbers_of(wanted)
    # In one order for everybody, so that two people publishing never wait for each other.
    new = sorted(wanted - known.keys())
    SearchWord.objects.bulk_create(
        [SearchWord.of(word, language) for language, word in new], ignore_conflicts=True, batch_size=ROWS_AT_ONCE
    )
    return known | _numbers_of(new)


def _numbers_of(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    found = {}
    for words in batched({word for _, word in wanted}, ROWS_AT_ONCE, strict=False):
        rows = SearchWord.objects.filter(word__in=words).values_list("language", "word", "pk")
        found |= {(language, word): number for language, word, number in rows}
    return found


# Asking it


class Found(NamedTuple):
    """A page that answers a question: its translation key as a number, and which translations have the words."""

    key: int
    matched: Set[int]


@dataclass(frozen=True)
class Hit:
    """What a reader is shown of a page that was found."""

    title: str
    summary: str
    kind: str
    url: str
    language: Language

    @property
    def attributes(self) -> SafeString:
        return self.language.attributes

    @property
    def is_in_another_language(self) -> bool:
        return self.language != languages.current()


class _Version(NamedTuple):
    """What the index and the page say about one page in one language; `tree` is the language of its page tree."""

    number: int
    language: str
    summary: str
    title: str
    url_path: str
    key: UUID
    kind: int
    tree: str


class _Tried(NamedTuple):
    """A word of the index that may be meant by a word of the question."""

    number: int
    language: str
    word: str
    likeness: Likeness

    def points(self, code: str) -> int:
        return self.likeness * (READERS if self.language == code else SOURCES if self.language == SOURCE else ANOTHER)


def find(question: str, code: str) -> list[Found]:
    """The pages that answer a question in any language, the best for readers of the language `code` first."""
    tried = _telling(_tried(search.asked_in(question), code), code)
    counts_for = defaultdict(list)
    for position, entries in enumerate(tried):
        for entry in entries:
            counts_for[entry.number].append((position, entry.points(code)))
    return _by_subject(SearchPosting.objects.readable().filter(word__in=counts_for), counts_for, len(tried))


def having(pages: QuerySet, question: str) -> QuerySet:
    """Those of these pages that have every word of a question: as written, as a beginning or with another ending.

    A question without words leaves all.
    """
    for tried in _compared(search.asked_in(question), SearchWord.objects.beginning_like):
        numbers = [entry.number for entry in tried]
        pages = pages.filter(Exists(SearchPosting.objects.filter(word__in=numbers, entry=OuterRef("pk"))))
    return pages


def _by_subject(postings: SearchPostingQuerySet, counts_for: Mapping[int, list], words: int) -> list[Found]:
    """One for all translations of a page, in order; each word counts where it says most.

    Of equals, pages to suggest come first and the home page last; then the order is that of their addresses.
    """
    # Keys as whole numbers: a UUID is slow to hash.
    earned: dict[int, list[int]] = {}
    subjects: dict[int, tuple] = {}
    matched: dict[int, set[int]] = {}
    # One query for everything, because there are hardly more words than pages.
    rows = postings.values_list(
        "entry_id",
        "word_id",
        "weight",
        "entry__page__url_path",
        "entry__page__translation_key",
        "entry__is_suggested",
    )
    for page, word, weight, path, translation_key, is_suggested in rows:
        key = translation_key.int
        pages = matched.get(key)
        if pages is None or page not in pages:
            address = path.split("/", 2)[2]
            subject = (not is_suggested, not address, address, key)
            if pages is None:
                matched[key], earned[key], subjects[key] = {page}, [0] * words, subject
            else:
                pages.add(page)
                subjects[key] = min(subjects[key], subject)
        row = earned[key]
        for position, worth in counts_for[word]:
            if weight * worth > row[position]:
                row[position] = weight * worth
    ordered = search.ranked({subjects[key]: row for key, row in earned.items()})
    return [Found(key, matched[key]) for *_, key in ordered]


def _tried(words: list[tuple[str, ...]], code: str) -> list[list[_Tried]]:
    """For each word of the question the words of the index it may mean.

    One wrong letter is forgiven where nothing in the reader's language or in English is the word, begins like it
    or only ends differently: otherwise a search for "work" would find every "word".
    """
    # Nobody has half typed a short word before going on to the next: "do" does not begin "doctor" there.
    short = {form for forms in words[:-1] for form in forms if len(form) < search.SHORTEST_FORGIVEN}
    tried = _compared(words, lambda forms: SearchWord.objects.beginning_like(set(forms) - short, short))
    tried[:-1] = [
        [entry for entry in found if entry.likeness == Likeness.SAME or forms[0] not in short]
        for forms, found in zip(words[:-1], tried[:-1], strict=True)
    ]
    unknown = [
        position
        for position, found in enumerate(tried)
        if not any(entry.language in {code, SOURCE} for entry in found)
        and max(map(len, words[position])) >= search.SHORTEST_FORGIVEN
    ]
    forgiven = _compared([words[position] for position in unknown], SearchWord.objects.one_letter_from)
    for position, found in zip(unknown, forgiven, strict=True):
        tried[position] = list({entry.number: entry for entry in (*found, *tried[position])}.values())
    return tried


def _compared(words: list[tuple[str, ...]], look_up: Callable) -> list[list[_Tried]]:
    forms = list(chain.from_iterable(words))
    rows = list(look_up(forms).values_list("pk", "language", "word")) if forms else []
    tried = []
    for forms in words:
        found = [
            _Tried(number, language, word, alike)
            for number, language, word in rows
            if (alike := max(search.likeness(form, word) for form in forms))
        ]
        found.sort(key=lambda entry: (-entry.likeness, len(entry.word), entry.word, entry.language))
        tried.append(found[:MOST_WORDS_TRIED])
    return tried


def _telling(tried: list[list[_Tried]], code: str) -> list[list[_Tried]]:
    """Without the words that stand on most pages, like "the", where the question has others."""
    if len(tried) < 2:
        return tried
    exact = {
        entry.number: (position, entry.language)
        for position, found in enumerate(tried)
        for entry in found
        if entry.likeness == Likeness.SAME and entry.language in {code, SOURCE}
    }
    pages = dict(SearchEntry.objects.filter(language__in={code, SOURCE}).values_list("language").annotate(Count("pk")))
    counts = SearchPosting.objects.filter(word__in=exact).values_list("word").annotate(Count("entry"))
    common = {
        exact[number][0]
        for number, count in counts
        if pages[exact[number][1]] >= FEWEST_TO_BE_COMMON and 2 * count > pages[exact[number][1]]
    }
    return [found for position, found in enumerate(tried) if position not in common] or tried


def shown(found: Iterable[Found], code: str) -> list[Hit]:
    """What readers of this language are shown: the page in their language, else in English, else as it matched."""
    found = list(found)
    versions = defaultdict(list)
    for version in _versions(SearchEntry.objects.versions_of([UUID(int=one.key) for one in found])):
        versions[version.key.int].append(version)
    hits = []
    for one in found:
        best = min(versions[one.key], key=partial(_preference, code=code, matched=one.matched), default=None)
        if best:
            hits.append(_hit(best, code))
    return hits


def suggestions(question: str, code: str) -> list[Hit]:
    """The topics whose titles look most like the question; all of them, in their order, where none does."""
    versions = defaultdict(list)
    for version in _versions(SearchEntry.objects.suggested(code).order_by("page__path")):
        versions[version.key].append(version)
    alike = [
        (max(search.resemblance(question, version.title) for version in entries), entries)
        for entries in versions.values()
    ]
    nearest = sorted((one for one in alike if one[0] >= ALIKE_ENOUGH), key=lambda one: -one[0])[:MOST_SUGGESTED]
    return [_hit(min(entries, key=partial(_preference, code=code)), code) for _, entries in nearest or alike]


def _versions(entries: SearchEntryQuerySet) -> Iterator[_Version]:
    rows = entries.values_list(
        "pk",
        "language",
        "summary",
        "page__title",
        "page__url_path",
        "page__translation_key",
        "page__content_type",
        "page__locale__language_code",
    )
    return map(_Version._make, rows)


def _preference(version: _Version, code: str, matched: Set[int] = frozenset()) -> tuple:
    tree = version.tree
    return tree != code, tree != SOURCE, version.number not in matched, list(LANGUAGES).index(tree)


def _hit(version: _Version, code: str) -> Hit:
    model = ContentType.objects.get_for_id(version.kind).model_class()
    return Hit(
        title=version.title,
        summary=version.summary,
        kind=capfirst(model._meta.verbose_name),
        # A page of the English tree is read at the reader's own address (promise 3), any other only at its own.
        url=f"/{code if version.tree == SOURCE else version.tree}/{version.url_path.split('/', 2)[2]}",
        language=languages.language(version.language),
    )
