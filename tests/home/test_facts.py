from dataclasses import dataclass

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from home import facts


@dataclass
class Fact:
    key: str
    kind: str
    value: str


@pytest.mark.parametrize(
    ("kind", "value", "code", "written"),
    [
        ("money", "180", "en", "£180"),
        ("percent", "25", "tr", "25%"),
        ("number", "278400", "en", "278,400"),
        ("date", "2026-05-01", "en", "1 May 2026"),
        ("date", "2026-11-03", "ur", "نومبر"),
        ("date", "2026-11-03", "pa", "2026"),
        ("phone", "020 8496 3000", "ar", "020 8496 3000"),
    ],
)
def test_a_value_is_written_the_readers_way(kind, value, code, written):
    with translation.override(code):
        assert written in facts.written(Fact("key", kind, value))


def test_a_telephone_number_is_a_link_and_keeps_its_order():
    html = facts.show(Fact("council-phone", "phone", "020 8496 3000"))
    assert html == (
        '<span data-fact="council-phone"><a href="tel:02084963000"><bdi dir="ltr">020 8496 3000</bdi></a></span>'
    )


def test_a_value_cannot_smuggle_in_markup():
    assert "<script>" not in facts.show(Fact("key", "text", "<script>alert(1)</script>"))


def test_a_token_without_a_fact_disappears():
    assert facts.expand("Call {fact:nobody} now", {}) == "Call  now"


@given(st.text(max_size=60), st.text(max_size=60))
def test_text_around_a_token_is_left_alone(before, after):
    if "{fact:" in before + after:
        return
    expanded = facts.expand(f"{before}{{fact:k}}{after}", {"k": Fact("k", "text", "55")})
    assert expanded.startswith(before)
    assert expanded.endswith(after)
    assert facts.keys_in(f"{before}{{fact:k}}{after}") == {"k"}


@pytest.mark.parametrize(
    ("kind", "value"), [("money", "lots"), ("date", "2026-13-01"), ("phone", "--"), ("number", "")]
)
def test_a_value_that_does_not_fit_its_kind_is_refused(kind, value):
    assert facts.problem_with(kind, value) == kind
