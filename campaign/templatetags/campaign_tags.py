from collections.abc import Iterator
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaign import measures, pledges
from campaign.models import EventDate, Measure, Pledge
from campaign.models.measures import number_of
from campaign.models.pledges import counted
from home import facts, languages
from home.languages import SOURCE
from home.models import Fact

register = template.Library()

# A chart's rows, in rem: Nastaliq needs tall lines.
ROW, WORDS_AT, BAR_AT = 3.4, 1.3, 2


@register.simple_tag
def next_events(most: int) -> list[EventDate]:
    """The next dates of all events, in the reader's language where translated."""
    return EventDate.objects.next(most, get_language() or SOURCE, timezone.now())


@register.simple_tag
def pledge_count() -> pledges.Count:
    """How far the campaign is, as last counted."""
    return counted(timezone.now())


@register.filter
def named(part: pledges.Part) -> SafeString:
    """What a part of the pledges is called, in the reader's language where it has a name there, else in English."""
    code = get_language() or SOURCE
    code = code if code in part.names else SOURCE
    return format_html("<bdi{}>{}</bdi>", languages.language(code).attributes, part.names[code])


@register.simple_tag
def pledged_words(most: int) -> list[Pledge]:
    """What people have pledged in their own words, where they agreed and somebody has read it; the newest first."""
    return list(Pledge.objects.shown()[:most])


@register.filter
def month(day: date) -> str:
    """The month and year of a day, in the reader's language: December 2018."""
    return date_format(day, "YEAR_MONTH_FORMAT") if day else ""


@register.filter
def as_at(day: date) -> str:
    """The month and year a figure is of; of the first of January the year alone, as the editor was told."""
    return date_format(day, "Y") if (day.month, day.day) == (1, 1) else month(day)


@register.filter
def plain_figure(fact: Fact) -> str:
    """A fact's value without any marks, for where no markup may stand."""
    return facts.written(fact)


@register.inclusion_tag("campaign/measure.html")
def measure_chart(measure: Measure, place: str) -> dict[str, Any]:
    """A measure's figures drawn as bars, with the table of the same figures beneath."""
    labels = {"baseline": _("Baseline"), "latest": _("Latest"), "target": _("Target")}
    rows = [{"role": role, "label": labels[role], "fact": fact} for role, fact in measure.roles().items()]
    is_rtl = languages.current().direction == "rtl"
    figures = measure.figures
    bars = [*_bars(measure, rows, is_rtl)] if figures else []
    return {
        "measure": measure,
        "place": f"measure-{measure.pk}-{place}",
        "rows": rows,
        "bars": bars,
        "height": _rem(ROW * len(bars)),
        "label_at": "100%" if is_rtl else "0",
        "value_at": "0" if is_rtl else "100%",
        "value_anchor": "start" if is_rtl else "end",
        "standing": figures and figures.standing,
        "percentage": figures and figures.percentage,
        "sources": {(fact.source_name, fact.source_url): fact for fact in measure.facts()}.values(),
    }


def _bars(measure: Measure, rows: list[dict[str, Any]], is_rtl: bool) -> Iterator[dict[str, Any]]:
    """The figures there are, each with its place: a bar begins where its language's lines begin."""
    full = measures.scale([number_of(fact) for fact in measure.facts()], measure.is_share)
    for number, row in enumerate(row for row in rows if row["fact"]):
        width = measures.width(number_of(row["fact"]), full)
        yield row | {
            "width": f"{width}%",
            "x": f"{100 - width if is_rtl else 0}%",
            "words_at": _rem(ROW * number + WORDS_AT),
            "bar_at": _rem(ROW * number + BAR_AT),
        }


def _rem(length: float) -> str:
    # Not a number: a template would write its point as the reader's language does.
    return f"{length:.2f}rem"
