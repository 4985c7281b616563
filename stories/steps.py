"""The questions of the story form, one a page: their order, what is still to be answered, where to go next. Pure."""

from collections.abc import Collection
from enum import StrEnum


class Step(StrEnum):
    """A page of the form, in order; the value is its address."""

    STORY = "story"
    PHOTOS = "photos"
    NAME = "name"
    AREA = "area"
    AGE = "age"
    OTHERS = "others"
    CONTACT = "contact"
    AGREE = "agree"
    CHECK = "check"


QUESTIONS = tuple(step for step in Step if step is not Step.CHECK)


def settled(answered: Collection[str], *, area_is_missing: bool, consent_is_missing: bool) -> frozenset[Step]:
    """The questions whose answers stand: an answer may ask for more in another place (an area to be named by)."""
    open_again = {Step.AREA} if area_is_missing else set()
    open_again |= {Step.AGREE} if consent_is_missing else set()
    return frozenset(step for step in QUESTIONS if step in answered) - open_again


def missing(answered: Collection[str]) -> list[Step]:
    """What is still to be answered before the story can be sent, in order."""
    return [step for step in QUESTIONS if step not in answered]


def first_open(answered: Collection[str]) -> Step:
    """The first question without an answer; the check of all answers when there is none."""
    return next(iter(missing(answered)), Step.CHECK)


def may_be_seen(step: Step, answered: Collection[str]) -> bool:
    """Nobody jumps ahead: everything before this page is answered."""
    return all(earlier in answered for earlier in QUESTIONS[: _position(step)])


def after(step: Step, answered: Collection[str], *, is_change: bool) -> Step:
    """Where an answer leads: from a change straight back to the check, or to what the change has opened."""
    if is_change or step is Step.CHECK:
        return first_open(answered)
    following = tuple(Step)[_position(step) + 1]
    return following if may_be_seen(following, answered) else first_open(answered)


def before(step: Step, *, is_change: bool) -> Step | None:
    """Where "Back" leads; None for the start page."""
    if is_change and step is not Step.CHECK:
        return Step.CHECK
    position = _position(step)
    return tuple(Step)[position - 1] if position else None


def answered_with(
    answered: Collection[str], step: Step, asked_before: Collection[str], asked_after: Collection[str]
) -> list[str]:
    """What is answered once this step is. Something new to agree to opens that question again, prefilled."""
    now = {*answered, step}
    if step is not Step.AGREE and set(asked_after) - set(asked_before):
        now.discard(Step.AGREE)
    return [question.value for question in QUESTIONS if question in now]


def number(step: Step) -> int:
    """The question's number, counted from 1."""
    return _position(step) + 1


def _position(step: Step) -> int:
    return tuple(Step).index(step)
