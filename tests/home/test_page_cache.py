"""The page cache as a WSGI application, with a stand-in for Django behind it."""

import gzip
from pathlib import Path

import pytest

from home import page_cache
from home.page_cache import FRESH_SECONDS, PageCache, storage_key


class Django:
    """Counts how often it is asked; answers what it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.status, self.body = "200 OK", b"<p>hello</p>" * 50
        self.headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Security-Policy", "default-src"),
        ]

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, self.headers)
        return [self.body]


class Reader:
    def __init__(self, cache: PageCache) -> None:
        self.cache = cache

    def get(self, path: str = "/en/", query: str = "", **headers: str) -> tuple[str, dict, bytes]:
        seen = []
        environ = {
            "REQUEST_METHOD": headers.pop("method", "GET"),
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            **headers,
        }
        body = b"".join(self.cache(environ, lambda status, headers, exc_info=None: seen.extend((status, headers))))
        return seen[0], dict(seen[1]), body


@pytest.fixture
def django() -> Django:
    return Django()


@pytest.fixture
def reader(django: Django, settings, tmp_path: Path) -> Reader:
    settings.PAGE_CACHE_DIR = tmp_path / "cache"
    return Reader(PageCache(django))


def test_a_page_is_made_once_and_read_many_times(reader, django):
    assert {reader.get()[2] for _ in range(3)} == {django.body}
    assert django.asked == 1


def test_a_kept_page_is_compressed_and_keeps_its_policy(reader, django):
    reader.get()
    status, headers, body = reader.get(HTTP_ACCEPT_ENCODING="gzip")
    assert (status, headers["Content-Encoding"], gzip.decompress(body)) == ("200 OK", "gzip", django.body)
    assert headers["Content-Security-Policy"] == "default-src"
    assert headers["Vary"] == "Accept-Encoding, Cookie"


def test_a_browser_that_has_the_page_is_told_so(reader):
    etag = reader.get()[1]["ETag"]
    status, _, body = reader.get(HTTP_IF_NONE_MATCH=etag)
    assert (status, body) == ("304 Not Modified", b"")


def test_publishing_has_the_page_made_anew(reader, django):
    reader.get()
    page_cache.expire()
    django.body = b"new"
    assert reader.get()[2] == b"new"


def test_a_page_is_made_anew_when_it_is_old(reader, django, monkeypatch):
    reader.get()
    now = page_cache.time.time()
    monkeypatch.setattr(page_cache.time, "time", lambda: now + FRESH_SECONDS + 1)
    reader.get()
    assert django.asked == 2


def test_an_old_page_answers_while_django_cannot(reader, django):
    page = reader.get()[2]
    page_cache.expire()
    django.status, django.body = "500 Internal Server Error", b"sorry"
    assert reader.get()[2] == page
    assert reader.get("/en/never-read/")[0] == "500 Internal Server Error"


def test_what_was_taken_down_is_not_shown_even_then(reader, django):
    reader.get()
    page_cache.remove_all()
    django.status, django.body = "500 Internal Server Error", b"sorry"
    assert reader.get()[2] == b"sorry"


def test_a_page_made_while_something_was_published_is_not_kept(reader, django):
    def publish_meanwhile(environ, start_response):
        page_cache.expire()
        return django(environ, start_response)

    Reader(PageCache(publish_meanwhile)).get()
    reader.get()
    assert django.asked == 2


@pytest.mark.parametrize(
    "header",
    [("Set-Cookie", "csrftoken=1"), ("Cache-Control", "private"), ("Content-Type", "text/csv")],
)
def test_what_is_meant_for_one_reader_is_not_kept(reader, django, header):
    django.headers = [entry for entry in django.headers if entry[0] != header[0]] + [header]
    reader.get()
    reader.get()
    assert django.asked == 2


def test_errors_are_not_kept(reader, django):
    django.status = "404 Not Found"
    reader.get()
    reader.get()
    assert django.asked == 2


@pytest.mark.parametrize(
    "request_",
    [
        {"QUERY_STRING": "page=2"},
        {"REQUEST_METHOD": "POST"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/health/ready"},
    ],
)
def test_only_plain_reading_by_somebody_unknown_is_looked_up(request_):
    plain = {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/", "QUERY_STRING": ""}
    assert storage_key(plain)
    assert storage_key(plain | request_) is None


def test_a_damaged_file_is_made_anew(reader, django, tmp_path):
    reader.get()
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(b"\xff\x00")
    page_cache.expire()
    assert reader.get()[2] == django.body


def test_hosts_do_not_share_pages(reader, django):
    reader.get()
    reader.get(HTTP_HOST="elsewhere")
    assert django.asked == 2
