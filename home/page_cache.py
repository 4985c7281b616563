"""Finished pages kept as files in front of Django, so that reading is quick and outlives the database.

A page is stored once, already compressed, and answered without starting Django's request machinery. It is
fresh until something is published, `FRESH_SECONDS` have gone by or the day is over, so that no morning shows
yesterday's events; after that it is made anew, and the old copy answers only where Django cannot (promise 9).
When something is taken down, every copy is removed.
"""

import gzip
import hashlib
import json
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path

import brotli
from django.conf import settings
from django.utils import timezone

from home.languages import LANGUAGES

FRESH_SECONDS = 300
_KEPT_TYPES = ("text/html", "application/json", "application/rss+xml", "application/atom+xml", "text/calendar")
_KEPT_HEADERS = (
    "Content-Disposition",
    "Content-Language",
    "Content-Security-Policy",
    "Content-Type",
    "Cross-Origin-Opener-Policy",
    "Last-Modified",
    "Link",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
)

Environ = dict
Headers = list[tuple[str, str]]
StartResponse = Callable[..., object]


@dataclass(frozen=True)
class StoredPage:
    """One finished page; `made_at` is in epoch seconds, `bodies` are by content encoding ('' is plain)."""

    headers: dict[str, str]
    etag: str
    made_at: float
    generation: str
    bodies: dict[str, bytes]

    def is_fresh(self, generation: str, now: float) -> bool:
        is_recent = now - self.made_at < FRESH_SECONDS and _day(now) == _day(self.made_at)
        return self.generation == generation and is_recent

    def answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        headers = [*self.headers.items(), ("ETag", self.etag), ("Vary", "Accept-Encoding, Cookie")]
        headers.append(("Cache-Control", "no-cache"))
        if self._is_known_to(environ):
            start_response("304 Not Modified", headers)
            return [b""]
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        encoding = next((name for name in ("br", "gzip") if name in accepted), "")
        body = self.bodies[encoding]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _is_known_to(self, environ: Environ) -> bool:
        if "HTTP_IF_NONE_MATCH" in environ:
            return self.etag in environ["HTTP_IF_NONE_MATCH"]
        # Programs that subscribe to a calendar often know only the date they were told.
        changed = self.headers.get("Last-Modified")
        return changed is not None and changed == environ.get("HTTP_IF_MODIFIED_SINCE")


class Store:
    """The folder of finished pages. Reads and writes whole files only, so processes may share it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def generation(self) -> str:
        """What every fresh page was made under; '' before anything was published."""
        try:
            return (self.folder / "generation").read_text()
        except OSError:
            return ""

    def changed_at(self) -> float | None:
        """When something was last published or taken down, in epoch seconds; None before that."""
        try:
            return (self.folder / "generation").stat().st_mtime
        except OSError:
            return None

    def read(self, key: str) -> StoredPage | None:
        try:
            content = (self.folder / key).read_bytes()
            head, _, rest = content.partition(b"\n")
            about = json.loads(head)
            bodies, start = {}, 0
            for encoding, length in about.pop("lengths").items():
                bodies[encoding] = rest[start : start + length]
                start += length
            return StoredPage(bodies=bodies, **about)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, key: str, page: StoredPage) -> None:
        """Keeps the page, unless something was published while it was being made."""
        about = {
            "headers": page.headers,
            "etag": page.etag,
            "made_at": page.made_at,
            "generation": page.generation,
            "lengths": {encoding: len(body) for encoding, body in page.bodies.items()},
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        content = json.dumps(about).encode() + b"\n" + b"".join(page.bodies.values())
        if self.generation() == page.generation:
            self._replace(key, content)
            if self.generation() != page.generation:
                # Everything was taken down between the two lines above: not even an old copy may stay.
                (self.folder / key).unlink(missing_ok=True)

    def expire(self) -> None:
        """Makes every page stale: the next reader has it made anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._replace("generation", uuid.uuid4().hex.encode())

    def remove_all(self) -> None:
        """Removes every copy: for content that must not be seen again."""
        self.expire()
        for entry in self.folder.iterdir():
            if entry.name != "generation":
                entry.unlink(missing_ok=True)

    def _replace(self, name: str, content: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            file.write(content)
        Path(file.name).replace(self.folder / name)


class PageCache:
    """WSGI application that answers reading from the store and passes everything else to Django."""

    def __init__(self, application: Callable, folder: Path | None = None) -> None:
        self.application = application
        folder = folder or settings.PAGE_CACHE_DIR
        self.store = Store(folder) if folder else None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = storage_key(environ) if self.store else None
        if key is None:
            return self.application(environ, start_response)
        stored, generation = self.store.read(key), self.store.generation()
        if stored and stored.is_fresh(generation, time.time()):
            return stored.answer(environ, start_response)
        status, headers, body = self._ask_django(environ)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and stored:
            return stored.answer(environ, start_response)
        if environ["REQUEST_METHOD"] == "GET" and _may_be_kept(status, headers):
            page = finished_page(headers, body, generation, time.time())
            self._keep(key, page)
            return page.answer(environ, start_response)
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    def _ask_django(self, environ: Environ) -> tuple[int, Headers, bytes]:
        plain = {name: value for name, value in environ.items() if not name.startswith("HTTP_IF_")}
        plain.pop("HTTP_ACCEPT_ENCODING", None)
        seen: list = []
        response = self.application(plain, lambda status, headers, exc_info=None: seen.extend((status, headers)))
        try:
            body = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        return int(seen[0].split()[0]), seen[1], body

    def _keep(self, key: str, page: StoredPage) -> None:
        try:
            self.store.write(key, page)
        except OSError:
            # A full disk must not stop anybody reading.
            shutil.rmtree(self.store.folder, ignore_errors=True)


def storage_key(environ: Environ) -> str | None:
    """The name a request's page is kept under, or None for anything but plain reading by somebody unknown."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
        return None
    path = environ.get("PATH_INFO", "")
    if path.split("/")[1:2] and path.split("/")[1] not in LANGUAGES:
        return None
    # Pages end in a slash, and data made of pages, which grows old with them, in .json or .ics. What else there is,
    # is a file and answers for itself whether it has changed.
    if not path.endswith(("/", ".json", ".ics")):
        return None
    if f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", ""):
        return None
    whole = "\0".join((environ.get("wsgi.url_scheme", ""), environ.get("HTTP_HOST", ""), path))
    return hashlib.sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()


def _day(moment: float) -> date:
    return datetime.fromtimestamp(moment, timezone.get_default_timezone()).date()


def finished_page(headers: Headers, body: bytes, generation: str, now: float) -> StoredPage:
    """A page ready to store: compressed both ways, with an ETag over its content."""
    kept = {name: value for name, value in headers if name in _KEPT_HEADERS}
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    bodies = {
        "br": brotli.compress(body, quality=9, mode=brotli.MODE_TEXT),
        "gzip": gzip.compress(body, 9, mtime=0),
        "": body,
    }
    return StoredPage(kept, etag, now, generation, bodies)


def _may_be_kept(status: int, headers: Headers) -> bool:
    names = {name.lower(): value for name, value in headers}
    control = names.get("cache-control", "")
    return (
        status == HTTPStatus.OK
        and names.get("content-type", "").startswith(_KEPT_TYPES)
        and "set-cookie" not in names
        and not any(word in control for word in ("private", "no-store", "no-cache"))
    )


def expire() -> None:
    """Has every page made anew for its next reader; called when something is published."""
    if settings.PAGE_CACHE_DIR:
        Store(settings.PAGE_CACHE_DIR).expire()


def remove_all() -> None:
    """Removes every kept page; called when something is taken down."""
    if settings.PAGE_CACHE_DIR:
        Store(settings.PAGE_CACHE_DIR).remove_all()


def changed_at() -> float | None:
    """When something was last published or taken down, in epoch seconds; None where nobody has kept it."""
    return Store(settings.PAGE_CACHE_DIR).changed_at() if settings.PAGE_CACHE_DIR else None
