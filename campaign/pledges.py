"""How pledges are counted, in the open: what counts, what is shown of it, and when it was counted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

TARGET = 50_000
"""What the campaign began with; the fact `campaign-target` says what it is now."""


def rounded_down(number: int) -> int:
    """The figure the public is told: never more than there are, to two leading digits (7, 40, 120, 12,000)."""
    step = 1
    while number // step >= 100:
        step *= 10
    return number // step * step


@dataclass(frozen=True)
class Part:
    """The pledges of one kind, or from one network, and its name in each language it has one in."""

    names: Mapping[str, str]
    pledges: int

    @property
    def shown(self) -> int:
        return rounded_down(self.pledges)


@dataclass(frozen=True)
class Count:
    """Three figures that are never added up, because one person may be in all of them; and what the pledges are.

    Not every pledge is from a network, so those parts need not make the whole.
    """

    pledges: int
    reached: int
    members: int
    counted_at: datetime
    target: int = TARGET
    by_kind: tuple[Part, ...] = ()
    by_network: tuple[Part, ...] = ()

    @property
    def pledges_shown(self) -> int:
        return rounded_down(self.pledges)

    @property
    def reached_shown(self) -> int:
        return rounded_down(self.reached)

    @property
    def members_shown(self) -> int:
        return rounded_down(self.members)

    @property
    def percentage(self) -> int:
        """How far the pledges are on the way to the target, in whole percent, rounded down and at most 100."""
        return min(100, self.pledges * 100 // self.target)


def parts(numbers: Mapping[str, int], names: Mapping[str, Mapping[str, str]]) -> tuple[Part, ...]:
    """The parts that have a name, the largest first; those without are of a kind that is not offered any more."""
    found = [Part(names[key], number) for key, number in sorted(numbers.items()) if number and key in names]
    return tuple(sorted(found, key=lambda part: -part.pledges))


def one_address(email: str) -> str:
    """An address as the person it belongs to: capitals and what follows a plus sign make no second person."""
    name, _at, host = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"
