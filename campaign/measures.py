"""How far a measure has come, told so that nothing looks nearer or farther than it is. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

Standing = Literal["reached", "on the way", "away"]
WHOLE = Decimal(100)


@dataclass(frozen=True)
class Figures:
    """A measure's numbers, in one unit. The target may lie below the baseline: then less is better."""

    baseline: Decimal
    latest: Decimal | None = None
    target: Decimal | None = None

    @property
    def standing(self) -> Standing | None:
        """Where the latest figure is, seen from baseline and target; None while one of the two is missing."""
        if self.latest is None or self.target is None:
            return None
        if self.target == self.baseline:
            return "reached" if self.latest == self.target else "away"
        behind = self._behind()
        return "reached" if behind >= 1 else "away" if behind < 0 else "on the way"

    @property
    def percentage(self) -> int | None:
        """The part of the way that is behind us, in whole percent rounded down: 0 to 99; None but on the way."""
        return floor(self._behind() * 100) if self.standing == "on the way" else None

    def _behind(self) -> Fraction:
        # Exact: a decimal quotient may round 99.99…% up to all of it.
        start = Fraction(self.baseline)
        return (Fraction(self.latest) - start) / (Fraction(self.target) - start)


def scale(values: Iterable[Decimal], is_share: bool) -> Decimal:
    """What the longest bar of a chart would stand for: of shares all of it, of numbers the largest."""
    return max([WHOLE if is_share else Decimal(0), *values])


def width(value: Decimal, full: Decimal) -> Decimal:
    """How long the bar of a value is, in percent of the chart, to a tenth rounded down: 0 to 100."""
    if value <= 0 or full <= 0:
        return Decimal(0)
    return min(WHOLE, Decimal(floor(Fraction(value) * 1000 / Fraction(full))) / 10)
