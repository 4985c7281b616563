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
