"""The sample translations cover what a reader of the pack sees, word for word with the English as it is now."""

import re
from collections import defaultdict

import polib
import pytest
from django.db.models import Model
from ourplace import sample_translations
from wagtail_localize.models import TranslationSource

from home import facts, glossary
from home.languages import LANGUAGES, SOURCE
from home.translation import fits
from tests import sample_site

OTHERS = [code for code in LANGUAGES if code != SOURCE]
TAG = re.compile(r"</?[a-z][^>]*>")
NUMBER = re.compile(r"\d+")
# A name may stay as it is; a sentence may not.
LONGEST_NAME = 3


@pytest.fixture(scope="module")
def english(django_db_setup, django_db_blocker, tmp_path_factory) -> dict[str, list[tuple[type[Model], str]]]:
    """Every passage of the pages and snippets the drafts are for, as wagtail-localize asks for it, and its places."""
    passages = defaultdict(list)
    with django_db_blocker.unblock(), sample_site.in_use(tmp_path_factory.mktemp("sample"), "passages"):
        for instance in sample_translations.translatable():
            source = TranslationSource.objects.get_for_instance(instance)
            for passage, path in source.stringsegment_set.values_list("string__data", "context__path"):
                passages[passage].append((type(instance), path))
    return passages


def draft(code: str) -> dict[str, str]:
    entries = polib.pofile(str(sample_translations.FOLDER / f"{code}.po"))
    assert len({entry.msgid for entry in entries}) == len(entries), "a passage stands there twice"
    return {entry.msgid: entry.msgstr for entry in entries}


def without_tokens(text: str) -> str:
    return TAG.sub("", glossary.TOKEN.sub("", facts.TOKEN.sub("", text)))


@pytest.mark.parametrize("code", OTHERS)
def test_every_passage_is_translated_and_no_other(code, english):
    words = draft(code)
    assert words.keys() == english.keys()
    assert all(text.strip() for text in words.values())


@pytest.mark.parametrize("code", OTHERS)
def test_every_passage_fits_where_it_belongs(code, english):
    for passage, text in draft(code).items():
        assert all(fits(model, path, text) for model, path in english[passage]), text


@pytest.mark.parametrize("code", OTHERS)
def test_tokens_links_and_numbers_are_those_of_the_english(code):
    for passage, text in draft(code).items():
        for pattern in (facts.TOKEN, TAG):
            assert sorted(pattern.findall(text)) == sorted(pattern.findall(passage)), passage
        assert glossary.keys_in(text) == glossary.keys_in(passage), passage
        numbers = [sorted(NUMBER.findall(without_tokens(words))) for words in (text, passage)]
        assert numbers[0] == numbers[1], passage


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_is_left_in_english(code):
    same = [passage for passage, text in draft(code).items() if text == passage]
    assert not [passage for passage in same if len(passage.split()) > LONGEST_NAME]


@pytest.mark.parametrize("code", OTHERS)
def test_a_draft_says_that_nobody_has_reviewed_it(code):
    metadata = polib.pofile(str(sample_translations.FOLDER / f"{code}.po")).metadata
    assert metadata["Language"] == code
    assert metadata["X-State"] == "unreviewed machine draft"
