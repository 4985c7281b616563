"""What the record of a checked translation says after whatever happens to it, to its English and to what they show."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from wagtail.models import TranslatableMixin
from wagtail_localize.models import (
    String,
    StringTranslation,
    Translation,
    TranslationContext,
)

from home import translation, translation_records
from home.models import Fact, HomePage, InformationPage, TranslationRecord
from home.translation import State
from home.translation_records import EnglishIsDown
from tests import translating

ENGLISH = [
    {"type": "text", "id": "a", "value": {"heading": "", "text": '<p>Call <a href="https://a.example/">us</a>.</p>'}},
    {"type": "text", "id": "b", "value": {"heading": "", "text": "<p>It is free.</p>"}},
]
WORDS = {"Health": "صحت", 'Call <a id="a1">us</a>.': 'ہمیں <a id="a1">کال</a> کریں۔', "It is free.": "یہ مفت ہے۔"}


@pytest.fixture(scope="module")
def made(once) -> int:
    """A page whose Urdu translation is published and checked."""
    with once():
        page = InformationPage(title="Health", slug="health", body=json.dumps(ENGLISH))
        HomePage.objects.get().add_child(instance=page)
        page.save_revision().publish()
        translation = translating.submitted(page, "ur")
        translating.filled(translation, WORDS)
        translation_records.publish(translation)
        translation_records.check(record_of(page), get_user_model().objects.create_superuser("a-reviewer"))
    return page.pk


@pytest.fixture
def page(made: int, db) -> InformationPage:
    return InformationPage.objects.get(pk=made)


@pytest.fixture
def checked(page: InformationPage) -> TranslationRecord:
    """Of its Urdu translation."""
    return record_of(page)


@pytest.fixture
def reviewer(made, db) -> AbstractBaseUser:
    return get_user_model().objects.get(username="a-reviewer")


def record_of(page: TranslatableMixin, code: str = "ur") -> TranslationRecord:
    return TranslationRecord.objects.get(translation_key=page.translation_key, locale__language_code=code)


def publish_again(page: InformationPage, body: list[dict], **fields) -> None:
    page = InformationPage.objects.get(pk=page.pk)
    page.body = json.dumps(body)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def with_text(text: str) -> list[dict]:
    return [ENGLISH[0], {**ENGLISH[1], "value": {"heading": "", "text": f"<p>{text}</p>"}}]


def test_a_check_says_who_and_when(page, checked, reviewer):
    assert (checked.state, checked.checked_by) == (State.CHECKED, reviewer)
    assert translation.of(page.get_translation(checked.locale), "ur").checked_on == checked.checked_on


def test_a_link_that_leads_elsewhere_makes_the_translation_out_of_date(page, checked):
    publish_again(page, json.loads(json.dumps(ENGLISH).replace("a.example", "b.example")))
    assert record_of(page).state == State.OUT_OF_DATE
    assert record_of(page).words_to_do == 0


def test_publishing_again_what_lost_a_passage_keeps_the_check(page, checked):
    publish_again(page, ENGLISH[:1])
    assert record_of(page).state == State.OUT_OF_DATE
    translation_records.publish(Translation.objects.get(source__object_id=page.translation_key))
    assert record_of(page).state == State.CHECKED


def test_a_word_changed_after_the_check_asks_for_another(page, checked):
    sentence = StringTranslation.objects.get(data="یہ مفت ہے۔")
    sentence.data = "یہ سب کے لیے مفت ہے۔"
    sentence.save()
    translation_records.publish(Translation.objects.get(source__object_id=page.translation_key))
    assert record_of(page).state == State.AWAITING_REVIEW
    assert translation.of(page.get_translation(checked.locale), "ur").checked_on is None


def test_a_small_change_keeps_the_check_and_is_said_of_one_publication(page, checked):
    publish_again(page, with_text("It is free!"), is_small_change=True)
    assert record_of(page).state == State.CHECKED
    assert record_of(page).words_to_do == 0
    publish_again(page, with_text("It costs money."))
    assert record_of(page).state == State.OUT_OF_DATE


def test_still_correct_is_no_check_unless_a_reviewer_says_it(page, checked):
    for text, is_checked, state in (("It's free.", True, State.CHECKED), ("Free.", False, State.AWAITING_REVIEW)):
        publish_again(page, with_text(text))
        record = record_of(page)
        assert record.state == State.OUT_OF_DATE
        translation_records.still_correct(record, ["body.b.text"], is_checked=is_checked)
        assert record_of(page).state == state


def test_still_correct_of_one_passage_says_nothing_of_another(page, checked):
    publish_again(page, with_text("It costs money."), title="Your health")
    translation_records.still_correct(record_of(page), ["title"], is_checked=True)
    assert record_of(page).state == State.OUT_OF_DATE
    assert record_of(page).words_to_do == 3


def test_an_old_draft_published_late_is_out_of_date(page, checked):
    draft = page.get_translation(checked.locale).save_revision()
    publish_again(page, with_text("It costs money."))
    translation_records.publish(Translation.objects.get(source__object_id=page.translation_key))
    draft.publish()
    assert record_of(page).state == State.OUT_OF_DATE


def test_words_made_from_older_english_are_out_of_date_when_published(page, checked):
    older = String.objects.get(data="It is free.")
    publish_again(page, with_text("It costs money."))
    StringTranslation.objects.create(
        translation_of=String.objects.get(data="It costs money."),
        context=TranslationContext.objects.get(object_id=page.translation_key, path="body.b.text"),
        locale=checked.locale,
        data="یہ مفت ہے۔",
        translation_type="manual",
        tool_name=f"{translation_records.OLDER}{older.pk}",
    )
    translation_records.publish(Translation.objects.get(source__object_id=page.translation_key))
    record = record_of(page)
    assert (record.state, record.words_to_do, record.untranslated) == (State.OUT_OF_DATE, 3, ["It costs money."])
    translation_records.still_correct(record, ["body.b.text"], is_checked=False)
    assert (record_of(page).state, record_of(page).words_to_do) == (State.AWAITING_REVIEW, 0)


def test_another_fact_chosen_in_a_block_makes_the_translation_out_of_date(page, checked):
    facts = [
        Fact.objects.create(key=key, kind="number", value="1", label=key) for key in ("emergency-number", "another")
    ]
    blocks = [{"type": "fact", "id": "f", "value": {"fact": fact.pk, "label": "Call"}} for fact in facts]
    publish_again(page, [*ENGLISH, blocks[0]])
    translation_records.publish(Translation.objects.get(source__object_id=page.translation_key))
    assert record_of(page).state == State.AWAITING_REVIEW
    publish_again(page, [*ENGLISH, blocks[1]])
    assert record_of(page).state == State.OUT_OF_DATE


def test_a_translation_that_was_taken_down_or_deleted_is_missing(page, checked):
    page.get_translation(checked.locale).unpublish()
    assert record_of(page).state == State.MISSING
    translation_records.publish(Translation.objects.get(source__object_id=page.translation_key))
    assert record_of(page).state == State.CHECKED
    page.get_translation(checked.locale).delete()
    assert record_of(page).state == State.MISSING


def test_translations_go_down_with_the_english_and_come_back_as_they_were(page, checked, client):
    before = TranslationRecord.objects.values().get(pk=checked.pk)
    page.unpublish()
    assert client.get("/ur/health/").status_code == 404
    assert record_of(page).state == State.MISSING
    assert not TranslationRecord.objects.wanted().filter(translation_key=page.translation_key).exists()
    publish_again(page, ENGLISH)
    assert client.get("/ur/health/").status_code == 200
    assert TranslationRecord.objects.values().get(pk=checked.pk) == before


def test_a_translation_that_comes_back_is_judged_by_the_english_it_comes_back_with(page, checked):
    page.unpublish()
    publish_again(page, with_text("It costs nothing."))
    assert record_of(page).state == State.OUT_OF_DATE


def test_what_was_typed_while_the_english_was_down_is_not_published_with_it(page, checked, reviewer):
    page.unpublish()
    translation = Translation.objects.get(source__object_id=page.translation_key)
    translating.filled(translation, {**WORDS, "It is free.": "Unread."})
    translation.save_target(user=reviewer, publish=False)
    publish_again(page, ENGLISH)
    urdu = InformationPage.objects.get(locale=checked.locale, translation_key=page.translation_key)
    assert urdu.live
    assert "Unread." not in str(urdu.body)
    assert record_of(page).state == State.CHECKED


def test_a_translation_taken_down_by_its_reviewer_does_not_come_back_with_the_english(page, checked):
    page.get_translation(checked.locale).unpublish()
    page.unpublish()
    publish_again(page, ENGLISH)
    assert not page.get_translation(checked.locale).live
    assert record_of(page).state == State.MISSING


def test_a_translation_is_not_published_while_its_english_is_down(page, checked, client):
    page.unpublish()
    with pytest.raises(EnglishIsDown):
        translation_records.publish(Translation.objects.get(source__object_id=page.translation_key))
    # Wagtail's own editor asks nobody here.
    page.get_translation(checked.locale).get_latest_revision().publish()
    assert client.get("/ur/health/").status_code == 404
    publish_again(page, ENGLISH)
    assert client.get("/ur/health/").status_code == 200


def test_translations_go_with_the_english_that_is_deleted(page, checked, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert client.get("/ur/health/").status_code == 404


def test_an_editor_is_told_what_goes_down_with_the_english(page, checked, admin_client):
    told = "1 translation goes down with it."
    assert told in admin_client.get(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).text
    urdu = page.get_translation(checked.locale)
    assert told not in admin_client.get(reverse("wagtailadmin_pages:unpublish", args=[urdu.pk])).text
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    assert "Translations go down with their English." in admin_client.get(f"{many}?id={page.pk}").text
    admin_client.post(f"{many}?id={page.pk}")
    assert not page.get_translation(checked.locale).live


def test_a_page_is_still_to_be_translated_after_its_last_translation_was_deleted(
    page, checked, django_capture_on_commit_callbacks
):
    english = translation_records.english_passages(page.translation_key)
    with django_capture_on_commit_callbacks(execute=True):
        page.get_translation(checked.locale).delete()
    assert translation_records.english_passages(page.translation_key) == english
    with django_capture_on_commit_callbacks(execute=True):
        InformationPage.objects.get(pk=page.pk).delete()
    assert translation_records.english_passages(page.translation_key) == ()


def test_nothing_is_kept_of_a_page_whose_english_was_deleted(page, checked):
    InformationPage.objects.get(pk=page.pk).delete()
    assert not TranslationRecord.objects.filter(translation_key=page.translation_key).exists()
