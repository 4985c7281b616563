from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import template
from django.core.paginator import Page as PaginatorPage
from django.db.models import prefetch_related_objects
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.blocks.stream_block import StreamValue

from home import facts, languages, rich_text
from home.languages import SOURCE
from home.models import Alert, BasePage, Fact, Picture
from home.models.base import EMERGENCY

register = template.Library()

PICTURE_SIZES = {
    "card": ("fill-640x427|format-webp", "fill-360x240|format-webp"),
    "lead": ("fill-1280x640|format-webp", "fill-640x320|format-webp"),
    "portrait": ("fill-480x600|format-webp", "fill-320x400|format-webp"),
    "body": ("max-1200x1200|format-webp", "max-640x640|format-webp"),
}


@register.simple_tag
def address(page: BasePage) -> str:
    """The page's path in the reader's language."""
    return page.address


@register.simple_tag
def full_address(page: BasePage) -> str:
    """The page's whole address in the reader's language, to hand on."""
    return page.full_address(get_language() or SOURCE)


@register.simple_tag
def alerts() -> list[Alert]:
    """The alerts in force now, in the reader's language."""
    return Alert.objects.showing(get_language() or SOURCE, timezone.now())


@register.simple_tag(takes_context=True)
def body(context: Context, blocks: StreamValue) -> SafeString:
    """A body, each block wrapped once with its id (design, section 7) and its language where that differs."""
    _fetch_renditions(blocks)
    return mark_safe("".join(_wrapped(context, block, block.id) for block in blocks))  # noqa: S308 (from templates)


@register.simple_tag(takes_context=True)
def one_block(context: Context, block: StreamValue.StreamChild | None, side: Mapping[str, Any]) -> SafeString:
    """A block on one side of the bilingual view, in that side's context; nothing where it has no such block."""
    if block is None:
        return SafeString("")
    return _wrapped({"request": context.get("request"), **side}, block, f"{block.id}-{side['code']}")


def _wrapped(context: Mapping[str, Any], block: StreamValue.StreamChild, place: str) -> SafeString:
    needed = {name: context.get(name) for name in ("facts", "terms", "translation", "request")}
    return format_html(
        '<div class="block block-{}" data-block="{}">{}</div>',
        block.block_type,
        block.id,
        block.render({**needed, "id": place, "explained": set()}),
    )


def _fetch_renditions(blocks: StreamValue) -> None:
    pictures = [block.value["image"] for block in blocks if block.block_type == "picture"]
    if pictures:
        prefetch_related_objects([picture for picture in pictures if picture], "renditions")


@register.simple_tag(takes_context=True)
def prose(context: Context, html: object) -> SafeString:
    """Rich text with its facts and words put in place and its links in the reader's language."""
    source = getattr(html, "source", None) or str(html)
    return _put_in_place(context, rich_text.prose(source, _marks_of(context)), context.get("explained"))


@register.simple_tag(takes_context=True)
def words(context: Context, text: str, plain: bool = False) -> SafeString:
    """Plain text with its facts and words put in place; `plain` where no button may stand, such as in a label."""
    html = _put_in_place(context, conditional_escape(text), None if plain else context.get("explained"))
    marks = _marks_of(context)(text)
    return format_html("<span{}>{}</span>", marks, html) if marks else html


def _put_in_place(context: Context, html: str, explained: set[str] | None) -> SafeString:
    translation = context.get("translation")
    return rich_text.put_in_place(
        html,
        known_facts=context.get("facts") or {},
        terms=context.get("terms") or {},
        direction=translation.language.direction if translation else "ltr",
        place=str(context.get("id", "")),
        explained=explained,
    )


def _marks_of(context: Context) -> Callable[[str], str]:
    translation = context.get("translation")
    return translation.marks_of if translation else lambda passage: ""


@register.simple_tag
def fact_value(fact: facts.HasValue) -> SafeString:
    """One fact's value, marked with its key."""
    return facts.show(fact)


@register.simple_tag(takes_context=True)
def emergency_number(context: Context) -> SafeString:
    """The number to call in danger, from its fact record; '' where there is none."""
    found = context.get("facts", {}).get(EMERGENCY) or Fact.objects.filter(key=EMERGENCY).first()
    return facts.show(found) if found else SafeString("")


@register.filter
def dialled(number: str) -> str:
    """A printed telephone number as `tel:` takes it."""
    return facts.dialled(number)


@register.filter
def grouped(number: int) -> str:
    """A number with its thousands grouped the way the active language does."""
    return facts.grouped(str(number))


@register.filter
def said_address(url: str) -> str:
    """An address as people say it, `www.example.org/page`: it fits a phone without breaking inside a name."""
    return url.removeprefix("https://").removesuffix("/")


@register.filter
def written_date(value: object) -> str:
    """A date in the reader's language, the month in words: 3 November 2026."""
    return date_format(value, languages.current().date_format) if value else ""


@register.simple_tag
def page_numbers(page: PaginatorPage) -> Iterator[int | str]:
    """The numbers of a list's pages that are worth a link: the first, the last and those around this one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag
def picture(image: Picture | None, alt: str, size: str, eager: bool = False) -> SafeString:
    """An `<img>` in two widths; `alt` '' falls back to the words kept with the picture."""
    if image is None:
        return SafeString("")
    large, small = (image.get_rendition(spec) for spec in PICTURE_SIZES[size])
    context = {"large": large, "small": small, "alt": alt or image.default_alt_text, "eager": eager}
    return mark_safe(render_to_string("components/picture.html", context))  # noqa: S308
