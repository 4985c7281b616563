"""The sample translations, loaded as a translator's files would be: out of the site, filled in, and back in.

Every passage comes in as an imported draft, so that a reader is told that nobody has checked it.
"""

import time
from collections.abc import Collection, Iterable
from io import BytesIO
from itertools import batched
from pathlib import Path

import polib
from django.core.management.base import CommandError, OutputWrapper
from wagtail.models import TranslatableMixin

from campaign.models import (
    CampaignPage,
    EventIndexPage,
    InitiativePage,
    Measure,
    NetworkIndexPage,
    NetworkPage,
    PledgeKind,
)
from home import translation_exchange, translation_files
from home.languages import SOURCE
from home.models import Alert, Category, Contact, FormPage, HomePage, Service, Term
from welcomepack.models import TopicPage, WelcomePackPage

FOLDER = Path(__file__).parent / "sample_translations"
# The words of the campaign; its plans are papers, and stay English until somebody translates one.
CAMPAIGN = (CampaignPage, FormPage, InitiativePage, NetworkIndexPage, NetworkPage, EventIndexPage)
PIECE = 4
PAUSE = 0.3  # Seconds; a waiting connection of SQLite asks again every tenth of one.


def load(output: OutputWrapper, languages: Collection[str] | None = None, *, in_pieces: bool = False) -> None:
    """Publishes every page whose draft is complete; one with gaps is left out and named. None: every language.

    `in_pieces`: a few at a time, so that nobody who uses the site meanwhile waits long for the database.
    """
    words = {
        path.stem: {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr}
        for path in sorted(FOLDER.glob("*.po"))
        if languages is None or path.stem in languages
    }
    places = {instance.translation_key: place for place, instance in enumerate(translatable())}
    records = [record for record in translation_exchange.records_of(words) if record.translation_key in places]
    records.sort(key=lambda record: places[record.translation_key])
    files = {}
    for name, content in translation_exchange.exported(records).items():
        filled, missing = fill(content, words[name.partition("/")[0]])
        if missing:
            output.write(f"{name}: {missing} passages missing")
        else:
            files[name] = filled
    for piece in batched(files.items(), PIECE if in_pieces else max(len(files), 1), strict=False):
        archive = BytesIO(translation_files.packed(dict(piece)))
        outcome = translation_exchange.bring_in([("sample.zip", archive)], is_draft=True, publish_in=words)
        if not outcome.is_good:
            raise CommandError("The sample translations cannot be loaded.\n" + "\n".join(map(str, outcome.problems)))
        if in_pieces:
            time.sleep(PAUSE)


def languages() -> list[str]:
    """The codes of the languages there are sample translations in."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def translatable() -> Iterable[TranslatableMixin]:
    """The English pages and snippets the sample drafts cover, what is shown before what shows it."""
    snippets = (Category, PledgeKind, Measure, Term, Contact, Service, Alert)
    for model in (*snippets, HomePage, WelcomePackPage, TopicPage, *CAMPAIGN):
        yield from model.objects.filter(locale__language_code=SOURCE)


def fill(content: bytes, words: dict[str, str]) -> tuple[bytes, int]:
    """The file with these words put in, and how many passages have none."""
    po = translation_files.parsed(content.decode())
    for entry in po:
        entry.msgstr = words.get(entry.msgid, "")
    return f"{po}\n".encode(), sum(not entry.msgstr for entry in po)
