"""Machine drafts: what is missing of a translation, written by a machine, and kept only where nothing was lost.

Off unless `WAGTAILLOCALIZE_MACHINE_TRANSLATOR` is set. A draft becomes passages in wagtail-localize marked as
machine-made; nothing is published by it, and no passage that has words is touched.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from uuid import UUID

import requests
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.models import Locale, Page
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.strings import StringValue

from home.fidelity import Kind, Loss, losses
from home.languages import SOURCE
from home.models import Area, DraftingMonth, Failure, MachineDraft, Term
from home.translation import fits
from home.translation_records import source_of, words_in

PASSAGES_AT_ONCE = 20
WORDS_AT_ONCE = 300
# Without a worker a draft is made while somebody waits for the answer, and gunicorn ends a request after 30 seconds.
SECONDS_WITHOUT_WORKER = 15
# What comes back ten times as long as it was sent is no translation.
TIMES_AS_LONG = 10
NAMES = ("NHS", "Waltham Forest")

logger = logging.getLogger(__name__)


class Failed(Exception):
    """A draft that goes no further, with the reason."""

    def __init__(self, failure: Failure, detail: str = "") -> None:
        super().__init__(failure, detail)
        self.failure = failure
        self.detail = detail


class AlreadyDrafting(Exception):
    """A machine is at work on this translation."""


def is_on() -> bool:
    """Whether a translation service is set up."""
    return getattr(settings, "WAGTAILLOCALIZE_MACHINE_TRANSLATOR", None) is not None


def words_a_month() -> int:
    """The limit of the words sent in a month; 0 where no service is set up."""
    return settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["WORDS_A_MONTH"] if is_on() else 0


# --- The translation service ---


class GuardedTranslator(BaseMachineTranslator):
    """One of wagtail-localize's own providers, behind the month's budget and the rules of `home.fidelity`.

    Options: PROVIDER, the path of its class; OPTIONS, its own; WORDS_A_MONTH.
    """

    def __init__(self, options: dict) -> None:
        super().__init__(options)
        self.provider = import_string(options["PROVIDER"])(options["OPTIONS"])
        self.display_name = str(self.provider.display_name)

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> bool:
        return self.provider.can_translate(source_locale, target_locale)

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Collection[StringValue]
    ) -> dict[StringValue, StringValue]:
        """The translations that lost nothing; what else is asked for is left out and stands in a `MachineDraft`."""
        run = MachineDraft.objects.create(locale=target_locale, provider=self.display_name)
        kept: dict[str, str] = {}
        self.draft(run, source_locale, [string.data for string in strings], kept.update)
        return {string: StringValue(kept[string.data]) for string in strings if string.data in kept}

    def draft(
        self,
        run: MachineDraft,
        source_locale: Locale,
        passages: Sequence[str],
        keep: Callable[[dict[str, str]], None],
        *,
        is_too_long: Callable[[str, str], bool] = lambda passage, text: False,
        until: float | None = None,
    ) -> None:
        """Gives `keep` the translations that lost nothing, batch by batch, and notes in the run how it goes.

        Counts all words before the first is sent and gives back those that never were. `until`: a time of
        `time.monotonic` after which no further batch is sent.
        """
        run.passages, run.words = len(passages), sum(map(words_in, passages))
        run.provider = self.display_name
        run.save()
        names = _names()
        today = timezone.localdate()
        counted = 0
        try:
            if not self.can_translate(source_locale, run.locale):
                raise Failed(Failure.LANGUAGE)
            if not DraftingMonth.objects.take(run.words, self.options["WORDS_A_MONTH"], today):
                left = max(0, self.options["WORDS_A_MONTH"] - DraftingMonth.objects.used(today))
                raise Failed(Failure.BUDGET, f"({run.words} > {left})")
            counted = run.words
            for batch in _batches(passages):
                if until is not None and time.monotonic() > until:
                    raise Failed(Failure.NO_TIME)
                counted -= sum(map(words_in, batch))
                kept, left_alone = _sifted(batch, self._ask(source_locale, run.locale, batch), names, is_too_long)
                keep(kept)
                run.done += len(kept)
                run.left_alone += left_alone
                run.save()
        except Failed as failed:
            run.failure, run.detail = failed.failure, failed.detail
        except Exception:
            run.failure = Failure.STOPPED
            raise
        finally:
            if counted:
                DraftingMonth.objects.give_back(counted, today)
            run.finished_at = timezone.now()
            run.save()

    def _ask(self, source_locale: Locale, target_locale: Locale, batch: Sequence[str]) -> Mapping:
        """What the provider answers; whatever goes wrong out there is a `Failed`."""
        try:
            return self.provider.translate(source_locale, target_locale, [StringValue(passage) for passage in batch])
        except Failed:
            raise
        except requests.Timeout as error:
            raise Failed(Failure.SLOW) from error
        except requests.HTTPError as error:
            raise Failed(Failure.REFUSED, f"({error.response.status_code} {error.response.reason})"[:200]) from error
        except requests.exceptions.InvalidJSONError as error:
            raise Failed(Failure.NONSENSE) from error
        except requests.ConnectionError as error:
            raise Failed(Failure.UNREACHABLE) from error
        except Exception as error:
            # Three providers, each with errors of its own, and answers that can hold anything.
            logger.warning("%s: %s", self.display_name, error, exc_info=True)
            raise Failed(Failure.NONSENSE, f"({type(error).__name__})") from error


def _names() -> list[str]:
    """The names that stay as they are: parts of the borough, and what people here call by its letters."""
    terms = Term.objects.filter(locale__language_code=SOURCE).values_list("word", flat=True)
    return [*NAMES, *Area.objects.values_list("name", flat=True), *(word for word in terms if word.isupper())]


def _batches(passages: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    words = 0
    for passage in passages:
        if batch and (len(batch) == PASSAGES_AT_ONCE or words + words_in(passage) > WORDS_AT_ONCE):
            yield batch
            batch, words = [], 0
        batch.append(passage)
        words += words_in(passage)
    if batch:
        yield batch


def _sifted(
    batch: Sequence[str], answers: Mapping, names: Collection[str], is_too_long: Callable[[str, str], bool]
) -> tuple[dict[str, str], list[dict]]:
    """What may be kept, and the report of what may not."""
    kept, left_alone = {}, []
    for passage in batch:
        answer = answers.get(StringValue(passage))
        text = answer.data if answer is not None and isinstance(answer.data, str) else ""
        if len(text) > TIMES_AS_LONG * (len(passage) + PASSAGES_AT_ONCE) or is_too_long(passage, text):
            found = [Loss(Kind.LENGTH, str(len(text)))]
        else:
            found = losses(passage, text, names)
        if found:
            reasons = [[loss.kind, _storable(loss.what[:200])] for loss in found]
            left_alone.append({"english": passage, "translation": _storable(text[:2000]), "losses": reasons})
        else:
            kept[passage] = StringValue.from_translated_html(text).data
    return kept, left_alone


def _storable(text: str) -> str:
    """PostgreSQL keeps neither half a character nor a null, and a report is no reason to fail."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


# --- A page or snippet in one language ---


def translation_of(translation_key: UUID, locale: Locale, by: AbstractBaseUser | None = None) -> Translation:
    """The translation of a page or snippet into this language; begun, as an unpublished draft, where there is none.

    A snippet gets no record of its own in that language: it would be shown at once, in English words.
    """
    source = source_of(translation_key)
    is_page = issubclass(source.specific_content_type.model_class(), Page)
    begun = Translation.objects.filter(source=source, target_locale=locale)
    if is_page and not (begun.exists() and source.object.has_translation(locale)):
        creator = TranslationCreator(by, [locale])
        creator.create_translations(source.get_source_instance(), include_related_objects=False)
    return begun.first() or Translation.objects.get_or_create(source=source, target_locale=locale)[0]


def begin(translation: Translation, by: AbstractBaseUser | None = None) -> MachineDraft:
    """The record of a draft that is to be made. Raises AlreadyDrafting while another is being made."""
    now = timezone.now()
    MachineDraft.objects.lost(now).update(failure=Failure.STOPPED, finished_at=now)
    try:
        with transaction.atomic():
            return MachineDraft.objects.create(
                translation_key=translation.source.object_id,
                locale=translation.target_locale,
                title=translation.source.object_repr[:255],
                asked_by=by,
            )
    except IntegrityError as error:
        raise AlreadyDrafting from error


def make(run: MachineDraft, *, seconds: float | None = None) -> None:
    """Drafts every passage that has no words in this language; `seconds`: how long somebody can wait for it."""
    translator = get_machine_translator()
    translation = (
        Translation.objects.select_related("source")
        .filter(source__object_id=run.translation_key, target_locale=run.locale, source__locale__language_code=SOURCE)
        .first()
    )
    if translator is None or translation is None:
        run.failure = Failure.OFF if translator is None else Failure.STOPPED
        run.finished_at = timezone.now()
        run.save()
        return
    places: dict[str, list[StringSegment]] = {}
    for segment in without_words(translation):
        places.setdefault(segment.string.data, []).append(segment)
    model = translation.source.specific_content_type.model_class()
    translator.draft(
        run,
        translation.source.locale,
        list(places),
        partial(_keep, run, places, translator.display_name),
        is_too_long=lambda passage, text: not all(fits(model, place.context.path, text) for place in places[passage]),
        until=None if seconds is None else time.monotonic() + seconds,
    )


def without_words(translation: Translation) -> QuerySet[StringSegment]:
    """The passages nobody and nothing has translated; one with an error is somebody's work all the same.

    None of a page that is written by hand in that language, as wagtail-localize lets an editor choose.
    """
    if not translation.enabled:
        return StringSegment.objects.none()
    made = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=translation.target_locale_id,
    )
    segments = StringSegment.objects.filter(~Exists(made), source=translation.source)
    return segments.select_related("string", "context").order_by("order")


def _keep(run: MachineDraft, places: Mapping[str, Sequence[StringSegment]], tool: str, kept: Mapping[str, str]) -> None:
    with transaction.atomic():
        for passage, text in kept.items():
            for place in places[passage]:
                # Not `update_or_create`: somebody may have translated it while the machine was at work.
                StringTranslation.objects.get_or_create(
                    translation_of_id=place.string_id,
                    context_id=place.context_id,
                    locale_id=run.locale_id,
                    defaults={
                        "data": text,
                        "translation_type": StringTranslation.TRANSLATION_TYPE_MACHINE,
                        "tool_name": tool,
                        "last_translated_by": run.asked_by,
                    },
                )
