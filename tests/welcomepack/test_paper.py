"""The pack on paper: tags, languages and text in every language, hostile words, and files that stay right."""

import io
import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polib
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from wagtail.models import Locale

from home.languages import LANGUAGES, SOURCE
from home.models import Contact, Fact, Picture
from home.models.base import EMERGENCY
from tests.home.test_pictures import photo
from tests.reading_pdf import Piece, drawn_in, heard, lines_of, tags_of
from welcomepack.models import TopicPage
from welcomepack.paper import press
from welcomepack.paper.contents import paper_of

pytestmark = pytest.mark.django_db
LOCALE = Path(__file__).resolve().parents[2] / "locale"
ENGLISH = ["A machine translated this page and no person has checked it.", "You can read it here as it was written."]


def sentences(code: str) -> list[str]:
    """Sentences in this language, from its own catalogue; in another script, those without Latin letters."""
    if code == SOURCE:
        return ENGLISH
    foreign = r"[%{<]" if LANGUAGES[code].script == "latin" else r"[%{<A-Za-z0-9]"
    catalogue = polib.pofile(str(LOCALE / code / "LC_MESSAGES" / "django.po"))
    found = [entry.msgstr for entry in catalogue if 40 < len(entry.msgstr) < 160]
    return [text for text in found if not re.search(foreign, text) and not _has_vowel_signs(text)][:8]


def _has_vowel_signs(text: str) -> bool:
    return any("\u064b" <= character <= "\u0652" for character in text)


@pytest.fixture(scope="module")
def records(once) -> dict:
    with once():
        number = Fact.objects.create(key=EMERGENCY, kind="phone", value="999", label="Emergency")
        contact = Contact.objects.create(
            name="Council",
            locale=Locale.objects.get(language_code="en"),
            phone_fact=number,
            email="a@b.example",
            url="https://b.example/",
            textphone="18001",
            hours="Monday",
            what_for="Questions",
            is_sample=True,
        )
        picture = Picture.objects.create(title="A street", description="A street with trees", file=photo())
        found = {"fact": number.pk, "contact": contact.pk, "picture": picture.pk}
        # The first paper makes the picture in the size of paper, and every other has that one.
        paper_of(topic_in(SOURCE, ENGLISH, found))
    return found


def topic_in(code: str, words: list[str], records: dict) -> TopicPage:
    """A topic with every kind of block, its words in one language."""
    first, last = words[0], words[-1]
    rich = f"<h3>{first}</h3><p>{first} <b>{last}</b> {{fact:{EMERGENCY}}}</p><ul><li>{first}</li><li>{last}</li></ul>"
    blocks = [
        ("text", {"heading": "", "text": rich + "".join(f"<p>{text}</p>" for text in words)}),
        ("steps", {"heading": first, "steps": [{"title": first, "text": last}, {"title": "", "text": first}]}),
        ("checklist", {"heading": last, "items": [first, last]}),
        ("fact", {"fact": records["fact"], "label": first}),
        ("contact", {"contact": records["contact"]}),
        ("urgent", {"heading": first, "text": f'<p>{last} <a href="https://b.example/long">{first}</a></p>'}),
        ("warning", {"heading": last, "text": rich}),
        ("picture", {"image": {"image": records["picture"], "alt_text": first, "decorative": False}, "caption": last}),
        ("picture", {"image": {"image": records["picture"], "alt_text": "", "decorative": True}, "caption": ""}),
        ("quote", {"text": first, "name": "A. Person", "role": last}),
        ("case_study", {"title": last, "text": f"<ol><li>{first}</li></ol>"}),
    ]
    body = [{"type": kind, "value": value, "id": f"block-{number}"} for number, (kind, value) in enumerate(blocks)]
    return TopicPage(
        title=first[:60],
        summary=last,
        slug="x",
        url_path="/home/welcome/x/",
        locale=Locale.objects.get(language_code=code),
        body=json.dumps(body),
        last_updated=date(2026, 11, 17),
    )


class Paper(NamedTuple):
    """A topic in a language and its paper."""

    title: str
    words: list[str]
    data: dict
    pdf: bytes


@pytest.fixture(scope="module")
def paper_in(records) -> Callable[[str], Paper]:
    """Each language's paper, set and printed for the first test that asks for it."""

    @cache
    def paper_in(code: str) -> Paper:
        words = sentences(code)
        topic = topic_in(code, words, records)
        with override(code):
            data = paper_of(topic)
        return Paper(topic.title, words, data, press.printed(data))

    return paper_in


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(drawn: dict[int, list[Piece]], code: str) -> str:
    lines = [line for pieces in drawn.values() for line in lines_of(pieces, LANGUAGES[code].direction)]
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_topic_in_every_language_is_tagged_titled_and_read_in_order(code, paper_in):
    title, words, data, pdf = paper_in(code)
    reader = read(pdf)
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == code
    assert reader.metadata.title == title
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalogue["/ViewerPreferences"]["/Direction"] == ("/R2L" if LANGUAGES[code].direction == "rtl" else "/L2R")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert reader.outline[0].title == title
    tags = list(tags_of(reader))
    kinds = {tag["/S"] for tag in tags}
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Link", "/Figure", "/BlockQuote"} <= kinds
    assert {tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"} == {words[0], data["opening"]["qr_says"]}
    drawn = drawn_in(reader)
    text = text_of(drawn, code)
    assert not [sentence for sentence in words if sentence not in text]
    said = heard(reader, drawn, LANGUAGES[code].direction).replace(" ", "")
    assert not [sentence for sentence in words if sentence.replace(" ", "") not in said]


def test_a_letter_drawn_in_nastaliq_is_kept_once(paper_in):
    reader = read(paper_in("ur").pdf)
    contents = [page.get_contents().get_data() for page in reader.pages]
    painted = Counter(name for content in contents for name in re.findall(rb"/O\d+ Do", content))
    kept = {name for page in reader.pages for name in page["/Resources"]["/XObject"] if name.startswith("/O")}
    assert len(kept) == len(painted) < painted.total() / 5


def test_a_passage_in_another_language_says_so(records):
    topic = topic_in("en", ENGLISH, records)
    with override("ta"):
        reader = read(press.printed(paper_of(topic)))
    assert reader.trailer["/Root"]["/Lang"] == "ta"
    languages = Counter(tag.get("/Lang") for tag in tags_of(reader))
    assert languages["en"] > 10
    notice = polib.pofile(str(LOCALE / "ta/LC_MESSAGES/django.po")).find("Not translated yet").msgstr
    assert notice in text_of(drawn_in(reader), "ta")


def test_the_same_words_make_the_same_file(paper_in, records):
    first = paper_in("ur")
    with override("ur"):
        again = paper_of(topic_in("ur", first.words, records))
    assert press.digest_of(first.data) == press.digest_of(again)
    assert first.pdf == press.printed(again)


HOSTILE = [
    "#panic() *bold* _low_ $x$ @ref <label> `code` \\ /* not a comment */ // nor this",
    '#import "/etc/passwd": * ] } ) [ { (',
    "NUL \0 and \x1b[31m and \ufffe",
    "half a letter \ud800 and \udfff",
    "🙂 漢字 \u202e reversed \u2066 open \u0301\u0301\u0301 marks",
    "a" * 10_000,
    "word " * 4_000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_hostile_words_are_words(words, records, home):
    topic = TopicPage(title=words[:60], slug="x", url_path="/home/welcome/x/", locale=home.locale)
    topic.last_updated = date(2026, 11, 17)
    data = paper_of(topic)
    data["opening"]["blocks"] = [{"is": "paragraph", "runs": [{"text": words}]}]
    text = text_of(drawn_in(read(press.printed(data))), "en").replace(" ", "")
    assert press.printable(words).replace(" ", "")[:2000] in text or "\u2066" in words


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(text):
    source = '#set document(title: [x])\n#set text(lang: "en")\n= x\n#json(bytes(sys.inputs.data))'
    compiler = press.typst.Compiler(source.encode(), font_paths=press._fonts(), ignore_system_fonts=True)
    compiler.compile(sys_inputs={"data": json.dumps(press.printable(text))}, pdf_standards=["ua-1"])
