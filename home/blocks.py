"""The building blocks of every page's body: one vocabulary, one way of saying things."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

PROSE = ["h3", "bold", "ol", "ul", "link"]


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, max_length=120)
    text = blocks.RichTextBlock(features=PROSE)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "home/blocks/text.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=160)
    text = blocks.TextBlock(required=False, rows=3)


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, max_length=120)
    steps = blocks.ListBlock(StepBlock())

    class Meta:
        icon = "list-ol"
        label = _("Numbered steps")
        template = "home/blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(max_length=300))

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        template = "home/blocks/checklist.html"


class FactBlock(blocks.StructBlock):
    fact = SnippetChooserBlock("home.Fact")
    label = blocks.CharBlock(max_length=160)

    class Meta:
        icon = "pick"
        label = _("Fact")
        template = "home/blocks/fact.html"


class WordBlock(blocks.StructBlock):
    word = SnippetChooserBlock("home.Term")

    class Meta:
        icon = "help"
        label = _("Glossary word")
        template = "home/blocks/word.html"


class ContactBlock(blocks.StructBlock):
    contact = SnippetChooserBlock("home.Contact")

    class Meta:
        icon = "mail"
        label = _("Contact")
        template = "home/blocks/contact.html"


class UrgentBlock(TextBlock):
    heading = blocks.CharBlock(max_length=120)

    class Meta:
        icon = "warning"
        label = _("Urgent")
        template = "home/blocks/urgent.html"


class WarningBlock(UrgentBlock):
    class Meta:
        icon = "info-circle"
        label = _("Warning")
        template = "home/blocks/warning.html"


class PictureBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=3)
    name = blocks.CharBlock(max_length=120)
    role = blocks.CharBlock(required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "home/blocks/quote.html"


class CaseStudyBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    text = blocks.RichTextBlock(features=PROSE)

    class Meta:
        icon = "user"
        label = _("Case study")
        template = "home/blocks/case_study.html"


BODY = [
    ("text", TextBlock()),
    ("steps", StepsBlock()),
    ("checklist", ChecklistBlock()),
    ("fact", FactBlock()),
    ("contact", ContactBlock()),
    ("word", WordBlock()),
    ("urgent", UrgentBlock()),
    ("warning", WarningBlock()),
    ("picture", PictureBlock()),
    ("quote", QuoteBlock()),
    ("case_study", CaseStudyBlock()),
]
