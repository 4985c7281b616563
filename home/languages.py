"""The languages of the site: one table, nothing else to edit but a catalogue and, for a new script, a font.

Facts behind the table: the 2021 Census and the borough's needs (content inventory, section 2). Django does
not know Pashto, has no written-date format for Urdu and Panjabi, and prints some autonyms in lower case or in
Latin letters, so nothing here is taken from Django.
"""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

SOURCE = "en"


@dataclass(frozen=True)
class Language:
    """One language: `code` is its BCP 47 tag and its address prefix; `script` names its font style sheet."""

    code: str
    autonym: str
    english_name: str
    script: str = "latin"
    date_format: str = "j F Y"
    direction: str = "ltr"

    @property
    def font_css(self) -> str:
        return f"css/fonts/{self.script}.css"

    @property
    def attributes(self) -> SafeString:
        """HTML attributes for a passage in this language on a page in another one (WCAG 3.1.2), else ''."""
        if self.code == (get_language() or SOURCE):
            return SafeString("")
        return format_html(' lang="{}" dir="{}"', self.code, self.direction)


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "English"),
        Language("ro", "Română", "Romanian"),
        Language("ur", "اردو", "Urdu", "nastaliq", "j F، Y", "rtl"),
        Language("bg", "Български", "Bulgarian", "cyrillic", "j F Y г."),
        Language("pl", "Polski", "Polish", date_format="j E Y"),
        Language("tr", "Türkçe", "Turkish"),
        Language("es", "Español", "Spanish", date_format=r"j \d\e F \d\e Y"),
        Language("pt", "Português", "Portuguese", date_format=r"j \d\e F \d\e Y"),
        Language("it", "Italiano", "Italian"),
        Language("ta", "தமிழ்", "Tamil", "tamil"),
        Language("pa", "ਪੰਜਾਬੀ", "Panjabi", "gurmukhi"),
        Language("ar", "العربية", "Arabic", "arabic", "j F Y", "rtl"),
        Language("uk", "Українська", "Ukrainian", "cyrillic", "j E Y р."),
        Language("lt", "Lietuvių", "Lithuanian", date_format=r"Y \m. E j \d."),
        Language("bn", "বাংলা", "Bengali", "bengali", "j F, Y"),
        Language("ps", "پښتو", "Pashto", "arabic", "j F Y", "rtl"),
    )
}


def language(code: str | None) -> Language:
    """The language with this code, or the source language for a code the site does not have."""
    return LANGUAGES.get(code or SOURCE, LANGUAGES[SOURCE])


def current() -> Language:
    """The reader's language."""
    return language(get_language())


def django_languages() -> list[tuple[str, str]]:
    """Django's `LANGUAGES` setting: (code, autonym) pairs."""
    return [(entry.code, entry.autonym) for entry in LANGUAGES.values()]


def right_to_left() -> list[str]:
    """Django's `LANGUAGES_BIDI` setting."""
    return [entry.code for entry in LANGUAGES.values() if entry.direction == "rtl"]


def teach_django() -> None:
    """Gives `django.conf.locale.LANG_INFO` the languages it does not know, so that their addresses work."""
    from django.conf.locale import LANG_INFO

    for entry in LANGUAGES.values():
        LANG_INFO.setdefault(
            entry.code,
            {
                "bidi": entry.direction == "rtl",
                "code": entry.code,
                "name": entry.english_name,
                "name_local": entry.autonym,
            },
        )
