from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaign import measures
from campaign.measures import Figures

NUMBERS = st.decimals(0, 10**15, allow_nan=False, places=2)
D = Decimal


@pytest.mark.parametrize(
    ("baseline", "latest", "target", "standing", "percentage"),
    [
        (D(80), None, D(90), None, None),
        (D(80), D(85), None, None, None),
        (D(80), D(85), D(90), "on the way", 50),
        (D(80), D(80), D(90), "on the way", 0),
        (D(80), D("89.99"), D(90), "on the way", 99),
        (D(80), D(95), D(90), "reached", None),
        (D(80), D(79), D(90), "away", None),
        (D(69), D(60), D(50), "on the way", 47),
        (D(69), D(45), D(50), "reached", None),
        (D(69), D(70), D(50), "away", None),
        (D(50), D(50), D(50), "reached", None),
        (D(50), D(49), D(50), "away", None),
        (D(0), D(0), D(0), "reached", None),
    ],
)
def test_where_a_measure_stands(baseline, latest, target, standing, percentage):
    figures = Figures(baseline, latest, target)
    assert (figures.standing, figures.percentage) == (standing, percentage)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_way_behind_us_is_never_overstated_and_understated_by_less_than_one_percent(baseline, latest, target):
    figures = Figures(baseline, latest, target)
    if figures.standing != "on the way":
        assert figures.percentage is None
        return
    behind = abs(Fraction(latest) - Fraction(baseline)) * 100 / abs(Fraction(target) - Fraction(baseline))
    assert 0 <= figures.percentage <= behind < figures.percentage + 1 <= 100


@given(NUMBERS, NUMBERS, NUMBERS)
def test_less_is_told_as_truly_as_more(baseline, latest, target):
    up, down = Figures(baseline, latest, target), Figures(-baseline, -latest, -target)
    assert (up.standing, up.percentage) == (down.standing, down.percentage)


@given(NUMBERS, NUMBERS)
def test_whoever_is_farther_from_the_target_than_at_the_start_is_never_on_the_way(baseline, target):
    assume(baseline != target)
    step = Decimal("0.01") if target > baseline else Decimal("-0.01")
    assert Figures(baseline, baseline - step, target).standing == "away"
    assert Figures(baseline, target - step, target).standing == "on the way"
    assert Figures(baseline, target, target).standing == Figures(baseline, target + step, target).standing == "reached"


@given(st.lists(NUMBERS, min_size=1, max_size=3), st.booleans())
def test_bars_are_as_long_as_their_figures_say(values, is_share):
    full = measures.scale(values, is_share)
    widths = [measures.width(value, full) for value in values]
    for value, width in zip(values, widths, strict=True):
        assert 0 <= width <= 100
        assert width * full <= value * 100 + Decimal("0.001")
        assert full == 0 or value * 100 / full - width < Decimal("0.1001")
    assert [width for _value, width in sorted(zip(values, widths, strict=True))] == sorted(widths)


def test_shares_are_drawn_against_all_of_it_and_numbers_against_the_largest():
    assert measures.width(D(25), measures.scale([D(25), D(50)], is_share=True)) == 25
    assert measures.width(D(25), measures.scale([D(25), D(50)], is_share=False)) == 50
    assert measures.width(D(0), measures.scale([D(0)], is_share=False)) == 0
    assert measures.width(D(-3), measures.scale([D(-3)], is_share=True)) == 0
