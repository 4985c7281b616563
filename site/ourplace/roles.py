"""Who may do what in the admin: one group per role, made and mended by `manage.py roles`."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from home.languages import SOURCE
from home.models import HomePage
from home.permissions import REVIEWERS

ADMINISTRATOR = "Administrator"
SNIPPETS = ("alert", "area", "category", "contact", "counciltask", "fact", "person", "place", "term")
CHANGE = ("add", "change", "delete", "view")

EDITORS = {
    "wagtailadmin.access_admin",
    "wagtail_localize.submit_translation",
    *(f"home.{verb}_{model}" for model in SNIPPETS for verb in CHANGE),
    "home.view_pagefeedback",
    "home.view_contactmessage",
    "home.view_translationrecord",
    "home.view_languagerequest",
    "home.view_machinedraft",
    "home.view_translationproblem",
    "home.change_translationproblem",
}
MODERATORS = {"wagtailadmin.access_admin", "stories.moderate_submission"}
TRANSLATORS = {
    "wagtailadmin.access_admin",
    "wagtail_localize.submit_translation",
    "home.view_machinedraft",
    "home.view_translationproblem",
    "home.change_translationproblem",
}

PICTURE_VERBS = ("add_picture", "change_picture", "choose_picture")


def install() -> None:
    """Makes the three groups; running it again changes nothing but what has been added since."""
    editors = _group("Editors", EDITORS)
    moderators = _group("Moderators", MODERATORS)
    translators = _group(REVIEWERS, TRANSLATORS)
    english = HomePage.objects.filter(locale__language_code=SOURCE)
    others = HomePage.objects.exclude(locale__language_code=SOURCE)
    for page in (*english, *others):
        _on_pages(editors, page, ("add", "change", "publish"))
        _on_pages(moderators, page, ("add", "change", "publish"))
    for page in others:
        _on_pages(translators, page, ("add", "change", "publish"))
    for page in english:
        _on_pages(translators, page, ("add",))
    for group in (editors, moderators):
        _on_pictures(group)


def _group(name: str, permissions: set[str]) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    wanted = [
        permission
        for permission in Permission.objects.select_related("content_type")
        if f"{permission.content_type.app_label}.{permission.codename}" in permissions
    ]
    group.permissions.add(*wanted)
    return group


def _on_pages(group: Group, page: Page, verbs: tuple[str, ...]) -> None:
    for verb in verbs:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{verb}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _on_pictures(group: Group) -> None:
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(content_type__app_label="home", codename__in=PICTURE_VERBS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
