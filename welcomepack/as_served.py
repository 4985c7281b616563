"""What this site answers a reader it does not know, asked without leaving the process.

It goes through the page cache and every middleware, so what is measured is what is served, and a page is made
at most once however often it is asked for.
"""

import gzip
import time
from collections.abc import Callable
from io import BytesIO
from urllib.parse import unquote, urlsplit

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest

from home.page_cache import PageCache
from welcomepack.listing import Answer, Unavailable

# The reader's own address of the site, so that pages are found under the key they are kept by; no cookie.
_PASSED_ON = (
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "REMOTE_ADDR",
    "SCRIPT_NAME",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.url_scheme",
)
_UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}


def asker(request: HttpRequest, seconds: float) -> Callable[[str], Answer]:
    """A function from a path to what the site this request came to would answer for it.

    It raises Unavailable when these seconds are over.
    """
    until = time.monotonic() + seconds
    site = PageCache(WSGIHandler())
    common = {name: request.META[name] for name in _PASSED_ON if name in request.META}

    def ask(url: str) -> Answer:
        if time.monotonic() > until:
            raise Unavailable(url)
        parts = urlsplit(url)
        environ = common | {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(parts.path).encode().decode("latin-1"),
            "QUERY_STRING": parts.query,
            # Keeping offline needs https, and every browser that has it takes brotli there.
            "HTTP_ACCEPT_ENCODING": "br, gzip",
            "wsgi.input": BytesIO(),
        }
        seen: list = []
        response = site(environ, lambda status, headers, exc_info=None: seen.extend((status, headers)))
        try:
            packed = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        headers = {name.lower(): value for name, value in seen[1]}
        body = _UNPACK.get(headers.get("content-encoding", ""), bytes)(packed)
        return Answer(int(seen[0].split()[0]), headers.get("content-type", "").split(";")[0], body, len(packed))

    return ask
