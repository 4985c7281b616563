"""Who may do what with submissions, in one place."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

MODERATE = "stories.moderate_submission"
SAFEGUARD = "stories.safeguard_submission"


def safeguarding_leads() -> QuerySet:
    return get_user_model().objects.with_perm(SAFEGUARD).filter(is_active=True)


def may_moderate(user: AbstractBaseUser) -> bool:
    """Whether this member of staff reads submissions and decides on them."""
    return user.is_active and user.has_perm(MODERATE)


class SubmissionPermissionPolicy(BasePermissionPolicy):
    """In the admin a moderator sees submissions; nobody adds one, changes its words or deletes it."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and may_moderate(user)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        users = get_user_model().objects
        return users.with_perm(MODERATE) if "view" in actions else users.none()
