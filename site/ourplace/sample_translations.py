"""The sample translations, loaded as a translator's files would be: out of the site, filled in, and back in.

Every passage comes in as an imported draft, so that a reader is told that nobody has checked it.
"""

from collections.abc import Collection, Iterable
from io import BytesIO
from pathlib import Path

import polib
from django.core.management.base import CommandError, OutputWrapper
from wagtail.models import TranslatableMixin

from home import translation_exchange, translation_files
from home.languages import SOURCE
from home.models import Alert, Category, Contact, HomePage, Term
from welcomepack.models import TopicPage, WelcomePackPage

FOLDER = Path(__file__).parent / "sample_translations"


def load(output: OutputWrapper, languages: Collection[str] | None = None) -> None:
    """Publishes every page whose draft is complete; one with gaps is left out and named. None: every language."""
    words = {
        path.stem: {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr}
        for path in sorted(FOLDER.glob("*.po"))
        if languages is None or path.stem in languages
    }
    covered = {instance.translation_key for instance in translatable()}
    records = [record for record in translation_exchange.records_of(words) if record.translation_key in covered]
    files = {}
    for name, content in translation_exchange.exported(records).items():
        filled, missing = fill(content, words[name.partition("/")[0]])
        if missing:
            output.write(f"{name}: {missing} passages missing")
        else:
            files[name] = filled
    archive = BytesIO(translation_files.packed(files))
    outcome = translation_exchange.bring_in([("sample.zip", archive)], is_draft=True, publish_in=words)
    if not outcome.is_good:
        raise CommandError("The sample translations cannot be loaded.\n" + "\n".join(map(str, outcome.problems)))


def languages() -> list[str]:
    """The codes of the languages there are sample translations in."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def translatable() -> Iterable[TranslatableMixin]:
    """The English pages and snippets the sample drafts cover."""
    for model in (HomePage, WelcomePackPage, TopicPage, Category, Term, Contact, Alert):
        yield from model.objects.filter(locale__language_code=SOURCE)


def fill(content: bytes, words: dict[str, str]) -> tuple[bytes, int]:
    """The file with these words put in, and how many passages have none."""
    po = translation_files.parsed(content.decode())
    for entry in po:
        entry.msgstr = words.get(entry.msgid, "")
    return f"{po}\n".encode(), sum(not entry.msgstr for entry in po)
