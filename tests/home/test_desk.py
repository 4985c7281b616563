"""The language desk: who sees what, what it says, and that nothing is confirmed, published or checked unseen."""

import json
import re
import uuid
from datetime import date, timedelta

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from ourplace import roles
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from home import desk, desk_passages, translation_records
from home.desk import Maker, SeenPassage, Standing, Typed
from home.models import HomePage, InformationPage, Term, TranslationRecord
from home.passages import Passage
from home.translation import Origin, State
from tests import translating

ENGLISH = {"Health": "صحت", "See a doctor.": "ڈاکٹر سے ملیں۔", "It is free.": "یہ مفت ہے۔"}
GRID, TO_DO = "/admin/languages/", "/admin/languages/ur/"
TODAY = date(2026, 11, 22)
DRAFT = Maker(Origin.MACHINE, "test", TODAY)


@pytest.fixture
def publish_english(django_capture_on_commit_callbacks):
    def publish_english(page: Page) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return publish_english


@pytest.fixture(scope="module")
def english(once) -> int:
    """A page below the home pages of Urdu and Polish, the only other languages there are, and the groups of staff."""
    with once():
        Locale.objects.exclude(language_code__in=["en", "ur", "pl"]).delete()
        home = HomePage.objects.get()
        for locale in Locale.objects.exclude(language_code="en"):
            code = locale.language_code
            other = HomePage(title=code, slug=code, locale=locale, translation_key=home.translation_key)
            home.get_parent().add_child(instance=other)
        page = InformationPage(title="Health", slug="health", body=blocks("See a doctor.", "It is free."))
        home.add_child(instance=page)
        page.save_revision().publish()
        roles.install()
    return page.pk


@pytest.fixture
def page(english: int, db) -> InformationPage:
    return InformationPage.objects.get(pk=english)


def blocks(*texts: str) -> str:
    rows = [
        {"type": "text", "value": {"heading": "", "text": f"<p>{text}</p>"}, "id": str(n)}
        for n, text in enumerate(texts)
    ]
    return json.dumps(rows)


@pytest.fixture
def retype(page, publish_english):
    def retype(*texts: str) -> None:
        changed = InformationPage.objects.get(pk=page.pk)
        changed.body = blocks(*texts)
        publish_english(changed)

    return retype


@pytest.fixture
def translated(page, django_capture_on_commit_callbacks):
    def translated(words=ENGLISH, made_by="manual", code="ur") -> Page:
        with django_capture_on_commit_callbacks(execute=True):
            return translating.published(page, code, words, made_by)

    return translated


@pytest.fixture
def sign_in(page):
    def sign_in(*groups: str) -> Client:
        user = User.objects.create_user(f"user{User.objects.count()}", "a@example.com", "x", first_name="Ada")
        user.groups.set(Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def reviewer(sign_in) -> Client:
    return sign_in("Reviewers: Urdu")


def record(page: Page, code: str = "ur") -> TranslationRecord:
    return TranslationRecord.objects.get(translation_key=page.translation_key, locale__language_code=code)


def passages_of(page: Page, code: str = "ur") -> str:
    return reverse("language_passages", args=[code, page.translation_key])


def asked(client: Client, page: Page, capture, **data) -> str:
    """The page after a POST, with what it was said."""
    with capture(execute=True):
        return client.post(passages_of(page), data, follow=True).text


def seen(page: Page) -> desk_passages.Reading:
    return desk_passages.read(record(page))


# --- Rules ---


@pytest.mark.parametrize(
    ("state", "changed_on", "age"),
    [
        (State.OUT_OF_DATE, TODAY - timedelta(days=5), "for 5\xa0days"),
        (State.OUT_OF_DATE, TODAY, "today"),
        (State.AWAITING_REVIEW, None, "3\xa0weeks ago"),
        (State.CHECKED, None, "1\xa0day ago"),
        (State.MISSING, None, ""),
    ],
)
def test_a_cell_says_how_long_it_has_been_so(state, changed_on, age):
    row = TranslationRecord(
        state=state,
        english_changed_on=changed_on,
        translated_on=TODAY - timedelta(weeks=3),
        checked_on=TODAY - timedelta(days=1),
    )
    assert desk.cell(row, "ur", TODAY).age == age


def test_words_that_only_want_publishing_are_called_so():
    assert desk.cell(TranslationRecord(words=9, words_to_do=0), "ur", TODAY).label == "Ready to publish"
    assert desk.cell(TranslationRecord(words=9, words_to_do=1), "ur", TODAY).label == "Missing"


@pytest.mark.parametrize(
    ("state", "origin", "made_by"),
    [
        (State.MACHINE_DRAFT, Origin.IMPORTED_DRAFT, "An imported draft"),
        (State.MACHINE_DRAFT, Origin.MACHINE, "A machine"),
        (State.CHECKED, Origin.MACHINE, "A machine"),
        (State.OUT_OF_DATE, Origin.TRANSLATOR, "A translator"),
        (State.MISSING, Origin.MACHINE, ""),
    ],
)
def test_a_cell_says_who_or_what_wrote_the_words(state, origin, made_by):
    assert desk.cell(TranslationRecord(state=state, origin=origin), "ur", TODAY).made_by == made_by


def test_a_difference_is_marked_word_by_word_and_shows_markup_as_text():
    marked = desk.marked(["Call <b>111</b> now."], ["Call 119 now.", "Ask."])
    assert marked == "Call <del>&lt;b&gt;111&lt;/b&gt;</del> <ins>119</ins> now. <ins><br> Ask.</ins>"


TEXTS = st.lists(st.text(alphabet="ab<& \n", max_size=12), max_size=3)


@given(TEXTS, TEXTS)
def test_both_versions_stand_whole_in_their_difference(older, newer):
    marked = desk.marked(older, newer)
    for texts, gone in ((newer, "del"), (older, "ins")):
        left = re.sub(rf"<{gone}>.*?</{gone}>", "", marked)
        plain = re.sub(r"<br>|</?(?:ins|del)>", " ", left).replace("&lt;", "<").replace("&amp;", "&")
        assert plain.split() == " ".join(texts).split()
    assert not set(re.findall(r"<[^>]*>", marked)) - {"<ins>", "</ins>", "<del>", "</del>", "<br>"}


def of(typed: str | None, published: str = "", made_from: str | None = None, older: int | None = None) -> SeenPassage:
    return desk.seen(
        Passage("a", ("2",)),
        {1: "One.", 2: "Two."},
        [Typed(typed, DRAFT, older) if typed else None],
        (published,) if published else (),
        (made_from,) if made_from else None,
    )


@pytest.mark.parametrize(
    ("passage", "standing", "words", "older", "may_be_confirmed"),
    [
        (of(None), Standing.MISSING, None, None, False),
        (of("Dwa."), Standing.WAITING, "Dwa.", None, False),
        (of("Dwa.", "Dwa.", "2"), Standing.CURRENT, "Dwa.", None, False),
        (of("Dwie.", "Dwa.", "2"), Standing.WAITING, "Dwie.", None, False),
        (of(None, "Raz.", "1"), Standing.CHANGED, "Raz.", ("One.",), True),
        (of(None, "Raz.", "?"), Standing.CHANGED, "Raz.", (), False),
        (of(None, "One.", "1"), Standing.MISSING, None, None, False),
        (of("Dwa.", "Raz.", "1"), Standing.WAITING, "Dwa.", None, False),
        (of("Raz.", older=1), Standing.CHANGED, "Raz.", ("One.",), False),
        (of("Raz.", "Raz.", "1", older=1), Standing.CHANGED, "Raz.", ("One.",), True),
        (of("Dwa.", "Dwa.", "2:link"), Standing.WAITING, "Dwa.", None, False),
    ],
)
def test_how_a_passage_stands(passage, standing, words, older, may_be_confirmed):
    assert (passage.standing, passage.words, passage.older) == (standing, (words,), older)
    assert passage.may_be_confirmed == may_be_confirmed


# --- The grid ---


def test_the_grid_has_a_row_for_each_page_and_a_column_for_each_language(sign_in, translated):
    translated()
    html = sign_in("Editors").get(f"{GRID}results/", {"kind": "other"}).text
    assert html.count('<th scope="row"') == 1
    assert html.count('<th scope="col"') == 16
    assert "Awaiting review" in html
    assert html.count('<td class="desk-missing">') == 1
    assert passages_of(record(translated())) in html


def test_a_translator_sees_their_own_languages_only(sign_in):
    html = sign_in("Translators: Urdu").get(GRID, {"kind": "other"}).text
    assert TO_DO in html
    assert reverse("language_to_do", args=["pl"]) not in html


@pytest.mark.parametrize(
    ("tool", "origin"), [("imported draft", "An imported draft"), ("LibreTranslate", "A machine"), ("", "A translator")]
)
def test_the_desk_and_the_records_say_the_origin_beside_the_state(sign_in, page, translated, tool, origin):
    client, asked_by = sign_in("Reviewers: Urdu"), User.objects.create_user("ben", first_name="Ben")
    target = translated(made_by="machine" if tool else "manual")
    StringTranslation.objects.update(tool_name=tool, last_translated_by=asked_by)
    translation_records.publish(Translation.objects.get(target_locale=target.locale))
    for address in (f"{GRID}?kind=pages", TO_DO, passages_of(page), reverse("translationrecord:index")):
        assert origin in client.get(address).text, address
    # Whoever had a machine write is nobody's translator.
    assert ("Translated by Ben" in client.get(passages_of(page)).text) == (not tool)
    assert (record(page).translated_by == asked_by) == (not tool)


def test_pages_stand_in_the_order_of_the_tree(sign_in, home, page, publish_english):
    first = InformationPage(title="Zebra", slug="zebra")
    home.add_child(instance=first)
    publish_english(first)
    first.move(home, pos="first-child")
    html = sign_in("Editors").get(GRID, {"kind": "pages"}).text
    assert html.index("Zebra") < html.index("Health")


def test_the_grid_is_narrowed_by_kind_language_state_and_title(sign_in, translated):
    translated()
    client = sign_in("Editors")

    def cells(**asked: str) -> int:
        return client.get(GRID, asked).text.count(str(record_key))

    record_key = record(InformationPage.objects.get(slug="health", locale__language_code="en")).translation_key
    assert cells() == 0
    assert cells(kind="other") == 2
    assert cells(kind="other", language="ur") == 1
    assert cells(kind="other", state=State.AWAITING_REVIEW.value) == 1
    assert cells(kind="other", q="heal") == 2
    assert cells(kind="other", q="school") == 0
    assert cells(kind="records") == 0
    assert client.get(GRID, {"kind": "nonsense", "language": "xx", "p": "-9"}).status_code == 200


def test_heads_carry_the_totals_of_every_page_of_the_list(sign_in, page, home, publish_english, monkeypatch):
    monkeypatch.setattr("home.desk_views.Grid.paginate_by", 1)
    other = InformationPage(title="Two words", slug="two")
    home.add_child(instance=other)
    publish_english(other)
    html = sign_in("Translators: Urdu").get(f"{GRID}results/", {"kind": "other"}).text
    assert html.count('<th scope="row"') == 1
    words = sum(TranslationRecord.objects.filter(locale__language_code="ur").values_list("words_to_do", flat=True))
    assert f"{words} words to do" in " ".join(html.split())


def test_a_title_with_markup_is_shown_as_text(sign_in, page, publish_english):
    page.title = "<script>alert(1)</script>"
    publish_english(page)
    client = sign_in("Reviewers: Urdu")
    for url in (GRID + "?kind=other", TO_DO, passages_of(page)):
        html = client.get(url).text
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_desk_asks_the_database_no_more_for_more_cells(sign_in, page):
    client = sign_in("Editors")
    pages = [f"{GRID}?kind=other", TO_DO, f"{GRID}?kind=records"]

    def queries() -> list[int]:
        counted = []
        for url in pages:
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            counted.append(len(asked))
        return counted

    english = page.locale
    Term(key="first", english="First", word="a", explanation="a", locale=english).save()
    few = queries() and queries()
    terms = [Term(key=f"a{n}", english=f"A {n}", word="a", explanation="a", locale=english) for n in range(20)]
    for term in terms:
        term.save()
    TranslationRecord.objects.filter(title__in=["A 1", "A 2", "A 3"]).update(model="home.informationpage")
    assert queries() == few
    assert max(few) <= 15


# --- To do ---


def test_what_matters_most_comes_first(sign_in, home, translated, retype, publish_english):
    Term.objects.create(
        key="gp", english="GP", word="GP", explanation="A doctor.", locale=Locale.objects.get(language_code="en")
    )
    draft = InformationPage(title="Draft", slug="draft")
    home.add_child(instance=draft)
    publish_english(draft)
    translating.published(draft, "ur", {"Draft": "مسودہ"}, "machine")
    TranslationRecord.objects.filter(translation_key=draft.translation_key, locale__language_code="ur").update(
        state=State.MACHINE_DRAFT, is_live=True, words_to_do=0
    )
    translated()
    retype("See a dentist.", "It is free.")
    html = sign_in("Reviewers: Urdu").get(f"{TO_DO}results/").text
    assert html.index("Out of date") < html.index("GP") < html.index("Machine draft")


def test_a_checked_translation_is_not_on_the_list_and_a_good_one_only_for_its_reviewers(sign_in, page, translated):
    translated()
    link = passages_of(page)
    to_do = TO_DO
    assert link not in sign_in("Translators: Urdu").get(to_do).text
    reviewer = sign_in("Reviewers: Urdu")
    assert link in reviewer.get(to_do).text
    reviewer.post(link, {"action": "check", "seen": seen(page).digest})
    assert link not in reviewer.get(to_do).text


def test_the_home_of_the_admin_counts_what_is_to_do(sign_in):
    html = sign_in("Translators: Urdu").get(reverse("wagtailadmin_home")).text
    assert "To do in your language" in html
    assert "Polish" not in html
    assert "To do in your language" not in sign_in("Moderators").get(reverse("wagtailadmin_home")).text


# --- Who may ---


def test_nobody_opens_somebody_elses_language(sign_in, page):
    urls = [TO_DO, f"{TO_DO}results/", passages_of(page)]
    urdu, polish, moderator = sign_in("Translators: Urdu"), sign_in("Translators: Polish"), sign_in("Moderators")
    for url in urls:
        assert urdu.get(url).status_code == 200
        for other in (polish, moderator):
            assert other.get(url).url == other.post(url).url == reverse("wagtailadmin_home")
        assert "/admin/login/" in Client().get(url).url


def test_what_is_not_there_is_not_found(reviewer, page):
    for url in ("xx/", "en/", f"ur/{uuid.uuid4()}/", "ur/not-a-key/"):
        assert reviewer.get(GRID + url, follow=True).status_code == 404
    url = reverse("language_translate", args=["ur", uuid.uuid4()])
    assert reviewer.post(url, follow=True).status_code == 404


def test_who_publishes_and_who_checks(sign_in, page):
    translating.filled(translating.submitted(page, "ur"), ENGLISH)
    for group, publishes, checks in (
        ("Reviewers: Polish", False, False),
        ("Translators: Urdu", False, False),
        ("Editors", True, False),
        ("Reviewers: Urdu", True, True),
    ):
        client = sign_in(group)
        client.post(passages_of(page), {"action": "check", "seen": seen(page).digest})
        assert record(page).is_checked == checks
        client.post(passages_of(page), {"action": "publish", "seen": seen(page).digest})
        assert record(page).is_live == publishes


def test_moderators_have_no_way_to_the_desk(sign_in):
    client = sign_in("Moderators")
    assert client.get(GRID).status_code == 302
    assert GRID not in client.get(reverse("wagtailadmin_home")).text
    assert GRID in sign_in("Editors").get(reverse("wagtailadmin_home")).text


# --- The passages ---


def test_each_passage_stands_beside_its_english_in_its_own_language_and_direction(reviewer, page, translated):
    translated(made_by="machine")
    html = reviewer.get(passages_of(page)).text
    assert re.search(r'lang="en" dir="ltr">\s*<p>See a doctor\.</p>', html)
    assert '<p class="desk-words" lang="ur" dir="rtl">ڈاکٹر سے ملیں۔</p>' in html
    assert "A machine (test)" in html


def test_what_changed_in_the_english_is_marked_beside_the_older_translation(reviewer, page, translated, retype):
    translated(made_by="machine")
    retype("See a <b>dentist</b>.", "It is free.")
    html = reviewer.get(passages_of(page)).text
    assert "A machine (test)" in html
    assert "<p>See a <del>doctor.</del> <ins>dentist.</ins></p>" in html
    assert "ڈاکٹر سے ملیں۔" in html
    assert html.count('name="confirm"') == 1
    assert re.search(r'value="check"\s+disabled', html)
    only = reviewer.get(passages_of(page), {"to-do": ""}).text
    assert only.count("<section") < html.count("<section")
    assert 'value="check"' not in only


def test_still_correct_makes_the_translation_current_and_twice_is_harmless(
    sign_in, page, translated, retype, django_capture_on_commit_callbacks
):
    translated()
    retype("See a dentist.", "It is free.")
    (passage,) = seen(page).confirmable
    client = sign_in("Translators: Urdu")
    capture = django_capture_on_commit_callbacks
    assert "1 passage is confirmed." in asked(client, page, capture, confirm=passage.digest)
    assert record(page).state == State.AWAITING_REVIEW
    before = TranslationRecord.objects.values().get(pk=record(page).pk)
    assert "These passages were confirmed already." in asked(client, page, capture, confirm=passage.digest)
    assert TranslationRecord.objects.values().get(pk=record(page).pk) == before


def test_several_passages_are_confirmed_at_once_or_none(
    reviewer, page, translated, retype, django_capture_on_commit_callbacks
):
    translated()
    retype("See a dentist.", "It is cheap.")
    digests = [row.digest for row in seen(page).confirmable]
    capture = django_capture_on_commit_callbacks
    stale = asked(reviewer, page, capture, action="still-correct", passage=[*digests, "forged"])
    assert "Something here has changed since you read it." in stale
    assert record(page).state == State.OUT_OF_DATE
    assert "Please choose at least one passage." in asked(reviewer, page, capture, action="still-correct")
    said = asked(reviewer, page, capture, action="still-correct", passage=digests)
    assert "2 passages are confirmed." in said
    assert record(page).is_current


def test_english_published_meanwhile_is_not_confirmed_unseen(
    reviewer, page, translated, retype, django_capture_on_commit_callbacks
):
    translated()
    retype("See a dentist.", "It is free.")
    (passage,) = seen(page).confirmable
    retype("See nobody.", "It is free.")
    said = asked(reviewer, page, django_capture_on_commit_callbacks, confirm=passage.digest)
    assert "Something here has changed since you read it." in said
    assert record(page).state == State.OUT_OF_DATE


def test_a_reviewer_checks_and_publishes_in_one_go(reviewer, page, client, django_capture_on_commit_callbacks):
    translating.filled(translating.submitted(page, "ur"), ENGLISH)
    digest = seen(page).digest
    said = asked(reviewer, page, django_capture_on_commit_callbacks, action="check", seen=digest)
    assert "It is checked, and readers are told so." in said
    now = record(page)
    assert (now.state, now.checked_by.first_name) == (State.CHECKED, "Ada")
    assert 'data-translation-state="checked"' in client.get("/ur/health/").text
    again = asked(reviewer, page, django_capture_on_commit_callbacks, action="check", seen=digest)
    assert "It is checked" in again
    assert record(page).checked_on == now.checked_on


def test_words_typed_meanwhile_are_neither_published_nor_checked_unseen(
    reviewer, page, django_capture_on_commit_callbacks
):
    translation = translating.submitted(page, "ur")
    translating.filled(translation, ENGLISH)
    digest = seen(page).digest
    translating.filled(translation, ENGLISH | {"Health": "تندرستی"})
    for action in ("publish", "check"):
        said = asked(reviewer, page, django_capture_on_commit_callbacks, action=action, seen=digest)
        assert "Something here has changed since you read it." in said
    assert record(page).state == State.MISSING


def test_gaps_are_published_with_a_warning_and_never_checked(
    reviewer, page, client, django_capture_on_commit_callbacks
):
    translating.filled(translating.submitted(page, "ur"), {"Health": "صحت", "See a doctor.": "ڈاکٹر سے ملیں۔"})
    assert "Readers will see 1 passage in English." in " ".join(reviewer.get(passages_of(page)).text.split())
    capture = django_capture_on_commit_callbacks
    refused = asked(reviewer, page, capture, action="check", seen=seen(page).digest)
    assert "Some passages are still in English." in refused
    assert not record(page).is_live
    assert "It is published." in asked(reviewer, page, capture, action="publish", seen=seen(page).digest)
    assert 'class="still-english"' in client.get("/ur/health/").text
    assert "There is nothing new to publish." in asked(
        reviewer, page, capture, action="publish", seen=seen(page).digest
    )
    assert not record(page).is_checked


def test_looking_changes_nothing(reviewer, page, translated, retype):
    translated()
    retype("See a dentist.", "It is free.")
    before = list(TranslationRecord.objects.order_by("pk").values())
    digest = seen(page).confirmable[0].digest
    reviewer.get(passages_of(page), {"confirm": digest, "action": "check", "seen": seen(page).digest})
    assert reviewer.get(reverse("language_translate", args=["ur", page.translation_key])).status_code == 405
    assert list(TranslationRecord.objects.order_by("pk").values()) == before


def test_a_request_for_nothing_in_particular_does_nothing(reviewer, page, django_capture_on_commit_callbacks):
    assert "Please choose what to do." in asked(reviewer, page, django_capture_on_commit_callbacks, action="delete")


# --- To the editor ---


def test_translate_begins_a_draft_once_and_leads_to_the_editor(
    sign_in, page, client, django_capture_on_commit_callbacks
):
    translator = sign_in("Translators: Urdu")
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = translator.post(reverse("language_translate", args=["ur", page.translation_key]))
        target = Page.objects.get(translation_key=page.translation_key, locale__language_code="ur")
        assert answer.url == reverse("wagtailadmin_pages:edit", args=[target.pk])
        assert not target.live
    assert Translation.objects.filter(source__object_id=page.translation_key).count() == 1
    assert 'data-translation-state="missing"' in client.get("/ur/health/").text
    assert translator.get(answer.url).status_code == 200


def test_a_copy_of_the_english_is_no_longer_live_once_it_is_being_translated(
    sign_in, home, page, client, publish_english, django_capture_on_commit_callbacks
):
    below = InformationPage(title="Dentists", slug="dentists")
    page.add_child(instance=below)
    publish_english(below)
    translator = sign_in("Translators: Urdu")
    with django_capture_on_commit_callbacks(execute=True):
        translator.post(reverse("language_translate", args=["ur", below.translation_key]))
    assert Page.objects.get(translation_key=page.translation_key, locale__language_code="ur").live
    with django_capture_on_commit_callbacks(execute=True):
        translator.post(reverse("language_translate", args=["ur", page.translation_key]))
    assert not Page.objects.get(translation_key=page.translation_key, locale__language_code="ur").live
    assert 'data-translation-state="missing"' in client.get("/ur/health/").text


def test_the_words_of_a_glossary_are_typed_at_the_desk_and_published_whole(
    sign_in, page, django_capture_on_commit_callbacks
):
    english = Locale.objects.get(language_code="en")
    term = Term.objects.create(key="gp", english="GP", word="GP", explanation="A <doctor> & more.", locale=english)
    rows = seen(term).rows
    words = {"of": [row.digest_of_english for row in rows], "words": ["جی پی", "", ""][: len(rows)]}
    translator, reviewer = sign_in("Translators: Urdu"), sign_in("Reviewers: Urdu")
    capture = django_capture_on_commit_callbacks
    translator.post(reverse("language_translate", args=["ur", term.translation_key]))
    assert not Term.objects.filter(locale__language_code="ur").exists()
    assert "Your words are kept." in asked(translator, term, capture, action="keep", **words)
    assert not Term.objects.filter(locale__language_code="ur").exists()
    half = asked(reviewer, term, capture, action="publish", seen=seen(term).digest, **words)
    assert "Some passages are still in English." in half
    too_long = words | {"words": ["ا" * 500] * len(rows)}
    kept = asked(reviewer, term, capture, action="publish", seen=seen(term).digest, **too_long)
    assert "is too long for its place" in kept
    assert "ا" * 500 in kept
    assert not Term.objects.filter(locale__language_code="ur").exists()
    whole = words | {"words": ["جی پی", "ایک <ڈاکٹر> & مزید"]}
    assert "It is checked" in asked(reviewer, term, capture, action="check", seen=seen(term).digest, **whole)
    urdu = Term.objects.get(locale__language_code="ur")
    assert (urdu.word, urdu.explanation) == ("جی پی", "ایک <ڈاکٹر> & مزید")
    assert record(term).state == State.CHECKED
    assert StringTranslation.objects.filter(locale__language_code="ur").count() == 2
