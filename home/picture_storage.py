"""Where pictures lie: in public, or in the private store for as long as nobody has published them (duty P12)."""

from pathlib import PurePosixPath

from django.core import signing
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils.deconstruct import deconstructible

PREFIX = "unpublished-"
SALT = "home.unpublished-picture"
SHOWN_SECONDS = 3600


def pictures() -> Storage:
    return storages["pictures"]


def is_unpublished(name: str) -> bool:
    return PurePosixPath(name).name.startswith(PREFIX)


def name_of(token: str) -> str | None:
    """The private file this token shows; None when it is made up or its hour is over."""
    try:
        name = signing.loads(token, salt=SALT, max_age=SHOWN_SECONDS)
    except signing.BadSignature:
        return None
    return name if isinstance(name, str) and is_unpublished(name) else None


@deconstructible
class PictureStorage(Storage):
    """Public storage, but for files called unpublished-…: their addresses are signed and good for an hour."""

    def _open(self, name: str, mode: str = "rb") -> File:
        return self._holder(name).open(name, mode)

    def _save(self, name: str, content: File) -> str:
        return self._holder(name).save(name, content)

    def delete(self, name: str) -> None:
        self._holder(name).delete(name)

    def exists(self, name: str) -> bool:
        return self._holder(name).exists(name)

    def size(self, name: str) -> int:
        return self._holder(name).size(name)

    def path(self, name: str) -> str:
        return self._holder(name).path(name)

    def url(self, name: str) -> str:
        if is_unpublished(name):
            return reverse("unpublished_picture", args=[signing.dumps(name, salt=SALT)])
        return self._holder(name).url(name)

    def _holder(self, name: str) -> Storage:
        return storages["private" if is_unpublished(name) else "default"]
