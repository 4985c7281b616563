"""The questions of a form as one reader is asked them: the English form's, in the words of the page they read.

What is asked, and what makes an answer right, stands in the English alone, so that a form asks the same in every
language from the moment it is published. Words a translation does not have yet are asked in English.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wagtail.blocks import StreamValue

from home.languages import SOURCE
from home.question_blocks import LONGEST_LINE

CHOOSING = ("one", "several")


@dataclass(frozen=True)
class Words:
    """What is read, and the code of the language it is in."""

    text: str
    code: str = SOURCE


@dataclass(frozen=True)
class Question:
    """One question: `key` is the same in every language, as are the keys of its choices."""

    key: str
    kind: str
    english: str
    label: Words
    help: Words
    is_required: bool = False
    most: int = LONGEST_LINE
    gets_receipt: bool = False
    # By key: the English words, and the reader's.
    choices: dict[str, tuple[str, Words]] = field(default_factory=dict)


def asked(english: StreamValue, shown: StreamValue, code: str) -> list[Question]:
    """The questions of the English form, in the words of `shown`, the same form in the language `code`."""
    translated = {block.id: block for block in shown}
    return [_question(block, translated.get(block.id), code) for block in english]


def _question(block: StreamValue.StreamChild, translated: StreamValue.StreamChild | None, code: str) -> Question:
    own = block.value
    theirs = {} if translated is None or translated.block_type != block.block_type else translated.value
    return Question(
        key=block.id,
        kind=block.block_type,
        english=own["label"],
        label=_words(theirs.get("label"), own["label"], code),
        help=_words(theirs.get("help"), own["help"], code),
        is_required=own["is_required"],
        most=own.get("most") or LONGEST_LINE,
        gets_receipt=bool(own.get("gets_receipt")),
        choices=dict(_choices(own, theirs, code)) if block.block_type in CHOOSING else {},
    )


def _choices(own: dict, theirs: dict, code: str) -> Iterator[tuple[str, tuple[str, Words]]]:
    translated = {item.id: item.value for item in theirs["choices"].bound_blocks} if theirs else {}
    for item in own["choices"].bound_blocks:
        yield item.id, (item.value, _words(translated.get(item.id), item.value, code))


def _words(theirs: str | None, own: str, code: str) -> Words:
    # What a translation lacks, it holds in English.
    return Words(theirs, code) if theirs and theirs != own else Words(own)


def answers(questions: Iterable[Question], given: dict[str, object]) -> list[dict]:
    """What is kept of each answered question: its key, the question in English and as asked, and the answer.

    A choice is kept in its English words; everything else as it was written.
    """
    return [
        {"key": question.key, "question": question.english, "asked": question.label.text, "answer": answer}
        for question in questions
        if (answer := _answer(question, given.get(question.key)))
    ]


def _answer(question: Question, value: object) -> str:
    match question.kind:
        case "tick":
            return "yes" if value else ""
        case "one":
            return question.choices[value][0] if value else ""
        case "several":
            return "\n".join(question.choices[key][0] for key in value or ())
    return "" if value is None else str(value)
