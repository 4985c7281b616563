"""The sample translations come in two parts: some languages at once, the others while the site is serving."""

from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from ourplace import sample_translations
from ourplace.management.commands import seed
from wagtail.models import Page

from home.models import HomePage, Term

WORDS = {"ur": "ہماری جگہ", "pl": "Nasze miejsce", "tr": "Bizim Yerimiz"}
CODES = ("pl", "tr", "ur")

pytestmark = pytest.mark.indexed


@pytest.fixture(autouse=True)
def small_sample(locales, monkeypatch, settings, tmp_path: Path) -> None:
    """A home page and a word, drafted in three languages; all else of the sample content is left out."""

    def load() -> None:
        root = Page.objects.get(depth=1)
        root.add_child(instance=HomePage(title="Our Place", slug="home")).save_revision().publish()
        Term.objects.create(key="gp", word="GP", english="GP", explanation="A doctor.", locale=locales["en"])

    for page in Page.objects.filter(depth=2):
        page.delete()
    monkeypatch.setattr(seed.home.sample, "load", load)
    for app in (seed.welcomepack, seed.campaign, seed.stories):
        monkeypatch.setattr(app.sample, "load", lambda sample: None)
    monkeypatch.setattr(sample_translations, "FOLDER", tmp_path)
    monkeypatch.setattr(sample_translations, "PAUSE", 0)
    settings.VAR_DIR = tmp_path
    for code, words in WORDS.items():
        po = polib.POFile()
        for english, translated in {"Our Place": words, "GP": "GP", "A doctor.": f"A doctor. {code}"}.items():
            po.append(polib.POEntry(msgid=english, msgstr=translated))
        po.save(str(tmp_path / f"{code}.po"))


def loaded() -> dict[str, str]:
    """The title of each home page readers see in another language."""
    pages = HomePage.objects.live().exclude(locale__language_code="en")
    return dict(pages.order_by("locale__language_code").values_list("locale__language_code", "title"))


def words_in() -> list[str]:
    terms = Term.objects.exclude(locale__language_code="en").order_by("locale__language_code")
    return list(terms.values_list("locale__language_code", flat=True))


def to_come(folder: Path) -> str:
    return (folder / "sample-languages-to-come.txt").read_text()


def test_the_first_languages_are_there_at_once_and_the_rest_later(tmp_path, capsys):
    call_command("seed", "--first", "ur")
    assert loaded() == {"ur": WORDS["ur"]}
    assert to_come(tmp_path) == "pl tr"
    assert "Sample sign-ins" in capsys.readouterr().out
    call_command("seed", "--more")
    assert loaded() == dict(sorted(WORDS.items()))
    assert words_in() == list(CODES)
    call_command("seed", "--more")
    assert "There is nothing more to load." in capsys.readouterr().out


def test_what_was_interrupted_goes_on_where_it_was(tmp_path, monkeypatch):
    call_command("seed", "--first", "ur")
    load = sample_translations.load
    asked = []

    def interrupted(output, languages, **options) -> None:
        asked.extend(languages)
        if languages == ["tr"] and asked.count("tr") == 1:
            raise KeyboardInterrupt
        load(output, languages, **options)

    monkeypatch.setattr(sample_translations, "load", interrupted)
    with pytest.raises(KeyboardInterrupt):
        call_command("seed", "--more")
    assert (sorted(loaded()), to_come(tmp_path)) == (["pl", "ur"], "tr")
    call_command("seed", "--more")
    assert sorted(loaded()) == list(CODES)
    assert asked == ["pl", "tr", "tr"]


def test_a_site_with_content_is_left_alone(tmp_path, capsys):
    call_command("seed", "--first", "ur")
    call_command("seed", "--more")
    call_command("seed", "--first", "ur")
    assert "There is content already" in capsys.readouterr().out
    assert not (tmp_path / "sample-languages-to-come.txt").exists()
