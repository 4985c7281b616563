"""Everything a moderator may do with a submission: in which states, with what form, and what is said about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories import moderation, moderation_forms, tasks
from stories.models import Submission, SubmissionState
from stories.moderation import State
from stories.moderation_forms import ActionForm

SENT = frozenset(state for state in State if state not in (State.UNFINISHED, State.WITHDRAWN))


@dataclass(frozen=True)
class Action:
    """One thing a moderator may do. `act` takes the submission, who does it, when, and the valid form.

    `needs` says why it cannot be done in another state, `tells_author` that the author is written to.
    """

    name: str
    label: Promise
    hint: Promise
    states: frozenset[SubmissionState]
    needs: Promise
    act: Callable[[Submission, AbstractBaseUser, datetime, ActionForm], object]
    done: Promise
    form: type[ActionForm] = ActionForm
    tells_author: bool = False
    is_grave: bool = False
    means_something: Callable[[Submission], bool] = lambda submission: True

    def is_possible(self, submission: Submission) -> bool:
        return submission.state in self.states and self.means_something(submission)


def _renew_link(submission: Submission, by: AbstractBaseUser) -> None:
    moderation.renew_link(submission, by)
    if submission.email:
        transaction.on_commit(partial(tasks.write.enqueue, submission.pk, "link"))


ACTIONS = (
    Action(
        "release",
        _("Give it back to the moderators"),
        _("Your colleagues see it again and decide on it. What was written about the concern stays with the leads."),
        frozenset({State.SAFEGUARDING}),
        _("There is no concern about this story."),
        lambda submission, by, now, form: moderation.release(submission, by, form.cleaned_data["note"]),
        _("The moderators have it again."),
        form=moderation_forms.ReleaseForm,
        means_something=lambda submission: submission.state == State.SAFEGUARDING,
    ),
    Action(
        "accept",
        _("Accept"),
        _("Makes a draft story of it, with its photos, named as the author chose. Nothing is public yet."),
        moderation.DRAFTABLE,
        _("Only a story that nobody has decided on yet can be accepted."),
        lambda submission, by, now, form: moderation.make_draft(submission, by, form.descriptions()),
        _("This is the draft. Read it, file it under a category, then publish it."),
        form=moderation_forms.AcceptForm,
    ),
    Action(
        "ask",
        _("Ask the author"),
        _("They answer on their private page, and you see it here."),
        moderation.ASKABLE,
        _("The author can be asked until the story is published, declined or withdrawn."),
        lambda submission, by, now, form: moderation.ask(submission, by, form.cleaned_data["question"], now),
        _("Your question is sent."),
        form=moderation_forms.AskForm,
        tells_author=True,
    ),
    Action(
        "mark",
        _("Mark what it touches"),
        _("What you mark is published only when somebody else has approved it too."),
        SENT.difference(moderation.CLOSED),
        _("This can be marked until the story is published, declined or withdrawn."),
        lambda submission, by, now, form: moderation.mark(submission, by, form.cleaned_data["sensitive"]),
        _("It is marked."),
        form=moderation_forms.MarkForm,
    ),
    Action(
        "proof",
        _("Send a proof"),
        _("Shows the author the latest draft. They agree to it, or say what to change."),
        frozenset(moderation.HAS_A_PAGE),
        _("There is no draft to show yet: accept the story first."),
        lambda submission, by, now, form: moderation.send_proof(submission, by, form.cleaned_data["note"], now),
        _("The proof is sent."),
        form=moderation_forms.ProofForm,
        tells_author=True,
    ),
    Action(
        "children",
        _("Confirm what was said about children"),
        _("The story names or shows somebody under 18."),
        frozenset(moderation.HAS_A_PAGE),
        _("What was said about children is confirmed when the story is accepted."),
        lambda submission, by, now, form: moderation.confirm_children(submission, by),
        _("It is confirmed, with your name."),
        form=moderation_forms.ChildrenForm,
        means_something=lambda submission: bool(submission.has_children),
    ),
    Action(
        "approve",
        _("Approve"),
        _("You have read the latest draft, and find that it may be published. Your name is kept with it."),
        frozenset({State.ACCEPTED}),
        _("Only the draft of an accepted story can be approved."),
        lambda submission, by, now, form: moderation.approve(submission, by),
        _("It is approved, with your name."),
    ),
    Action(
        "decline",
        _("Decline"),
        _("The author reads why in their own language. A draft that was made goes."),
        moderation.DECLINABLE,
        _("A published story is unpublished first; a story that is withdrawn or declined needs no answer."),
        lambda submission, by, now, form: moderation.decline(
            submission, by, form.cleaned_data["reason"], form.cleaned_data["note"]
        ),
        _("The story is declined."),
        form=moderation_forms.DeclineForm,
        tells_author=True,
        is_grave=True,
    ),
    Action(
        "flag",
        _("Safeguarding concern"),
        _("Takes it out of everybody's sight but the safeguarding leads', who are told at once. A page it has goes."),
        moderation.FLAGGABLE,
        _("This story is with the safeguarding leads, or is not with us any more."),
        lambda submission, by, now, form: moderation.flag_safeguarding(submission, by, form.cleaned_data["note"]),
        _("The story is out of sight, and the safeguarding leads have been told."),
        form=moderation_forms.FlagForm,
        is_grave=True,
    ),
    Action(
        "link",
        _("Renew the private link"),
        _("The link the author has stops working, for instance because somebody else has it."),
        SENT,
        _("There is nothing left behind the link."),
        lambda submission, by, now, form: _renew_link(submission, by),
        _("The old link does not work any more."),
        tells_author=True,
    ),
    Action(
        "erase",
        _("Erase"),
        _("For an author who asks us to take their story back and does not use their private page."),
        SENT,
        _("It is erased already."),
        lambda submission, by, now, form: moderation.withdraw(submission, by=by),
        _("The story is erased."),
        form=moderation_forms.EraseForm,
        is_grave=True,
    ),
)
BY_NAME = {action.name: action for action in ACTIONS}
