"""A form sent twice is kept once (duty F11): each showing of a form has a key, and what is sent is known by key and
words together."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from django.core import signing
from django.utils import timezone

SALT = "home.sent_once"


def new_key() -> str:
    """Names one showing of a form, and says when that was."""
    return signing.dumps([uuid4().hex, int(timezone.now().timestamp())], salt=SALT)


def shown_at(key: str) -> datetime | None:
    """When the form with this key was shown; None for a key that is not ours."""
    try:
        _name, seconds = signing.loads(key, salt=SALT)
    except signing.BadSignature:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def digest_of(key: str, words: Iterable[object]) -> str:
    """The same for the same words under the same key; another each time where there is no key."""
    return hashlib.sha256("\0".join([key or uuid4().hex, *map(str, words)]).encode()).hexdigest()
