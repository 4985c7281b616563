"""What a translation of one passage lost or changed: facts, words, links, numbers, names, markup.

Passages are in wagtail-localize's stored form: HTML with inline tags only, links as `<a id="a1">`, and the
tokens of `facts` and `glossary`. Pure: knows no request, no template and no database.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import combinations, pairwise

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from home import facts, glossary


class Kind(TextChoices):
    """What can go wrong with a passage; the label is a sentence about the thing `{what}`.

    LENGTH is for those who know the field a passage is for.
    """

    FACT = "fact", _("{what} must stand in the translation as often as in the English.")
    WORD = "word", _("The word {what} must stand in the translation as often as in the English.")
    LINK = "link", _("The link {what} must stand in the translation as it stands in the English.")
    ADDRESS = "address", _("The address {what} must stand in the translation as it stands in the English.")
    NUMBER = "number", _("The number {what} is missing.")
    NUMBER_ADDED = "number added", _("The number {what} does not stand in the English.")
    NAME = "name", _("The name {what} must stay as it is.")
    MARKUP = "markup", _("The markup {what} does not stand in the English, or is not closed.")
    CHARACTER = "character", _("The character {what} must not stand in a translation.")
    EMPTY = "empty", _("There are no words.")
    LENGTH = "length", _("It is too long for its place: {what} characters.")


@dataclass(frozen=True)
class Loss:
    """One thing a translation lost or changed."""

    kind: Kind
    what: str

    @property
    def sentence(self) -> Promise:
        """What is wrong, in the language of whoever reads it."""
        return format_lazy(self.kind.label, what=self.what)


_TAG = re.compile(r"<[^<>]*>")
_TAG_IN_TEXT = re.compile(rf"({_TAG.pattern})")
_TAG_NAME = re.compile(r"</?([a-zA-Z]+)")
_PLAIN_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z]+)(?: id=(?P<mark>[\"']?)(?P<id>\w+)(?P=mark))? ?/?>")
_HALF_A_TAG = re.compile(r"<[a-zA-Z/!?]")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_REFERENCE = re.compile(r"&(?:#\w+|\w+);")
# What escaping itself writes; everything else can be typed as the character it stands for.
_ESCAPES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&nbsp;", "&#39;", "&#x27;"})
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_PATH = r"[^\s<>\"{}\u0600-\u06ff]*"
_WEB = rf"(?:https?://|www\.){_PATH}|[a-z0-9-]{{2,}}(?:\.[a-z0-9-]{{2,}})*\.[a-z]{{2,}}(?:/{_PATH})?"
_ADDRESS = re.compile(rf"(?<![\w.@+-])(?:{_MAIL}|{_WEB})", re.ASCII)
_NUMERAL = r"\d+(?:[.,:'’]\d+)*"
_PHONE = re.compile(r"(?:\+\d{1,3}|\(?\b0\d{2,4}\)?)(?:(?: ?[-/.()‐–]| )?\d{2,})+", re.ASCII)
SHORTEST_PHONE, LONGEST_PHONE = 7, 16
_RUN = re.compile(rf"{_NUMERAL}(?: {_NUMERAL})*", re.ASCII)
# Longer rows of numbers are compared as they stand; trying every reading of them would take for ever.
LONGEST_RUN = 8
_SEPARATOR = re.compile(r"[.,:'’]")
# A translation may write as a digit what the English writes as a word, never the other way round.
_SPELT = {
    word: number
    for number, words in {
        "0": "zero",
        "1": "one once first single",
        "2": "two twice second both",
        "3": "three third",
        "4": "four fourth",
        "5": "five fifth",
        "6": "six sixth",
        "7": "seven seventh",
        "8": "eight eighth",
        "9": "nine ninth",
        "10": "ten tenth",
        "11": "eleven eleventh",
        "12": "twelve twelfth",
        "13": "thirteen",
        "14": "fourteen fortnight",
        "15": "fifteen",
        "16": "sixteen",
        "17": "seventeen",
        "18": "eighteen",
        "19": "nineteen",
        "20": "twenty",
        "50": "fifty half",
        "100": "hundred",
        "1000": "thousand",
    }.items()
    for word in words.split()
}
_WORD = re.compile(r"[a-z]+")
_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffd")


def losses(english: str, translation: str, names: Collection[str] = ()) -> list[Loss]:
    """Everything in the English passage that its translation lost or changed, and what it must not have.

    `names` are written in Latin letters in every language: one that stands in an English sentence stands in the
    translation. Where the name is the whole passage, a glossary word for example, a language has its own.
    """
    found = [
        *_different(Kind.FACT, _facts(english), _facts(translation)),
        *_different(Kind.WORD, _words(english), _words(translation)),
        *_broken_braces(english, translation),
        *_markup(english, translation),
        *_characters(english, translation),
    ]
    if _shown(english).strip() and not _shown(translation).strip():
        found.append(Loss(Kind.EMPTY, ""))
    before, after = _text(english), _text(translation)
    found += _different(Kind.ADDRESS, _addresses(before), _addresses(after))
    found += _numbers(_ADDRESS.sub(" ", before), _ADDRESS.sub(" ", after))
    found += [Loss(Kind.NAME, name) for name in names if _is_lost(name, before, after)]
    return list(dict.fromkeys(found))


def _different(kind: Kind, before: Iterable[str], after: Iterable[str]) -> Iterator[Loss]:
    before, after = Counter(before), Counter(after)
    for what in (before - after) + (after - before):
        yield Loss(kind, what)


def _facts(passage: str) -> Iterator[str]:
    return (f"{{fact:{key}}}" for key in facts.TOKEN.findall(passage))


def _words(passage: str) -> Iterator[str]:
    return (f"{{word:{key}}}" for key, _shown in glossary.TOKEN.findall(passage))


def _broken_braces(english: str, translation: str) -> Iterator[Loss]:
    """Braces outside a token are a token that was changed: readers would see them."""

    def braces(passage: str) -> Counter:
        return Counter(_BRACES.findall(glossary.TOKEN.sub("", facts.TOKEN.sub("", passage))))

    yield from (Loss(Kind.MARKUP, broken) for broken in braces(translation) - braces(english))


def _markup(english: str, translation: str) -> Iterator[Loss]:
    """Links are kept one for one; other tags may go, because emphasis differs, but none may come."""
    before, after = _Markup(english), _Markup(translation)
    yield from _different(Kind.LINK, before.links, after.links)
    yield from (Loss(Kind.MARKUP, tag) for tag in after.tags if tag not in before.tags)
    yield from (Loss(Kind.MARKUP, tag) for tag in Counter(after.broken) - Counter(before.broken))


class _Markup:
    """The links and other tags of a passage, and those that are not closed where they should be.

    Anything but a plain tag, at most with an id, stays as it was written: comments, attributes, halves of tags.
    """

    def __init__(self, passage: str) -> None:
        self.links: list[str] = []
        self.tags: list[str] = []
        self.broken: list[str] = []
        self._open: list[str] = []
        self._links_without_words: set[str] = set()
        # Not Python's HTMLParser: it takes minutes for some kilobytes of halves of tags.
        for place, part in enumerate(_TAG_IN_TEXT.split(passage)):
            if place % 2:
                self._take(_plain_tag(part))
            elif part.strip():
                self._links_without_words.clear()
                self.broken += _HALF_A_TAG.findall(part)
        self.broken += self._open

    def _take(self, tag: str) -> None:
        name = _name_of(tag)
        if tag.startswith("</"):
            self._close(name, tag)
            return
        (self.links if name == "a" else self.tags).append(tag)
        if name == "a":
            self._links_without_words.add(tag)
            self.broken += [tag for outer in self._open if _name_of(outer) == "a"]
        if name not in {"", "br"}:
            self._open.append(tag)

    def _close(self, name: str, tag: str) -> None:
        if not self._open or _name_of(self._open[-1]) != name:
            self.broken.append(tag)
            return
        opened = self._open.pop()
        if opened in self._links_without_words:
            self.broken.append(opened)


def _plain_tag(tag: str) -> str:
    """One way to write a tag that can be written in several: `<a id="a1">`, `</b>`, `<br>`."""
    match = _PLAIN_TAG.fullmatch(tag)
    if match is None:
        return tag
    name = f"{match['close']}{match['name'].lower()}"
    return f'<{name} id="{match["id"]}">' if match["id"] else f"<{name}>"


def _name_of(tag: str) -> str:
    match = _TAG_NAME.match(tag)
    return match[1].lower() if match else ""


def _characters(english: str, translation: str) -> Iterator[Loss]:
    """Control and direction characters, unreadable ones, and references that hide a character or show as code."""
    shown_before = unescape(english)
    known = _ESCAPES.union(_REFERENCE.findall(english))
    hidden = [reference for reference in _REFERENCE.findall(translation) if reference not in known]
    escaped_twice = Counter(_REFERENCE.findall(_shown(translation))) - Counter(_REFERENCE.findall(_shown(english)))
    yield from (Loss(Kind.CHARACTER, reference) for reference in [*hidden, *escaped_twice])
    for char in unescape(translation):
        is_control = unicodedata.category(char) in {"Cc", "Co", "Cn", "Cs"} and char not in "\n\t"
        is_hidden = char in _OVERRIDES or "\U000e0000" <= char <= "\U000e007f"
        is_currency = unicodedata.category(char) == "Sc"
        if char not in shown_before and (is_currency or is_hidden or is_control):
            yield Loss(Kind.CHARACTER, char if is_currency else f"U+{ord(char):04X}")


def _shown(passage: str) -> str:
    """What a reader sees, with references that were escaped twice still in it."""
    return unescape(_TAG.sub("", passage))


def _text(passage: str) -> str:
    """The words of a passage without markup and tokens, what a glossary word shows kept; digits of every script as 0-9.

    Characters that only look different (a wide digit, a hard space, ½) are their plain ones (NFKC).
    """
    without_tokens = glossary.TOKEN.sub(lambda token: f" {token.group(2) or ''} ", facts.TOKEN.sub(" ", passage))
    text = unicodedata.normalize("NFKC", unescape(_TAG.sub("", without_tokens))).replace("٫", ".").replace("٬", ",")
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _addresses(text: str) -> Iterator[str]:
    return (address.rstrip(".,;:!?)]’”»") for address in _ADDRESS.findall(text))


def _is_lost(name: str, before: str, after: str) -> bool:
    """Whether the name begins a word of the one and none of the other; a language may add an ending to it."""
    begins_a_word = re.compile(rf"(?<!\w){re.escape(name)}").search
    return before.strip() != name and bool(begins_a_word(before)) and not begins_a_word(after)


Run = tuple[str, ...]
"""Numerals with only a space between them: one number written in groups, or several."""


def _numbers(english: str, translation: str) -> Iterator[Loss]:
    """What remains when numbers are paired off, whatever their script, grouping and decimal mark."""
    spelt = {_SPELT[word] for word in _WORD.findall(english.lower()) if word in _SPELT}
    lost, added = _unpaired(_runs(english), _runs(translation))
    lost, added = _regrouped(lost, added)
    added, lost = _regrouped(added, lost)
    for run in lost:
        yield Loss(Kind.NUMBER, " ".join(run))
    for run in added:
        if not spelt.issuperset(run):
            yield Loss(Kind.NUMBER_ADDED, " ".join(run))


def _runs(text: str) -> list[Run]:
    """Telephone numbers as one numeral each, whatever stands between their digits, then all other numbers."""
    phones = []

    def take(match: re.Match) -> str:
        dialled = facts.dialled(match.group())
        if not SHORTEST_PHONE <= len(dialled) <= LONGEST_PHONE:
            return match.group()
        phones.append((dialled,))
        return " "

    rest = _PHONE.sub(take, text)
    return phones + [tuple(part for numeral in run.split() for part in _parts(numeral)) for run in _RUN.findall(rest)]


def _parts(numeral: str) -> list[str]:
    """1,000 and 1.000 as 1000; 2,78,400 as 278400; 3,5 and 3:5 as 3.5; a date such as 1.5.2026 as its numbers."""
    match _SEPARATOR.split(numeral):
        case [_]:
            return [numeral]
        case groups if _are_thousands(groups):
            return ["".join(groups)]
        case [*groups, rest] if len(groups) == 1 or _are_thousands(groups):
            return [f"{''.join(groups)}.{rest}"]
        case groups:
            return groups


def _are_thousands(groups: list[str]) -> bool:
    first, *middle, last = groups
    return first.lstrip("0") != "" and len(first) <= 3 and len(last) == 3 and {len(g) for g in middle} <= {2, 3}


def _unpaired(before: list[Run], after: list[Run]) -> tuple[list[Run], list[Run]]:
    """What is on one side only; numerals in groups are the number they make together."""
    theirs: dict[str, list[Run]] = {}
    for run in after:
        theirs.setdefault("".join(run), []).append(run)
    lost = []
    for run in before:
        same = theirs.get("".join(run))
        if same:
            same.pop()
        else:
            lost.append(run)
    return lost, [run for runs in theirs.values() for run in runs]


def _regrouped(runs: list[Run], others: list[Run]) -> tuple[list[Run], list[Run]]:
    """Pairs off a run that is several numbers on the other side, where something stands between them."""
    others = list(others)
    left = []
    for run in runs:
        wholes = Counter("".join(other) for other in others)
        several = next((pieces for pieces in _partitions(run) if Counter(pieces) <= wholes), None)
        if several is None:
            left.append(run)
            continue
        for piece in several:
            others.remove(next(other for other in others if "".join(other) == piece))
    return left, others


def _partitions(run: Run) -> Iterator[Run]:
    """Every way to read a run as more than one number."""
    gaps = range(1, min(len(run), LONGEST_RUN))
    for count in range(1, len(gaps) + 1):
        for cuts in combinations(gaps, count):
            edges = [0, *cuts, len(run)]
            yield tuple("".join(run[start:end]) for start, end in pairwise(edges))
