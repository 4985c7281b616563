"""Blocks of the campaign in their stored form, as its tests need them."""

from datetime import date
from typing import Any
from uuid import uuid4

from home.models import Fact


def items(*values: Any) -> list[dict]:
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def block(kind: str, **value: Any) -> dict:
    return {"type": kind, "value": {"heading": f"About {kind}", "text": "", **value}, "id": str(uuid4())}


def fact(key: str, value: str, as_at: date | None = date(2018, 12, 1), **fields: Any) -> Fact:
    fields = {"kind": "percent", "source_name": "A survey", "source_url": "https://example.org/survey", **fields}
    return Fact.objects.create(key=key, value=value, label=key, as_at=as_at, **fields)
