"""The form, one question a page: duties F1 to F14 and F16, P1, P2, P6 to P8, each a test named after its row."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from stories import links
from stories.models import Submission, SubmissionState
from stories.steps import QUESTIONS, Step
from tests.stories.conftest import TEXT, jpeg

pytestmark = pytest.mark.usefixtures("story_index")
SHARE = "/en/stories/share/"
ANSWERS = {
    "story": {"text": TEXT, "written_in": "en"},
    "photos": {},
    "name": {"name_shown": "first", "name": "Amina Khan"},
    "area": {"area": "none"},
    "age": {"is_adult": "yes"},
    "others": {"shows_others": "nobody", "has_children": "no"},
    "contact": {"email": "amina@example.com"},
    "agree": {"publish_story": "on", "publish_name": "on"},
}


def post(client: Client, step: str, address: str = SHARE, query: str = "", **answers):
    """Answers one question; an answer of None is left out."""
    whole = ANSWERS.get(step, {}) | answers
    given = {name: value for name, value in whole.items() if value is not None}
    return client.post(f"{address}{step}/{query}", given)


def answer_all(client: Client, address: str = SHARE, **changes: dict) -> None:
    """Answers every question, up to the check."""
    for step in QUESTIONS:
        response = post(client, step, address, **changes.get(step, {}))
        assert response.status_code == 303, (step, text_of(response))


def photo_file(content: bytes | None = None, name: str = "my photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if content is None else content)


def text_of(response) -> str:
    return unescape(response.content.decode())


def test_a_story_is_sent(client):
    assert client.get(f"{SHARE}story/").status_code == 200
    for step in QUESTIONS:
        assert client.get(f"{SHARE}{step}/").status_code == 200
        files = {"photos": photo_file(jpeg(gps=True))} if step == "photos" else {}
        extra = {"photo": "on"} if step == "agree" else {}
        response = post(client, step, **files, **extra)
        assert response.status_code == 303, text_of(response)
        print(response.headers["Location"])
    page = text_of(client.get(f"{SHARE}check/"))
    assert "We came to Leyton" in page
    response = post(client, "check")
    assert response.status_code == 303
    submission = Submission.objects.get()
    assert submission.state == SubmissionState.RECEIVED
    assert links.submission_of(response.headers["Location"].split("/")[-2]) == submission
