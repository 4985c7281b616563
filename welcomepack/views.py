from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from home.languages import SOURCE
from welcomepack.paper import shelf


@require_safe
def paper(request: HttpRequest, path: str) -> HttpResponse:
    """A topic or the whole pack as a PDF: a file once it has been made."""
    code = get_language() or SOURCE
    found = shelf.paper_at(path, code)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        # Taken down since the line above.
        raise Http404 from error
    name = slugify(path.removesuffix(".pdf").replace("/", " "))
    response = FileResponse(content, content_type="application/pdf", filename=f"{name}-{code}.pdf")
    response.headers["ETag"] = f'"{found.digest}"'
    response.headers["Cache-Control"] = "no-cache"
    # Compressed already: this keeps the middleware from doing it again for every reader.
    response.headers["Content-Encoding"] = "identity"
    return response
