"""Two people bring in files of the same pages at the same time, each on a connection of their own."""

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from threading import Barrier, Event

import polib
import pytest
from django.db import connection, connections
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation

from home import translation_exchange
from home.models import HomePage, InformationPage, TranslationRecord
from home.translation import State
from home.translation_exchange import Outcome, bring_in, exported, records_of

SECONDS = 20


@pytest.fixture
def elsewhere(in_threads) -> Iterator[Callable]:
    """Runs something in another thread, on another connection to a database that holds two English pages."""
    for code in ("en", "ur"):
        Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.get()
    blocks = [{"type": "text", "value": {"heading": "", "text": "<p>One.</p><p>Two.</p>"}, "id": "text"}]
    for title in ("Health", "Housing"):
        page = home.add_child(instance=InformationPage(title=title, slug=title.lower(), body=json.dumps(blocks)))
        page.save_revision().publish()
    with in_threads(3) as submit:
        yield submit


def files() -> dict[str, bytes]:
    return exported(records_of(["ur"]))


def bring(files: dict[str, bytes], who: str, begin: Callable = lambda: None) -> Outcome:
    """Brings these files in with every passage translated by this person, and publishes them."""
    uploads = []
    for name, content in files.items():
        po = polib.pofile(content.decode())
        for entry in po:
            entry.msgstr = f"{entry.msgid} {who}"
        uploads.append((name, BytesIO(f"{po}\n".encode())))
    begin()
    return bring_in(uploads, publish_in=["ur"])


def whose() -> tuple[set[str], set[str], set[str]]:
    """Whose words are kept, whose are shown, and how the translations stand."""
    kept = {words.rpartition(" ")[2] for words in StringTranslation.objects.values_list("data", flat=True)}
    pages = InformationPage.objects.live().filter(locale__language_code="ur")
    shown = {title.rpartition(" ")[2] for title in pages.values_list("title", flat=True)}
    shown |= {text for page in pages for text in ("ann", "ben") if text in str(page.body)}
    return (
        kept,
        shown,
        set(TranslationRecord.objects.filter(locale__language_code="ur").values_list("state", flat=True)),
    )


def test_two_imports_at_once_come_in_one_after_the_other_each_whole(elsewhere):
    out = elsewhere(files).result(SECONDS)
    both = Barrier(2)
    first, second = (elsewhere(bring, out, who, lambda: both.wait(SECONDS)) for who in ("ann", "ben"))
    outcomes = [first.result(SECONDS), second.result(SECONDS)]
    assert [outcome.problems for outcome in outcomes] == [[], []]
    assert {outcome.counts["changed"] for outcome in outcomes} == {6}
    kept, shown, states = elsewhere(whose).result(SECONDS)
    assert kept == shown
    assert kept in ({"ann"}, {"ben"})
    assert states == {State.AWAITING_REVIEW}


def test_who_cannot_wait_longer_is_told_and_changes_nothing(elsewhere, monkeypatch):
    out = elsewhere(files).result(SECONDS)
    half, go_on = Event(), Event()
    apply = translation_exchange._Import.apply

    def halfway(self) -> None:
        apply(self)
        half.set()
        go_on.wait(SECONDS)

    monkeypatch.setattr(translation_exchange._Import, "apply", halfway)
    first = elsewhere(bring, out, "ann")
    assert half.wait(SECONDS)
    monkeypatch.setattr(translation_exchange, "SECONDS_TO_WAIT", 1)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connections.databases["default"]["OPTIONS"], "timeout", 0.5)
    loser = elsewhere(bring, out, "ben").result(SECONDS)
    go_on.set()
    assert first.result(SECONDS).is_good
    assert [str(problem.message) for problem in loser.problems] == [
        "Somebody else is at work on these pages. Nothing was changed: bring the file in again."
    ]
    assert elsewhere(whose).result(SECONDS) == ({"ann"}, {"ann"}, {State.AWAITING_REVIEW})
