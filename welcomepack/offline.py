"""The addresses that keep the pack offline: what it consists of, what is kept, and the worker that answers."""

from http import HTTPStatus
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.languages import LANGUAGES, SOURCE, current
from home.routing import page_at
from welcomepack.as_served import asker
from welcomepack.listing import Unavailable, files_of, version_of
from welcomepack.models import TopicPage

PACK_PATH = "welcome"
# A pack so large that its pages take longer is listed by a later request: what was made is kept until then.
MOST_SECONDS = 15


@require_safe
def pack_list(request: HttpRequest) -> HttpResponse:
    """Every file of the pack in the reader's language with its size; 503 when a part cannot be made just now."""
    language = current()
    pack = page_at(PACK_PATH, language.code)
    if not pack.is_public:
        raise Http404
    topics = TopicPage.objects.public().in_reading_order(language.code)
    pages = [pack.address, *(topic.address for topic in topics)]
    try:
        files = files_of([*pages, offline_address(language.code)], asker(request, MOST_SECONDS))
    except Unavailable:
        return JsonResponse({}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    readable = {file.url for file in files}
    shown = [(page, address) for page, address in zip([pack, *topics], pages, strict=True) if address in readable]
    content = {
        "language": language.code,
        "autonym": language.autonym,
        "direction": language.direction,
        "title": pack.title,
        "version": version_of(files),
        "bytes": sum(file.bytes for file in files),
        "pages": [
            {
                "url": address,
                "title": page.title,
                "language": page.language.code,
                "direction": page.language.direction,
            }
            for page, address in shown
        ],
        "files": [
            {"url": file.url, "bytes": file.bytes, "digest": file.digest}
            | ({"instead_of": file.instead_of} if file.instead_of else {})
            for file in files
        ],
    }
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """What is kept on this device; also what a reader sees, without signal, in place of a page that is not kept."""
    asked = request.GET.get("language", "")
    translation.activate(asked if asked in LANGUAGES else translation.get_language() or SOURCE)
    choices = [
        {"language": language, "url": offline_address(language.code), "current": language == current()}
        for language in LANGUAGES.values()
    ]
    context = {"switch": choices, "title": _("Kept on this device")}
    return render(request, "welcomepack/offline.html", context)


def offline_address(code: str) -> str:
    return f"{reverse('offline')}?language={code}"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may answer for every page."""
    script = Path(finders.find("js/sw.js")).read_bytes()
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
