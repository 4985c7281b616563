"""Submissions in the admin: the queue, and one page for each with what a moderator may do next."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from home import spam
from home.languages import LANGUAGES
from home.models import Area
from home.suspected import SuspectedFilter
from stories import moderation, moderation_forms, permissions, publishing, words
from stories.actions import ACTIONS, BY_NAME, Action
from stories.models import PreElectionPeriod, Submission, SubmissionPhoto, SubmissionState
from stories.models.submissions import OTHER_LANGUAGE
from stories.moderation_forms import ActionForm
from stories.permissions import MODERATE

CELL_CHARACTERS = 90
OVERDUE = "overdue"


class SubmissionFilterSet(WagtailFilterSet):
    """What of the queue is shown. Without a state it is what nobody has decided on yet."""

    AGES = {"week": timedelta(days=7), "month": timedelta(days=30)}

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), empty_label=gettext_lazy("Not decided yet"), widget=forms.RadioSelect
    )
    network = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Network"),
        queryset=Area.objects.filter(parent=None),
        method="by_network",
        empty_label=gettext_lazy("All"),
    )
    written_in = django_filters.ChoiceFilter(
        label=gettext_lazy("Written in"),
        choices=[
            *((code, language.english_name) for code, language in LANGUAGES.items()),
            (OTHER_LANGUAGE, gettext_lazy("Another language")),
        ],
        empty_label=gettext_lazy("All"),
    )
    age = django_filters.ChoiceFilter(
        label=gettext_lazy("Sent"),
        method="by_age",
        choices=[
            (OVERDUE, gettext_lazy("Overdue")),
            ("within_week", gettext_lazy("Within 7 days")),
            ("within_month", gettext_lazy("Within 30 days")),
            ("before_week", gettext_lazy("More than 7 days ago")),
            ("before_month", gettext_lazy("More than 30 days ago")),
        ],
        empty_label=gettext_lazy("At any time"),
        widget=forms.RadioSelect,
    )
    suspected = SuspectedFilter(widget=forms.RadioSelect)

    class Meta:
        model = Submission
        fields = ("state", "network", "written_in", "age", "suspected")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        seen = permissions.states_seen_by(self.request.user)
        self.filters["state"].extra["choices"] = [(state.value, state.label) for state in seen]

    def by_network(self, submissions: QuerySet, name: str, value: Area) -> QuerySet:
        return submissions.near(value)

    def by_age(self, submissions: QuerySet, name: str, value: str) -> QuerySet:
        if value == OVERDUE:
            return submissions.overdue(timezone.localdate())
        side, _underscore, length = value.partition("_")
        moment = timezone.now() - self.AGES[length]
        return submissions.filter(**{"sent_at__gte" if side == "within" else "sent_at__lt": moment})


class WordsColumn(Column):
    """The beginning of the story in its own language and direction."""

    cell_template_name = "stories/admin/words_cell.html"

    def get_value(self, instance: Submission) -> str:
        return words.first_words(instance.text, CELL_CHARACTERS)


class DueColumn(Column):
    """When a reply was promised; that it is overdue is said in words."""

    cell_template_name = "stories/admin/due_cell.html"

    def get_cell_context_data(self, instance: Submission, parent_context: dict) -> dict:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "is_due": instance.state == SubmissionState.RECEIVED,
            "is_overdue": instance.is_overdue(timezone.localdate()),
        }


class Queue(generic.IndexView):
    """What was sent: what waits longest for a promised reply on top, the suspected in a pile of their own."""

    results_template_name = "stories/admin/queue_results.html"

    def get_base_queryset(self) -> QuerySet:
        return permissions.visible(Submission.objects.all(), self.request.user).select_related("area")

    def filter_queryset(self, submissions: QuerySet) -> QuerySet:
        found = super().filter_queryset(submissions)
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        # A reference read over a telephone is found whatever became of the story.
        if self.is_searching:
            return found
        if not chosen.get("state"):
            found = found.open()
        return found if chosen.get("suspected") else found.filter(is_suspect=False)

    def search_queryset(self, submissions: QuerySet) -> QuerySet:
        """Finds a reference however it was written down, and the words, names and addresses that were sent."""
        if not self.is_searching:
            return submissions
        letters = "".join(letter for letter in self.search_query.upper() if letter.isalnum())
        said = Q(reference=f"{letters[:3]}-{letters[3:]}")
        for name in self.search_fields:
            said |= Q(**{f"{name}__icontains": self.search_query})
        return submissions.filter(said)

    def order_queryset(self, submissions: QuerySet) -> QuerySet:
        return super().order_queryset(submissions) if self.is_explicitly_ordered else submissions.by_need()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "waiting": counts(self.request.user)}


def counts(user: Any) -> dict[str, int]:
    """How many submissions wait for a reply, are overdue, suspected, or a concern, as far as this person sees them."""
    waits = Q(state=SubmissionState.RECEIVED, is_suspect=False)
    return (
        permissions.visible(Submission.objects.all(), user)
        .open()
        .aggregate(
            reply=Count("pk", filter=waits),
            overdue=Count("pk", filter=waits & Q(reply_due__lt=timezone.localdate())),
            suspected=Count("pk", filter=Q(is_suspect=True)),
            concern=Count("pk", filter=Q(state=SubmissionState.SAFEGUARDING)),
        )
    )


class WaitingPanel(Component):
    """On the admin's home: how many stories wait, and how many longer than was promised."""

    name = "waiting_stories"
    template_name = "stories/admin/waiting_panel.html"
    order = 110

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        return {"waiting": counts(user) if permissions.may_moderate(user) else None}


class SubmissionView(generic.InspectView):
    """One submission. Looking changes nothing; a button posts what it does and the version it was shown."""

    page_title = gettext_lazy("Submission")

    def get_object(self, queryset: QuerySet | None = None) -> Submission:
        seen = permissions.visible(Submission.objects.all(), self.request.user)
        return get_object_or_404(seen.select_related("area", "story", "children_confirmed_by"), pk=self.pk)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        action = BY_NAME.get(request.POST.get("action"))
        if action is None:
            raise Http404
        if not permissions.may(request.user, action.name, self.object):
            raise PermissionDenied
        form = action.form(self.object, action.name, request.POST)
        if request.POST.get("version") != str(self.object.version) or not action.is_possible(self.object):
            return self._somebody_was_quicker(action, form)
        if not form.is_valid():
            return self._show_again(action, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            action.act(self.object, request.user, timezone.now(), form)
        except moderation.Conflict:
            return self._somebody_was_quicker(action, form)
        return self._done(action)

    def _done(self, action: Action) -> HttpResponse:
        if action.name == "flag" and not permissions.safeguarding_leads().exclude(email="").exists():
            messages.error(
                self.request,
                _("The story is out of sight, but no safeguarding lead has an e-mail address here: tell one yourself."),
            )
        else:
            messages.success(self.request, action.done)
        if action.name == "accept":
            return redirect("wagtailadmin_pages:edit", self.object.story.pk)
        seen = self.object.state in permissions.states_seen_by(self.request.user)
        return redirect("submissions:inspect", self.object.pk) if seen else redirect("submissions:index")

    def _show_again(self, action: Action, form: ActionForm, status: HTTPStatus) -> HttpResponse:
        context = self.get_context_data(**self.kwargs, sent=(action, form))
        return self.render_to_response(context, status=status)

    def _somebody_was_quicker(self, action: Action, form: ActionForm) -> HttpResponse:
        messages.warning(
            self.request,
            _("Somebody else has just changed this submission, so nothing was done. This is how it stands now."),
        )
        self.object = self.get_object()
        return self._show_again(action, form, HTTPStatus.CONFLICT)

    @cached_property
    def draft(self) -> Any:
        return self.object.story and self.object.story.get_latest_revision_as_object()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        submission, user = self.object, self.request.user
        action_sent, form_sent = kwargs.pop("sent", (None, None))
        offered = [action for action in ACTIONS if permissions.may(user, action.name, submission)]
        possible = [action for action in offered if action.is_possible(submission)]
        forms_shown = [
            (action, form_sent, True)
            if action is action_sent
            else (action, action.form(submission, action.name), False)
            for action in possible
        ]
        return {
            **super().get_context_data(**kwargs),
            "submission": submission,
            "is_overdue": submission.is_overdue(timezone.localdate()),
            "named": moderation.named(submission),
            "suspicions": [spam.SUSPICIONS[key] for key in submission.suspicions if key in spam.SUSPICIONS],
            "touches": [Submission.Sensitive(kind).label for kind in submission.touches],
            "photos": submission.photos.all(),
            "consents": submission.consents.all(),
            "questions": submission.questions.select_related("asked_by"),
            "approvals": submission.approvals.select_related("by"),
            "draft_mark": self.draft and moderation.digest(self.draft),
            "obstacles": publishing.obstacles(self.draft, user, timezone.now()) if self.draft else [],
            "history": [
                (event, event.note if permissions.may_read_note(user, event) else "")
                for event in submission.events.select_related("by")
            ],
            "forms": forms_shown,
            "not_possible": [
                action
                for action in offered
                if action not in possible and (action.means_something(submission) or action is action_sent)
            ],
            "typed": form_sent.typed() if form_sent and action_sent not in possible else [],
            "no_address": moderation_forms.nobody_writes_to(submission),
        }


@require_safe
@never_cache
@permission_required(MODERATE)
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A resident's photo, for those who may see its submission; it has no public address."""
    seen = permissions.visible(Submission.objects.all(), request.user)
    found = get_object_or_404(SubmissionPhoto, pk=pk, is_unopened=False, submission__in=seen)
    response = FileResponse(found.file.open("rb"), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class SubmissionViewSet(ModelViewSet):
    model = Submission
    icon = "comment"
    menu_label = gettext_lazy("Submissions")
    menu_order = 110
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = Queue
    inspect_view_enabled = True
    inspect_view_class = SubmissionView
    inspect_view_fields = ["reference"]
    inspect_template_name = "stories/admin/submission.html"
    copy_view_enabled = False
    form_fields = []
    list_display = [
        "reference",
        DueColumn("reply_due", label=gettext_lazy("Reply promised by"), sort_key="reply_due"),
        WordsColumn("text", label=gettext_lazy("Story")),
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        Column("area", label=gettext_lazy("Area")),
        DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
    ]
    filterset_class = SubmissionFilterSet
    search_fields = ["reference", "text", "name", "email"]
    SHOWN = frozenset({"index", "index_results", "inspect"})

    def get_urlpatterns(self) -> list:
        """Only what looks at submissions: none is added, edited or deleted here."""
        shown = [pattern for pattern in super().get_urlpatterns() if pattern.name in self.SHOWN]
        return [*shown, path("photo/<int:pk>/", photo, name="photo")]


class PreElectionViewSet(ModelViewSet):
    """Freezes the publishing of stories before an election: one row from a first to a last day."""

    model = PreElectionPeriod
    icon = "calendar-alt"
    menu_label = gettext_lazy("Pre-election periods")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["begins", "ends"]
    form_fields = ["begins", "ends"]


submission_viewset = SubmissionViewSet("submissions")
pre_election_viewset = PreElectionViewSet("pre_election")
