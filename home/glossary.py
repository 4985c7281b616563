"""Words a newcomer meets ("GP", "council tax"), explained where they stand, the English word kept beside them.

`{word:gp}` stands for the term's own word; `{word:gp|lekarza}` for the word as this sentence needs it.
Pure: knows no request, no template and no database.
"""

import re
from collections.abc import Mapping
from typing import Protocol

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home.languages import SOURCE, Language, language

TOKEN = re.compile(r"\{word:([a-z0-9-]+)(?:\|([^{}|<>]{1,80}))?\}")


class HasWord(Protocol):
    key: str
    word: str
    english: str
    explanation: str
    language: Language


def keys_in(text: str) -> set[str]:
    """The keys of every token in the text."""
    return {key for key, _shown in TOKEN.findall(text)}


def expand(html: str, terms: Mapping[str, HasWord], place: str, explained: set[str] | None) -> SafeString:
    """Puts the words in place of the tokens in trusted HTML.

    `place` is an id that is unique on the page. A word is explained there unless its key is in `explained`,
    where it is noted; with None nothing is. A token without a term leaves the words it came with.
    """

    def word_of(match: re.Match) -> str:
        key, shown = match.groups()
        term = terms.get(key)
        if term is None:
            return shown or ""
        if explained is None or key in explained:
            return show(term, shown or "")
        explained.add(key)
        return show(term, shown or "", f"{place}-{key}")

    return mark_safe(TOKEN.sub(word_of, html))  # noqa: S308 (the HTML is rich text Wagtail has cleaned)


def show(term: HasWord, shown: str, note_id: str = "") -> SafeString:
    """A word with its English and, where there is a `note_id`, its explanation behind a button without script.

    `shown` is HTML already; '' means the term's own word.
    """
    word = mark_safe(shown) if shown else term.word  # noqa: S308 (it stood in cleaned rich text)
    attributes = "" if shown else term.language.attributes
    english = "" if term.english in {shown, term.word} else beside(term)
    if not note_id:
        return format_html("<bdi{}>{}</bdi>{}", attributes, word, english)
    return format_html(
        '<button type="button" class="term" popovertarget="{id}"><bdi{attributes}>{word}</bdi></button>{english}'
        '<span class="term-note" id="{id}" popover{note_attributes}><b>{title}</b>: {explanation}</span>',
        id=note_id,
        attributes=attributes,
        word=word,
        english=english,
        note_attributes=term.language.attributes,
        title=term.word,
        explanation=term.explanation,
    )


def beside(term: HasWord) -> SafeString:
    """The English word in brackets."""
    return format_html(" (<bdi{}>{}</bdi>)", language(SOURCE).attributes, term.english)
