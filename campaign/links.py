"""Private links: whoever holds one may see a thing of their own, confirm it, and take it back."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Model, QuerySet

LINK_DAYS: int = getattr(settings, "CAMPAIGN_LINK_DAYS", 6 * 365)


def token_of(thing: Model) -> str:
    return signing.dumps(thing.pk, salt=thing._meta.label_lower)


def found[Thing: Model](things: "QuerySet[Thing]", token: str) -> "Thing | None":
    """The thing this token stands for; None when it was made up, is too old, or the thing was erased."""
    try:
        pk = signing.loads(token, salt=things.model._meta.label_lower, max_age=timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    return things.filter(pk=pk).first()
