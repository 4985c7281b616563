from hypothesis import given
from hypothesis import strategies as st

from stories import steps
from stories.steps import QUESTIONS, Step

some = st.frozensets(st.sampled_from(QUESTIONS))
consents = st.frozensets(st.sampled_from(["publish_story", "publish_name", "contact"]))


@given(some)
def test_answering_whatever_is_open_leads_through_every_question_once_to_the_check(answered):
    seen, step = [], steps.first_open(answered)
    while step is not Step.CHECK:
        seen.append(step)
        answered = answered | {step}
        step = steps.after(step, answered, is_change=True)
    assert len(seen) == len(set(seen))
    assert not steps.missing(answered)


@given(some, st.sampled_from(QUESTIONS), st.booleans())
def test_wherever_an_answer_leads_may_be_seen(answered, step, is_change):
    answered |= {step}
    assert steps.may_be_seen(steps.after(step, answered, is_change=is_change), answered)


@given(some, st.sampled_from(Step))
def test_a_page_may_be_seen_when_nothing_before_it_is_open(answered, step):
    first = steps.first_open(answered)
    assert steps.may_be_seen(step, answered) == (list(Step).index(step) <= list(Step).index(first))


@given(st.sampled_from(QUESTIONS))
def test_a_change_comes_straight_back_and_back_does_too(step):
    assert steps.after(step, QUESTIONS, is_change=True) is Step.CHECK
    assert steps.before(step, is_change=True) is Step.CHECK


def test_without_a_change_every_page_leads_to_the_next_and_back_again():
    for step, following in zip(Step, list(Step)[1:], strict=False):
        assert steps.after(step, QUESTIONS, is_change=False) is following
        assert steps.before(following, is_change=False) is step
    assert steps.before(Step.STORY, is_change=False) is None


@given(some, st.booleans(), st.booleans())
def test_only_what_asks_for_more_is_open_again(answered, area_is_missing, consent_is_missing):
    stands = steps.settled(answered, area_is_missing=area_is_missing, consent_is_missing=consent_is_missing)
    assert stands == answered - {
        *([Step.AREA] if area_is_missing else []),
        *([Step.AGREE] if consent_is_missing else []),
    }


@given(some, st.sampled_from(QUESTIONS), consents, consents)
def test_an_answer_loses_no_other_but_the_agreement_to_what_is_newly_asked(answered, step, before, after):
    now = set(steps.answered_with(answered, step, before, after))
    lost = {Step.AGREE} if step is not Step.AGREE and after - before else set()
    assert now == (answered | {step}) - lost


def test_what_is_no_question_any_more_is_forgotten():
    assert steps.answered_with(["colour", "story"], Step.NAME, [], []) == ["story", "name"]


def test_questions_are_counted_from_one():
    assert [steps.number(step) for step in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
