"""The state of real translations, as wagtail-localize keeps them; its traps stand here as tests."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils import translation as django_translation
from wagtail.models import Locale

from home import translation
from home.models import HomePage, InformationPage, TranslationRecord
from home.translation import State
from tests import translating

ENGLISH = {"Health": "صحت", "See a doctor.": "ڈاکٹر سے ملیں۔", "It is free.": "یہ مفت ہے۔"}


@pytest.fixture(scope="module")
def english(once) -> int:
    blocks = [
        {"type": "text", "value": {"heading": "", "text": "<p>See a doctor.</p>"}, "id": "doctor"},
        {"type": "text", "value": {"heading": "", "text": "<p>It is free.</p>"}, "id": "free"},
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
def publish(django_capture_on_commit_callbacks):
    def publish(page, words, made_by="manual"):
        with django_capture_on_commit_callbacks(execute=True):
            return translating.published(page, "ur", words, made_by)

    return publish


def edit(page: InformationPage, capture, text: str) -> None:
    page = InformationPage.objects.get(pk=page.pk)
    page.body[0].value["text"] = type(page.body[0].value["text"])(text)
    with capture(execute=True):
        page.save_revision().publish()


def state_of(page) -> translation.PageTranslation:
    return translation.of(type(page).objects.get(pk=page.pk), "ur")


def test_sending_a_page_for_translation_publishes_nothing(page, client):
    target = translating.submitted(page, "ur").get_target_instance()
    assert not target.live
    answer = client.get("/ur/health/")
    assert answer.status_code == 200
    assert 'data-translation-state="missing"' in answer.text


def test_a_translators_work_awaits_review(page, publish):
    assert state_of(publish(page, ENGLISH)).state is State.AWAITING_REVIEW


def test_a_machine_draft_says_so(page, publish):
    assert state_of(publish(page, ENGLISH, made_by="machine")).state is State.MACHINE_DRAFT


def test_a_change_of_the_english_makes_the_translation_out_of_date(page, publish, django_capture_on_commit_callbacks):
    translated = publish(page, ENGLISH)
    edit(page, django_capture_on_commit_callbacks, "<p>See a dentist.</p>")
    assert state_of(translated).state is State.OUT_OF_DATE


def test_publishing_the_english_again_unchanged_changes_no_state(page, publish, django_capture_on_commit_callbacks):
    translated = publish(page, ENGLISH)
    edit(page, django_capture_on_commit_callbacks, "<p>See a doctor.</p>")
    assert state_of(translated).state is State.AWAITING_REVIEW


def test_a_draft_of_the_english_changes_no_state(page, publish):
    translated = publish(page, ENGLISH)
    draft = InformationPage.objects.get(pk=page.pk)
    draft.title = "Your health"
    draft.save_revision()
    assert state_of(translated).state is State.AWAITING_REVIEW


def test_a_change_of_the_english_leaves_the_published_words_alone(page, publish, django_capture_on_commit_callbacks):
    translated = publish(page, ENGLISH)
    edit(page, django_capture_on_commit_callbacks, "<p>See a dentist.</p>")
    now = InformationPage.objects.get(pk=translated.pk)
    assert "ڈاکٹر" in str(now.body[0].value["text"].source)


def test_a_passage_left_in_english_is_marked_with_its_language(page, publish, client):
    publish(page, {key: ENGLISH[key] for key in ("Health", "It is free.")})
    html = client.get("/ur/health/").text
    assert re.search(r'<p lang="en" dir="ltr" class="still-english">.*See a doctor', html)
    assert "<p>یہ مفت ہے۔</p>" in html
    assert html.count("still-english") == 1


def test_blocks_keep_their_identity_across_languages(page, publish):
    translated = publish(page, ENGLISH)
    assert [block.id for block in translated.body] == ["doctor", "free"]


def test_addresses_stay_the_same_across_languages(page, publish):
    assert publish(page, ENGLISH).relative_path == "health/"


def test_an_alias_of_the_english_counts_as_not_translated(page, publish, client):
    publish(page, ENGLISH)
    home = HomePage.objects.get(locale__language_code="ur")
    assert home.alias_of_id
    assert 'data-translation-state="missing"' in client.get("/ur/").text


def test_pashto_has_addresses_though_django_does_not_know_it(page, client):
    answer = client.get("/ps/health/")
    assert answer.status_code == 200
    assert '<html lang="ps" dir="rtl"' in answer.text


def test_a_reader_is_told_when_the_english_changed(page, publish, client, django_capture_on_commit_callbacks):
    translated = publish(page, ENGLISH)
    assert state_of(translated).english_changed_on is None
    edit(page, django_capture_on_commit_callbacks, "<p>See a dentist.</p>")
    today = timezone.localdate()
    assert state_of(translated).english_changed_on == today
    assert f'<time datetime="{today:%Y-%m-%d}">' in client.get("/ur/health/").text
    edit(page, django_capture_on_commit_callbacks, "<p>See a doctor.</p>")
    assert state_of(translated).english_changed_on is None


def test_a_page_without_a_translation_names_the_languages_that_have_it(page, publish, client):
    publish(page, ENGLISH)
    html = client.get("/pl/health/").text
    assert '<a href="/ur/health/" hreflang="ur" lang="ur" dir="rtl">اردو</a>' in html
    assert '<a href="/en/health/" hreflang="en" lang="en" dir="ltr">English</a>' in html


def test_a_translation_with_an_unknown_fact_is_refused(page, publish, client):
    publish(page, ENGLISH)
    with pytest.raises(ValidationError):
        publish(page, ENGLISH | {"It is free.": "یہ {fact:none} مفت ہے۔"})
    assert "یہ مفت ہے۔" in client.get("/ur/health/").text


def test_a_page_with_an_unknown_word_or_fact_is_refused(page):
    for token in ("{fact:none}", "{word:none}"):
        page.body = json.dumps([{"type": "text", "value": {"heading": "", "text": f"<p>{token}</p>"}, "id": "a"}])
        with pytest.raises(ValidationError, match="none"):
            page.full_clean()


def test_a_translation_too_long_for_its_field_is_told_before_the_database_is(page):
    assert translation.fits(InformationPage, "title", "x" * 255)
    assert not translation.fits(InformationPage, "title", "x" * 256)
    assert translation.fits(InformationPage, "body.doctor.text", "x" * 5000)


def test_one_record_is_kept_per_page_and_language(page, publish):
    publish(page, ENGLISH)
    publish(page, ENGLISH)
    record = TranslationRecord.objects.get(is_live=True)
    assert record.locale == Locale.objects.get(language_code="ur")
    assert record.untranslated == []


def test_the_reader_is_told_in_their_language_that_a_page_is_not_translated(page, client):
    html = client.get("/pl/health/").text
    with django_translation.override("pl"):
        assert str(State.MISSING.label) in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/health/">' in html
