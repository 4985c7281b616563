"""Groups of an older set-up become those of today."""

from accounts.models import User
from django.contrib.auth.models import Group, Permission
from ourplace import roles
from wagtail.models import GroupPagePermission, Page

from home.languages import LANGUAGES
from home.permissions import languages_of, may_publish, may_translate
from tests.site.test_roles import member


def test_groups_of_an_older_set_up_are_mended_and_nothing_changes_the_second_time(home, locales):
    root = Page.objects.get(depth=1)
    everybody, moderators = (Group.objects.create(name=name) for name in ("Translators", "Moderators"))
    page = home.copy_for_translation(locales["ur"])
    for group, where in ((moderators, root), (moderators, page), (everybody, page)):
        for verb in ("change_page", "publish_page"):
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=verb)
            GroupPagePermission.objects.create(group=group, page=where, permission=permission)
    user, moderator = member("Translators"), User.objects.create_user("moderator")
    moderator.groups.add(moderators)
    roles.install()
    assert not Group.objects.filter(name="Translators").exists()
    assert may_translate(user, "ur")
    assert not may_publish(user, "ur")
    assert user.groups.count() == len(LANGUAGES) - 1
    assert not languages_of(moderator)
    before = sorted(GroupPagePermission.objects.values_list("group__name", "page", "permission"))
    roles.install()
    assert sorted(GroupPagePermission.objects.values_list("group__name", "page", "permission")) == before
