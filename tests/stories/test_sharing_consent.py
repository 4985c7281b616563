"""What the form asks a resident to agree to, and what it tells them: duties P1, P2, P6 to P8 by their rows."""

import re

import pytest
from django.core import mail

from home.models import Fact
from stories import consent
from stories.models import Submission, SubmissionState
from stories.steps import QUESTIONS
from tests.stories.answering import SHARE, answer_all, photo_file, post, read, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_sent_anything_yet")]


def test_p1_each_consent_stands_alone_unticked_and_only_where_it_means_something(client):
    answer_all(client, name={"name_shown": "none"}, contact={"email": ""}, agree={"publish_name": None})
    post(client, "agree", publish_name=None)
    boxes = re.findall(r'<input type="checkbox" name="(\w+)"', read(client, "agree"))
    assert boxes == ["publish_story", "elsewhere"]
    post(client, "photos", photos=photo_file())
    post(client, "name")
    post(client, "contact")
    post(client, "others", has_children="yes", guardian_name="Zoë", guardian_is="mother")
    page = read(client, "agree")
    assert re.findall(r'<input type="checkbox" name="(\w+)"', page) == [what.value for what in consent.WORDINGS]
    assert len(re.findall(r"\schecked", page)) == 1


def test_p1_only_what_was_ticked_and_still_means_something_is_recorded(client):
    answer_all(client, photos={"photos": photo_file()}, agree={"photo": "on", "contact": "on"})
    photo = Submission.objects.get().photos.get()
    post(client, "photos", remove=str(photo.pk))
    post(client, "contact", email="")
    post(client, "check")
    assert [record.what for record in Submission.objects.get().consents.all()] == ["publish_story", "publish_name"]


@pytest.mark.parametrize("what", ["publish_story", "publish_name", "photo", "guardian"])
def test_p1_what_must_be_agreed_to_is_asked_for(client, what):
    others = {"has_children": "yes", "guardian_name": "Zoë", "guardian_is": "mother"}
    for step in QUESTIONS[:-1]:
        post(client, step, **{"photos": {"photos": photo_file()}, "others": others}.get(step, {}))
    ticked = dict.fromkeys(("publish_story", "publish_name", "photo", "guardian"), "on")
    response = post(client, "agree", **ticked | {what: None})
    assert response.status_code == 422
    assert f'<a href="#id_{what}">Tick that ' in text_of(response)
    assert client.get(f"{SHARE}check/").headers["Location"] == f"{SHARE}agree/"


def test_p2_the_request_names_the_council_and_the_way_back_and_is_recorded_as_shown(client):
    answer_all(client)
    page = read(client, "agree")
    assert "You can take it back at any time" in page
    for wording in re.findall(r'<label for="id_(?:publish_story|publish_name|elsewhere|contact)">(.*?)</label>', page):
        assert wording.startswith("Waltham Forest Council may")
    post(client, "check")
    for record in Submission.objects.get().consents.all():
        assert record.wording in page


def test_p6_a_child_needs_a_named_guardian_and_their_consent(client):
    for step in QUESTIONS[: QUESTIONS.index("others")]:
        post(client, step)
    assert "under 18" in read(client, "others")
    response = post(client, "others", has_children="yes")
    assert response.status_code == 422
    assert "Enter the name of the parent or guardian" in text_of(response)
    assert "Enter what they are to the child" in text_of(response)
    post(client, "others", has_children="yes", guardian_name="Zoë  Khan", guardian_is="mother")
    post(client, "contact")
    assert post(client, "agree").status_code == 422
    assert post(client, "agree", guardian="on").status_code == 303
    post(client, "check")
    submission = Submission.objects.get()
    assert (submission.guardian_name, submission.guardian_is) == ("Zoë Khan", "mother")
    assert submission.touches == ["children"]
    assert submission.consents.filter(what="guardian").exists()


def test_p6_without_a_child_no_guardian_is_kept(client):
    answer_all(client, others={"guardian_name": "Zoë", "guardian_is": "mother"})
    assert Submission.objects.get().guardian_name == ""


def test_p7_somebody_younger_is_asked_to_find_an_adult_and_nothing_is_kept(client, private_files):
    for step in QUESTIONS[: QUESTIONS.index("age")]:
        post(client, step, **({"photos": photo_file()} if step == "photos" else {}))
    response = post(client, "age", is_adult="no")
    assert response.headers["Location"] == f"{SHARE}adult/"
    assert "ask an adult" in text_of(client.get(f"{SHARE}adult/")).lower()
    assert not Submission.objects.exists()
    assert client.get(f"{SHARE}name/").headers["Location"] == f"{SHARE}story/"


def test_p8_what_is_done_with_it_is_said_where_it_is_asked(client):
    for page in (text_of(client.get(SHARE)), read(client, "story")):
        for said in (
            "London Borough of Waltham Forest is responsible",
            "Your consent is the reason",
            "Only the staff who need it",
            "90 days",
            "5 years",
            "erase it",
            "data protection officer",
            "Information Commissioner",
            'href="/en/privacy/"',
        ):
            assert said in page


@pytest.mark.parametrize("page", ["", "check/", "adult/"])
def test_whoever_is_in_danger_is_given_the_number_of_the_fact(client, page):
    Fact.objects.create(key="emergency-number", kind="phone", value="999", label="Emergency")
    answer_all(client)
    assert 'data-fact="emergency-number"' in text_of(client.get(f"{SHARE}{page}"))


def test_the_receipt_says_what_happens_next_in_the_language_of_the_form(client, django_capture_on_commit_callbacks):
    Fact.objects.create(key="emergency-number", kind="phone", value="999", label="Emergency")
    with django_capture_on_commit_callbacks(execute=True):
        submission = send(client)
    (message,) = mail.outbox
    assert message.to == ["amina@example.com"]
    for said in (submission.reference, "5 working days", "/en/stories/sent/", "999", "/en/contact/"):
        assert said in message.body


def test_mail_that_cannot_be_sent_loses_no_story(client, monkeypatch, django_capture_on_commit_callbacks):
    def broken(message, *args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client).state == SubmissionState.RECEIVED
