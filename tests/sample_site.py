"""The sample site, migrated and seeded once for each state of its sources; what needs it takes a copy."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import dj_database_url
import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connections
from django.db.utils import load_backend
from django.test import override_settings

# The sample translations it is seeded with: one from right to left, one from left to right.
DRAFTED = ("ur", "pl")
ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("home", "campaign", "welcomepack", "stories", "site")


def copied_to(folder: Path, name: str) -> str:
    """Puts its pictures into this folder and its database beside them, or under this name on PostgreSQL.

    Returns the DATABASE_URL of the copy, '' for SQLite.
    """
    kept = _kept()
    shutil.copytree(kept / "media", folder / "media")
    if not (url := _server()):
        here, there = kept / "db.sqlite3", folder / "db.sqlite3"
        with closing(sqlite3.connect(here)) as original, closing(sqlite3.connect(there)) as copy:
            original.backup(copy)
        return ""
    own = f"{url}_{name}"
    _make_database(own, template=_name(_database_in(kept)))
    return own


@contextmanager
def in_use(folder: Path, name: str) -> Iterator[None]:
    """Tests inside stand on a copy of the sample site, not on empty tables."""
    url = copied_to(folder, name) or f"sqlite:///{folder / 'db.sqlite3'}"
    empty = connections["default"]
    options = {key: value for key, value in empty.settings_dict["OPTIONS"].items() if key != "pool"}
    ours = empty.settings_dict | {"NAME": dj_database_url.parse(url)["NAME"], "OPTIONS": options}
    connections["default"] = load_backend(ours["ENGINE"]).DatabaseWrapper(ours, "default")
    _forget_the_other_database()
    try:
        with override_settings(MEDIA_ROOT=folder / "media"):
            yield
    finally:
        connections["default"].close()
        connections["default"] = empty
        _forget_the_other_database()


def _forget_the_other_database() -> None:
    ContentType.objects.clear_cache()
    cache.clear()


def _server() -> str:
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def _kept() -> Path:
    """The folder of the original, made by whichever test process asks first."""
    files = (path for source in SOURCES for path in sorted((ROOT / source).rglob("*")) if path.suffix != ".pyc")
    about = [f"{path} {path.stat().st_mtime_ns}" for path in (*files, ROOT / "requirements.txt") if path.is_file()]
    digest = hashlib.sha256("\n".join([*about, _server()]).encode()).hexdigest()[:16]
    kept = settings.VAR_DIR / "sample-for-tests" / digest
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "made").exists():
            shutil.rmtree(kept, ignore_errors=True)
            kept.mkdir()
            _make(kept)
            (kept / "made").touch()
    return kept


def _make(kept: Path) -> None:
    environment = os.environ | {"VAR_DIR": str(kept), "DATABASE_URL": _database_in(kept)}
    if _server():
        _make_database(_database_in(kept))
    for command in (["migrate", "-v0"], ["seed", "-v0", "--languages", *DRAFTED]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)


def _database_in(kept: Path) -> str:
    return f"{_server()}_sample_{kept.name}" if _server() else ""


def _make_database(url: str, template: str = "template1") -> None:
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{_name(url)}" TEMPLATE "{template}"')


def _name(url: str) -> str:
    return dj_database_url.parse(url)["NAME"]
