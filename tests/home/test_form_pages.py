"""A form editors made: asked in every language, refused with clear words, kept once."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamValue

from home import questions, sent_once, spam, views
from home.models import FormAnswer, FormPage, HomePage
from tests import translating
from tests.home import asking
from tests.home.asking import GOOD

URDU = {
    "Tell us your idea": "اپنا خیال بتائیں",
    "Your name": "آپ کا نام",
    "Your idea": "آپ کا خیال",
    "What do you need?": "آپ کو کیا چاہیے؟",
    "Money": "پیسے",
    "A room": "ایک کمرا",
    "Thank you for your idea.": "شکریہ۔",
}


@pytest.fixture(autouse=True)
def nobody_has_sent_anything():
    cache.clear()


@pytest.fixture(scope="module")
def published(once) -> int:
    with once():
        return asking.form(HomePage.objects.get()).pk


@pytest.fixture
def form(published: int, db) -> FormPage:
    return FormPage.objects.get(pk=published)


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    def send(address: str = "/en/idea/", **data: object):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, GOOD | data)

    return send


def token(client, address: str = "/en/idea/") -> str:
    return re.search(r'name="token" value="([^"]+)"', client.get(address).text)[1]


def old_token(key: str = "a") -> str:
    return signing.dumps([key, (timezone.now() - timedelta(minutes=2)).timestamp()], salt=sent_once.SALT)


def answers_of(kept: FormAnswer) -> dict[str, str]:
    return {answer["key"]: answer["answer"] for answer in kept.answers}


def test_every_kind_of_question_is_asked_and_its_answer_kept_under_its_own_key(form, send, client):
    html = client.get("/en/idea/").text
    assert all(label in html for _key, _kind, value in asking.QUESTIONS for label in [value["label"]])
    assert "Your telephone (optional)" in html
    assert "required" not in html.split("<form")[2].split("</form>")[0].replace("is_required", "")
    answer = send(
        mail="noor@example.com",
        phone="+44 20 7946 0000",
        people="12",
        day="31/12/2026",
        tongues=["tongues-0", "tongues-1"],
        agree="on",
        token=old_token(),
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/idea/?sent")
    kept = FormAnswer.objects.get()
    assert answers_of(kept) == {
        "name": "Noor",
        "idea": "A garden",
        "mail": "noor@example.com",
        "phone": "+44 20 7946 0000",
        "people": "12",
        "day": "2026-12-31",
        "help": "Money",
        "tongues": "Urdu\nPolish",
        "agree": "yes",
    }
    assert (kept.form, kept.language, kept.email, kept.suspicions) == (form, "en", "noor@example.com", [])
    assert "Thank you for your idea." in client.get("/en/idea/?sent").text


def test_answers_in_urdu_and_in_english_are_one_list_under_one_key(
    form, send, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(form, "ur", URDU)
    html = client.get("/ur/idea/").text
    assert "آپ کا نام" in html
    assert "پیسے" in html
    assert '<span lang="en" dir="ltr">Which languages?</span>' in html
    assert send("/ur/idea/", help="help-1").headers["Location"] == "/ur/idea/?sent"
    assert "شکریہ۔" in client.get("/ur/idea/?sent").text
    kept = FormAnswer.objects.get()
    assert (kept.form, kept.language) == (form, "ur")
    answer = next(answer for answer in kept.answers if answer["key"] == "help")
    assert answer == {
        "key": "help",
        "question": "What do you need?",
        "asked": "آپ کو کیا چاہیے؟",
        "answer": "A room",
    }


def test_a_translation_asks_what_the_english_asks_now(form, send, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(form, "ur", URDU)
    form.questions = asking.questions(
        [*asking.QUESTIONS[1:], ("new", "line", {"label": "Newly asked", "is_required": True})]
    )
    form.save_revision().publish()
    html = client.get("/ur/idea/").text
    assert '<span lang="en" dir="ltr">Newly asked</span>' in html
    assert "آپ کا نام" not in html
    assert send("/ur/idea/").status_code == 422


def test_a_form_that_is_not_translated_says_so_and_takes_answers(form, send, client):
    html = client.get("/pl/idea/").text
    assert 'data-translation-state="missing"' in html
    assert '<span lang="en" dir="ltr">Your name</span>' in html
    assert send("/pl/idea/").headers["Location"] == "/pl/idea/?sent"
    assert FormAnswer.objects.get().language == "pl"


def test_an_empty_form_says_what_to_do_and_keeps_nothing(form, client):
    answer = client.post("/en/idea/", {})
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert answer.text.count("Answer this question") == 2 * 3
    assert 'href="#id_name"' in answer.text
    assert 'href="#id_help_0"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert not FormAnswer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"mail": "noor@"}, "Enter an e-mail address"),
        ({"mail": "a@example.com\nBcc: b@example.com"}, "Enter an e-mail address"),
        ({"phone": "call me 020 7946 0000"}, "Enter a telephone number"),
        ({"phone": "1" * 100_000}, "Enter a telephone number"),
        ({"people": "some"}, "Enter a whole number"),
        ({"people": "-1"}, "Enter a whole number"),
        ({"people": "9" * 5000}, "Enter a whole number"),
        ({"day": "31/02/2026"}, "Enter a date like this"),
        ({"help": "Money"}, "Choose from the list"),
        ({"help": "tongues-0"}, "Choose from the list"),
        ({"tongues": ["tongues-0", "help-0"]}, "Choose from the list"),
        ({"name": "x" * 41}, "Your answer must be 40 characters or less"),
        ({"idea": "x" * 301}, "Your answer must be 300 characters or less"),
        ({"name": "\0"}, "Null characters"),
    ],
)
def test_a_wrong_answer_is_refused_in_plain_words_and_every_other_word_is_kept(form, send, wrong, says):
    answer = send(**{"idea": "Grow <b>beans</b>"} | wrong)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'value="Noor"' in answer.text or "name" in wrong
    assert "Grow &lt;b&gt;beans&lt;/b&gt;" in answer.text or "idea" in wrong
    assert "maxlength" not in answer.text.split("<main")[1].split("</main>")[0]
    assert not FormAnswer.objects.exists()


def test_what_is_too_long_comes_back_whole(form, send):
    assert "x" * 301 in send(idea="x" * 301).text


def test_errors_are_in_the_readers_language(form, client):
    html = client.post("/ur/idea/", {"mail": "noor@"}).text
    assert "ای میل" in re.search(r'class="error-list">.*?</ul>', html, re.DOTALL)[0]


def test_what_is_far_too_much_is_refused_with_clear_words(form, send, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = send(idea="x" * 2000)
    assert answer.status_code == 413
    assert "This is too much to send at once" in answer.text
    assert "Answer this question" not in answer.text
    assert not FormAnswer.objects.exists()


def test_hostile_words_are_words(form, send):
    attack = '</textarea><script>alert(1)</script>{{ 7|add:"7" }}{fact:x}'
    assert "<script>alert" not in send(idea=attack, mail="x").text
    assert send(idea=attack, token=attack, website="").status_code == 303
    assert answers_of(FormAnswer.objects.get())["idea"] == attack


def test_the_same_form_sent_twice_is_kept_once_and_a_changed_one_again(form, send, client):
    opened = token(client)
    for _time in range(2):
        assert send(token=opened).status_code == 303
    assert FormAnswer.objects.count() == 1
    send(token=opened, idea="Two gardens")
    send(token=token(client))
    assert FormAnswer.objects.count() == 3


def test_a_thousand_from_one_place_are_held_up_and_told_so(form, send, monkeypatch, one_hour):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 3)
    codes = [send(idea=f"Garden {number}").status_code for number in range(6)]
    assert codes == [303] * 3 + [429] * 3
    answer = send(idea="My own garden")
    assert "Many forms are coming in" in answer.text
    assert "My own garden" in answer.text
    assert FormAnswer.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "suspicions"),
    [
        ({"website": "buy"}, ["honeypot"]),
        ({"token": "forged"}, ["quick"]),
        ({"idea": "https://a.example https://b.example https://c.example"}, ["links"]),
    ],
)
def test_what_is_suspicious_is_kept_and_marked(form, send, data, suspicions):
    assert send(**{"token": old_token()} | data).status_code == 303
    kept = FormAnswer.objects.get()
    assert (kept.suspicions, kept.is_suspect) == (suspicions, True)


def test_a_form_sets_no_cookie_needs_none_and_no_copy_of_it_is_kept(form):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.get("/en/idea/")
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]
    sent = strict.post("/en/idea/", GOOD)
    assert (sent.status_code, dict(sent.cookies)) == (303, {})


@pytest.mark.parametrize("stopped_at", ["page_at", "serve"])
def test_without_a_database_every_word_is_still_there(form, send, monkeypatch, stopped_at):
    def stopped(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(views, stopped_at, stopped)
    answer = send("/ur/idea/", tongues=["tongues-0", "tongues-1"])
    assert answer.status_code == 503
    assert '<html lang="ur" dir="rtl"' in answer.text
    assert all(f'value="{words}"' in answer.text for words in [*GOOD.values(), "tongues-0", "tongues-1"])


def test_reading_a_form_and_sending_it_ask_little_of_the_database(
    form, client, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(form, "ur", URDU)
    for address in ("/en/idea/", "/ur/idea/", "/pl/idea/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
        with django_assert_max_num_queries(12):
            client.post(address, GOOD)


def test_a_page_that_is_no_form_is_read_as_ever_when_something_is_posted(home, client):
    assert client.post("/en/", {"name": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ({"addressees": "editor@example.com\nnot an address"}, asking.QUESTIONS),
        ({"addressees": "editor@example.com\rBcc: x@example.com"}, asking.QUESTIONS),
        ({"months_kept": 0}, asking.QUESTIONS),
        ({}, [*asking.QUESTIONS, ("again", "email", {"label": "Another", "gets_receipt": True})]),
    ],
)
def test_a_form_that_cannot_work_is_not_saved(form, fields, rows):
    for name, value in fields.items():
        setattr(form, name, value)
    form.questions = asking.questions(rows)
    with pytest.raises(ValidationError):
        form.full_clean()


BLOCKS = {key: (kind, value) for key, kind, value in asking.QUESTIONS}


@given(st.permutations(list(BLOCKS)), st.permutations(list(BLOCKS)), st.integers(0, len(BLOCKS)))
def test_whatever_a_translation_has_the_english_says_what_is_asked(english, translated, number):
    def stream(keys: list[str], mark: str) -> StreamValue:
        rows = [(key, BLOCKS[key][0], BLOCKS[key][1] | {"label": mark + BLOCKS[key][1]["label"]}) for key in keys]
        return FormPage._meta.get_field("questions").to_python(asking.questions(rows))

    found = questions.asked(stream(english, ""), stream(translated[:number], "~"), "ur")
    assert [question.key for question in found] == english
    for question in found:
        is_translated = question.key in translated[:number]
        assert question.label.code == ("ur" if is_translated else "en")
        assert question.label.text.startswith("~") is is_translated
        assert question.is_required == BLOCKS[question.key][1].get("is_required", False)
