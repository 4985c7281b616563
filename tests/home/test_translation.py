"""The rules by which a translation's state is judged, without a database."""

import pytest

from home.translation import Origin, State, judge

EVERY_ORIGIN = pytest.mark.parametrize("origin", Origin)


@EVERY_ORIGIN
@pytest.mark.parametrize("is_checked", [True, False])
def test_any_difference_in_the_english_makes_it_out_of_date(origin, is_checked):
    assert judge(is_live=True, is_current=False, origin=origin, is_checked=is_checked) is State.OUT_OF_DATE


@EVERY_ORIGIN
def test_what_is_not_published_is_missing(origin):
    assert judge(is_live=False, is_current=True, origin=origin, is_checked=True) is State.MISSING


@pytest.mark.parametrize("origin", [Origin.MACHINE, Origin.IMPORTED_DRAFT])
def test_a_draft_never_becomes_checked_by_itself(origin):
    assert judge(is_live=True, is_current=True, origin=origin, is_checked=False) is State.MACHINE_DRAFT


def test_a_translators_work_awaits_review():
    assert judge(is_live=True, is_current=True, origin=Origin.TRANSLATOR, is_checked=False) is State.AWAITING_REVIEW


@EVERY_ORIGIN
def test_while_the_english_stands_a_persons_check_counts(origin):
    assert judge(is_live=True, is_current=True, origin=origin, is_checked=True) is State.CHECKED
