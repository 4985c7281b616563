"""Reports, Retention: whether the daily run beats, what it did and does next, and which stories are nearly over."""

from datetime import timedelta
from http import HTTPStatus
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from stories import erasing, limits, moderation, permissions
from stories.models import RetentionRun, Submission
from stories.retention import Step

OVERDUE_AFTER = timedelta(hours=48)
RUNS_SHOWN, DUE_SHOWN = 14, 100


class RetentionReport(WagtailAdminTemplateMixin, TemplateView):
    template_name = "stories/admin/retention.html"
    page_title = gettext_lazy("Retention")
    header_icon = "bin"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.may_moderate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Retention")}]

    def get_context_data(self, **kwargs) -> dict:
        now = timezone.now()
        runs = list(RetentionRun.objects.all()[:RUNS_SHOWN])
        last = next((run for run in runs if run.finished_at), None)
        return {
            **super().get_context_data(**kwargs),
            "last": last,
            "is_overdue": last is None or now - last.finished_at > OVERDUE_AFTER,
            "runs": [
                (run, ", ".join(f"{Step(step).label}: {count}" for step, count in run.erased.items())) for run in runs
            ],
            "due": list(islice(erasing.list_due(now), DUE_SHOWN)),
            "ending": erasing.ending_within(timedelta(days=limits.UNANSWERED_DAYS), now),
        }


@require_POST
def agreed_again(request: HttpRequest, pk: int) -> HttpResponse:
    """“The author has agreed again”, said by somebody of the staff who has asked in another way."""
    if not permissions.may_moderate(request.user):
        raise PermissionDenied
    submission = get_object_or_404(Submission, pk=pk)
    try:
        moderation.agree_again(submission, timezone.now(), by=request.user)
        messages.success(request, _("The story stays for another time."))
    except moderation.Conflict:
        messages.warning(request, _("Somebody else has just changed this submission. This is how it stands now."))
    return HttpResponseRedirect(reverse("retention_report"), status=HTTPStatus.SEE_OTHER)


class RetentionMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_moderate(request.user)


def menu_item() -> RetentionMenuItem:
    return RetentionMenuItem(_("Retention"), reverse("retention_report"), name="retention", icon_name="bin", order=110)


urlpatterns = [
    path("reports/retention/", RetentionReport.as_view(), name="retention_report"),
    path("reports/retention/<int:pk>/agreed-again/", agreed_again, name="retention_agreed_again"),
]
