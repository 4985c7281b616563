"""Answering the questions of the form, as a browser without script does."""

import re
from datetime import timedelta
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from stories import links
from stories.models import Submission
from stories.steps import QUESTIONS
from tests.stories.conftest import TEXT, jpeg

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


def send(client: Client, address: str = SHARE) -> Submission:
    """Answers everything and sends it; nobody could do so in less than the time it takes to write."""
    answer_all(client, address)
    Submission.objects.update(started_at=timezone.now() - timedelta(minutes=5))
    return links.submission_of(token_in(post(client, "check", address)))


def token_in(response) -> str:
    return re.fullmatch(r"/\w+/stories/sent/([^/]+)/", response.headers["Location"])[1]


def read(client: Client, step: str, query: str = "", address: str = SHARE) -> str:
    response = client.get(f"{address}{step}/{query}")
    assert response.status_code == 200
    return text_of(response)
