"""What machines ask for: robots.txt and the sitemap of every language."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page


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
    context = {"groups": list(versions.values())}
    return render(request, "ourplace/sitemap.xml", context, content_type="application/xml")
