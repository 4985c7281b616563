from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from campaign.dates_admin import DatesEndWarning
from campaign.member_admin import MemberViewSet, member_viewset
from campaign.models import EventSuggestion, Member, PeopleReached, Pledge, PledgeKind, SchoolHoliday
from campaign.models.members import SEE
from campaign.pledge_admin import MODERATE, PledgeViewSet, pledge_viewset
from campaign.suggestion_admin import MODERATE as MODERATE_SUGGESTIONS
from campaign.suggestion_admin import SuggestionViewSet, suggestion_viewset
from home.own_rows import TranslatedViewSet
from home.permissions import HoldersReadPolicy, OwnLanguagesPolicy

register_permission_policy(Pledge, HoldersReadPolicy(Pledge, MODERATE))
register_permission_policy(EventSuggestion, HoldersReadPolicy(EventSuggestion, MODERATE_SUGGESTIONS))
register_permission_policy(Member, HoldersReadPolicy(Member, SEE))
register_permission_policy(PledgeKind, OwnLanguagesPolicy(PledgeKind))


class PledgeKindViewSet(TranslatedViewSet):
    model = PledgeKind
    icon = "list-ul"
    list_display = ["name", "slug", "order"]


class PeopleReachedViewSet(SnippetViewSet):
    model = PeopleReached
    icon = "group"
    list_display = ["what", "number", "counted_on"]


class SchoolHolidayViewSet(SnippetViewSet):
    model = SchoolHoliday
    icon = "calendar"
    list_display = ["name", "first_day", "last_day", "source_name"]


class CampaignRecords(SnippetViewSetGroup):
    menu_label = _("Campaign")
    menu_icon = "pick"
    menu_order = 210
    items = (PledgeKindViewSet, PeopleReachedViewSet, SchoolHolidayViewSet)


register_snippet(CampaignRecords)


@hooks.register("register_admin_viewset")
def pledges() -> PledgeViewSet:
    return pledge_viewset


@hooks.register("register_admin_viewset")
def members() -> MemberViewSet:
    return member_viewset


@hooks.register("register_admin_viewset")
def suggestions() -> SuggestionViewSet:
    return suggestion_viewset


@hooks.register("construct_homepage_panels")
def add_dates_panel(request: HttpRequest, panels: list) -> None:
    panels.append(DatesEndWarning())
