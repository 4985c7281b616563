"""How a translation is made in a test: the way a translator's PO file comes in."""

from collections.abc import Mapping

from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.operations import translate_object


def submitted(page: Page, code: str) -> Translation:
    """The page sent for translation into this language, nothing translated yet."""
    locale = Locale.objects.get(language_code=code)
    translate_object(type(page).objects.get(pk=page.pk), [locale])
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)


def filled(translation: Translation, words: Mapping[str, str], made_by: str = "manual") -> None:
    """Puts words into a translation by PO import; passages without any stay empty."""
    po = translation.export_po()
    for entry in po:
        entry.msgstr = words.get(entry.msgid, "")
    translation.import_po(po, translation_type=made_by, tool_name="test")


def published(page: Page, code: str, words: Mapping[str, str], made_by: str = "manual") -> Page:
    """The page's published translation; passages without words are in English, as the editor leaves them."""
    translation = submitted(page, code)
    filled(translation, words, made_by)
    translation.save_target(publish=True)
    return translation.get_target_instance()
