"""Photos between the moment somebody chose them and the moment their story is sent (duty F12).

A form with an error gives its cleaned photo into keeping here and gets a token for it; nobody else can use
the token, and what is never sent is removed. A photo that is sent stays where it is and is the submission's.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils import timezone

from home import photos
from stories import limits
from stories.models import SubmissionPhoto
from stories.models.submissions import private_storage

SALT = "stories.held-photo"
FOLDER = "held"
KEPT_FOR = timedelta(hours=limits.UNFINISHED_HOURS)


class PhotoSizeLimit(FileUploadHandler):
    """Stops keeping a file that is too large, so that the words sent with it still arrive."""

    exceeded = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > photos.MAX_BYTES:
            self.exceeded = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


@dataclass(frozen=True)
class HeldPhoto:
    """A cleaned photo in keeping: `name` is what its owner called the file."""

    path: str
    name: str

    @property
    def token(self) -> str:
        return signing.dumps([self.path, self.name], salt=SALT, compress=True)

    def read(self) -> bytes:
        with private_storage().open(self.path) as file:
            return file.read()

    @property
    def is_sent(self) -> bool:
        return SubmissionPhoto.objects.filter(file=self.path).exists()

    def let_go(self) -> None:
        if not self.is_sent:
            private_storage().delete(self.path)


def hold(content: bytes, name: str) -> HeldPhoto:
    """Keeps a cleaned photo for a while, and removes what was kept too long."""
    _sweep()
    path = private_storage().save(f"{FOLDER}/{secrets.token_hex(16)}.jpg", ContentFile(content))
    return HeldPhoto(path, name[-100:])


def held(token: str) -> HeldPhoto | None:
    """The photo this token stands for; None when the token is made up or too old, or the photo is gone."""
    try:
        path, name = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return HeldPhoto(path, name) if private_storage().exists(path) else None


def _sweep() -> None:
    storage, oldest = private_storage(), timezone.now() - KEPT_FOR
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        photo = HeldPhoto(f"{FOLDER}/{name}", name)
        if storage.get_modified_time(photo.path) < oldest:
            photo.let_go()
