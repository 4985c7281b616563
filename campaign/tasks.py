from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.models import Pledge

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
        EmailMessage(
            subject=_("Your pledge for Waltham Forest"),
            body=render_to_string("campaign/mail/pledge.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[pledge.email],
            headers={"Content-Language": pledge.language, "Auto-Submitted": "auto-generated"},
        ).send()
