from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class ReadingPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody adds, changes or deletes by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")


class SettlingPolicy(ModelPermissionPolicy):
    """Like `ReadingPolicy`, but whoever may change it may say that it is dealt with."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in {"view", "change"} and super().user_has_permission(user, action)


# The group that hears of a wrong translation.
REVIEWERS = "Translators"


def reviewers() -> QuerySet:
    """Who hears of a wrong translation: every translator with an address, whichever the language."""
    return get_user_model().objects.filter(groups__name=REVIEWERS, is_active=True).exclude(email="")
