"""Members in the admin: each facilitator reads those of their own network; nobody changes what a member wrote."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from campaign.models import Member


class MemberIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet:
        return Member.objects.seen_by(self.request.user).select_related("network")


class MemberViewSet(ModelViewSet):
    model = Member
    icon = "group"
    menu_label = _("Members of networks")
    menu_order = 220
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = MemberIndex
    copy_view_enabled = False
    inspect_view_enabled = False
    form_fields = []
    list_display = [
        "name",
        "organisation",
        "offers",
        "email",
        "network",
        "language",
        DateColumn("joined_at", label=_("Joined"), sort_key="joined_at"),
        DateColumn("confirmed_at", label=_("Confirmed"), sort_key="confirmed_at"),
    ]
    search_fields = ["name", "organisation"]
    SHOWN = frozenset({"index", "index_results"})

    def get_urlpatterns(self) -> list:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.SHOWN]


member_viewset = MemberViewSet("members")
