"""A cache in front of the site, such as Varnish or a CDN: told what it must forget, before the answer is given.

Off unless `FRONTEND_CACHE_URL` is set. Pages tell every cache to ask again each time; pictures may be kept for a
year, and those have to be called back.
"""

import logging
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import Storage
from wagtail.contrib.frontend_cache.backends import BaseBackend
from wagtail.contrib.frontend_cache.utils import purge_urls_from_cache
from wagtail.models import Page

from home.languages import LANGUAGES
from home.picture_storage import is_unpublished

SECONDS = 5

logger = logging.getLogger("wagtail.frontendcache")


class HTTPCache(BaseBackend):
    """Sends PURGE, like Wagtail's own, but waits for a cache that does not answer for `SECONDS` only."""

    def __init__(self, params: dict) -> None:
        super().__init__(params)
        self.location = urlsplit(params["LOCATION"])

    def purge(self, url: str) -> None:
        asked = urlsplit(url)
        connect = HTTPSConnection if self.location.scheme == "https" else HTTPConnection
        connection = connect(self.location.hostname, self.location.port, timeout=SECONDS)
        try:
            connection.request("PURGE", asked._replace(scheme="", netloc="").geturl(), headers={"Host": asked.netloc})
            status = connection.getresponse().status
            if status >= 400 and status != 404:
                logger.error("The cache in front would not forget %s: %s", url, status)
        except (OSError, HTTPException) as error:
            logger.error("The cache in front cannot be told to forget %s: %s", url, error)
        finally:
            connection.close()


def forget_page(page: Page) -> None:
    """Has a page forgotten in every language, with the lists above it and their feeds."""
    if not settings.WAGTAILFRONTENDCACHE or not hasattr(page, "relative_path"):
        return
    parts = page.relative_path.split("/")[:-1]
    above = ["/".join([*parts[:depth], ""]) for depth in range(len(parts))]
    paths = [page.relative_path, *above, *(f"{path}feed/" for path in above if path)]
    _forget(f"{settings.SITE_ADDRESS}/{code}/{path}" for code in LANGUAGES for path in paths)


def remove_file(storage: Storage, name: str) -> None:
    """Deletes a file, and has it forgotten where it was public; in this order, so that it is not fetched again."""
    storage.delete(name)
    if settings.WAGTAILFRONTENDCACHE and not is_unpublished(name):
        address = storage.url(name)
        _forget([f"{settings.SITE_ADDRESS}{address}" if address.startswith("/") else address])


def _forget(addresses: Iterable[str]) -> None:
    purge_urls_from_cache(list(addresses))
