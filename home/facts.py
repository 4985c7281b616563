"""Facts inside sentences: `{fact:key}` stands for the value of one fact record (promise 4).

Pure: knows no request, no template and no database.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol

from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home import languages

TOKEN = re.compile(r"\{fact:([a-z0-9-]+)\}")


class HasValue(Protocol):
    key: str
    kind: str
    value: str


def keys_in(text: str) -> set[str]:
    """The keys of every token in the text."""
    return set(TOKEN.findall(text))


def expand(html: str, facts: Mapping[str, HasValue]) -> SafeString:
    """Puts the values in place of the tokens in trusted HTML; a token without a fact disappears."""

    def value_of(match: re.Match) -> str:
        fact = facts.get(match.group(1))
        return show(fact) if fact else ""

    return mark_safe(TOKEN.sub(value_of, html))  # noqa: S308 (the HTML is rich text Wagtail has cleaned)


def in_plain(text: str, facts: Mapping[str, HasValue]) -> str:
    """The same for plain text, such as an e-mail."""
    return TOKEN.sub(lambda match: written(facts[match[1]]) if match[1] in facts else "", text)


def show(fact: HasValue) -> SafeString:
    """A fact's value, marked with its key and kept in its own order inside right-to-left text."""
    inner = format_html('<bdi dir="ltr">{}</bdi>', written(fact))
    if fact.kind == "phone":
        inner = format_html('<a href="tel:{}">{}</a>', dialled(fact.value), inner)
    elif fact.kind in {"date", "text"}:
        inner = format_html("<bdi>{}</bdi>", written(fact))
    return format_html('<span data-fact="{}">{}</span>', fact.key, inner)


def written(fact: HasValue) -> str:
    """The value as the reader's language writes it: £180, 25%, 278,400, 1 May 2026."""
    match fact.kind:
        case "money":
            return f"£{grouped(fact.value)}"
        case "percent":
            return f"{grouped(fact.value)}%"
        case "number":
            return grouped(fact.value)
        case "date":
            return date_format(date.fromisoformat(fact.value), languages.current().date_format)
        case _:
            return fact.value


def grouped(value: str) -> str:
    return number_format(Decimal(value), use_l10n=True, force_grouping=True)


def dialled(value: str) -> str:
    """A printed telephone number as a dialling string: digits only (RFC 3966 local part)."""
    return re.sub(r"[^0-9+]", "", value)


def problem_with(kind: str, value: str) -> str:
    """Why this value cannot be of this kind, or ''."""
    try:
        if kind in {"money", "percent", "number"}:
            Decimal(value)
        elif kind == "date":
            date.fromisoformat(value)
        elif kind == "phone" and len(dialled(value)) < 3:
            return "phone"
    except (InvalidOperation, ValueError):
        return kind
    return ""
