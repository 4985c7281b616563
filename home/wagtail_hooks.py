from collections.abc import Callable
from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page, PageLogEntry, TranslatableMixin
from wagtail.permissions import policy_registry, register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home import desk_views, due, exchange_views, machine_drafts_admin, own_languages, review_report, service_admin
from home.languages import SOURCE
from home.models import (
    Alert,
    Area,
    Category,
    Contact,
    ContactMessage,
    CouncilTask,
    Fact,
    LanguageRequest,
    MachineDraft,
    PageFeedback,
    Person,
    Place,
    Service,
    Term,
    TranslationProblem,
    TranslationRecord,
)
from home.permissions import (
    OwnLanguagesPolicy,
    OwnReadingPolicy,
    OwnSettlingPolicy,
    ReadingPolicy,
    edits_the_english,
    may_publish,
)
from home.rich_text import PageLinkHandler


class OwnRows:
    """A list of the rows its reader may see, where a model's policy tells one row from another."""

    def get_base_queryset(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, {"view", "change"})
        return super().get_base_queryset().filter(pk__in=own.order_by().values("pk"))


class OwnSnippetIndex(OwnRows, snippets.IndexView):
    pass


class OwnIndex(OwnRows, generic.IndexView):
    pass


class OpensOwnRows:
    """A viewset none of whose views opens a row its reader may not see: Wagtail asks its policy about models only."""

    def construct_view(self, view_class: type, **kwargs) -> Callable:
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if "pk" in kwargs:
                row = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))
                policy = policy_registry.get_by_type(self.model)
                if not policy.user_has_any_permission_for_instance(request.user, {"view", "change"}, row):
                    raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped


class TranslatedViewSet(OpensOwnRows, SnippetViewSet):
    """Records with a copy in each language."""

    index_view_class = OwnSnippetIndex


for model in (Alert, Category, Contact, Person, Service, Term):
    register_permission_policy(model, OwnLanguagesPolicy(model))


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "pick"
    list_display = ["label", "value", "key", "checked_on", "next_review"]
    list_filter = ["kind", "is_sample"]
    search_fields = ["label", "key", "value"]


class TermViewSet(TranslatedViewSet):
    model = Term
    icon = "help"
    list_display = ["english", "word", "key"]
    search_fields = ["english", "word", "key"]


class ContactViewSet(TranslatedViewSet):
    model = Contact
    icon = "mail"
    list_display = ["name", "phone_fact", "next_review"]


class PlaceViewSet(SnippetViewSet):
    model = Place
    icon = "site"
    list_display = ["name", "area", "postcode"]
    list_filter = ["area"]


class ServiceViewSet(TranslatedViewSet):
    model = Service
    icon = "home"
    list_display = ["name", "kind", "place", "next_review"]
    list_filter = ["kind", "is_free"]
    search_fields = ["name", "key"]


class PersonViewSet(TranslatedViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "role"]


class CategoryViewSet(TranslatedViewSet):
    model = Category
    icon = "tag"
    list_display = ["name", "slug"]


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "globe"
    list_display = ["name", "parent"]


class AlertViewSet(TranslatedViewSet):
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
        ServiceViewSet,
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


class OwnViewSet(OpensOwnRows, ReadOnlyViewSet):
    """Such things where each belongs to one language."""

    index_view_class = OwnIndex


for model in (ContactMessage, LanguageRequest, PageFeedback):
    register_permission_policy(model, ReadingPolicy(model))
register_permission_policy(TranslationRecord, OwnReadingPolicy(TranslationRecord))
register_permission_policy(TranslationProblem, OwnSettlingPolicy(TranslationProblem, language="language"))
register_permission_policy(MachineDraft, machine_drafts_admin.DraftingPolicy(MachineDraft))


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


class TranslationProblemViewSet(OwnViewSet):
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


class TranslationRecordViewSet(OwnViewSet):
    model = TranslationRecord
    icon = "wagtail-localize-language"
    list_display = ["title", "locale", "state", "origin", "translated_by", "translated_on", "checked_by", "checked_on"]
    list_filter = ["locale", "state", "origin", "model"]


class Drafts(OwnRows, machine_drafts_admin.Drafts):
    pass


class MachineDraftViewSet(OwnViewSet):
    model = MachineDraft
    icon = "cogs"
    index_view_class = Drafts
    inspect_view_class = machine_drafts_admin.Draft
    inspect_view_fields = [
        "title",
        "locale",
        "provider",
        "asked_by",
        "asked_at",
        "finished_at",
        "words",
        "progress",
        "left_alone",
    ]
    list_display = [
        "title",
        "locale",
        "asked_by",
        DateColumn("asked_at", label=_("Asked for"), sort_key="asked_at"),
        "words",
        Column("progress", label=_("Progress")),
        Column("number_left_alone", label=_("Left alone")),
    ]
    list_filter = ["locale", "failure"]


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
        MachineDraftViewSet(),
    )


@hooks.register("register_admin_viewset")
def register_inbox() -> Inbox:
    return Inbox()


@hooks.register("register_admin_urls", order=-2)
def machine_draft_addresses() -> list[URLPattern]:
    """Before wagtail-localize's own and those of `own_languages`, some of which they take the place of."""
    return machine_drafts_admin.urls


@hooks.register("register_admin_urls", order=-2)
def translations_out_and_back() -> list[URLPattern]:
    """Before wagtail-localize's own and the guards of those, so that its editor's files go through our checks."""
    return exchange_views.urls()


@hooks.register("register_admin_urls")
def review_addresses() -> list[URLPattern]:
    return review_report.urlpatterns


@hooks.register("register_admin_urls")
def service_addresses() -> list[URLPattern]:
    return service_admin.urlpatterns


@hooks.register("register_reports_menu_item")
def services_in_menu_item() -> MenuItem:
    return service_admin.menu_item()


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


@hooks.register("register_admin_urls", order=-1)
def translation_addresses() -> list[URLPattern | URLResolver]:
    return own_languages.urls()


@hooks.register("before_edit_snippet", order=-1)
def a_reviewer_publishes(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """A snippet has no draft: what is saved is what readers see."""
    if request.method != "POST" or not isinstance(instance, TranslatableMixin):
        return None
    code = instance.locale.language_code
    if code == SOURCE or may_publish(request.user, code):
        return None
    messages.error(request, _("Only a reviewer of this language can publish this."))
    return redirect(request.path)


@hooks.register("before_delete_page")
@hooks.register("before_convert_alias_page")
def an_editor_makes_and_deletes_pages(request: HttpRequest, page: Page) -> None:
    """A translation is taken down by its reviewer; its page, and all below it, goes by an editor's hand only."""
    if not edits_the_english(request.user):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def an_editor_deletes_many(request: HttpRequest, action_type: str, objects: list, action: BulkAction) -> None:
    if action_type == "delete" and not edits_the_english(request.user):
        raise PermissionDenied


@hooks.register("construct_page_action_menu")
def no_copies_of_the_english(menu_items: list, request: HttpRequest, context: dict) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("register_rich_text_features", order=100)
def keep_readers_in_their_language(features: FeatureRegistry) -> None:
    features.register_link_type(PageLinkHandler)


@hooks.register("insert_global_admin_css")
def writing_direction_in_the_editor() -> SafeString:
    """wagtail-localize's editor has no right-to-left handling of its own."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_urls")
def register_desk() -> list[URLPattern]:
    return [path("languages/", include(desk_views))]


@hooks.register("register_admin_menu_item")
def register_desk_in_the_menu() -> desk_views.LanguagesMenuItem:
    return desk_views.LanguagesMenuItem(
        _("Languages"),
        reverse_lazy("language_desk"),
        name="language-desk",
        icon_name="wagtail-localize-language",
        order=150,
    )


@hooks.register("construct_homepage_panels")
def add_what_is_to_do(request: HttpRequest, panels: list) -> None:
    panels.append(desk_views.ToDoPanel())
