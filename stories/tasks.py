from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from stories import limits, links
from stories.models import Submission


@task(backend="queue")
def send_receipt(submission_id: int) -> None:
    """Writes to the resident, in their language, with the link to their private page."""
    submission = Submission.objects.exclude(email="").filter(pk=submission_id).first()
    if submission is None:
        return
    with override(submission.interface_language):
        context = {
            "submission": submission,
            "address": links.full_address(submission),
            "reading_days": limits.READING_DAYS,
        }
        EmailMessage(
            subject=_("We have your story: %(reference)s") % {"reference": submission.reference},
            body=render_to_string("stories/mail/receipt.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[submission.email],
            headers={"Content-Language": submission.interface_language, "Auto-Submitted": "auto-generated"},
        ).send()
