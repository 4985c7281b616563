from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from home.models import Area, HomePage
from stories import moderation
from stories.consent import What
from stories.models import StoryIndexPage, Submission, SubmissionPhoto

TEXT = "We came to Leyton in March.\nIt rained.\n\nThen the neighbour knocked, with soup."
LATITUDE = (51.0, 34.0, 5.0)


def jpeg(size: tuple[int, int] = (320, 240), *, gps: bool = False, colour: str = "teal") -> bytes:
    """A photograph as a telephone takes it; with `gps` it says where."""
    image, output = Image.new("RGB", size, colour), BytesIO()
    exif = Image.Exif()
    if gps:
        exif[0x010F] = "Telephone maker"
        exif.get_ifd(0x8825).update({1: "N", 2: LATITUDE, 3: "W", 4: (0.0, 0.0, 40.0)})
    image.save(output, "JPEG", exif=exif)
    return output.getvalue()


@pytest.fixture(autouse=True)
def own_files(own_folders, settings, tmp_path, monkeypatch):
    """Every test can count the files it has made: public ones, and those no public address reaches."""
    settings.MEDIA_ROOT = tmp_path / "media"
    # Wagtail remembers the sizes of pictures, and numbers of pictures come again.
    cache.clear()
    monkeypatch.setattr(SubmissionPhoto._meta.get_field("file"), "storage", storages["private"])


@pytest.fixture
def private_files(tmp_path):
    """The photos kept where no public address reaches them."""
    return lambda: [path for path in (tmp_path / "private").rglob("*") if path.is_file()]


@pytest.fixture
def public_files(tmp_path):
    return lambda: [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


@pytest.fixture
def story_index(home):
    """The English list of stories, under a home page where visitors find it."""
    return home.add_child(instance=StoryIndexPage(title="Stories", slug="stories", locale=home.locale))


@pytest.fixture(scope="module")
def story_index_once(once) -> None:
    """The same, for a module in which every test begins with it."""
    with once():
        home = HomePage.objects.get()
        home.add_child(instance=StoryIndexPage(title="Stories", slug="stories", locale=home.locale))


@pytest.fixture
def make_user(db):
    def make(name: str, *permissions: str):
        user = get_user_model().objects.create_user(name, f"{name}@example.com", "secret")
        codenames = [permission.split(".")[1] for permission in ("wagtailadmin.access_admin", *permissions)]
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return user

    return make


@pytest.fixture
def moderator(make_user):
    return make_user("moderator", "stories.moderate_submission")


@pytest.fixture
def lead(make_user):
    """A safeguarding lead, who is a moderator too."""
    return make_user("lead", "stories.moderate_submission", "stories.safeguard_submission")


@pytest.fixture
def unfinished(db):
    """Stores what somebody has answered so far, photos and all, and not sent yet."""

    def unfinished(photo: bytes = b"", **fields) -> Submission:
        details = {
            "text": TEXT,
            "written_in": "en",
            "interface_language": "en",
            "name_shown": Submission.NameShown.FIRST,
            "name": "Amina Khan",
            "email": "amina@example.com",
            "is_adult": True,
            "shows_others": Submission.ShowsOthers.NOBODY,
            "has_children": False,
            "agreed_to": [What.PUBLISH_STORY, What.PUBLISH_NAME, What.PHOTO, What.CONTACT],
        }
        submission = Submission.objects.create(**details | fields)
        if photo:
            width, height = Image.open(BytesIO(photo)).size
            kept = SubmissionPhoto(submission=submission, width=width, height=height)
            kept.file.save("", ContentFile(photo))
        return submission

    return unfinished


@pytest.fixture
def send(unfinished):
    """Stores a submission, as the form does."""

    def send(photo: bytes = b"", **fields) -> Submission:
        submission = unfinished(photo, **fields)
        moderation.send(submission, timezone.now())
        return submission

    return send


@pytest.fixture
def nobody_has_sent_anything_yet():
    cache.clear()


@pytest.fixture
def leyton(db) -> Area:
    return Area.objects.create(name="Leyton", slug="leyton")
