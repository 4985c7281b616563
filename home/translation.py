"""The state of a translation (promise 3): derived passage by passage from what it was made from.

Pure rules first (`judge`), then the few queries that feed them. The reader's notice, the admin and the
commands all read the state here and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation

from home import languages
from home.languages import SOURCE, Language

HOME_DEPTH = 2

Passages = Mapping[str, list[int]]
"""For each place in a page (a path such as `body.<block id>.text`) the English strings that stand there."""


class State(TextChoices):
    """The states of design section 4."""

    MISSING = "missing", _("Not translated yet")
    MACHINE_DRAFT = "machine draft", _("Unchecked draft")
    AWAITING_REVIEW = "awaiting review", _("Translated, not yet checked")
    CHECKED = "checked", _("Checked by a person")
    OUT_OF_DATE = "out of date", _("The English has changed since")


def judge(*, is_current: bool, is_machine: bool, is_checked: bool) -> State:
    """The state of a translation; `is_current`: the English passages it was made from still stand."""
    if not is_current:
        return State.OUT_OF_DATE
    if is_checked:
        return State.CHECKED
    return State.MACHINE_DRAFT if is_machine else State.AWAITING_REVIEW


@dataclass(frozen=True)
class PageTranslation:
    """What a reader is told about the words in front of them. `state` is None for an original."""

    state: State | None
    language: Language
    english_address: str
    translated_on: date | None = None
    checked_on: date | None = None
    untranslated: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_original(self) -> bool:
        return self.state is None

    @property
    def is_translated(self) -> bool:
        return self.state not in {None, State.MISSING}

    @property
    def mark(self) -> str:
        """The state as `data-translation-state` carries it (design, section 7)."""
        return self.state.value.replace(" ", "-") if self.state else ""

    @property
    def path(self) -> str:
        """The page's address below the language: 'welcome/health/'."""
        return self.english_address.split("/", 2)[2]

    @property
    def attributes(self) -> SafeString:
        return self.language.attributes

    def attributes_of(self, block_id: str) -> SafeString:
        """The attributes of one block: a passage still in English inside a translation carries its own."""
        if block_id in self.untranslated:
            return languages.language(SOURCE).attributes
        return SafeString("")


@dataclass(frozen=True)
class Lineage:
    """A page and the pages above it, each in every language it can be read in."""

    pages: list[Page]

    def versions(self, translation_key: UUID) -> list[str]:
        """The codes of the languages this page can be read in."""
        return sorted(page.locale.language_code for page in self.pages if page.translation_key == translation_key)

    def above(self, page: Page, code: str) -> list[dict]:
        """The pages above this one, below the home page, each in this language where it is translated."""
        best = {}
        for version in sorted(self.pages, key=lambda version: version.locale.language_code == code):
            is_shown = version.locale.language_code in {code, SOURCE}
            if is_shown and version.translation_key != page.translation_key and version.depth > HOME_DEPTH:
                best[version.translation_key] = version
        return [
            {
                "title": version.title,
                "url": f"/{code}/{version.url_path.split('/', 2)[2]}",
                "attributes": languages.language(version.locale.language_code).attributes,
            }
            for version in sorted(best.values(), key=lambda version: version.depth)
        ]


def lineage_of(page: Page) -> Lineage:
    """One query for the crumbs and the versions of a page."""
    paths = [page.path[:length] for length in range(page.steplen * HOME_DEPTH, len(page.path) + 1, page.steplen)]
    keys = Page.objects.filter(path__in=paths).values("translation_key")
    found = Page.objects.live().filter(translation_key__in=keys, alias_of=None).select_related("locale")
    return Lineage(list(found.only("translation_key", "title", "url_path", "depth", "locale")))


def of(page: Page, code: str) -> PageTranslation:
    """What to tell somebody who reads this page in the language `code`."""
    written_in = page.language
    english_address = page.address_in(SOURCE)
    if page.locale.language_code == SOURCE:
        state = None if code in {SOURCE, written_in.code} else State.MISSING
        return PageTranslation(state, written_in, english_address)

    from home.models import TranslationRecord

    record = TranslationRecord.objects.filter(translation_key=page.translation_key, locale_id=page.locale_id).first()
    if record is None:
        return PageTranslation(State.AWAITING_REVIEW, written_in, english_address)
    return PageTranslation(
        state=record.state,
        language=written_in,
        english_address=english_address,
        translated_on=record.translated_on,
        checked_on=record.checked_on,
        untranslated=frozenset(path.split(".")[1] for path in record.untranslated if "." in path),
    )


def passages_of(translation_key: UUID) -> dict[str, list[int]]:
    """The English passages of a page as they were last published."""
    passages: dict[str, list[int]] = {}
    segments = StringSegment.objects.filter(
        source__object_id=translation_key, source__locale__language_code=SOURCE
    ).order_by("order")
    for path, string in segments.values_list("context__path", "string_id"):
        passages.setdefault(path, []).append(string)
    return passages


def untranslated_in(translation_key: UUID, locale_id: int) -> list[str]:
    """The places whose English has no translation in this language."""
    translations = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale_id=locale_id,
        has_error=False,
    )
    segments = StringSegment.objects.filter(source__object_id=translation_key, source__locale__language_code=SOURCE)
    return list(segments.filter(~Exists(translations)).values_list("context__path", flat=True).distinct())


def fits(model: type[Model], path: str, text: str) -> bool:
    """Whether a translation fits the field it is for; a database may refuse what does not, or keep it cut."""
    field = next((field for field in model._meta.concrete_fields if field.name == path), None)
    longest = getattr(field, "max_length", None)
    return longest is None or len(text) <= longest


def is_machine_made(translation_key: UUID, locale_id: int) -> bool:
    """Whether any passage in use was written by a machine and by nobody since."""
    return StringTranslation.objects.filter(
        context__object_id=translation_key,
        locale_id=locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        translation_of__segments__source__object_id=translation_key,
    ).exists()
