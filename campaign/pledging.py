"""What happens to a pledge: the one module that makes, counts, shows and withdraws one."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q

from campaign import tasks
from campaign.links import LINK_DAYS
from campaign.models import Pledge
from home import page_cache

UNCONFIRMED_DAYS: int = getattr(settings, "PLEDGE_UNCONFIRMED_DAYS", 7)
CONTACT_DAYS: int = getattr(settings, "PLEDGE_CONTACT_DAYS", 365)
WORDS_DAYS: int = getattr(settings, "PLEDGE_WORDS_DAYS", 5 * 365)


def make(pledge: Pledge, now: datetime) -> Pledge:
    """Keeps a pledge, once for its key and once for an address; the one there was is given back.

    Without an address it counts at once; with one, when its owner has confirmed it.
    """
    pledge.made_at = now
    if not pledge.email_digest:
        pledge.counted_at = now
    try:
        with transaction.atomic():
            pledge.save(force_insert=True)
    except IntegrityError:
        same = {"email_digest": pledge.email_digest} if pledge.email_digest else {"key": pledge.key}
        # An address that has pledged under another key, or the same form sent twice.
        pledge = Pledge.objects.filter(**same).first() or Pledge.objects.get(key=pledge.key)
    if pledge.email:
        transaction.on_commit(partial(tasks.write_about_pledge.enqueue, pledge.pk))
    return pledge


def confirm(pledge: Pledge, now: datetime) -> None:
    """Counts a pledge whose owner has shown that the address is theirs; again changes nothing."""
    Pledge.objects.filter(pk=pledge.pk, counted_at=None, withdrawn_at=None).update(counted_at=now)
    pledge.refresh_from_db()


def withdraw(pledge: Pledge, now: datetime) -> None:
    """Takes a pledge out of the count and forgets whose it was and what it said; the same person may pledge again."""
    Pledge.objects.filter(pk=pledge.pk, withdrawn_at=None).update(
        withdrawn_at=now, name="", email="", email_digest=None, words="", consent="", may_show_words=False, area=None
    )
    pledge.refresh_from_db()
    transaction.on_commit(page_cache.remove_all)


def decide(pledge: Pledge, by: AbstractBaseUser, *, show: bool) -> bool:
    """Says whether the words are shown; False when their owner has taken them back meanwhile."""
    state = Pledge.Words.SHOWN if show else Pledge.Words.HIDDEN
    changed = (
        Pledge.objects.counted().filter(pk=pledge.pk, may_show_words=True).update(words_state=state, decided_by=by)
    )
    transaction.on_commit(page_cache.expire if show else page_cache.remove_all)
    return bool(changed)


def erase_old(now: datetime) -> dict[str, int]:
    """Erases what its time is over for; how many of what (duty P10). Words nobody is shown go with the name."""
    pledges = Pledge.objects.all()
    unconfirmed = pledges.filter(counted_at=None, made_at__lt=now - timedelta(days=UNCONFIRMED_DAYS))
    withdrawn = pledges.filter(withdrawn_at__lt=now - timedelta(days=LINK_DAYS))
    contacts = pledges.filter(counted_at__lt=now - timedelta(days=CONTACT_DAYS)).exclude(name="", email="")
    is_old = Q(counted_at__lt=now - timedelta(days=WORDS_DAYS))
    is_unseen = Q(counted_at__lt=now - timedelta(days=CONTACT_DAYS)) & ~Q(pk__in=pledges.shown().order_by())
    words = pledges.exclude(words="").filter(is_old | is_unseen)
    erased = {
        "unconfirmed": unconfirmed.delete()[0],
        "withdrawn": withdrawn.delete()[0],
        "contacts": contacts.update(name="", email=""),
        "words": words.update(words="", consent="", may_show_words=False),
    }
    if erased["words"]:
        transaction.on_commit(page_cache.remove_all)
    return erased
