"""The language desk: how each translation stands in a cell, how its passages stand, and what somebody saw of them.

Pure: what is read and done is in `home.desk_passages`, what is shown in `home.desk_views`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from functools import cached_property
from uuid import UUID

from django.db.models import TextChoices
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from home.passages import Passage, Passages, moved_on, string_of
from home.translation import Origin, State

LABELS = {
    State.MISSING: _("Missing"),
    State.MACHINE_DRAFT: _("Machine draft"),
    State.AWAITING_REVIEW: _("Awaiting review"),
    State.CHECKED: _("Checked"),
    State.OUT_OF_DATE: _("Out of date"),
}
ICONS = {
    State.MISSING: "minus",
    State.MACHINE_DRAFT: "cogs",
    State.AWAITING_REVIEW: "view",
    State.CHECKED: "circle-check",
    State.OUT_OF_DATE: "warning",
}


TO_CHECK = (State.MACHINE_DRAFT, State.AWAITING_REVIEW)
_BREAK = SafeString("<br>")


class Standing(TextChoices):
    """How one passage of a translation stands."""

    CURRENT = "current", _("Translated")
    MISSING = "missing", _("No words yet")
    CHANGED = "changed", _("The English has changed since")
    WAITING = "waiting", _("Typed, not published yet")


@dataclass(frozen=True)
class Cell:
    """One page or snippet in one language, as the grid and the lists show it."""

    translation_key: UUID
    code: str
    state: State
    percent: int
    words: int
    words_to_do: int
    since: date | None
    today: date
    origin: str = ""

    @property
    def mark(self) -> str:
        return self.state.value.replace(" ", "-")

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def is_ready(self) -> bool:
        """Whether all its words are there and only want publishing."""
        return self.state is State.MISSING and self.words > 0 and not self.words_to_do

    @property
    def is_to_check(self) -> bool:
        return self.is_ready or self.state in TO_CHECK

    @cached_property
    def label(self) -> str:
        return str(_("Ready to publish") if self.is_ready else LABELS[self.state])

    @property
    def made_by(self) -> str:
        """Who or what wrote the words readers see; '' where they see none."""
        return "" if self.state is State.MISSING or not self.origin else str(Origin(self.origin).label)

    @cached_property
    def address(self) -> str:
        """Where its passages are, below the desk."""
        return f"{self.code}/{self.translation_key}/"

    @cached_property
    def figures(self) -> str:
        """Percentage and words to do, in as few letters as a cell has room for."""
        if not self.words_to_do:
            return f"{self.percent}%"
        words = ngettext("%(many)d word", "%(many)d words", self.words_to_do) % {"many": self.words_to_do}
        return f"{self.percent}% {words}"

    @cached_property
    def age(self) -> str:
        """How long it has been so: since the English changed, else since it was checked or published."""
        if self.since is None:
            return ""
        if self.since >= self.today:
            return gettext("today")
        midnight = datetime.min.time()
        long = timesince(datetime.combine(self.since, midnight), datetime.combine(self.today, midnight), depth=1)
        if self.state is State.OUT_OF_DATE:
            return gettext("for %(long)s") % {"long": long}
        return gettext("%(long)s ago") % {"long": long}


def cell(record, code: str, today: date) -> Cell:
    """The cell of a `TranslationRecord`."""
    state = State(record.state)
    since = {
        State.MISSING: None,
        State.OUT_OF_DATE: record.english_changed_on,
        State.CHECKED: record.checked_on,
    }.get(state, record.translated_on)
    figures = (record.percent, record.words, record.words_to_do)
    return Cell(record.translation_key, code, state, *figures, since, today, record.origin)


def marked(older: Sequence[str], newer: Sequence[str]) -> SafeString:
    """Two versions of a text as one, word by word: what was taken out as <del>, what was put in as <ins>."""
    before, after = _words(older), _words(newer)
    pieces = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(_text(before[start:end]))
            continue
        if end > start:
            pieces.append(format_html("<del>{}</del>", _text(before[start:end])))
        if new_end > new_start:
            pieces.append(format_html("<ins>{}</ins>", _text(after[new_start:new_end])))
    return _joined(pieces)


def _words(texts: Sequence[str]) -> list[str]:
    return re.findall(r"\n|\S+", "\n".join(texts))


def _text(words: Iterable[str]) -> SafeString:
    return _joined(_BREAK if word == "\n" else word for word in words)


def _joined(pieces: Iterable[str]) -> SafeString:
    return format_html_join(" ", "{}", ((piece,) for piece in pieces))


@dataclass(frozen=True)
class Maker:
    """Who or what wrote the words of a passage, and when."""

    origin: Origin
    name: str
    on: date

    def __str__(self) -> str:
        if self.origin is Origin.TRANSLATOR:
            return self.name or str(self.origin.label)
        return f"{self.origin.label} ({self.name})" if self.name else str(self.origin.label)


@dataclass(frozen=True)
class Typed:
    """The words kept for one English string; `older`: the older English string they are the translation of."""

    words: str
    maker: Maker
    older: int | None = None


@dataclass(frozen=True)
class SeenPassage:
    """One passage beside its English, as somebody at the desk sees it; a text of `words` is None where it is missing.

    `older`: the English its words were made from, where that is another: empty where nobody knows it. `is_new`:
    publishing would change what readers see here; `stays_english`: to English.
    """

    path: str
    revisions: tuple[str, ...]
    english: tuple[str, ...]
    words: tuple[str | None, ...]
    standing: Standing
    older: tuple[str, ...] | None = None
    makers: tuple[Maker, ...] = ()
    is_checked: bool = False
    is_new: bool = False
    stays_english: bool = False
    may_be_confirmed: bool = False
    is_chosen: bool = False
    chosen: UUID | None = None

    @property
    def is_shown(self) -> bool:
        return not self.is_chosen or self.chosen is not None or self.is_new

    @property
    def difference(self) -> SafeString:
        return marked(self.older or (), self.english)

    @cached_property
    def digest_of_english(self) -> str:
        return _digest(self.path, self.revisions)

    @cached_property
    def digest(self) -> str:
        """Of what is seen: the English with its links, and the words."""
        return _digest(self.path, self.revisions, self.words)


def seen(
    passage: Passage,
    texts: Mapping[int, str],
    typed: Sequence[Typed | None],
    published: Sequence[str] = (),
    made_from: tuple[str, ...] | None = None,
    *,
    is_checked: bool = False,
) -> SeenPassage:
    """A passage of text, from the words kept for each of its strings and those published at its place.

    `texts`: English strings by number; `made_from`: what the published words were made from, None where there are none.
    """
    path, revisions = passage
    english = tuple(texts.get(string_of(revision), "") for revision in revisions)
    words = tuple(one and one.words for one in typed)
    is_whole = None not in words
    is_of_older = any(one and one.older for one in typed)
    is_new = is_whole and words != tuple(published)
    standing, older = Standing.MISSING, None
    if is_whole and not is_of_older:
        is_new = is_new or made_from != revisions
        standing = Standing.WAITING if is_new else Standing.CURRENT
    elif is_of_older:
        standing = Standing.CHANGED
        olders = [(one and one.older) or string_of(now) for one, now in zip(typed, revisions, strict=True)]
        older = tuple(texts.get(string, "") for string in olders)
    elif made_from not in (None, revisions):
        before = tuple(texts.get(string_of(revision), "") for revision in made_from)
        kept = tuple(None if text in before else text for text in published)
        if any(kept):
            standing, older, words = Standing.CHANGED, before if all(before) else (), kept
    return SeenPassage(
        path,
        revisions,
        english,
        words,
        standing,
        older=older,
        makers=tuple({one.maker: None for one in typed if one}),
        is_checked=is_checked,
        is_new=is_new,
        stays_english=not is_whole,
        may_be_confirmed=standing is Standing.CHANGED and not is_new and _may_move(made_from, passage),
    )


def _may_move(made_from: tuple[str, ...] | None, passage: Passage) -> bool:
    here = (Passage(passage.path, made_from or ()),)
    return moved_on(here, here, (passage,)) == (passage,)


def seen_chosen(passage: Passage, titles: Mapping[UUID, str], made_from: tuple[str, ...] | None) -> SeenPassage:
    """A thing chosen at a place: it follows the English when the translation is published.

    What is the same in every language (`=`) has no page at the desk and is only told of when it has changed.
    """
    path, revisions = passage
    chosen = UUID(revisions[0].removeprefix("@")) if revisions[0].startswith("@") else None
    title = (titles.get(chosen, "") if chosen else "",)
    is_new = made_from is not None and made_from != revisions
    standing = Standing.WAITING if is_new else Standing.CURRENT
    return SeenPassage(path, revisions, title, title, standing, is_new=is_new, is_chosen=True, chosen=chosen)


def digest_of_page(rows: Iterable[SeenPassage]) -> str:
    """Of everything somebody read before they published or checked it."""
    return _digest(*(row.digest for row in rows))


def _digest(*seen: object) -> str:
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:24]


def has_moved(made_from: Passages, now: Passages) -> bool:
    """Whether passages were taken out of the English or put in another order."""
    here = [passage.path for passage in made_from]
    return here != [passage.path for passage in now if passage.path in set(here)]
