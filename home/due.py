"""What is to be reviewed: everything with an owner, in English, as readers have it; and how it is confirmed."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet, Value
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import Page, TranslatableMixin

from home import page_cache, reviews
from home.languages import SOURCE
from home.models import Reviewed

SALT = "home.reviews"
LINK_DAYS = 60
CONFIRMED = "home.confirm"


class LinkIsTooOld(Exception):
    """The link was right once."""


def kinds() -> list[type[Reviewed]]:
    """Every kind of thing that is reviewed."""
    return [model for model in apps.get_models() if issubclass(model, Reviewed)]


def in_use(kind: type[Reviewed]) -> QuerySet:
    """The English originals readers have in front of them; the rest follows them or waits to be published."""
    if issubclass(kind, Page):
        return kind.objects.readable().filter(locale__language_code=SOURCE)
    if issubclass(kind, TranslatableMixin):
        return kind.objects.filter(locale__language_code=SOURCE)
    return kind.objects.all()


def kind_of(kind: type[Reviewed]) -> str:
    """What a kind of thing is called."""
    return str(kind._meta.verbose_name)


def public_address(thing: Reviewed) -> str:
    """Where readers find it; '' for what has no page of its own."""
    return thing.full_address(SOURCE) if isinstance(thing, Page) else ""


def overview() -> QuerySet:
    """Label, number, name, owner, owner's address, last check and next review of everything, in one query."""
    fields = ("owned_by", "owner_email", "checked_on", "next_review")
    parts = [
        in_use(kind)
        .order_by()
        .annotate(kind_label=Value(kind._meta.label_lower))
        .values_list("kind_label", "pk", kind.named_by, *fields)
        for kind in kinds()
    ]
    return parts[0].union(*parts[1:], all=True)


def near(today: date) -> Iterator[Reviewed]:
    """What is overdue or soon due, kind by kind."""
    for kind in kinds():
        yield from in_use(kind).filter(next_review__lte=today + reviews.NOTICE)


# Confirming


def confirm(thing: Reviewed, today: date, by: object | None = None) -> bool:
    """Counts the next review from today; `by` is a user, or None for the owner behind a link.

    False where somebody has done so meanwhile. Neither a draft nor a translation is touched but for its dates.
    """
    kind = type(thing)
    dates = {"checked_on": today, "next_review": reviews.months_after(today, thing.review_months)}
    with transaction.atomic():
        asked_for = kind._base_manager.filter(pk=thing.pk, next_review=thing.next_review).exclude(checked_on=today)
        if not asked_for.update(**dates):
            return False
        if isinstance(thing, TranslatableMixin):
            kind._base_manager.filter(translation_key=thing.translation_key).update(**dates)
        data = {"owner": "" if by else thing.owned_by, "next_review": dates["next_review"].isoformat()}
        log(thing, CONFIRMED, user=by, data=data)
        transaction.on_commit(page_cache.expire)
    return True


# Links


def link_to(thing: Reviewed) -> str:
    """The whole address at which the owner confirms this thing, once, for the review that is due now."""
    token = signing.dumps([thing._meta.label_lower, thing.pk, thing.next_review.isoformat()], salt=SALT)
    return f"{settings.SITE_ADDRESS}{reverse('review', args=[token])}"


def behind(token: str) -> tuple[Reviewed | None, bool]:
    """The thing a link is for, None if it is gone, and whether that review is still due.

    Raises BadSignature for a link that was made up, LinkIsTooOld for one that has expired.
    """
    try:
        label, pk, due = signing.loads(token, salt=SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.SignatureExpired as error:
        raise LinkIsTooOld from error
    kind = next((kind for kind in kinds() if kind._meta.label_lower == label), None)
    thing = in_use(kind).filter(pk=pk).first() if kind else None
    return thing, thing is not None and thing.next_review.isoformat() == due


# Reminders


def owners_to_remind(today: date) -> tuple[list[str], int]:
    """The addresses a reminder is to go to today, each once, and how many things are near without any address."""
    addresses, unowned = set(), 0
    for thing in near(today):
        if not thing.owner_email:
            unowned += 1
        elif reviews.is_to_be_reminded(thing.next_review, thing.reminded_on, today):
            addresses.add(thing.owner_email.lower())
    return sorted(addresses), unowned


def claim_reminders(address: str, today: date) -> list[Reviewed]:
    """Everything of this owner's that is near, noted as told today; nothing if nothing new is to be told.

    To be called in a transaction. Of two callers at once, one gets the list.
    """
    things = [thing for thing in near(today) if thing.owner_email.lower() == address]
    if not any(reviews.is_to_be_reminded(thing.next_review, thing.reminded_on, today) for thing in things):
        return []
    return [thing for thing in sorted(things, key=lambda thing: thing.next_review) if _claim(thing, today)]


def _claim(thing: Reviewed, today: date) -> bool:
    as_read = type(thing)._base_manager.filter(pk=thing.pk, reminded_on=thing.reminded_on)
    return bool(as_read.update(reminded_on=today))
