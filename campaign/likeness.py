"""How alike two events are, to point out what has been sent or listed before. Pure; the same in every script."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from heapq import nlargest

from home.search import fold

LONGEST = 200
DAYS_NEAR = 7
TITLE, PLACE, HOUR = 0.6, 0.25, 0.15
# The same place and hour in other words or another language; or two thirds of a title on the same day.
ALIKE = PLACE + HOUR
MOST_SHOWN = 5


@dataclass(frozen=True)
class Said:
    """What is compared of an event: `last` is None for a series without end, `hour` None for a whole day."""

    title: str
    place: str
    first: date
    last: date | None
    hour: time | None = None


def likeness(one: Said, other: Said) -> float:
    """From 0, nothing in common, to 1, the same, whichever of them comes first. Only `LONGEST` letters count."""
    if one == other:
        return 1.0
    near = 1 - _days_between(one, other) / (DAYS_NEAR + 1)
    if near <= 0:
        return 0.0
    titles, places = (_pieces(one.title), _pieces(other.title)), (_pieces(one.place), _pieces(other.place))
    title = _shared(*titles) / max(1, sum(map(len, titles)) / 2)
    # One writes the name of a place, another its address too.
    place = _shared(*places) / max(1, min(map(len, places)))
    return near * (TITLE * title + PLACE * place + HOUR * (one.hour == other.hour))


def most_alike[Key](one: Said, others: Iterable[tuple[Key, Said]]) -> list[Key]:
    """What is so like it that a person should look, the most alike first; at most `MOST_SHOWN`."""
    found = ((likeness(one, other), key) for key, other in others)
    best = nlargest(MOST_SHOWN, (pair for pair in found if pair[0] >= ALIKE), key=lambda pair: pair[0])
    return [key for _alike, key in best]


def _days_between(one: Said, other: Said) -> int:
    """Days between the spans of two events; 0 where they overlap."""
    earlier, later = sorted((one, other), key=lambda said: said.first)
    return max(0, (later.first - (earlier.last or date.max)).days)


def _pieces(text: str) -> frozenset[str]:
    """Every three neighbouring letters of a text, words apart, the differences of spelling folded away."""
    words = " ".join(fold(text[:LONGEST]).split())
    padded = f"  {words} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2)) if words else frozenset()


def _shared(one: frozenset[str], other: frozenset[str]) -> int:
    return len(one & other)
