"""What every test may rely on: its own folders, no page cache left over, the reader's language put back."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import TestCase, override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings
from ourplace.management.commands.seed import admin_search_paused
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail_localize.models import Translation
from xdist.scheduler import LoadFileScheduling

from home import spam
from home.languages import LANGUAGES
from home.models import HomePage


class FileByFile(LoadFileScheduling):
    """One test process for each file, and two for all that share a site in the browser: they take the longest."""

    def _split_scope(self, nodeid: str) -> str:
        scope = super()._split_scope(nodeid)
        if not scope.startswith("tests/browser/"):
            return scope
        return "the site in the browser" if scope.endswith("test_site.py") else "the rest in the browser"


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile:
    return FileByFile(config, log)


# What takes longest begins first; while the first of these makes the sample site, the next need none.
FIRST = (
    "tests/test_sample_pages.py",
    "tests/site/test_roles_matrix.py",
    "tests/home/test_translation_histories.py",
    "tests/stories/test_permissions_matrix.py",
    "tests/browser/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [not item.nodeid.startswith(start) for start in FIRST])
    # What was committed is put back after the tables were emptied, so it is made ready before they are filled.
    for item in items:
        fixtures = getattr(item, "fixturenames", [])
        fixtures.sort(key=lambda name: name != "put_back")


def pytest_collection_finish() -> None:
    """What is imported by now stays, and is not looked through for garbage again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


# How fast a machine is decides no test.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def own_media_and_quick_passwords(tmp_path_factory) -> Iterator[None]:
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), PASSWORD_HASHERS=quick):
        yield


@pytest.fixture(scope="session", autouse=True)
def own_cache() -> None:
    """Each test process and the site it serves have one of Redis's databases: who empties one empties all of it."""
    if address := django_settings.REDIS_URL:
        number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        own = urlsplit(address)._replace(path=f"/{number}").geturl()
        os.environ["REDIS_URL"] = django_settings.CACHES["default"]["LOCATION"] = own
        # The one there is was made when the apps were loaded.
        caches["default"] = caches.create_connection("default")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    with django_db_blocker.unblock():
        put_in_what_migrations_would()
        # wagtail-localize asks which migrations have been applied.
        MigrationRecorder(connection).ensure_schema()


def put_in_what_migrations_would() -> None:
    """What those of Wagtail and wagtail-localize put into an empty database, and the sixteen languages."""
    if not Page.objects.exists():
        Locale.objects.bulk_create(Locale(language_code=code) for code in LANGUAGES)
        root = Page.add_root(title="Root")
        home = root.add_child(
            instance=HomePage(title="Our Place", slug="home", locale=Locale.objects.get(language_code="en"))
        )
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
        Collection.add_root(name="Root")
    Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Translation), codename="submit_translation"
    )


@pytest.fixture
def put_back(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Everything is thrown out of the database when work was committed: the next tests want what it began with."""
    yield
    with django_db_blocker.unblock():
        ContentType.objects.clear_cache()
        put_in_what_migrations_would()


@pytest.fixture
def in_threads(put_back, transactional_db, tmp_path: Path) -> Callable:
    """Hands out threads, each with a connection of its own to the database as it stands when they are asked for."""

    @contextmanager
    def threads(number: int) -> Iterator[Callable]:
        name = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            # A database in memory answers at once that it is locked; a file waits, as that of a site does.
            name = str(tmp_path / "site.sqlite3")
            with closing(sqlite3.connect(name)) as file:
                connection.connection.backup(file)
                # As that of a site is since it was made: changing over waits for nobody.
                file.execute("PRAGMA journal_mode=WAL")
        with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(number) as pool:
            patch.setitem(connections.databases["default"], "NAME", name)
            yield lambda action, *args: pool.submit(_and_close, action, *args)

    return threads


def _and_close(action: Callable, *args) -> object:
    try:
        return action(*args)
    finally:
        connections["default"].close()


@pytest.fixture
def the_tests_own_connection(db, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request made from inside a test must not close the connection that holds the test's transaction."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    settings.PAGE_CACHE_DIR = tmp_path / "pages"
    settings.PAPER_DIR = tmp_path / "paper"
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"]
        | {"OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@contextmanager
def unindexed() -> Iterator[None]:
    with disable_reference_index_auto_update(), admin_search_paused():
        yield


@pytest.fixture(autouse=True)
def indexes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Wagtail's indexes of what the admin finds and of what uses what are kept for tests marked `indexed` alone: they
    would cost every other a fifth of its time."""
    if request.node.get_closest_marker("indexed"):
        yield
        return
    with unindexed():
        yield


@pytest.fixture(scope="module")
def once(django_db_setup, django_db_blocker) -> Iterator[Callable]:
    """`with once():` puts into the database what every test of a module begins with; it is undone after the last.

    Not for a module in which a test commits. A test fetches its own objects: one handed to several would keep what the
    first made of it.
    """

    @contextmanager
    def putting_in() -> Iterator[None]:
        quiet = override_settings(PAGE_CACHE_DIR=None)
        with django_db_blocker.unblock(), quiet, unindexed(), TestCase.captureOnCommitCallbacks(execute=True):
            yield

    whole = transaction.atomic()
    # Tests stand inside it, so it is to them what a test case's own transaction is.
    whole._from_testcase = True
    with django_db_blocker.unblock():
        assert not connection.in_atomic_block, "a test has begun already: name the fixture among its own"
        whole.__enter__()
    yield putting_in
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def one_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour in which sendings are counted does not end during the test."""
    monkeypatch.setattr(spam, "WINDOW", timedelta(days=3650))


@pytest.fixture(autouse=True)
def language_put_back() -> Iterator[None]:
    before = translation.get_language()
    yield
    translation.activate(before)


@pytest.fixture
def locales(db) -> dict[str, Locale]:
    return {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=LANGUAGES)}


@pytest.fixture
def home(locales) -> HomePage:
    """The English home page, alone under the root, with a site that leads to it."""
    return HomePage.objects.select_related("locale").get(locale=locales["en"])
