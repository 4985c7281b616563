"""The sample translations, loaded as a translator's work would be: by wagtail-localize's PO import.

Every passage is recorded as machine-made, so that a reader is told it is an unchecked draft.
"""

from collections.abc import Collection, Iterable
from pathlib import Path

import polib
from django.core.management.base import OutputWrapper
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from home.languages import SOURCE
from home.models import Alert, Category, Contact, HomePage, Term
from home.translation import fits
from home.translation_records import IMPORTED_DRAFT
from welcomepack.models import TopicPage, WelcomePackPage

FOLDER = Path(__file__).parent / "sample_translations"


def load(output: OutputWrapper, languages: Collection[str] | None = None) -> None:
    """Publishes every page whose draft is complete; one with gaps is left out and named. None: every language."""
    for path in sorted(FOLDER.glob("*.po")):
        if languages is not None and path.stem not in languages:
            continue
        locale = Locale.objects.get(language_code=path.stem)
        words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr}
        for instance in translatable():
            if not isinstance(instance, Page) or instance.title in words:
                _translate(instance, locale, words, output)


def translatable() -> Iterable:
    """The English pages and snippets the sample drafts cover, parents before children."""
    yield from HomePage.objects.filter(locale__language_code=SOURCE)
    yield from WelcomePackPage.objects.filter(locale__language_code=SOURCE)
    yield from TopicPage.objects.filter(locale__language_code=SOURCE).order_by("path")
    for model in (Category, Term, Contact, Alert):
        yield from model.objects.filter(locale__language_code=SOURCE)


def _translate(instance: TranslatableMixin, locale: Locale, words: dict[str, str], output: OutputWrapper) -> None:
    """Translates the snippets a page shows, then the page."""
    source, _ = TranslationSource.get_or_create_from_instance(instance)
    for shown in source.relatedobjectsegment_set.select_related("object"):
        _translate(shown.object.get_instance(source.locale), locale, words, output)
    translation, is_new = Translation.objects.get_or_create(source=source, target_locale=locale)
    if not is_new:
        return
    po = translation.export_po()
    model = source.specific_content_type.model_class()
    for entry in po:
        text = words.get(entry.msgid, "")
        entry.msgstr = text if fits(model, entry.msgctxt, text) else ""
    translation.import_po(po, translation_type="machine", tool_name=IMPORTED_DRAFT)
    total, done = translation.get_progress()
    if total == done:
        _publish(translation)
    else:
        output.write(f"{source.object_repr} ({locale.language_code}): {total - done} of {total} missing")


def _publish(translation: Translation) -> None:
    """Publishes at once; wagtail-localize would do it at the end of the transaction, with an old view of the tree."""
    is_page = issubclass(translation.source.specific_content_type.model_class(), Page)
    translation.save_target(publish=not is_page)
    if is_page:
        translation.get_target_instance().get_latest_revision().publish()
