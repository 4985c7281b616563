"""The passages of one translation, read for the desk, and what somebody does there: begin, confirm, publish, check."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
    get_edit_url,
)
from wagtail_localize.strings import StringValue

from home import desk, passages, translation_records
from home.desk import Maker, SeenPassage, Standing, Typed
from home.languages import SOURCE
from home.models import TranslationRecord
from home.translation import Origin, fits, plain
from home.translation_records import IMPORTED_DRAFT, NotReady, older_english, source_of


class Changed(Exception):
    """What somebody acts on is no longer what they saw."""


@dataclass(frozen=True)
class Reading:
    """One translation passage by passage, as it stands now."""

    record: TranslationRecord
    translation: Translation | None
    rows: list[SeenPassage]
    is_page: bool
    has_moved: bool

    @cached_property
    def digest(self) -> str:
        return desk.digest_of_page(self.rows)

    @property
    def staying_english(self) -> int:
        """How many passages readers would see in English if it were published now."""
        return sum(row.stays_english for row in self.rows)

    @property
    def to_do(self) -> list[SeenPassage]:
        return [row for row in self.rows if row.standing is not Standing.CURRENT]

    @property
    def confirmable(self) -> list[SeenPassage]:
        return [row for row in self.rows if row.may_be_confirmed]

    @property
    def waits(self) -> bool:
        """Whether there are words or changes to publish."""
        return self.has_moved or any(row.is_new for row in self.rows)

    @property
    def why_not_publish(self) -> str | Promise:
        """Why it cannot be published now; '' where it can."""
        if self.is_page and translation_records.english_is_down(self.record.translation_key):
            return str(translation_records.EnglishIsDown())
        if self.translation is None or not self.waits:
            return _("There is nothing new to publish.")
        if not self.is_page and self.staying_english:
            # A record of facts has no place to tell its readers that words are English.
            return _("Some passages are still in English.")
        return ""

    @property
    def why_not_check(self) -> str | Promise:
        """Why it cannot be checked now, once what waits is published; '' where it can."""
        if self.record.is_checked and not self.waits:
            return _("It is checked already.")
        if any(row.standing is Standing.CHANGED for row in self.rows):
            return _("The English has changed since.")
        if self.staying_english:
            return _("Some passages are still in English.")
        if not self.record.is_live and not self.waits:
            return _("It is not published yet.")
        return ""


def read(record: TranslationRecord) -> Reading:
    """Every passage in the order of the English."""
    key, locale = record.translation_key, record.locale
    translation = (
        Translation.objects.filter(source__object_id=key, target_locale=locale, source__locale__language_code=SOURCE)
        .select_related("source__specific_content_type", "source__locale", "target_locale")
        .first()
    )
    english = translation_records.english_passages(key)
    made_from = dict(record.passages) if record.is_live else {}
    typed = _typed(key, locale)
    revisions = [revision for passage in (*english, *record.passages) for revision in passage.revisions]
    wanted = {passages.string_of(revision) for revision in revisions} | {one.older for one in typed.values()}
    texts = {
        string: plain(data) for string, data in String.objects.filter(pk__in=wanted - {None}).values_list("pk", "data")
    }
    titles = _titles(revisions)
    published = _published(translation) if record.is_live else {}
    checked = {(path, tuple(revisions), words) for path, revisions, words in record.checked}
    rows = []
    for passage in english:
        before = made_from.get(passage.path)
        strings = [passages.string_of(revision) for revision in passage.revisions]
        if None in strings:
            rows.append(desk.seen_chosen(passage, titles, (before or ()) if record.is_live else None))
            continue
        is_checked = (passage.path, before, record.words_of.get(passage.path, "")) in checked
        here = [typed.get((passage.path, string)) for string in strings]
        row = desk.seen(passage, texts, here, published.get(passage.path, ()), before, is_checked=is_checked)
        if row.standing is Standing.CHANGED and not row.makers:
            earlier = [typed.get((passage.path, passages.string_of(old))) for old in before or ()]
            row = replace(row, makers=tuple({one.maker: None for one in earlier if one}))
        rows.append(row)
    return Reading(
        record,
        translation,
        rows,
        is_page=issubclass(apps.get_model(record.model), Page),
        has_moved=record.is_live and desk.has_moved(record.passages, english),
    )


def _typed(key: UUID, locale: Locale) -> dict[tuple[str, int], Typed]:
    rows = StringTranslation.objects.filter(context__object_id=key, locale=locale, has_error=False)
    return {
        (row.context.path, row.translation_of_id): Typed(plain(row.data), _maker(row), older_english(row.tool_name))
        for row in rows.select_related("context", "last_translated_by").order_by("pk")
    }


def _maker(row: StringTranslation) -> Maker:
    on = timezone.localdate(row.updated_at)
    if row.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
        if row.tool_name == IMPORTED_DRAFT:
            return Maker(Origin.IMPORTED_DRAFT, "", on)
        return Maker(Origin.MACHINE, row.tool_name, on)
    by = row.last_translated_by
    return Maker(Origin.TRANSLATOR, get_user_display_name(by) if by else "", on)


def _titles(revisions: Collection[str]) -> dict[UUID, str]:
    keys = {revision.removeprefix("@") for revision in revisions if revision.startswith("@")}
    rows = TranslationRecord.objects.filter(translation_key__in=keys) if keys else TranslationRecord.objects.none()
    return dict(rows.values_list("translation_key", "title"))


def _published(translation: Translation | None) -> dict[str, tuple[str, ...]]:
    target = _target(translation) if translation else None
    own = translation_records.own_passages(target) if target else ()
    return {path: tuple(words.text for words in here) for path, here in own if not isinstance(here, str)}


# --- What somebody does ---


def begin(record: TranslationRecord, by: AbstractBaseUser) -> str:
    """The address of the editor of this translation, begun if it never was. Nothing is published.

    Raises NotReady for a record of facts: it has no draft, and its English words would be shown as translated.
    """
    source = source_of(record.translation_key)
    with transaction.atomic():
        translation, _is_new = Translation.objects.get_or_create(source=source, target_locale=record.locale)
        target = _target(translation)
        is_copy = target is not None and getattr(target, "alias_of_id", None) is not None
        if target is None or is_copy:
            if not issubclass(source.specific_content_type.model_class(), Page):
                raise NotReady(_("Its words are typed here."))
            translation.save_target(user=by, publish=False)
            target = _target(translation)
            if is_copy and target.live:
                # A copy of the English stood here for the pages below it; its words are no translation.
                UnpublishPageAction(target, user=by).execute(skip_permission_checks=True)
    return get_edit_url(target)


def _target(translation: Translation) -> models.Model | None:
    try:
        return translation.get_target_instance()
    except ObjectDoesNotExist:
        return None


def keep_words(record: TranslationRecord, words: Mapping[str, str], by: AbstractBaseUser) -> None:
    """Keeps the words typed for a record of facts, by the digest of their English; '' takes words away.

    Nothing is published. Raises Changed for a passage that is not there, NotReady for words that do not fit.
    """
    model = apps.get_model(record.model)
    with transaction.atomic():
        reading = read(_locked(record))
        source = source_of(record.translation_key)
        Translation.objects.get_or_create(source=source, target_locale=record.locale)
        rows = {row.digest_of_english: row for row in reading.rows if len(row.revisions) == 1 and not row.is_chosen}
        if words.keys() - rows.keys():
            raise Changed
        for digest, text in words.items():
            _keep(record, rows[digest], text.strip(), model, by)


def _keep(
    record: TranslationRecord, row: SeenPassage, text: str, model: type[models.Model], by: AbstractBaseUser
) -> None:
    if text == (row.words[0] or "") and row.standing is not Standing.CHANGED:
        return
    if not fits(model, row.path, text):
        raise NotReady(_("“%(words)s…” is too long for its place.") % {"words": text[:40]})
    context = TranslationContext.objects.get(object_id=record.translation_key, path=row.path)
    kept = {
        "translation_of_id": passages.string_of(row.revisions[0]),
        "locale": record.locale,
        "context": context,
    }
    if not text:
        for gone in StringTranslation.objects.filter(**kept):
            gone.delete()
        return
    StringTranslation.objects.update_or_create(
        **kept,
        defaults={
            "data": StringValue.from_plaintext(text).data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": "",
            "last_translated_by": by,
            "has_error": False,
            "field_error": "",
        },
    )


def still_correct(record: TranslationRecord, digests: Collection[str], *, is_checked: bool) -> int:
    """Confirms the passages that were seen with these digests; how many. Those that are current stay as they are.

    Raises Changed, and confirms none, when one of them is no longer what was seen.
    """
    with transaction.atomic():
        reading = read(_locked(record))
        if set(digests) - {row.digest for row in reading.rows}:
            raise Changed
        paths = [row.path for row in reading.rows if row.may_be_confirmed and row.digest in digests]
        if paths:
            translation_records.still_correct(reading.record, paths, is_checked=is_checked)
    return len(paths)


def publish(
    record: TranslationRecord,
    digest: str,
    by: AbstractBaseUser,
    words: Mapping[str, str] | None = None,
    *,
    with_check: bool,
) -> None:
    """Publishes what waits, with what was typed just now, and notes that this person checked it if they say so.

    Raises Changed when it is no longer what was seen, NotReady when it cannot be done; nothing is done then.
    """
    with transaction.atomic():
        reading = _as_seen(record, digest)
        if words:
            keep_words(record, words, by)
            reading = read(_locked(record))
        if reading.waits or not with_check:
            if reading.why_not_publish:
                raise NotReady(reading.why_not_publish)
            translation_records.publish(reading.translation, by)
            reading = _as_seen(record, reading.digest)
        if with_check and not reading.record.is_checked:
            translation_records.check(reading.record, by)


def _as_seen(record: TranslationRecord, digest: str) -> Reading:
    reading = read(_locked(record))
    if reading.digest != digest:
        raise Changed
    return reading


def _locked(record: TranslationRecord) -> TranslationRecord:
    """The record as it is now; the English is not published while this transaction lasts."""
    list(TranslationSource.objects.select_for_update().filter(object_id=record.translation_key).values_list("pk"))
    return TranslationRecord.objects.select_for_update(of=["self"]).select_related("locale").get(pk=record.pk)
