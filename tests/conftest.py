"""What every test may rely on: its own folders, no page cache left over, the reader's language put back."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import translation
from wagtail.models import Collection, Locale, Page, Site
from wagtail_localize.models import Translation
from xdist.scheduler import LoadFileScheduling

from home.languages import LANGUAGES
from home.models import HomePage


class FileByFile(LoadFileScheduling):
    """One test process for each file, and one for all that share the site in the browser."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile:
    return FileByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def own_media_and_quick_passwords(tmp_path_factory) -> Iterator[None]:
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), PASSWORD_HASHERS=quick):
        yield


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
        Page.add_root(title="Root")
        Collection.add_root(name="Root")
    Permission.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(Translation), codename="submit_translation"
    )


@pytest.fixture
def the_tests_own_connection(db, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request made from inside a test must not close the connection that holds the test's transaction."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path: Path) -> None:
    settings.PAGE_CACHE_DIR = tmp_path / "pages"
    settings.PAPER_DIR = tmp_path / "paper"
    for cache in settings.CACHES.values():
        cache["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "")
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"]
        | {"OPTIONS": {"location": str(tmp_path / "private"), "base_url": None}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


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
    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    page = root.add_child(instance=HomePage(title="Our Place", slug="home", locale=locales["en"]))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": page})
    return page
