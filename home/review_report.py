"""Reports, Reviews: what is overdue and what comes next, of every kind, and the button “Still correct”."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from operator import attrgetter
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.reports import ReportView
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.permissions import policy_registry

from home import due, reviews
from home.languages import SOURCE
from home.models import Fact, Reviewed

OVERDUE, NEAR = "overdue", "near"
OWNERSHIP = ("owned_by", "owner_email", "checked_on", "next_review")
HEADINGS = {
    "title": gettext_lazy("Title"),
    "kind": capfirst(gettext_lazy("kind")),
    **{name: capfirst(Fact._meta.get_field(name).verbose_name) for name in OWNERSHIP},
    "days_overdue": gettext_lazy("Days overdue"),
}


@dataclass(frozen=True)
class Row:
    """One thing and its review; the addresses are empty for somebody who may not change the thing."""

    title: str
    kind: str
    label: str
    owned_by: str
    owner_email: str
    checked_on: date
    next_review: date
    days_overdue: int
    is_near: bool
    edit_address: str
    confirm_address: str


def may_see(user: AbstractBaseUser) -> bool:
    """Whoever may change facts answers for reviews."""
    return policy_registry.get_by_type(Fact).user_has_permission(user, "change")


def may_confirm(user: AbstractBaseUser, thing: Reviewed) -> bool:
    return policy_registry.get_by_type(type(thing)).user_has_permission_for_instance(user, "change", thing)


def rows(user: AbstractBaseUser, today: date) -> list[Row]:
    """Everything that is reviewed, in one query however many kinds and things there are, and one for permissions."""
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")
    changeable_pages = set(pages.filter(locale__language_code=SOURCE).values_list("pk", flat=True))
    changeable = {
        kind._meta.label_lower: policy_registry.get_by_type(kind).user_has_permission(user, "change")
        for kind in due.kinds()
        if not issubclass(kind, Page)
    }
    kinds = {kind._meta.label_lower: kind for kind in due.kinds()}
    found = []
    for label, pk, title, *ownership, checked_on, next_review in due.overview():
        kind = kinds[label]
        may = pk in changeable_pages if issubclass(kind, Page) else changeable[label]
        found.append(
            Row(
                title,
                capfirst(due.kind_of(kind)),
                label,
                *ownership,
                checked_on=checked_on,
                next_review=next_review,
                days_overdue=reviews.days_overdue(next_review, today),
                is_near=reviews.is_near(next_review, today),
                edit_address=_edit_address(kind, pk) if may else "",
                confirm_address=reverse("review_confirm", args=[label, pk]) if may else "",
            )
        )
    return found


def _edit_address(kind: type[Reviewed], pk: int) -> str:
    name = "wagtailadmin_pages:edit" if issubclass(kind, Page) else kind.snippet_viewset.get_url_name("edit")
    return reverse(name, args=[pk])


class ReviewFilters(WagtailFilterSet):
    """Narrows rows that come from several models."""

    standing = django_filters.ChoiceFilter(
        label=HEADINGS["next_review"],
        choices=[(OVERDUE, gettext_lazy("Overdue")), (NEAR, gettext_lazy("Overdue or due within four weeks"))],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    kind = django_filters.ChoiceFilter(
        label=HEADINGS["kind"],
        choices=lambda: [(kind._meta.label_lower, capfirst(due.kind_of(kind))) for kind in due.kinds()],
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    owner = django_filters.CharFilter(label=HEADINGS["owned_by"])

    class Meta:
        # A filter set wants a model; this one's rows are handed to it.
        model = Fact
        fields = []

    def filter_queryset(self, queryset: list[Row]) -> list[Row]:
        asked = self.form.cleaned_data
        owner = asked["owner"].casefold()
        return [
            row
            for row in queryset
            if (not asked["standing"] or (row.days_overdue if asked["standing"] == OVERDUE else row.is_near))
            and asked["kind"] in {"", row.label}
            and (owner in row.owned_by.casefold() or owner in row.owner_email.casefold())
        ]


class ConfirmColumn(Column):
    cell_template_name = "home/admin/confirm_cell.html"

    def get_cell_context_data(self, instance: Row, parent_context: Mapping[str, Any]) -> dict:
        context = super().get_cell_context_data(instance, parent_context)
        # Wagtail renders a cell without the request's context processors.
        return context | {"csrf_token": get_token(context["request"])}


class ReviewReport(ReportView):
    page_title = gettext_lazy("Reviews")
    header_icon = "calendar-check"
    index_url_name = "review_report"
    index_results_url_name = "review_report_results"
    filterset_class = ReviewFilters
    default_ordering = "next_review"
    export_filename = "reviews"
    list_export = list(HEADINGS)
    export_headings = HEADINGS
    columns = [
        TitleColumn("title", HEADINGS["title"], get_url=lambda row: row.edit_address or None, sort_key="title"),
        *(Column(name, HEADINGS[name], sort_key=name) for name in ("kind", "owned_by", "checked_on", "next_review")),
        Column("days_overdue", HEADINGS["days_overdue"], lambda row: row.days_overdue or "", sort_key="days_overdue"),
        ConfirmColumn("confirm", gettext_lazy("Still correct")),
    ]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> list[Row]:
        found = rows(self.request.user, timezone.localdate())
        found.sort(key=attrgetter("next_review", "title"))
        return sorted(found, key=attrgetter(self.ordering.lstrip("-")), reverse=self.ordering.startswith("-"))


@require_POST
def confirm(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """“Still correct”, said in the report by somebody who may change the thing."""
    kind = next((kind for kind in due.kinds() if kind._meta.label_lower == label), None)
    if kind is None:
        raise Http404
    thing = get_object_or_404(due.in_use(kind), pk=pk)
    if not (may_see(request.user) and may_confirm(request.user, thing)):
        raise PermissionDenied
    due.confirm(thing, timezone.localdate(), by=request.user)
    messages.success(request, f"{_('Confirmed as still correct')}: {thing.name_for_review}")
    address = get_valid_next_url_from_request(request) or reverse("review_report")
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


class Confirmed(LogFormatter):
    """How the history of a page or a fact tells that somebody confirmed it."""

    label = gettext_lazy("Still correct")

    def format_message(self, log_entry: PageLogEntry | ModelLogEntry) -> str:
        if owner := log_entry.data.get("owner"):
            return _("Confirmed as still correct by %(owner)s, by e-mail") % {"owner": owner}
        return _("Confirmed as still correct")


class ReviewMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


def menu_item() -> ReviewMenuItem:
    return ReviewMenuItem(_("Reviews"), reverse("review_report"), name="reviews", icon_name="calendar-check", order=100)


urlpatterns = [
    path("reports/reviews/", ReviewReport.as_view(), name="review_report"),
    path("reports/reviews/results/", ReviewReport.as_view(results_only=True), name="review_report_results"),
    path("reports/reviews/<str:label>/<int:pk>/confirm/", confirm, name="review_confirm"),
]
