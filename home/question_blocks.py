"""The questions an editor puts on a form. A question's block id names its answer in every language."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

MOST_CHARACTERS = 4000
USUAL_LINE, LONGEST_LINE, USUAL_LINES = 200, 500, 2000


class QuestionBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("question"), max_length=200)
    help = blocks.CharBlock(label=_("hint"), required=False, max_length=300)
    is_required = blocks.BooleanBlock(label=_("must be answered"), required=False)


class LineBlock(QuestionBlock):
    most = blocks.IntegerBlock(label=_("most characters"), default=USUAL_LINE, min_value=1, max_value=LONGEST_LINE)

    class Meta:
        icon = "edit"
        label = _("One line")


class LinesBlock(QuestionBlock):
    most = blocks.IntegerBlock(label=_("most characters"), default=USUAL_LINES, min_value=1, max_value=MOST_CHARACTERS)

    class Meta:
        icon = "pilcrow"
        label = _("Many lines")


class EmailBlock(QuestionBlock):
    gets_receipt = blocks.BooleanBlock(label=_("a receipt is sent there"), required=False)

    class Meta:
        icon = "mail"
        label = _("E-mail address")


class PhoneBlock(QuestionBlock):
    class Meta:
        icon = "mobile-alt"
        label = _("Telephone number")


class NumberBlock(QuestionBlock):
    class Meta:
        icon = "list-ol"
        label = _("Whole number")


class DateBlock(QuestionBlock):
    class Meta:
        icon = "calendar"
        label = _("Date")


class ChooseOneBlock(QuestionBlock):
    choices = blocks.ListBlock(blocks.CharBlock(max_length=160), label=_("choices"), min_num=2, max_num=30)

    class Meta:
        icon = "radio-full"
        label = _("Choose one")


class ChooseSeveralBlock(ChooseOneBlock):
    class Meta:
        icon = "tasks"
        label = _("Choose several")


class TickBlock(QuestionBlock):
    class Meta:
        icon = "tick"
        label = _("A box to tick")


QUESTIONS = [
    ("line", LineBlock()),
    ("lines", LinesBlock()),
    ("email", EmailBlock()),
    ("phone", PhoneBlock()),
    ("number", NumberBlock()),
    ("date", DateBlock()),
    ("one", ChooseOneBlock()),
    ("several", ChooseSeveralBlock()),
    ("tick", TickBlock()),
]
