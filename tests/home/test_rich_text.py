"""What is done to rich text on its way to a reader."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from home import rich_text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("فون 020 8496 3000 پر", ["020 8496 3000"]),
        ("GP کے پاس", ["GP"]),
        ("پتہ: Lea Bridge Library, E10 7HU، لندن", ["Lea Bridge Library, E10 7HU"]),
        ("name@example.com پر لکھیں", ["name@example.com"]),
        ("A&amp;E کا مطلب accident and emergency ہے۔", ["accident and emergency"]),
        ("{fact:council-phone} پر فون کریں", []),
        ("{word:gp|فیملی ڈاکٹر} سے ملیں", []),
        ('<a href="https://example.org/en">صفحہ</a>', []),
        ("یہ مفت ہے۔", []),
    ],
)
def test_latin_words_and_numbers_keep_their_order_in_right_to_left_text(text, names):
    html = rich_text.isolated(text)
    assert re.findall(r'<bdi dir="ltr">(.*?)</bdi>', html) == names


@given(st.text(alphabet="GPa1 .<>{}&;ی،", max_size=80))
def test_isolating_changes_no_letter(text):
    before = text.replace('<bdi dir="ltr">', "").replace("</bdi>", "")
    assert rich_text.isolated(text).replace('<bdi dir="ltr">', "").replace("</bdi>", "") == before


def test_each_marked_passage_gets_the_attributes_and_the_others_none():
    html = "<h3>Free</h3><p>See a doctor.</p><ul><li>See a doctor.</li></ul>"
    marked = rich_text.marked(html, lambda words: ' lang="en"' if words == "See a doctor." else "")
    assert marked == '<h3>Free</h3><p lang="en">See a doctor.</p><ul><li lang="en">See a doctor.</li></ul>'


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('<a href="/events/">', '<a href="/ur/events/">'),
        ('<a href="/pl/events/">', '<a href="/pl/events/">'),
        ('<a href="https://example.org/">', '<a href="https://example.org/">'),
        ('<a href="//example.org/">', '<a href="//example.org/">'),
    ],
)
def test_a_link_inside_the_site_keeps_the_readers_language(written, read):
    with translation.override("ur"):
        assert rich_text.in_readers_language(written) == read
