from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from stories import permissions


class SubmissionPanel(Panel):
    """On a story's edit page: the submission it was made from, and what keeps it from being published."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"heading": _("Sent by a resident")} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "stories/admin/submission_panel.html"

        def is_shown(self) -> bool:
            submission = getattr(self.instance, "submission", None)
            return bool(submission) and submission.state in permissions.states_seen_by(self.request.user)
