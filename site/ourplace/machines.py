"""What machines ask for: robots.txt, the sitemap of every language, and the manifest for a home screen."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.routing import addresses


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {settings.SITE_ADDRESS}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page in every language it can be read in, each with its versions (hreflang).

    A page that is only shown in English under another language is not listed there: its canonical
    address is the English one.
    """
    pages = (
        Page.objects.live()
        .public()
        .filter(alias_of=None, depth__gt=1)
        .order_by("path")
        .values("translation_key", "locale__language_code", "url_path", "last_published_at")
    )
    versions = defaultdict(list)
    for page in pages:
        code, below = page["locale__language_code"], page["url_path"].split("/", 2)[2]
        address = f"{settings.SITE_ADDRESS}/{code}/{below}"
        versions[page["translation_key"]].append(
            {"code": code, "address": address, "changed": page["last_published_at"]}
        )
    # Read in every language, though no page of theirs stands in the tree.
    ours = [
        [{"code": code, "address": address} for code, address in addresses(name)] for name in ("directory", "pledge")
    ]
    context = {"groups": [*versions.values(), *ours]}
    return render(request, "ourplace/sitemap.xml", context, content_type="application/xml")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How the site looks on a phone's home screen; its name is the same in every language."""
    content = {
        "name": "Waltham Forest, Our Place",
        "short_name": "Our Place",
        "lang": "en",
        "dir": "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fff6e6",
        "theme_color": "#12352b",
        "icons": [
            {"src": static(f"icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")
