"""Wagtail's hooks: what is registered, and who may do what where Wagtail asks nobody."""

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, TranslatableMixin
from wagtail.permissions import register_permission_policy
from wagtail.query import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from home import (
    desk_views,
    due,
    exchange_views,
    inbox_admin,
    machine_drafts_admin,
    own_languages,
    records_admin,
    review_report,
    service_admin,
)
from home.form_inbox import FormAnswersPolicy
from home.languages import SOURCE
from home.models import (
    Alert,
    Category,
    Contact,
    ContactMessage,
    FormAnswer,
    LanguageRequest,
    MachineDraft,
    PageFeedback,
    Person,
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
    rights_of,
)
from home.rich_text import PageLinkHandler

for model in (Alert, Category, Contact, Person, Service, Term):
    register_permission_policy(model, OwnLanguagesPolicy(model))


register_snippet(records_admin.Records)

ANSWERS_ARE_KEPT = _("There are answers to a form here. Unpublish it: it can be deleted when they are erased.")


for model in (ContactMessage, LanguageRequest, PageFeedback):
    register_permission_policy(model, ReadingPolicy(model))
register_permission_policy(FormAnswer, FormAnswersPolicy(FormAnswer))
register_permission_policy(TranslationRecord, OwnReadingPolicy(TranslationRecord))
register_permission_policy(TranslationProblem, OwnSettlingPolicy(TranslationProblem, language="language"))
register_permission_policy(MachineDraft, machine_drafts_admin.DraftingPolicy(MachineDraft))


@hooks.register("register_admin_viewset")
def register_inbox() -> inbox_admin.Inbox:
    return inbox_admin.Inbox()


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


@hooks.register("construct_reports_menu")
def the_desk_alone_tells_how_translations_stand(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    theirs = reverse("wagtail_localize:translations_report")
    menu_items[:] = [item for item in menu_items if item.url != theirs]


@hooks.register("register_log_actions")
def confirmations_in_the_history(actions: LogActionRegistry) -> None:
    actions.register_action(due.CONFIRMED)(review_report.Confirmed)


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


@hooks.register("before_delete_page")
def answers_are_not_deleted_with_their_form(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Nothing a resident sends is lost (promise 5): a form with answers is unpublished until they are erased."""
    if not _has_answers([page]):
        return None
    messages.error(request, ANSWERS_ARE_KEPT)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def answers_are_not_deleted_with_many(
    request: HttpRequest, action_type: str, objects: list, action: BulkAction
) -> HttpResponse | None:
    if action_type != "delete" or action.model is not Page or not _has_answers(objects):
        return None
    messages.error(request, ANSWERS_ARE_KEPT)
    return redirect(action.next_url)


def _has_answers(pages: list[Page]) -> bool:
    below = Q()
    for page in pages:
        below |= Q(form__path__startswith=page.path)
    return bool(pages) and FormAnswer.objects.filter(below).exists()


@hooks.register("construct_page_chooser_queryset")
def readers_pages_and_ones_own(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """What may be linked to: a draft is nobody's business but of those who write in its language."""
    return pages.filter(Q(live=True) | Q(locale__language_code__in=rights_of(request.user).change))


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
def register_desk() -> list[URLResolver]:
    return desk_views.urls()


@hooks.register("register_admin_menu_item")
def register_desk_in_the_menu() -> MenuItem:
    return desk_views.menu_item()


@hooks.register("construct_homepage_panels")
def add_what_is_to_do(request: HttpRequest, panels: list) -> None:
    panels.append(desk_views.ToDoPanel())
