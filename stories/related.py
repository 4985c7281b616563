"""Which other stories stand below a story. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Candidate(NamedTuple):
    """A story by its number, the language its words are in, and the area it is of with the one that is part of."""

    number: int
    language: str
    areas: Sequence[int | None] = ()


def nearest(groups: Iterable[Iterable[Candidate]], code: str, most: int) -> list[int]:
    """The numbers of up to `most` stories: a nearer group goes first, and in each the reader's language `code`.

    A group is not asked for while those before it are enough.
    """
    chosen: dict[int, None] = {}
    for group in groups:
        chosen |= dict.fromkeys(one.number for one in sorted(group, key=lambda one: one.language != code))
        if len(chosen) >= most:
            break
    return list(chosen)[:most]
