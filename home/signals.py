"""What follows from publishing: the page cache, and the records translation states are read from."""

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail_localize.models import Translation, TranslationSource

from home import page_cache, translation
from home.languages import SOURCE
from home.models import (
    Alert,
    Area,
    Category,
    Contact,
    CouncilTask,
    Fact,
    Person,
    Picture,
    Place,
    Term,
    TranslationRecord,
)

SHOWN_EVERYWHERE = (
    Alert,
    Area,
    Category,
    Contact,
    CouncilTask,
    Fact,
    Person,
    Picture,
    Place,
    Term,
    TranslationRecord,
)


def connect() -> None:
    page_published.connect(page_was_published)
    page_slug_changed.connect(content_changed)
    post_page_move.connect(content_changed)
    page_unpublished.connect(content_taken_down)
    post_delete.connect(page_was_deleted)
    for model in SHOWN_EVERYWHERE:
        post_save.connect(content_changed, sender=model)
        post_delete.connect(content_taken_down, sender=model)


def page_was_published(sender: type[Page], instance: Page, revision: Model, **kwargs) -> None:
    if instance.alias_of_id is None:
        if instance.locale.language_code == SOURCE:
            refresh_passages(instance)
        else:
            record_translation(instance, revision)
    transaction.on_commit(page_cache.expire)


def refresh_passages(page: Page) -> None:
    """Judges every translation by the English passages as they now stand."""
    source = TranslationSource.objects.filter(object_id=page.translation_key, locale_id=page.locale_id).first()
    if source is None:
        return
    source.update_from_db()
    passages = translation.passages_of(page.translation_key)
    for record in TranslationRecord.objects.filter(translation_key=page.translation_key):
        was_current, record.is_current = record.is_current, record.made_from == passages
        if record.is_current != was_current:
            record.english_changed_on = None if record.is_current else timezone.localdate()
        record.save(update_fields=["is_current", "english_changed_on"])


def record_translation(page: Page, revision: Model) -> None:
    """Notes what this translation was made from and by whom; an earlier check does not count for it."""
    key, locale = page.translation_key, page.locale_id
    if not Translation.objects.filter(source__object_id=key, target_locale_id=locale).exists():
        return
    TranslationRecord.objects.update_or_create(
        translation_key=key,
        locale_id=locale,
        defaults={
            "title": page.title,
            "made_from": translation.passages_of(key),
            "is_current": True,
            "english_changed_on": None,
            "untranslated": translation.untranslated_in(key, locale),
            "is_machine": translation.is_machine_made(key, locale),
            "translated_by": revision.user,
            "translated_on": timezone.localdate(),
            "checked_by": None,
            "checked_on": None,
        },
    )


def content_changed(**kwargs) -> None:
    transaction.on_commit(page_cache.expire)


def content_taken_down(**kwargs) -> None:
    transaction.on_commit(page_cache.remove_all)


def page_was_deleted(sender: type[Model], **kwargs) -> None:
    if issubclass(sender, Page):
        transaction.on_commit(page_cache.remove_all)
