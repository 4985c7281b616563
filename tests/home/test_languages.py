from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info

from home import languages
from home.languages import LANGUAGES


def test_the_table_holds_the_sixteen_languages_of_the_contract():
    assert list(LANGUAGES) == [
        "en",
        "ro",
        "ur",
        "bg",
        "pl",
        "tr",
        "es",
        "pt",
        "it",
        "ta",
        "pa",
        "ar",
        "uk",
        "lt",
        "bn",
        "ps",
    ]


def test_right_to_left_languages_are_urdu_arabic_and_pashto():
    assert languages.right_to_left() == ["ur", "ar", "ps"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_django_knows_every_language_pashto_included(code):
    assert get_language_info(code)["bidi"] == (LANGUAGES[code].direction == "rtl")


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_language_has_a_catalogue(code):
    assert Path(settings.LOCALE_PATHS[0], code, "LC_MESSAGES", "django.po").exists()


def test_a_passage_in_the_readers_language_needs_no_attributes():
    with translation.override("ur"):
        assert LANGUAGES["ur"].attributes == ""
        assert LANGUAGES["en"].attributes == ' lang="en" dir="ltr"'


def test_an_unknown_code_falls_back_to_english():
    assert languages.language("xx").code == "en"
    assert languages.language(None).code == "en"
