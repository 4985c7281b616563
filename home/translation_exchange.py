"""Translations out to translators and back in: which passages go, and what may be put in place of what is there.

An import is checked as a whole and applied as a whole, in one transaction that holds the English still.
"""

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import batched, groupby
from typing import BinaryIO
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
)
from wagtail_localize.strings import StringValue, validate_translation_links

from home import facts, glossary, passages, translation_files, translation_records
from home.languages import SOURCE
from home.models import Fact, Term, TranslationRecord
from home.translation import HOME_DEPTH, fits
from home.translation_files import Entry, File, Passage, Problem, base, same_place, wrong_with
from home.translation_records import IMPORTED_DRAFT, OLDER, older_english

PACK = "welcome"
PO_FILE = "PO file"
ROWS_AT_ONCE = 500
VALUES_AT_ONCE = 10_000
SECONDS_TO_WAIT = 20  # for other people's work on the same pages; gunicorn ends a request after 30
MANUAL, MACHINE = StringTranslation.TRANSLATION_TYPE_MANUAL, StringTranslation.TRANSLATION_TYPE_MACHINE

COUNTS = {
    "files": _("Files:"),
    "changed": _("passages changed:"),
    "same": _("unchanged:"),
    "older": _("translated from an older English:"),
    "kept": _("left as a person wrote them:"),
    "empty": _("empty:"),
    "unfinished": _("marked as unfinished:"),
    "published": _("published:"),
    "unpublished": _("waiting for somebody who may publish:"),
}

logger = logging.getLogger(__name__)

Place = tuple[int, int, int]
"""An English string, where it stands (a context), and the language it is translated into."""


# --- Out ---


def records_of(
    languages: Collection[str], *, page: UUID | None = None, below: str | None = None, since: date | None = None
) -> list[TranslationRecord]:
    """The translations to send out: all, one page or snippet, a page with all below it and all they show, or what
    changed: whose English is newer than their words or was published since with words to translate.

    `page`: a translation key; `below`: the address of a page below the language (`welcome/`).
    """
    records = TranslationRecord.objects.wanted().filter(locale__language_code__in=languages).select_related("locale")
    if page is not None:
        records = records.filter(translation_key=page)
    if below is not None:
        records = records.filter(translation_key__in=_with_all_they_show(below))
    if since is not None:
        published = TranslationSource.objects.filter(
            object_id=OuterRef("translation_key"), locale__language_code=SOURCE, last_updated_at__date__gte=since
        )
        to_do = Q(words_to_do__gt=0) | Q(is_current=False)
        records = records.filter(Q(english_changed_on__gte=since) | (to_do & Exists(published)))
    return list(records.order_by("locale__language_code", "model", "translation_key"))


def _with_all_they_show(address: str) -> set[UUID]:
    """The keys of the page at this address, of all below it, and of the snippets they show."""
    try:
        pages = page_at(address).get_descendants(inclusive=True)
    except Page.DoesNotExist:
        return set()
    keys = set(pages.values_list("translation_key", flat=True))
    sentences = StringSegment.objects.filter(source__object_id__in=keys, string__data__contains="{word:")
    words = {key for text in sentences.values_list("string__data", flat=True) for key in glossary.keys_in(text)}
    shown = set(Term.objects.filter(key__in=words).values_list("translation_key", flat=True))
    new = keys
    while new:
        related = RelatedObjectSegment.objects.filter(source__object_id__in=new)
        snippets = related.exclude(object__content_type=ContentType.objects.get_for_model(Page))
        new = set(snippets.values_list("object_id", flat=True)) - shown
        shown |= new
    return keys | shown


def page_at(address: str) -> Page:
    """The English page at an address below the language; raises Page.DoesNotExist."""
    path = address.strip("/")
    pages = Page.objects.filter(locale__language_code=SOURCE, depth__gte=HOME_DEPTH, url_path__endswith=f"{path}/")
    for page in pages:
        if _relative(page.url_path) == path:
            return page
    raise Page.DoesNotExist(address)


def _relative(url_path: str) -> str:
    """The address of a page below the language, without strokes at its ends; '' for the home page."""
    return url_path.split("/", 2)[2].strip("/")


def exported(records: Iterable[TranslationRecord]) -> dict[str, bytes]:
    """A PO file for each of these translations, by name (`ur/welcome-health.po`)."""
    records = list(records)
    english = _English({record.translation_key for record in records})
    translations = _translations(records, english)
    words = _WordsSoFar(records, english)
    notes = _Notes()
    files: dict[str, bytes] = {}
    for record in records:
        key, code = record.translation_key, record.locale.language_code
        translation = translations.get((key, record.locale_id))
        if translation is None or key not in english.addresses:
            continue
        own = [
            Passage(path, text, *words.at(record, path, context, string), notes.on(text, attributes))
            for path, context, string, text, attributes in english.segments[key]
        ]
        name = f"{code}/{english.addresses[key]}.po"
        if name in files:
            name = f"{code}/{english.addresses[key]}-{key.hex[:8]}.po"
        files[name] = translation_files.written(translation, code, english.addresses[key], own)
    return files


def _translations(records: list[TranslationRecord], english: "_English") -> dict[tuple[UUID, int], UUID]:
    """The ids of these translations, made where there was none yet; those that are edited by hand are left out."""
    sources = english.sources
    rows = Translation.objects.filter(source__in=sources.values(), target_locale__in={r.locale_id for r in records})
    wanted = {(sources[r.translation_key], r.locale_id) for r in records if r.translation_key in sources}
    there = set(rows.values_list("source_id", "target_locale_id"))
    Translation.objects.bulk_create(
        [Translation(source_id=source, target_locale_id=locale) for source, locale in sorted(wanted - there)],
        ignore_conflicts=True,
    )
    by_hand = rows.filter(enabled=True).values_list("source__object_id", "target_locale_id", "uuid")
    return {(key, locale): uuid for key, locale, uuid in by_hand}


class _English:
    """The English passages of some pages and snippets as they were last published."""

    def __init__(self, keys: Collection[UUID]) -> None:
        sources = TranslationSource.objects.filter(object_id__in=keys, locale__language_code=SOURCE)
        self.sources: dict[UUID, int] = {}
        models = defaultdict(list)
        for source, key, app, model in sources.values_list(
            "pk", "object_id", "specific_content_type__app_label", "specific_content_type__model"
        ):
            self.sources[key] = source
            models[app, model].append(key)
        self.addresses = {key: address for of_one in models.items() for key, address in _addresses(*of_one)}
        self.segments: dict[UUID, list[tuple]] = defaultdict(list)
        rows = StringSegment.objects.filter(source__in=self.sources.values()).order_by("source_id", "order")
        for key, path, context, string, text, attributes in rows.values_list(
            "source__object_id", "context__path", "context_id", "string_id", "string__data", "attrs"
        ):
            self.segments[key].append((path, context, string, text, attributes))

    def passages_of(self, key: UUID) -> passages.Passages:
        """The strings at each path, in their order."""
        by_path = groupby(self.segments[key], key=lambda segment: segment[0])
        return tuple(passages.Passage(path, tuple(str(segment[2]) for segment in group)) for path, group in by_path)


class _WordsSoFar:
    """What there is at each place, and the older English it was made from where the passage has changed since."""

    def __init__(self, records: list[TranslationRecord], english: "_English") -> None:
        rows = StringTranslation.objects.filter(
            context__object_id__in=english.sources, locale__in={record.locale_id for record in records}, has_error=False
        )
        self.there = {
            (string, context, locale): (words, older_english(tool))
            for string, context, locale, words, tool in rows.values_list(
                "translation_of_id", "context_id", "locale_id", "data", "tool_name"
            )
        }
        self.replaced = {
            (record.pk, path, new): old
            for record in records
            for path, old, new in passages.retyped(record.passages, english.passages_of(record.translation_key))
        }
        marks = {mark for _words, mark in self.there.values() if mark}
        strings = String.objects.values_list("pk", "data")
        self.older = dict(_in_batches(strings, "pk__in", marks.union(self.replaced.values())))

    def at(self, record: TranslationRecord, path: str, context: int, string: int) -> tuple[str, str]:
        words, made_from = self.there.get((string, context, record.locale_id), ("", None))
        if not words:
            made_from = self.replaced.get((record.pk, path, string))
            words, _older = self.there.get((made_from, context, record.locale_id), ("", None))
        return words, self.older.get(made_from, "") if words else ""


class _Notes:
    """What a translator is told of a passage: what its facts, words and links stand for."""

    def __init__(self) -> None:
        self.facts = {fact.key: f"{{fact:{fact.key}}}: {fact.value} ({fact.label})" for fact in Fact.objects.all()}
        terms = Term.objects.filter(locale__language_code=SOURCE)
        self.terms = {term.key: f"{{word:{term.key}}}: {term.word} ({term.explanation})" for term in terms}

    def on(self, text: str, attributes: str) -> str:
        found = [self.facts[key] for key in sorted(facts.keys_in(text)) if key in self.facts]
        found += [self.terms[key] for key in sorted(glossary.keys_in(text)) if key in self.terms]
        links = json.loads(attributes or "null") or {}
        found += [f"{name.partition('#')[2]}: {own['href']}" for name, own in sorted(links.items()) if "href" in own]
        return "\n".join(" ".join(line.split()) for line in found)


def _addresses(app_and_model: tuple[str, str], keys: list[UUID]) -> Iterator[tuple[UUID, str]]:
    """What pages and snippets are called in the zip: `welcome-health`, `snippets/term-gp`."""
    model = apps.get_model(*app_and_model)
    own = model._base_manager.filter(translation_key__in=keys, locale__language_code=SOURCE)
    if issubclass(model, Page):
        for key, url_path in own.values_list("translation_key", "url_path"):
            yield key, _relative(url_path).replace("/", "-") or "home"
    else:
        for instance in own:
            yield instance.translation_key, f"snippets/{app_and_model[1]}-{getattr(instance, 'key', instance.pk)}"


# --- And back ---


@dataclass
class Outcome:
    """What came of an import: its problems, or what it did; with any problem nothing was done."""

    problems: list[Problem] = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)

    @property
    def is_good(self) -> bool:
        return not self.problems

    def __str__(self) -> str:
        """What was done, in one line."""
        said = [(label, self.counts[name]) for name, label in COUNTS.items() if self.counts[name] or name == "changed"]
        return "; ".join(f"{label} {count}" for label, count in said)


def bring_in(
    uploads: Iterable[tuple[str, BinaryIO]],
    *,
    by: AbstractBaseUser | None = None,
    languages: Collection[str] | None = None,
    only: UUID | None = None,
    is_draft: bool = False,
    publish_in: Collection[str] | None = None,
    is_trial: bool = False,
) -> Outcome:
    """Takes PO files in, all or none.

    `languages`: those the person may translate into (None: all); `only`: the one translation it may be of;
    `publish_in`: the languages in which what came may be published (None: it shall not be). A draft never replaces
    a person's words.
    """
    files, problems = translation_files.read(uploads)
    if not files:
        return Outcome(problems)
    if only:
        message = _("This file is of another page or language.")
        problems += [file.problem(message) for file in files if file.translation != only]
    try:
        with transaction.atomic():
            _wait_at_most(SECONDS_TO_WAIT)
            work = _Import(files, by, is_draft)
            problems += work.check(languages)
            if not problems and not is_trial:
                work.apply()
                if publish_in is not None:
                    problems += work.publish(publish_in)
                work.count()
            if problems or is_trial:
                transaction.set_rollback(True)
    except OperationalError as error:
        logger.warning("An import was given up: %s", error)
        message = _("Somebody else is at work on these pages. Nothing was changed: bring the file in again.")
        problems = [files[0].problem(message)]
    if problems:
        return Outcome(sorted(problems, key=lambda problem: problem[:2]))
    return Outcome(counts=work.counts)


def _wait_at_most(seconds: int) -> None:
    """How long this transaction waits for others; SQLite has it from its settings."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])


class _Import:
    """One import inside its transaction: the English is locked when it begins."""

    def __init__(self, files: list[File], by: AbstractBaseUser | None, is_draft: bool) -> None:
        self.by, self.is_draft = by, is_draft
        self.counts = Counter(files=len(files))
        found = Translation.objects.filter(uuid__in=[file.translation for file in files])
        # Two that publish into one language would put two pages at one place of its tree.
        languages = Locale.objects.select_for_update(no_key=True).filter(pk__in=found.values("target_locale_id"))
        list(languages.order_by("pk").values_list("pk"))
        # Whoever publishes the English, or brings in the same page, waits or is waited for.
        locked = TranslationSource.objects.select_for_update().filter(pk__in=found.values("source_id")).order_by("pk")
        self.sources = list(locked.values_list("pk", flat=True))
        rows = found.select_related("target_locale", "source__specific_content_type").defer("source__content_json")
        self.translations: dict[UUID, Translation] = {row.uuid: row for row in rows}
        self.files = [
            (file, self.translations[file.translation]) for file in files if file.translation in self.translations
        ]
        self.unknown = [file for file in files if file.translation not in self.translations]
        self.touched: set[int] = set()
        self._read_english()
        there = StringTranslation.objects.filter(
            context__object_id__in={row.source.object_id for row in self.translations.values()},
            locale__in={row.target_locale_id for row in self.translations.values()},
        )
        self.there: dict[Place | None, StringTranslation] = {
            (row.translation_of_id, row.context_id, row.locale_id): row for row in there
        }

    def _read_english(self) -> None:
        """Which sentence stands where now, and which of those in the files are known from an older English."""
        self.now: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        segments = StringSegment.objects.filter(source__in=self.sources).order_by("order")
        for source, path, string, text in segments.values_list(
            "source_id", "context__path", "string_id", "string__data"
        ):
            self.now[source][path][text] = string
        keys = {row.source.object_id for row in self.translations.values()}
        contexts = TranslationContext.objects.filter(object_id__in=keys)
        self.contexts = {(key, path): pk for pk, key, path in contexts.values_list("pk", "object_id", "path")}
        hashes = {
            String._get_data_hash(entry.english)
            for file, row in self.files
            for entry in file.entries
            if entry.english not in self.now[row.source_id].get(entry.path, ())
        }
        strings = String.objects.filter(locale__language_code=SOURCE).values_list("data", "pk")
        self.older = dict(_in_batches(strings, "data_hash__in", hashes))
        translated = StringTranslation.objects.filter(context__object_id__in=keys)
        places = translated.values_list("translation_of_id", "context_id")
        self.once_there = set(_in_batches(places, "translation_of__in", self.older.values()))

    # Checking

    def check(self, languages: Collection[str] | None) -> Iterator[Problem]:
        for file in self.unknown:
            yield file.problem(_("The site knows no such page: the file is from another site, or the page is gone."))
        self.known_facts = set(Fact.objects.values_list("key", flat=True))
        self.known_words = set(Term.objects.values_list("key", flat=True))
        for file, row in self.files:
            code = row.target_locale.language_code
            if file.language and base(file.language) != code:
                yield file.problem(_("The file is in another language than it was made for."))
            if languages is not None and code not in languages:
                yield file.problem(_("You may not translate into this language."))
            if not row.enabled:
                yield file.problem(_("This page is no longer translated in files: it is edited by hand."))
            for entry in file.entries:
                if entry.is_translated and not self._is_there(self._place(row, entry), entry.words):
                    yield from (file.problem(message, entry) for message in self._wrong_with(file, row, entry))

    def _wrong_with(self, file: File, row: Translation, entry: Entry) -> Iterator[str | Promise]:
        if not self._is_known(file, row, entry):
            yield _("This sentence is not on this page.")
            return
        found = list(wrong_with(entry))
        yield from found or _refused_by_the_page(row, entry)
        unknown = {f"fact:{key}" for key in facts.keys_in(entry.words) - self.known_facts}
        unknown |= {f"word:{key}" for key in glossary.keys_in(entry.words) - self.known_words}
        if unknown:
            sentence = _("There is no such fact or word any more.")
            yield format_lazy("{sentence} ({keys})", sentence=sentence, keys=", ".join(sorted(unknown)))

    def _is_there(self, place: Place | None, words: str) -> bool:
        """Whether these words are there already, as the translation of this very sentence."""
        there = self.there.get(place)
        return bool(
            there and there.data.strip() == words and not there.has_error and older_english(there.tool_name) is None
        )

    def _is_known(self, file: File, row: Translation, entry: Entry) -> bool:
        """Whether the sentence stands there, or once stood: the file as a whole or a translation of it says so."""
        if entry.english in self.now[row.source_id].get(entry.path, ()):
            return True
        place = self._place(row, entry)
        return place is not None and (file.is_whole or place[:2] in self.once_there)

    def _place(self, row: Translation, entry: Entry) -> Place | None:
        string = self.now[row.source_id].get(entry.path, {}).get(entry.english) or self.older.get(entry.english)
        context = self.contexts.get((row.source.object_id, entry.path))
        return (string, context, row.target_locale_id) if string and context else None

    # Applying

    def apply(self) -> None:
        self.new: list[StringTranslation] = []
        self.changed: list[StringTranslation] = []
        titles: dict[tuple[UUID, int], str] = {}
        for file, row in self.files:
            before = len(self.new) + len(self.changed)
            replaced = self._replaced(file, row)
            for entry in file.entries:
                if not entry.is_translated:
                    self.counts["unfinished" if entry.words else "empty"] += 1
                    continue
                place = self._place(row, entry)
                is_new = self._put(place, entry.words)
                if entry.english not in self.now[row.source_id].get(entry.path, ()):
                    self.counts["older"] += 1
                    self._stand_in(replaced.get((entry.path, entry.english)), place, entry.words)
                elif is_new and entry.path == "title":
                    titles[row.source.object_id, row.target_locale_id] = entry.words
            if len(self.new) + len(self.changed) > before:
                self.touched.add(row.pk)
        StringTranslation.objects.bulk_create(self.new, batch_size=ROWS_AT_ONCE)
        StringTranslation.objects.bulk_update(
            self.changed,
            ["data", "translation_type", "tool_name", "last_translated_by", "updated_at", "has_error", "field_error"],
            batch_size=ROWS_AT_ONCE,
        )
        _retitle(titles)

    def _replaced(self, file: File, row: Translation) -> dict[tuple[str, str], int]:
        """For each older sentence of the file the English that was put in its place since."""
        now = self.now[row.source_id]
        before: dict[str, list[str]] = defaultdict(list)
        for entry in file.entries:
            before[entry.path].append(entry.english)
        return {
            (path, old): now[path][new]
            for path, sentences in before.items()
            if path in now
            for old, new in same_place(sentences, list(now[path])).items()
        }

    def _put(self, place: Place, words: str) -> bool:
        """Whether there is anything new in these words."""
        if self._is_there(place, words):
            self.counts["same"] += 1
            return False
        there = self.there.get(place)
        if there and self.is_draft and there.translation_type == MANUAL:
            self.counts["kept"] += 1
            return False
        self.counts["changed"] += 1
        self._write(place, words, IMPORTED_DRAFT if self.is_draft else PO_FILE)
        return True

    def _stand_in(self, string: int | None, older: Place, words: str) -> None:
        """Lets the translation of an older sentence stand for the newer one, where that has none, marked as such."""
        if string is None:
            return
        place = (string, *older[1:])
        there = self.there.get(place)
        if there:
            mark = older_english(there.tool_name)
            is_better = mark is not None and (mark < older[0] or (mark == older[0] and there.data != words))
            if not is_better or (self.is_draft and there.translation_type == MANUAL):
                return
        self._write(place, words, f"{OLDER}{older[0]}")

    def _write(self, place: Place, words: str, tool: str) -> None:
        row = self.there.get(place)
        if row is None:
            string, context, locale = place
            row = StringTranslation(translation_of_id=string, context_id=context, locale_id=locale)
            self.there[place] = row
            self.new.append(row)
        elif row.pk:
            self.changed.append(row)
        row.data, row.tool_name = words, tool
        row.translation_type = MACHINE if self.is_draft else MANUAL
        row.last_translated_by = self.by
        row.updated_at = timezone.now()
        row.has_error, row.field_error = False, ""

    # Publishing

    def publish(self, languages: Collection[str]) -> Iterator[Problem]:
        """Publishes what these languages got and readers do not see yet; what shows something comes after it."""
        files = {row.pk: file for file, row in self.files}
        for row in self._in_order():
            if row.pk not in self.touched and not _is_waiting(row):
                continue
            if row.target_locale.language_code not in languages:
                self.counts["unpublished"] += 1
                continue
            try:
                translation_records.publish(row, self.by)
                self.touched.discard(row.pk)
                self.counts["published"] += 1
            except (PublishPermissionError, translation_records.EnglishIsDown):
                self.counts["unpublished"] += 1
            except translation_records.NotReady as error:
                yield files[row.pk].problem(str(error))

    def _in_order(self) -> list[Translation]:
        """Parents before children, snippets before the pages that show them."""
        rows = {(row.source.object_id, row.target_locale_id): row for _file, row in self.files}
        keys = {key for key, _locale in rows}
        needs = defaultdict(list)
        related = RelatedObjectSegment.objects.filter(source__in=self.sources, object_id__in=keys)
        for key, shown in related.order_by("order").values_list("source__object_id", "object_id"):
            needs[key].append(shown)
        pages = Page.objects.filter(translation_key__in=keys, locale__language_code=SOURCE).order_by("path")
        by_path = dict(pages.values_list("path", "translation_key"))
        for path, key in by_path.items():
            parent = by_path.get(path[: -Page.steplen])
            needs[key] = [parent, *needs[key]] if parent else needs[key]
        codes = defaultdict(list)
        for key, locale in sorted(rows):
            codes[key].append(locale)
        order: dict[UUID, None] = {}
        waiting, opened = [*reversed(by_path.values()), *sorted(keys.difference(by_path.values()))], set()
        while waiting:
            key = waiting[-1]
            if key in opened:
                order.setdefault(waiting.pop())
            else:
                opened.add(key)
                waiting += [needed for needed in reversed(needs[key]) if needed not in opened]
        return [rows[key, locale] for key in order for locale in codes[key]]

    def count(self) -> None:
        """Counts anew what is left to do; publishing has done it for what was published."""
        for key in {row.source.object_id for row in self.translations.values() if row.pk in self.touched}:
            translation_records.recount(key)


def _refused_by_the_page(row: Translation, entry: Entry) -> Iterator[str | Promise]:
    """What wagtail-localize or the field a translation is for would refuse."""
    if "<" in entry.words:
        try:
            StringValue.from_translated_html(entry.words)
            validate_translation_links(entry.english, entry.words)
        except ValueError as error:
            yield str(error)
            return
    model: type[Model] = row.source.specific_content_type.model_class()
    if "." not in entry.path and not fits(model, entry.path, StringValue(entry.words).render_text()):
        yield _("The translation is too long for its place.")


def _in_batches(rows: QuerySet, lookup: str, values: Iterable) -> Iterator:
    """The rows for all these values; a database takes only so many in one question."""
    for some in batched(values, VALUES_AT_ONCE, strict=False):
        yield from rows.filter(**{lookup: some})


def _retitle(titles: Mapping[tuple[UUID, int], str]) -> None:
    """Shows editors the new title of a draft, as wagtail-localize does when a title is translated by hand."""
    pages = Page.objects.filter(translation_key__in={key for key, _locale in titles})
    changed = []
    for page in pages.only("translation_key", "locale_id", "draft_title"):
        words = titles.get((page.translation_key, page.locale_id))
        if words is not None and page.draft_title != words:
            page.draft_title = words[:255]
            changed.append(page)
    Page.objects.bulk_update(changed, ["draft_title"], batch_size=ROWS_AT_ONCE)


def _is_waiting(row: Translation) -> bool:
    """Whether there are words that were never put on the page."""
    record = TranslationRecord.objects.filter(
        translation_key=row.source.object_id, locale=row.target_locale_id, is_live=True
    )
    last = TranslationLog.objects.filter(source=row.source_id, locale=row.target_locale_id).order_by("-pk")
    made_on = last.values_list("created_at", flat=True).first()
    newer = StringTranslation.objects.filter(context__object_id=row.source.object_id, locale=row.target_locale_id)
    return not record.exists() or made_on is None or newer.filter(updated_at__gt=made_on).exists()
