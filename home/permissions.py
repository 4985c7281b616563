"""Who may do what with the languages: read from the groups `manage.py roles` makes, one per role and language.

A group that may change a language's home page translates it; one that may publish there as well puts it before
readers; one that besides holds `home.check_translation` reviews it. Editors are those who may change the English.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission
from wagtail.permission_policies import ModelPermissionPolicy

from home.languages import LANGUAGES, SOURCE
from home.translation import HOME_DEPTH

CHECK = "check_translation"


@dataclass(frozen=True)
class Rights:
    """The codes of the languages somebody may change, publish and check."""

    change: frozenset[str] = frozenset()
    publish: frozenset[str] = frozenset()
    check: frozenset[str] = frozenset()


def rights_of(user: AbstractBaseUser | AnonymousUser) -> Rights:
    """Asked of the database once per user object, so once per request: two queries."""
    if not hasattr(user, "_rights"):
        user._rights = _rights_of(user)
    return user._rights


def _rights_of(user: AbstractBaseUser | AnonymousUser) -> Rights:
    if not user.is_active:
        return Rights()
    if user.is_superuser:
        return Rights(frozenset(LANGUAGES), frozenset(LANGUAGES), frozenset(LANGUAGES) - {SOURCE})
    checking = set(user.groups.filter(permissions__codename=CHECK).values_list("pk", flat=True))
    found = defaultdict(set)
    rows = GroupPagePermission.objects.filter(group__user=user, page__depth=HOME_DEPTH)
    for verb, code, group in rows.values_list("permission__codename", "page__locale__language_code", "group_id"):
        found[verb].add(code)
        # Who may publish a language by one group and check another by a second may not check both.
        if verb == "publish_page" and group in checking and code != SOURCE:
            found[CHECK].add(code)
    return Rights(frozenset(found["change_page"]), frozenset(found["publish_page"]), frozenset(found[CHECK]))


def languages_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[str]:
    """The codes of the languages this person may translate into; for editors and superusers all there are."""
    return rights_of(user).change - {SOURCE}


def may_translate(user: AbstractBaseUser | AnonymousUser, code: str) -> bool:
    return code in languages_of(user)


def may_publish(user: AbstractBaseUser | AnonymousUser, code: str) -> bool:
    """Whether this person may put words in this language before readers."""
    return code in rights_of(user).publish


def may_check(user: AbstractBaseUser | AnonymousUser, code: str) -> bool:
    """Whether this person may say that a translation is right: a reviewer of this language, never an editor as such."""
    return code in rights_of(user).check


def edits_the_english(user: AbstractBaseUser | AnonymousUser) -> bool:
    return SOURCE in rights_of(user).change


def reviewers(code: str) -> list[AbstractBaseUser]:
    """Who hears of a wrong translation: the language's reviewers; without any its translators; else the editors."""
    hearing = Group.objects.filter(permissions__codename="change_translationproblem")
    editors = _of_groups_that("change_page", SOURCE)
    here = hearing.filter(pk__in=_of_groups_that("change_page", code))
    for groups in (
        here.filter(permissions__codename=CHECK),
        here.exclude(pk__in=editors),
        hearing.filter(pk__in=editors),
    ):
        users = get_user_model().objects.filter(groups__in=groups, is_active=True).exclude(email="")
        if found := list(users.distinct().order_by("pk")):
            return found
    return []


def _of_groups_that(verb: str, code: str) -> QuerySet:
    here = GroupPagePermission.objects.filter(page__depth=HOME_DEPTH, page__locale__language_code=code)
    return here.filter(permission__codename=verb).values("group_id")


class ReadingPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody adds, changes or deletes by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")


class SettlingPolicy(ModelPermissionPolicy):
    """Like `ReadingPolicy`, but whoever may change it may say that it is dealt with."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in {"view", "change"} and super().user_has_permission(user, action)
