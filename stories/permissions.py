"""Who may do what with submissions, in one place.

Moderators read what was sent and decide on it. A safeguarding concern is for its leads alone: others do not see the
submission, its photos or its history, and it is not counted for them. Nobody sees what is not sent yet.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from stories.models.submissions import SubmissionState

MODERATE = "stories.moderate_submission"
SAFEGUARD = "stories.safeguard_submission"
FOR_LEADS_ONLY = frozenset({"release"})


def safeguarding_leads() -> QuerySet:
    return get_user_model().objects.with_perm(SAFEGUARD).filter(is_active=True)


def may_moderate(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this member of staff reads submissions and decides on them."""
    return user.is_active and user.has_perm(MODERATE)


def is_lead(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this moderator is one who sees safeguarding concerns."""
    return may_moderate(user) and user.has_perm(SAFEGUARD)


def states_seen_by(user: AbstractBaseUser | AnonymousUser) -> list[SubmissionState]:
    """The states in which this person sees a submission; none for whoever is no moderator."""
    if not may_moderate(user):
        return []
    hidden = (
        {SubmissionState.UNFINISHED} if is_lead(user) else {SubmissionState.UNFINISHED, SubmissionState.SAFEGUARDING}
    )
    return [state for state in SubmissionState if state not in hidden]


def visible(submissions: QuerySet, user: AbstractBaseUser | AnonymousUser) -> QuerySet:
    """Those of the submissions this person may know of."""
    return submissions.filter(state__in=states_seen_by(user))


def may(user: AbstractBaseUser | AnonymousUser, action: str, submission: Model) -> bool:
    """Whether this person may do this with a submission, where its state allows it (`stories.actions`)."""
    return submission.state in states_seen_by(user) and (action not in FOR_LEADS_ONLY or is_lead(user))


def may_read_note(user: AbstractBaseUser | AnonymousUser, event: Model) -> bool:
    """Whether this moderator reads what a colleague wrote with a step: a concern stays among the leads."""
    return event.to_state != SubmissionState.SAFEGUARDING or is_lead(user)


class SubmissionPermissionPolicy(BasePermissionPolicy):
    """In the admin a moderator sees submissions; nobody adds one, changes its words or deletes it."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and may_moderate(user)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Model) -> bool:
        return self.user_has_permission(user, action) and instance.state in states_seen_by(user)

    def instances_user_has_any_permission_for(self, user: AbstractBaseUser, actions: Iterable[str]) -> QuerySet:
        return visible(self.model.objects.all(), user) if "view" in actions else self.model.objects.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        users = get_user_model().objects
        return users.with_perm(MODERATE) if "view" in actions else users.none()
