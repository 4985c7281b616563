"""Keeps the record of every translation: on publishing, while translators work, and when somebody confirms or checks.

Every figure of a record is worked out from what stands in the database, never from when something happened.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import groupby
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import (
    RelatedObjectSegment,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import RelatedObjectSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home import english_segments, passages
from home.languages import SOURCE
from home.models import TranslationRecord
from home.passages import Passage, Passages, Words
from home.translation import Origin, plain

# A passage whose words are the translation of an older English string is marked so by the tool that put them there.
OLDER = "older English "
IMPORTED_DRAFT = "imported draft"
COUNTS = ("words", "words_to_do", "passages_to_do")
# What a change of the English may change in the record of a translation.
AFFECTED = ("title", "state", "made_from", "checked", "is_current", "is_checked", "english_changed_on", *COUNTS)


def older_english(tool: str) -> int | None:
    """The older English string that words with this tool name were made from; None for words made from their own."""
    return int(tool.removeprefix(OLDER)) if tool.startswith(OLDER) else None


class NotReady(Exception):
    """A translation that cannot be published or checked as it is; says why in one sentence."""


class EnglishIsDown(NotReady):
    """A translation nobody may read while there is no English to hold it against."""

    def __init__(self) -> None:
        super().__init__(_("The English is not published."))


# --- The English ---


def english_was_published(instance: TranslatableMixin, *, is_small_change: bool = False) -> None:
    """Takes up the English as it now stands, and judges every translation of it.

    A small change moves every translation along that was made from what stood there before.
    """
    before = english_passages(instance.translation_key) if is_small_change else ()
    source = english_segments.take_up(instance)
    records = _records_of(source)
    is_compared = is_small_change or any(record.is_live for record in records)
    now = english_passages(source.object_id) if is_compared else ()
    pairs = passages.retyped(before, now) if is_small_change else []
    _copy_translations(source.object_id, pairs)
    kept = {record.pk: _values(record) for record in records}
    for record in records:
        record.title = source.object_repr[:255]
        if is_small_change:
            _move_along(record, before, now, with_check=True)
        _compare(record, now)
    _count(source.object_id, records)
    changed = [record for record in records if record.pk and _values(record) != kept[record.pk]]
    TranslationRecord.objects.bulk_update(changed, AFFECTED)
    new = [record for record in records if not record.pk]
    TranslationRecord.objects.bulk_create(new, ignore_conflicts=True)


def _values(record: TranslationRecord) -> list:
    return [getattr(record, name) for name in AFFECTED]


def english_passages(translation_key: UUID) -> Passages:
    """The English passages as they were last published, in their order."""
    own = {"source__object_id": translation_key, "source__locale__language_code": SOURCE}
    strings = StringSegment.objects.filter(**own).values_list("order", "context__path", "string_id", "attrs")
    chosen = RelatedObjectSegment.objects.filter(**own).values_list("order", "context__path", "object_id")
    rows = [(order, path, passages.revision(id_, _links(json.loads(attrs)))) for order, path, id_, attrs in strings]
    rows += [(order, path, f"@{key}") for order, path, key in chosen]
    standing = tuple(
        Passage(path, tuple(revision for _order, _path, revision in group))
        for path, group in groupby(sorted(rows, key=lambda row: row[0]), key=lambda row: row[1])
    )
    source = TranslationSource.objects.filter(object_id=translation_key, locale__language_code=SOURCE).first()
    return standing + tuple(Passage(path, (key,)) for path, key in _chosen(source.as_instance())) if source else ()


def _chosen(instance: TranslatableMixin) -> Iterator[tuple[str, str]]:
    """Path and key of the facts and other things blocks show that are the same in every language; not of pictures."""
    for name, value in ((field.name, field.value_from_object(instance)) for field in instance._meta.concrete_fields):
        if isinstance(value, StreamValue):
            for block in value:
                yield from _chosen_in(block.block, block.value, f"{name}.{block.id}")


def _chosen_in(block: blocks.Block, value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(block, blocks.ChooserBlock):
        model = block.target_model
        if value is not None and not issubclass(model, TranslatableMixin | AbstractImage):
            yield path, f"={value.pk}"
    elif isinstance(block, blocks.ListBlock):
        for item in value.bound_blocks:
            yield from _chosen_in(item.block, item.value, f"{path}.{item.id}")
    elif isinstance(block, blocks.StructBlock) and isinstance(value, blocks.StructValue):
        for name, child in block.child_blocks.items():
            yield from _chosen_in(child, value.get(name), f"{path}.{name}")


def _links(attributes: dict | None) -> str:
    return hashlib.sha256(json.dumps(attributes, sort_keys=True).encode()).hexdigest()[:8] if attributes else ""


def _records_of(source: TranslationSource) -> list[TranslationRecord]:
    """One for each language; those there are none of yet are not saved yet."""
    records = list(TranslationRecord.objects.filter(translation_key=source.object_id))
    there = {record.locale_id for record in records}
    model = source.specific_content_type.model_class()._meta.label_lower
    return records + [
        TranslationRecord(translation_key=source.object_id, locale=locale, title=source.object_repr[:255], model=model)
        for locale in Locale.objects.exclude(language_code=SOURCE)
        if locale.pk not in there
    ]


def source_of(translation_key: UUID) -> TranslationSource:
    """What wagtail-localize knows of the English; raises ObjectDoesNotExist where there is none."""
    source = TranslationSource.objects.filter(object_id=translation_key, locale__language_code=SOURCE).first()
    if source is None:
        # It forgets the English of a page whose last translation was deleted.
        model = apps.get_model(TranslationRecord.objects.filter(translation_key=translation_key)[:1].get().model)
        english = model.objects.get(translation_key=translation_key, locale__language_code=SOURCE)
        source = english_segments.take_up(english)
    return source


def english_stays_known(translation_key: UUID) -> None:
    """After the last translation was deleted: what is to be translated is still on the desk and in the files."""
    with suppress(ObjectDoesNotExist):
        source_of(translation_key)


def english_is_down(translation_key: UUID) -> bool:
    """Whether there is an English page that readers do not see."""
    english = Page.objects.filter(translation_key=translation_key, locale__language_code=SOURCE)
    return english.filter(live=False).exists()


def take_down(translations: Iterable[Page]) -> None:
    """Takes these translations down until their English is published again."""
    for page in translations:
        shown = page.live_revision
        page.specific.unpublish()
        TranslationRecord.objects.filter(translation_key=page.translation_key, locale=page.locale_id).update(
            comes_back_as=shown
        )


def english_is_gone(translation_key: UUID) -> None:
    """Takes down the translations of a page that was deleted."""
    take_down(Page.objects.live().filter(translation_key=translation_key))


def bring_back(translation_key: UUID) -> None:
    """Publishes what was taken down with the English, as readers last saw it: what is known of its words stays."""
    records = TranslationRecord.objects.filter(translation_key=translation_key).exclude(comes_back_as=None)
    for record in list(records.select_related("comes_back_as")):
        record.comes_back_as.publish()
        record.is_live, record.comes_back_as = True, None
        _compare(record, english_passages(translation_key))
        record.save()


def language_was_added() -> None:
    """Makes the rows of a new language."""
    sources = TranslationSource.objects.filter(locale__language_code=SOURCE)
    for source in sources.select_related("specific_content_type"):
        new = [record for record in _records_of(source) if not record.pk]
        _count(source.object_id, new)
        TranslationRecord.objects.bulk_create(new, ignore_conflicts=True)


# --- A translation ---


def translation_was_published(instance: TranslatableMixin, by: AbstractBaseUser | None = None) -> None:
    """Notes what these words were made from and by whom; a check stands while every passage is as it was checked."""
    key, locale = instance.translation_key, instance.locale
    translation = (
        Translation.objects.filter(source__object_id=key, target_locale=locale).select_related("source").first()
    )
    if translation is None:
        return
    record, _is_new = TranslationRecord.objects.get_or_create(
        translation_key=key,
        locale=locale,
        defaults={"title": translation.source.object_repr[:255], "model": type(instance)._meta.label_lower},
    )
    now = english_passages(key)
    standing = {passage.path for passage in now}
    # A plain field that is empty in English keeps its words in the translation: it is nothing anybody has to do.
    own = [(path, here) for path, here in own_passages(instance) if "." in path or path in standing]
    by_text = _english_by_text(key, locale)
    record.made_from = passages.derived(own, by_text, now) if translation.enabled else now
    record.words_of = {path: _digest(here) for path, here in own}
    record.is_live = True
    record.comes_back_as = None
    record.translated_on = timezone.localdate()
    english_changed_on = timezone.localdate(translation.source.last_updated_at)
    used = _translations_in_use(key, locale)
    record.origin = _origin(used)
    # Whoever had a machine write, or brought a draft in, is nobody's translator.
    people = [
        row.last_translated_by for row in used if row.translation_type == StringTranslation.TRANSLATION_TYPE_MANUAL
    ]
    record.translated_by = next(filter(None, people), by if record.origin == Origin.TRANSLATOR else None)
    record.untranslated = sorted({plain(text) for text in _count(key, [record]).get(locale.pk, ())})
    _compare(record, now, english_changed_on)
    record.save()


def translation_was_taken_down(translation_key: UUID, locale: int) -> None:
    for record in TranslationRecord.objects.filter(translation_key=translation_key, locale=locale):
        record.is_live = False
        record.comes_back_as = None
        record.settle()
        record.save()


def recount(translation_key: UUID) -> None:
    """Counts what is left to translate, after somebody or something translated a passage."""
    records = list(TranslationRecord.objects.filter(translation_key=translation_key))
    _count(translation_key, records)
    TranslationRecord.objects.bulk_update(records, COUNTS)


def publish(translation: Translation, by: AbstractBaseUser | None = None) -> None:
    """Publishes a translation with the words it has now; what has none stays in English and says so.

    Raises NotReady when its words do not fit the page, or its English is down. (wagtail-localize itself would publish
    at the end of the transaction, with an old view of the tree.)
    """
    is_page = issubclass(translation.source.specific_content_type.model_class(), Page)
    if english_is_down(translation.source.object_id):
        raise EnglishIsDown
    try:
        with transaction.atomic():
            translation.save_target(user=by, publish=not is_page)
            if is_page:
                translation.get_target_instance().get_latest_revision().publish(user=by)
    except ValidationError as error:
        raise NotReady(" ".join(error.messages)) from error


def check(record: TranslationRecord, by: AbstractBaseUser) -> None:
    """Notes that this person read the published translation beside the English and found it right.

    Raises NotReady for a translation that is not published, has gaps, or was made from older English.
    """
    if not record.is_live:
        raise NotReady(_("It is not published yet."))
    if not record.is_current:
        raise NotReady(_("The English has changed since."))
    if record.untranslated:
        raise NotReady(_("Some passages are still in English."))
    record.checked = record.seen()
    record.checked_by = by
    record.checked_on = timezone.localdate()
    record.settle()
    record.save()


def still_correct(record: TranslationRecord, paths: Collection[str], *, is_checked: bool) -> None:
    """Says of passages that their words fit the English as it is now, though they were made from an older one.

    `is_checked`: said by somebody who may check; what a check stood on stands on the newer English then.
    """
    now = english_passages(record.translation_key)
    before = tuple(passage for passage in record.passages if passage.path in paths)
    with transaction.atomic():
        _copy_translations(record.translation_key, passages.retyped(before, now), record.locale_id)
        _move_along(record, before, now, with_check=is_checked)
        _count(record.translation_key, [record])
        _compare(record, now)
        record.save()


# --- What the records are worked out from ---


def own_passages(instance: TranslatableMixin) -> Iterator[tuple[str, list[Words] | str]]:
    segments = [
        segment
        for segment in extract_segments(instance)
        if isinstance(segment, StringSegmentValue | RelatedObjectSegmentValue)
    ]
    for path, group in groupby(segments, key=lambda segment: segment.path):
        here = list(group)
        if isinstance(here[0], RelatedObjectSegmentValue):
            yield path, f"@{here[0].translation_key}"
        else:
            yield path, [Words(plain(segment.string.data), _links(segment.attrs)) for segment in here]
    yield from _chosen(instance)


def _english_by_text(translation_key: UUID, locale: Locale) -> dict[str, dict[str, list[int]]]:
    """For each path and text, the English strings it stands for: those it translates, and itself left in English."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = StringTranslation.objects.filter(context__object_id=translation_key, locale=locale, has_error=False)
    for path, text, string, tool in rows.order_by("-translation_of_id").values_list(
        "context__path", "data", "translation_of_id", "tool_name"
    ):
        found[path][plain(text)].append(older_english(tool) or string)
    segments = StringSegment.objects.filter(source__object_id=translation_key, source__locale__language_code=SOURCE)
    for path, text, string in segments.values_list("context__path", "string__data", "string_id"):
        found[path][plain(text)].append(string)
    return found


def _digest(here: list[Words] | str) -> str:
    return hashlib.sha256(repr(here).encode()).hexdigest()[:16]


def _translations_in_use(translation_key: UUID, locale: Locale) -> list[StringTranslation]:
    """The translations of the English as it stands, the newest first."""
    rows = StringTranslation.objects.filter(
        context__object_id=translation_key,
        locale=locale,
        translation_of__segments__source__object_id=translation_key,
        translation_of__segments__context_id=models.F("context_id"),
    )
    return list(rows.select_related("last_translated_by").distinct().order_by("-updated_at", "-pk"))


def _origin(rows: Iterable[StringTranslation]) -> Origin:
    tools = {row.tool_name for row in rows if row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE}
    if not tools:
        return Origin.TRANSLATOR
    is_imported = all(tool == IMPORTED_DRAFT or older_english(tool) for tool in tools)
    return Origin.IMPORTED_DRAFT if is_imported else Origin.MACHINE


def _copy_translations(translation_key: UUID, pairs: list[tuple[str, int, int]], locale: int | None = None) -> None:
    """Gives what was retyped the translations of what stood there before, where it has none of its own."""
    if not pairs:
        return
    newer = defaultdict(list)
    for path, old, new in pairs:
        newer[path, old].append(new)
    rows = StringTranslation.objects.filter(
        context__object_id=translation_key,
        context__path__in={path for path, _old, _new in pairs},
        translation_of__in={old for _path, old, _new in pairs},
        has_error=False,
    ).select_related("context")
    copies = []
    for row in rows if locale is None else rows.filter(locale=locale):
        for new in newer.get((row.context.path, row.translation_of_id), ()):
            copies.append(
                StringTranslation(
                    translation_of_id=new,
                    context=row.context,
                    locale_id=row.locale_id,
                    data=row.data,
                    translation_type=row.translation_type,
                    tool_name=row.tool_name,
                    last_translated_by_id=row.last_translated_by_id,
                )
            )
    # Words put there for want of better ones give way to the words that were confirmed.
    for copy in copies:
        StringTranslation.objects.filter(
            translation_of=copy.translation_of_id,
            context=copy.context,
            locale=copy.locale_id,
            tool_name__startswith=OLDER,
        ).delete()
    StringTranslation.objects.bulk_create(copies, ignore_conflicts=True)


def _move_along(record: TranslationRecord, before: Passages, now: Passages, *, with_check: bool) -> None:
    record.made_from = passages.moved_on(record.passages, before, now)
    if with_check:
        checked = [(Passage(path, tuple(revisions)), words) for path, revisions, words in record.checked]
        moved = passages.moved_on(tuple(passage for passage, _words in checked), before, now)
        words = [words for _passage, words in checked]
        record.checked = [(*passage, here) for passage, here in zip(moved, words, strict=True)]


def _compare(record: TranslationRecord, now: Passages, changed_on: date | None = None) -> None:
    was_current = record.is_current
    record.is_current = not record.is_live or record.passages == now
    if record.is_current:
        record.english_changed_on = None
    elif was_current:
        record.english_changed_on = changed_on or timezone.localdate()
    record.settle()


def _count(translation_key: UUID, records: list[TranslationRecord]) -> dict[int, list[str]]:
    """Counts the words and passages left to do into the records; the English texts left to do, by locale."""
    segments = list(
        StringSegment.objects.filter(source__object_id=translation_key, source__locale__language_code=SOURCE)
        .order_by("order")
        .values_list("string_id", "context_id", "string__data")
    )
    rows = StringTranslation.objects.filter(context__object_id=translation_key, has_error=False)
    wanted = {record.locale_id for record in records}
    done = set()
    for string, context, locale, tool in rows.filter(locale__in=wanted).values_list(
        "translation_of_id", "context_id", "locale_id", "tool_name"
    ):
        if not older_english(tool):
            done.add((string, context, locale))
    left = {}
    for record in records:
        texts = [text for string, context, text in segments if (string, context, record.locale_id) not in done]
        record.words = sum(words_in(text) for _string, _context, text in segments)
        record.words_to_do = sum(map(words_in, texts))
        record.passages_to_do = len(texts)
        left[record.locale_id] = texts
    return left


def words_in(passage: str) -> int:
    """How many words a translator has to translate; a fact counts as one."""
    return len(plain(passage).split())
