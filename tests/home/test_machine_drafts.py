"""Machine drafts, with a server of our own in the place of LibreTranslate."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from types import SimpleNamespace

import pytest
from accounts.models import User
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone
from ourplace import roles
from ourplace.translation_service import translation_service
from wagtail.models import Locale
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from home import machine_drafts, tasks, translation_records
from home.models import DraftingMonth, Failure, HomePage, InformationPage, MachineDraft, Term, TranslationRecord
from home.translation import State
from tests import translating

PASSAGES = [
    "<p>Call 020 8496 3000 now.</p>",
    "<p>Fill in the form, or ask the NHS.</p>",
    '<p><a href="https://www.gov.uk/">Apply</a> in Waltham Forest.</p>',
]
STORED = [
    "Health",
    "Call 020 8496 3000 now.",
    "Fill in the form, or ask the NHS.",
    '<a id="a1">Apply</a> in Waltham Forest. {fact:urgent}',
]


class Libre(ThreadingHTTPServer):
    """Puts “pl ” before what it is sent, unless told to answer something else."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[list[str]] = []
        self.status = 200
        self.seconds = 0.0
        self.write: Callable[[str], object] = lambda passage: f"pl {passage}"
        self.body: Callable[[list], bytes] = lambda answers: json.dumps({"translatedText": answers}).encode()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked["q"])
        time.sleep(self.server.seconds)
        body = self.server.body([self.server.write(passage) for passage in asked["q"]])
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass


def configured(address: str, words: int = 1000, seconds: float = 5) -> dict:
    setting, problems = translation_service(
        libre_url=address, libre_key="k", deepl_key="", google_key="", words_a_month=words, seconds=seconds
    )
    assert not problems
    return setting


@pytest.fixture
def libre(settings) -> Iterator[Libre]:
    server = Libre()
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = configured(server.address)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def polish(locales) -> Locale:
    return locales["pl"]


@pytest.fixture
def draft(libre, polish):
    """Drafts passages that belong to no page: the run, and what was kept."""

    def draft(*passages: str, **options) -> tuple[MachineDraft, dict[str, str]]:
        run = MachineDraft.objects.create(locale=polish)
        kept: dict[str, str] = {}
        english = Locale.objects.get(language_code="en")
        get_machine_translator().draft(run, english, passages or STORED, kept.update, **options)
        run.refresh_from_db()
        return run, kept

    return draft


@pytest.fixture(scope="module")
def english(once) -> int:
    blocks = [
        {"type": "text", "value": {"heading": "", "text": text}, "id": f"b{place}"}
        for place, text in enumerate(PASSAGES)
    ]
    with once():
        page = InformationPage(title="Health", slug="health", body=json.dumps(blocks))
        HomePage.objects.get().add_child(instance=page)
        page.save_revision().publish()
    return page.pk


@pytest.fixture
def page(english: int, db) -> InformationPage:
    return InformationPage.objects.get(pk=english)


@pytest.fixture
def translation(page) -> Translation:
    return translating.submitted(page, "pl")


def drafted(translation: Translation, **options) -> MachineDraft:
    run = machine_drafts.begin(translation)
    machine_drafts.make(run, **options)
    run.refresh_from_db()
    return run


def words_of(translation: Translation) -> dict[str, str]:
    rows = StringTranslation.objects.filter(locale=translation.target_locale)
    return dict(rows.values_list("translation_of__data", "data"))


def losses_in(run: MachineDraft) -> set[str]:
    return {kind for passage in run.left_alone for kind, _what in passage["losses"]}


def used() -> int:
    return DraftingMonth.objects.used(timezone.localdate())


# --- What a machine writes ---


def test_what_is_missing_is_drafted_marked_as_a_machines_work_and_not_published(libre, translation):
    run = drafted(translation)
    assert (run.done, run.passages, run.failure, run.left_alone) == (4, 4, "", [])
    assert run.finished_at
    assert words_of(translation)["Call 020 8496 3000 now."] == "pl Call 020 8496 3000 now."
    rows = StringTranslation.objects.values_list("translation_type", "tool_name").distinct()
    assert list(rows) == [("machine", "LibreTranslate")]
    assert not translation.get_target_instance().live


def test_a_page_published_with_it_is_a_machine_draft(libre, translation, page):
    drafted(translation)
    translation_records.publish(translation)
    record = TranslationRecord.objects.of(page.translation_key, "pl")
    assert record.state == State.MACHINE_DRAFT


def test_what_a_person_translated_is_neither_sent_nor_changed(libre, translation):
    translating.filled(translation, {"Health": "Zdrowie"})
    drafted(translation)
    assert "Health" not in libre.asked[0]
    assert words_of(translation)["Health"] == "Zdrowie"


def test_what_a_person_translates_meanwhile_stays_theirs(libre, translation, monkeypatch):
    translator = get_machine_translator()
    ask = translator.provider.translate

    def slow(*asked) -> dict:
        translating.filled(translation, {"Health": "Zdrowie"})
        return ask(*asked)

    monkeypatch.setattr(type(translator.provider), "translate", lambda provider, *asked: slow(*asked))
    drafted(translation)
    assert words_of(translation)["Health"] == "Zdrowie"
    assert len(words_of(translation)) == 4


@pytest.mark.parametrize(
    ("write", "kind"),
    [
        (lambda passage: passage.replace("020 8496", "020 8469"), "number"),
        (lambda passage: passage.replace("NHS", "NFZ"), "name"),
        (lambda passage: passage.replace("{fact:urgent}", "112"), "fact"),
        (lambda passage: passage.replace('id="a1"', 'id="a2"'), "link"),
        (lambda passage: passage.replace('id="a1"', 'href="//evil.example"'), "link"),
        (lambda passage: passage + "<script>alert(1)</script>", "markup"),
        (lambda passage: passage + "\u202e\x00\ud800", "character"),
        (lambda passage: "", "empty"),
        (lambda passage: None, "empty"),
        (lambda passage: ["a"], "empty"),
        (lambda passage: "a " * 5000, "length"),
    ],
)
def test_a_passage_that_lost_something_is_left_alone_and_reported(libre, draft, write, kind):
    libre.write = write
    run, kept = draft()
    assert kind in losses_in(run)
    assert run.done == len(kept) == run.passages - run.number_left_alone
    for english, _written, reasons in run.reports():
        assert english not in kept
        assert all(str(reason) for reason in reasons)
    assert "<script" not in "".join(kept.values())


def test_a_title_that_does_not_fit_is_left_alone(libre, page, django_capture_on_commit_callbacks):
    page = InformationPage.objects.get(pk=page.pk)
    page.title = "Health " * 30
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    libre.write = lambda passage: f"{passage} {passage}"
    run = drafted(translating.submitted(page, "pl"))
    assert [passage["losses"][0][0] for passage in run.left_alone if passage["english"].startswith("Health")] == [
        "length"
    ]


def test_a_long_page_is_sent_in_batches(libre, draft, monkeypatch):
    monkeypatch.setattr(machine_drafts, "PASSAGES_AT_ONCE", 3)
    run, _kept = draft()
    assert run.done == 4
    assert [len(batch) for batch in libre.asked] == [3, 1]


def test_a_long_passage_goes_alone(libre, draft):
    draft("word " * 290, "word " * 20, "word " * 20)
    assert [len(batch) for batch in libre.asked] == [1, 2]


def test_asking_again_asks_only_for_what_is_left(libre, translation):
    libre.write = lambda passage: passage.replace("020", "030")
    drafted(translation)
    assert drafted(translation).passages == 1
    assert libre.asked[-1] == ["Call 020 8496 3000 now."]


# --- What goes wrong out there ---


def fewer(answers: list) -> bytes:
    return json.dumps({"translatedText": answers[:-1]}).encode()


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (fewer, Failure.NONSENSE),
        (lambda answers: b'{"translatedText": ["pl', Failure.NONSENSE),
        (lambda answers: b"<html>Gateway</html>", Failure.NONSENSE),
        (lambda answers: b"[]", Failure.NONSENSE),
        (lambda answers: b'{"translatedText": null}', Failure.NONSENSE),
        (lambda answers: b"\xff\xfe", Failure.NONSENSE),
    ],
)
def test_an_answer_that_is_no_translation_is_a_recorded_failure(libre, draft, body, failure):
    libre.body = body
    run, kept = draft()
    assert (run.failure, run.done, kept) == (failure, 0, {})
    assert run.finished_at


@pytest.mark.parametrize("status", [400, 403, 429, 500, 503])
def test_a_refusal_is_recorded_with_what_was_said(libre, draft, status):
    libre.status = status
    run, _kept = draft()
    assert run.failure == Failure.REFUSED
    assert str(status) in run.progress


def test_a_slow_service_is_not_waited_for(libre, draft, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = configured(libre.address, seconds=0.1)
    libre.seconds = 0.5
    run, _kept = draft()
    assert run.failure == Failure.SLOW


def test_a_service_that_is_down_is_recorded(draft, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = configured("http://127.0.0.1:9")
    run, _kept = draft()
    assert run.failure == Failure.UNREACHABLE


def test_what_came_before_a_failure_is_kept(libre, draft, monkeypatch):
    monkeypatch.setattr(machine_drafts, "PASSAGES_AT_ONCE", 1)

    def write(passage: str) -> str:
        libre.status = 200 if len(libre.asked) < 3 else 500
        return f"pl {passage}"

    libre.write = write
    run, kept = draft()
    assert (run.failure, run.done, len(kept)) == (Failure.REFUSED, 2, 2)


def test_a_draft_stops_when_nobody_can_wait_longer(draft, monkeypatch):
    monkeypatch.setattr(machine_drafts, "PASSAGES_AT_ONCE", 1)
    a_second_for_each = SimpleNamespace(monotonic=count().__next__)
    monkeypatch.setattr(machine_drafts, "time", a_second_for_each)
    run, _kept = draft(until=1)
    assert run.failure == Failure.NO_TIME
    assert run.done == 2


def test_an_error_of_our_own_ends_the_draft_too(libre, polish):
    run = MachineDraft.objects.create(locale=polish)

    def keep(kept: dict) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        get_machine_translator().draft(run, Locale.objects.get(language_code="en"), STORED, keep)
    assert run.failure == Failure.STOPPED
    assert run.finished_at


def test_without_a_service_a_waiting_draft_ends(libre, translation, settings):
    run = machine_drafts.begin(translation)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    machine_drafts.make(run)
    assert run.failure == Failure.OFF


# --- The month's words ---


def test_words_are_counted(draft):
    run, _kept = draft()
    assert used() == run.words == 19


def test_a_draft_beyond_the_months_words_sends_nothing(libre, draft, settings):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = configured(libre.address, words=18)
    run, _kept = draft()
    assert run.failure == Failure.BUDGET
    assert "(19 > 18)" in run.progress
    assert (libre.asked, used()) == ([], 0)


def test_a_new_month_begins_at_nothing(libre, draft, settings):
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    assert DraftingMonth.objects.take(19, 19, last)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = configured(libre.address, words=19)
    assert draft()[0].done == 4


def test_words_that_were_never_sent_are_given_back(libre, draft, monkeypatch):
    monkeypatch.setattr(machine_drafts, "PASSAGES_AT_ONCE", 1)
    libre.status = 500
    draft()
    assert used() == 1


@pytest.fixture
def another_database(django_db_setup, django_db_blocker, tmp_path) -> Iterator[str]:
    """Connections that see each other's work at once, as those of several processes do."""
    settings = deepcopy(connection.settings_dict)
    if connection.vendor == "sqlite":
        settings["NAME"] = str(tmp_path / "months.sqlite3")
    connections.databases["another"] = settings
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connections["another"].schema_editor() as editor:
                editor.create_model(DraftingMonth)
        yield "another"
        DraftingMonth.objects.using("another").all().delete()
        connections["another"].close()
        if connection.vendor == "postgresql":
            connections["another"].close_pool()
    del connections["another"], connections.databases["another"]


def test_several_at_once_do_not_take_the_last_words_twice(another_database):
    today = timezone.localdate()

    def take(_number: int) -> bool:
        try:
            return DraftingMonth.objects.using(another_database).take(30, 100, today)
        finally:
            connections[another_database].close()

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, range(16)))
    assert taken.count(True) == 3
    assert DraftingMonth.objects.using(another_database).used(today) == 90


# --- One at a time ---


def test_a_translation_is_drafted_by_one_at_a_time(libre, translation):
    machine_drafts.begin(translation)
    with pytest.raises(machine_drafts.AlreadyDrafting):
        machine_drafts.begin(translation)


def test_a_draft_that_went_missing_is_given_up(libre, translation):
    lost = machine_drafts.begin(translation)
    MachineDraft.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    assert drafted(translation).done == 4
    lost.refresh_from_db()
    assert lost.failure == Failure.STOPPED
    tasks.make_machine_draft.enqueue(lost.pk)
    assert len(libre.asked) == 1


# --- wagtail-localize's own way in ---


def test_wagtail_localize_itself_gets_only_what_lost_nothing(libre, polish):
    libre.write = lambda passage: passage.replace("020", "030")
    asked = [StringValue("Health"), StringValue("Call 020 8496 3000")]
    answers = get_machine_translator().translate(Locale.objects.get(language_code="en"), polish, asked)
    assert answers == {asked[0]: StringValue("Health")}
    run = MachineDraft.objects.get()
    assert (run.done, run.number_left_alone) == (1, 1)
    assert used() == 5


# --- In the admin ---


@pytest.fixture(scope="module")
def groups(once) -> None:
    with once():
        roles.install()


@pytest.fixture
def sign_in(groups, translation, client):
    def sign_in(role: str | None):
        user = User.objects.create_user(role or "nobody", f"{role}@example.com", "x")
        group = Group.objects.get_or_create(name=role or "nobody")[0]
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        client.force_login(user)
        return client

    return sign_in


def address_of(page: InformationPage, code: str = "pl") -> str:
    return reverse("machine_draft", args=[page.translation_key, code])


@pytest.mark.parametrize(
    ("role", "may"), [("Editors", True), ("Translators: Polish", True), ("Translators: Turkish", False), (None, False)]
)
def test_whoever_may_change_the_translation_may_have_it_drafted(libre, sign_in, page, translation, role, may):
    client = sign_in(role)
    client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
    assert bool(words_of(translation)) == may
    StringTranslation.objects.all().delete()
    answer = client.post(address_of(page))
    assert bool(words_of(translation)) == may
    assert MachineDraft.objects.filter(asked_by__username=role).exists() == may
    if may:
        assert answer.url == reverse("machinedraft:inspect", args=[MachineDraft.objects.first().pk])


def test_the_answer_and_the_list_say_how_it_went(libre, sign_in, page):
    libre.write = lambda passage: passage.replace("020 8496", "020 8469")
    client = sign_in("Translators: Polish")
    html = client.post(address_of(page), follow=True).text
    assert "3 of 4 passages are drafted." in html
    assert "The number 02084963000 is missing." in html
    assert 'lang="pl" dir="ltr">Call 020 8469 3000 now.' in html
    listed = client.get(reverse("machinedraft:index")).text
    assert "18 of 1,000 words used this month" in listed
    assert "3 of 4 passages are drafted." in listed
    assert reverse("machinedraft:add") not in listed


def test_a_failure_is_told_and_is_no_server_error(libre, sign_in, page):
    libre.status = 500
    html = sign_in("Translators: Polish").post(address_of(page), follow=True).text
    assert "The translation service refused. (500 Internal Server Error)" in html


def test_what_cannot_be_drafted_is_refused(libre, sign_in, page):
    client = sign_in("Editors")
    assert client.get(address_of(page)).status_code == 405
    for code in ("en", "xx"):
        assert client.post(address_of(page, code), follow=True).status_code == 404
    assert libre.asked == []


def test_a_second_press_of_the_button_asks_once(libre, sign_in, page, translation):
    machine_drafts.begin(translation)
    html = sign_in("Editors").post(address_of(page), follow=True).text
    assert "A machine is already at work on this translation." in html
    assert libre.asked == []


def test_a_translation_that_was_not_begun_is_begun_as_a_draft(libre, page, admin_client):
    admin_client.post(address_of(page, "tr"))
    turkish = InformationPage.objects.get(locale__language_code="tr")
    assert not turkish.live
    assert StringTranslation.objects.filter(locale=turkish.locale).count() == 4


def test_who_may_not_change_a_page_begins_no_translation(libre, sign_in, page):
    sign_in("Translators: Polish").post(address_of(page, "tr"))
    assert not Translation.objects.filter(target_locale__language_code="tr").exists()
    assert not InformationPage.objects.filter(locale__language_code="tr").exists()


def test_a_translation_that_was_deleted_is_begun_anew(libre, page, translation, admin_client):
    translation.get_target_instance().delete()
    admin_client.post(address_of(page))
    assert InformationPage.objects.get(locale__language_code="pl").live is False
    assert len(words_of(translation)) == 4


def test_a_page_written_by_hand_in_its_language_is_not_drafted(libre, translation):
    Translation.objects.update(enabled=False)
    assert drafted(Translation.objects.get(pk=translation.pk)).passages == 0
    assert libre.asked == []


def test_a_snippet_is_drafted_and_not_shown(libre, home, admin_client):
    term = Term.objects.create(key="gp", word="GP", english="GP", explanation="A doctor.", locale=home.locale)
    admin_client.post(reverse("machine_draft", args=[term.translation_key, "pl"]))
    assert words_of(Translation.objects.get())["A doctor."] == "pl A doctor."
    assert Term.objects.count() == 1


def test_the_button_in_the_editor_goes_the_same_way(libre, sign_in, page, translation):
    client = sign_in("Translators: Polish")
    libre.write = lambda passage: passage.replace("020 8496", "020 8469")
    edit = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    button = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert button in client.get(edit).text
    html = client.post(button, {"next": edit}, follow=True).text
    assert "3 of 4 passages are drafted." in html
    assert len(words_of(translation)) == 3


def test_updating_translations_asks_no_machine(libre, sign_in, translation):
    update = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    client = sign_in("Editors")
    assert "use_machine_translation" not in client.get(update).text
    assert client.post(update, {"use_machine_translation": "on"}).status_code == 302
    assert libre.asked == []


def test_nothing_is_offered_while_no_service_is_set_up(sign_in, page, translation):
    client = sign_in("Editors")
    for address in (address_of(page), reverse("wagtail_localize:machine_translate", args=[translation.pk])):
        assert client.post(address, follow=True).status_code == 404
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])).text
    assert "machine_translate" not in edit
    assert reverse("machinedraft:index") not in client.get(reverse("wagtailadmin_home")).text


# --- By command ---


def test_a_language_is_drafted_by_command(libre, page, home, capsys):
    call_command("machine_drafts", language="tr")
    assert "Health (Turkish): 4 of 4 passages are drafted." in capsys.readouterr().out
    call_command("machine_drafts", language="tr")
    assert capsys.readouterr().out == ""


def test_one_page_is_drafted_by_command(libre, page, home, capsys):
    call_command("machine_drafts", language="tr", page="health")
    assert capsys.readouterr().out.count("drafted") == 1
    with pytest.raises(CommandError, match="no page"):
        call_command("machine_drafts", language="tr", page="nowhere")


def test_a_command_stops_at_what_would_stop_every_page(libre, page, capsys):
    libre.status = 503
    with pytest.raises(CommandError):
        call_command("machine_drafts", language="tr")
    assert len(libre.asked) == 1
    assert "503" in capsys.readouterr().out


def test_a_command_needs_a_service(db):
    with pytest.raises(CommandError, match="LIBRETRANSLATE_URL"):
        call_command("machine_drafts", language="tr")
