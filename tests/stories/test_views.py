from html import unescape
from io import BytesIO

import pytest
from django.core import signing
from django.test import Client
from PIL import Image

from home import photos
from stories import links, moderation
from stories.models import StoryPage, Submission, SubmissionState
from tests.stories.conftest import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_index_once")]


def text_of(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("token", ["", "1", "MQ:1vX:forged", "..%2f"])
def test_a_forged_link_finds_nothing(client, token):
    assert client.get(f"/en/stories/sent/{token}/").status_code == 404
    assert client.post(f"/en/stories/sent/{token}/withdraw/").status_code == 404


def test_a_link_of_another_kind_finds_nothing(client, send):
    token = signing.dumps(send().pk, salt="home.feedback")
    assert client.get(f"/en/stories/sent/{token}/").status_code == 404


def test_the_whole_way_to_the_public_page_and_back(client, send, moderator, public_files):
    submission = send(photo=photos.cleaned(jpeg((1400, 900), gps=True)))
    private_page = f"/en/stories/sent/{links.token_of(submission)}/"
    photo = submission.photos.get()
    story = moderation.make_draft(submission, moderator, {photo.pk: "A pot of soup"})
    assert client.get(story.address).status_code == 404

    story.save_revision(user=moderator).publish()
    page = text_of(client.get(story.address))
    assert "Then the neighbour knocked, with soup." in page
    assert 'alt="A pot of soup"' in page
    assert all(not Image.open(BytesIO(file.read_bytes())).getexif() for file in public_files())
    assert len(public_files()) == 3
    assert f'href="{story.address}"' in text_of(client.get(private_page))

    assert client.get(f"{private_page}withdraw/").status_code == 200
    assert StoryPage.objects.filter(pk=story.pk).exists()
    assert Client(enforce_csrf_checks=True).post(f"{private_page}withdraw/").status_code == 303
    assert client.get(story.address).status_code == 404
    assert "You have withdrawn your story" in text_of(client.get(private_page))
    assert client.post(f"{private_page}withdraw/").status_code == 303


def test_a_safeguarding_concern_is_not_told_to_whoever_holds_the_link(client, send):
    submission = send()
    told = str(submission.told)
    Submission.objects.update(state=SubmissionState.SAFEGUARDING)
    page = text_of(client.get(f"/en/stories/sent/{links.token_of(submission)}/"))
    assert told in page
    assert "safeguarding" not in page.lower()


def test_a_story_in_a_language_nobody_asked_for_is_no_page(client):
    assert client.get("/tlh/stories/share/", follow=True).status_code == 404
