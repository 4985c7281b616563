"""The state of a translation (promise 3): derived passage by passage from what it was made from.

Pure rules first (`judge`), then the few queries that feed them. The reader's notice, the desk, the reports and the
commands all read the state that `home.translation_records` keeps by them, and nowhere else.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from uuid import UUID

from django.db.models import Model, Q, TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from home import glossary, languages
from home.languages import SOURCE, Language

HOME_DEPTH = 2
_TAG = re.compile(r"<[^>]*>")


class State(TextChoices):
    """The states of design section 4."""

    MISSING = "missing", _("Not translated yet")
    MACHINE_DRAFT = "machine draft", _("Unchecked draft")
    AWAITING_REVIEW = "awaiting review", _("Translated, not yet checked")
    CHECKED = "checked", _("Checked by a person")
    OUT_OF_DATE = "out of date", _("The English has changed since")


class Origin(TextChoices):
    """Who wrote the words of a translation, before anybody checked them."""

    TRANSLATOR = "translator", _("A translator")
    MACHINE = "machine", _("A machine")
    IMPORTED_DRAFT = "imported draft", _("An imported draft")


def judge(*, is_live: bool, is_current: bool, origin: Origin, is_checked: bool) -> State:
    """The state of a translation; `is_current`: the English passages it was made from still stand."""
    if not is_live:
        return State.MISSING
    if not is_current:
        return State.OUT_OF_DATE
    if is_checked:
        return State.CHECKED
    return State.AWAITING_REVIEW if origin == Origin.TRANSLATOR else State.MACHINE_DRAFT


@dataclass(frozen=True)
class PageTranslation:
    """What a reader is told about the words in front of them. `state` is None for an original."""

    state: State | None
    language: Language
    path: str
    origin: str = Origin.TRANSLATOR
    shows_drafts: bool = False
    translated_on: date | None = None
    checked_on: date | None = None
    english_changed_on: date | None = None
    readable_in: tuple[Language, ...] = ()
    untranslated: frozenset[str] = field(default_factory=frozenset)

    @property
    def english_address(self) -> str:
        return f"/{SOURCE}/{self.path}"

    @property
    def versions(self) -> list[tuple[Language, str]]:
        """The languages this page can be read in, each with its address."""
        return [(language, f"/{language.code}/{self.path}") for language in self.readable_in]

    @property
    def is_translated(self) -> bool:
        return self.state not in {None, State.MISSING}

    @property
    def mark(self) -> str:
        """The state as `data-translation-state` carries it (design, section 7)."""
        return self.state.value.replace(" ", "-") if self.state else ""

    @property
    def attributes(self) -> SafeString:
        return self.language.attributes

    def marks_of(self, passage: str) -> SafeString:
        """The attributes of one passage: what is still English inside a translation says so (WCAG 3.1.2)."""
        if self.untranslated and plain(passage) in self.untranslated:
            return format_html('{} class="still-english"', languages.language(SOURCE).attributes)
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


def of(page: Page, code: str, versions: Iterable[str] = ()) -> PageTranslation:
    """What to tell somebody who reads this page in the language `code`; `versions` are those it can be read in."""
    written_in = page.language
    if page.locale.language_code == SOURCE:
        state = None if code in {SOURCE, written_in.code} else State.MISSING
        readable_in = tuple(languages.language(version) for version in versions)
        return PageTranslation(state, written_in, page.relative_path, readable_in=readable_in)

    from home.models import TranslationRecord

    record = TranslationRecord.objects.filter(translation_key=page.translation_key, locale_id=page.locale_id).first()
    if record is None or not record.is_live:
        return PageTranslation(State.AWAITING_REVIEW, written_in, page.relative_path)
    return PageTranslation(
        state=State(record.state),
        language=written_in,
        path=page.relative_path,
        origin=record.origin,
        shows_drafts=record.state == State.CHECKED and _shows_drafts(page, record),
        translated_on=record.translated_on,
        checked_on=record.checked_on if record.is_checked else None,
        english_changed_on=record.english_changed_on,
        untranslated=frozenset(record.untranslated),
    )


def _shows_drafts(page: Page, record: Model) -> bool:
    """Whether a contact or an explained word on this page is in words nobody has checked."""
    from home.models import Term, TranslationRecord
    from home.models.base import stored_words

    chosen = {revision[1:] for passage in record.passages for revision in passage.revisions if revision[0] == "@"}
    terms = Term.objects.filter(key__in=glossary.keys_in(stored_words(page)), locale=page.locale_id)
    shown = Q(translation_key__in=chosen) | Q(translation_key__in=terms.values("translation_key"))
    unchecked = TranslationRecord.objects.filter(locale=page.locale_id, is_live=True).exclude(state=State.CHECKED)
    return unchecked.filter(shown).exists()


def plain(html: str) -> str:
    """The words of a passage without its markup."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def fits(model: type[Model], path: str, text: str) -> bool:
    """Whether a translation fits the field it is for; a database may refuse what does not, or keep it cut."""
    field = next((field for field in model._meta.concrete_fields if field.name == path), None)
    longest = getattr(field, "max_length", None)
    return longest is None or len(text) <= longest
