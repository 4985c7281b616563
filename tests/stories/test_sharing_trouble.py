"""The form when something is in the way: another tab, the next person, hostile answers, no database."""

import re
from itertools import cycle

import pytest
from django.db import OperationalError
from django.test import Client

from home import photos
from home.languages import LANGUAGES
from stories.forms import FORMS
from stories.models import Submission, SubmissionState
from stories.steps import Step
from tests.stories.answering import SHARE, answer_all, photo_file, post, read, send, text_of
from tests.stories.conftest import TEXT, jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_sent_anything_yet")]


@pytest.mark.parametrize("step", list(Step)[1:])
def test_nobody_jumps_ahead_of_the_first_open_question(client, step):
    assert client.get(f"{SHARE}{step}/").headers["Location"] == f"{SHARE}story/"
    assert post(client, step).headers["Location"] == f"{SHARE}story/"
    assert not Submission.objects.exists()


def test_two_tabs_lose_nothing_of_each_other(client):
    answer_all(client)
    post(client, "story", text="Other words")
    post(client, "name", name="Zoë")
    submission = Submission.objects.get()
    assert (submission.text, submission.name, submission.email) == ("Other words", "Zoë", "amina@example.com")


def test_the_next_person_at_the_same_machine_sees_nothing_of_what_was_sent(client):
    send(client)
    page = read(client, "story")
    assert "We came" not in page
    assert client.get(f"{SHARE}check/").headers["Location"] == f"{SHARE}story/"


def test_answers_can_be_erased_at_once(client, private_files):
    answer_all(client, photos={"photos": photo_file()}, agree={"photo": "on"})
    assert "Erase your answers" in text_of(client.get(f"{SHARE}erase/"))
    assert Submission.objects.exists()
    assert client.post(f"{SHARE}erase/").headers["Location"] == SHARE
    assert not Submission.objects.exists()
    assert client.get(f"{SHARE}erase/").headers["Location"] == SHARE


def test_a_photo_is_shown_to_its_sender_alone_and_kept_by_no_cache(client, tmp_path):
    post(client, "story")
    post(client, "photos", do="upload", photos=photo_file())
    photo = Submission.objects.get().photos.get()
    address = f"{SHARE}photos/{photo.pk}/"
    assert address in read(client, "photos")
    shown = client.get(address)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in shown.headers["Cache-Control"]
    assert Client().get(address).status_code == 404
    other = Client()
    post(other, "story")
    assert other.get(address).status_code == 404


def test_one_upload_may_bring_several_photos_and_each_can_be_removed(client, private_files):
    post(client, "story")
    colours = ("red", "green", "blue")
    several = [photo_file(jpeg(colour=colour), f"{colour}.jpg") for colour in colours]
    assert post(client, "photos", do="upload", photos=several).headers["Location"] == f"{SHARE}photos/"
    page = read(client, "photos")
    assert all(f"{colour}.jpg" in page for colour in colours)
    first = Submission.objects.get().photos.first()
    assert post(client, "photos", remove=str(first.pk)).headers["Location"] == f"{SHARE}photos/"
    assert Submission.objects.get().photos.count() == 2
    post(client, "photos", remove=str(first.pk))
    post(client, "photos", remove="999999999999999999999")
    post(client, "photos", remove="'; --")
    assert Submission.objects.get().photos.count() == 2


def test_nobody_removes_another_persons_photo(client):
    post(client, "story")
    post(client, "photos", photos=photo_file())
    other = Client()
    post(other, "story")
    photo = Submission.objects.exclude(photos=None).get().photos.get()
    post(other, "photos", remove=str(photo.pk))
    assert Submission.objects.exclude(photos=None).exists()


def test_a_form_that_is_not_recognised_keeps_what_was_typed():
    client = Client(enforce_csrf_checks=True)
    response = post(client, "story")
    assert response.status_code == 403
    assert "We came to Leyton in March." in text_of(response)
    assert "Send it again" in text_of(response)
    assert not Submission.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', text_of(response))[1]
    assert post(client, "story", csrfmiddlewaretoken=token).status_code == 303


def test_without_a_database_nothing_that_was_typed_is_lost(client, monkeypatch):
    def stopped(*args, **kwargs):
        raise OperationalError("the database is stopped")

    post(client, "story")
    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", stopped)
        story, name = post(client, "story"), post(client, "name", name="Zoë")
        photos_again = post(client, "photos", photos=photo_file())
        read_only = client.get(f"{SHARE}story/")
    assert {story.status_code, name.status_code, photos_again.status_code, read_only.status_code} == {503}
    assert "We came to Leyton in March.</textarea>" in text_of(story).replace(TEXT[27:], "")
    assert 'name="name" value="Zoë"' in text_of(name)
    assert 'type="file"' in text_of(photos_again)


def test_too_much_for_any_form_is_answered_in_words(client):
    response = post(client, "story", text="a" * 3_000_000)
    assert response.status_code == 413
    assert "This is too much to send at once" in text_of(response)


def test_a_huge_photo_costs_no_answer(client, monkeypatch):
    post(client, "story")
    monkeypatch.setattr(photos, "MAX_BYTES", 100_000)
    response = post(client, "photos", photos=[photo_file(b"\xff" * 400_000, "huge.jpg"), photo_file()])
    assert response.status_code == 422
    assert "huge.jpg" in text_of(response)
    assert "smaller than 20 MB" in text_of(response)
    assert Submission.objects.get().photos.count() == 1


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "\x00", "é", "a" * 5000])
def test_a_forged_cookie_finds_nothing(client, cookie):
    answer_all(client)
    # As a header: newer Pythons refuse to make some of these cookies.
    forged = Client(headers={"cookie": f"story={cookie}"})
    assert forged.get(f"{SHARE}check/").headers["Location"] == f"{SHARE}story/"
    assert post(forged, "check", story="forged").headers["Location"] == f"{SHARE}story/"
    assert Submission.objects.get().state == SubmissionState.UNFINISHED


@pytest.mark.parametrize("step", Step)
def test_hostile_answers_are_answered_in_words(client, step):
    answer_all(client)
    nasty = ["\0", "\ud800".encode("utf-8", "surrogatepass"), "<script>alert(1)</script>", "9" * 400, "\u202e" * 50]
    for value in nasty:
        fields = dict.fromkeys(FORMS[step].base_fields, value) | {"remove": value, "do": value, "change": value}
        response = client.post(f"{SHARE}{step}/?change=\0", fields)
        assert response.status_code in {303, 422}
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("step", ["none", "check/..", "%00", "STORY", "é"])
def test_a_question_nobody_asks_is_no_page(client, step, home):
    assert client.get(f"{SHARE}{step}/").status_code == 404


def test_every_question_is_asked_in_every_language(client):
    answer_all(client)
    for code, step in [*zip(LANGUAGES, cycle(Step), strict=False), *(("ur", step) for step in Step)]:
        page = read(client, step, address=f"/{code}/stories/share/")
        assert f'<html lang="{code}" dir="{LANGUAGES[code].direction}"' in page


@pytest.mark.parametrize("step", Step)
def test_a_question_asks_the_database_at_most_twelve_times(client, step, django_assert_max_num_queries):
    answer_all(client, photos={"photos": photo_file()}, agree={"photo": "on"})
    read(client, step)
    with django_assert_max_num_queries(12):
        read(client, step)
