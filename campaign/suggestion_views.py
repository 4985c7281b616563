"""Suggesting an event, and the private page of a suggestion."""

from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from campaign import likeness, links, suggesting
from campaign.models import EventPage, EventSuggestion
from campaign.models.suggestions import SuggestionState, compared_events
from campaign.suggestion_forms import AnswerForm, SuggestionForm
from home import spam
from home.languages import SOURCE
from home.open_forms import letter_later, open_form
from home.private import later, private


@open_form(SuggestionForm.kept)
def suggest(request: HttpRequest) -> HttpResponse:
    """The form. What may be on the list already is pointed out once, and can be sent all the same."""
    form, listed, status = SuggestionForm(request.POST if request.method == "POST" else None), [], HTTPStatus.OK
    if form.is_bound:
        now, status = timezone.now(), HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            listed = [] if form.cleaned_data["is_another"] else listed_already(form.suggestion())
            if listed:
                form.add_error(
                    "is_another",
                    _("It may be on our list already. Look at the events below, then tick that yours is another one"),
                )
            elif spam.let_through("suggestions", spam.address_of(request.META), now):
                return _see(suggesting.send(form.suggestion(), form.suspicions(now), now))
            else:
                form.add_error(None, spam.TOO_MANY)
                status = HTTPStatus.TOO_MANY_REQUESTS
    context = {
        "form": form,
        "title": _("Suggest an event"),
        "listed": listed,
        "asks_whether_another": bool(listed) or "is_another" in form.data,
    }
    return render(request, "campaign/event_suggest.html", context, status=status)


def listed_already(suggestion: EventSuggestion) -> list[EventPage]:
    """Public events a person may take for the suggested one, each once and in the reader's language."""
    alike = likeness.most_alike(suggestion.said, compared_events(suggestion.said, live_only=True))
    if not alike:
        return []
    keys = EventPage.objects.filter(pk__in=alike).values("translation_key")
    return list(EventPage.objects.in_language(get_language() or SOURCE).public().filter(translation_key__in=keys))


def _later(request: HttpRequest) -> HttpResponse:
    """Without a database an answer comes back, to be sent again."""
    return letter_later(request, AnswerForm(request.POST)) if "answer" in request.POST else later(request)


@private(
    partial(links.found, EventSuggestion.objects.select_related("place", "event__locale", "same_event__locale")),
    later=_later,
)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str, found: EventSuggestion) -> HttpResponse:
    """The private page of one suggestion. Looking changes nothing; what is posted answers us, or takes it back."""
    form, status = AnswerForm(request.POST if "answer" in request.POST else None), HTTPStatus.OK
    if request.method == "POST":
        try:
            if request.POST.get("action") == "withdraw":
                suggesting.withdraw(found, timezone.now())
            elif form.is_bound and form.is_valid():
                suggesting.answer(found, form.cleaned_data["answer"], timezone.now())
            if not form.errors:
                return _see(found)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        except suggesting.Conflict:
            # It was answered or taken back from another window: the page says how it stands.
            return _see(found)
    context = {
        "suggestion": found,
        "form": form if found.open_question or form.errors else None,
        "title": _("The event you suggested"),
        "told": _told(found),
        "reason": reason(found),
        "listed": [page for page in (found.event, found.same_event) if page and page.live],
        "answered": [asked for asked in found.questions if "answer" in asked],
    }
    return render(request, "campaign/event_suggestion.html", context, status=status)


def _told(suggestion: EventSuggestion) -> str:
    """How it stands, in the reader's language."""
    match suggestion.state:
        case SuggestionState.RECEIVED:
            return _("Thank you for suggesting an event. A member of staff reads it before anybody else can.")
        case SuggestionState.WAITING:
            return _("We have asked you something about it, and wait for your answer.")
        case SuggestionState.ACCEPTED if suggestion.event and suggestion.event.live:
            return _("It is on our list of events. Thank you.")
        case SuggestionState.ACCEPTED:
            return _("We would like to list it, and are getting its page ready.")
        case SuggestionState.DECLINED:
            return _("Thank you for suggesting an event. We have decided not to list it.")
        case _other:
            return _("You have taken it back. We have erased what you sent and who you are.")


def reason(suggestion: EventSuggestion) -> str:
    """Why it is not listed, for its sender, in the language that is active; '' when it was not declined."""
    return str(suggesting.TOLD[suggestion.decline_reason]) if suggestion.decline_reason else ""


def full_address(suggestion: EventSuggestion) -> str:
    """The private page's whole address, in the language it was sent in."""
    with override(suggestion.language):
        return f"{settings.SITE_ADDRESS}{_address(suggestion)}"


def _address(suggestion: EventSuggestion) -> str:
    return reverse("event_suggestion", args=[links.token_of(suggestion)])


def _see(suggestion: EventSuggestion) -> HttpResponse:
    return HttpResponseRedirect(_address(suggestion), status=HTTPStatus.SEE_OTHER)
