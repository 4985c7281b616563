"""The rules by which a translation's state is judged, without a database."""

import pytest

from home.translation import State, judge


@pytest.mark.parametrize("is_machine", [True, False])
@pytest.mark.parametrize("is_checked", [True, False])
def test_any_difference_in_the_english_makes_it_out_of_date(is_machine, is_checked):
    assert judge(is_current=False, is_machine=is_machine, is_checked=is_checked) is State.OUT_OF_DATE


def test_a_machine_draft_never_becomes_checked_by_itself():
    assert judge(is_current=True, is_machine=True, is_checked=False) is State.MACHINE_DRAFT


def test_a_translators_work_awaits_review():
    assert judge(is_current=True, is_machine=False, is_checked=False) is State.AWAITING_REVIEW


def test_while_the_english_stands_a_persons_check_counts():
    assert judge(is_current=True, is_machine=True, is_checked=True) is State.CHECKED
