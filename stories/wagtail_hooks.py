from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from stories import publishing, retention_report
from stories.models import StoryPage, Submission, SubmissionPhoto
from stories.permissions import SubmissionPermissionPolicy, may_moderate
from stories.viewsets import WaitingPanel, pre_election_viewset, submission_viewset
from stories.wall_admin import wall_post_viewset

register_permission_policy(Submission, SubmissionPermissionPolicy(Submission))


@hooks.register("register_admin_viewset")
def submissions() -> list[ViewSet]:
    return [submission_viewset, wall_post_viewset, pre_election_viewset]


@hooks.register("register_admin_urls")
def retention_addresses() -> list[URLPattern]:
    return retention_report.urlpatterns


@hooks.register("register_reports_menu_item")
def retention_in_reports() -> MenuItem:
    return retention_report.menu_item()


@hooks.register("construct_homepage_panels")
def add_what_waits(request: HttpRequest, panels: list) -> None:
    panels.append(WaitingPanel())


@hooks.register("insert_global_admin_css")
def submissions_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/submissions.css"))


@hooks.register("before_publish_page")
def say_what_stands_in_the_way(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was written is kept as a draft; nothing is published while something stands in the way."""
    if not isinstance(page, StoryPage):
        return None
    reasons = publishing.obstacles(page.get_latest_revision_as_object(), request.user, timezone.now())
    if not reasons:
        return None
    messages.error(request, " ".join([_("The story is saved as a draft, and not published."), *reasons]))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def say_what_stands_in_the_way_of_many(
    request: HttpRequest, action_type: str, objects: list, action: BulkAction
) -> HttpResponse | None:
    if action_type != "publish":
        return None
    chosen = StoryPage.objects.filter(pk__in=[item.pk for item in objects if isinstance(item, Page)])
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for item in objects:
            chosen |= StoryPage.objects.descendant_of(item)
    for story in chosen.filter(has_unpublished_changes=True) | chosen.filter(live=False):
        draft = story.get_latest_revision_as_object()
        if reasons := publishing.obstacles(draft, request.user, timezone.now()):
            messages.error(request, " ".join([_("Nothing was published."), f"{draft.title}:", *reasons]))
            return redirect(action.next_url)
    return None


@hooks.register("before_copy_page")
def a_residents_story_is_not_copied(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would stay when its author takes the story back."""
    story = page.specific
    if not isinstance(story, StoryPage) or publishing.submission_of(story) is None:
        return None
    messages.error(request, _("A resident's story is not copied: the copy would stay when they withdraw it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_page_chooser_queryset")
def a_residents_draft_is_not_chosen(pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Wagtail offers every page to everybody who writes a link."""
    return pages.exclude(pk__in=Submission.objects.filter(story__live=False).values("story"))


@hooks.register("construct_image_chooser_queryset")
def residents_photos_are_for_their_own_story(images: QuerySet, request: HttpRequest) -> QuerySet:
    if may_moderate(request.user):
        return images
    return images.exclude(pk__in=SubmissionPhoto.objects.exclude(picture=None).values("picture"))
