"""Server time of one reading of a topic: kept by the page cache, made anew, and beside a bare Django view.

All three run in this process, one after the other in turns, on the database the environment names; the figure is
the median of several rounds, the ratio is against the bare view of the same round.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ourplace.settings")

ROUNDS, CALLS = 7, 40
TOPIC = "/en/welcome/health/"


def environ(path: str) -> dict:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }


def seconds_a_call(application: Callable, path: str) -> float:
    """CPU seconds of one call; the answer must be a page."""
    start = time.process_time()
    for _ in range(CALLS):
        status = []
        answer = application(environ(path), lambda line, headers, exc_info=None, status=status: status.append(line))
        assert len(b"".join(answer)) > 0
        if hasattr(answer, "close"):
            answer.close()
        assert status == ["200 OK"], status
    return (time.process_time() - start) / CALLS


def main() -> None:
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.wsgi import get_wsgi_application

    django = get_wsgi_application()

    from django.http import HttpResponse
    from django.test import override_settings
    from django.urls import path

    from home.page_cache import PageCache

    class Bare:
        """A view with Django's seven default middleware and a constant page of 20 KB."""

        urlpatterns = [path("", lambda request: HttpResponse("x" * 20_000))]

    default_middleware = [
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ]
    sys.modules["bare_urls"] = Bare
    with override_settings(ROOT_URLCONF="bare_urls", MIDDLEWARE=default_middleware):
        bare = WSGIHandler()
    kept = PageCache(django, Path(tempfile.mkdtemp()))

    def bare_round() -> float:
        with override_settings(ROOT_URLCONF="bare_urls"):
            return seconds_a_call(bare, "/")

    for warm in (lambda: seconds_a_call(kept, TOPIC), lambda: seconds_a_call(django, TOPIC), bare_round):
        warm()
    rounds = [(seconds_a_call(kept, TOPIC), seconds_a_call(django, TOPIC), bare_round()) for _ in range(ROUNDS)]
    kept_ms, anew_ms, bare_ms = (statistics.median(column) * 1000 for column in zip(*rounds, strict=True))
    anew_ratio = statistics.median(anew / view for _, anew, view in rounds)
    kept_ratio = statistics.median(page / view for page, _, view in rounds)
    print(f"bare view {bare_ms:.2f} ms, made anew {anew_ms:.2f} ms ({anew_ratio:.1f} × the bare view)")
    print(f"page_speed: {kept_ms:.2f} ms, {kept_ratio:.2f} × a bare Django view")


if __name__ == "__main__":
    main()
