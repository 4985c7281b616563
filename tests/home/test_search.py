import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.languages import LANGUAGES
from home.search import (
    LONGEST_QUESTION,
    LONGEST_WORD,
    MOST_WORDS,
    SHORTEST_FORGIVEN,
    Likeness,
    asked_in,
    differ_by_one,
    fold,
    halves,
    halves_near,
    likeness,
    middle_exchanged,
    ranked,
    resemblance,
    weights,
    words_in,
)

# A letter or more of every script of the site, with what is hard about it.
LETTERS = (
    "aąăâşșłıIİßéñ"
    + "абґїйў"
    + "اأإآٱبكکګيىیےېۍئهةہھۀوؤء"
    + "কখিীুেোড়্যঁ"
    + "ਕਖਿੀੁਸ਼ੱੰ"
    + "கசிொௌ்ம"
    + "'’\u200c\u200d\u0640\u064b"
)
WORDS = st.text(alphabet="abcde", min_size=SHORTEST_FORGIVEN, max_size=9)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ŞCOALĂ", "școală"),
        ("școală", "scoala"),
        ("ŁÓDŹ", "lodz"),
        ("SAĞLIK", "sağlık"),
        ("İNGİLİZCE", "ingilizce"),
        ("Straße", "STRASSE"),
        ("Здоров’я", "здоровʼя"),
        ("ґанок", "ганок"),
        ("یہ كتاب", "يه کتاب"),
        ("أحمد إلى آل ٱلله", "احمد الی ال الله"),
        ("مسؤول علماء", "مسوول علما"),
        ("مدرسة", "مدرسه"),
        ("ښوونځي", "ښوونځی"),
        ("انګلیسي", "انگلیسی"),
        ("مُحَمَّد", "محمد"),
        ("محـــمد", "محمد"),
        ("کو\u200cڑا", "کوڑا"),
        ("১২৩ ١٢٣ ۱۲۳ ੧੨੩ ௧௨௩", "123 123 123 123 123"),
        ("ﬁre", "fire"),
    ],
)
def test_what_people_write_differently_is_folded_together(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("কি", "কী"), ("ਸਿਹਤ", "ਸੀਹਤ"), ("பல்", "பால்"), ("ড", "ড়"), ("বল", "বোল"), ("ش", "س"), ("и", "і")]
)
def test_different_letters_stay_different(one, other):
    assert fold(one) != fold(other)


def test_folding_is_settled_for_every_character():
    for number in (*range(0xD800), *range(0xE000, 0x11000), *range(0x1D400, 0x1EF00)):
        character = chr(number)
        folded = fold(character)
        assert fold(folded) == folded, hex(number)
        for form in ("NFC", "NFD"):
            assert fold(unicodedata.normalize(form, character)) == folded, hex(number)


@given(st.text(alphabet=LETTERS) | st.text())
def test_folding_twice_changes_nothing_whatever_form_the_text_came_in(text):
    folded = fold(text)
    assert fold(folded) == folded
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, text)) == folded


@pytest.mark.parametrize("script", ["BENGALI", "GURMUKHI", "TAMIL"])
def test_no_vowel_sign_is_lost(script):
    signs = [
        chr(number)
        for number in range(0x0980, 0x0C00)
        if unicodedata.name(chr(number), "").startswith(f"{script} ")
        and unicodedata.category(chr(number)) in {"Mn", "Mc"}
    ]
    kept = [
        sign
        for sign in signs
        if unicodedata.normalize("NFC", fold(f"ক{sign}")) == unicodedata.normalize("NFC", f"ক{sign}")
    ]
    assert len(kept) >= 9
    assert [unicodedata.name(sign) for sign in signs if sign not in kept and unicodedata.combining(sign) != 230] == []


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_a_languages_own_name_is_one_word(language):
    assert len(list(words_in(language.autonym))) == 1


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("والمدينة", [("والمدینه", "مدینه")]),
        ("للمدينة", [("للمدینه", "مدینه")]),
        ("الم", [("الم",)]),
        ("dell’affitto", [("dellaffitto", "affitto")]),
        ("здоров'я", [("здоровя",)]),
        ("خوش\u200cآمدید", [("خوشامدید", "امدید")]),
        ("E17 4JF, 7 a.m.", [("e17",), ("4jf",), ("7",)]),
        ("It costs {fact:price} {word:gp}.", [("it",), ("costs",)]),
        ("<b>!?…</b>", []),
        ("", []),
    ],
)
def test_words(text, forms):
    assert list(words_in(text)) == forms


@given(st.text(alphabet=LETTERS + " .,", max_size=300))
def test_a_word_is_never_empty_nor_too_long_and_is_its_own_word(text):
    for forms in words_in(text):
        assert all(0 < len(form) <= LONGEST_WORD for form in forms)
        assert forms[0] in {form for found in words_in(forms[0]) for form in found}


@given(st.text())
def test_a_question_has_an_end(text):
    asked = asked_in(text * 50)
    assert len(asked) <= MOST_WORDS
    assert len(set(asked)) == len(asked)
    assert asked == asked_in((text * 50)[:LONGEST_QUESTION])


def edits(word: str) -> set[str]:
    """Every word one wrong letter away, by the definition."""
    letters = "abcde"
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    return {
        *(first + last[1:] for first, last in splits if last),
        *(first + last[1] + last[0] + last[2:] for first, last in splits if len(last) > 1),
        *(first + letter + last[1:] for first, last in splits for letter in letters if last),
        *(first + letter + last for first, last in splits for letter in letters),
    } - {word}


@given(WORDS, WORDS)
def test_one_letter_is_what_its_definition_says(one, other):
    assert differ_by_one(one, other) == (other in edits(one)) == differ_by_one(other, one)


@given(WORDS)
def test_every_word_one_letter_away_is_looked_up(asked):
    firsts, lasts = halves_near(asked)
    for word in edits(asked):
        if len(word) >= SHORTEST_FORGIVEN:
            assert differ_by_one(asked, word)
            first, last = halves(word)
            assert first in firsts or last in lasts or word == middle_exchanged(asked), word


@pytest.mark.parametrize(
    ("asked", "word", "expected"),
    [
        ("health", "health", Likeness.SAME),
        ("heal", "health", Likeness.BEGINNING),
        ("emergency", "emergencies", Likeness.ENDING),
        ("школу", "школа", Likeness.ENDING),
        ("helth", "health", Likeness.ONE_LETTER),
        ("bin", "ban", Likeness.NONE),
        ("w", "work", Likeness.NONE),
        ("place", "placeholders", Likeness.BEGINNING),
        ("places", "placeholders", Likeness.NONE),
    ],
)
def test_likeness(asked, word, expected):
    assert likeness(asked, word) == expected


def test_a_word_weighs_most_in_a_short_title_and_least_in_the_body():
    found = weights("Council tax", "How to pay", ["tax rent rent", "rent bins rent rent"])
    assert found["council"] == found["tax"] > found["pay"] > found["rent"] > found["bins"] > 0
    assert weights("Work", "", [])["work"] > weights("Work and money", "", [])["work"]


@given(st.dictionaries(st.text("abc", max_size=4), st.tuples(*[st.integers(0, 90)] * 3), max_size=12))
def test_the_order_depends_on_nothing_but_the_points(points):
    order = ranked(points)
    assert order == ranked(dict(reversed(points.items())))
    full = [subject for subject in order if all(points[subject])]
    assert order[: len(full)] == full
    assert {subject for subject, earned in points.items() if all(earned)} == set(full)
    for one, other in pairwise(full):
        worse = all(first <= second for first, second in zip(points[one], points[other], strict=True))
        assert not worse or (points[one] == points[other] and one < other)


def test_a_rare_word_counts_for_more_than_a_common_one():
    common = {f"page {number}": (9, 0) for number in range(20)}
    assert ranked({**common, "the one": (0, 9)})[0] == "the one"


def test_resemblance():
    assert resemblance("Health", "HEALTH") == 100
    assert resemblance("recyclopedia", "Rubbish and recycling") > resemblance("recyclopedia", "Work and money")
    assert resemblance("", "") == resemblance("!", "Health") == 0
