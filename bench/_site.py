"""A real gunicorn of this site on a database and folder of its own, for the measurements that need one."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """Sets the environment to an empty folder and database, the latter on the server DATABASE_URL names, if it does;
    gives the name of the kind of database.
    """
    server = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        os.environ |= {"VAR_DIR": folder, "PAGE_CACHE": "off", "PROXIES_IN_FRONT": "1", "SECRET_KEY": "bench" * 12}
        os.environ["DJANGO_SETTINGS_MODULE"] = "_settings"
        os.environ["PYTHONPATH"] = str(Path(__file__).parent)
        if server.startswith("postgres"):
            import psycopg

            name = f"bench_{os.getpid()}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
                os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{name}").geturl()
                _make_tables()
                try:
                    yield "PostgreSQL"
                finally:
                    connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            os.environ.pop("DATABASE_URL", None)
            _make_tables()
            yield "SQLite"


def _make_tables() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder
    from wagtail.models import Locale, Page

    call_command("migrate", run_syncdb=True, verbosity=0)
    # wagtail-localize asks which migrations have been applied.
    MigrationRecorder(connection).ensure_schema()
    Locale.objects.get_or_create(language_code="en")
    Page.add_root(title="Root")


class Site:
    """The running site; `kill_workers` and `kill` end its processes by SIGKILL."""

    def __init__(self, workers: int = 2) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "PORT": str(self.port),
            "SITE_ADDRESS": self.address,
            "WEB_CONCURRENCY": str(workers),
        }

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn"]
        self.master = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True, stderr=subprocess.DEVNULL
        )
        self.wait()

    def wait(self) -> None:
        """Returns once the site answers."""
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.address}/health/live", timeout=5).ok:
                    return
            time.sleep(0.05)
        raise SystemExit("The site does not start.")

    def workers(self) -> list[int]:
        return children(self.master.pid)

    def kill_workers(self) -> None:
        for pid in self.workers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.master.pid, signal.SIGKILL)
        self.master.wait()


def children(pid: int) -> list[int]:
    """The processes this one has started, from whichever of its threads, and that still run."""
    found = []
    for started in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found += [int(child) for child in started.read_text().split()]
    return found


class Sender:
    """A browser without script that goes through the form, from a network address of its own."""

    def __init__(self, site: Site, number: int) -> None:
        self.site = site
        self.session = requests.Session()
        self.session.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def open(self, step: str) -> dict[str, str]:
        """Reads a page of the form; gives what its hidden fields hold."""
        page = self.session.get(f"{self.site.address}/en/stories/share/{step}/", timeout=180)
        assert page.ok, (step, page.status_code, page.text[:3000])
        assert page.url.endswith(f"/{step}/"), (page.url, step)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page.text)
        return {"website": ""} | dict(hidden)

    def answer(self, step: str, fields: dict[str, str], files: dict | None = None) -> str:
        """Sends one page; the address it leads to. Raises requests.RequestException when there was no answer."""
        address = f"{self.site.address}/en/stories/share/{step}/"
        response = self.session.post(address, data=fields, files=files, allow_redirects=False, timeout=180)
        assert response.status_code == 303, (step, response.status_code, response.text[:3000])
        return response.headers["Location"]
