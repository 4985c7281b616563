"""What a translation of a passage may not lose, and what it may not bring."""

from itertools import pairwise
from pathlib import Path
from time import process_time

import polib
import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from home.fidelity import Kind, Loss, losses

NAMES = ["NHS", "Waltham Forest"]
PIECES = [
    "Call ", "{fact:police-number}", "{fact:tv-licence}", "{word:gp}", "{word:gp|lekarza}", '<a id="a1">here</a>',
    "<b>now</b>", "<br/>", "020 8496 3000", "1,000", "3.5", "E17 4JF", "9:30", "NHS", "A&amp;E", "nhs.uk",
    "help@walthamforest.gov.uk", "https://www.gov.uk/find?a=1", "½", " in Waltham Forest", ". ", "(24 hours)", "'",
]  # fmt: skip
passages = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=8).map(" ".join)
SCRIPTS = "٠۰०০੦௦"


def kinds(english: str, translation: str) -> set[Kind]:
    return {loss.kind for loss in losses(english, translation, NAMES)}


@given(passages)
def test_a_passage_loses_nothing_to_itself(passage):
    assert losses(passage, passage, NAMES) == []


@given(passages, st.sampled_from(["{fact:police-number}", "{word:gp}", '<a id="a7">link</a>', "020 8496 3001", "NHS"]))
def test_a_thing_that_is_gone_is_found(passage, thing):
    assume("NHS" not in passage)
    assert losses(f"{passage} – {thing} –", f"{passage} – –", NAMES)


@given(st.text("0123456789", min_size=7, max_size=10), st.data())
def test_two_digits_of_a_telephone_number_that_change_places_are_found(rest, data):
    number = f"0{rest}"
    first = data.draw(st.integers(0, len(number) - 2))
    second = data.draw(st.integers(first + 1, len(number) - 1))
    assume(number[first] != number[second])
    swapped = list(number)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    cuts = data.draw(st.sets(st.integers(3, len(number) - 3), max_size=2))
    assert losses(f"Call {number}.", f"Zadzwoń: {spaced(''.join(swapped), cuts)}.")
    assert losses(f"Call {spaced(number, cuts)}.", f"Zadzwoń: {''.join(swapped)}.")


@given(
    st.text("0123456789", min_size=7, max_size=10), st.sets(st.sampled_from([3, 5, 7])), st.sets(st.just(6), max_size=1)
)
def test_spaces_in_a_telephone_number_make_no_difference(rest, here, there):
    number = f"020{rest}"
    assert losses(f"Call {spaced(number, here)}.", f"{spaced(number, there)} پر کال کریں۔") == []


@given(st.lists(st.integers(0, 10**9), max_size=5), st.sampled_from(SCRIPTS))
def test_digits_of_another_script_are_the_same_numbers(numbers, zero):
    english = " and ".join(f"{number:,}" for number in numbers)
    theirs = " ؛ ".join(f"{number}" for number in reversed(numbers))
    assert losses(english, theirs.translate({ord(str(n)): chr(ord(zero) + n) for n in range(10)})) == []


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=4), st.integers(1, 10**7))
def test_a_number_that_differs_is_found(numbers, more):
    english = ", then ".join(map(str, numbers))
    other = ", potem ".join(map(str, [*numbers[1:], numbers[0] + more]))
    assert Kind.NUMBER in kinds(english, other)


def spaced(digits: str, cuts: set[int]) -> str:
    return " ".join(digits[start:end] for start, end in pairwise([0, *sorted(cuts), len(digits)]))


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("1,000 people", "1 000 osób"),
        ("1,000 people", "1.000 de oameni"),
        ("278,400 people", "2,78,400 ਲੋਕ"),
        ("278,400 people", "٢٧٨٬٤٠٠ شخص"),
        ("3.5 miles", "3,5 km"),
        ("On 1/5/2026 at 10:30", "1.5.2026 10.30"),
        ("aged 18–25", "od 18 do 25 lat"),
        ("the 1st of May 2026", "2026 m. gegužės 1 d."),
        ("In 2024, 1,000 people came", "W 2024 1 000 osób"),
        ("½ price", "1/2 ceny"),
        ("Call 020 8496 3000", "Call (020) 8496-3000"),
        ("A hundred questions in sixteen languages", "100 pytań w 16 językach"),
        ("Go to <b>your</b> {word:gp}", "Idź do {word:gp|lekarza}"),
        ("See nhs.uk, or www.gov.uk.", "Zob. nhs.uk lub www.gov.uk."),
        ("See nhs.uk.", "دیکھیں nhs.uk۔"),
        ('<a id="a1">One</a> or <a id="a2">two</a>', '<a id="a2">Dwa</a> albo <a id="a1">jeden</a>'),
        ("Waltham Forest has the NHS", "Waltham Forest’te NHS’in"),
        ("A&amp;E is “here”", "A&E &quot;tu&quot;&nbsp;jest"),
        ("NHS", "این ایچ ایس"),
        ("One<br/>two", "Jeden<br>dwa"),
        ('<a id="a1">One</a>', "<a id='a1'>Jeden</a>"),
    ],
)
def test_what_languages_write_differently_is_no_loss(english, translation):
    assert losses(english, translation, NAMES) == []


@pytest.mark.parametrize(
    ("english", "translation", "loss"),
    [
        ("Call {fact:a}", "Zadzwoń", Loss(Kind.FACT, "{fact:a}")),
        ("Call {fact:a}", "{fact:a} {fact:a}", Loss(Kind.FACT, "{fact:a}")),
        ("Call {fact:a}", "Zadzwoń {fact:b}", Loss(Kind.FACT, "{fact:b}")),
        ("Call {fact:a}", "Zadzwoń { fact:a }", Loss(Kind.MARKUP, "{ fact:a }")),
        ("Call {fact:a}", "Zadzwoń {fact:a}}", Loss(Kind.MARKUP, "}")),
        ("Go to {word:gp}", "Idź", Loss(Kind.WORD, "{word:gp}")),
        ("Go to {word:gp}", "Idź {word:lekarz}", Loss(Kind.WORD, "{word:lekarz}")),
        ('<a id="a1">Here</a>', "Tutaj", Loss(Kind.LINK, '<a id="a1">')),
        ('<a id="a1">Here</a>', '<a id="a1" href="//evil.example">Tu</a>', Loss(Kind.LINK, '<a id="a1">')),
        ('<a id="a1">Here</a>', 'Tutaj<a id="a1"> </a>', Loss(Kind.MARKUP, '<a id="a1">')),
        ("See nhs.uk", "Zob. nhs.co", Loss(Kind.ADDRESS, "nhs.uk")),
        ("Write to a@b.uk", "Napisz: c@b.uk", Loss(Kind.ADDRESS, "c@b.uk")),
        ("Call 020 8496 3000", "Zadzwoń 020 8469 3000", Loss(Kind.NUMBER, "02084963000")),
        ("Call 020 8496 3000", "Zadzwoń 3000 8496 020", Loss(Kind.NUMBER, "02084963000")),
        ("2 weeks", "dwa tygodnie", Loss(Kind.NUMBER, "2")),
        ("3.5 miles", "35 mil", Loss(Kind.NUMBER, "3.5")),
        ("some weeks", "2 tygodnie", Loss(Kind.NUMBER_ADDED, "2")),
        ("It costs £18", "Kosztuje 18 €", Loss(Kind.CHARACTER, "€")),
        ("The NHS is free", "Służba zdrowia jest bezpłatna", Loss(Kind.NAME, "NHS")),
        ("Hello", "<script>x</script>", Loss(Kind.MARKUP, "<script>")),
        ("Hello", "<!-- x -->", Loss(Kind.MARKUP, "<!-- x -->")),
        ("<b>Hello</b>", "<b>Cześć", Loss(Kind.MARKUP, "<b>")),
        ("Hello", "Cześć</b>", Loss(Kind.MARKUP, "</b>")),
        ("Hello", "<b onclick='x'>Cześć</b>", Loss(Kind.MARKUP, "<b onclick='x'>")),
        ("Hello", "<b> </b>", Loss(Kind.EMPTY, "")),
        ("Hello", "Cześć <script", Loss(Kind.MARKUP, "<s")),
        ('<a id="a1">Here</a>', '<a id="a1">Tu <a id="a1">tam</a></a>', Loss(Kind.MARKUP, '<a id="a1">')),
        ("Hello", "&#x6a;ava", Loss(Kind.CHARACTER, "&#x6a;")),
        ("A&amp;E", "A&amp;amp;E", Loss(Kind.CHARACTER, "&amp;")),
        ("Hello", "\u202eabc", Loss(Kind.CHARACTER, "U+202E")),
        ("Hello", "a\x00b", Loss(Kind.CHARACTER, "U+0000")),
        ("Hello", "Cze\ufffd\ufffd", Loss(Kind.CHARACTER, "U+FFFD")),
    ],
)
def test_what_a_translation_may_not_do(english, translation, loss):
    assert loss in losses(english, translation, NAMES)


@given(st.text("<>ab/&#;{}:| 0123.+()-", max_size=200))
def test_whatever_a_translation_holds_there_is_an_answer(translation):
    assert isinstance(losses("Call 020 8496 3000", translation), list)


@pytest.mark.parametrize(
    "piece", ["<a", '<a id="', "</", "<!--", "&#", "a-", "a.", "1 ", "020 ", "{word:a|", "{", "<b>"]
)
def test_a_hostile_translation_is_judged_in_no_time(piece):
    started = process_time()
    losses("Call 020 8496 3000", piece * 10_000)
    assert process_time() - started < 2


def test_a_loss_is_a_sentence():
    assert str(Loss(Kind.NUMBER, "42").sentence) == "The number 42 is missing."
    assert str(Loss(Kind.FACT, "{fact:a}").sentence).startswith("{fact:a} must stand")


def test_the_sample_translations_lose_nothing():
    folder = Path(settings.BASE_DIR) / "site/ourplace/sample_translations"
    lost = {
        (path.stem, entry.msgid): [str(loss.sentence) for loss in losses(entry.msgid, entry.msgstr, NAMES)]
        for path in folder.glob("*.po")
        for entry in polib.pofile(str(path))
        if entry.msgstr and losses(entry.msgid, entry.msgstr, NAMES)
    }
    assert lost == {}
