"""Rich text as nodes: every word once, in order, whatever the HTML."""

import re
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from welcomepack.paper.nodes import nodes_of, runs_of

WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "M"]), min_size=1, max_size=8).map(
    lambda word: f" {word} "
)
TAGS = st.sampled_from(["p", "b", "a", "ul", "ol", "li", "h2", "h3", "bdi", "span", "div", "section", "strange"])
OPEN_OR_CLOSED = st.tuples(TAGS, st.booleans()).map(lambda tag: f"</{tag[0]}>" if tag[1] else f"<{tag[0]}>")


def words_in(nodes: list) -> str:
    parts = []
    for node in nodes:
        parts.append("".join(run["text"] for run in node.get("runs", [])))
        parts += [words_in(item) for item in node.get("items", [])]
    return " ".join(parts)


@given(st.lists(WORDS.map(escape) | OPEN_OR_CLOSED, max_size=60))
def test_no_word_is_lost_however_tags_are_nested(parts):
    html = "".join(parts)
    wanted = "".join(part for part in parts if not part.startswith("<"))
    assert words_in(nodes_of(html)).split() == words_in(runs_and_all(wanted)).split()


def runs_and_all(text: str) -> list:
    return [{"runs": runs_of(text)}]


@given(st.text())
def test_any_text_is_read(html):
    nodes_of(html)


def test_deep_lists_end_somewhere():
    nodes = nodes_of("<ul><li>word " * 3000)
    assert words_in(nodes).split() == ["word"] * 3000


def test_marks_stay_with_their_words():
    html = '<p>Call <b>now</b> <a href="/ur/x/">here</a> <bdi dir="ltr">999</bdi> <i lang="en" dir="ltr">GP</i></p>'
    assert nodes_of(html, "https://a.example/")[0]["runs"] == [
        {"text": "Call "},
        {"text": "now", "bold": True},
        {"text": " "},
        {"text": "here", "link": "https://a.example/ur/x/"},
        {"text": " "},
        {"text": "999", "dir": "ltr"},
        {"text": " "},
        {"text": "GP", "lang": "en", "dir": "ltr"},
    ]


def test_a_bare_isolate_goes_by_its_first_letter():
    assert runs_of("<bdi>اردو</bdi><bdi>Urdu</bdi>") == [{"text": "اردو", "dir": "rtl"}, {"text": "Urdu", "dir": "ltr"}]


def test_lists_keep_their_shape():
    (node,) = nodes_of("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>")
    assert node["ordered"]
    assert [re.sub(r"\s+", " ", words_in(item)) for item in node["items"]] == ["a b", "c"]


def test_an_address_nobody_can_read_is_left_out():
    assert runs_of('<a href="http://[">here</a>', "https://a.example/") == [{"text": "here"}]
