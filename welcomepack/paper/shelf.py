"""Finished papers kept as files: made once, read many times, made anew only when what they show has changed.

Beside each file lies a marker that says under which generation of the page cache it was last found right. While
that generation lasts nobody asks the database, as with pages (`home.page_cache`); after it the page is read again,
and the file is made anew only if the digest of its content differs. Files are put in place whole, so processes may
share the folder.
"""

import json
import logging
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

import typst
from django.conf import settings
from django.core.files import locks
from django.db import Error
from django.http import Http404
from django.utils.translation import override

from home.page_cache import FRESH_SECONDS, Store
from home.routing import page_at
from welcomepack.paper.contents import paper_of
from welcomepack.paper.press import digest_of, printed

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Paper:
    """One paper on the shelf; `path` is its address below the language, `found_right_at` is in epoch seconds."""

    path: str
    code: str
    digest: str
    generation: str | None
    found_right_at: float

    @property
    def file(self) -> Path:
        return settings.PAPER_DIR / f"{_name(self.path, self.code)}-{self.digest}.pdf"

    def is_fresh(self, generation: str | None, now: float) -> bool:
        return generation is not None and self.generation == generation and now - self.found_right_at < FRESH_SECONDS


def paper_at(path: str, code: str) -> Paper:
    """The paper with this address, such as `welcome/pack.pdf`, made if need be. Raises Http404."""
    kept, generation, now = _kept(path, code), _generation(), time.time()
    if kept and kept.is_fresh(generation, now):
        return kept
    try:
        return _looked_at_again(path, code, generation, now)
    except Http404:
        _clear(f"{_name(path, code)}*")
        raise
    except (Error, OSError, typst.TypstError):
        # As with pages, an old copy answers where a new one cannot be had (promise 9).
        if kept is None:
            raise
        logger.exception("The old copy of %s/%s is shown: a new one could not be made.", code, path)
        return kept


def _looked_at_again(path: str, code: str, generation: str | None, now: float) -> Paper:
    folder, _slash, name = path.rpartition("/")
    page = page_at(folder, code)
    if getattr(page, "paper_name", None) != name or not page.is_public:
        raise Http404
    with override(code):
        data = paper_of(page)
    paper = Paper(path, code, digest_of(data), generation, now)
    settings.PAPER_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.PAPER_DIR / f"{_name(path, code)}.lock").open("w") as lock:
        # Whoever asks meanwhile waits here and finds the file.
        locks.lock(lock, locks.LOCK_EX)
        if not paper.file.exists():
            _put(paper.file, printed(data))
        _put(_marker(path, code), json.dumps(asdict(paper)).encode())
        _clear(f"{_name(path, code)}-*.pdf", but=paper.file)
    return paper


def kept_papers() -> Iterator[Paper]:
    """Everything on the shelf."""
    for marker in settings.PAPER_DIR.glob("*.json"):
        if paper := _read(marker):
            yield paper


def size_of(path: str, code: str) -> int | None:
    """Bytes of the paper with this address, or None while it has not been made."""
    kept = _kept(path, code)
    return kept.file.stat().st_size if kept else None


def remove_all() -> None:
    """Clears the shelf: for content that must not be seen again."""
    _clear("*.*")


def _generation() -> str | None:
    return Store(settings.PAGE_CACHE_DIR).generation() if settings.PAGE_CACHE_DIR else None


def _kept(path: str, code: str) -> Paper | None:
    return _read(_marker(path, code))


def _read(marker: Path) -> Paper | None:
    try:
        paper = Paper(**json.loads(marker.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    return paper if paper.file.exists() else None


def _name(path: str, code: str) -> str:
    return f"{code}-{sha256(path.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def _marker(path: str, code: str) -> Path:
    return settings.PAPER_DIR / f"{_name(path, code)}.json"


def _put(file: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".", delete=False) as whole:
        whole.write(content)
    Path(whole.name).replace(file)


def _clear(pattern: str, but: Path | None = None) -> None:
    for file in settings.PAPER_DIR.glob(pattern):
        if file != but:
            file.unlink(missing_ok=True)
