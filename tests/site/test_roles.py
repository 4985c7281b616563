"""Who reads what readers send, and who may say that it is dealt with."""

from datetime import date

import pytest
from accounts.models import User
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from ourplace import roles
from wagtail.models import Locale
from wagtail_localize.operations import translate_object

from home.models import HomePage, InformationPage, LanguageRequest, Term, TranslationProblem, TranslationRecord
from home.permissions import languages_of, may_check, may_publish, may_translate

LISTS = ("contactmessage", "pagefeedback", "languagerequest", "translationproblem", "translationrecord")
READ = {
    "Editors": set(LISTS),
    "Moderators": set(),
    "Translators: Urdu": {"translationproblem", "translationrecord"},
    "Reviewers: Urdu": {"translationproblem", "translationrecord"},
}


@pytest.fixture(scope="module")
def planted(once) -> None:
    with once():
        home = HomePage.objects.get()
        for code in ("ur", "pl"):
            home.copy_for_translation(Locale.objects.get(language_code=code))
        roles.install()


@pytest.fixture
def trees(planted, db) -> None:
    """The Urdu and the Polish tree stand, and the groups."""


@pytest.fixture
def sign_in(trees, client):

    def sign_in(role: str):
        user = User.objects.create_user(role, f"{role}@example.com", "x")
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def problem(db) -> TranslationProblem:
    return TranslationProblem.objects.create(key="a", path="/ur/health/", language="ur", wrong="<b>word</b>")


@pytest.mark.parametrize("role", READ)
def test_each_role_reads_its_own_lists_and_no_other(sign_in, role):
    client = sign_in(role)
    read = {name for name in LISTS if client.get(reverse(f"{name}:index")).status_code == 200}
    assert read == READ[role]
    menu = client.get(reverse("wagtailadmin_home")).text
    assert {name for name in LISTS if reverse(f"{name}:index") in menu} == read


@pytest.mark.parametrize(
    ("role", "may"), [("Editors", True), ("Moderators", False), ("Translators: Urdu", True), ("Reviewers: Urdu", True)]
)
def test_a_problem_is_dealt_with_and_nothing_else_about_it_changes(sign_in, problem, role, may):
    client = sign_in(role)
    edit = reverse("translationproblem:edit", args=[problem.pk])
    client.post(edit, {"is_settled": "on", "wrong": "changed", "path": "/en/"})
    problem.refresh_from_db()
    assert (problem.is_settled, problem.wrong, problem.path) == (may, "<b>word</b>", "/ur/health/")
    if may:
        assert "&lt;b&gt;word" in client.get(edit).text


@pytest.mark.parametrize("role", ["Editors", "Translators: Urdu", "Reviewers: Urdu"])
def test_nobody_adds_or_deletes_a_problem_by_hand(sign_in, problem, role):
    client = sign_in(role)
    client.post(reverse("translationproblem:delete", args=[problem.pk]))
    assert client.get(reverse("translationproblem:add")).status_code == 302
    assert TranslationProblem.objects.count() == 1


def test_the_list_is_narrowed_by_language_and_taken_along(sign_in, problem):
    TranslationProblem.objects.create(key="b", path="/pl/housing/", language="pl")
    client = sign_in("Editors")
    shown = client.get(reverse("translationproblem:index"), {"language": "pl", "is_settled": "false"}).text
    assert "/pl/housing/" in shown
    assert "/ur/health/" not in shown
    export = client.get(reverse("translationproblem:index"), {"export": "csv"})
    assert b"/ur/health/" in b"".join(export.streaming_content)


def test_requests_for_a_language_can_be_searched_and_taken_along(sign_in):
    LanguageRequest.objects.create(key="a", wanted="Soomaali", language="en")
    client = sign_in("Editors")
    assert "Soomaali" in client.get(reverse("languagerequest:index"), {"q": "soomaali"}).text
    export = client.get(reverse("languagerequest:index"), {"export": "csv"})
    assert b"Soomaali" in b"".join(export.streaming_content)


def test_a_translator_sees_the_problems_and_records_of_their_language_only(sign_in, problem):
    theirs = TranslationProblem.objects.create(key="b", path="/pl/housing/", language="pl")
    client = sign_in("Translators: Urdu")
    shown = client.get(reverse("translationproblem:index")).text
    assert "/ur/health/" in shown
    assert "/pl/housing/" not in shown
    export = client.get(reverse("translationproblem:index"), {"export": "csv"})
    assert b"/pl/housing/" not in b"".join(export.streaming_content)
    for view in ("edit", "inspect", "history"):
        assert client.get(reverse(f"translationproblem:{view}", args=[theirs.pk])).status_code == 302
    client.post(reverse("translationproblem:edit", args=[theirs.pk]), {"is_settled": "on"})
    theirs.refresh_from_db()
    assert not theirs.is_settled


def member(*groups: str) -> User:
    user = User.objects.create_user("member", "member@example.com", "x")
    user.groups.add(*Group.objects.filter(name__in=groups))
    return user


def asked_anew(user: User) -> User:
    """As the next request sees them."""
    return User.objects.get(pk=user.pk)


def test_rights_cost_two_queries_once(trees, django_assert_num_queries):
    user = asked_anew(member("Translators: Urdu", "Reviewers: Polish"))
    with django_assert_num_queries(2):
        assert languages_of(user) == {"ur", "pl"}
        assert may_translate(user, "ur")
        assert not may_publish(user, "ur")
        assert may_check(user, "pl")


def test_who_edits_the_english_and_reviews_urdu_checks_urdu_only(trees):
    user = member("Editors", "Reviewers: Urdu")
    assert may_publish(user, "pl")
    assert [code for code in ("en", "ur", "pl") if may_check(user, code)] == ["ur"]


def test_nobody_has_rights_who_is_not_signed_in_or_has_left(trees):
    user = member("Reviewers: Urdu")
    user.is_active = False
    for nobody in (user, AnonymousUser()):
        assert not languages_of(nobody)
        assert not may_check(nobody, "ur")


def test_an_editor_may_start_a_language_that_has_no_page_yet(trees):
    assert may_translate(member("Editors"), "ta")


def test_with_the_group_the_rights_go_at_once_and_with_the_person_the_history_stays(sign_in, home):
    user = User.objects.create_user("gone", "gone@example.com", "x")
    record = TranslationRecord.objects.create(
        translation_key=home.translation_key,
        locale=Locale.objects.get(language_code="ur"),
        translated_by=user,
        checked_by=user,
        checked_on=date(2026, 11, 1),
    )
    client = sign_in("Reviewers: Urdu")
    tree = reverse("wagtailadmin_pages:edit", args=[home.get_translation(record.locale).pk])
    assert client.get(tree).status_code == 200
    User.objects.get(username="Reviewers: Urdu").groups.clear()
    assert client.get(tree).status_code == 302
    user.delete()
    record.refresh_from_db()
    assert (record.translated_by, record.checked_by, record.checked_on) == (None, None, date(2026, 11, 1))


def test_a_language_that_gets_its_first_page_lets_its_people_in(trees, home, locales):
    user = member("Reviewers: Tamil")
    assert not languages_of(user)
    home.copy_for_translation(locales["ta"])
    assert may_check(asked_anew(user), "ta")


def test_a_translator_is_told_who_publishes_a_snippet(sign_in, home, locales):
    term = Term.objects.create(key="gp", english="GP", word="GP", explanation="A doctor.", locale=home.locale)
    translate_object(term, [locales["ur"]])
    address = reverse("wagtailsnippets_home_term:edit", args=[term.get_translation(locales["ur"]).pk])
    answer = sign_in("Translators: Urdu").post(address, {"action": "publish"}, follow=True)
    assert "Only a reviewer of this language can publish this." in answer.text


def test_who_sends_a_page_is_offered_their_own_languages(sign_in, home, locales):
    page = home.add_child(instance=InformationPage(title="Health", slug="health", locale=home.locale))
    asked = sign_in("Translators: Urdu").get(reverse("wagtail_localize:submit_page_translation", args=[page.pk]))
    assert [locale.language_code for locale in asked.context["form"].fields["locales"].queryset] == ["ur"]
