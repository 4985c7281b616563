from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.models import EventSuggestion, Member, Pledge
from home.languages import SOURCE

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


@task(backend="queue")
def write_about_suggestion(suggestion_id: int, letter: str) -> None:
    """Sends a letter about a suggested event, in its sender's language: receipt, question, accepted or declined."""
    from campaign import suggestion_views

    suggestion = EventSuggestion.objects.exclude(email="").filter(pk=suggestion_id).first()
    if suggestion is None:
        return
    with override(suggestion.language):
        context = {
            "letter": letter,
            "reason": suggestion_views.reason(suggestion),
            "address": suggestion_views.full_address(suggestion),
        }
        _send(suggestion, _("The event you suggested"), "campaign/mail/suggestion.txt", context)


@task(backend="queue")
def tell_of_withdrawn_event(suggestion_id: int) -> None:
    """Asks whoever accepted a suggestion what becomes of its page, now that it was taken back."""
    found = EventSuggestion.objects.select_related("decided_by", "event").filter(pk=suggestion_id, event__isnull=False)
    suggestion = found.first()
    if suggestion is None or not (suggestion.decided_by and suggestion.decided_by.is_active):
        return
    with override(SOURCE):
        context = {
            "event": suggestion.event,
            "address": f"{settings.SITE_ADDRESS}{reverse('suggestions:inspect', args=[suggestion_id])}",
        }
        EmailMessage(
            subject=_("An event was taken back by its sender"),
            body=render_to_string("campaign/mail/suggestion_withdrawn.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[suggestion.decided_by.email],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()


def _send(to: Pledge | Member | EventSuggestion, subject: str, template: str, context: Mapping) -> None:
    EmailMessage(
        subject=subject,
        body=render_to_string(template, context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to.email],
        headers={"Content-Language": to.language, "Auto-Submitted": "auto-generated"},
    ).send()
