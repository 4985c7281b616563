from django.contrib.auth.models import AbstractBaseUser
from wagtail.permission_policies import ModelPermissionPolicy


class ReadingPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody adds, changes or deletes by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")
