"""The page behind the signed link: what it shows in every state, and what can be done there, once."""

import re
from datetime import timedelta
from functools import partial
from html import unescape
from types import SimpleNamespace

import pytest
from django.core import mail, signing
from django.db import OperationalError
from django.test import Client
from django.utils import timezone, translation

from home import photos, spam
from stories import consent, declining, limits, links, moderation, private_page, tasks
from stories.models import StoryPage, Submission, SubmissionState
from tests.stories.conftest import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("story_index_once")]
NOW = timezone.now()


def address(submission: Submission, below: str = "", language: str = "en") -> str:
    submission.refresh_from_db()
    return f"/{language}/stories/sent/{links.token_of(submission)}/{below}"


def text_of(response) -> str:
    return unescape(response.content.decode())


def answer_to(question, words: str = "", **more) -> dict:
    kind = "refuse" if question.kind == "proof" else "answer"
    return {"action": kind, "question": question.pk, f"question-{question.pk}-answer": words, **more}


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def accepted(send, moderator):
    """A submission with a photo whose draft waits for the author's agreement."""

    def accepted(**fields):
        submission = send(photo=photos.cleaned(jpeg((1400, 900))), **fields)
        descriptions = {photo.pk: "A pot of soup" for photo in submission.photos.all()}
        moderation.make_draft(submission, moderator, descriptions)
        return submission, moderation.send_proof(submission, moderator, "Is it right?", NOW)

    return accepted


def test_it_is_kept_by_nobody_and_needs_no_cookie(client, send):
    response = client.get(address(send()))
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    assert (response.headers["X-Robots-Tag"], response.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert not response.cookies
    assert not re.search(r"\srequired|\schecked", text_of(response))


def test_it_shows_what_was_sent_and_every_consent_as_it_was_worded(client, send):
    submission = send(interface_language="pl")
    page = text_of(client.get(address(submission)))
    assert submission.reference in page
    assert "Then the neighbour knocked, with soup." in page
    for record in submission.consents.all():
        assert f'<li lang="pl" dir="auto">{record.wording}</li>' in page


@pytest.mark.parametrize("state", [state for state in SubmissionState if state not in ("unfinished", "withdrawn")])
def test_every_state_is_told_and_can_be_withdrawn_from(client, send, state):
    submission = send()
    Submission.objects.update(state=state)
    page = text_of(client.get(address(submission)))
    assert str(state.told) in page
    assert "safeguarding" not in page.lower()
    assert client.post(address(submission, "withdraw/")).status_code == 303
    submission.refresh_from_db()
    assert submission.state == "withdrawn"


def test_a_declined_story_has_its_reason_in_the_readers_language(client, send, moderator):
    submission = send()
    moderation.decline(submission, moderator, "advertising")
    page = text_of(client.get(address(submission, language="pl")))
    with translation.override("pl"):
        assert declining.told("advertising") in page


def test_a_question_is_answered_once_however_often_it_is_sent(client, send, moderator):
    submission = send()
    question = moderation.ask(submission, moderator, "Who is in the photo?", NOW)
    assert "Who is in the photo?" in text_of(client.get(address(submission)))
    for _click in range(2):
        response = Client(enforce_csrf_checks=True).post(address(submission), answer_to(question, "My aunt."))
        assert response.status_code == 303
    submission.refresh_from_db()
    assert submission.state == "received"
    assert submission.events.filter(what="answered").count() == 1
    assert "My aunt." in text_of(client.get(response.headers["Location"]))


def test_another_tab_with_another_answer_loses_no_word_and_changes_nothing(client, send, moderator):
    submission = send()
    question = moderation.ask(submission, moderator, "Who is in the photo?", NOW)
    client.post(address(submission), answer_to(question, "My aunt."))
    response = client.post(address(submission), answer_to(question, "My uncle."))
    assert response.status_code == 409
    assert "My uncle." in text_of(response)
    question.refresh_from_db()
    assert question.answer == "My aunt."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Enter your answer"),
        (" \n", "Enter your answer"),
        ("я" * 4001, "Your answer must be 4,000 characters or less"),
        ("a\0b", "Null characters are not allowed."),
    ],
)
def test_f4_f5_an_answer_with_an_error_is_kept_and_led_to(client, send, moderator, words, said):
    submission = send()
    question = moderation.ask(submission, moderator, "Who?", NOW)
    response = client.post(address(submission), answer_to(question, words))
    assert response.status_code == 422
    page = text_of(response)
    assert "<title>Error: " in page
    assert f'href="#id_question-{question.pk}-answer">{said}' in page
    assert page.count(said) == 2
    assert words.strip(" \n\0b") in page
    assert page.index("error-summary") < page.index("<h1")


@pytest.mark.parametrize(
    "data",
    [{}, {"action": "answer"}, {"action": "answer", "question": "9" * 40}, {"action": "answer", "question": "٣"}],
    ids=["nothing", "no question", "huge", "another digit"],
)
def test_a_form_that_makes_no_sense_changes_nothing(client, send, data):
    submission = send()
    assert client.post(address(submission), data).status_code == 404
    assert submission.events.count() == 1


def test_a_question_of_somebody_elses_is_not_found(client, send, moderator):
    question = moderation.ask(send(), moderator, "Who?", NOW)
    assert client.post(address(send()), answer_to(question, "Me")).status_code == 404


def test_the_proof_is_the_latest_draft_for_the_holder_of_the_link_alone(client, accepted):
    submission, _proof = accepted()
    page = text_of(client.get(address(submission)))
    assert "Is it right?" in page
    assert 'alt="A pot of soup"' in page
    assert "Then the neighbour knocked, with soup." in page.split('class="proof"')[1].split("</article>")[0]
    assert client.get(submission.story.address).status_code == 404
    (picture,) = re.findall(r'<img src="(/unpublished/[^"]+)"', page)
    response = client.get(picture)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_p12_a_picture_nobody_published_has_no_public_address(client, accepted, public_files, moderator, on_commit):
    submission, proof = accepted()
    picture = submission.story.picture
    picture.get_rendition("max-100x100")
    assert not public_files()
    assert client.get(f"/media/{picture.file.name}", follow=True).status_code == 404
    assert client.get("/unpublished/made-up/", follow=True).status_code == 404
    with on_commit():
        moderation.agree(proof, NOW)
        submission.story.get_latest_revision().publish()
    picture.refresh_from_db()
    assert client.get(picture.file.url).status_code == 200
    assert picture.file.url.startswith("/media/")
    with on_commit():
        StoryPage.objects.get().unpublish()
    assert not public_files()


def test_a_picture_is_shown_for_an_hour_only(client, accepted, monkeypatch):
    submission, _proof = accepted()
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: (NOW - timedelta(hours=2)).timestamp())
        old = submission.story.picture.file.url
    assert client.get(old, follow=True).status_code == 404
    assert client.get(submission.story.picture.file.url).status_code == 200


def test_agreeing_twice_agrees_once(client, accepted):
    submission, proof = accepted()
    shown = re.search(r'name="shown" value="(\w+)"', text_of(client.get(address(submission)))).group(1)
    for _click in range(2):
        data = {"action": "agree", "question": proof.pk, "shown": shown}
        assert client.post(address(submission), data).status_code == 303
    submission.refresh_from_db()
    assert submission.agreed_words == shown
    assert submission.events.filter(what="agreed").count() == 1
    assert "You agreed." in text_of(client.get(address(submission)))


def test_a_stale_proof_says_so_and_what_was_not_seen_is_not_agreed_to(client, accepted, moderator):
    submission, proof = accepted()
    seen = re.search(r'name="shown" value="(\w+)"', text_of(client.get(address(submission)))).group(1)
    story = submission.story.get_latest_revision_as_object()
    story.body = [("text", {"heading": "", "text": "<p>Newer words</p>"})]
    story.save_revision(user=moderator)
    response = client.post(address(submission), {"action": "agree", "question": proof.pk, "shown": seen})
    assert response.status_code == 409
    page = text_of(response)
    assert "The page was changed after we wrote to you." in page
    assert "Newer words" in page
    newer = re.search(r'name="shown" value="(\w+)"', page).group(1)
    assert (
        client.post(address(submission), {"action": "agree", "question": proof.pk, "shown": newer}).status_code == 303
    )
    submission.refresh_from_db()
    assert submission.agreed_words == newer


def test_what_should_be_different_is_said_to_the_staff(client, accepted):
    submission, proof = accepted()
    assert client.post(address(submission), answer_to(proof)).status_code == 422
    assert client.post(address(submission), answer_to(proof, "My name is Amina K.")).status_code == 303
    proof.refresh_from_db()
    assert (proof.agreed, proof.answer) == (False, "My name is Amina K.")


def test_the_words_can_be_changed_until_somebody_has_accepted_them(client, send, moderator):
    submission = send()
    page = text_of(client.get(address(submission, "words/")))
    before = re.search(r'name="before" value="(\w+)"', page).group(1)
    for _click in range(2):
        data = {"before": before, "text": "Shorter.\r\nBetter."}
        assert client.post(address(submission, "words/"), data).status_code == 303
    submission.refresh_from_db()
    assert submission.text == "Shorter.\nBetter."
    assert submission.events.filter(what="changed").count() == 1
    moderation.make_draft(submission, moderator)
    assert client.get(address(submission, "words/")).status_code == 303
    response = client.post(address(submission, "words/"), {"before": before, "text": "Too late, alas"})
    assert response.status_code == 409
    assert "Too late, alas" in text_of(response)


def test_words_changed_in_two_tabs_are_shown_before_they_are_replaced(client, send):
    submission = send()
    before = re.search(r'name="before" value="(\w+)"', text_of(client.get(address(submission, "words/")))).group(1)
    client.post(address(submission, "words/"), {"before": before, "text": "First tab"})
    response = client.post(address(submission, "words/"), {"before": before, "text": "Second tab"})
    assert response.status_code == 422
    assert "Second tab" in text_of(response)
    submission.refresh_from_db()
    assert submission.text == "First tab"
    again = re.search(r'name="before" value="(\w+)"', text_of(response)).group(1)
    assert client.post(address(submission, "words/"), {"before": again, "text": "Second tab"}).status_code == 303


@pytest.mark.parametrize(("text", "said"), [("", "Enter your story"), ("x" * 10_001, "10,000 characters or less")])
def test_f6_words_that_cannot_be_kept_say_why(client, send, text, said):
    response = client.post(address(send(), "words/"), {"text": text})
    assert response.status_code == 422
    assert said in text_of(response)


def test_a_photo_is_previewed_to_the_holder_of_its_link_alone(client, send):
    mine, other = send(photo=jpeg()), send()
    photo = mine.photos.get()
    response = client.get(address(mine, f"photos/{photo.pk}/"))
    assert response.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in response.headers["Cache-Control"]
    assert client.get(address(other, f"photos/{photo.pk}/")).status_code == 404
    mine.photos.update(is_unopened=True)
    assert client.get(address(mine, f"photos/{photo.pk}/")).status_code == 404
    assert "safe to open" in text_of(client.get(address(mine)))


def test_a_photo_is_removed_once_asked_and_never_twice(client, send, private_files, on_commit):
    submission = send(photo=jpeg())
    below = f"photos/{submission.photos.get().pk}/remove/"
    assert client.get(address(submission, below)).status_code == 200
    assert private_files()
    for _click in range(2):
        with on_commit():
            assert client.post(address(submission, below)).status_code == 303
    assert not private_files()
    assert client.get(address(submission, below)).status_code == 303


def test_a_new_link_ends_the_old_one(client, send):
    submission = send()
    old = address(submission)
    new = client.post(old, {"action": "link"}).headers["Location"]
    assert client.get(new).status_code == 200
    for response in (client.get(old), client.post(old, {"action": "link"}), client.post(f"{old}withdraw/")):
        assert response.status_code == 404
        assert "This link is not good any more" in text_of(response)
        assert 'href="/en/stories/link/"' in text_of(response)


@pytest.mark.parametrize("token", ["1", "MQ:1vX:forged", "x" * 3000])
def test_a_forged_link_finds_nothing(client, home, token):
    for below in ("", "words/", "photos/1/", "photos/1/remove/", "withdraw/"):
        assert client.get(f"/ur/stories/sent/{token}/{below}").status_code == 404


def test_a_link_of_another_kind_or_too_old_finds_nothing(client, send, monkeypatch):
    submission = send()
    token = signing.dumps([submission.pk, 1], salt="home.feedback")
    assert client.get(f"/en/stories/sent/{token}/").status_code == 404
    good = address(submission)
    assert client.get(good).status_code == 200
    monkeypatch.setattr(limits, "LINK_DAYS", 0)
    assert client.get(good).status_code == 404


def test_without_a_database_an_answer_is_kept(client, send, moderator, monkeypatch):
    submission = send()
    question = moderation.ask(submission, moderator, "Who?", NOW)
    where = address(submission)

    def stopped(*args, **kwargs):
        raise OperationalError("the database is stopped")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.utils.CursorWrapper.execute", stopped)
        response = client.post(where, answer_to(question, "My aunt."))
    assert response.status_code == 503
    page = text_of(response)
    assert ">My aunt.</textarea>" in page
    assert f'name="question" value="{question.pk}"' in page


def test_too_much_for_any_form_is_answered_in_words(client, send, moderator):
    submission = send()
    question = moderation.ask(submission, moderator, "Who?", NOW)
    response = client.post(address(submission), answer_to(question, "a" * 3_000_000))
    assert response.status_code == 413
    assert "This is too much to send at once" in text_of(response)


# A lost link.


def ask_for_links(client, email: str, **more):
    return client.post("/en/stories/link/", {"email": email}, **more)


def test_a_lost_link_is_sent_to_the_address_that_was_given(client, send, settings):
    one, other = send(interface_language="pl"), send(interface_language="ur")
    send(email="somebody@example.com")
    moderation.withdraw(send())
    response = ask_for_links(client, "AMINA@example.com")
    assert (response.status_code, response.headers["Location"]) == (303, "/en/stories/link/sent/")
    (message,) = mail.outbox
    assert message.to == ["amina@example.com"]
    found = re.findall(rf"{settings.SITE_ADDRESS}/(\w\w)/stories/sent/(\S+)/", message.body)
    assert {(code, links.submission_of(token)) for code, token in found} == {("pl", one), ("ur", other)}
    assert message.extra_headers["Content-Language"] == "pl, ur"


def test_whether_an_address_is_known_is_not_told(client, send):
    send()
    known, unknown = ask_for_links(client, "amina@example.com"), ask_for_links(client, "nobody@example.com")
    assert (known.status_code, known.headers["Location"], known.content) == (
        unknown.status_code,
        unknown.headers["Location"],
        unknown.content,
    )
    assert len(mail.outbox) == 1


def test_the_mail_is_written_after_the_answer(send, monkeypatch, rf, the_tests_own_connection):
    asked = []
    monkeypatch.setattr(tasks, "send_links", SimpleNamespace(enqueue=asked.append))
    response = private_page.lost_link(rf.post("/en/stories/link/", {"email": "amina@example.com"}))
    assert not asked
    response.close()
    assert asked == ["amina@example.com"]


def test_nobody_gets_more_than_one_such_mail_an_hour(client, send):
    send()
    for _click in range(3):
        ask_for_links(client, "amina@example.com")
    assert len(mail.outbox) == 1
    Submission.objects.update(link_sent_at=timezone.now() - timedelta(minutes=61))
    ask_for_links(client, "amina@example.com")
    assert len(mail.outbox) == 2


def test_a_mail_that_could_not_be_sent_may_be_asked_for_again(client, send, monkeypatch):
    def broken(message, *args, **kwargs):
        raise OSError("no mail server")

    send()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", broken)
        assert ask_for_links(client, "amina@example.com").status_code == 303
    ask_for_links(client, "amina@example.com")
    assert len(mail.outbox) == 1


def test_one_sender_cannot_try_addresses_for_long(client, home, monkeypatch):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 2)
    answers = [ask_for_links(client, f"{n}@example.com", REMOTE_ADDR="192.0.2.77").status_code for n in range(4)]
    assert answers == [303, 303, 422, 422]


@pytest.mark.parametrize(("typed", "said"), [("", "Enter your e-mail address"), ("amina@", "name@example.com")])
def test_an_address_that_is_none_is_kept_and_said(client, home, typed, said):
    response = ask_for_links(client, typed)
    assert response.status_code == 422
    assert said in text_of(response)
    assert f'value="{typed}"' in text_of(response) or not typed


def test_an_address_that_only_looks_like_it_gets_nothing(client, send):
    send(email="mike@example.org")
    ask_for_links(client, "mıke@example.org")
    assert all(message.to == ["mike@example.org"] for message in mail.outbox)


def test_p14_the_licence_is_in_the_wording_its_version_is_kept_and_the_credit_is_as_chosen(send, moderator):
    submission = send(name_shown="first")
    record = submission.consents.get(what="publish_story")
    assert "it stays mine" in record.wording
    assert record.wording_version == consent.VERSION
    assert moderation.make_draft(submission, moderator).credit == "Amina"


def test_p3_what_was_agreed_to_is_kept_word_for_word_and_cannot_be_changed(send):
    record = send(interface_language="pl").consents.first()
    assert (record.language, record.method) == ("pl", "web form")
    assert record.wording
    assert record.wording_version
    assert record.given_at
    record.wording = "Something else"
    for change in (record.save, record.delete, type(record).objects.all().delete):
        with pytest.raises(TypeError):
            change()


def test_p5_the_sender_confirms_everybody_who_can_be_recognised_or_says_that_nobody_can(unfinished):
    with_photo, without = unfinished(photo=jpeg()), unfinished()
    assert "everybody who can be recognised in them has agreed" in str(consent.WORDINGS[consent.What.PHOTO])
    assert consent.What.PHOTO in consent.asked(with_photo)
    assert consent.What.PHOTO not in consent.asked(without)
    assert set(Submission.ShowsOthers.values) == {"nobody", "agreed"}
