"""On the admin's home: that the list of events is about to end, because nobody adds dates to it."""

from django.utils import timezone
from wagtail.admin.ui.components import Component

from campaign.models import EventDate


class DatesEndWarning(Component):
    name = "dates_end_too_soon"
    template_name = "campaign/admin/dates_panel.html"
    order = 110

    def get_context_data(self, parent_context: dict) -> dict:
        return {"ends_too_soon": EventDate.objects.end_too_soon(timezone.now())}
