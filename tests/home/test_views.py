import pytest
from django.core import signing
from django.db import OperationalError, connection
from wagtail.models import PageViewRestriction

from home import due
from home.languages import LANGUAGES
from home.models import ContactMessage, HomePage, InformationPage, PageFeedback
from home.views import VOTE_SALT, server_error

MESSAGE = {"subject": "question", "message": "When is the next meeting?", "name": "Noor", "email": "noor@example.com"}


@pytest.mark.parametrize(
    ("accepted", "code"),
    [("ur,en;q=0.5", "ur"), ("ps", "ps"), ("fr", "en"), ("", "en"), ("zz-ZZ;q=x", "en"), ("pt-BR", "pt")],
)
def test_the_root_leads_to_the_browsers_language(client, home: HomePage, accepted, code):
    answer = client.get("/", headers={"accept-language": accepted})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{code}/")
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_languages_page_keeps_the_page(client, home):
    html = client.get("/ur/languages/?page=welcome/health/").text
    for code, language in LANGUAGES.items():
        assert f'href="/{code}/welcome/health/" lang="{code}" dir="{language.direction}" hreflang="{code}"' in html


@pytest.mark.parametrize("page", ["//evil.example/", "https://evil.example/", '"><script>'])
def test_the_languages_page_leads_nowhere_else(client, home, page):
    html = client.get("/en/languages/", {"page": page}).text
    assert 'href="//' not in html
    assert 'href="https://evil' not in html
    assert "<script>" not in html


def test_changing_the_language_keeps_what_was_asked(client, home):
    html = client.get("/en/search/", {"q": 'GP "x"'}).text
    assert 'href="/ur/search/?q=GP+%22x%22"' in html


@pytest.mark.parametrize(
    ("kind", "leads_to"), [("login", "/admin/login/"), ("password", None)], ids=["to sign in", "to a password"]
)
def test_a_page_that_is_not_for_everybody_asks_who_is_there(client, home, kind, leads_to):
    page = home.add_child(instance=InformationPage(title="Draft plan", slug="draft-plan"))
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="open sesame")
    answer = client.get("/en/draft-plan/")
    if leads_to:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(leads_to)
    else:
        assert 'type="password"' in answer.text
    assert "Draft plan</h1>" not in answer.text


def test_a_message_is_kept_with_its_language(client, home):
    answer = client.post("/ro/contact/", MESSAGE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ro/contact/sent/")
    kept = ContactMessage.objects.get()
    assert (kept.message, kept.language) == (MESSAGE["message"], "ro")


def test_p9_a_data_protection_complaint_is_acknowledged_at_once_in_its_language(
    client, home, mailoutbox, django_capture_on_commit_callbacks
):
    for _click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            complaint = MESSAGE | {"subject": "privacy", "email": "noor@example.com"}
            assert client.post("/pl/contact/", complaint).status_code == 302
    (message,) = mailoutbox
    assert (message.to, message.extra_headers["Content-Language"]) == (["noor@example.com"], "pl")
    assert "https://ico.org.uk/make-a-complaint/" in message.body
    assert MESSAGE["message"] not in message.body


def test_an_error_keeps_what_was_typed_and_leads_to_its_field(client, home):
    answer = client.post("/en/contact/", MESSAGE | {"subject": "", "email": "noor@"})
    assert answer.status_code == 422
    html = answer.text
    assert "<title>Error: " in html
    assert MESSAGE["message"] in html
    assert 'value="noor@"' in html
    assert html.count("Choose what your message is about") == 2
    assert html.count("Enter an e-mail address in the form name@example.com") == 2
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("text", ["x" * 4001, "\x00", "<script>alert(1)</script>"])
def test_hostile_messages_are_refused_or_harmless(client, home, text):
    answer = client.post("/en/contact/", MESSAGE | {"message": text})
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in answer.text


def test_a_robot_is_thanked_and_forgotten(client, home):
    assert client.post("/en/contact/", MESSAGE | {"website": "buy"}).status_code == 302
    assert not ContactMessage.objects.exists()


def test_a_vote_and_a_few_words(client, home):
    answer = client.post("/en/feedback/", {"path": "/en/welcome/", "vote": "no"})
    assert not answer.cookies
    client.post(answer.headers["Location"], {"words": "Where is the map?"})
    vote = PageFeedback.objects.get()
    assert (vote.path, vote.language, vote.is_useful, vote.words) == ("/en/welcome/", "en", False, "Where is the map?")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"path": "/en/", "vote": "perhaps"},
        {"path": "https://evil.example/", "vote": "yes"},
        {"path": "/en//evil.example/", "vote": "yes"},
        {"path": "javascript:alert(1)", "vote": "yes"},
        {"path": "/en/" + "a" * 600, "vote": "yes"},
        {"path": "/en/", "vote": "yes", "website": "buy"},
    ],
)
def test_a_vote_that_makes_no_sense_is_not_counted(client, home, data):
    assert client.post("/en/feedback/", data).status_code == 302
    assert not PageFeedback.objects.exists()


def test_words_need_the_token_of_their_own_vote(client, home):
    vote = PageFeedback.objects.create(path="/en/", language="en", is_useful=True)
    forged = signing.dumps(vote.pk, salt="another")
    client.post(f"/en/feedback/thanks/?vote={forged}", {"words": "mine"})
    vote.refresh_from_db()
    assert vote.words == ""
    token = signing.dumps(vote.pk, salt=VOTE_SALT)
    client.post(f"/en/feedback/thanks/?vote={token}", {"words": "first"})
    client.post(f"/en/feedback/thanks/?vote={token}", {"words": ""})
    vote.refresh_from_db()
    assert vote.words == "first"


def test_the_error_page_needs_no_database(rf):
    answer = server_error(rf.get("/en/"))
    assert answer.status_code == 500
    assert "Sorry, there is a problem with the service" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "path", ["/reviews/{token}/", "/ur/welcome/pack.pdf", "/ur/welcome/health/", "/ur/search/?q=doctor"]
)
def test_what_nobody_has_read_yet_answers_with_the_error_page_while_the_database_is_down(db, client, path):
    def down(*asked) -> None:
        raise OperationalError("connection refused at 10.0.0.7")

    client.raise_request_exception = False
    token = signing.dumps(["home.fact", 1, "2026-04-30"], salt=due.SALT)
    with connection.execute_wrapper(down):
        answer = client.get(path.format(token=token))
    assert answer.status_code == 500
    assert "Sorry, there is a problem with the service" in answer.text
    assert not any(word in answer.text for word in ("10.0.0.7", "OperationalError", "Traceback"))


def test_local_pictures_are_served_and_nothing_beside_them(client, home, settings):
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "a.txt").write_text("here")
    (settings.MEDIA_ROOT.parent / "secret.txt").write_text("no")
    assert client.get("/media/a.txt").getvalue() == b"here"
    for path in ("../secret.txt", "%2e%2e/secret.txt", "", "\x00"):
        assert client.get(f"/media/{path}").status_code in {302, 400, 404}
