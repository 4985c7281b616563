import re
from html import unescape
from io import BytesIO

import pytest
from django.core import mail, signing
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from PIL import Image

from home import photos
from home.models import Fact
from stories import links, moderation
from stories.models import StoryPage, Submission, SubmissionState
from tests.stories.conftest import TEXT, jpeg
from tests.stories.test_forms import filled

pytestmark = pytest.mark.usefixtures("story_index")
SHARE = "/en/stories/share/"


def post(client, photo: bytes | None = None, address: str = SHARE, **changes):
    data = filled(**changes)
    if photo is not None:
        data["photo"] = SimpleUploadedFile("my photo.jpg", photo)
    return client.post(address, data)


def text_of(response) -> str:
    return unescape(response.content.decode())


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text_of(response)).group(1)


def test_the_form_asks_for_nothing_before_it_is_sent(client):
    response = client.get(SHARE)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert set(response.cookies) == {"csrftoken"}
    page = text_of(response)
    assert " novalidate" in page
    assert not re.search(r"\srequired|\schecked", page)
    assert not Submission.objects.exists()
    assert hidden(response, "key") != hidden(client.get(SHARE), "key")


def test_the_emergency_number_is_the_fact(client):
    Fact.objects.create(key="emergency-number", kind="phone", value="999", label="Emergency")
    assert 'data-fact="emergency-number"' in text_of(client.get(SHARE))


def test_a_story_is_stored_and_its_private_page_shown(client):
    response = post(client, jpeg(gps=True), consent_photo="on", shows_others="me")
    assert response.status_code == 303
    submission = Submission.objects.get()
    assert response.headers["Location"] == f"/en/stories/sent/{links.token_of(submission)}/"
    assert submission.state == SubmissionState.RECEIVED
    assert not submission.is_suspect
    with submission.photos.get().file.open() as file:
        assert not Image.open(file).getexif()

    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert submission.reference in text_of(page)
    assert all(consent.wording in text_of(page) for consent in submission.consents.all())


def test_an_error_keeps_everything_and_the_photo(client):
    response = post(client, jpeg(gps=True), name="Zoë <b>", is_adult=None, shows_others="me", consent_photo="on")
    assert response.status_code == 422
    page = text_of(response)
    assert "<title>Error: " in page
    assert page.count("Confirm that you are 18 or older") == 2
    assert 'value="Zoë <b>"' in page
    assert "We came to Leyton in March." in page
    assert "my photo.jpg" in page
    assert len(re.findall(r"\schecked", page)) == 5
    assert not Submission.objects.exists()

    held = hidden(response, "held_photo")
    assert post(client, held_photo=held, shows_others="me", consent_photo="on").status_code == 303
    with Submission.objects.get().photos.get().file.open() as file:
        assert photos.cleaned(file.read())


def test_a_kept_photo_without_metadata_is_all_that_is_stored(client, private_files):
    post(client, jpeg(gps=True), text="", consent_photo="on", shows_others="me")
    (file,) = private_files()
    assert not Image.open(file).getexif()


def test_sending_twice_makes_one_story(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = post(client, jpeg(), email="a@example.com", consent_photo="on", shows_others="me")
        second = post(client, jpeg(), email="a@example.com", consent_photo="on", shows_others="me")
    submission = Submission.objects.get()
    for response in (first, second):
        assert links.submission_of(response.headers["Location"].split("/")[-2]) == submission
    assert len(mail.outbox) == 1


def test_sending_a_kept_photo_twice_makes_one_story(client):
    held = hidden(post(client, jpeg(), text="", consent_photo="on", shows_others="me"), "held_photo")
    for _click in range(2):
        assert post(client, held_photo=held, consent_photo="on", shows_others="me").status_code == 303
    assert Submission.objects.count() == 1


def test_the_next_person_at_the_same_machine_loses_nothing(client):
    held = hidden(post(client, jpeg(), text="", consent_photo="on", shows_others="me"), "held_photo")
    for text in ("One", "Two"):
        post(client, text=text, held_photo=held, consent_photo="on", shows_others="me")
    one, two = Submission.objects.order_by("pk")
    assert one.photos.get().file.name != two.photos.get().file.name
    moderation.withdraw(one)
    assert storages["private"].exists(two.photos.get().file.name)


def test_a_robot_goes_to_a_pile_of_its_own(client):
    assert post(client, website="https://example.com", email="somebody@example.com").status_code == 303
    assert Submission.objects.get().is_suspect
    assert not mail.outbox


def test_the_receipt_is_in_the_resident_s_language_with_the_private_link(
    client, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post(client, address="/pl/stories/share/", email="amina@example.com")
    (message,) = mail.outbox
    assert message.to == ["amina@example.com"]
    address = re.search(rf"{settings.SITE_ADDRESS}(/pl/stories/sent/\S+)", message.body).group(1)
    assert client.get(address).status_code == 200


def test_mail_that_cannot_be_sent_loses_no_story(client, monkeypatch, django_capture_on_commit_callbacks):
    def broken(message, *args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    with django_capture_on_commit_callbacks(execute=True):
        assert post(client, email="amina@example.com").status_code == 303
    assert Submission.objects.count() == 1


def test_a_form_that_is_not_recognised_keeps_what_was_typed():
    response = post(Client(enforce_csrf_checks=True), jpeg())
    assert response.status_code == 403
    assert "We came to Leyton in March." in text_of(response)
    assert "Send it again" in text_of(response)
    assert "csrftoken" in response.cookies
    assert not Submission.objects.exists()


def test_the_form_works_with_its_own_cookie():
    client = Client(enforce_csrf_checks=True)
    token = hidden(client.get(SHARE), "csrfmiddlewaretoken")
    assert post(client, csrfmiddlewaretoken=token).status_code == 303


def test_without_a_database_nothing_that_was_typed_is_lost(client, monkeypatch):
    def stopped(*args, **kwargs):
        raise OperationalError("the database is stopped")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", stopped)
        response = post(client, jpeg(), name="Zoë")
        assert client.get(SHARE).status_code == 503
    assert response.status_code == 503
    page = text_of(response)
    assert "We came to Leyton in March." in page
    assert 'name="name" value="Zoë"' in page
    assert 'type="file"' in page


def test_too_many_words_for_any_form_are_answered_in_words(client):
    response = post(client, text="a" * 3_000_000)
    assert response.status_code == 413
    assert "This is too much to send at once" in text_of(response)


def test_a_huge_photo_does_not_cost_the_words(client, monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 100_000)
    response = post(client, b"\xff" * 400_000)
    assert response.status_code == 422
    assert "Photo must be smaller than 20 MB" in text_of(response)
    assert "We came to Leyton in March." in text_of(response)


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


def test_the_words_that_were_shown_are_the_words_that_are_kept(client):
    form = text_of(client.get(SHARE))
    post(client)
    for record in Submission.objects.get().consents.all():
        assert record.wording in form
        assert record.language == "en"
    assert Submission.objects.get().text == TEXT
