"""How pledges are counted, in the open: what counts, what is shown of it, and when it was counted. Pure."""

from dataclasses import dataclass
from datetime import datetime

TARGET = 50_000


def rounded_down(number: int) -> int:
    """The figure the public is told: never more than there are, to two leading digits (7, 40, 120, 12,000)."""
    step = 1
    while number // step >= 100:
        step *= 10
    return number // step * step


@dataclass(frozen=True)
class Count:
    """Three figures that are never added up, because one person may be in all of them."""

    pledges: int
    reached: int
    members: int
    counted_at: datetime

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
        """How far the pledges are on the way to `TARGET`, in whole percent, rounded down and at most 100."""
        return min(100, self.pledges * 100 // TARGET)


def one_address(email: str) -> str:
    """An address as the person it belongs to: capitals and what follows a plus sign make no second person."""
    name, _at, host = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"
