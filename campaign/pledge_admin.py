"""Pledges in the admin: the list, and for each whether its words are shown. Nobody adds one or changes its words."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from campaign import pledging
from campaign.models import Pledge

MODERATE = "campaign.moderate_pledge"


class PledgeView(generic.InspectView):
    """One pledge. Looking changes nothing; a button posts whether its words are shown."""

    page_title = gettext_lazy("Pledge")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        action = request.POST.get("action")
        if action not in ("show", "hide"):
            raise Http404
        if pledging.decide(self.object, request.user, show=action == "show"):
            messages.success(request, _("Decided."))
        else:
            messages.warning(request, _("The words have been taken back meanwhile."))
        return redirect("pledges:index")

    def get_context_data(self, **kwargs) -> dict:
        pledge = self.object
        return {**super().get_context_data(**kwargs), "pledge": pledge, "may_decide": _may_be_decided(pledge)}


def _may_be_decided(pledge: Pledge) -> bool:
    return bool(pledge.words and pledge.may_show_words and pledge.counted_at and not pledge.withdrawn_at)


class PledgeViewSet(ModelViewSet):
    model = Pledge
    icon = "pick"
    menu_label = gettext_lazy("Pledges")
    menu_order = 115
    add_to_admin_menu = True
    add_to_reference_index = False
    inspect_view_enabled = True
    inspect_view_class = PledgeView
    inspect_template_name = "campaign/admin/pledge.html"
    copy_view_enabled = False
    form_fields = []
    list_display = [
        "kind",
        DateColumn("made_at", label=gettext_lazy("Made"), sort_key="made_at"),
        DateColumn("counted_at", label=gettext_lazy("Counted"), sort_key="counted_at"),
        Column("get_words_state_display", label=gettext_lazy("Words"), sort_key="words_state"),
        "language",
    ]
    list_filter = ["words_state", "may_show_words", "kind", "language", "area"]
    SHOWN = frozenset({"index", "index_results", "inspect"})

    def get_urlpatterns(self) -> list:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.SHOWN]


pledge_viewset = PledgeViewSet("pledges")
