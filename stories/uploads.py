"""Photos on their way into a submission: kept at once, cleaned, at most five, each refusal in its own words."""

import logging
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from home import locked_files, photos, virus_scan
from stories import limits, moderation
from stories.models import Submission, SubmissionPhoto
from stories.models.submissions import MOST_PHOTOS, PHOTO_FOLDER, private_storage

KEPT_FOR = timedelta(hours=limits.UNFINISHED_HOURS)
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
# What the history says of a photo that was looked at later.
WHY_REMOVED = {
    "type": "It was no photo.",
    "large": "It was larger than 60 megapixels.",
    "virus": "It had a virus.",
    "locked": "It was locked with a password.",
    "failed": "It could not be opened.",
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

    What cannot be looked at for viruses just now is kept as it came, unopened. Raises PhotoProblem. Never inside
    a transaction: cleaning takes seconds.
    """
    if file is None:
        raise PhotoProblem("none")
    if isinstance(file, RefusedFile):
        raise PhotoProblem(file.reason)
    if submission.photos.count() >= MOST_PHOTOS:
        raise PhotoProblem("many")
    if not file.size:
        raise PhotoProblem("empty")
    photo = SubmissionPhoto(submission=submission, called=(file.name or "")[-CALLED_CHARACTERS:])
    content = file.read()
    try:
        _fill(photo, _cleaned(content))
    except virus_scan.CannotScan as error:
        if len(content) > photos.MAX_BYTES:
            raise PhotoProblem("large") from error
        if not photos.seems_one(content):
            raise PhotoProblem(_no_photo(content)) from error
        logger.exception("A photo is kept unopened: the virus scanner does not answer.")
        photo.is_unopened = True
        _fill(photo, content)
    kept = None
    try:
        kept = _one_of_five(photo, now)
    finally:
        if kept != photo:
            photo.file.storage.delete(photo.file.name)
    return kept


def look_again(photo: SubmissionPhoto) -> None:
    """Looks at a photo that has waited unopened: it is cleaned, or removed. Raises CannotScan, or PhotoProblem when
    the store fails, and the photo goes on waiting.
    """
    with photo.file.open("rb") as file:
        content = file.read()
    try:
        clean = _cleaned(content)
    except PhotoProblem as problem:
        moderation.drop_photo(photo, WHY_REMOVED[problem.reason])
        return
    opened = SubmissionPhoto(submission=photo.submission)
    _fill(opened, clean)
    try:
        moderation.open_photo(photo, opened)
    except moderation.Conflict:
        opened.file.storage.delete(opened.file.name)


def forget_lost_files(now: datetime) -> int:
    """Deletes files in the private store that belong to no photo: what a crash or a failing store left behind."""
    storage, oldest = private_storage(), now - KEPT_FOR
    try:
        _folders, names = storage.listdir(PHOTO_FOLDER)
    except FileNotFoundError:
        return 0
    paths = [f"{PHOTO_FOLDER}/{name}" for name in names]
    known = set(SubmissionPhoto.objects.values_list("file", flat=True))
    lost = [path for path in paths if path not in known and storage.get_modified_time(path) < oldest]
    for path in lost:
        storage.delete(path)
    return len(lost)


def _cleaned(content: bytes) -> bytes:
    if virus_scan.has_virus(content):
        raise PhotoProblem("virus")
    try:
        return photos.cleaned_apart(content)
    except photos.UnsafePhoto as error:
        reasons = {"type": _no_photo(content), "large": "large", "broken": "failed"}
        raise PhotoProblem(reasons[error.reason]) from error


def _no_photo(content: bytes) -> str:
    return "locked" if locked_files.is_locked(content) else "type"


def _fill(photo: SubmissionPhoto, content: bytes) -> None:
    """Stores the file of a photo that is not a row yet."""
    try:
        if not photo.is_unopened:
            photo.width, photo.height = photos.size_of(content)
        photo.file.save("", ContentFile(content), save=False)
    except Exception as error:  # whatever the store's client raises, only this photo is lost
        logger.exception("A photo could not be stored.")
        raise PhotoProblem("failed") from error


@transaction.atomic
def _one_of_five(photo: SubmissionPhoto, now: datetime) -> SubmissionPhoto:
    """Stores the row, one upload after the other; gives the photo that was there already where it is the same."""
    unfinished = Submission.objects.unfinished().filter(started_at__gte=now - KEPT_FOR)
    whose = unfinished.select_for_update().filter(pk=photo.submission_id).first()
    if whose is None:  # sent, or erased, while the photo was on its way
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
