import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories import words


@pytest.mark.parametrize(
    ("text", "characters"),
    [("", 0), ("soup", 4), ("é", 1), ("e\u0301", 1), ("👩\u200d🍳", 1), ("👍🏽", 1), ("ক্ষ", 1), ("مَ", 1)],
)
def test_characters_are_counted_as_people_count_them(text, characters):
    assert words.length(text) == characters


@given(st.text(), st.integers(min_value=2, max_value=80))
def test_the_beginning_is_never_too_long(text, limit):
    assert len(words.first_words(text, limit)) <= limit


def test_the_beginning_has_whole_words():
    assert words.first_words("We came to Leyton", 12) == "We came to…"
    assert words.first_words("We came", 12) == "We came"


def test_a_long_word_is_not_cut_inside_a_letter():
    assert words.first_words("a" + "e\u0301" * 10, 5) == "ae\u0301…"


def test_an_empty_line_begins_a_block():
    assert [block["value"]["text"] for block in words.blocks("one\ntwo\n \n\nthree")] == [
        "<p>one</p><p>two</p>",
        "<p>three</p>",
    ]


def test_ten_thousand_short_lines_are_not_ten_thousand_blocks():
    assert len(words.blocks("a\n\n" * 5_000)) == words.MOST_BLOCKS


def test_a_token_of_the_site_is_only_words():
    assert "{fact:" not in words.without_tokens("{fact:emergency-number} {{fact:x}")
