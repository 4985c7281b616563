from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.models import Member, Pledge

# However often somebody gives the same address, its owner is not written to more often than this.
SECONDS_BETWEEN_MAILS = 3600


@task(backend="queue")
def write_about_pledge(pledge_id: int) -> None:
    """Sends the private link of a pledge, in the language it was made in: to confirm it, and to take it back."""
    from campaign import pledge_views

    pledge = Pledge.objects.exclude(email="").filter(pk=pledge_id, withdrawn_at=None).first()
    if pledge is None or not cache.add(f"pledge.mail.{pledge_id}", 1, SECONDS_BETWEEN_MAILS):
        return
    with override(pledge.language):
        context = {"pledge": pledge, "address": pledge_views.full_address(pledge)}
        _send(pledge, _("Your pledge for Waltham Forest"), "campaign/mail/pledge.txt", context)


@task(backend="queue")
def write_about_membership(member_id: int) -> None:
    """Sends the private link of a membership: to confirm it, and to leave."""
    from campaign import membership_views

    member = Member.objects.filter(pk=member_id).select_related("network").first()
    if member is None or not cache.add(f"member.mail.{member_id}", 1, SECONDS_BETWEEN_MAILS):
        return
    with override(member.language):
        context = {"member": member, "address": membership_views.full_address(member)}
        subject = _("Your place in the %(network)s") % {"network": member.network.title}
        _send(member, subject, "campaign/mail/membership.txt", context)


def _send(to: Pledge | Member, subject: str, template: str, context: Mapping) -> None:
    EmailMessage(
        subject=subject,
        body=render_to_string(template, context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to.email],
        headers={"Content-Language": to.language, "Auto-Submitted": "auto-generated"},
    ).send()
