"""What readers tell us about languages: kept once, said back with every word, heard by those who can act."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.db import OperationalError
from django.test import Client
from ourplace import roles
from wagtail.models import Locale, PageViewRestriction

from home import from_readers, tasks
from home.models import Fact, HomePage, InformationPage, LanguageRequest, TranslationProblem
from tests import translating

REQUEST = {"wanted": "Soomaali", "needs": "Health", "email": "noor@example.com"}
PROBLEM = {"wrong": "ڈاکٹر سے ملیں", "better": "جی پی سے ملیں", "email": ""}
ADDRESS = "/ur/translation-problem/?page=health/"
FORMS = [("/ur/languages/missing/", REQUEST, LanguageRequest), (ADDRESS, PROBLEM, TranslationProblem)]


@pytest.fixture(scope="module")
def english(once) -> int:
    with once():
        home = HomePage.objects.get()
        return home.add_child(instance=InformationPage(title="Health", slug="health", locale=home.locale)).pk


@pytest.fixture(autouse=True)
def page(english: int, db) -> InformationPage:
    return InformationPage.objects.get(pk=english)


@pytest.fixture
def translated(page, django_capture_on_commit_callbacks) -> InformationPage:
    with django_capture_on_commit_callbacks(execute=True):
        return translating.published(page, "ur", {"Health": "صحت"})


@pytest.fixture(scope="module")
def groups(once, english: int) -> None:
    with once():
        home = HomePage.objects.get()
        for code in ("ur", "pl"):
            home.copy_for_translation(Locale.objects.get(language_code=code))
        roles.install()


@pytest.fixture
def hired(groups, db):
    """Somebody with a role in Urdu, and one colleague of the same role in Polish."""

    def hired(role: str):
        users = get_user_model().objects
        for code in ("ur", "pl"):
            group = roles.name_for(role, code) if role in roles.IN_ONE_LANGUAGE else role
            user = users.create_user(f"{role}-{code}", f"{role}-{code}@example.com".lower())
            user.groups.add(Group.objects.get(name=group))
        return users.get(username=f"{role}-ur")

    return hired


@pytest.fixture
def reviewer(hired):
    return hired(roles.REVIEWERS)


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    def send(address: str, data: dict):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data)

    return send


def test_a_request_for_a_language_is_kept_with_the_language_it_was_made_in(send):
    answer = send("/ur/languages/missing/", REQUEST)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ur/contact/sent/")
    kept = LanguageRequest.objects.get()
    assert (kept.wanted, kept.needs, kept.email, kept.language) == ("Soomaali", "Health", "noor@example.com", "ur")


def test_the_numbers_for_an_interpreter_come_from_the_facts_and_can_be_dialled(client):
    Fact.objects.create(key="nhs-urgent-number", kind="phone", value="111", label="NHS")
    Fact.objects.create(key="council-phone", kind="phone", value="020 8496 3000", label="Council")
    html = client.get("/ur/languages/missing/").text
    assert '<span data-fact="nhs-urgent-number"><a href="tel:111"><bdi dir="ltr">111</bdi></a></span>' in html
    assert 'href="tel:02084963000"' in html
    assert '/ur/languages/missing/"' in client.get("/ur/languages/").text


def test_a_wrong_translation_is_kept_with_its_page_and_its_language(translated, client, send):
    html = client.get(ADDRESS).text
    assert '<a href="/ur/health/">صحت</a>' in html
    answer = send(ADDRESS, PROBLEM)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ur/translation-problem/sent/?page=health%2F")
    kept = TranslationProblem.objects.get()
    assert (kept.path, kept.language, kept.wrong, kept.is_settled) == ("/ur/health/", "ur", PROBLEM["wrong"], False)
    assert 'href="/ur/health/"' in client.get(answer.headers["Location"]).text


@pytest.mark.parametrize("half", ["wrong", "better"])
def test_either_half_of_a_wrong_translation_is_enough(send, half):
    assert send(ADDRESS, {half: PROBLEM[half]}).status_code == 302
    assert TranslationProblem.objects.count() == 1


def test_only_a_translation_offers_to_say_that_it_is_wrong(translated, client):
    offer = '/translation-problem/?page=health/"'
    assert f'href="/ur{offer}' in client.get("/ur/health/").text
    assert offer not in client.get("/en/health/").text
    assert offer not in client.get("/ta/health/").text


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
def test_an_empty_form_says_what_to_do_and_keeps_nothing(send, address, data, model):
    answer = send(address.replace("/ur/", "/ro/"), dict.fromkeys(data, "  "))
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert not model.objects.exists()


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
def test_an_error_keeps_what_was_typed_and_leads_to_its_field(send, address, data, model):
    answer = send(address, data | {"email": "noor@"})
    assert answer.status_code == 422
    assert 'value="noor@"' in answer.text
    assert 'href="#id_email"' in answer.text
    assert all(words in answer.text for name, words in data.items() if name != "email")
    assert not model.objects.exists()


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
@pytest.mark.parametrize("words", ["x" * 1001, "\x00", "\u202e" * 1001])
def test_what_is_too_much_is_refused_and_still_there(send, address, data, model, words):
    answer = send(address, data | {"needs": words, "wrong": words})
    assert answer.status_code == 422
    assert "maxlength" not in answer.text.split("<main")[1].split("</main>")[0]
    assert words.replace("\x00", "") in answer.text
    assert not model.objects.exists()


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
def test_hostile_words_are_words(send, client, address, data, model):
    attack = '</textarea><script>alert(1)</script>{{ 7|add:"7" }}'
    answer = send(address, data | {"needs": attack, "wrong": attack, "email": "x"})
    assert "<script>alert" not in answer.text
    assert send(address, data | {"needs": attack, "wrong": attack, "key": attack}).status_code == 302


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
def test_the_same_form_sent_twice_is_kept_once_and_a_mended_one_again(send, reviewer, address, data, model):
    data = data | {"key": uuid.uuid4().hex}
    for _ in range(2):
        assert send(address, data).status_code == 302
    assert model.objects.count() == 1
    send(address, data | {"email": "amina@example.com"})
    assert model.objects.count() == 2


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
def test_a_robot_is_thanked_and_forgotten(send, reviewer, address, data, model):
    assert send(address, data | {"website": "buy"}).status_code == 302
    assert not model.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
def test_the_forms_set_no_cookie_and_need_none(address, data, model):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.get(address)
    assert not answer.cookies
    assert "no-store" in answer.headers["Cache-Control"]
    assert strict.post(address, data).status_code == 302
    assert model.objects.count() == 1


@pytest.mark.parametrize(("address", "data", "model"), FORMS)
def test_without_a_database_every_word_is_still_there(send, monkeypatch, address, data, model):
    def stopped(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(model.objects, "get_or_create", stopped)
    monkeypatch.setattr(from_readers, "public_page_at", stopped)
    answer = send(address, data)
    assert answer.status_code == 503
    assert '<html lang="ur" dir="rtl"' in answer.text
    assert all(words in answer.text for words in data.values())


@pytest.mark.parametrize(
    "named", ["nowhere/", "//evil.example/", "https://evil.example/", "\x00", "a/" * 2000, '"><script>']
)
def test_only_a_page_of_this_site_can_be_wrong(client, named):
    for path in ("", "sent/"):
        assert client.get(f"/ur/translation-problem/{path}", {"page": named}).status_code == 404
    assert client.post(f"/ur/translation-problem/?page={named}", PROBLEM).status_code == 404


def test_who_switches_to_english_gets_the_contact_form(client):
    answer = client.get(ADDRESS.replace("/ur/", "/en/"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/contact/")


def test_nobody_hears_of_a_page_behind_a_restriction(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(ADDRESS).status_code == 404


def test_the_reviewers_hear_which_language_and_page_but_not_the_readers_words(send, reviewer, settings):
    settings.SITE_ADDRESS = "https://place.example"
    send(ADDRESS, PROBLEM | {"email": "noor@example.com"})
    (letter,) = mail.outbox
    problem = TranslationProblem.objects.get()
    assert letter.to == ["reviewers-ur@example.com"]
    assert letter.subject == "Urdu: something is wrong with a translation"
    assert "https://place.example/ur/health/" in letter.body
    assert f"https://place.example/admin/translationproblem/edit/{problem.pk}/" in letter.body
    assert PROBLEM["wrong"] not in letter.body
    assert "noor@example.com" not in letter.body


def test_a_language_without_a_reviewer_is_heard_by_its_translators_and_without_any_by_the_editors(send, hired):
    for role in (roles.EDITORS, roles.MODERATORS):
        hired(role)
    send(ADDRESS, PROBLEM)
    assert {address for letter in mail.outbox for address in letter.to} == {
        "editors-ur@example.com",
        "editors-pl@example.com",
    }
    for role in (roles.TRANSLATORS, roles.REVIEWERS):
        hired(role)
        mail.outbox.clear()
        send(ADDRESS, PROBLEM | {"wrong": role})
        assert [letter.to for letter in mail.outbox] == [[f"{role}-ur@example.com".lower()]]


def test_nobody_hears_who_has_no_address_or_has_left(send, reviewer, hired):
    reviewer.is_active = False
    reviewer.save()
    silent = get_user_model().objects.create_user("silent", "")
    silent.groups.add(*reviewer.groups.all())
    send(ADDRESS, PROBLEM)
    assert not mail.outbox


def test_a_flood_of_problems_is_not_a_flood_of_mail(send, reviewer, monkeypatch):
    monkeypatch.setattr(tasks, "MAILS_AN_HOUR", 2)
    for number in range(4):
        send(ADDRESS, PROBLEM | {"wrong": f"{number}"})
    assert len(mail.outbox) == 2
    assert TranslationProblem.objects.count() == 4
