"""The #WFOurPlace wall in the admin: a post is written down, its author asked, then perhaps shown."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from stories.models import WallPost


class WallPostViewSet(ModelViewSet):
    model = WallPost
    icon = "group"
    menu_label = _("#WFOurPlace wall")
    menu_order = 120
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "address",
        "name",
        DateColumn("asked_on", label=_("Asked"), sort_key="asked_on"),
        Column("get_answer_display", label=_("Answer"), sort_key="answer"),
        BooleanColumn("is_published", label=_("On the wall"), sort_key="is_published"),
    ]
    list_filter = ["answer", "is_published"]
    search_fields = ["address", "name", "words"]


wall_post_viewset = WallPostViewSet("wall")
