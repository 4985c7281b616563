"""What is done to an editor's words on their way to a reader, on the page and on paper alike."""

import re
from collections.abc import Callable, Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import LinkHandler, expand_db_html

from home import facts, glossary
from home.languages import LANGUAGES, SOURCE

_PASSAGE = re.compile(r"<(?P<tag>p|h[2-6]|li)(?P<rest>(?:\s[^>]*)?)>(?P<words>.*?)</(?P=tag)>", re.DOTALL)
_NOT_WORDS = re.compile(r"(<[^>]*>|\{[^}]*\}|&#?\w+;)")
_LATIN = re.compile(r"[A-Za-z0-9@+#][A-Za-z0-9 .,:/@&+’'-]*[A-Za-z0-9]")
_BARE_ADDRESS = re.compile(r'href="/(?!/)([^"]*)"')


class PageLinkHandler(LinkHandler):
    """A link to a page leads to that page in the reader's language, translated or not (promise 3)."""

    identifier = "page"

    @staticmethod
    def get_model() -> type[Page]:
        return Page

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: Iterable[dict]) -> list[str]:
        return [
            f'<a href="/{escape(page.url_path.split("/", 2)[2])}">' if page else "<a>"
            for page in cls.get_many(attrs_list)
        ]


def prose(source: str, marks_of: Callable[[str], str]) -> str:
    """Stored rich text as HTML, its links in the reader's language and what is still English marked."""
    return marked(in_readers_language(expand_db_html(source)), marks_of)


def put_in_place(
    html: str,
    *,
    known_facts: Mapping[str, facts.HasValue],
    terms: Mapping[str, glossary.HasWord],
    direction: str,
    place: str = "",
    explained: set[str] | None = None,
) -> SafeString:
    """Trusted HTML with its facts and glossary words put in place; `direction` is that of the words around them.

    `place` and `explained` are those of `glossary.expand`.
    """
    ordered = isolated(html) if direction == "rtl" else html
    return facts.expand(glossary.expand(ordered, terms, place, explained), known_facts)


def marked(html: str, marks_of: Callable[[str], str]) -> str:
    """Gives each paragraph, heading and list item the attributes `marks_of` has for its words."""

    def with_marks(match: re.Match) -> str:
        marks = marks_of(match["words"])
        return f"<{match['tag']}{marks}{match['rest']}>{match['words']}</{match['tag']}>" if marks else match.group(0)

    return _PASSAGE.sub(with_marks, html)


def isolated(html: str) -> str:
    """Keeps numbers, addresses and names in Latin letters in their own order inside right-to-left text.

    For trusted HTML; markup, entities and tokens in braces are left alone (promise 7).
    """
    parts = _NOT_WORDS.split(html)
    return "".join(
        part if place % 2 else _LATIN.sub(r'<bdi dir="ltr">\g<0></bdi>', part) for place, part in enumerate(parts)
    )


def in_readers_language(html: str) -> str:
    """Gives addresses without a language (`/events/`) the reader's; leaves those with one alone."""

    def with_language(match: re.Match) -> str:
        path = match.group(1)
        if path.split("/")[0] in LANGUAGES:
            return match.group(0)
        return f'href="/{get_language() or SOURCE}/{path}"'

    return _BARE_ADDRESS.sub(with_language, html)
