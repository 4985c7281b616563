"""What follows from publishing: the page cache, and the records translation states are read from."""

import threading
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import SegmentOverride, StringTranslation, TranslationSource

from home import front_cache, page_cache, translation_records
from home.languages import SOURCE
from home.models import (
    Alert,
    Area,
    BasePage,
    Category,
    Contact,
    CouncilTask,
    Fact,
    Person,
    Picture,
    PictureRendition,
    Place,
    Service,
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
    Service,
    Term,
    TranslationRecord,
)

_waiting = threading.local()


def connect() -> None:
    page_published.connect(page_was_published)
    page_slug_changed.connect(content_changed)
    post_page_move.connect(content_changed)
    page_unpublished.connect(page_was_taken_down)
    post_delete.connect(translatable_was_deleted)
    post_save.connect(language_was_added, sender=Locale)
    post_save.connect(passage_was_translated, sender=StringTranslation)
    post_delete.connect(passage_was_translated, sender=StringTranslation)
    for model in SHOWN_EVERYWHERE:
        if issubclass(model, TranslatableMixin):
            post_save.connect(snippet_was_saved, sender=model)
    for model in (Picture, PictureRendition):
        post_delete.connect(picture_was_deleted, sender=model)
    for model in SHOWN_EVERYWHERE:
        post_save.connect(content_changed, sender=model)
        post_delete.connect(content_taken_down, sender=model)


def page_was_published(sender: type[Page], instance: Page, revision: Model, **kwargs) -> None:
    # What is to go live later has the signal as well.
    if instance.live and instance.alias_of_id is None:
        if instance.locale.language_code != SOURCE:
            translation_records.translation_was_published(instance, revision.user)
            if translation_records.english_is_down(instance.translation_key):
                translation_records.take_down([instance])
        elif instance.belongs_on_desk or TranslationSource.objects.filter(object_id=instance.translation_key).exists():
            translation_records.english_was_published(instance, is_small_change=instance.is_small_change)
            sender.objects.filter(pk=instance.pk, is_small_change=True).update(is_small_change=False)
            translation_records.bring_back(instance.translation_key)
    transaction.on_commit(page_cache.expire)
    transaction.on_commit(partial(front_cache.forget_page, instance))


def snippet_was_saved(sender: type[Model], instance: TranslatableMixin, raw: bool = False, **kwargs) -> None:
    if raw:
        return
    is_small_change = getattr(instance, "is_small_change", False)
    # As the database has it: a form or a script may have left a text where a date belongs.
    instance = sender._base_manager.get(pk=instance.pk)
    if instance.locale.language_code == SOURCE:
        keep_the_same(instance)
        translation_records.english_was_published(instance, is_small_change=is_small_change)
    else:
        translation_records.translation_was_published(instance)


def keep_the_same(english: TranslatableMixin) -> None:
    """Puts what is no words (a telephone, an expiry) into every language, but where a translator set it apart."""
    key = english.translation_key
    apart = set(SegmentOverride.objects.filter(context__object_id=key).values_list("locale_id", "context__path"))
    names = [field.field_name for field in get_translatable_fields(type(english)) if field.is_synchronized(english)]
    versions = type(english)._base_manager.filter(translation_key=key).exclude(pk=english.pk)
    for pk, locale in list(versions.values_list("pk", "locale_id")):
        same = {name: getattr(english, name) for name in names if (locale, name) not in apart}
        if same:
            versions.filter(pk=pk).update(**same)


def passage_was_translated(sender: type[Model], instance: StringTranslation, **kwargs) -> None:
    """Counted once the work is done: a file brings hundreds of passages of one page."""
    if instance.context_id is None:
        return
    key = instance.context.object_id
    _to_count().add(key)
    transaction.on_commit(partial(_count, key))


def _count(key: UUID) -> None:
    if key in _to_count():
        _to_count().discard(key)
        translation_records.recount(key)


def _to_count() -> set[UUID]:
    if not hasattr(_waiting, "keys"):
        _waiting.keys = set()
    return _waiting.keys


def language_was_added(sender: type[Model], instance: Locale, created: bool, **kwargs) -> None:
    if created:
        translation_records.language_was_added()


def content_changed(**kwargs) -> None:
    transaction.on_commit(page_cache.expire)


def content_taken_down(**kwargs) -> None:
    transaction.on_commit(page_cache.remove_all)


def page_was_taken_down(sender: type[Page], instance: Page, **kwargs) -> None:
    if instance.locale.language_code != SOURCE:
        translation_records.translation_was_taken_down(instance.translation_key, instance.locale_id)
    # Not so the page a new Wagtail begins with.
    if isinstance(instance, BasePage):
        translation_records.take_down(instance.shown_translations)
    content_taken_down()
    transaction.on_commit(partial(front_cache.forget_page, instance))


def picture_was_deleted(sender: type[Model], instance: Picture | PictureRendition, **kwargs) -> None:
    transaction.on_commit(partial(front_cache.remove_file, instance.file.storage, instance.file.name))


def translatable_was_deleted(sender: type[Model], instance: Model, **kwargs) -> None:
    if issubclass(sender, Page):
        transaction.on_commit(page_cache.remove_all)
        transaction.on_commit(partial(front_cache.forget_page, instance))
    if issubclass(sender, TranslatableMixin):
        records = TranslationRecord.objects.filter(translation_key=instance.translation_key)
        if instance.locale.language_code == SOURCE:
            records.delete()
            if issubclass(sender, Page):
                # Once it is done: a translation may be on its way out as well.
                transaction.on_commit(partial(translation_records.english_is_gone, instance.translation_key))
        else:
            translation_records.translation_was_taken_down(instance.translation_key, instance.locale_id)
            transaction.on_commit(partial(translation_records.english_stays_known, instance.translation_key))
