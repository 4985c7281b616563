import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from PIL import Image

from stories import limits, moderation
from stories.forms import StoryForm
from tests.stories.conftest import TEXT, jpeg

pytestmark = pytest.mark.django_db


def filled(**changes):
    answers = {
        "key": "a" * 32,
        "text": TEXT,
        "written_in": "en",
        "name_shown": "first",
        "name": "Amina Khan",
        "is_adult": "on",
        "consent_publish_story": "on",
        "consent_publish_name": "on",
    }
    return {name: value for name, value in (answers | changes).items() if value is not None}


def form_with(*photos: bytes, **changes):
    files = MultiValueDict({"photo": [SimpleUploadedFile("photo.jpg", photo) for photo in photos]} if photos else {})
    return StoryForm(filled(**changes), files)


def test_a_filled_form_is_good():
    form = form_with()
    assert form.is_valid(), form.errors
    assert [record.what for record in form.consents()] == ["publish_story", "publish_name"]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"text": "  "}, "text", "Enter your story"),
        ({"text": "\0\0"}, "text", "Enter your story"),
        ({"text": "a" * 10_001}, "text", "Story must be 10,000 characters or less"),
        ({"written_in": "tlh"}, "written_in", "Choose the language of your story from the list"),
        ({"written_in": None}, "written_in", "Choose the language of your story"),
        ({"name_shown": None}, "name_shown", "Choose which name is shown"),
        ({"name": ""}, "name", "Enter your name, or choose that no name is shown"),
        ({"email": "amina"}, "email", "Enter an e-mail address in the form name@example.com"),
        ({"area": "999"}, "area", "Choose a part of the borough from the list"),
        ({"is_adult": None}, "is_adult", "Confirm that you are 18 or older, or ask an adult to help you"),
        (
            {"consent_publish_story": None},
            "consent_publish_story",
            "Tick that we may publish your story, or do not send it",
        ),
        (
            {"consent_publish_name": None},
            "consent_publish_name",
            "Tick that we may show your name, or choose that no name is shown",
        ),
        (
            {"consent_contact": "on"},
            "email",
            "Enter your e-mail address, or do not tick that we may write to you",
        ),
        ({"held_photo": "forged"}, "photo", "We do not have your photo any more. Choose it again"),
    ],
)
def test_each_problem_has_one_message_at_its_field(changes, field, message):
    assert form_with(**changes).errors == {field: [message]}


@pytest.mark.parametrize(
    ("photo", "message"),
    [
        (b"", "This photo file is empty. Choose another"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Photo must be a JPEG, PNG, WebP, HEIC or AVIF file"),
        (
            jpeg((640, 480))[:-400],
            "This photo cannot be read. Choose another, or save it again as a JPEG file",
        ),
    ],
)
def test_a_bad_photo_is_named(photo, message):
    assert form_with(photo).errors["photo"] == [message]


def test_one_photo_only():
    assert form_with(jpeg(), jpeg()).errors["photo"] == ["Choose one photo only"]


def test_a_photo_needs_its_own_consent_and_says_who_is_in_it():
    assert set(form_with(jpeg()).errors) == {"consent_photo", "shows_others"}
    assert form_with(jpeg(), consent_photo="on", shows_others="me").is_valid()


def test_a_photo_is_kept_for_the_next_try_and_can_be_left_out(private_files):
    first = form_with(jpeg(), text="", consent_photo="on", shows_others="me")
    assert not first.is_valid()
    first.hold_photo()
    assert first.held.name == "photo.jpg"
    again = {"held_photo": first.held.token, "consent_photo": "on", "shows_others": "me"}
    second = form_with(**again)
    assert second.is_valid()
    assert second.photo_content == first.photo_content
    without = form_with(**again, without_photo="on")
    assert without.is_valid()
    assert not without.photo_content
    assert not private_files()


def test_a_new_photo_takes_the_place_of_the_kept_one(private_files):
    first = form_with(jpeg(), text="", consent_photo="on", shows_others="me")
    first.is_valid()
    first.hold_photo()
    answers = {"held_photo": first.held.token, "consent_photo": "on", "shows_others": "me"}
    second = form_with(jpeg(colour="red"), **answers)
    assert second.is_valid()
    submission, _is_new = moderation.receive(second.submission(), second.consents(), second.photo_content, second.held)
    with submission.photos.get().file.open() as file:
        red, green, _blue = Image.open(file).getpixel((0, 0))
    assert red > green
    assert len(private_files()) == 1


def test_a_name_that_is_not_shown_is_not_kept():
    form = form_with(name_shown="none", consent_publish_name=None)
    assert form.is_valid()
    assert form.submission().name == ""


def test_consent_to_what_was_not_sent_is_not_recorded():
    form = form_with(name_shown="none", consent_photo="on")
    assert form.is_valid()
    assert [record.what for record in form.consents()] == ["publish_story"]


def test_line_ends_count_once_and_marks_not_at_all():
    text = "e\u0301\r\n" * (limits.TEXT_CHARACTERS // 2)
    assert form_with(text=text).is_valid()


def test_other_words_in_the_same_form_are_another_submission():
    keys = set()
    for text in ("One", "Two", "One"):
        form = form_with(text=text)
        assert form.is_valid()
        keys.add(form.submission().key)
    assert len(keys) == 2
