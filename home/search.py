"""Words as a search compares them: one folding for what is kept and for what is asked, and how hits are ranked.

Pure: knows no request, no template and no database. Everything is letters and whole numbers, so that every
database gives the same order.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from operator import mul

LONGEST_QUESTION = 100
MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_FORGIVEN = 4

TITLE, SUMMARY, MOST_IN_BODY = 10, 4, 3
SHORT_TITLE = 6
READERS, SOURCES, ANOTHER = 3, 2, 1

_TOKEN = re.compile(r"\{[a-z]+:[^{}]*\}")
# Where one writer of Urdu, Persian or Pashto puts a zero-width non-joiner, another puts a space.
_SEAM = re.compile(r"(?<=[\u0600-\u06FF])\u200C(?=[\u0600-\u06FF])")
# Written joined to the noun: and-, so-, with-, like- and the article, or "for the". Three letters must be left.
_ARTICLE = re.compile(r"(?:[وف]?[بک]?ال|[وف]?لل)(?=.{3})")
_ONE_LETTER_FOR_ANOTHER = {
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ґ": "г",
    "ك": "ک",
    "ګ": "گ",
    **dict.fromkeys("يىےېۍ", "ی"),
    **dict.fromkeys("ھہەةۃ", "ه"),
    "ٱ": "ا",
    "ں": "ن",
    "ء": "",
    "ـ": "",
    **dict.fromkeys("’‘‛ʼʻ′ʹ`", "'"),
}


class _Letters(dict):
    """What `fold` puts in place of one character, worked out once for each."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        self[number] = folded = _ONE_LETTER_FOR_ANOTHER.get(character, _unmarked(character))
        return folded


class _Spaces(dict):
    """A space in place of everything that is not a letter, a mark, a number or an apostrophe."""

    def __missing__(self, number: int) -> str:
        character = chr(number)
        self[number] = kept = character if character == "'" or unicodedata.category(character)[0] in "LMN" else " "
        return kept


def _unmarked(character: str) -> str:
    # By combining class: 1 and from 200 on are accents, 10 to 36 the points of Hebrew, Arabic and Syriac. Indic
    # vowel signs have 0, nuktas 7 and viramas 9, and stay.
    marked = unicodedata.combining(character)
    if marked == 1 or 10 <= marked <= 36 or marked >= 200 or unicodedata.category(character) == "Cf":
        return ""
    return str(unicodedata.decimal(character, character))


_LETTERS, _SPACES = _Letters(), _Spaces()


def fold(text: str) -> str:
    """The text with the differences taken away that people who write the same word do not agree on.

    Case; accents of Latin, Greek and Cyrillic letters, so that ș is ş is s and ą is a; Turkish İ, I, ı and i;
    ł, đ, ø, ß, ґ; the forms of ye, kaf, gaf, he and alef in Arabic, Persian, Urdu and Pashto; hamza, vowel points
    and tatweel; zero-width joiners and other invisible characters; the digits of every script; apostrophes.
    Indic vowel signs, nuktas and viramas are letters and stay. Folding twice changes nothing.
    """
    # An acute accent typed as an apostrophe would come apart into a space and an accent.
    composed = unicodedata.normalize("NFC", text).replace("´", "'")
    plain = unicodedata.normalize("NFKD", composed).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", plain).translate(_LETTERS))


def words_in(text: str) -> Iterator[tuple[str, ...]]:
    """Each word, folded, in the forms it may be asked for: as written, then without what is joined before it.

    That is the Arabic article with its prepositions, what stands before an apostrophe (l'affitto) and what stands
    before a zero-width non-joiner. Tokens such as `{fact:key}` are not words. Single letters are left out: in none
    of the sixteen languages do they say what a page is about.
    """
    for piece in fold(_SEAM.sub("'", _TOKEN.sub(" ", text))).translate(_SPACES).split():
        parts = [part for part in piece.split("'") if part]
        whole = "".join(parts)[:LONGEST_WORD]
        if len(whole) > 1 or whole.isdecimal():
            bare = {_ARTICLE.sub("", whole, count=1)} | ({parts[-1][:LONGEST_WORD]} if len(parts[-1]) > 2 else set())
            yield (whole, *sorted(bare - {whole}))


def asked_in(question: str) -> list[tuple[str, ...]]:
    """The words of a question, each once, the first `MOST_WORDS` of them."""
    return list(dict.fromkeys(words_in(question[:LONGEST_QUESTION])))[:MOST_WORDS]


def weights(title: str, summary: str, body: Iterable[str]) -> dict[str, int]:
    """How much each word of a page says about it: most in a short title, least once in the body."""
    in_title = list(words_in(title))
    found: dict[str, int] = {}
    counted = Counter(form for passage in body for forms in words_in(passage) for form in forms)
    for form, times in counted.items():
        found[form] = min(times, MOST_IN_BODY)
    for forms in words_in(summary):
        found |= dict.fromkeys(forms, SUMMARY)
    for forms in in_title:
        found |= dict.fromkeys(forms, TITLE + max(0, SHORT_TITLE - len(in_title)))
    return found


class Likeness(IntEnum):
    """How a word stands to the word that was asked for."""

    NONE = 0
    ONE_LETTER = 1
    ENDING = 2
    BEGINNING = 3
    SAME = 4


def likeness(asked: str, word: str) -> Likeness:
    """The closest relation of two folded words."""
    if word == asked:
        return Likeness.SAME
    if len(asked) > 1 and word.startswith(asked):
        return Likeness.BEGINNING
    stem = stem_of(asked)
    if stem != asked and word.startswith(stem) and len(word) <= len(asked) + 2:
        return Likeness.ENDING
    if min(len(asked), len(word)) >= SHORTEST_FORGIVEN and differ_by_one(asked, word):
        return Likeness.ONE_LETTER
    return Likeness.NONE


def stem_of(asked: str) -> str:
    """A long word without its last letters, where all sixteen languages put their endings; a short one whole."""
    return asked[: -2 if len(asked) > 6 else -1] if len(asked) > 4 else asked


def differ_by_one(one: str, other: str) -> bool:
    """Whether one letter more, less, another, or two neighbours exchanged make one word of the other."""
    same = next((place for place, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), None)
    if same is None:
        return abs(len(one) - len(other)) == 1
    rest, others = one[same:], other[same:]
    exchanged = rest[1::-1] + rest[2:] if len(rest) > 1 else rest
    return others in {rest[1:], others[:1] + rest, others[:1] + rest[1:], exchanged}


def halves(word: str) -> tuple[str, str]:
    """The two halves a word is kept in: one wrong letter leaves one of them whole."""
    middle = len(word) // 2
    return word[:middle], word[middle:]


def halves_near(asked: str) -> tuple[set[str], set[str]]:
    """The first and the last halves one of which every word one letter away has, but for an exchange in the middle."""
    lengths = [length for length in range(len(asked) - 1, len(asked) + 2) if length >= SHORTEST_FORGIVEN]
    return (
        {asked[: length // 2] for length in lengths},
        {asked[-(length - length // 2) :] for length in lengths},
    )


def middle_exchanged(asked: str) -> str:
    """The word with the two letters exchanged that stand on either side of its middle."""
    middle = len(asked) // 2
    return asked[: middle - 1] + asked[middle] + asked[middle - 1] + asked[middle + 1 :]


def ranked[Subject](points: Mapping[Subject, Sequence[int]]) -> list[Subject]:
    """What was found, the best first, by the points each earned for each word of the question.

    What has every word comes first; beside it, others need more than half of them. A word counts for more the
    fewer have it. Equals stand in their own order, which must be the same in every language and on every database.
    """
    per_word = list(zip(*points.values(), strict=True))
    rarity = [(len(points) // max(1, len(earned) - earned.count(0))).bit_length() for earned in per_word]

    needed = len(per_word) // 2 + 1 if any(map(all, points.values())) else 1
    placed = sorted(
        (not all(earned), -sum(map(mul, earned, rarity)), subject)
        for subject, earned in points.items()
        if len(earned) - earned.count(0) >= needed
    )
    return [subject for _lacking, _points, subject in placed]


def resemblance(one: str, other: str) -> int:
    """How alike two texts look, from 0 to 100: the runs of three letters they share once folded."""
    runs, others = _runs_of_three(one), _runs_of_three(other)
    return 200 * len(runs & others) // max(1, len(runs) + len(others))


def _runs_of_three(text: str) -> set[str]:
    return {
        spaced[start : start + 3]
        for forms in words_in(text)
        for spaced in [f"  {forms[-1]} "]
        for start in range(len(spaced) - 2)
    }
