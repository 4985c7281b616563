"""Who may do what with what residents sent, asked of the real addresses in every state.

A cell says who may: `mod` the moderators, so their leads and the administrator too; `lead` the safeguarding leads and
the administrator; `staff` the moderators and the editors; `all` whoever is signed in; `-` nobody.
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from unittest import mock

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from ourplace import roles

from stories import moderation
from stories.actions import ACTIONS
from stories.models import StoryIndexPage, Submission, SubmissionState
from tests.stories.conftest import jpeg

ROLES = {
    "nobody": None,
    "translator": "Translators: Urdu",
    "reviewer": "Reviewers: Urdu",
    "editor": "Editors",
    "moderator": "Moderators",
    "lead": "Safeguarding leads",
    "admin": None,
}
WHO = {
    frozenset(): "-",
    frozenset({"lead", "admin"}): "lead",
    frozenset({"moderator", "lead", "admin"}): "mod",
    frozenset({"editor", "moderator", "lead", "admin"}): "staff",
    frozenset(ROLES) - {"nobody"}: "all",
}

MATRIX = """
                   unfinished received waiting safeguarding accepted published declined withdrawn
in the queue                -      mod     mod         lead      mod       mod      mod       mod
found by reference          -      mod     mod         lead      mod       mod      mod       mod
opened                      -      mod     mod         lead      mod       mod      mod       mod
its photo                   -      mod     mod         lead      mod       mod      mod         -
accept                      -      mod     mod            -        -         -        -         -
ask                         -      mod     mod            -      mod         -        -         -
mark                        -      mod     mod         lead      mod         -        -         -
proof                       -        -       -            -      mod       mod        -         -
children                    -        -       -            -      mod       mod        -         -
approve                     -        -       -            -      mod         -        -         -
decline                     -      mod     mod         lead      mod         -        -         -
flag                        -      mod     mod            -      mod       mod        -         -
release                     -        -       -         lead        -         -        -         -
link                        -      mod     mod         lead      mod       mod      mod         -
erase                       -      mod     mod         lead      mod       mod      mod         -
draft: in the tree          -        -       -            -    staff     staff        -         -
draft: found                -        -       -            -    staff     staff        -         -
draft: opened               -        -       -            -    staff     staff        -         -
draft: its history          -        -       -            -    staff     staff        -         -
draft: in the report        -        -       -            -    staff     staff        -         -
draft: chosen for a link    -        -       -            -        -       all        -         -
draft: photo chosen         -        -       -            -      mod       mod        -         -
draft: copied               -        -       -            -        -         -        -         -
"""


@pytest.fixture
def clients(story_index, locales) -> dict[str, Client]:
    story_index.get_parent().copy_for_translation(locales["ur"])
    roles.install()
    clients = {}
    for name, group in ROLES.items():
        clients[name] = Client()
        if name != "nobody":
            user = User.objects.create_user(name, f"{name}@example.com", "x", is_superuser=name == "admin")
            user.groups.add(*Group.objects.filter(name=group))
            clients[name].force_login(user)
    return clients


@pytest.fixture
def submissions(clients, unfinished) -> dict[str, Submission]:
    """One submission in each state, with a photo and a child in it, made the way it comes there."""
    by = User.objects.get(username="lead")
    now = timezone.now()
    ways: dict[str, Callable[[Submission], object]] = {
        "received": lambda submission: None,
        "waiting": lambda submission: moderation.ask(submission, by, "Who?", now),
        "safeguarding": lambda submission: _accept_and(submission, moderation.flag_safeguarding, "He is hit."),
        "accepted": lambda submission: _accept_and(submission),
        "published": lambda submission: _accept_and(submission, _publish),
        "declined": lambda submission: _accept_and(submission, moderation.decline, "other"),
        "withdrawn": lambda submission: _accept_and(submission, lambda submission, by: moderation.withdraw(submission)),
    }

    def _accept_and(submission: Submission, then: Callable | None = None, *args: str) -> None:
        moderation.make_draft(submission, by, {photo.pk: submission.text for photo in submission.photos.all()})
        if then:
            then(submission, by, *args)

    def _publish(submission: Submission, by: User) -> None:
        moderation.confirm_children(submission, by)
        moderation.approve(submission, User.objects.get(username="moderator"))
        submission.story.get_latest_revision().publish()

    found = {"unfinished": unfinished(jpeg(), text="Zebra unfinished")}
    for state, go in ways.items():
        found[state] = unfinished(jpeg(), text=f"Zebra {state}", has_children=True)
        moderation.send(found[state], now)
        go(found[state])
        found[state].refresh_from_db()
    return found


class Asking:
    """One member of staff's client; what it does is undone, and a list that shows every state is fetched once."""

    def __init__(self, client: Client, photos: dict[int, list[int]]) -> None:
        self.client = client
        self.photos = photos
        self.lists: dict[str, str] = {}

    def may(self, what: str, submission: Submission) -> bool:
        try:
            with transaction.atomic():
                done = self._tries(what, submission)
                transaction.set_rollback(True)
        except NoReverseMatch:
            return False
        return done

    def _tries(self, what: str, submission: Submission) -> bool:
        page, photos = reverse("submissions:inspect", args=[submission.pk]), self.photos[submission.pk]
        match what:
            case "in the queue":
                return self._is_listed(submission, state=submission.state)
            case "found by reference":
                return self._is_listed(submission, q=submission.reference)
            case "opened":
                return self._opens(page)
            case "its photo":
                return bool(photos) and self._opens(reverse("submissions:photo", args=photos[:1]))
            case _ if what.startswith("draft: "):
                return self._reaches_draft(what.removeprefix("draft: "), submission)
        answers = {
            "version": submission.version,
            "action": what,
            "confirmed": "on",
            "note": "A note.",
            "question": "Who?",
            "reason": "other",
            "sensitive": ["health"],
        }
        answers |= {f"photo_{photo}": "A pot" for photo in photos}
        with undrawn():
            self.client.post(page, answers)
        return not Submission.objects.filter(pk=submission.pk, version=submission.version).exists()

    def _opens(self, address: str) -> bool:
        with undrawn():
            return self.client.get(address).status_code == 200

    def _is_listed(self, submission: Submission, **query: str) -> bool:
        with undrawn():
            context = getattr(self.client.get(reverse("submissions:index"), query), "context_data", {})
        return submission in context.get("object_list", ())

    def _reaches_draft(self, what: str, submission: Submission) -> bool:
        """The title of a draft is the text that was sent, so it is found wherever it should be gone from."""
        title = submission.text or "Zebra withdrawn"
        index = StoryIndexPage.objects.get().pk
        of_a_page = {"opened": "edit", "its history": "history", "copied": "copy"}
        if name := of_a_page.get(what):
            pk = submission.story_id
            return bool(pk) and self._opens(reverse(f"wagtailadmin_pages:{name}", args=[pk]))
        address = {
            "in the tree": reverse("wagtailadmin_explore", args=[index]),
            "found": reverse("wagtailadmin_pages:search"),
            "in the report": reverse("wagtailadmin_reports:site_history"),
            "chosen for a link": reverse("wagtailadmin_choose_page_child", args=[index]),
            "photo chosen": reverse("wagtailimages_chooser:choose_results"),
        }[what]
        if address not in self.lists:
            self.lists[address] = self.client.get(address).text
        return title in self.lists[address]


def undrawn() -> AbstractContextManager:
    """Whatever a view does is its own, only the drawing of Wagtail's page is left out: it takes half the time."""
    return mock.patch.object(SimpleTemplateResponse, "rendered_content", "")


def rows(table: str) -> Iterable[tuple[str, list[str]]]:
    _header, *lines = table.strip().splitlines()
    for line in lines:
        name = line.split()
        yield " ".join(name[: -len(SubmissionState)]), name[-len(SubmissionState) :]


def test_every_action_and_every_state_is_in_the_matrix():
    assert MATRIX.split("\n")[1].split() == SubmissionState.values
    assert {action.name for action in ACTIONS} <= {name for name, _cells in rows(MATRIX)}


def test_who_may_do_what(clients, submissions):
    assert {submission.state: state for state, submission in submissions.items()} == {
        state: state for state in SubmissionState.values
    }
    photos = {one.pk: list(one.photos.values_list("pk", flat=True)) for one in submissions.values()}
    asking = {role: Asking(client, photos) for role, client in clients.items()}
    wanted, found = {}, {}
    for what, cells in rows(MATRIX):
        wanted[what] = dict(zip(SubmissionState.values, cells, strict=True))
        found[what] = {
            state: _named(frozenset(role for role, one in asking.items() if one.may(what, submission)))
            for state, submission in submissions.items()
        }
    assert found == wanted


def _named(who: frozenset[str]) -> str:
    return WHO.get(who, " ".join(sorted(who)))
