"""Owners, review dates, reminders and the link that confirms without signing in."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail, signing
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, Revision
from wagtail_localize.models import TranslationSource

from home import due, page_cache, reviews, tasks
from home.models import Contact, Fact, HomePage, InformationPage, TranslationRecord
from tests import translating

OWNER = {"owned_by": "Registrars", "owner_email": "Registrars@example.com", "review_months": 3}
LONG_AGO = date(2026, 1, 31)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def publish(commit):
    def publish(page, **changes):
        for name, value in changes.items():
            setattr(page, name, value)
        with commit():
            page.save_revision().publish()
        page.refresh_from_db()

    return publish


@pytest.fixture(scope="module")
def overdue(once) -> int:
    """A page that is long overdue."""
    with once():
        page = InformationPage(title="Marriage", slug="marriage", checked_on=LONG_AGO, **OWNER)
        HomePage.objects.get().add_child(instance=page)
        page.body = body("Give notice.")
        page.save_revision().publish()
    return page.pk


@pytest.fixture
def page(overdue: int, db) -> InformationPage:
    return InformationPage.objects.get(pk=overdue)


@pytest.fixture
def fact(db) -> Fact:
    return Fact.objects.create(key="fee", kind="money", value="42", label="Fee", checked_on=LONG_AGO, **OWNER)


@pytest.fixture
def only_fact(fact) -> Fact:
    """All that is due."""
    InformationPage.objects.update(live=False)
    return fact


@pytest.fixture
def contact(locales) -> Contact:
    english = locales["en"]
    return Contact.objects.create(name="Registry", hours="9 to 5", locale=english, checked_on=LONG_AGO, **OWNER)


@pytest.fixture
def things(page, fact, contact) -> dict:
    return {"page": page, "fact": fact, "contact": contact}


def body(text: str) -> str:
    return json.dumps([{"type": "text", "value": {"heading": "", "text": f"<p>{text}</p>"}, "id": "first"}])


def path_to(thing) -> str:
    return due.link_to(thing).removeprefix(settings.SITE_ADDRESS)


def dates_of(thing) -> tuple[date, date]:
    thing.refresh_from_db()
    return thing.checked_on, thing.next_review


def known_of_translations() -> tuple:
    kept = (TranslationRecord.objects.values().get(), TranslationSource.objects.values().get())
    return Revision.objects.count(), *kept


def in_three_months() -> date:
    return reviews.months_after(timezone.localdate(), 3)


# Owners and dates


@pytest.mark.parametrize("name", ["page", "fact", "contact"])
def test_everything_reviewed_has_a_date_that_follows_from_the_last_check_and_the_period(name, things):
    assert dates_of(things[name]) == (LONG_AGO, date(2026, 4, 30))


def test_a_new_thing_counts_as_checked_today(db):
    fact = Fact.objects.create(key="new", kind="text", value="1", label="New")
    assert dates_of(fact) == (timezone.localdate(), reviews.months_after(timezone.localdate(), reviews.USUAL_PERIOD))


def test_a_longer_period_moves_the_date_when_it_is_published(page, publish):
    page.review_months = 12
    page.save_revision()
    assert dates_of(page) == (LONG_AGO, date(2026, 4, 30))
    publish(page, review_months=12)
    assert dates_of(page) == (LONG_AGO, date(2027, 1, 31))


def test_a_translation_has_the_owner_and_the_dates_of_the_english(page, publish, commit):
    with commit():
        urdu = translating.published(page, "ur", {"Marriage": "شادی", "Give notice.": "اطلاع دیں"})
    assert (urdu.owned_by, *dates_of(urdu)) == ("Registrars", LONG_AGO, date(2026, 4, 30))
    publish(page, review_months=6, owned_by="Ceremonies")
    assert (dates_of(urdu)[1], urdu.owned_by) == (date(2026, 7, 31), "Ceremonies")
    urdu.review_months = 36
    publish(urdu)
    assert dates_of(urdu)[1] == date(2026, 7, 31)


def test_an_owner_is_nothing_to_translate(page):
    source, _is_new = TranslationSource.get_or_create_from_instance(page)
    assert not source.overridablesegment_set.filter(context__path__in=["owned_by", "owner_email"]).exists()
    assert not source.stringsegment_set.filter(string__data__contains="Registrars").exists()


# Last updated


def test_publishing_without_a_change_is_no_update(page, publish):
    InformationPage.objects.update(last_updated=LONG_AGO)
    publish(InformationPage.objects.get(pk=page.pk))
    # The editor keeps numbers of its own in the markup.
    publish(page, body=body("Give notice.").replace("<p>", '<p data-block-key=\\"a1b2c\\">'))
    publish(page, slug="wedding", owned_by="Ceremonies", show_in_menus=True)
    assert page.last_updated == LONG_AGO


def test_any_other_words_are_an_update_and_a_draft_is_none(page, publish):
    for name, value in [
        ("title", "Weddings"),
        ("summary", "How to."),
        ("body", body("Give notice!")),
        ("body", body("<a href='https://example.com/'>Give notice!</a>")),
        ("body", "[]"),
    ]:
        InformationPage.objects.update(last_updated=LONG_AGO)
        setattr(page, name, value)
        page.save_revision()
        page.refresh_from_db()
        assert page.last_updated == LONG_AGO
        publish(page, **{name: value})
        assert page.last_updated == timezone.localdate(), value


def test_taking_a_page_down_and_putting_it_back_or_moving_it_is_no_update(page, home, publish):
    InformationPage.objects.update(last_updated=LONG_AGO)
    below = home.add_child(instance=InformationPage(title="Life", slug="life"))
    page.refresh_from_db()
    page.move(below, pos="last-child")
    page = InformationPage.objects.get(pk=page.pk)
    page.unpublish()
    publish(page)
    assert page.last_updated == LONG_AGO


def test_a_page_that_goes_live_later_is_updated_then(home, publish):
    tomorrow = timezone.now() + timedelta(days=1)
    page = home.add_child(instance=InformationPage(title="Later", slug="later", live=False, go_live_at=tomorrow))
    publish(page)
    assert (page.live, page.last_updated) == (False, None)
    publish(page, go_live_at=None)
    assert page.last_updated == timezone.localdate()


def test_a_translation_was_updated_when_its_own_words_were(page, publish, commit):
    words = {"Marriage": "شادی", "Give notice.": "اطلاع دیں"}
    with commit():
        urdu = translating.published(page, "ur", words)
    InformationPage.objects.update(last_updated=LONG_AGO)
    publish(InformationPage.objects.get(pk=page.pk), body=body("Give notice early."))
    urdu.refresh_from_db()
    assert urdu.last_updated == LONG_AGO
    with commit():
        translating.published(page, "ur", words | {"Give notice early.": "جلد اطلاع دیں"})
    urdu.refresh_from_db()
    assert urdu.last_updated == timezone.localdate()


def test_readers_see_both_dates_in_every_language(page, client):
    InformationPage.objects.update(last_updated=LONG_AGO)
    for code in ("en", "ur"):
        shown = client.get(f"/{code}/marriage/").text
        assert '<time datetime="2026-01-31">' in shown
        assert '<time datetime="2026-04-30">' in shown


# Confirming


@pytest.mark.parametrize("name", ["page", "fact", "contact"])
def test_looking_changes_nothing_and_pressing_the_button_counts_from_today(name, things, client, commit):
    thing = things[name]
    path = path_to(thing)
    for _mail_scanner in range(2):
        shown = client.get(path)
        assert (client.head(path).status_code, shown.status_code) == (200, 200)
    assert thing.name_for_review in shown.text
    assert dates_of(thing) == (LONG_AGO, date(2026, 4, 30))
    with commit():
        answer = client.post(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert dates_of(thing) == (timezone.localdate(), in_three_months())
    assert "nothing left to do" in client.get(path).text


def test_what_is_to_be_confirmed_is_shown_in_english_to_everybody(page, fact, contact, client):
    page.summary = "<b>How to</b> marry"
    page.save()
    shown = client.get(path_to(page), headers={"accept-language": "ur"}).text
    assert '<html lang="en" dir="ltr">' in shown
    assert f"{settings.SITE_ADDRESS}/en/marriage/" in shown
    assert "&lt;b&gt;How to&lt;/b&gt; marry" in shown
    assert "42" in client.get(path_to(fact)).text
    assert "9 to 5" in client.get(path_to(contact)).text


def test_the_page_of_a_link_is_kept_by_nobody_and_sets_no_cookie(page, client):
    answer = client.get(path_to(page))
    assert "no-store" in answer.headers["Cache-Control"]
    assert (answer.headers["X-Robots-Tag"], answer.headers["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert not answer.cookies
    assert page_cache.storage_key({"REQUEST_METHOD": "GET", "PATH_INFO": path_to(page)}) is None
    assert client.get(path_to(page)).text.count(path_to(page)) == 0


def test_a_link_works_once(fact, client, commit):
    path = path_to(fact)
    with commit():
        client.post(path)
    Fact.objects.update(checked_on=date(2026, 10, 1))
    assert client.post(path).status_code == 303
    assert dates_of(fact)[0] == date(2026, 10, 1)
    assert ModelLogEntry.objects.for_instance(fact).filter(action=due.CONFIRMED).count() == 1


def test_of_two_who_confirm_at_once_one_does(fact):
    first, second = Fact.objects.get(), Fact.objects.get()
    assert due.confirm(first, timezone.localdate())
    assert not due.confirm(second, timezone.localdate())
    assert ModelLogEntry.objects.for_instance(fact).count() == 1


def test_a_link_for_an_earlier_review_says_so_and_does_nothing(fact, client):
    path = path_to(fact)
    fact.review_months = 6
    fact.save()
    assert "nothing left to do" in client.get(path).text
    client.post(path)
    assert dates_of(fact) == (LONG_AGO, date(2026, 7, 31))


def test_a_link_that_was_made_up_or_is_for_something_else_does_nothing(fact, client):
    token = path_to(fact).split("/")[2]
    content = ["home.fact", fact.pk, "2026-04-30"]
    wrong = [token[:-1], token[1:], "x", signing.dumps(content), signing.dumps(content, salt="stories.sent")]
    for each in wrong:
        for answer in (client.get(f"/reviews/{each}/"), client.post(f"/reviews/{each}/")):
            assert answer.status_code == 400
            assert "not complete" in answer.text
    assert dates_of(fact)[0] == LONG_AGO


def test_a_link_to_what_is_not_reviewed_any_more_does_nothing(db, client):
    for label in ("home.term", "accounts.user", "nowhere.nothing"):
        token = signing.dumps([label, 1, "2026-04-30"], salt=due.SALT)
        assert client.post(f"/reviews/{token}/").status_code == 410


def test_a_link_expires(fact, client, monkeypatch):
    path = path_to(fact)
    monkeypatch.setattr(due, "LINK_DAYS", -1)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 410
        assert "too old" in answer.text
    assert dates_of(fact)[0] == LONG_AGO


def test_what_was_deleted_or_taken_down_needs_no_confirming(page, fact, client):
    paths = [path_to(page), path_to(fact)]
    page.unpublish()
    fact.delete()
    for path in paths:
        assert "no longer on the site" in client.get(path).text
        assert client.post(path).status_code == 410
    assert dates_of(page)[0] == LONG_AGO


def test_confirming_a_page_leaves_its_draft_its_revisions_and_its_translations_alone(page, client, commit):
    with commit():
        urdu = translating.published(page, "ur", {"Marriage": "شادی", "Give notice.": "اطلاع دیں"})
    page.title = "Not yet"
    draft = page.save_revision()
    before = (
        Revision.objects.count(),
        TranslationRecord.objects.filter(is_live=True).values().get(),
        TranslationSource.objects.values().get(),
    )
    with commit():
        client.post(path_to(InformationPage.objects.get(pk=page.pk)))
    after = (
        Revision.objects.count(),
        TranslationRecord.objects.filter(is_live=True).values().get(),
        TranslationSource.objects.values().get(),
    )
    assert after == before
    page.refresh_from_db()
    assert (page.title, page.latest_revision, page.has_unpublished_changes) == ("Marriage", draft, True)
    assert dates_of(urdu) == dates_of(page) == (timezone.localdate(), in_three_months())


def test_a_draft_made_before_brings_no_old_date_back(page, publish, client, commit):
    draft = page.save_revision()
    InformationPage.objects.update(last_updated=LONG_AGO, reminded_on=LONG_AGO)
    with commit():
        client.post(path_to(page))
        draft.publish()
    assert dates_of(page) == (timezone.localdate(), in_three_months())
    assert (page.last_updated, page.reminded_on) == (LONG_AGO, LONG_AGO)


def test_confirming_shows_readers_the_new_date_at_once(page, client, commit):
    store = page_cache.Store(settings.PAGE_CACHE_DIR)
    before = store.generation()
    with commit():
        client.post(path_to(page))
    assert store.generation() != before
    assert f'<time datetime="{in_three_months()}">' in client.get("/en/marriage/").text


def test_the_history_names_who_confirmed(page, fact, client, commit, django_user_model):
    with commit():
        client.post(path_to(page))
    entry = PageLogEntry.objects.get(action=due.CONFIRMED)
    assert (entry.user, entry.message) == (None, "Confirmed as still correct by Registrars, by e-mail")
    editor = django_user_model.objects.create_user("editor", "editor@example.com", "x")
    due.confirm(fact, timezone.localdate(), by=editor)
    entry = ModelLogEntry.objects.get(action=due.CONFIRMED)
    assert (entry.user, entry.message) == (editor, "Confirmed as still correct")


# Reminders


def remind() -> None:
    call_command("review_reminders")


def test_an_owner_gets_one_mail_with_a_link_for_each_thing(page, fact, contact, client, commit):
    Fact.objects.create(key="far", kind="text", value="1", label="Not due", **OWNER)
    Contact.objects.update(owner_email="registrars@EXAMPLE.com")
    remind()
    (letter,) = mail.outbox
    assert letter.to == ["registrars@example.com"]
    assert "3 to look at" in letter.subject
    assert "Not due" not in letter.body
    assert "Fee (fact)\nWas due on 30 April 2026\nValue: 42\n" in letter.body
    links = [line.removeprefix("To confirm it: ") for line in letter.body.splitlines() if "/reviews/" in line]
    with commit():
        for link in links:
            client.post(link.removeprefix(settings.SITE_ADDRESS))
    assert {dates_of(thing)[0] for thing in (page, fact, contact)} == {timezone.localdate()}


def test_twice_a_day_sends_once_and_a_month_later_again(only_fact, monkeypatch):
    counts = []
    for day in ["2026-04-01", "2026-04-02", "2026-04-02", "2026-04-30", "2026-05-29", "2026-05-30"]:
        monkeypatch.setattr(timezone, "localdate", lambda day=day: date.fromisoformat(day))
        remind()
        counts.append(len(mail.outbox))
    assert counts == [0, 1, 1, 2, 2, 3]


def test_of_two_runs_at_once_one_sends(only_fact):
    day = timezone.localdate().isoformat()
    tasks.remind_owner.enqueue("registrars@example.com", day)
    tasks.remind_owner.enqueue("registrars@example.com", day)
    assert len(mail.outbox) == 1


def test_what_could_not_be_sent_is_said_and_tried_again(only_fact, monkeypatch):
    def refuse(self) -> None:
        raise OSError("The mail server is away.")

    with monkeypatch.context() as away:
        away.setattr(tasks.EmailMessage, "send", refuse)
        with pytest.raises(CommandError, match="could not be sent: 1"):
            remind()
    remind()
    assert len(mail.outbox) == 1


def test_drafts_translations_and_things_without_an_address_remind_nobody(home, page, fact, commit, capsys):
    with commit():
        translating.published(page, "ur", {"Marriage": "شادی", "Give notice.": "اطلاع دیں"})
    page.unpublish()
    Fact.objects.update(owner_email="")
    call_command("review_reminders")
    assert not mail.outbox
    assert "without an owner's address: 1" in capsys.readouterr().out


def test_an_owner_cannot_write_another_persons_mail(only_fact):
    Fact.objects.update(label="Fee\nBcc: all@example.com", owned_by="<script>")
    remind()
    assert mail.outbox[0].recipients() == ["registrars@example.com"]
    assert "Bcc" not in mail.outbox[0].subject
