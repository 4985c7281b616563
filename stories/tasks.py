from django.conf import settings
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from home import facts
from home.models import Fact
from home.models.base import EMERGENCY
from stories import declining, limits, links, permissions
from stories.models import Submission

SUBJECTS = {
    "receipt": gettext_lazy("We have your story: %(reference)s"),
    "question": gettext_lazy("A question about your story: %(reference)s"),
    "proof": gettext_lazy("Look at your story before it is published: %(reference)s"),
    "published": gettext_lazy("Your story is published: %(reference)s"),
    "declined": gettext_lazy("We are not publishing your story: %(reference)s"),
    "link": gettext_lazy("The link to your story: %(reference)s"),
}


@task(backend="queue")
def write(submission_id: int, letter: str) -> None:
    """Writes to the resident, in their language; every letter holds the link to their private page."""
    submission = Submission.objects.exclude(email="").filter(pk=submission_id).first()
    if submission is None:
        return
    emergency = Fact.objects.filter(key=EMERGENCY).first()
    with override(submission.interface_language):
        context = {
            "submission": submission,
            "address": links.full_address(submission),
            "reading_days": limits.READING_DAYS,
            "reason": declining.told(submission.decline_reason),
            "contact": f"{settings.SITE_ADDRESS}{reverse('contact')}",
            "emergency": facts.written(emergency) if emergency else "",
        }
        EmailMessage(
            subject=SUBJECTS[letter] % {"reference": submission.reference},
            body=render_to_string(f"stories/mail/{letter}.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[submission.email],
            headers={"Content-Language": submission.interface_language, "Auto-Submitted": "auto-generated"},
        ).send()


@task(backend="queue")
def tell_safeguarding_leads(submission_id: int) -> None:
    """Tells the leads that there is a concern. Not what it is: a mailbox is not a safe place for it."""
    submission = Submission.objects.filter(pk=submission_id).first()
    addresses = [user.email for user in permissions.safeguarding_leads() if user.email]
    if submission is None or not addresses:
        return
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('submissions:inspect', args=[submission.pk])}"
    EmailMessage(
        subject=_("Safeguarding concern: %(reference)s") % {"reference": submission.reference},
        body=render_to_string("stories/mail/safeguarding.txt", {"submission": submission, "address": address}),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=addresses,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
