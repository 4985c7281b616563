"""Translations out to translators and back: whole or not at all, and honest about the English they were made from."""

import json
from collections.abc import Callable
from io import BytesIO

import polib
import pytest
from accounts.models import User
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from home import translation_exchange, translation_files
from home.models import Fact, HomePage, InformationPage, Term, TranslationRecord
from home.translation import Origin, State
from home.translation_exchange import Outcome, bring_in, exported, records_of
from home.translation_records import OLDER

WORDS = {
    "Health": "صحت",
    "See a doctor.": "ڈاکٹر سے ملیں۔",
    "Call {fact:doctor} now.": "ابھی {fact:doctor} پر کال کریں۔",
}


@pytest.fixture(scope="module")
def english(once) -> int:
    with once():
        Fact.objects.create(key="doctor", kind="phone", value="020 8496 3000", label="Doctor")
        home = HomePage.objects.get()
        home.save_revision().publish()
        page = InformationPage(title="Health", slug="health", body=body("See a doctor.", "Call {fact:doctor} now."))
        home.add_child(instance=page)
        page.save_revision().publish()
    return page.pk


@pytest.fixture
def page(english: int, db) -> InformationPage:
    return InformationPage.objects.get(pk=english)


def body(*sentences: str) -> str:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return json.dumps([{"type": "text", "value": {"heading": "", "text": text}, "id": "text"}])


@pytest.fixture
def edit(page: InformationPage, django_capture_on_commit_callbacks) -> Callable:
    def edit(*sentences: str) -> None:
        english = InformationPage.objects.get(pk=page.pk)
        english.body = body(*sentences)
        with django_capture_on_commit_callbacks(execute=True):
            english.save_revision().publish()

    return edit


def out(page: Page, code: str = "ur") -> polib.POFile:
    files = exported(records_of([code], page=page.translation_key))
    return polib.pofile(next(iter(files.values())).decode() + "\n")


def filled(po: polib.POFile, words: dict[str, str] = WORDS) -> polib.POFile:
    for entry in po:
        entry.msgstr = words.get(entry.msgid, entry.msgstr)
    return po


def back(*pos: polib.POFile, **options) -> Outcome:
    return bring_in([(f"{n}.po", BytesIO(f"{po}\n".encode())) for n, po in enumerate(pos)], **options)


def said(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


def record(page: Page, code: str = "ur") -> TranslationRecord:
    return TranslationRecord.objects.get(translation_key=page.translation_key, locale__language_code=code)


def words_there() -> list[tuple]:
    return list(StringTranslation.objects.order_by("pk").values_list("pk", "data", "tool_name", "updated_at"))


def test_what_goes_out_says_what_it_is_and_what_its_facts_stand_for(page):
    po = out(page)
    assert po.metadata["Language"] == "ur"
    assert po.metadata["X-Page"] == "health"
    assert po.find("Health").msgctxt == "title"
    assert po.find("Call {fact:doctor} now.").comment == "{fact:doctor}: 020 8496 3000 (Doctor)"


def test_taking_files_out_makes_no_page_and_gives_the_same_twice(page):
    first = exported(records_of(["ur", "pl"]))
    assert set(first) == {f"{code}/{name}.po" for code in ("ur", "pl") for name in ("home", "health")}
    assert exported(records_of(["ur", "pl"])) == first
    assert not Page.objects.filter(locale__language_code__in=["ur", "pl"]).exists()


def test_a_translators_file_comes_in_and_awaits_review(page):
    user = User.objects.create_superuser("amina", password="x")
    outcome = back(filled(out(page)), by=user, publish_in=["ur"])
    assert outcome.is_good, said(outcome)
    assert outcome.counts["changed"] == 3
    assert outcome.counts["published"] == 1
    own = record(page)
    assert (own.state, own.origin, own.translated_by, own.words_to_do) == (State.AWAITING_REVIEW, "translator", user, 0)
    assert not StringTranslation.objects.exclude(last_translated_by=user, tool_name="PO file").exists()


def test_what_a_draft_brings_is_told_to_be_one(page):
    assert back(filled(out(page)), is_draft=True, publish_in=["ur"]).is_good
    assert (record(page).state, record(page).origin) == (State.MACHINE_DRAFT, Origin.IMPORTED_DRAFT)


def test_without_publishing_readers_see_nothing_but_the_desk_counts(page):
    back(filled(out(page), {"Health": "صحت"}))
    assert (record(page).state, record(page).passages_to_do) == (State.MISSING, 2)
    assert not Page.objects.filter(locale__language_code="ur").exists()


@pytest.mark.parametrize("publish_in", [None, ["ur"]])
def test_the_same_file_again_changes_nothing(page, publish_in):
    po = filled(out(page))
    back(po, publish_in=publish_in)
    before = words_there(), TranslationRecord.objects.order_by("pk").values_list(), Page.objects.values_list()
    before = [before[0], *map(list, before[1:])]
    outcome = back(po, publish_in=publish_in)
    assert (outcome.counts["changed"], outcome.counts["same"], outcome.counts["published"]) == (0, 3, 0)
    after = [
        words_there(),
        list(TranslationRecord.objects.order_by("pk").values_list()),
        list(Page.objects.values_list()),
    ]
    assert after == before


def test_what_came_in_goes_out_again(page):
    back(filled(out(page)))
    assert {entry.msgid: entry.msgstr for entry in out(page)} == WORDS


def test_words_that_came_in_before_are_published_when_asked(page):
    po = filled(out(page))
    back(po)
    assert back(po, publish_in=["ur"]).counts["published"] == 1
    assert record(page).state == State.AWAITING_REVIEW


def test_what_somebody_may_not_publish_waits(page):
    for options in ({"publish_in": ["pl"]}, {"publish_in": ["ur"], "by": User.objects.create_user("amina")}):
        outcome = back(filled(out(page)), **options)
        assert (outcome.counts["published"], outcome.counts["unpublished"]) == (0, 1)
    assert record(page).words_to_do == 0


def test_a_draft_never_replaces_a_persons_words_and_a_person_replaces_a_draft(page):
    back(filled(out(page)), is_draft=True)
    mended = {"Health": "آپ کی صحت"}
    assert back(filled(out(page), mended)).counts["changed"] == 1
    outcome = back(filled(out(page), WORDS | {"See a doctor.": "ڈاکٹر کے پاس جائیں۔"}), is_draft=True)
    assert (outcome.counts["kept"], outcome.counts["changed"]) == (1, 1)
    assert out(page).find("Health").msgstr == "آپ کی صحت"


def test_an_import_can_be_tried(page):
    outcome = back(filled(out(page)), is_trial=True)
    assert outcome.is_good
    assert words_there() == []


def test_one_lost_fact_and_nothing_of_any_file_comes_in(page, home):
    good, bad = filled(out(home), {"Our Place": "ہماری جگہ"}), filled(out(page))
    bad.find("Call {fact:doctor} now.").msgstr = "ابھی کال کریں۔"
    outcome = back(good, bad)
    assert said(outcome) == [
        "1.po:20: {fact:doctor} must stand in the translation as often as in the English. (Call {fact:doctor} now.)"
    ]
    assert words_there() == []


def test_every_problem_is_told_at_once(page):
    bad = filled(out(page), {"Health": "x" * 256, "See a doctor.": "<script>ڈاکٹر</script>"})
    bad.find("Call {fact:doctor} now.").msgstr = "{fact:doctor} {fact:doctor} 7"
    assert len(said(back(bad))) >= 4


def test_another_pages_file_is_refused(page, home):
    other, own = out(home), out(page)
    assert said(back(filled(other, {"Our Place": "x"}), only=Translation.objects.get(uuid=uuid_of(own)).uuid))[
        0
    ].endswith("This file is of another page or language.")
    po = filled(out(home), {"Our Place": "ہماری جگہ"})
    po.metadata["X-WagtailLocalize-TranslationID"] = uuid_of(own)
    assert said(back(po)) == ["0.po:12: This sentence is not on this page. (Our Place)"]
    assert words_there() == []


def uuid_of(po: polib.POFile) -> str:
    return po.metadata["X-WagtailLocalize-TranslationID"]


@pytest.mark.parametrize(
    ("header", "value", "problem"),
    [
        ("X-WagtailLocalize-TranslationID", "00000000-0000-0000-0000-000000000009", "The site knows no such page"),
        ("Language", "pl", "The file is in another language than it was made for."),
    ],
)
def test_a_file_for_another_place_is_refused(page, header, value, problem):
    po = filled(out(page))
    po.metadata[header] = value
    assert problem in said(back(po))[0]


def test_a_country_in_the_header_makes_no_other_language(page):
    po = filled(out(page))
    po.metadata["Language"] = "ur_PK"
    assert back(po).is_good


def test_languages_somebody_may_not_translate_into_are_refused(page):
    assert said(back(filled(out(page)), languages=["pl"])) == ["0.po: You may not translate into this language."]


def test_a_page_edited_by_hand_takes_no_files_and_gives_none(page):
    po = filled(out(page))
    Translation.objects.update(enabled=False)
    assert "edited by hand" in said(back(po))[0]
    assert exported(records_of(["ur"], page=page.translation_key)) == {}


def test_a_fact_that_is_gone_is_told(page):
    po = filled(out(page))
    Fact.objects.all().delete()
    assert any("There is no such fact or word any more. (fact:doctor)" in line for line in said(back(po)))


def test_what_cannot_be_published_leaves_nothing_behind(page, home, monkeypatch):
    def refuse(translation, by):
        raise translation_exchange.translation_records.NotReady("It does not fit.")

    monkeypatch.setattr(translation_exchange.translation_records, "publish", refuse)
    assert said(back(filled(out(page)), publish_in=["ur"])) == ["0.po: It does not fit."]
    assert words_there() == []


def test_words_for_an_older_english_are_out_of_date_not_current(page, edit, client):
    po = filled(out(page))
    edit("See a dentist.", "Call {fact:doctor} now.")
    outcome = back(po, publish_in=["ur"])
    assert (outcome.counts["older"], outcome.counts["published"]) == (1, 1), said(outcome)
    assert record(page).state == State.OUT_OF_DATE
    assert record(page).passages_to_do == 1
    html = client.get("/ur/health/").text
    assert "ڈاکٹر سے ملیں۔" in html
    assert 'data-translation-state="out-of-date"' in html


def test_the_translator_sees_the_older_english_and_what_was_made_of_it(page, edit):
    po = filled(out(page))
    back(po, publish_in=["ur"])
    edit("See a dentist.", "Call {fact:doctor} now.")
    entry = out(page).find("See a dentist.")
    assert (entry.msgstr, entry.previous_msgid, entry.fuzzy) == ("ڈاکٹر سے ملیں۔", "See a doctor.", True)


@pytest.mark.parametrize("words", ["دانتوں کے ڈاکٹر سے ملیں۔", "ڈاکٹر سے ملیں۔"])
def test_what_a_translator_made_right_again_is_current(page, edit, words):
    po = filled(out(page))
    edit("See a dentist.", "Call {fact:doctor} now.")
    back(po, publish_in=["ur"])
    newer = out(page)
    entry = newer.find("See a dentist.")
    assert entry.previous_msgid == "See a doctor."
    entry.msgstr, entry.flags = words, []
    assert back(newer, publish_in=["ur"]).is_good
    assert record(page).state == State.AWAITING_REVIEW
    assert back(po, publish_in=["ur"]).counts["changed"] == 0
    assert record(page).state == State.AWAITING_REVIEW


def test_words_already_there_for_the_newer_english_stay(page, edit):
    po = filled(out(page))
    edit("See a dentist.", "Call {fact:doctor} now.")
    back(filled(out(page), WORDS | {"See a dentist.": "دانتوں کے ڈاکٹر سے ملیں۔"}))
    back(po, publish_in=["ur"])
    assert record(page).state == State.AWAITING_REVIEW
    assert "دانتوں" in str(InformationPage.objects.get(locale__language_code="ur").body)


def test_the_newest_of_the_older_stands_in(page, edit):
    first = filled(out(page), WORDS | {"See a doctor.": "پہلا"})
    edit("See a nurse.", "Call {fact:doctor} now.")
    second = filled(out(page), WORDS | {"See a nurse.": "دوسرا"})
    edit("See a dentist.", "Call {fact:doctor} now.")
    for files in ([first], [second], [first]):
        assert back(*files).is_good
    assert out(page).find("See a dentist.").msgstr == "دوسرا"
    assert StringTranslation.objects.filter(tool_name__startswith=OLDER).count() == 1


def test_unfinished_entries_are_left_out(page):
    po = filled(out(page))
    po.find("Health").flags = ["fuzzy"]
    po.find("See a doctor.").msgstr = " "
    outcome = back(po)
    assert (outcome.counts["changed"], outcome.counts["unfinished"], outcome.counts["empty"]) == (1, 1, 1)


def test_a_snippet_comes_before_the_page_that_shows_it_and_a_parent_before_its_child(page, home):
    Term.objects.create(key="gp", english="GP", word="GP", explanation="A doctor.", locale=home.locale)
    child = page.add_child(instance=InformationPage(title="Doctors", slug="doctors", body=body("Ask.")))
    child.save_revision().publish()
    words = WORDS | {
        "Doctors": "ڈاکٹر",
        "Ask.": "پوچھیں۔",
        "GP": "ڈاکٹر",
        "A doctor.": "معالج",
        "Our Place": "ہماری جگہ",
    }
    files = exported(records_of(["ur"]))
    assert "ur/snippets/term-gp.po" in files
    pos = [filled(polib.pofile(content.decode() + "\n"), words) for content in files.values()]
    outcome = back(*reversed(pos), publish_in=["ur"])
    assert outcome.counts["published"] == 4, said(outcome)
    assert not TranslationRecord.objects.filter(locale__language_code="ur").exclude(state="awaiting review").exists()
    assert not Page.objects.filter(locale__language_code="ur").exclude(alias_of=None).exists()


def test_a_pack_is_a_page_all_below_it_and_the_words_it_shows(page, home):
    for key in ("gp", "esol"):
        Term.objects.create(key=key, english=key, word=key, explanation=f"What {key} is.", locale=home.locale)
    child = page.add_child(instance=InformationPage(title="Doctors", slug="doctors", body=body("See a {word:gp}.")))
    child.save_revision().publish()
    assert set(exported(records_of(["ur"], below="/health/"))) == {
        "ur/health.po",
        "ur/health-doctors.po",
        "ur/snippets/term-gp.po",
    }
    assert records_of(["ur"], below="nowhere") == []


def test_what_changed_since_a_day_is_found_whatever_is_published(page, home, edit):
    today = timezone.localdate()
    tomorrow = today + timezone.timedelta(days=1)
    back(filled(out(page)), publish_in=["ur"])
    back(filled(out(home), {"Our Place": "ہماری جگہ"}), publish_in=["ur"])
    assert records_of(["ur"], since=today) == []
    assert {found.title for found in records_of(["pl"], since=today)} == {"Health", "Our Place"}
    edit("See a doctor.")
    assert [found.title for found in records_of(["ur"], since=today)] == ["Health"]
    assert records_of(["ur", "pl"], since=tomorrow) == []


def test_two_pages_with_one_address_in_dashes_both_go_out(page, home):
    page.add_child(instance=InformationPage(title="a", slug="us")).save_revision().publish()
    home.add_child(instance=InformationPage(title="b", slug="health-us")).save_revision().publish()
    assert len(exported(records_of(["ur"]))) == 4


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.fixed_dictionaries({key: st.text("صحت ڈاکٹر é-", max_size=20) for key in WORDS}))
def test_whatever_a_translator_writes_comes_back_as_it_was(page, words):
    StringTranslation.objects.all().delete()
    words["Call {fact:doctor} now."] += " {fact:doctor}"
    po = filled(out(page), words)
    assert back(po).is_good
    assert {entry.msgid: entry.msgstr for entry in out(page)} == {key: text.strip() for key, text in words.items()}
    before = words_there()
    assert back(po, publish_in=None).counts["changed"] == 0
    assert words_there() == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_file_comes_in_whole_or_not_at_all(page, data):
    StringTranslation.objects.all().delete()
    content = f"{filled(out(page))}\n".encode()
    start = data.draw(st.integers(0, len(content)))
    end = start + data.draw(st.integers(0, 30))
    noise = data.draw(st.binary(max_size=8) | st.sampled_from([b'"', b"\n", b"{", b"1", b"<b>"]))
    outcome = bring_in([("a.po", BytesIO(content[:start] + noise + content[end:]))])
    there = dict(StringTranslation.objects.values_list("translation_of__data", "data"))
    if not outcome.is_good:
        assert there == {}
    for english, words in there.items():
        assert translation_files.losses(english, words) == []
