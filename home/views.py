from functools import partial
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.core.exceptions import SuspiciousFileOperation
from django.core.paginator import Paginator
from django.db import InterfaceError, OperationalError, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils._os import safe_join
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from home import answering, picture_storage, qr, search_index, tasks
from home.forms import ContactForm, VoteForm, WordsForm
from home.languages import LANGUAGES, SOURCE
from home.models import ContactMessage, PageFeedback, Service
from home.models.services import LISTED
from home.routing import page_at, public_page_at
from home.search import LONGEST_QUESTION, asked_in

HITS_A_PAGE, MOST_HITS, MOST_SERVICES = 10, 100, 3
VOTE_SALT = "home.feedback"
VOTE_SECONDS = 3600
LONGEST_SUBJECT = 120


@csrf_exempt  # A form is the only page that takes anything, and it is anonymous.
def page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own page view, told the page: its route would ask the database once for every level."""
    try:
        request._wagtail_route_for_request = RouteResult(page_at(path, get_language() or SOURCE))
        return serve(request, path)
    except (OperationalError, InterfaceError):
        if request.method != "POST":
            raise
        return answering.later(request)


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Sends a visitor to the home page of the language their browser asks for (design, section 6)."""
    code = get_language_from_request(request)
    response = HttpResponseRedirect(f"/{code if code in LANGUAGES else SOURCE}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def languages_page(request: HttpRequest) -> HttpResponse:
    """Every language by its own name; with `?page=` each leads to that page."""
    below = request.GET.get("page", "").lstrip("/")
    choices = [
        {"language": language, "url": f"/{language.code}/{below}", "current": language.code == get_language()}
        for language in LANGUAGES.values()
    ]
    return render(request, "home/languages.html", {"choices": choices, "title": _("Languages")})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Pages in any language that answer `?q=`; where there are none, the nearest topics."""
    code = get_language() or SOURCE
    question = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUESTION]
    found = search_index.find(question, code)
    offered = Service.objects.in_language(code).saying(question, code).order_by(*LISTED)
    services = list(offered[:MOST_SERVICES]) if asked_in(question) else []
    listed = Paginator(found[:MOST_HITS], HITS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Search"),
        "question": question,
        "longest_question": LONGEST_QUESTION,
        "count": len(found),
        "most_hits": MOST_HITS,
        "page_obj": listed,
        "services": services if listed.number == 1 else [],
        "hits": search_index.shown(listed, code) or ([] if services else search_index.suggestions(question, code)),
    }
    return render(request, "home/search.html", context)


@require_safe
def qr_code(request: HttpRequest) -> HttpResponse:
    """The QR code of the page `?page=` names, in the reader's language; of nothing but a public page of this site."""
    code = get_language() or SOURCE
    page = public_page_at(request.GET.get("page", ""), code)
    response = HttpResponse(qr.svg(page.full_address(code)), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=2592000"
    return response


@csrf_exempt  # A vote comes from a cached page and without a cookie, so there is no session to forge.
@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """Counts a vote and asks for a few words; a form that makes no sense changes nothing."""
    form = VoteForm(request.POST)
    if not form.is_valid() or form.is_from_a_robot():
        return redirect("feedback_words")
    vote = form.save(commit=False)
    vote.is_useful = form.cleaned_data["vote"] == "yes"
    vote.language = get_language()
    vote.save()
    token = signing.dumps(vote.pk, salt=VOTE_SALT)
    return redirect(f"{reverse('feedback_words')}?vote={token}", permanent=False)


@csrf_exempt
@never_cache
def feedback_words(request: HttpRequest) -> HttpResponse:
    """Thanks for a vote; the signed token of the vote lets a few words be added once, within the hour."""
    vote = _vote_of(request)
    asked = vote is not None and not vote.words
    form = WordsForm(request.POST or None)
    if request.method == "POST" and asked and form.is_valid():
        vote.words = form.cleaned_data["words"]
        vote.save(update_fields=["words"])
        return redirect("feedback_words")
    context = {
        "form": form if asked else None,
        "page_path": vote.path if vote else "",
        "title": _("Thank you"),
    }
    return render(request, "home/feedback_words.html", context)


def _vote_of(request: HttpRequest) -> PageFeedback | None:
    try:
        pk = signing.loads(request.GET.get("vote", ""), salt=VOTE_SALT, max_age=VOTE_SECONDS)
    except signing.BadSignature:
        return None
    return PageFeedback.objects.filter(pk=pk).first()


@never_cache
def contact(request: HttpRequest) -> HttpResponse:
    """The contact form: errors keep what was typed, a reload is harmless, robots get nowhere."""
    about = request.GET.get("about", "").replace("\0", "").strip()[:LONGEST_SUBJECT]
    form = ContactForm(request.POST or None, initial={"message": f"{about}: "} if about else None)
    if request.method == "POST" and form.is_valid():
        if not form.is_from_a_robot():
            form.instance.language = get_language()
            message = form.save()
            if message.subject == ContactMessage.Subject.PRIVACY and message.email:
                transaction.on_commit(partial(tasks.acknowledge_complaint.enqueue, message.pk))
        return redirect("contact_sent")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "home/contact.html", {"form": form, "title": _("Contact us")}, status=status)


@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "home/contact_sent.html", {"title": _("Message sent")})


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """Pictures from local storage; with S3 they have addresses of their own and this answers 404."""
    try:
        response = FileResponse(Path(safe_join(settings.MEDIA_ROOT, path)).open("rb"))  # noqa: SIM115 (closed by it)
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404 from error
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
@never_cache
def unpublished_picture(request: HttpRequest, token: str) -> HttpResponse:
    """A picture nobody has published yet, for whoever was shown a page with it within the hour."""
    name = picture_storage.name_of(token)
    if name is None:
        raise Http404
    try:
        response = FileResponse(picture_storage.pictures().open(name))
    except OSError as error:
        raise Http404 from error
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", {"title": _("Page not found")}, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page that says so when something broke: made without database, request or language."""
    content = loader.render_to_string("500.html")
    return HttpResponse(content, status=HTTPStatus.INTERNAL_SERVER_ERROR)
