"""What stands on paper, as plain data: text in reading order, each passage with its language, and no layout.

The words are the page's own, its facts put in place as they are on the web, and the translation notice is the web
page's. Nothing here is Typst: the template reads the data, so nothing a person types can be code.
"""

from datetime import date

import segno
from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from wagtail.blocks import StructValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.models import SourceImageIOError
from wagtail.rich_text import RichText

from home import facts, languages, translation
from home.languages import SOURCE
from home.models import Contact
from home.models.base import EMERGENCY
from home.rich_text import prose, put_in_place
from welcomepack.models import TopicPage, WelcomePackPage
from welcomepack.paper.nodes import Node, Run, nodes_of, run, runs_of

PICTURE_SIZE = "max-1000x1000|format-jpeg"


def paper_of(page: WelcomePackPage | TopicPage) -> dict:
    """Everything the paper of a page shows to readers of the active language: a topic alone, or the whole pack."""
    reader = languages.current()
    pages = [page, *_topics_below(page, reader.code)]
    version = max(_version(each) for each in pages)
    sheets = [_Sheet(each, reader.code).data() for each in pages]
    return {
        "lang": reader.code,
        "languages": {
            code: {"dir": language.direction, "script": language.script}
            for code, language in languages.LANGUAGES.items()
        },
        "is_pack": isinstance(page, WelcomePackPage),
        "site": settings.WAGTAIL_SITE_NAME,
        "date": [version.year, version.month, version.day],
        "updated": f"{_('Last updated')} {_written(version)}",
        "topics": _("Topics"),
        "opening": sheets[0],
        "chapters": sheets[1:],
    }


def _topics_below(page: WelcomePackPage | TopicPage, code: str) -> list[TopicPage]:
    """The topics of a pack that anybody may read."""
    if isinstance(page, TopicPage):
        return []
    return TopicPage.objects.public().in_reading_order(code)


def _version(page: WelcomePackPage | TopicPage) -> date:
    return page.last_updated or timezone.localdate(page.last_published_at or page.first_published_at)


def _written(day: date) -> str:
    return date_format(day, languages.current().date_format)


class _Sheet:
    """One page of the site, as readers of the language `code` get it."""

    def __init__(self, page: WelcomePackPage | TopicPage, code: str) -> None:
        self.page, self.code = page, code
        self.facts = page.facts()
        self.terms = page.terms()
        self.translation = translation.of(page, code)

    def data(self) -> dict:
        address = self.page.full_address(self.code)
        notice = render_to_string("components/translation_notice.html", {"translation": self.translation})
        return {
            "lang": self.page.language.code,
            "title": self.page.title,
            "summary": self.page.summary,
            "address": address,
            "short_address": address.split("://")[-1],
            "qr": segno.make(address, error="m", micro=False).svg_inline(),
            "qr_says": _("A code that opens this page: %(address)s") % {"address": address},
            "notice": self.nodes(notice),
            "danger": self.danger(),
            "blocks": _without_skipped_levels(self.blocks(self.page.body)),
        }

    def danger(self) -> list[Run]:
        number = self.facts.get(EMERGENCY)
        if number is None:
            return []
        return [run(f"{_('In danger now?')} {_('Call')} "), *self.runs(facts.show(number))]

    def blocks(self, body: StreamValue) -> list[Node]:
        pictures = [block.value["image"] for block in body if block.block_type == "picture"]
        prefetch_related_objects([picture for picture in pictures if picture], "renditions")
        found = []
        for block in body:
            found += getattr(self, block.block_type)(block.value)
        return found

    # One for each block of home.blocks.

    def text(self, value: StructValue) -> list[Node]:
        return [*self.heading(value["heading"]), *self.prose(value["text"])]

    def steps(self, value: StructValue) -> list[Node]:
        items = [
            [*self.paragraph(step["title"], bold=True), *self.paragraph(step["text"])]
            for step in value["steps"]
            if step["title"] or step["text"]
        ]
        return [*self.heading(value["heading"]), {"is": "steps", "items": items}]

    def checklist(self, value: StructValue) -> list[Node]:
        items = [self.paragraph(item) for item in value["items"]]
        return [*self.heading(value["heading"]), {"is": "checklist", "items": items}]

    def fact(self, value: StructValue) -> list[Node]:
        if value["fact"] is None:
            return []
        return [{"is": "fact", "value": self.runs(facts.show(value["fact"])), "label": self.words(value["label"])}]

    def contact(self, value: StructValue) -> list[Node]:
        contact = value["contact"]
        if contact is None:
            return []
        nodes = [
            {"is": "heading", "level": 3, "runs": [run(contact.name)]},
            *self.paragraph(contact.what_for),
            *self.ways(contact),
        ]
        return [_passage([{"is": "box", "look": "contact", "nodes": nodes}], contact.locale.language_code)]

    def ways(self, contact: Contact) -> list[Node]:
        own = contact.locale.language_code
        ways = [
            (_("Telephone"), self.runs(facts.show(contact.phone_fact)) if contact.phone_fact else []),
            (_("Textphone"), [run(contact.textphone, dir="ltr")] if contact.textphone else []),
            (_("E-mail"), [run(contact.email, dir="ltr", link=f"mailto:{contact.email}")] if contact.email else []),
            (_("Website"), [run(contact.url, dir="ltr", link=contact.url)] if contact.url else []),
            (_("Hours"), [run(contact.hours, lang=own)] if contact.hours else []),
        ]
        lines = [[run(f"{label}: ", bold=True), *value] for label, value in ways if value]
        if contact.is_sample:
            lines.append([run(_("Sample, to be confirmed"))])
        # The labels are the reader's even where the contact is not translated.
        return [_passage([{"is": "paragraph", "runs": line} for line in lines], self.code)]

    def word(self, value: StructValue) -> list[Node]:
        term = value["word"]
        if term is None:
            return []
        english = [] if term.english == term.word else [run(f" ({term.english})", lang=SOURCE, dir="ltr")]
        explained = [run(term.word, bold=True), *english, run(f": {term.explanation}")]
        return [_passage([{"is": "paragraph", "runs": explained}], term.language.code)]

    def urgent(self, value: StructValue) -> list[Node]:
        return [{"is": "box", "look": "urgent", "nodes": self.text(value)}]

    def warning(self, value: StructValue) -> list[Node]:
        return [{"is": "box", "look": "warning", "nodes": self.text(value)}]

    def case_study(self, value: StructValue) -> list[Node]:
        kind = _passage([{"is": "paragraph", "runs": [run(_("Case study"), bold=True)]}], self.code)
        nodes = [kind, *self.heading(value["title"]), *self.prose(value["text"])]
        return [{"is": "box", "look": "case", "nodes": nodes}]

    def quote(self, value: StructValue) -> list[Node]:
        said_by = ", ".join(part for part in (value["name"], value["role"]) if part)
        return [{"is": "quote", "runs": self.words(value["text"]), "said_by": said_by}]

    def picture(self, value: StructValue) -> list[Node]:
        image = value["image"]
        try:
            rendition = image.get_rendition(PICTURE_SIZE) if image else None
        except SourceImageIOError:
            rendition = None
        caption = self.paragraph(value["caption"])
        if rendition is None:
            return caption
        alt = image.contextual_alt_text or image.default_alt_text
        return [{"is": "picture", "file": rendition.file.name, "alt": alt, "caption": caption}]

    # Words.

    def heading(self, text: str) -> list[Node]:
        return [{"is": "heading", "level": 2, "runs": self.words(text)}] if text else []

    def paragraph(self, text: str, **marks: object) -> list[Node]:
        runs = [run_ | {name: value for name, value in marks.items() if value} for run_ in self.words(text)]
        return [{"is": "paragraph", "runs": runs}] if runs else []

    def prose(self, text: RichText) -> list[Node]:
        return self.nodes(self.expanded(prose(text.source, self.translation.marks_of)))

    def words(self, text: str) -> list[Run]:
        runs = self.runs(self.expanded(conditional_escape(text)))
        is_english = bool(self.translation.marks_of(text))
        return [{"lang": SOURCE, "dir": "ltr"} | run_ for run_ in runs] if is_english else runs

    def expanded(self, html: str) -> str:
        direction = self.page.language.direction
        return put_in_place(html, known_facts=self.facts, terms=self.terms, direction=direction)

    def nodes(self, html: str) -> list[Node]:
        return nodes_of(html, f"{settings.SITE_ADDRESS}/")

    def runs(self, html: str) -> list[Run]:
        return runs_of(html, f"{settings.SITE_ADDRESS}/")


def _passage(nodes: list[Node], code: str) -> Node:
    return {"is": "passage", "lang": code, "nodes": nodes}


def _without_skipped_levels(nodes: list[Node]) -> list[Node]:
    """The nodes, no heading more than one level below the one before it (PDF/UA-1, 7.4.2); the title is level 1."""
    last = 1

    def settle(nodes: list[Node]) -> None:
        nonlocal last
        for node in nodes:
            if node["is"] == "heading":
                node["level"] = last = min(node["level"], last + 1)
            settle(node.get("nodes", []))
            for item in node.get("items", []):
                settle(item)

    settle(nodes)
    return nodes
