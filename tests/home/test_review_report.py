"""Reports, Reviews: who sees it, what it lists, how it is taken along and confirmed; and the forms behind it."""

import re
from datetime import date, timedelta

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from ourplace import roles
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home import due, reviews
from home.models import Contact, Fact, HomePage, InformationPage

REPORT = "/admin/reports/reviews/"
OWNER = {"owned_by": "Registrars", "owner_email": "registrars@example.com", "review_months": 3}
LONG_AGO = date(2026, 1, 31)


@pytest.fixture(scope="module")
def reviewed(once) -> None:
    """The one page and the one fact there are, and the groups of staff."""
    with once():
        page = InformationPage(title="Marriage", slug="marriage", checked_on=LONG_AGO, **OWNER)
        HomePage.objects.get().add_child(instance=page)
        Fact.objects.create(key="fee", kind="money", value="42", label="Fee", **OWNER)
        roles.install()


@pytest.fixture
def page(reviewed, db) -> InformationPage:
    return InformationPage.objects.get()


@pytest.fixture
def fact(reviewed, db) -> Fact:
    return Fact.objects.get()


@pytest.fixture
def sign_in(reviewed, db, client):
    def sign_in(role: str):
        user = User.objects.create_user(role, f"{role}@example.com", "x")
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def editor(sign_in, page, fact):
    return sign_in("Editors")


def confirm_address(thing) -> str:
    return reverse("review_confirm", args=[thing._meta.label_lower, thing.pk])


def titles(answer) -> list[str]:
    return [row.title for row in answer.context["object_list"]]


@pytest.mark.parametrize(("role", "may"), [("Editors", True), ("Moderators", False), ("Translators: Urdu", False)])
def test_editors_have_the_report_and_others_do_not(sign_in, page, fact, locales, role, may):
    client = sign_in(role)
    assert (REPORT in client.get("/admin/").text) == may
    assert (client.get(REPORT).status_code == 200) == may
    assert (client.get(f"{REPORT}results/").status_code == 200) == may
    contact = Contact.objects.create(name="Registry", locale=locales["en"], checked_on=LONG_AGO, **OWNER)
    Fact.objects.update(checked_on=LONG_AGO)
    for thing in (page, fact, contact):
        client.post(confirm_address(thing))
        thing.refresh_from_db()
        assert (thing.checked_on == timezone.localdate()) == may


def test_everything_english_and_live_is_listed_what_is_due_first(editor, home, locales):
    Contact.objects.create(name="Registry", locale=locales["en"], **OWNER)
    Contact.objects.create(name="Urząd", locale=locales["pl"], **OWNER)
    home.add_child(instance=InformationPage(title="Draft", slug="draft", live=False, **OWNER))
    answer = editor.get(REPORT)
    assert titles(answer) == ["Marriage", "Fee", "Registry"]
    overdue = (timezone.localdate() - date(2026, 4, 30)).days
    assert [row.days_overdue for row in answer.context["object_list"]] == [overdue, 0, 0]
    for address in (
        reverse("wagtailadmin_pages:edit", args=[InformationPage.objects.get(title="Marriage").pk]),
        reverse("wagtailsnippets_home_fact:edit", args=[Fact.objects.get().pk]),
    ):
        assert address in answer.text


def test_the_list_is_narrowed_and_put_in_order(editor):
    soon = Fact.objects.create(key="soon", kind="text", value="1", label="Soon", owner_email="soon@example.com")
    Fact.objects.filter(pk=soon.pk).update(next_review=timezone.localdate() + reviews.NOTICE)
    asked = {
        "standing=overdue": ["Marriage"],
        "standing=near": ["Marriage", "Soon"],
        "kind=home.fact": ["Soon", "Fee"],
        "owner=REGIST": ["Marriage", "Fee"],
        "owner=soon@": ["Soon"],
        "ordering=-title": ["Soon", "Marriage", "Fee"],
        "ordering=password": ["Marriage", "Soon", "Fee"],
        "standing=x": ["Marriage", "Soon", "Fee"],
        "p=99": ["Marriage", "Soon", "Fee"],
    }
    assert {query: titles(editor.get(f"{REPORT}results/?{query}")) for query in asked} == asked


def test_the_list_can_be_taken_along(editor, tmp_path):
    lines = b"".join(editor.get(f"{REPORT}?export=csv").streaming_content).decode().splitlines()
    assert lines[0] == "Title,Kind,Owner,E-mail address of the owner,Checked on,Next review due,Days overdue"
    assert lines[1].startswith("Marriage,Information page,Registrars,registrars@example.com,2026-01-31,2026-04-30,")
    book = tmp_path / "reviews.xlsx"
    book.write_bytes(b"".join(editor.get(f"{REPORT}?export=xlsx&standing=overdue").streaming_content))
    cells = [[cell.value for cell in row] for row in load_workbook(book).active.rows]
    assert [row[0] for row in cells] == ["Title", "Marriage"]


def test_a_thousand_things_cost_no_more_queries_than_three(editor, django_assert_max_num_queries):
    facts = [Fact(key=f"f{number}", kind="text", value="1", label=f"Fact {number}", **OWNER) for number in range(1000)]
    Fact.objects.bulk_create(facts)
    editor.get(REPORT)
    with django_assert_max_num_queries(15) as asked:
        assert editor.get(REPORT).context["paginator"].count == 1002
    Fact.objects.filter(key__startswith="f1").delete()
    with django_assert_max_num_queries(len(asked)):
        editor.get(REPORT)


def test_an_editor_confirms_from_the_list_and_comes_back_to_it(editor, page):
    address = confirm_address(page)
    editor.handler.enforce_csrf_checks = True
    shown = editor.get(f"{REPORT}?standing=overdue").text
    form = re.search(rf'<form method="post" action="{address}">.*?</form>', shown, re.DOTALL).group()
    posted = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', form))
    assert editor.get(address).status_code == 405
    assert editor.post(address, posted | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    answer = editor.post(address, posted)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{REPORT}?standing=overdue")
    page.refresh_from_db()
    assert (page.checked_on, page.next_review) == (
        timezone.localdate(),
        reviews.months_after(timezone.localdate(), 3),
    )
    assert PageLogEntry.objects.get(action=due.CONFIRMED).user.username == "Editors"
    assert "Confirmed as still correct" in editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).text


def test_an_editor_is_sent_to_no_other_site(editor, page):
    assert editor.post(confirm_address(page), {"next": "https://example.com/"}).headers["Location"] == REPORT


def test_what_is_not_reviewed_cannot_be_confirmed(editor):
    for path in ("home.fact/999", "home.term/1", "accounts.user/1", "nothing/1"):
        assert editor.post(f"{REPORT}{path}/confirm/", follow=True).status_code == 404


def test_a_page_an_editor_may_not_change_is_listed_without_a_button(editor, page):
    group = Group.objects.get(name="Editors")
    group.page_permissions.all().delete()
    answer = editor.get(REPORT)
    assert "Marriage" in answer.text
    assert confirm_address(page) not in answer.text
    editor.post(confirm_address(page))
    page.refresh_from_db()
    assert page.checked_on == LONG_AGO


# The forms


def fact_form(**changes) -> dict:
    form = {"key": "fee", "kind": "money", "value": "42", "label": "Fee", "source_name": "", "source_url": ""}
    return form | {name: str(value) for name, value in OWNER.items()} | changes


def test_a_fact_needs_an_owner_an_address_and_a_period(editor, fact):
    edit = reverse("wagtailsnippets_home_fact:edit", args=[fact.pk])
    for name in ("owned_by", "owner_email", "review_months"):
        assert editor.post(edit, fact_form(**{name: ""})).context["form"].errors.keys() == {name}
    assert editor.post(edit, fact_form(review_months=4)).context["form"].errors.keys() == {"review_months"}


def test_whoever_changes_a_value_has_checked_it_and_whoever_changes_the_owner_has_not(editor, fact):
    edit = reverse("wagtailsnippets_home_fact:edit", args=[fact.pk])
    Fact.objects.update(checked_on=LONG_AGO)
    editor.post(edit, fact_form(owned_by="Ceremonies", review_months=12))
    fact.refresh_from_db()
    assert (fact.owned_by, fact.checked_on, fact.next_review) == ("Ceremonies", LONG_AGO, date(2027, 1, 31))
    editor.post(edit, fact_form(value="43"))
    fact.refresh_from_db()
    assert (fact.value, fact.checked_on) == ("43", timezone.localdate())


def page_form(**changes) -> dict:
    text = {"heading": "", "text": rich_text("<p>Give notice.</p>")}
    form = {"title": "Marriage", "slug": "marriage", "summary": "", "picture_alt": "", "comments": {}} | {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    form |= {"body": streamfield([("text", text)]), "seo_title": "", "search_description": "", "go_live_at": ""}
    return nested_form_data(form | {name: str(value) for name, value in OWNER.items()} | changes)


def test_a_page_is_drafted_without_an_owner_and_published_with_one(editor, page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.post(edit, page_form(owner_email="")).status_code == 302
    answer = editor.post(edit, page_form(owner_email="", **{"action-publish": "1"}))
    assert answer.context["form"].errors.keys() == {"owner_email"}
    assert editor.post(edit, page_form(owned_by="Ceremonies", **{"action-publish": "1"})).status_code == 302
    page.refresh_from_db()
    assert (page.owned_by, page.checked_on, page.next_review) == ("Ceremonies", LONG_AGO, date(2026, 4, 30))


def test_publishing_from_the_editor_again_is_no_update(editor, page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    editor.post(edit, page_form(**{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.last_updated == timezone.localdate()
    yesterday = timezone.localdate() - timedelta(days=1)
    InformationPage.objects.update(last_updated=yesterday)
    body = page.body.raw_data[0]
    assert editor.get(edit).status_code == 200
    same = page_form(**{"action-publish": "1", "body-0-id": body["id"]})
    editor.post(edit, same)
    page.refresh_from_db()
    assert page.last_updated == yesterday
