from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from stories import retention_report
from stories.models import Submission
from stories.permissions import SubmissionPermissionPolicy
from stories.viewsets import SubmissionViewSet, submission_viewset

register_permission_policy(Submission, SubmissionPermissionPolicy(Submission))


@hooks.register("register_admin_viewset")
def submissions() -> SubmissionViewSet:
    return submission_viewset


@hooks.register("register_admin_urls")
def retention_addresses() -> list[URLPattern]:
    return retention_report.urlpatterns


@hooks.register("register_reports_menu_item")
def retention_in_reports() -> MenuItem:
    return retention_report.menu_item()


@hooks.register("before_copy_page")
def residents_stories_are_not_copied(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would be published without its author's agreement, and stay when they withdraw."""
    if Submission.objects.filter(story__translation_key=page.translation_key).exists():
        messages.error(request, _("A resident's story cannot be copied: the copy would stay when they withdraw."))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
