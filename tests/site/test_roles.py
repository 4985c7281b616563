"""Who reads what readers send, and who may say that it is dealt with."""

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.urls import reverse
from ourplace import roles

from home.models import LanguageRequest, TranslationProblem

LISTS = ("contactmessage", "pagefeedback", "languagerequest", "translationproblem", "translationrecord")
READ = {
    "Editors": set(LISTS),
    "Moderators": set(),
    "Translators: Urdu": {"translationproblem", "translationrecord"},
    "Reviewers: Urdu": {"translationproblem", "translationrecord"},
}


@pytest.fixture
def sign_in(home, locales, client):
    for code in ("ur", "pl"):
        home.copy_for_translation(locales[code])
    roles.install()

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
