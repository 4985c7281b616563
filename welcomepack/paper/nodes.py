"""Rich text as a list of plain nodes: paragraphs, headings and lists of runs of text.

Pure and total: whatever the HTML is, every word of it comes out once and in order.
"""

import re
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser
from urllib.parse import urljoin

from home.languages import LANGUAGES

Run = dict
Node = dict

DEEPEST_LIST = 4
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"ul", "ol"}
_BREAKS = _HEADINGS | _LISTS | {"p", "div", "li", "aside", "section", "blockquote", "br", "hr", "tr", "dt", "dd"}


def nodes_of(html: str, site: str = "") -> list[Node]:
    """The nodes of some HTML; addresses in it are read from `site` on."""
    reader = _Reader(site)
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return reader.nodes


def runs_of(html: str, site: str = "") -> list[Run]:
    """The runs of HTML that is one sentence; what looks like a paragraph in it is joined on."""
    runs: list[Run] = []
    for node in nodes_of(html, site):
        if runs and "runs" in node:
            runs.append({"text": " "})
        runs += node.get("runs", [])
    return runs


def run(text: str, **marks: object) -> Run:
    """One run; `marks` are bold, link, lang and dir, each left out where empty."""
    return {"text": text} | {name: value for name, value in marks.items() if value}


def direction_of(text: str) -> str:
    """The direction of the first letter that has one (what `<bdi>` goes by), or ''."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return ""


class _Reader(HTMLParser):
    def __init__(self, site: str) -> None:
        super().__init__(convert_charrefs=True)
        self.site = site
        self.nodes: list[Node] = []
        self.lists: list[list[list[Node]]] = []
        self.marks: list[tuple[str, dict]] = []
        self.heading = 0
        self.runs: list[Run] = []

    def handle_starttag(self, tag: str, attributes: list) -> None:
        if tag in _BREAKS:
            self.end_paragraph()
        if tag in _HEADINGS:
            self.heading = int(tag[1])
        elif tag in _LISTS:
            self.start_list(tag)
        elif tag == "li" and self.lists:
            self.start_item()
        if tag not in _LISTS:
            self.marks.append((tag, _marks_of(tag, dict(attributes), self.site)))

    def handle_startendtag(self, tag: str, attributes: list) -> None:
        if tag in _BREAKS:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.end_paragraph()
        if tag in _HEADINGS:
            self.heading = 0
        if tag in _LISTS and self.lists:
            self.end_list()
        elif any(tag == opened for opened, _ in self.marks):
            while self.marks.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        marks: dict = {}
        for _tag, mark in self.marks:
            marks |= mark
        text = _SPACE.sub(" ", data)
        if marks.get("dir") == "auto":
            marks["dir"] = direction_of(text)
        if not self.runs or self.runs[-1]["text"].endswith(" "):
            text = text.removeprefix(" ")
        if text:
            self.runs.append(run(text, **marks))

    def end_paragraph(self) -> None:
        runs, self.runs = self.runs, []
        if runs:
            runs[-1]["text"] = runs[-1]["text"].removesuffix(" ")
        runs = [run for run in runs if run["text"]]
        if runs and self.heading:
            self.place().append({"is": "heading", "level": self.heading, "runs": runs})
        elif runs:
            self.place().append({"is": "paragraph", "runs": runs})

    def place(self) -> list[Node]:
        """Where the next node goes: the last item of the innermost list, or the top."""
        if not self.lists:
            return self.nodes
        if not self.lists[-1]:
            self.lists[-1].append([])
        return self.lists[-1][-1]

    def start_list(self, tag: str) -> None:
        if len(self.lists) >= DEEPEST_LIST:
            self.lists.append(self.lists[-1])
            return
        items: list[list[Node]] = []
        self.place().append({"is": "list", "ordered": tag == "ol", "items": items})
        self.lists.append(items)

    def start_item(self) -> None:
        if self.place():
            self.lists[-1].append([])

    def end_list(self) -> None:
        items = self.lists.pop()
        if items and not items[-1]:
            items.pop()


def _marks_of(tag: str, attributes: dict, site: str) -> dict:
    marks = {}
    if tag in {"b", "strong"}:
        marks["bold"] = True
    if tag == "a" and attributes.get("href"):
        with suppress(ValueError):
            marks["link"] = urljoin(site, attributes["href"])
    if attributes.get("lang") in LANGUAGES:
        marks["lang"] = attributes["lang"]
    if tag == "bdi" or attributes.get("dir") in {"ltr", "rtl"}:
        marks["dir"] = attributes.get("dir") or "auto"
    return marks
