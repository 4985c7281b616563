"""The answers to forms: told by e-mail, seen by those who may change the form, erased on the promised day."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from ourplace import roles
from wagtail.models import Locale

from campaign.models import NetworkIndexPage, NetworkPage
from home import form_inbox, tasks
from home.models import Area, Fact, FormAnswer, FormPage, HomePage
from tests import translating
from tests.home import asking
from tests.home.asking import GOOD
from tests.home.test_form_pages import old_token

LIST = "/admin/formanswer/"


@pytest.fixture(autouse=True)
def nobody_has_sent_anything():
    cache.clear()


@pytest.fixture(scope="module")
def published(once) -> int:
    with once():
        return asking.form(HomePage.objects.get(), addressees="a@example.com\r\n b@example.com\na@example.com").pk


@pytest.fixture
def form(published: int, db) -> FormPage:
    return FormPage.objects.get(pk=published)


@pytest.fixture
def send(client, django_capture_on_commit_callbacks):
    def send(address: str = "/en/idea/", **data: object) -> FormAnswer:
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address, GOOD | {"token": old_token()} | data).status_code == 303
        return FormAnswer.objects.first()

    return send


@pytest.fixture(scope="module")
def people(once, published: int) -> list[str]:
    """Somebody for each role."""
    groups = {
        "editor": [roles.EDITORS],
        "moderator": [roles.MODERATORS],
        "translator": [roles.name_for(roles.TRANSLATORS, "ur")],
        "reviewer": [roles.name_for(roles.REVIEWERS, "ur")],
        "facilitator": [f"{roles.FACILITATORS}: Leyton"],
        "nobody": [],
    }
    with once():
        home = HomePage.objects.get()
        home.copy_for_translation(Locale.objects.get(language_code="ur"))
        index = home.add_child(instance=NetworkIndexPage(title="Networks", slug="networks", locale=home.locale))
        area = Area.objects.create(name="Leyton", slug="leyton")
        index.add_child(instance=NetworkPage(title="Leyton", slug="leyton", area=area, locale=home.locale))
        roles.install()
        users = get_user_model().objects
        users.create_superuser("superuser", "superuser@example.com")
        for name, held in groups.items():
            users.create_user(name, f"{name}@example.com").groups.set(Group.objects.filter(name__in=held))
    return ["superuser", *groups]


@pytest.fixture
def staff(people: list[str], db) -> dict[str, Client]:
    """A signed-in browser for each role."""
    clients = {name: Client() for name in people}
    for name, browser in clients.items():
        browser.force_login(person(name))
    return clients


def person(name: str):
    return get_user_model().objects.get(username=name)


def test_the_addressees_hear_that_answers_came_and_where_but_not_what_they_are(form, send):
    kept = send(idea="Something private", mail="noor@example.com")
    told = [message for message in mail.outbox if message.to != ["noor@example.com"]]
    assert [message.to for message in told] == [["a@example.com"], ["b@example.com"]]
    for message in told:
        assert message.subject == "Answers to a form: Tell us your idea"
        assert reverse("formanswer:edit", args=[kept.pk]) in message.body
        assert "private" not in message.body
        assert "Noor" not in message.body


def test_a_receipt_is_in_the_senders_language_and_repeats_nothing_they_wrote(
    form, send, django_capture_on_commit_callbacks
):
    words = {"Tell us your idea": "اپنا خیال بتائیں", "Thank you for your idea.": "شکریہ۔"}
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(form, "ur", words)
    send("/ur/idea/", idea="Buy gold", mail="noor@example.com")
    receipt = next(message for message in mail.outbox if message.to == ["noor@example.com"])
    assert receipt.extra_headers["Content-Language"] == "ur"
    assert all(word in receipt.body for word in words.values())
    assert "gold" not in receipt.body
    assert not receipt.cc + receipt.bcc


def test_a_fact_in_the_thanks_is_its_value_on_the_page_and_in_the_receipt(form, send, client):
    Fact.objects.create(key="answer-days", kind="number", value="5", label="Days")
    form.thanks = "We answer in {fact:answer-days} days."
    form.save_revision().publish()
    send(mail="noor@example.com")
    assert 'data-fact="answer-days"' in client.get("/en/idea/?sent").text
    assert any("We answer in 5 days." in message.body for message in mail.outbox)


def test_nobody_is_told_of_what_may_be_a_robots_and_no_address_gets_two_receipts_in_an_hour(form, send):
    send(website="x", mail="noor@example.com")
    assert not mail.outbox
    for number in range(3):
        send(idea=f"Garden {number}", mail="Noor@example.com")
    assert sum(message.to == ["Noor@example.com"] for message in mail.outbox) == 1


def test_addressees_get_no_flood_of_mails(form, send, monkeypatch):
    monkeypatch.setattr(tasks, "MAILS_AN_HOUR", 2)
    for number in range(4):
        send(idea=f"Garden {number}")
    assert len(mail.outbox) == 2 * 2


def test_mail_about_answers_that_are_gone_goes_nowhere(form):
    tasks.tell_addressees.call(0)
    tasks.send_receipt.call(0)
    assert not mail.outbox


def test_without_an_address_nobody_gets_a_receipt(form, send):
    send()
    assert {address for message in mail.outbox for address in message.to} == {"a@example.com", "b@example.com"}


SEE = {
    "superuser": True,
    "editor": True,
    # They may change every English page, so also this one.
    "moderator": True,
    "translator": False,
    "reviewer": False,
    "facilitator": False,
    "nobody": False,
}


def test_who_may_change_a_form_and_nobody_else_sees_its_answers(form, send, staff):
    assert SEE.keys() == staff.keys()
    for who, sees in SEE.items():
        kept = send(idea="Something private", token=old_token(who))
        browser, one = staff[who], reverse("formanswer:edit", args=[kept.pk])
        history = reverse("formanswer:history", args=[kept.pk])
        for address in (LIST, one, history, f"{LIST}?export=csv", f"{LIST}?export=xlsx", f"{LIST}results/"):
            assert (browser.get(address).status_code == 200) is sees, (who, address)
        assert ("Something private" in browser.get(one).text) is sees, who
        assert (LIST in browser.get("/admin/").text) is sees, who
        assert browser.get("/admin/formanswer/new/").status_code != 200, who
        browser.post(one, {"state": "closed", "assignee": "", "note": ""})
        kept.refresh_from_db()
        assert kept.state == ("closed" if sees else "new"), who
        browser.post(reverse("formanswer:delete", args=[kept.pk]))
        assert FormAnswer.objects.filter(pk=kept.pk).exists() is not sees, who


def test_an_editor_of_one_form_sees_the_answers_to_that_form_only(home, form, send, staff):
    other = FormPage(
        title="Other", slug="other", locale=home.locale, questions=asking.questions(), purpose="x", thanks="x"
    )
    home.add_child(instance=other)
    other.save_revision().publish()
    group = Group.objects.create(name="Other's editors")
    group.permissions.set(Group.objects.get(name=roles.MODERATORS).permissions.all())
    roles._on_page(other, {group.name: ("change",)})
    person("nobody").groups.add(group)
    mine, theirs = send("/en/other/", idea="For me"), send(idea="For others")
    browser = staff["nobody"]
    assert [row.pk for row in browser.get(LIST).context["object_list"]] == [mine.pk]
    assert b"For others" not in b"".join(browser.get(f"{LIST}?export=csv").streaming_content)
    assert browser.get(f"{LIST}?form={form.pk}").context["object_list"].count() <= 1
    assert browser.get(reverse("formanswer:edit", args=[theirs.pk])).status_code != 200
    assert person("nobody") not in form_inbox.staff_for(form)


def test_the_list_is_filtered_and_searched_and_leaves_out_robots_until_asked(form, send, staff):
    def listed(**query: object) -> set[int]:
        return {row.pk for row in staff["editor"].get(LIST, query).context["object_list"]}

    garden, robot = send(idea="باغ"), send(idea="Gold", website="x")
    settled = send("/pl/idea/", idea="A choir")
    FormAnswer.objects.filter(pk=settled.pk).update(state="answered", assignee=person("editor"))
    assert listed() == {garden.pk, settled.pk}
    assert listed(suspected="too") == {garden.pk, settled.pk, robot.pk}
    assert listed(suspected="only") == {robot.pk}
    assert listed(state="answered") == {settled.pk}
    assert listed(assignee=person("editor").pk) == {settled.pk}
    assert listed(language="pl") == {settled.pk}
    assert listed(form=form.pk, q="باغ") == {garden.pk}
    assert listed(q="%") == set()


def test_an_answer_is_shown_as_asked_and_in_english_and_settled_by_one_who_sees_it(form, send, staff, client):
    kept = send(idea="<b>A garden</b>", mail="noor@example.com")
    kept.answers[0]["asked"] = "آپ کا نام"
    kept.language = "ur"
    kept.save()
    address = reverse("formanswer:edit", args=[kept.pk])
    html = staff["editor"].get(address).text
    assert '<span lang="ur" dir="rtl">(آپ کا نام)</span>' in html
    assert "&lt;b&gt;A garden" in html
    assert "What do you need?" in html
    assert "translator" not in html.split('name="assignee"')[1].split("</select>")[0]
    change = {"state": "in_hand", "assignee": person("editor").pk, "note": "Rang her."}
    assert staff["editor"].post(address, change | {"words": "x", "email": "x@example.com"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.assignee, kept.note) == ("in_hand", person("editor"), "Rang her.")
    assert (kept.email, "A garden" in kept.words) == ("noor@example.com", True)
    assert staff["editor"].post(address, change | {"assignee": person("translator").pk}).status_code == 200


def test_answers_are_erased_on_the_promised_day_and_not_before(form, send, client, monkeypatch):
    moments = [datetime(2026, 5, 31, 12, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: moments[-1])
    assert "30 November 2026" in client.get("/en/idea/").text
    kept = send()
    assert kept.kept_until == date(2026, 11, 30)
    form.months_kept = 12
    form.save_revision().publish()
    for moment, left in ((datetime(2026, 11, 30, 12, tzinfo=UTC), 1), (datetime(2026, 12, 1, 12, tzinfo=UTC), 0)):
        moments.append(moment)
        out = StringIO()
        call_command("forget_answers", stdout=out)
        assert FormAnswer.objects.count() == left
        assert f"answers: {1 - left}" in out.getvalue()


def test_where_somebody_sent_from_is_not_kept(form, client, send):
    client.defaults["REMOTE_ADDR"] = "192.0.2.77"
    send()
    kept = FormAnswer.objects.values().get()
    assert "192.0.2.77" not in str(kept)


def test_a_form_with_answers_is_not_deleted(form, send, staff, home):
    send()
    delete = reverse("wagtailadmin_pages:delete", args=[form.pk])
    staff["editor"].post(delete)
    staff["editor"].post(f"/admin/bulk/wagtailcore/page/delete/?id={form.pk}")
    assert FormPage.objects.filter(pk=form.pk).exists()
    FormAnswer.objects.all().delete()
    staff["editor"].post(delete)
    assert not FormPage.objects.filter(pk=form.pk).exists()


def test_the_list_asks_as_much_for_many_as_for_few(form, send, staff, django_assert_max_num_queries):
    kept = send()
    FormAnswer.objects.bulk_create(
        FormAnswer(
            form=form, answers=kept.answers, words="x", language="en", key=f"{number}", assignee=person("editor"),
            sent_at=timezone.now() - timedelta(minutes=number), kept_until=timezone.localdate(),
        )
        for number in range(30)
    )  # fmt: skip
    staff["editor"].get(LIST)
    with django_assert_max_num_queries(22):
        staff["editor"].get(LIST)
