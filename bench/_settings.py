"""The site's settings for a measurement: no files collected, tables made at once instead of migration by migration."""

from ourplace.settings import *  # noqa: F403
from ourplace.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


class NoMigrations:
    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = NoMigrations()
