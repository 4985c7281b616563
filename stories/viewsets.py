"""Submissions in the admin: the list, and one page for each with what a moderator may do next."""

from http import HTTPStatus

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from stories import moderation
from stories.models import Submission, SubmissionPhoto, SubmissionState
from stories.moderation_forms import DeclineForm, DraftForm
from stories.permissions import MODERATE


class SubmissionView(generic.InspectView):
    """One submission. Looking changes nothing; a button posts what it does and the state it was shown in."""

    page_title = gettext_lazy("Submission")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.POST.get("state") != self.object.state:
            return self._somebody_was_quicker()
        try:
            match request.POST.get("action"):
                case "draft":
                    return self._make_draft()
                case "decline":
                    return self._decline()
        except moderation.Conflict:
            return self._somebody_was_quicker()
        raise Http404

    def _make_draft(self) -> HttpResponse:
        form = DraftForm(self.object, self.request.POST)
        if not form.is_valid():
            return self._show_again(draft_form=form)
        story = moderation.make_draft(self.object, self.request.user, form.descriptions())
        messages.success(self.request, _("This is the draft. Read it, file it under a category, then publish it."))
        return redirect("wagtailadmin_pages:edit", story.pk)

    def _decline(self) -> HttpResponse:
        form = DeclineForm(self.request.POST)
        if not form.is_valid():
            return self._show_again(decline_form=form)
        moderation.decline(self.object, self.request.user, form.cleaned_data["note"])
        messages.success(self.request, _("The story is declined."))
        return redirect(self._address())

    def _show_again(self, **forms) -> HttpResponse:
        context = self.get_context_data(**self.kwargs, **forms)
        return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)

    def _somebody_was_quicker(self) -> HttpResponse:
        messages.warning(self.request, _("Somebody else has just changed this submission. This is how it stands now."))
        return redirect(self._address())

    def _address(self) -> str:
        return reverse("submissions:inspect", args=[self.object.pk])

    def get_context_data(self, **kwargs) -> dict:
        submission = self.object
        state = SubmissionState(submission.state)
        return {
            "draft_form": DraftForm(submission) if state in moderation.DRAFTABLE else None,
            "decline_form": DeclineForm() if state in moderation.DECLINABLE else None,
            **super().get_context_data(**kwargs),
            "submission": submission,
            "photos": submission.photos.all(),
            "consents": submission.consents.all(),
            "events": submission.events.select_related("by"),
        }


@require_safe
@never_cache
@permission_required(MODERATE)
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A resident's photo, for moderators only; it has no public address."""
    found = get_object_or_404(SubmissionPhoto, pk=pk)
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
    inspect_view_enabled = True
    inspect_view_class = SubmissionView
    inspect_template_name = "stories/admin/submission.html"
    copy_view_enabled = False
    form_fields = []
    list_display = [
        "reference",
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
        Column("get_written_in_display", label=gettext_lazy("Written in"), sort_key="written_in"),
        BooleanColumn("is_suspect", label=gettext_lazy("Perhaps a robot")),
    ]
    list_filter = ["state", "written_in", "is_suspect"]
    search_fields = ["reference"]
    SHOWN = frozenset({"index", "index_results", "inspect"})

    def get_urlpatterns(self) -> list:
        """Only what looks at submissions: none is added, edited or deleted here."""
        shown = [pattern for pattern in super().get_urlpatterns() if pattern.name in self.SHOWN]
        return [*shown, path("photo/<int:pk>/", photo, name="photo")]


submission_viewset = SubmissionViewSet("submissions")
