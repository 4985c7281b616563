"""Words explained where they stand, the English word beside them."""

from dataclasses import dataclass

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from home import glossary
from home.languages import Language, language


@dataclass
class Term:
    key: str = "gp"
    word: str = "lekarz rodzinny"
    english: str = "GP"
    explanation: str = "Lekarz, który zajmuje się codziennymi problemami zdrowotnymi."
    code: str = "pl"

    @property
    def language(self) -> Language:
        return language(self.code)


@pytest.fixture(autouse=True)
def in_polish():
    with translation.override("pl"):
        yield


def test_the_english_word_stands_beside_the_translation():
    html = glossary.expand("Idź do {word:gp}.", {"gp": Term()}, "b1", None)
    assert html == 'Idź do <bdi>lekarz rodzinny</bdi> (<bdi lang="en" dir="ltr">GP</bdi>).'


def test_a_sentence_may_bend_the_word():
    html = glossary.expand("Idź do {word:gp|lekarza}.", {"gp": Term()}, "b1", None)
    assert html == 'Idź do <bdi>lekarza</bdi> (<bdi lang="en" dir="ltr">GP</bdi>).'


def test_a_word_is_explained_once_in_a_place_without_script():
    html = glossary.expand("{word:gp} {word:gp}", {"gp": Term()}, "b1", set())
    assert html.count('<button type="button" class="term" popovertarget="b1-gp">') == 1
    assert html.count('id="b1-gp" popover') == 1
    assert html.count("Lekarz, który") == 1


def test_in_english_the_word_is_not_said_twice():
    with translation.override("en"):
        term = Term(word="GP", explanation="A doctor for everyday problems.", code="en")
        assert glossary.expand("See a {word:gp}.", {"gp": term}, "b1", None) == "See a <bdi>GP</bdi>."
        assert glossary.expand("See a {word:gp|GP}.", {"gp": term}, "b1", None) == "See a <bdi>GP</bdi>."


def test_an_explanation_that_is_not_translated_says_which_language_it_is_in():
    term = Term(word="GP", explanation="A doctor.", code="en")
    assert 'popover lang="en" dir="ltr"' in glossary.expand("{word:gp|lekarz}", {"gp": term}, "b1", set())


def test_an_unknown_word_leaves_what_the_sentence_says():
    assert glossary.expand("a {word:none|b} c {word:none}", {}, "b1", set()) == "a b c "


def test_what_an_editor_typed_cannot_become_markup():
    term = Term(word="<script>", explanation='"><img src=x>', english="<b>")
    html = glossary.expand("{word:gp}", {"gp": term}, "b1", set())
    assert "<script" not in html
    assert "<img" not in html


@given(st.text(max_size=60))
def test_text_without_tokens_is_left_as_it_is(text):
    if not glossary.keys_in(text):
        assert glossary.expand(text, {"gp": Term()}, "b1", set()) == text


@given(st.lists(st.sampled_from(["gp", "nhs", "none"]), max_size=5))
def test_every_key_is_found(keys):
    text = " ".join(f"{{word:{key}|x}}" for key in keys)
    assert glossary.keys_in(text) == set(keys)
