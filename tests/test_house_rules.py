"""Rules of the house a person could forget, checked over the sources."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

from home.languages import LANGUAGES, SOURCE

ROOT = Path(__file__).resolve().parent.parent
SAMPLE_TRANSLATIONS = ROOT / "site/ourplace/sample_translations"
APPS = ("home", "campaign", "welcomepack", "stories")
PHYSICAL = re.compile(
    r"(?:^|[^-\w])(?:(?:margin|padding|border)-(?:left|right)\b|(?:left|right)\s*:|text-align\s*:\s*(?:left|right))"
)


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("app", APPS)
def test_apps_lean_on_home_and_never_on_each_other(app):
    forbidden = set(APPS) - {app, "home"} | {"ourplace"}
    for path in (ROOT / app).rglob("*.py"):
        if "migrations" in path.parts:
            continue
        wrong = {name for name in imports_of(path) if name.split(".")[0] in forbidden}
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize(
    "module",
    [
        "home/due.py",
        "home/facts.py",
        "home/photos.py",
        "home/reviews.py",
        "home/search.py",
        "home/translation.py",
        "campaign/recurrence.py",
        "stories/moderation.py",
    ],
)
def test_domain_modules_know_no_request_and_no_template(module):
    names = set(imports_of(ROOT / module))
    assert not {name for name in names if name.startswith(("django.http", "django.template", "django.shortcuts"))}


@pytest.mark.parametrize(
    "module",
    ["campaign/measures.py", "campaign/plans.py", "campaign/recurrence.py", "home/reviews.py", "home/search.py"],
)
def test_rules_are_plain_python(module):
    assert not any(name.startswith(("django", "wagtail")) for name in imports_of(ROOT / module))


@pytest.mark.django_db
def test_models_and_migrations_agree(settings):
    settings.MIGRATION_MODULES = {}
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("path", sorted((ROOT / "static/css").rglob("*.css")), ids=lambda path: path.name)
def test_styles_use_logical_directions_only(path):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        assert not PHYSICAL.search(line), f"{path.name}:{number}: {line.strip()}"


@pytest.mark.parametrize("path", sorted((ROOT / "static/css/fonts").glob("*.css")), ids=lambda path: path.stem)
def test_the_fonts_of_a_script_are_light_and_their_licence_lies_beside_them(path):
    fonts = [(path.parent / url).resolve() for url in re.findall(r'url\("([^"]+)"\)', path.read_text())]
    assert fonts
    assert sum(font.stat().st_size for font in fonts) <= (120_000 if path.stem == "nastaliq" else 60_000)
    assert all((font.parent / "OFL.txt").exists() for font in fonts)


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/templates/**/*.html")), ids=lambda path: path.name)
def test_public_templates_have_no_inline_script_or_style(path):
    if "admin" in path.parts:
        return
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|<style|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != SOURCE])
def test_every_catalogue_is_complete(code):
    catalogue = polib.pofile(str(ROOT / "locale" / code / "LC_MESSAGES" / "django.po"))
    assert not [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]
    assert not [entry.msgid for entry in catalogue.fuzzy_entries()]


def test_the_sample_translations_say_the_same():
    samples = {path.stem: polib.pofile(str(path)) for path in SAMPLE_TRANSLATIONS.glob("*.po")}
    assert samples.keys() == LANGUAGES.keys() - {SOURCE}
    wanted = {entry.msgid for entry in samples["ur"]}
    for code, sample in samples.items():
        assert {entry.msgid for entry in sample if entry.msgstr} == wanted, code


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != SOURCE])
def test_every_translation_keeps_its_placeholders(code):
    placeholder = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
    catalogue = polib.pofile(str(ROOT / "locale" / code / "LC_MESSAGES" / "django.po"))
    for entry in catalogue:
        wanted = set(placeholder.findall(entry.msgid + entry.msgid_plural))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text:
                assert set(placeholder.findall(text)) <= wanted, entry.msgid
