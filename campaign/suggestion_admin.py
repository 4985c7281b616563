"""Suggested events in the admin: the list, and for each what was sent, what it may be a double of, and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from campaign import likeness, suggesting
from campaign.models import EventPage, EventSuggestion
from campaign.models.suggestions import SuggestionState, compared_events
from campaign.suggesting import State
from home import languages, spam
from home.suspected import SuspectedFilter

MODERATE = "campaign.moderate_suggestion"
Same = EventPage | EventSuggestion


def doubles(suggestion: EventSuggestion) -> list[Same]:
    """Events, public or not, and other suggestions a person should compare it with, the most alike first."""
    compared: list[tuple[tuple[type, int], Any]] = [
        ((EventPage, pk), said)
        for pk, said in compared_events(suggestion.said, live_only=False)
        if pk != suggestion.event_id
    ]
    compared += [
        ((EventSuggestion, other.pk), said)
        for other, said in EventSuggestion.objects.compared(suggestion.said)
        if other.pk != suggestion.pk
    ]
    alike = likeness.most_alike(suggestion.said, compared)
    found = {
        (model, thing.pk): thing
        for model in (EventPage, EventSuggestion)
        for thing in model.objects.select_related("place").filter(pk__in=[pk for kind, pk in alike if kind is model])
    }
    return [found[key] for key in alike if key in found]


class ActionForm(forms.Form):
    """The fields of one action; its name keeps their ids apart from those of the other actions on the page."""

    use_required_attribute = False

    def __init__(self, suggestion: EventSuggestion, name: str, data: dict | None = None) -> None:
        super().__init__(data, auto_id=f"id_{name}_%s")


class AskForm(ActionForm):
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("The author reads it as you write it: use plain words, and their language if you can."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Enter your question")},
    )


class DeclineForm(ActionForm):
    """Why it is not listed, with the words the sender will read."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is declined"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why it is declined")},
    )

    def __init__(self, suggestion: EventSuggestion, name: str, data: dict | None = None) -> None:
        super().__init__(suggestion, name, data)
        self.fields["reason"].choices = [
            (reason.value, _as_it_will_be_read(reason, suggestion.language)) for reason in EventSuggestion.DeclineReason
        ]


def _as_it_will_be_read(reason: EventSuggestion.DeclineReason, code: str) -> str:
    """The reason for staff, and under it the words the sender reads, in the sender's language."""
    language = languages.language(code)
    with override(code):
        theirs = str(suggesting.TOLD[reason])
    return format_html(
        '<span>{}<span class="decision-told"{}>{}</span></span>', reason.label, language.attributes, theirs
    )


class SameForm(ActionForm):
    """Which of those that look alike it is the same as."""

    same = forms.ChoiceField(
        label=gettext_lazy("Perhaps the same"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what it is the same as"),
            "invalid_choice": gettext_lazy("Choose what it is the same as"),
        },
    )

    def __init__(self, suggestion: EventSuggestion, name: str, data: dict | None = None) -> None:
        super().__init__(suggestion, name, data)
        self.found = {f"{thing._meta.model_name}-{thing.pk}": thing for thing in doubles(suggestion)}
        self.fields["same"].choices = [
            (key, f"{capfirst(thing._meta.verbose_name)}: {thing}") for key, thing in self.found.items()
        ]

    @property
    def chosen(self) -> Same:
        return self.found[self.cleaned_data["same"]]


@dataclass(frozen=True)
class Action:
    """One thing a moderator may do: in which states, what is said about it, and what does it."""

    name: str
    label: Promise
    hint: Promise
    states: frozenset[SuggestionState]
    act: Callable[[EventSuggestion, AbstractBaseUser, datetime, Any], object]
    done: Promise
    form: type[ActionForm] = ActionForm
    tells_sender: bool = True


ACTIONS = (
    Action(
        "accept",
        gettext_lazy("Accept"),
        gettext_lazy("Makes a draft event of it, with what was sent filled in. Nothing is public yet."),
        suggesting.ACCEPTABLE,
        lambda suggestion, by, now, form: suggesting.accept(suggestion, by, now),
        gettext_lazy("This is the draft. Put it into plain English, look at its dates, then publish it."),
    ),
    Action(
        "ask",
        gettext_lazy("Ask the author"),
        gettext_lazy("They answer on their private page, and you see it here."),
        suggesting.UNDECIDED,
        lambda suggestion, by, now, form: suggesting.ask(suggestion, by, form.cleaned_data["question"], now),
        gettext_lazy("Your question is sent."),
        form=AskForm,
    ),
    Action(
        "same",
        gettext_lazy("It is the same as another"),
        gettext_lazy("Declines it, and tells the author that it was there already."),
        suggesting.UNDECIDED,
        lambda suggestion, by, now, form: suggesting.decline(
            suggestion, by, EventSuggestion.DeclineReason.SAME, now, form.chosen
        ),
        gettext_lazy("It is declined."),
        form=SameForm,
    ),
    Action(
        "decline",
        gettext_lazy("Decline"),
        gettext_lazy("The author reads why in their own language."),
        suggesting.UNDECIDED,
        lambda suggestion, by, now, form: suggesting.decline(suggestion, by, form.cleaned_data["reason"], now),
        gettext_lazy("It is declined."),
        form=DeclineForm,
    ),
    Action(
        "settle",
        gettext_lazy("I have decided about its page"),
        gettext_lazy("The author took it back. Keep its page, or unpublish it there, then say so here."),
        frozenset({State.WITHDRAWN}),
        lambda suggestion, by, now, form: suggesting.settle(suggestion, by, now),
        gettext_lazy("Decided."),
        tells_sender=False,
    ),
)


class SuggestionFilterSet(WagtailFilterSet):
    """What of the list is shown. Without a state it is what somebody has to decide on."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=SuggestionState.choices,
        empty_label=gettext_lazy("Not decided yet"),
        widget=forms.RadioSelect,
    )
    suspected = SuspectedFilter(widget=forms.RadioSelect)

    class Meta:
        model = EventSuggestion
        fields = ("state", "suspected")


class TitleColumn(Column):
    """The title in its own direction, or when there is none any more the day; it leads to the whole."""

    cell_template_name = "campaign/admin/suggestion_cell.html"


class SuggestionIndex(generic.IndexView):
    """What waits longest on top, the suspected in a pile of their own."""

    results_template_name = "campaign/admin/suggestions_results.html"

    def filter_queryset(self, suggestions: QuerySet) -> QuerySet:
        found = super().filter_queryset(suggestions)
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        if self.is_searching:
            return found
        if not chosen.get("state"):
            found = found.open()
        return found if chosen.get("suspected") else found.filter(is_suspect=False)

    def order_queryset(self, suggestions: QuerySet) -> QuerySet:
        return super().order_queryset(suggestions) if self.is_explicitly_ordered else suggestions.by_need()

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        suspected = EventSuggestion.objects.open().filter(is_suspect=True).count()
        return {**super().get_context_data(**kwargs), "suspected": suspected}


class SuggestionView(generic.InspectView):
    """One suggestion. Looking changes nothing; a button posts what it does and the version it was shown."""

    page_title = gettext_lazy("Suggested event")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        action = next((action for action in ACTIONS if action.name == request.POST.get("action")), None)
        if action is None:
            raise Http404
        form = action.form(self.object, action.name, request.POST)
        try:
            if request.POST.get("version") != str(self.object.version) or action not in self.possible:
                raise suggesting.Conflict
            if not form.is_valid():
                context = self.get_context_data(**self.kwargs, sent=(action, form))
                return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
            done = action.act(self.object, request.user, timezone.now(), form)
        except suggesting.Conflict:
            messages.warning(
                request,
                _("Somebody else has just changed this submission, so nothing was done. This is how it stands now."),
            )
            context = self.get_context_data(**self.kwargs, typed=request.POST.get("question", ""))
            return self.render_to_response(context, status=HTTPStatus.CONFLICT)
        messages.success(request, action.done)
        if isinstance(done, EventPage):
            return redirect("wagtailadmin_pages:edit", done.pk)
        return redirect("suggestions:inspect", self.object.pk)

    @property
    def possible(self) -> list[Action]:
        found = [action for action in ACTIONS if self.object.state in action.states]
        without = {"same"} if not self.doubles else set()
        if not self.object.event:
            without.add("settle")
        return [action for action in found if action.name not in without]

    @cached_property
    def doubles(self) -> list[Same]:
        return doubles(self.object)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        action_sent, form_sent = kwargs.pop("sent", (None, None))
        typed = kwargs.pop("typed", "")
        suggestion = self.object
        suggestion.refresh_from_db()
        return {
            **super().get_context_data(**kwargs),
            "suggestion": suggestion,
            "language": languages.language(suggestion.language),
            "suspicions": [spam.SUSPICIONS[key] for key in suggestion.suspicions if key in spam.SUSPICIONS],
            "same_events": [thing for thing in self.doubles if isinstance(thing, EventPage)],
            "same_suggestions": [thing for thing in self.doubles if isinstance(thing, EventSuggestion)],
            "same": suggestion.same_event or suggestion.same_suggestion,
            "is_withdrawn": suggestion.state == SuggestionState.WITHDRAWN,
            "typed": typed,
            "forms": [
                (action, form_sent, True)
                if action is action_sent
                else (action, action.form(suggestion, action.name), False)
                for action in self.possible
            ],
        }


class SuggestionViewSet(ModelViewSet):
    model = EventSuggestion
    icon = "date"
    menu_label = gettext_lazy("Suggested events")
    menu_order = 112
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = SuggestionIndex
    inspect_view_enabled = True
    inspect_view_class = SuggestionView
    inspect_view_fields = ["title"]
    inspect_template_name = "campaign/admin/suggestion.html"
    copy_view_enabled = False
    form_fields = []
    list_display = [
        TitleColumn("title", label=gettext_lazy("Title"), sort_key="title"),
        DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
        "first_day",
        Column("get_state_display", label=gettext_lazy("State"), sort_key="state"),
        "sender",
        "language",
    ]
    filterset_class = SuggestionFilterSet
    search_fields = ["title", "words", "organiser", "name", "email"]
    SHOWN = frozenset({"index", "index_results", "inspect"})

    def get_urlpatterns(self) -> list:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.SHOWN]


suggestion_viewset = SuggestionViewSet("suggestions")
