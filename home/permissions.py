"""Who may do what with the languages: read from the groups `manage.py roles` makes, one per role and language.

A group that may change a language's home page translates it; one that may publish there as well puts it before
readers; one that besides holds `home.check_translation` reviews it. A group that may change the English and the
facts, the editors, writes in every language, also in one that has no page yet.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.db.models import Model, QuerySet
from wagtail.models import GroupPagePermission
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy

from home.languages import LANGUAGES, SOURCE
from home.translation import HOME_DEPTH

CHECK = "check_translation"
# Facts stand in every language, so who changes them answers for every language.
KEEP_FACTS = "change_fact"
EVERY_LANGUAGE = frozenset(LANGUAGES)


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
        return Rights(EVERY_LANGUAGE, EVERY_LANGUAGE, EVERY_LANGUAGE - {SOURCE})
    granted = defaultdict(set)
    codenames = user.groups.filter(permissions__codename__in=[CHECK, KEEP_FACTS]).values_list(
        "pk", "permissions__codename"
    )
    for group, codename in codenames.values_list("pk", "permissions__codename"):
        granted[group].add(codename)
    found = defaultdict(set)
    rows = GroupPagePermission.objects.filter(group__user=user, page__depth__lte=HOME_DEPTH)
    for group, verb, code, depth in rows.values_list(
        "group_id", "permission__codename", "page__locale__language_code", "page__depth"
    ):
        codes = {code} if depth == HOME_DEPTH else EVERY_LANGUAGE
        found[verb] |= codes
        # Who may publish one language and check another may not check both: it takes one group that may do both.
        if verb == "publish_page" and CHECK in granted[group]:
            found[CHECK] |= codes
        if verb == "change_page" and SOURCE in codes and KEEP_FACTS in granted[group]:
            found[KEEP_FACTS] |= codes
    everything = EVERY_LANGUAGE if found[KEEP_FACTS] else frozenset()
    return Rights(
        change=everything | found["change_page"],
        publish=everything | found["publish_page"],
        check=frozenset(found[CHECK] - {SOURCE}),
    )


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
    """Whether this person may change English pages: editors, and moderators for the stories among them."""
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


class OwnLanguagesPolicy(ModelPermissionPolicy):
    """What the model's permissions allow, with the rows in one's own languages and no other.

    `language` is the look-up of a row's language.
    """

    def __init__(self, model: type[Model], language: str = "locale__language_code") -> None:
        super().__init__(model)
        self.language = language

    def user_has_permission_for_instance(self, user: AbstractBaseUser, action: str, instance: Model) -> bool:
        code = attrgetter(self.language.replace("__", "."))(instance)
        return self.user_has_permission(user, action) and code in rights_of(user).change

    def instances_user_has_any_permission_for(self, user: AbstractBaseUser, actions: Iterable[str]) -> QuerySet:
        rows = super().instances_user_has_any_permission_for(user, actions)
        return rows.filter(**{f"{self.language}__in": rights_of(user).change})


class ReadingPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody adds, changes or deletes by hand."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")


class HoldersReadPolicy(BasePermissionPolicy):
    """Whoever holds one named permission may view; nobody adds, changes or deletes by hand."""

    def __init__(self, model: type[Model], permission: str) -> None:
        super().__init__(model)
        self.permission = permission

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action == "view" and user.is_active and user.has_perm(self.permission)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        users = get_user_model().objects
        return users.with_perm(self.permission) if "view" in actions else users.none()


class SettlingPolicy(ModelPermissionPolicy):
    """Like `ReadingPolicy`, but whoever may change it may say that it is dealt with."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in {"view", "change"} and super().user_has_permission(user, action)


class OwnReadingPolicy(ReadingPolicy, OwnLanguagesPolicy):
    pass


class OwnSettlingPolicy(SettlingPolicy, OwnLanguagesPolicy):
    pass
