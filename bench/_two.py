"""The database that DATABASE_URL names and a copy of it, so that much in one is measured beside little in the other."""

import statistics
import time
from collections.abc import Mapping

ROUNDS = 11


class OneOfTwo:
    """Sends every question to the database that is being measured."""

    using = "default"

    def db_for_read(self, model: type, **hints: object) -> str:
        return OneOfTwo.using

    db_for_write = db_for_read


def set_up() -> None:
    """Django on both databases, with the tests' client; raises SystemExit where there is no PostgreSQL."""
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.DATABASE_ROUTERS = [OneOfTwo()]
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    if connection.vendor != "postgresql":
        raise SystemExit("This measures PostgreSQL: set DATABASE_URL to a migrated database.")
    few_beside()
    setup_test_environment()


def analyse() -> None:
    """Tells the planner of the database that is being filled what is in it."""
    from django.db import connections

    with connections[OneOfTwo.using].cursor() as cursor:
        # Not what both databases share: the first would keep the second waiting for ever.
        names = connections[OneOfTwo.using].introspection.table_names(cursor)
        cursor.execute(f"ANALYZE {', '.join(names)}")


def few_beside() -> None:
    """A second database like the first, under the alias `few`, for the few."""
    from django.db import connections

    settings = connections["default"].settings_dict
    settings["OPTIONS"].pop("pool", None)
    name = f"{settings['NAME']}_few"
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")
    connections["default"].close()
    connections.databases["few"] = {**settings, "NAME": "postgres"}
    with connections["few"].cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
    connections["few"].close()
    connections["few"].settings_dict["NAME"] = name


def medians(readings: Mapping[str, str]) -> dict[str, dict[str, float]]:
    """Milliseconds of each reading in each database, asked in turns, so that a busy moment meets them all."""
    from django.test import Client

    client = Client()
    taken: dict[str, dict[str, list[float]]] = {using: {name: [] for name in readings} for using in ("few", "default")}
    for turn in range(ROUNDS + 1):
        for name, address in readings.items():
            for OneOfTwo.using, times in taken.items():
                start = time.perf_counter()
                answer = client.get(address)
                if answer.status_code != 200:
                    raise RuntimeError(f"{address} answered {answer.status_code}")
                if turn:
                    times[name].append((time.perf_counter() - start) * 1000)
    return {using: {name: statistics.median(rows) for name, rows in times.items()} for using, times in taken.items()}
