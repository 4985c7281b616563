from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home import due, exchange_views, review_report
from home.models import (
    Alert,
    Area,
    Category,
    Contact,
    ContactMessage,
    CouncilTask,
    Fact,
    LanguageRequest,
    PageFeedback,
    Person,
    Place,
    Term,
    TranslationProblem,
    TranslationRecord,
)
from home.permissions import ReadingPolicy, SettlingPolicy
from home.rich_text import PageLinkHandler


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "pick"
    list_display = ["label", "value", "key", "checked_on", "next_review"]
    list_filter = ["kind", "is_sample"]
    search_fields = ["label", "key", "value"]


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "help"
    list_display = ["english", "word", "key"]
    search_fields = ["english", "word", "key"]


class ContactViewSet(SnippetViewSet):
    model = Contact
    icon = "mail"
    list_display = ["name", "phone_fact", "next_review"]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    list_display = ["name", "area", "postcode"]
    list_filter = ["area"]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "role"]


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "tag"
    list_display = ["name", "slug"]


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "globe"
    list_display = ["name", "parent"]


class AlertViewSet(SnippetViewSet):
    model = Alert
    icon = "warning"
    list_display = ["text", "starts_at", "expires_at"]


class CouncilTaskViewSet(SnippetViewSet):
    model = CouncilTask
    icon = "link"
    list_display = ["task", "url", "sort_order"]


class Records(SnippetViewSetGroup):
    """The facts, contacts and places that pages are made of."""

    menu_label = _("Facts and places")
    menu_icon = "list-ul"
    menu_order = 250
    items = (
        FactViewSet,
        TermViewSet,
        ContactViewSet,
        PlaceViewSet,
        PersonViewSet,
        CategoryViewSet,
        AreaViewSet,
        AlertViewSet,
        CouncilTaskViewSet,
    )


register_snippet(Records)


class ReadOnlyViewSet(ModelViewSet):
    """Something people sent or the site noted: to be read here, not written."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields = ()


for model in (ContactMessage, LanguageRequest, PageFeedback, TranslationRecord):
    register_permission_policy(model, ReadingPolicy(model))
register_permission_policy(TranslationProblem, SettlingPolicy(TranslationProblem))


class PageFeedbackViewSet(ReadOnlyViewSet):
    model = PageFeedback
    icon = "thumbtack"
    list_display = ["path", "language", "is_useful", "words", "sent_at"]
    list_filter = ["is_useful", "language"]
    list_export = ["path", "language", "is_useful", "words", "sent_at"]


class ContactMessageViewSet(ReadOnlyViewSet):
    model = ContactMessage
    icon = "mail"
    list_display = ["subject", "name", "email", "language", "sent_at"]
    list_filter = ["subject", "language"]


class LanguageRequestViewSet(ReadOnlyViewSet):
    model = LanguageRequest
    icon = "globe"
    list_display = ["wanted", "needs", "email", "language", "sent_at"]
    list_filter = ["language"]
    list_export = ["wanted", "needs", "email", "language", "sent_at"]
    search_fields = ["wanted", "needs"]


class TranslationProblemViewSet(ReadOnlyViewSet):
    model = TranslationProblem
    icon = "warning"
    panels = [
        *(FieldPanel(name, read_only=True) for name in ("path", "language", "wrong", "better", "email", "sent_at")),
        FieldPanel("is_settled"),
    ]
    list_display = [
        "path",
        Column("get_language_display", label=_("Language"), sort_key="language"),
        "wrong",
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        BooleanColumn("is_settled", label=_("Dealt with"), sort_key="is_settled"),
    ]
    list_filter = ["language", "is_settled"]
    list_export = ["path", "language", "wrong", "better", "email", "sent_at", "is_settled"]


class TranslationRecordViewSet(ReadOnlyViewSet):
    model = TranslationRecord
    icon = "wagtail-localize-language"
    list_display = ["title", "locale", "state", "origin", "translated_by", "translated_on", "checked_by", "checked_on"]
    list_filter = ["locale", "state", "origin", "model"]


class Inbox(ModelViewSetGroup):
    """What readers sent, and how translations stand."""

    menu_label = _("From readers")
    menu_icon = "mail"
    menu_order = 260
    items = (
        ContactMessageViewSet(),
        PageFeedbackViewSet(),
        LanguageRequestViewSet(),
        TranslationProblemViewSet(),
        TranslationRecordViewSet(),
    )


@hooks.register("register_admin_viewset")
def register_inbox() -> Inbox:
    return Inbox()


@hooks.register("register_admin_urls", order=-1)
def translations_out_and_back() -> list[URLPattern]:
    """Before wagtail-localize's own, so that its editor's PO files go through the same checks."""
    return exchange_views.urls()


@hooks.register("register_admin_urls")
def review_addresses() -> list[URLPattern]:
    return review_report.urlpatterns


@hooks.register("register_reports_menu_item")
def review_menu_item() -> MenuItem:
    return review_report.menu_item()


@hooks.register("register_log_actions")
def confirmations_in_the_history(actions: LogActionRegistry) -> None:
    @actions.register_action(due.CONFIRMED)
    class Confirmed(LogFormatter):
        label = _("Still correct")

        def format_message(self, log_entry: PageLogEntry | ModelLogEntry) -> str:
            if owner := log_entry.data.get("owner"):
                return gettext("Confirmed as still correct by %(owner)s, by e-mail") % {"owner": owner}
            return gettext("Confirmed as still correct")


@hooks.register("register_rich_text_features", order=100)
def keep_readers_in_their_language(features: FeatureRegistry) -> None:
    features.register_link_type(PageLinkHandler)


@hooks.register("insert_global_admin_css")
def writing_direction_in_the_editor() -> SafeString:
    """wagtail-localize's editor has no right-to-left handling of its own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
