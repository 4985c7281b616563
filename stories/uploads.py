"""Photos on their way into a submission: kept at once, cleaned, at most five, each refusal in its own words."""

import logging
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from home import photos
from stories.models import Submission, SubmissionPhoto
from stories.models.submissions import MOST_PHOTOS

CALLED_CHARACTERS = 100
PHOTO_PROBLEMS = {
    "none": _("Choose a photo first"),
    "type": _("Photo must be a JPEG, PNG, WebP, HEIC or AVIF file"),
    "large": _("Photo must be smaller than 20 MB and 60 megapixels"),
    "empty": _("This photo file is empty. Choose another"),
    "virus": _("This photo has a virus, so we have not kept it. Choose another"),
    "locked": _("This photo is locked with a password. Unlock it, or choose another"),
    "failed": _("We could not keep this photo. Your answers are not lost. Try again, or choose another"),
    "many": format_lazy(_("You can send up to {number} photos. Remove one first"), number=MOST_PHOTOS),
}

logger = logging.getLogger(__name__)


class PhotoProblem(Exception):
    """A photo that is not kept; `reason` is a key of PHOTO_PROBLEMS (duty F15)."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    @property
    def words(self) -> str:
        """What its owner is told."""
        return str(PHOTO_PROBLEMS[self.reason])


class RefusedFile(UploadedFile):
    """Stands for a file that was not taken in at all; `keep` says why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name=name)
        self.reason = reason


class PhotoSizeLimit(FileUploadHandler):
    """Lets go of files that are too large or too many, so that they fill no disk and the answers still arrive.

    First among the request's upload handlers. What was let go is in request.FILES as a RefusedFile.
    """

    files = 0
    refused = ""

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        self.refused = "many" if self.files > MOST_PHOTOS else ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > photos.MAX_BYTES:
            self.refused = self.refused or "large"
        return None if self.refused else raw_data

    def file_complete(self, file_size: int) -> RefusedFile | None:
        return RefusedFile(self.file_name, self.refused) if self.refused else None


def keep(submission: Submission, file: UploadedFile | None, now: datetime) -> SubmissionPhoto:
    """Cleans a photo and makes it part of an unfinished submission; the same photo sent twice is kept once.

    Raises PhotoProblem. Never inside a transaction: cleaning takes seconds.
    """
    if file is None:
        raise PhotoProblem("none")
    if isinstance(file, RefusedFile):
        raise PhotoProblem(file.reason)
    if submission.photos.count() >= MOST_PHOTOS:
        raise PhotoProblem("many")
    if not file.size:
        raise PhotoProblem("empty")
    try:
        content = photos.cleaned(file.read())
    except photos.UnsafePhoto as error:
        raise PhotoProblem("failed" if error.reason == "broken" else error.reason) from error
    photo = SubmissionPhoto(submission=submission, called=(file.name or "")[-CALLED_CHARACTERS:])
    return _added(photo, ContentFile(content))


def _added(photo: SubmissionPhoto, content: File) -> SubmissionPhoto:
    try:
        photo.file.save("", content, save=False)
    except Exception as error:  # whatever the store's client raises, only this photo is lost
        logger.exception("A photo could not be stored.")
        raise PhotoProblem("failed") from error
    kept = None
    try:
        kept = _one_of_five(photo)
    finally:
        if kept != photo:
            photo.file.storage.delete(photo.file.name)
    return kept


@transaction.atomic
def _one_of_five(photo: SubmissionPhoto) -> SubmissionPhoto:
    """Stores the row, one upload after the other; gives the photo that was there already where it is the same."""
    whose = Submission.objects.unfinished().select_for_update().filter(pk=photo.submission_id).first()
    if whose is None:
        raise PhotoProblem("failed")
    others = list(whose.photos.all())
    for other in others:
        if _same(photo, other):
            return other
    if len(others) >= MOST_PHOTOS:
        raise PhotoProblem("many")
    photo.save()
    return photo


def _same(one: SubmissionPhoto, other: SubmissionPhoto) -> bool:
    if (one.is_unopened, one.width, one.height) != (other.is_unopened, other.width, other.height):
        return False
    with one.file.storage.open(one.file.name) as ours, other.file.storage.open(other.file.name) as theirs:
        return ours.size == theirs.size and ours.read() == theirs.read()
