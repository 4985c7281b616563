"""From an address to a page, in at most two queries whatever the depth."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from home.languages import LANGUAGES, SOURCE
from home.models import HomePage
from home.models.base import is_restricted
from home.translation import HOME_DEPTH


def page_at(path: str, code: str) -> Page:
    """The page at this path in this language, else the English one at the same path (promise 3).

    A copy of the English (an alias) counts as not translated. Raises Http404.
    """
    if "\0" in path:
        raise Http404
    parts = [part for part in path.split("/") if part]
    # At the top of a language stands nothing but its home page: that one is asked for whole.
    pages = Page.objects.filter(slug=parts[-1]) if parts else HomePage.objects.with_pictures()
    candidates = (
        pages.live()
        .filter(depth=HOME_DEPTH + len(parts), alias_of=None, locale__language_code__in=[code, SOURCE])
        .annotate(is_restricted=is_restricted("path"))
        .select_related("content_type", *(HomePage.shown_with if not parts else ["locale"]))
    )
    found = [page for page in candidates if page.url_path.split("/")[2:-1] == parts]
    best = max(found, key=lambda page: page.locale.language_code == code, default=None)
    model = best.content_type.model_class() if best else None
    if model is None:
        raise Http404
    if parts:
        best_as = model.objects.select_related(*model.shown_with).prefetch_related(*model.prefetched_with)
        page = best_as.get(pk=best.pk)
    else:
        page = best
    page.is_public = not best.is_restricted
    return page


def public_page_at(path: str, code: str) -> Page:
    """Like `page_at`, for what anybody may hear of: a page behind a restriction is not found."""
    page = page_at(path, code)
    if not page.is_public:
        raise Http404
    return page


def addresses(name: str) -> list[tuple[str, str]]:
    """Where something that is no page but has its words in the catalogues is read, with the code of each language."""
    found = []
    for code in LANGUAGES:
        with override(code):
            found.append((code, f"{settings.SITE_ADDRESS}{reverse(name)}"))
    return found
