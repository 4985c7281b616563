from hypothesis import given
from hypothesis import strategies as st

from stories.related import Candidate, nearest

CANDIDATES = st.builds(Candidate, st.integers(0, 9), st.sampled_from(["en", "ur", "pl"]))
GROUPS = st.lists(st.lists(CANDIDATES, max_size=6), max_size=4)


@given(GROUPS, st.integers(1, 5))
def test_each_story_once_and_no_more_than_asked_for(groups, most):
    numbers = nearest(groups, "ur", most)
    assert len(numbers) == len(set(numbers)) <= most
    assert len(numbers) == min(most, len({one.number for group in groups for one in group}))


@given(GROUPS)
def test_a_nearer_group_goes_first(groups):
    numbers = nearest(groups, "ur", 100)
    first = [min(i for i, group in enumerate(groups) if number in {one.number for one in group}) for number in numbers]
    assert first == sorted(first)


def test_in_a_group_the_readers_language_goes_first_then_the_newest():
    group = [Candidate(1, "en"), Candidate(2, "ur"), Candidate(3, "pl"), Candidate(4, "ur")]
    assert nearest([group], "ur", 3) == [2, 4, 1]


def test_no_further_group_is_asked_for_than_needed():
    def groups():
        yield [Candidate(1, "en"), Candidate(2, "en")]
        raise AssertionError

    assert nearest(groups(), "en", 2) == [1, 2]
