"""What happens to a membership of a network: the one module that joins, confirms and leaves."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction

from campaign import tasks
from campaign.models import Member

UNCONFIRMED_DAYS: int = getattr(settings, "MEMBER_UNCONFIRMED_DAYS", 7)


def join(member: Member, now: datetime) -> None:
    """Keeps a membership, once for a network and an address, and writes to the address to have it confirmed."""
    member.joined_at = now
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        member = Member.objects.get(network=member.network, email_digest=member.email_digest)
    transaction.on_commit(partial(tasks.write_about_membership.enqueue, member.pk))


def confirm(member: Member, now: datetime) -> None:
    """Makes somebody a member whose address is theirs; again changes nothing."""
    Member.objects.filter(pk=member.pk, confirmed_at=None).update(confirmed_at=now)


def leave(member: Member) -> None:
    """Forgets a member. Nothing is kept."""
    member.delete()


def erase_old(now: datetime) -> int:
    """Erases those who never confirmed; how many."""
    unconfirmed = Member.objects.filter(confirmed_at=None, joined_at__lt=now - timedelta(days=UNCONFIRMED_DAYS))
    return unconfirmed.delete()[0]
