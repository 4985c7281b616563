from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from PIL import Image

from home import photos, virus_scan
from stories import limits, moderation, uploads
from stories.models import Submission, SubmissionPhoto
from stories.models.submissions import MOST_PHOTOS
from stories.uploads import PHOTO_PROBLEMS, PhotoProblem, PhotoSizeLimit, RefusedFile
from tests.stories.conftest import jpeg

COLOURS = ("red", "green", "blue", "black", "white")


@pytest.fixture
def in_this_process(monkeypatch):
    """Photos are cleaned as ever, without the second a process of their own takes to start."""
    monkeypatch.setattr(photos, "cleaned_apart", photos.cleaned)


@pytest.fixture
def submission(unfinished, in_this_process) -> Submission:
    return unfinished()


@pytest.fixture
def scanner(settings, monkeypatch):
    """A virus scanner that says what it is told: True, False, or a CannotScan."""

    def says(answer: bool | virus_scan.CannotScan) -> None:
        def has_virus(content: bytes) -> bool:
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(virus_scan, "has_virus", has_virus)

    return says


def file(content: bytes, name: str = "IMG_2041.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def keep(submission: Submission, content: bytes, name: str = "IMG_2041.jpg") -> SubmissionPhoto:
    return uploads.keep(submission, file(content, name), timezone.now())


def why_not(submission: Submission, sent: SimpleUploadedFile | None) -> str:
    """The reason a photo is not kept; every reason has words of its own."""
    with pytest.raises(PhotoProblem) as problem:
        uploads.keep(submission, sent, timezone.now())
    assert problem.value.words == PHOTO_PROBLEMS[problem.value.reason]
    return problem.value.reason


def test_p12_a_photo_is_the_submissions_at_once_cleaned_and_where_no_address_reaches_it(
    unfinished, private_files, public_files
):
    photo = keep(unfinished(), jpeg((320, 240), gps=True), "../Amina at home.jpg")
    photo.refresh_from_db()
    with photo.file.open() as stored:
        image = Image.open(stored)
        assert not image.getexif()
    assert (photo.width, photo.height) == image.size == (320, 240)
    assert photo.called == "Amina at home.jpg"
    assert photo.file.name.startswith("photos/")
    assert photo.file.name.endswith(".jpg")
    assert "Amina" not in photo.file.name
    assert len(private_files()) == 1
    assert public_files() == []


def test_p12_the_kind_is_judged_by_content_whatever_the_file_is_called(submission):
    assert keep(submission, jpeg(), "story.pdf").file.name.endswith(".jpg")
    assert why_not(submission, file(b"<svg onload='alert(1)'/>", "photo.jpg")) == "type"


@pytest.mark.parametrize("kind", ["HEIF", "AVIF", "WEBP", "PNG"])
def test_what_telephones_make_is_taken(submission, kind):
    output = BytesIO()
    Image.new("RGB", (64, 48), "teal").save(output, kind)
    assert keep(submission, output.getvalue()).width == 64


def test_f15_the_eight_errors_have_words_of_their_own():
    assert set(PHOTO_PROBLEMS) == {"none", "type", "large", "empty", "virus", "locked", "failed", "many"}
    assert len({str(words) for words in PHOTO_PROBLEMS.values()}) == 8


def test_f15_none(submission):
    assert why_not(submission, None) == "none"


def test_f15_type(submission):
    assert why_not(submission, file(b"%PDF-1.7")) == "type"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff" + b"0" * photos.MAX_BYTES, jpeg((80, 60))])
def test_f15_too_big_in_bytes_or_in_pixels(submission, monkeypatch, content):
    monkeypatch.setattr(photos, "MAX_PIXELS", 80 * 60 - 1)
    assert why_not(submission, file(content)) == "large"


def test_f15_empty(submission):
    assert why_not(submission, file(b"")) == "empty"


def test_f15_virus(submission, scanner, private_files):
    scanner(True)
    assert why_not(submission, file(jpeg())) == "virus"
    assert private_files() == []


def test_f15_locked(submission):
    assert why_not(submission, file(b"Salted__12345678", "holiday.jpg")) == "locked"


def test_f15_failed_because_it_cannot_be_read(submission):
    assert why_not(submission, file(jpeg((400, 400))[:700])) == "failed"


def test_f15_failed_because_the_store_is_down_and_nothing_but_the_photo_is_lost(submission, monkeypatch):
    kept = keep(submission, jpeg(colour="red"))

    def down(*args: object) -> str:
        raise ConnectionError

    monkeypatch.setattr(type(storages["private"]), "_save", down)
    assert why_not(submission, file(jpeg(colour="blue"))) == "failed"
    assert "not lost" in PHOTO_PROBLEMS["failed"]
    assert submission.photos.get() == kept
    assert Submission.objects.get(pk=submission.pk).text == submission.text


def test_f15_too_many(submission, private_files):
    for colour in COLOURS:
        keep(submission, jpeg(colour=colour))
    assert why_not(submission, file(jpeg(colour="pink"))) == "many"
    assert submission.photos.count() == len(private_files()) == MOST_PHOTOS


def meanwhile(monkeypatch, act) -> None:
    """Something happens while the next photo is being cleaned."""

    def cleaned(content: bytes) -> bytes:
        monkeypatch.setattr(photos, "cleaned_apart", photos.cleaned)
        act()
        return photos.cleaned(content)

    monkeypatch.setattr(photos, "cleaned_apart", cleaned)


def test_a_sixth_photo_that_arrives_together_with_the_fifth_is_too_many(submission, monkeypatch, private_files):
    for colour in COLOURS[:4]:
        keep(submission, jpeg(colour=colour))
    meanwhile(monkeypatch, lambda: keep(submission, jpeg(colour="white")))
    assert why_not(submission, file(jpeg(colour="pink"))) == "many"
    assert submission.photos.count() == len(private_files()) == MOST_PHOTOS


def test_the_same_photo_sent_twice_is_kept_once(submission, monkeypatch, private_files):
    meanwhile(monkeypatch, lambda: keep(submission, jpeg()))
    assert keep(submission, jpeg()) == keep(submission, jpeg()) == submission.photos.get()
    assert len(private_files()) == 1
    keep(submission, jpeg(colour="red"))
    assert submission.photos.count() == 2


@pytest.mark.parametrize("act", [lambda story: moderation.send(story, timezone.now()), moderation.forget_unfinished])
def test_a_photo_is_not_added_to_what_was_sent_or_erased_meanwhile(
    submission, monkeypatch, private_files, act, django_capture_on_commit_callbacks
):
    meanwhile(monkeypatch, lambda: act(Submission.objects.get(pk=submission.pk)))
    assert why_not(submission, file(jpeg())) == "failed"
    assert not SubmissionPhoto.objects.exists()
    assert private_files() == []


def test_a_photo_is_not_added_to_what_is_about_to_be_erased(submission):
    later = timezone.now() + timedelta(hours=limits.UNFINISHED_HOURS, minutes=1)
    with pytest.raises(PhotoProblem, match="failed"):
        uploads.keep(submission, file(jpeg()), later)


def posted(*contents: bytes) -> HttpRequest:
    sent = {"photo": [file(content, f"{number}.jpg") for number, content in enumerate(contents)], "step": "photos"}
    request = RequestFactory().post("/", sent)
    request.upload_handlers.insert(0, PhotoSizeLimit(request))
    return request


def test_a_file_that_is_too_large_is_let_go_and_the_rest_arrives(submission):
    request = posted(b"\xff" * (photos.MAX_BYTES + 1), jpeg(), b"")
    large, good, empty = request.FILES.getlist("photo")
    assert request.POST["step"] == "photos"
    assert isinstance(large, RefusedFile)
    assert large.file is None
    assert [why_not(submission, large), why_not(submission, empty)] == ["large", "empty"]
    assert good.read() == jpeg()


def test_more_files_than_a_story_may_have_are_let_go():
    *few, sixth = posted(*[jpeg()] * (MOST_PHOTOS + 1)).FILES.getlist("photo")
    assert not any(isinstance(file, RefusedFile) for file in few)
    assert sixth.reason == "many"


UNREACHABLE = virus_scan.CannotScan("refused")


def test_a_photo_nobody_could_look_at_is_kept_as_it_came_and_not_opened(submission, scanner, monkeypatch, caplog):
    def opened(content: bytes) -> bytes:
        raise AssertionError

    monkeypatch.setattr(photos, "cleaned_apart", opened)
    scanner(UNREACHABLE)
    photo = keep(submission, jpeg(gps=True))
    assert photo.is_unopened
    assert photo.file.name.endswith(".unopened")
    assert photo.width == photo.height == 0
    with photo.file.open() as stored:
        assert stored.read() == jpeg(gps=True)
    assert "does not answer" in caplog.text
    assert keep(submission, jpeg(gps=True)) == photo


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"<svg/>", "type"), (b"Salted__1", "locked"), (b"\xff\xd8\xff" + b"0" * photos.MAX_BYTES, "large")],
)
def test_what_is_no_photo_is_not_kept_unopened_either(submission, scanner, private_files, content, reason):
    scanner(UNREACHABLE)
    assert why_not(submission, file(content)) == reason
    assert private_files() == []


@pytest.fixture
def unopened(submission, scanner):
    """A photo kept unopened in a submission that was sent."""

    def unopened(content: bytes) -> SubmissionPhoto:
        scanner(UNREACHABLE)
        photo = keep(submission, content)
        moderation.send(submission, timezone.now())
        return photo

    return unopened


def history(submission: Submission) -> list[tuple[str, str]]:
    return list(submission.events.exclude(what="moved").values_list("what", "note"))


def look(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("look_at_photos")


def test_a_photo_kept_unopened_is_cleaned_once_the_scanner_answers(
    unopened, scanner, private_files, django_capture_on_commit_callbacks
):
    photo = unopened(jpeg((320, 240), gps=True))
    scanner(False)
    look(django_capture_on_commit_callbacks)
    photo.refresh_from_db()
    assert not photo.is_unopened
    assert (photo.width, photo.height) == (320, 240)
    with photo.file.open() as stored:
        assert not Image.open(stored).getexif()
    assert [path.suffix for path in private_files()] == [".jpg"]
    assert history(photo.submission) == [("opened", "")]


@pytest.mark.parametrize(
    ("content", "is_virus", "note"),
    [(jpeg(), True, "It had a virus."), (jpeg((400, 400))[:700], False, "It could not be opened.")],
)
def test_a_photo_kept_unopened_goes_when_it_must_not_stay_and_the_history_says_so(
    unopened, scanner, private_files, django_capture_on_commit_callbacks, content, is_virus, note
):
    photo = unopened(content)
    scanner(is_virus)
    look(django_capture_on_commit_callbacks)
    assert not photo.submission.photos.exists()
    assert private_files() == []
    assert history(photo.submission) == [("photo", note)]


def test_while_the_scanner_is_silent_the_photo_goes_on_waiting(unopened, private_files):
    photo = unopened(jpeg())
    with pytest.raises(CommandError, match="still unopened: 1"):
        call_command("look_at_photos")
    assert photo.submission.photos.get().is_unopened
    assert history(photo.submission) == []
    assert len(private_files()) == 1


def test_a_photo_withdrawn_while_it_is_looked_at_does_not_come_back(
    unopened, scanner, monkeypatch, private_files, django_capture_on_commit_callbacks
):
    photo = unopened(jpeg())
    scanner(False)
    meanwhile(monkeypatch, lambda: moderation.withdraw(photo.submission))
    look(django_capture_on_commit_callbacks)
    assert not SubmissionPhoto.objects.exists()
    assert private_files() == []


def test_a_photo_kept_unopened_is_never_made_a_picture(unopened, story_index, moderator, public_files):
    photo = unopened(jpeg())
    story = moderation.make_draft(photo.submission, moderator)
    assert story.picture is None
    assert public_files() == []


def test_a_file_no_photo_belongs_to_is_deleted_after_a_day(submission, private_files):
    kept = keep(submission, jpeg())
    storages["private"].save("photos/lost.jpg", ContentFile(b"left behind by a crash"))
    assert uploads.forget_lost_files(timezone.now()) == 0
    output, later = StringIO(), timezone.now() + timedelta(hours=limits.UNFINISHED_HOURS + 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        call_command("look_at_photos", stdout=output)
    assert "belonged to: 1" in output.getvalue()
    assert [path.name for path in private_files()] == [kept.file.name.removeprefix("photos/")]


def test_a_store_without_photos_yet_has_no_lost_files(db):
    assert uploads.forget_lost_files(timezone.now()) == 0
