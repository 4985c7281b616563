from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home import languages
from home.models.tasks import council_tasks


def site(request: HttpRequest) -> dict:
    """What the furniture of every page needs. Asks the database for nothing a template does not use."""
    reader = languages.current()
    return {
        "language": reader,
        "languages": languages.LANGUAGES.values(),
        "site_name": "Waltham Forest, Our Place",
        "switch": SimpleLazyObject(lambda: switch(request, reader)),
        "tasks": SimpleLazyObject(tasks),
    }


def switch(request: HttpRequest, reader: languages.Language) -> list[dict]:
    """Where this same page stands in every language, with what was asked of it."""
    _empty, _code, below = request.path.split("/", 2) if request.path.count("/") > 1 else ("", "", "")
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        {"language": language, "url": f"/{language.code}/{below}{asked}", "current": language == reader}
        for language in languages.LANGUAGES.values()
    ]


def tasks() -> list[dict]:
    """The links to the council's own services, as editors set them."""
    return [{"title": task.get_task_display(), "url": task.url} for task in council_tasks()]
