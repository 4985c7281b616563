"""Two things only the database can promise: that evidence stays, and that two who decide at once do not both."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from accounts.models import User
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from stories import moderation
from stories.models import Approval, ConsentRecord, Submission, SubmissionEvent
from stories.moderation import Conflict

NOW = timezone.now()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (SubmissionEvent, "to_state = 'published'"),
        (SubmissionEvent, "at = '2020-01-01'"),
        (SubmissionEvent, "note = 'other words'"),
        (SubmissionEvent, "by_id = (SELECT MAX(id) FROM accounts_user)"),
        (ConsentRecord, "wording = 'anything'"),
        (Approval, "digest = 'x'"),
    ],
)
def test_evidence_is_not_changed_whatever_asks_for_it(send, moderator, story_index, make_user, model, change):
    submission = send()
    moderation.make_draft(submission, moderator)
    moderation.approve(submission, moderator)
    make_user("somebody-else")
    with pytest.raises(DatabaseError, match="evidence"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {change}")


def test_a_note_is_emptied_a_person_is_forgotten_and_all_goes_with_its_submission(send, moderator):
    submission = send()
    moderation.decline(submission, moderator, "other", "About Amina")
    submission.events.forget_notes()
    moderator.delete()
    event = submission.events.last()
    assert (event.note, event.by) == ("", None)
    submission.delete()
    assert not SubmissionEvent.objects.exists()


@pytest.fixture
def in_threads(django_db_setup, django_db_blocker, tmp_path, monkeypatch) -> Iterator[Callable]:
    """Runs functions at once, each with a connection of its own that sees what the others have committed."""

    def run(*functions: Callable) -> list:
        def alone(function: Callable) -> object:
            try:
                return function()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(functions)) as threads:
            return list(threads.map(alone, functions))

    def cleared() -> None:
        Submission.objects.all().delete()
        User.objects.all().delete()

    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            # A database in memory locks whole tables for its connections and does not wait.
            connection.ensure_connection()
            with closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as file:
                connection.connection.backup(file)
            ours = {**connection.settings_dict, "NAME": str(tmp_path / "shared.sqlite3")}
            monkeypatch.setitem(connections.databases, "default", ours)
        yield run
        run(cleared)


@pytest.mark.parametrize("round_number", range(3))
def test_of_two_who_decide_at_once_one_is_told(in_threads, round_number):
    def prepare() -> tuple[int, list[User]]:
        submission = Submission.objects.create(interface_language="en", text="Soup.", agreed_to=["publish_story"])
        moderation.send(submission, NOW)
        return submission.pk, [User.objects.create_user(name, f"{name}@example.com", "x") for name in ("one", "two")]

    ((pk, (one, two)),) = in_threads(prepare)
    at_once = Barrier(2)

    def decide(deed: Callable[[Submission], object]) -> Callable[[], bool]:
        def decided() -> bool:
            submission = Submission.objects.get(pk=pk)
            at_once.wait()
            try:
                deed(submission)
            except Conflict:
                return False
            return True

        return decided

    outcomes = in_threads(
        decide(lambda submission: moderation.decline(submission, one, "other")),
        decide(lambda submission: moderation.ask(submission, two, "Who?", NOW)),
    )

    def left() -> tuple[str, list[str], int]:
        submission = Submission.objects.get(pk=pk)
        events = [event.what for event in submission.events.all()]
        return submission.state, events, submission.questions.count()

    assert sorted(outcomes) == [False, True]
    assert in_threads(left) == [
        ("declined", ["moved", "moved"], 0) if outcomes[0] else ("waiting", ["moved", "moved", "asked"], 1)
    ]
