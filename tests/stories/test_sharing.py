"""The form, one question a page: duties F1 to F14 and F16, each a test named after its row."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image

from home import spam
from stories import answers, consent, limits, links
from stories.consent import What
from stories.models import Submission, SubmissionState
from stories.steps import QUESTIONS, Step
from tests.stories.answering import SHARE, answer_all, photo_file, post, read, send, text_of, token_in
from tests.stories.conftest import TEXT, jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_has_sent_anything_yet")]


def test_the_start_page_sets_no_cookie_and_stores_nothing(client):
    response = client.get(SHARE)
    assert response.status_code == 200
    assert not response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert 'href="/en/stories/share/story/"' in text_of(response)
    assert not Submission.objects.exists()


def test_a_row_and_a_cookie_are_made_on_the_first_good_answer_only(client):
    assert set(client.get(f"{SHARE}story/").cookies) == {"csrftoken"}
    assert "story" not in post(client, "story", text="").cookies
    assert not Submission.objects.exists()
    cookie = post(client, "story").cookies["story"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 24 * 3600)
    assert Submission.objects.get().state == SubmissionState.UNFINISHED


def test_a_story_goes_from_the_first_question_to_the_private_page(client, leyton):
    answer_all(
        client,
        photos={"photos": photo_file(jpeg(gps=True))},
        name={"name_shown": "area"},
        area={"area": "leyton"},
        agree={"photo": "on", "elsewhere": "on"},
    )
    response = post(client, "check")
    submission = links.submission_of(token_in(response))
    assert response.status_code == 303
    assert submission.state == SubmissionState.RECEIVED
    assert (submission.text, submission.name_to_show, submission.is_adult) == (TEXT, "Amina, Leyton", True)
    assert [record.what for record in submission.consents.all()] == [
        "publish_story",
        "publish_name",
        "photo",
        "elsewhere",
    ]
    with submission.photos.get().file.open() as file:
        assert not Image.open(file).getexif()
    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    assert submission.reference in text_of(page)
    assert "story" not in client.cookies or not client.cookies["story"].value


@pytest.mark.parametrize("step", QUESTIONS)
def test_f1_one_question_a_page_with_its_label_as_heading(client, step):
    answer_all(client)
    page = read(client, step)
    main = page[page.index("<main") :]
    heading = re.search(r"<h1>(.*?)</h1>", main)
    assert page.count("<h1") == 1
    assert heading[1].startswith("<label") or main[: heading.start()].endswith("<legend>")
    assert page.index(">Back</a>") < page.index("<h1")
    assert re.findall(r'<button class="button" type="submit">(.*?)</button>', main) == ["Continue"]
    assert f"Question {QUESTIONS.index(step) + 1} of {len(QUESTIONS)}" in main


def test_f1_the_last_button_says_that_it_sends(client):
    answer_all(client)
    assert '<button class="button" type="submit">Accept and send</button>' in read(client, "check")


def test_f1_back_leads_to_the_question_before(client):
    answer_all(client)
    earlier = [f"{SHARE}{step}/" for step in QUESTIONS]
    for step, address in zip(Step, [SHARE, *earlier], strict=True):
        assert f'<a class="back" href="{address}">' in read(client, step)


def test_f2_only_what_is_optional_says_so_and_nothing_is_ticked(client):
    for step in QUESTIONS:
        page = read(client, step)
        assert ("(optional)" in page) == (step in {"photos", "contact"})
        assert not re.search(r"\schecked", page)
        assert "*" not in re.sub(r"<[^>]+>", "", page)
        post(client, step)
    page = read(client, "agree", "?change=1")
    assert re.search(r"<fieldset[^>]*>\s*<legend><h1>What do you agree to\?</h1></legend>", page)
    for box in re.findall(r'<div class="check">(.*?)</div>', page):
        assert re.match(r'<input type="checkbox"[^>]*><label ', box)


def test_f3_the_server_checks_everything_and_only_when_it_is_sent(client):
    answer_all(client)
    for step in Step:
        page = read(client, step)
        assert re.search(r"<form[^>]* novalidate>", page)
        assert not re.search(r"<(?:input|select|textarea)[^>]*\s(?:required|maxlength|pattern)\b", page)


WRONG = {
    "story": ({"text": " "}, ["Enter your story"], "id_text"),
    "photos": ({"do": "upload"}, ["Choose a photo first"], "id_photos"),
    "name": ({"name": ""}, ["Enter your name, or choose that no name is shown"], "id_name"),
    "area": ({"area": None}, ["Choose a part of the borough, or that you would rather not say"], "id_area_0"),
    "age": ({"is_adult": None}, ["Choose yes if you are 18 or older"], "id_is_adult_0"),
    "others": (
        {"shows_others": None, "has_children": None},
        ["Choose who else is in your story or your photos", "Choose yes if it names or shows anyone under 18"],
        "id_shows_others_0",
    ),
    "contact": ({"email": "amina"}, ["Enter an e-mail address in the form name@example.com"], "id_email"),
    "agree": ({"publish_story": None}, ["Tick that we may publish your story, or do not send it"], "id_publish_story"),
}


@pytest.mark.parametrize("step", QUESTIONS)
def test_f4_and_f5_an_error_is_summed_up_at_the_top_and_said_again_at_its_field(client, step):
    answers, messages, first = WRONG[step]
    for earlier in QUESTIONS[: QUESTIONS.index(step)]:
        post(client, earlier)
    response = post(client, step, **answers)
    page = text_of(response)
    main = page[page.index("<main") :]
    summary = re.search(r'<div class="error-summary" role="alert" tabindex="-1" autofocus.*?</div>', main, re.DOTALL)[0]
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert page.count("There is a problem") == 1
    assert main.index("error-summary") < main.index("<h1")
    assert re.findall(r'<li><a href="#\w+">(.*?)</a>', summary) == messages
    assert f'href="#{first}"' in summary
    for target in re.findall(r'href="#(\w+)"', summary):
        field = re.search(rf'<[^>]* id="{target}"[^>]*>', main)[0]
        assert 'aria-invalid="true"' in field
        error = f"{re.sub('_0$', '', target)}_error"
        assert re.search(rf'aria-describedby="[^"]*{error}', main)
        assert re.search(
            rf'id="{error}"><span class="visually-hidden">Error:</span> (?:{"|".join(map(re.escape, messages))})', main
        )


def test_f4_an_error_keeps_every_answer_of_the_page(client):
    post(client, "story")
    post(client, "photos")
    page = text_of(post(client, "name", name_shown="full", name="Zoë <b>" + "a" * 120))
    assert 'value="Zoë <b>aaa' in page
    assert re.search(r'value="full"[^>]*\schecked', page)
    page = text_of(post(client, "story", text="b" * 10_001, written_in="ur"))
    assert "b" * 10_001 in page
    assert re.search(r'value="ur" selected', page)


def test_f7_browsers_can_fill_in_name_and_e_mail_address(client):
    answer_all(client)
    assert re.search(r'name="name"[^>]*autocomplete="name"[^>]*spellcheck="false"', read(client, "name"))
    assert re.search(r'type="email"[^>]*autocomplete="email"', read(client, "contact"))


def test_f8_hints_are_short_without_links_and_say_why(client):
    answer_all(client)
    for step in QUESTIONS:
        page = read(client, step)
        hints = re.findall(r'<p class="hint"[^>]*>(.*?)</p>', page, re.DOTALL)
        assert hints, step
        for hint in hints:
            assert "<a" not in hint
            assert len(hint) <= 260


def test_f9_the_count_is_there_for_a_script_and_the_limit_is_said_without_one(client):
    page = read(client, "story")
    assert "Up to 10,000 characters" in page
    assert 'data-limit="10000"' in page
    assert 'data-words="Characters: {number} of {limit}" hidden' in page
    assert re.search(r'class="count-said visually-hidden" role="status"', page)


@pytest.mark.parametrize("letter", ["a", "é", "e\u0301", "কি", "👩🏽‍🚒", "\r\n"])
def test_f9_ten_thousand_letters_as_a_person_counts_them_are_taken(client, letter):
    few = limits.TEXT_CHARACTERS // 10
    assert post(client, "story", text="x" + letter * few).status_code == 303


def test_f10_every_answer_is_shown_before_sending_and_can_be_changed(client, leyton):
    answer_all(
        client,
        photos={"photos": photo_file()},
        name={"name_shown": "area"},
        area={"area": "leyton"},
        others={"has_children": "yes", "guardian_name": "Zoë", "guardian_is": "mother"},
        agree={"photo": "on", "guardian": "on"},
    )
    page = read(client, "check")
    for said in ("We came to Leyton in March.", "English", "Amina, Leyton", "Zoë", "mother", "amina@example.com"):
        assert said in page
    for what in ("publish_story", "publish_name", "photo", "guardian"):
        assert str(consent.WORDINGS[What(what)]) in page
    assert str(consent.WORDINGS[What.ELSEWHERE]) not in page
    for step in QUESTIONS:
        assert re.search(
            rf'<a href="{SHARE}{step}/\?change=1">Change<span class="visually-hidden"> [^<]+</span></a>', page
        )


@pytest.mark.parametrize("step", [step for step in QUESTIONS if step != "photos"])
def test_f10_a_change_comes_straight_back_to_the_check(client, step):
    answer_all(client)
    assert f'<a class="back" href="{SHARE}check/">' in read(client, step, "?change=1")
    assert post(client, step, query="?change=1").headers["Location"] == f"{SHARE}check/"


def test_f10_a_change_that_asks_for_more_leads_there_first(client, leyton):
    answer_all(client, name={"name_shown": "none"}, agree={"publish_name": None})
    response = post(client, "name", query="?change=1", name_shown="area")
    assert response.headers["Location"] == f"{SHARE}area/?change=1"
    response = post(client, "area", query="?change=1", area="leyton")
    assert response.headers["Location"] == f"{SHARE}agree/?change=1"
    assert post(client, "agree", query="?change=1").headers["Location"] == f"{SHARE}check/"


def test_f10_an_address_given_later_asks_again_whether_we_may_write(client):
    answer_all(client, contact={"email": ""})
    assert post(client, "contact", query="?change=1").headers["Location"] == f"{SHARE}agree/?change=1"
    page = read(client, "agree")
    assert re.search(r'name="publish_story"[^>]*\schecked', page)
    assert not re.search(r'name="contact"[^>]*\schecked', page)


def test_f11_sending_again_by_reload_or_a_second_click_makes_no_second_story(
    client, django_capture_on_commit_callbacks
):
    answer_all(client)
    Submission.objects.update(started_at=timezone.now() - timedelta(minutes=5))
    form = re.search(r'name="story" value="([^"]+)"', read(client, "check"))[1]
    with django_capture_on_commit_callbacks(execute=True):
        first = post(client, "check", story=form)
        second = post(client, "check", story=form)
    submission = Submission.objects.get()
    for response in (first, second):
        assert response.status_code == 303
        assert links.submission_of(token_in(response)) == submission
    assert len(mail.outbox) == 1


def test_f11_another_tab_is_led_to_the_private_page_of_what_was_sent_meanwhile(client):
    answer_all(client)
    form = re.search(r'name="story" value="([^"]+)"', read(client, "name"))[1]
    submission = links.submission_of(token_in(post(client, "check")))
    response = post(client, "name", name="Somebody Else", story=form)
    assert links.submission_of(token_in(response)) == submission
    assert submission.name == "Amina Khan"


@pytest.mark.parametrize("step", ["check", "name"])
def test_f11_sending_in_the_middle_of_another_request_makes_one_story(client, monkeypatch, step):
    answer_all(client)
    form, locked = re.search(r'name="story" value="([^"]+)"', read(client, "check"))[1], answers.locked

    def sent_just_before(submission):
        monkeypatch.setattr(answers, "locked", locked)
        assert post(client, "check").status_code == 303
        return locked(submission)

    monkeypatch.setattr(answers, "locked", sent_just_before)
    response = post(client, step, story=form, **({"name": "Too late"} if step == "name" else {}))
    submission = Submission.objects.get()
    assert links.submission_of(token_in(response)) == submission
    assert (submission.state, submission.name) == (SubmissionState.RECEIVED, "Amina Khan")
    assert submission.events.count() == 1
    assert submission.consents.count() == 2


def test_f12_what_was_answered_is_filled_in_again(client, leyton):
    answer_all(client, name={"name_shown": "full"}, area={"area": "leyton"}, agree={"elsewhere": "on"})
    assert "We came to Leyton in March." in read(client, "story")
    assert re.search(r'value="full"[^>]*\schecked', read(client, "name"))
    assert 'value="Amina Khan"' in read(client, "name")
    assert re.search(r'value="leyton"[^>]*\schecked', read(client, "area"))
    assert re.search(r'value="yes"[^>]*\schecked', read(client, "age"))
    assert len(re.findall(r"\schecked", read(client, "others"))) == 2
    assert 'value="amina@example.com"' in read(client, "contact")
    assert len(re.findall(r"\schecked", read(client, "agree"))) == 3


def test_f12_a_photo_is_kept_though_another_is_refused(client, private_files):
    post(client, "story")
    good, bad = photo_file(name="good.jpg"), photo_file(b"no photo", "bad.jpg")
    response = post(client, "photos", photos=[good, bad])
    page = text_of(response)
    assert response.status_code == 422
    assert "\u2068bad.jpg\u2069: " in page
    assert "good.jpg" in page
    assert len(private_files()) == 1
    assert post(client, "photos").headers["Location"] == f"{SHARE}name/"
    assert Submission.objects.get().photos.count() == 1


def test_f13_there_is_no_puzzle_and_a_robot_goes_to_a_pile_of_its_own(client, django_capture_on_commit_callbacks):
    answer_all(client)
    page = read(client, "check")
    assert '<div class="honeypot" aria-hidden="true">' in page
    assert "captcha" not in page.lower()
    with django_capture_on_commit_callbacks(execute=True):
        response = post(client, "check", website="https://example.com")
    submission = links.submission_of(token_in(response))
    assert submission.is_suspect
    assert "honeypot" in submission.suspicions
    assert not mail.outbox
    assert "We have your story" in text_of(client.get(response.headers["Location"]))


def test_f13_a_trap_sprung_on_the_first_page_is_not_forgotten(client):
    answer_all(client, story={"website": "https://example.com"})
    post(client, "check")
    assert "honeypot" in Submission.objects.get().suspicions


def test_f13_somebody_who_took_their_time_is_not_suspected(client):
    assert not send(client).is_suspect


def test_f13_too_many_at_once_are_asked_to_wait_and_lose_nothing(client, monkeypatch):
    answer_all(client)
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 0)
    response = post(client, "check")
    assert response.status_code == 429
    assert "Send again in some minutes" in text_of(response)
    assert "We came to Leyton in March." in text_of(response)
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 40)
    assert post(client, "check").status_code == 303


def test_f14_the_page_says_how_long_answers_are_kept_and_keeps_them_that_long(client):
    assert "kept for 24 hours" in text_of(client.get(SHARE))
    answer_all(client)
    assert "24 hours" in read(client, "name")
    Submission.objects.update(started_at=timezone.now() - timedelta(hours=23))
    assert "Amina Khan" in read(client, "name")
    Submission.objects.update(started_at=timezone.now() - timedelta(hours=25))
    assert client.get(f"{SHARE}name/").headers["Location"] == f"{SHARE}story/"
    assert "We came" not in read(client, "story")


def test_f14_answers_stay_when_the_language_changes(client):
    answer_all(client)
    assert TEXT.splitlines()[0] in read(client, "check", address="/ur/stories/share/")
    response = post(client, "check", "/ur/stories/share/")
    submission = links.submission_of(token_in(response))
    assert submission.interface_language == "ur"
    assert {record.language for record in submission.consents.all()} == {"ur"}


def test_f16_there_is_another_way_than_this_form(client):
    page = text_of(client.get(SHARE))
    assert "Ask at any library" in page
    assert 'href="/en/contact/"' in page[page.index("Another way") :]
