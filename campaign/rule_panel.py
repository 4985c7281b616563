"""What an editor reads beside the form: the rule in words, and the next dates as they were saved."""

from django.utils import timezone
from wagtail.admin.panels import Panel

SHOWN = 6


class DatesPanel(Panel):
    """Nothing beside a page not yet saved, or whose form is to be mended first."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaign/admin/dates.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and not self.form.errors

        def get_context_data(self, parent_context: dict | None = None) -> dict:
            return super().get_context_data(parent_context) | {"next_dates": self.instance.dates(timezone.now(), SHOWN)}
