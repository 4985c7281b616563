"""A resident's words made ready for a page. Pure."""

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping

from django.utils.html import format_html_join

TAG = re.compile(r"<[^>]*>")
JOINER = "\u200d"
VIRAMA = 9
MOST_BLOCKS = 40
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def length(text: str) -> int:
    """The characters of a text as a person counts them: marks belong to the letter they stand on."""
    return sum(1 for before, letter in zip(f" {text}", text, strict=False) if not _belong_together(before, letter))


def _belong_together(before: str, letter: str) -> bool:
    return (
        unicodedata.category(letter).startswith("M")
        or JOINER in (before, letter)
        or unicodedata.combining(before) == VIRAMA
        or ord(letter) in _SKIN_TONES
        or (ord(before) in _FLAG_LETTERS and ord(letter) in _FLAG_LETTERS)
    )


def first_words(text: str, limit: int) -> str:
    """The beginning of a text in at most `limit` characters: whole words, never half a letter."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    end = line.rfind(" ", 0, limit)
    if end <= 0:
        end = limit - 1
        while end and _belong_together(line[end - 1], line[end]):
            end -= 1
    return f"{line[: end or limit - 1].rstrip(' ,;:–-')}…"


def blocks(text: str) -> list[dict]:
    """A text as `text` blocks in their stored form: an empty line begins a block, a new line a paragraph."""
    groups = [group for group in re.split(r"\n\s*\n", text.strip()) if group.strip()]
    if len(groups) > MOST_BLOCKS:
        groups = [*groups[: MOST_BLOCKS - 1], "\n".join(groups[MOST_BLOCKS - 1 :])]
    return [{"type": "text", "value": {"heading": "", "text": _paragraphs(group)}} for group in groups]


def _paragraphs(group: str) -> str:
    lines = [line.strip() for line in group.splitlines() if line.strip()]
    return str(format_html_join("", "<p>{}</p>", ((line,) for line in lines)))


def spoken(body: Iterable[Mapping]) -> list[str]:
    """The words of a body in its stored form, without its pictures: what their author has to agree to."""
    return [said for block in body if block["type"] != "picture" for said in _said(block["value"])]


def _said(value: object) -> list[str]:
    match value:
        case str():
            plain = " ".join(html.unescape(TAG.sub(" ", value)).split())
            return [plain] if plain else []
        case Mapping():
            return [said for inner in value.values() for said in _said(inner)]
        case list():
            return [said for inner in value for said in _said(inner)]
        case _:
            return [] if value is None else [str(value)]


def without_tokens(text: str) -> str:
    """The text with nothing in it that the site would take for one of its own facts."""
    return text.replace("{fact:", "{ fact:")
