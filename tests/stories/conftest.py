from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from PIL import Image

from stories import consent, moderation
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
def send(db):
    """Stores a submission, as the form does."""

    def send(photo: bytes = b"", key: str = "a", **fields) -> Submission:
        details = {
            "key": key,
            "text": TEXT,
            "written_in": "en",
            "interface_language": "en",
            "name_shown": Submission.NameShown.FIRST,
            "name": "Amina Khan",
            "email": "amina@example.com",
            "is_adult": True,
        }
        consents = consent.records([What.PUBLISH_STORY, What.PUBLISH_NAME], "en")
        submission, _is_new = moderation.receive(Submission(**details | fields), consents, photo)
        return submission

    return send
