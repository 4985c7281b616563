"""The English of every topic can be read at the age of about 11.

Measured as the Automated Readability Index of textstat (Senter and Smith, 1967): characters a word and words a
sentence give an American school grade, and a child of grade n is n + 5 years old. The index needs no list of
syllables, which textstat would fetch from the network.
"""

import re
from collections.abc import Iterator

import pytest
import textstat
from django.utils.html import strip_tags

from home import facts, glossary
from home.models import Fact, Term
from home.sample import read, read_all, rows
from welcomepack.sample import FOLDER

READING_AGE = 11
PAGES = [read(FOLDER / "pack.toml"), *read_all(FOLDER / "topics")]
FACTS = {row["key"]: Fact(**row) for row in rows("facts")}
TERMS = {row["key"]: Term(**row, english=row["word"]) for row in rows("terms")}
CONTACTS = {row["key"]: row for row in rows("contacts")}
RICH = {"text", "urgent", "warning"}


def passages_of(page: dict) -> Iterator[str]:
    """What a reader meets on the page, passage by passage."""
    yield from (page["title"], page["summary"])
    for block in page["body"]:
        yield block.get("heading", "")
        match block["type"]:
            case "steps":
                for step in block["steps"]:
                    yield from (step["title"], step["text"])
            case "checklist":
                yield from block["items"]
            case "contact":
                contact = CONTACTS[block["contact"]]
                yield from (contact["name"], contact["what_for"], contact["hours"])
            case "word":
                yield TERMS[block["word"]].explanation
            case "fact":
                yield block["label"]
            case kind:
                assert kind in RICH
                yield from re.split(r"</(?:p|li)>", block["text"])


def shown(passage: str) -> str:
    """The passage as one or more sentences of plain text, with values and words in place of their tokens."""
    passage = facts.TOKEN.sub(lambda token: facts.written(FACTS[token[1]]), passage)
    passage = glossary.TOKEN.sub(lambda token: token[2] or TERMS[token[1]].word, passage)
    text = strip_tags(passage).strip()
    return text if not text or text[-1] in ".?!" else f"{text.rstrip(':;,')}."


def reading_age(page: dict) -> float:
    sentences = "\n".join(filter(None, map(shown, passages_of(page))))
    return textstat.automated_readability_index(sentences) + 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["slug"])
def test_a_topic_can_be_read_at_the_age_of_eleven(page, record_property):
    age = reading_age(page)
    record_property("reading_age", round(age, 1))
    assert age <= READING_AGE


def test_officialese_is_measured_as_hard_to_read():
    text = "Applicants demonstrating eligibility are subsequently required to substantiate their accommodation status."
    assert reading_age({"title": text, "summary": text, "body": []}) > READING_AGE


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["slug"])
def test_every_number_of_a_topic_is_a_fact_record(page):
    for block in page["body"]:
        if block["type"] != "contact":
            for passage in passages_of({"title": "", "summary": "", "body": [block]}):
                assert not re.search(r"\d", strip_tags(facts.TOKEN.sub("", passage))), passage


def test_every_fact_of_the_pack_has_a_source_a_day_it_was_checked_and_a_time_to_its_review():
    used = {key for page in PAGES for passage in passages_of(page) for key in facts.keys_in(passage)}
    used |= {block["fact"] for page in PAGES for block in page["body"] if block["type"] == "fact"}
    used |= {contact["phone_fact"] for contact in CONTACTS.values()} - {""}
    for key in used:
        fact = FACTS[key]
        assert fact.source_name and fact.source_url.startswith("http"), key
        assert fact.checked_on and fact.review_months, key
        assert not facts.problem_with(fact.kind, fact.value), key
