"""Everything a pack in one language consists of, found by reading its pages as a browser would.

Knows no request: what an address answers is asked of the caller.
"""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

_STYLE_LINK = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_SCRIPT_LINK = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)""")


class Unavailable(Exception):
    """A part of the pack could not be made just now, so no list of it would be true."""


@dataclass(frozen=True)
class Answer:
    """What an address answers; `wire` is its size in bytes as it travels, compressed."""

    status: int
    kind: str
    body: bytes
    wire: int


@dataclass(frozen=True)
class File:
    """One file of a pack. `instead_of` are larger sizes of the same picture that it stands in for."""

    url: str
    bytes: int
    digest: str
    instead_of: tuple[str, ...] = ()


class _Page(HTMLParser):
    """The files a page is shown with, and of each picture its smallest size with the larger ones."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.files: list[str] = []
        self.pictures: dict[str, set[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = {name: value for name, value in attrs if value}
        if tag == "use" or (tag == "link" and {"stylesheet", "icon"} & set(values.get("rel", "").split())):
            self.files.append(values.get("href", ""))
        elif tag == "script":
            self.files.append(values.get("src", ""))
        elif tag == "img":
            self._add_picture(values.get("src", ""), values.get("srcset", ""))

    def _add_picture(self, src: str, srcset: str) -> None:
        sizes = [part.split() for part in srcset.split(",") if part.strip()]
        widths = {size[0]: int(size[1][:-1]) for size in sizes if re.fullmatch(r"\d+w", size[-1])}
        smallest = min(widths, key=widths.get, default=src)
        self.files.append(smallest)
        self.pictures.setdefault(smallest, set()).update({src, *widths} - {smallest})


def files_of(pages: list[str], ask: Callable[[str], Answer]) -> list[File]:
    """The pages and all they are shown with, each file once. Leaves out what a reader may not read.

    Raises Unavailable when something answers an error of the server.
    """
    waiting, seen = deque(pages), set(pages)
    found: dict[str, Answer] = {}
    larger: dict[str, set[str]] = {}
    while waiting:
        url = waiting.popleft()
        answer = ask(url)
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unavailable(url)
        if answer.status != HTTPStatus.OK:
            continue
        found[url] = answer
        for link, others in _links(url, answer):
            larger.setdefault(link, set()).update(others)
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return [
        File(url, answer.wire, digest_of(answer.body), tuple(sorted(larger.get(url, ()))))
        for url, answer in found.items()
    ]


def _links(url: str, answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """The files of this site that a file needs, each with the larger pictures it stands in for."""
    text = answer.body.decode("utf-8", "replace") if answer.kind.startswith("text/") else ""
    pictures: dict[str, set[str]] = {}
    if answer.kind == "text/html":
        page = _Page(text)
        links, pictures = page.files, page.pictures
    elif answer.kind == "text/css":
        links = [address or imported for address, imported in _STYLE_LINK.findall(text)]
    elif answer.kind == "text/javascript":
        links = _SCRIPT_LINK.findall(text)
    else:
        links = []
    for link in links:
        if path := _path_here(url, link):
            others = (_path_here(url, other) for other in pictures.get(link, ()))
            yield path, [other for other in others if other]


def _path_here(base: str, link: str) -> str:
    """The link as a path on this site, without its fragment; '' for anything else."""
    path = urldefrag(urljoin(base, link)).url
    return path if link and path.startswith("/") and not path.startswith("//") else ""


def digest_of(body: bytes) -> str:
    """What a device compares a file with, so that it never keeps half of one version and half of another."""
    return hashlib.sha256(body).hexdigest()[:32]


def version_of(files: list[File]) -> str:
    """Changes when anything shown changes, and not otherwise."""
    lines = sorted(f"{file.url} {file.digest}" for file in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
