"""The passages of a page and their revisions: what a translation was made from, and what became of it since.

A passage is a place in a page (`body.<block id>.text`) with the revisions of what stands there, in order: one per
string (`12`, or `12:<digest>` where it carries links), or the thing chosen there (`@<translation key>`, or `=<number>`
for what is the same in every language). Pure.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

UNKNOWN = "?"
# What the editor keeps with a text but nobody reads.
_UNSEEN = re.compile(r"""data-block-key=\\?"[^"]*"|"id": "[^"]*\"""")
_WEIGHTY = re.compile(r"\{(?:fact|word):[^}]*\}|https?://[^\s\"<]+|<a [^>]*>|\d+(?:[.,:]\d+)*")


class Passage(NamedTuple):
    path: str
    revisions: tuple[str, ...]


Passages = tuple[Passage, ...]


class Words(NamedTuple):
    """What stands at one place of a translation: its text, and a digest of its links ('' without any)."""

    text: str
    links: str


def passages(stored: Iterable[Sequence]) -> Passages:
    """From the form JSON keeps them in."""
    return tuple(Passage(path, tuple(revisions)) for path, revisions in stored)


def revision(string: int, links: str) -> str:
    return f"{string}:{links}" if links else str(string)


def string_of(revision: str) -> int | None:
    """The English string of a revision; None for a thing chosen."""
    number = revision.partition(":")[0]
    return int(number) if number.isdigit() else None


def changed(made_from: Passages, now: Passages) -> list[str]:
    """The paths of the English passages, as they stand now, that the translation was not made from."""
    before = set(made_from)
    return [passage.path for passage in now if passage not in before]


def moved_on(made_from: Passages, before: Passages, now: Passages) -> Passages:
    """The same translation, made from `now` wherever it was made from `before` and only words were typed anew.

    A link with another target or another thing chosen is in no translation before it is published again.
    """
    was, is_now = dict(before), dict(now)
    return tuple(
        Passage(path, is_now[path])
        if was.get(path) == revisions and _is_retyped(revisions, is_now.get(path, ()))
        else here
        for here in made_from
        for path, revisions in [here]
    )


def _is_retyped(older: tuple[str, ...], newer: tuple[str, ...]) -> bool:
    return len(older) == len(newer) and all(
        old == new or (string_of(old) and string_of(new) and old.partition(":")[2] == new.partition(":")[2])
        for old, new in zip(older, newer, strict=True)
    )


def weighty(text: str) -> Counter:
    """What no small change may touch: the numbers, links, facts and glossary words of a text as it is stored."""
    return Counter(_WEIGHTY.findall(_UNSEEN.sub("", text)))


def retyped(before: Passages, now: Passages, paths: Collection[str] | None = None) -> list[tuple[str, int, int]]:
    """Path, older and newer string of everything that was typed anew in its place; `paths` None: anywhere."""
    was = dict(before)
    pairs = []
    for path, revisions in now:
        older = was.get(path, ())
        if (paths is None or path in paths) and len(older) == len(revisions):
            strings = [(string_of(old), string_of(new)) for old, new in zip(older, revisions, strict=True)]
            pairs += [(path, old, new) for old, new in strings if old and new and old != new]
    return pairs


def derived(
    own: Iterable[tuple[str, Sequence[Words] | str]],
    translations: Mapping[str, Mapping[str, Sequence[int]]],
    now: Passages,
) -> Passages:
    """What a translation was made from, told by its words.

    `own`: its places in order, each with its words or the key of the thing chosen there; `translations`: for each
    path and text, the English strings it is the translation of, the newest first. A text that is none is `UNKNOWN`.
    """
    standing = dict(now)
    result: list[Passage] = []
    for path, here in own:
        if isinstance(here, str):
            result.append(Passage(path, (here,)))
            continue
        known = translations.get(path, {})
        wanted = standing.get(path, ())
        revisions = []
        for position, (text, links) in enumerate(here):
            possible = [revision(string, links) for string in known.get(text, ())]
            expected = wanted[position] if position < len(wanted) else None
            revisions.append(expected if expected in possible else possible[0] if possible else UNKNOWN)
        result.append(Passage(path, tuple(revisions)))
    return tuple(result)
