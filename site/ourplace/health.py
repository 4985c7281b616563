"""The two health addresses (design, section 6): is the process up; does what it needs answer."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.tasks import task_backends
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok", "checks": {}})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when every check is "ok", else 503; a check says "failing" and no more, since anybody may ask."""
    checks = {name: "ok" if _answers(check) else "failing" for name, check in CHECKS.items()}
    good = set(checks.values()) == {"ok"}
    return JsonResponse({"status": "ok" if good else "failing", "checks": checks}, status=200 if good else 503)


def _answers(check: Callable[[], object]) -> bool:
    try:
        with override(settings.LANGUAGE_CODE):
            check()
    except Exception:  # noqa: BLE001 (whatever goes wrong, the answer is "failing")
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.set("health", "here", 10)
    if cache.get("health") != "here":
        raise RuntimeError("the cache forgot")


def _storage() -> None:
    storage = storages["private"]
    name = storage.save(f"health/{uuid.uuid4().hex}", ContentFile(b"here"))
    storage.delete(name)


def _tasks() -> None:
    task_backends["queue"].check()
    if settings.TASK_WORKER:
        from django_tasks_db.models import DBTaskResult

        DBTaskResult.objects.exists()


CHECKS = {"database": _database, "cache": _cache, "storage": _storage, "tasks": _tasks}
