"""What only the campaign and the plans are made of, beside the blocks of every page."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from campaign import plans
from home.languages import SOURCE
from home.models import Fact

# What the site itself answers, below the language.
DOORS = [
    ("our-place/pledge/", _("Make a pledge")),
    ("stories/share/", _("Share your story")),
    ("networks/", _("Networks")),
    ("events/", _("What’s on")),
    ("services/", _("Services and places")),
    ("welcome/", _("Welcome pack")),
    ("contact/", _("Contact us")),
]


class WayIn(blocks.StructValue):
    @property
    def address(self) -> str:
        """Where the card leads, in the reader's language; '' when the page chosen is not there for readers."""
        code = get_language() or SOURCE
        if page := self.get("page"):
            return f"/{code}/{page.url_path.split('/', 2)[2]}" if page.live else ""
        return f"/{code}/{self['door']}" if self.get("door") else ""


class WayInBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80)
    text = blocks.TextBlock(rows=2, max_length=300)
    door = blocks.ChoiceBlock(choices=DOORS, required=False, label=_("leads to"))
    page = blocks.PageChooserBlock(required=False, label=_("or to this page"))
    button = blocks.CharBlock(max_length=60, label=_("word on the button"))

    class Meta:
        value_class = WayIn

    def clean(self, value: WayIn) -> WayIn:
        cleaned = super().clean(value)
        if bool(cleaned.get("door")) == bool(cleaned.get("page")):
            error = ValidationError(_("Choose where the card leads: one of the two."))
            raise blocks.StructBlockValidationError(block_errors={"door": error})
        return cleaned


class WaysInBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    cards = blocks.ListBlock(WayInBlock())

    class Meta:
        icon = "link"
        label = _("Ways in")
        template = "campaign/blocks/ways_in.html"


class MessageBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=120)
    role = blocks.CharBlock(max_length=160)
    said_on = blocks.DateBlock(label=_("date"))
    text = blocks.TextBlock(rows=4, max_length=1200)
    is_sample = blocks.BooleanBlock(required=False, label=_("invented sample"))


class MessagesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    messages = blocks.ListBlock(MessageBlock())

    class Meta:
        icon = "openquote"
        label = _("Messages")
        template = "campaign/blocks/messages.html"


class FigureBlock(blocks.StructBlock):
    fact = SnippetChooserBlock("home.Fact")
    label = blocks.CharBlock(max_length=160)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        fact: Fact = cleaned["fact"]
        if not (fact.source_name and fact.as_at):
            error = ValidationError(_("A fact needs a source and the day the figure is of before it is shown here."))
            raise blocks.StructBlockValidationError(block_errors={"fact": error})
        return cleaned


class FiguresBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    figures = blocks.ListBlock(FigureBlock())

    class Meta:
        icon = "pick"
        label = _("Figures")
        template = "campaign/blocks/figures.html"


class PhaseValue(blocks.StructValue):
    @property
    def state(self) -> plans.Phase:
        return plans.phase(self["starts_on"], self["ends_on"], timezone.localdate())


class PhaseBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    starts_on = blocks.DateBlock(label=_("first day"))
    ends_on = blocks.DateBlock(label=_("last day"))
    text = blocks.TextBlock(required=False, rows=2)

    class Meta:
        value_class = PhaseValue

    def clean(self, value: PhaseValue) -> PhaseValue:
        cleaned = super().clean(value)
        if cleaned["ends_on"] < cleaned["starts_on"]:
            error = ValidationError(_("A phase ends after it starts."))
            raise blocks.StructBlockValidationError(block_errors={"ends_on": error})
        return cleaned


class TimelineBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    phases = blocks.ListBlock(PhaseBlock())

    class Meta:
        icon = "date"
        label = _("Timeline")
        template = "campaign/blocks/timeline.html"


class MeasuresBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(required=False, rows=2)
    measures = blocks.ListBlock(SnippetChooserBlock("campaign.Measure"))

    class Meta:
        icon = "order-up"
        label = _("Measures")
        template = "campaign/blocks/measures.html"


class ReportValue(blocks.StructValue):
    @property
    def address(self) -> str:
        """Where the report is; '' once its document has been deleted."""
        return self["document"].url if self["document"] else self["url"]

    @property
    def kind_and_size(self) -> str:
        """As in PDF, 2 MB; of a document what it is, of what is elsewhere what the editor was told."""
        if document := self["document"]:
            return f"{document.file_extension.upper()}, {filesizeformat(document.get_file_size())}"
        return self["size"]


class ReportBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    published_on = blocks.DateBlock(label=_("published on"))
    text = blocks.TextBlock(required=False, rows=2)
    document = DocumentChooserBlock(required=False, label=_("the report"))
    url = blocks.URLBlock(required=False, label=_("or its address elsewhere"))
    size = blocks.CharBlock(required=False, max_length=40, label=_("kind and size of what is elsewhere, as PDF, 2 MB"))

    class Meta:
        value_class = ReportValue

    def clean(self, value: ReportValue) -> ReportValue:
        cleaned = super().clean(value)
        if bool(cleaned["document"]) == bool(cleaned["url"]):
            error = ValidationError(_("Choose the report or give its address: one of the two."))
            raise blocks.StructBlockValidationError(block_errors={"document": error})
        return cleaned


class Reports(blocks.StructValue):
    @property
    def there(self) -> list[ReportValue]:
        """Those that can still be opened."""
        return [report for report in self["reports"] if report.address]


class ReportsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(required=False, rows=2)
    reports = blocks.ListBlock(ReportBlock(), default=[])

    class Meta:
        value_class = Reports
        icon = "doc-full"
        label = _("Yearly reports")
        template = "campaign/blocks/reports.html"


class AimBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    text = blocks.TextBlock(required=False, rows=2)


class AimsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    aims = blocks.ListBlock(AimBlock())

    class Meta:
        icon = "list-ul"
        label = _("Aims or missions")
        template = "campaign/blocks/aims.html"


STATES = [
    ("not begun", _("Not begun")),
    ("in hand", _("In hand")),
    ("done", _("Done")),
    ("not reported", _("Not reported")),
]
TOLD = dict(STATES) | {"late": _("Late")}
HORIZONS = [
    ("6 months", _("Within 6 months")),
    ("1 year", _("Within 1 year")),
    ("2 years", _("Within 2 years")),
]


class PromiseBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=255)
    state = blocks.ChoiceBlock(
        choices=STATES, default="not begun", help_text=_("Late is worked out from the day it was due.")
    )


class Promise(NamedTuple):
    """What was promised, and what the public is told of it today."""

    text: str
    state: str
    state_words: str


class HorizonValue(blocks.StructValue):
    @property
    def within_words(self) -> str:
        return dict(HORIZONS)[self["within"]]

    @property
    def told(self) -> list[Promise]:
        due_on, today = self["due_on"], timezone.localdate()
        told = [(promise["text"], plans.state(promise["state"], due_on, today)) for promise in self["promises"]]
        return [Promise(text, state, TOLD[state]) for text, state in told]


class HorizonBlock(blocks.StructBlock):
    within = blocks.ChoiceBlock(choices=HORIZONS)
    due_on = blocks.DateBlock(required=False, label=_("Due on"))
    promises = blocks.ListBlock(PromiseBlock(), default=[])

    class Meta:
        value_class = HorizonValue


class HorizonsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=120)
    text = blocks.TextBlock(required=False, rows=2)
    horizons = blocks.ListBlock(HorizonBlock())

    class Meta:
        icon = "date"
        label = _("Horizons")
        template = "campaign/blocks/horizons.html"


OF_THE_CAMPAIGN = [
    ("ways_in", WaysInBlock()),
    ("messages", MessagesBlock()),
    ("figures", FiguresBlock()),
    ("timeline", TimelineBlock()),
    ("measures", MeasuresBlock()),
    ("reports", ReportsBlock()),
]
OF_A_PLAN = [
    ("aims", AimsBlock()),
    ("measures", MeasuresBlock()),
    ("horizons", HorizonsBlock()),
    ("figures", FiguresBlock()),
]
