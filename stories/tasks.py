from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from home import facts
from home.models import Fact
from home.models.base import EMERGENCY
from stories import declining, limits, links, permissions
from stories.models import Submission, SubmissionState

LINKS_EVERY = timedelta(hours=1)

SUBJECTS = {
    "receipt": gettext_lazy("We have your story: %(reference)s"),
    "question": gettext_lazy("A question about your story: %(reference)s"),
    "proof": gettext_lazy("Look at your story before it is published: %(reference)s"),
    "published": gettext_lazy("Your story is published: %(reference)s"),
    "declined": gettext_lazy("We are not publishing your story: %(reference)s"),
    "link": gettext_lazy("The private link of your story"),
    "again": gettext_lazy("May your story stay on our website? %(reference)s"),
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
def send_links(address: str) -> None:
    """Sends the links of everything sent from this address to it, each in its language; once an hour at most."""
    submissions = _claim_links(address)
    if not submissions:
        return
    parts = []
    for code, group in groupby(submissions, key=attrgetter("interface_language")):
        with override(code):
            context = {"links": [(one, links.full_address(one)) for one in group]}
            parts.append(render_to_string("stories/mail/links.txt", context).strip())
    with override(submissions[0].interface_language):
        subject = _("The private link of your story")
    message = EmailMessage(
        subject=str(subject),
        body="\n\n\n".join(parts) + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        # The address that was given with the story: what was typed may only look like it.
        to=[submissions[0].email],
        headers={
            "Content-Language": ", ".join(dict.fromkeys(one.interface_language for one in submissions)),
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        message.send()
    except OSError:
        # What was not sent may be asked for again at once.
        Submission.objects.filter(pk__in=[one.pk for one in submissions]).update(link_sent_at=None)
        raise


@transaction.atomic
def _claim_links(address: str) -> list[Submission]:
    now = timezone.now()
    theirs = Submission.objects.sent().exclude(state=SubmissionState.WITHDRAWN).filter(email__iexact=address)
    submissions = list(theirs.select_for_update(of=("self",)).order_by("interface_language", "-pk"))
    if any(one.link_sent_at and now - one.link_sent_at < LINKS_EVERY for one in submissions):
        return []
    theirs.update(link_sent_at=now)
    return submissions


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
