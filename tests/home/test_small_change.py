"""What an editor may call a small change."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import Translation, TranslationSource

from home import translation_records
from home.models import BasePage, HomePage, InformationPage, Term, TranslationRecord
from home.translation import State
from tests import translating


@pytest.fixture
def page(home: HomePage) -> InformationPage:
    return home.add_child(instance=InformationPage(title="Health", slug="health", summary="Open until 5, free for al"))


def form_of(page: BasePage, **typed: str):
    form_class = type(page).get_edit_handler().get_form_class()
    owner = {"owned_by": "Communications", "owner_email": "owner@ourplace.example", "review_months": 12}
    data = nested_form_data({"title": page.title, "slug": page.slug, "body": streamfield([]), **owner, **typed})
    user = get_user_model().objects.create_superuser("editor")
    return form_class(data, instance=type(page).objects.get(pk=page.pk), for_user=user)


def test_a_typing_error_is_a_small_change(page):
    form = form_of(page, summary="Open until 5, free for all!", is_small_change="on")
    assert form.is_valid(), form.errors
    assert form.save(commit=False).is_small_change


@pytest.mark.parametrize("summary", ["Open until 6, free for all", "Open until 5, {fact:gp} for all", "5 5"])
def test_another_number_or_fact_is_none(page, summary):
    form = form_of(page, summary=summary, is_small_change="on")
    assert "is_small_change" in form.errors
    assert form["summary"].value() == summary


def test_it_is_said_of_each_change_anew(page):
    InformationPage.objects.filter(pk=page.pk).update(is_small_change=True)
    assert form_of(page)["is_small_change"].initial is False


def test_a_translation_has_no_small_changes(page):
    translated = page.copy_for_translation(Locale.objects.get(language_code="ur"), copy_parents=True)
    assert "is_small_change" not in form_of(translated).fields


def test_a_glossary_word_and_a_contact_change_a_little_too(locales):
    term = Term.objects.create(key="gp", english="GP", word="GP", explanation="A docter.", locale=locales["en"])
    form_class = term_form()
    typed = {"key": "gp", "english": "GP", "word": "GP", "is_small_change": "on"}
    user = get_user_model().objects.create_superuser("editor")
    assert not form_class({**typed, "explanation": "5 doctors."}, instance=term, for_user=user).is_valid()
    english = Term.objects.get(pk=term.pk)
    translation, _new = Translation.objects.get_or_create(
        source=TranslationSource.objects.get(object_id=term.translation_key), target_locale=locales["ur"]
    )
    translating.filled(translation, {"GP": "جی پی", "A docter.": "ڈاکٹر۔"})
    translation_records.publish(translation)
    save(form_class({**typed, "explanation": "A doctor."}, instance=english, for_user=user))
    record = TranslationRecord.objects.of(term.translation_key, "ur")
    assert (record.state, record.words_to_do) == (State.AWAITING_REVIEW, 0)
    save(form_class({**typed, "explanation": "A nurse.", "is_small_change": ""}, instance=english, for_user=user))
    assert TranslationRecord.objects.of(term.translation_key, "ur").state == State.OUT_OF_DATE
    assert "is_small_change" not in form_class(instance=translation.get_target_instance(), for_user=user).fields


def save(form: WagtailAdminModelForm) -> None:
    assert form.is_valid(), form.errors
    form.save()


def term_form() -> type[WagtailAdminModelForm]:
    return get_edit_handler(Term).get_form_class()
