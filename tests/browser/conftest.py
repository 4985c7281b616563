"""A real site for a real browser: migrated, seeded and served by gunicorn, the way `make run` does it."""

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import sample_site
from tests.sample_site import ROOT

# Playwright keeps an event loop in this thread; the tests that follow in the same process are plain ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The first is Chromium without the windows nobody sees.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), "")
PHONE = {"width": 360, "height": 740}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("No Chromium was found and REQUIRE_BROWSER is set.")
        pytest.skip("No Chromium was found: install the package chromium to run the browser tests.")
    # Django keeps other connections where an event loop runs; those of one side cannot be closed from the other.
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture(scope="session")
def site(chromium: Browser, tmp_path_factory) -> Iterator[str]:
    """The address of a site with the sample content: its own, or the one BROWSER_SITE says is running already."""
    if running := os.environ.get("BROWSER_SITE"):
        yield running
        return
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    folder = tmp_path_factory.mktemp("var")
    environment = {**os.environ, "VAR_DIR": str(folder), "PORT": str(port)}
    environment |= {"SITE_ADDRESS": address, "WEB_CONCURRENCY": "2"}
    environment["DATABASE_URL"] = sample_site.copied_to(folder, f"browser_{os.environ.get('PYTEST_XDIST_WORKER', '')}")
    _collect_static(environment)
    server = subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment)
    try:
        _wait_for(f"{address}/health/live")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _collect_static(environment: dict[str, str]) -> None:
    """Collects the static files, or takes those another process or an earlier run in VAR_DIR has compressed."""
    files = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    about = [f"{path} {path.stat().st_mtime_ns}" for path in (*files, ROOT / "requirements.txt")]
    kept = settings.VAR_DIR / "static-for-tests" / hashlib.sha256("\n".join(about).encode()).hexdigest()[:16]
    kept.mkdir(parents=True, exist_ok=True)
    (Path(environment["VAR_DIR"]) / "static").symlink_to(kept, target_is_directory=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "staticfiles.json").exists():
            collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
            subprocess.run(collect, cwd=ROOT, env=environment, check=True)


def _wait_for(address: str, seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(address)


@pytest.fixture
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=site, viewport=PHONE)
    context.set_default_timeout(60_000)
    yield context
    context.close()


@pytest.fixture
def phone(context: BrowserContext) -> Page:
    """A reader's page on a small phone."""
    return context.new_page()


@pytest.fixture(scope="module")
def visitor(chromium: Browser, site: str) -> Iterator[Page]:
    """Somebody who goes from page to page on a small phone, for tests that only look: styles and fonts are kept."""
    context = chromium.new_context(base_url=site, viewport=PHONE)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def desks(chromium: Browser, site: str) -> Iterator[dict[str, BrowserContext]]:
    """The desk-sized browsers of those of the staff who have signed in, by name; Wagtail's scripts stay in them."""
    desks: dict[str, BrowserContext] = {}
    yield desks
    for desk in desks.values():
        desk.close()


@pytest.fixture
def staff(chromium: Browser, site: str, desks: dict[str, BrowserContext]) -> Iterator[Callable[[str], Page]]:
    """Somebody of the sample staff at a new page, signed in."""
    pages = []

    def at_the_desk(username: str) -> Page:
        if username not in desks:
            size = {"width": 1280, "height": 900}
            # Wagtail's moving parts are no part of any journey.
            desk = chromium.new_context(base_url=site, viewport=size, reduced_motion="reduce")
            desk.set_default_timeout(60_000)
            _sign_in(desk, username)
            desks[username] = desk
        pages.append(desks[username].new_page())
        return pages[-1]

    yield at_the_desk
    for page in pages:
        page.close()


def _sign_in(desk: BrowserContext, username: str) -> None:
    """What the form sends, without drawing it and the dashboard it leads to."""
    desk.request.get("/admin/login/")
    [token] = [cookie["value"] for cookie in desk.cookies() if cookie["name"] == "csrftoken"]
    form = {"csrfmiddlewaretoken": token, "username": username, "password": f"our-place-{username}"}
    assert desk.request.post("/admin/login/", form=form, max_redirects=0).status == 302
