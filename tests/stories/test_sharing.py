"""The form, one question a page: duties F1 to F14 and F16, P1, P2, P6 to P8, each a test named after its row."""

import re
from datetime import timedelta
from html import unescape
from itertools import cycle

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from PIL import Image

from home import photos
from home.languages import LANGUAGES
from home.models import Area, Fact
from stories import answers, consent, limits, links
from stories.consent import What
from stories.forms import FORMS
from stories.models import Submission, SubmissionState
from stories.steps import QUESTIONS, Step
from tests.stories.conftest import TEXT, jpeg

pytestmark = pytest.mark.django_db
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


@pytest.fixture(autouse=True)
def nobody_has_sent_anything_yet():
    cache.clear()


@pytest.fixture
def leyton(db) -> Area:
    return Area.objects.create(name="Leyton", slug="leyton")


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
    monkeypatch.setattr(limits, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 0)
    response = post(client, "check")
    assert response.status_code == 429
    assert "Send again in some minutes" in text_of(response)
    assert "We came to Leyton in March." in text_of(response)
    monkeypatch.setattr(limits, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 40)
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
    forged = Client()
    forged.cookies["story"] = cookie
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
