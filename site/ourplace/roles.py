"""Who may do what in the admin: one group per role, and one per role and language, mended by `manage.py roles`."""

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page

from campaign.models import NetworkPage
from home import languages
from home.languages import SOURCE
from home.models import HomePage

ADMINISTRATOR = "Administrator"
EDITORS = "Editors"
MODERATORS = "Moderators"
SAFEGUARDING_LEADS = "Safeguarding leads"
TRANSLATORS = "Translators"
REVIEWERS = "Reviewers"
FACILITATORS = "Facilitators"

IN_EVERY_LANGUAGE_THE_SAME = ("area", "counciltask", "fact", "place")
TRANSLATED = ("alert", "category", "contact", "person", "service", "term")
CHANGE = ("add", "change", "delete", "view")

CAMPAIGN = {f"campaign.{verb}_{model}" for model in ("peoplereached", "pledgekind", "schoolholiday") for verb in CHANGE}

READING_STAFF = {
    "wagtailadmin.access_admin",
    "wagtail_localize.submit_translation",
    "home.view_translationrecord",
    "home.view_machinedraft",
    "home.view_translationproblem",
    "home.change_translationproblem",
}
PERMISSIONS = {
    EDITORS: READING_STAFF
    | {f"home.{verb}_{model}" for model in IN_EVERY_LANGUAGE_THE_SAME + TRANSLATED for verb in CHANGE}
    | CAMPAIGN
    | {"campaign.moderate_pledge", "home.view_pagefeedback", "home.view_contactmessage", "home.view_languagerequest"}
    | {"campaign.moderate_suggestion"}
    | {f"stories.{verb}_{model}" for model in ("preelectionperiod", "wallpost") for verb in CHANGE},
    MODERATORS: {
        "wagtailadmin.access_admin",
        "campaign.moderate_pledge",
        "campaign.moderate_suggestion",
        "stories.moderate_submission",
    },
    TRANSLATORS: READING_STAFF
    | {f"home.{verb}_{model}" for model in TRANSLATED for verb in ("change", "view")}
    | {"campaign.change_pledgekind", "campaign.view_pledgekind"},
}
PERMISSIONS[SAFEGUARDING_LEADS] = PERMISSIONS[MODERATORS] | {"stories.safeguard_submission"}
PERMISSIONS[FACILITATORS] = {"wagtailadmin.access_admin", "campaign.see_member"}
PERMISSIONS[REVIEWERS] = PERMISSIONS[TRANSLATORS] | {"home.check_translation"}

# A safeguarding lead is a moderator who sees concerns too.
IN_ENGLISH = (EDITORS, MODERATORS, SAFEGUARDING_LEADS)
WRITE_AND_PUBLISH = ("add", "change", "publish")
# Nobody adds a page to a translation by hand: it comes from the English that is sent for translation.
IN_ONE_LANGUAGE = {TRANSLATORS: ("change",), REVIEWERS: ("change", "publish")}
PICTURE_VERBS = ("add_picture", "change_picture", "choose_picture")
# Wagtail asks for the permissions of its own image model, whatever model a site has.
IMAGE_VERBS = ("add_image", "change_image", "choose_image")


def name_for(role: str, code: str) -> str:
    """The group of a role in one language: 'Translators: Urdu'."""
    return f"{role}: {languages.language(code).english_name}"


def install() -> None:
    """Makes the groups and mends older ones; running it again changes nothing but what has been added since."""
    codes = Locale.objects.exclude(language_code=SOURCE).values_list("language_code", flat=True)
    _make_groups({name_for(role, code): role for code in codes for role in IN_ONE_LANGUAGE})
    _make_groups({role: role for role in IN_ENGLISH})
    for group in Group.objects.filter(name__in=IN_ENGLISH):
        _on_pictures(group)
    for page in HomePage.objects.select_related("locale"):
        let_in(page)
    for network in NetworkPage.objects.filter(locale__language_code=SOURCE):
        let_facilitate(network)
    _take_back_what_was_too_much()
    _replace_the_one_group_of_translators()


def let_in(page: HomePage) -> None:
    """Gives each role what it may do below the home page of one language."""
    code = page.locale.language_code
    verbs = {EDITORS: WRITE_AND_PUBLISH}
    if code == SOURCE:
        verbs[MODERATORS] = verbs[SAFEGUARDING_LEADS] = WRITE_AND_PUBLISH
    else:
        _make_groups({name_for(role, code): role for role in IN_ONE_LANGUAGE})
        verbs |= {name_for(role, code): IN_ONE_LANGUAGE[role] for role in IN_ONE_LANGUAGE}
    _on_page(page, verbs)


def let_facilitate(network: NetworkPage) -> None:
    """Gives the facilitator of one network its English page, and with it the sight of its members."""
    name = f"{FACILITATORS}: {network.title}"
    _make_groups({name: FACILITATORS})
    _on_page(network, {name: WRITE_AND_PUBLISH[1:]})


def network_was_saved(instance: NetworkPage, created: bool, **kwargs) -> None:
    if created and instance.locale.language_code == SOURCE and Group.objects.filter(name=EDITORS).exists():
        let_facilitate(instance)


def home_page_was_saved(instance: HomePage, created: bool, **kwargs) -> None:
    """A language gets its home page with the first page that is translated; nobody has to run a command for it."""
    if created and Group.objects.filter(name=EDITORS).exists():
        let_in(instance)


def _take_back_what_was_too_much() -> None:
    """Migrations of others let both into everything from the root down; moderators' stories are English pages."""
    GroupPagePermission.objects.filter(group__name__in=[EDITORS, MODERATORS], page__depth=1).delete()
    translated = HomePage.objects.exclude(locale__language_code=SOURCE)
    GroupPagePermission.objects.filter(group__name=MODERATORS, page__in=translated).delete()
    moderators = Group.objects.get(name=MODERATORS)
    moderators.permissions.remove(*Permission.objects.filter(codename="submit_translation"))


def _replace_the_one_group_of_translators() -> None:
    """Translators once were one group for all languages: its members translate every one until somebody says which."""
    for everybody in Group.objects.filter(name=TRANSLATORS):
        members = list(everybody.user_set.all())
        for group in Group.objects.filter(name__startswith=f"{TRANSLATORS}: "):
            group.user_set.add(*members)
        everybody.delete()


def _make_groups(roles: Mapping[str, str]) -> None:
    """`roles`: the role of each group, by the group's name."""
    Group.objects.bulk_create([Group(name=name) for name in roles], ignore_conflicts=True)
    found = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    permissions = {f"{app}.{codename}": pk for app, codename, pk in found}
    held = Group.permissions.through
    held.objects.bulk_create(
        [
            held(group=group, permission_id=permissions[name])
            for group in Group.objects.filter(name__in=roles)
            for name in PERMISSIONS[roles[group.name]]
        ],
        ignore_conflicts=True,
    )


def _on_page(page: Page, verbs: Mapping[str, tuple[str, ...]]) -> None:
    """`verbs`: what each group may do, by the group's name."""
    found = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page")
    permissions = {permission.codename: permission for permission in found}
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page=page, permission=permissions[f"{verb}_page"])
            for group in Group.objects.filter(name__in=verbs)
            for verb in verbs[group.name]
        ],
        ignore_conflicts=True,
    )


def _on_pictures(group: Group) -> None:
    root = Collection.get_first_root_node()
    pictures = Q(content_type__app_label="home", codename__in=PICTURE_VERBS)
    images = Q(content_type__app_label="wagtailimages", codename__in=IMAGE_VERBS)
    for permission in Permission.objects.filter(pictures | images):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
