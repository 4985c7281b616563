"""Spam kept out without puzzles and third parties: what makes a sending suspicious, and what brakes it."""

import ipaddress
import logging
import re
import unicodedata
import zlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

# The council may want to change these; each is a Django setting with the default written here.
SECONDS_TO_WRITE: int = getattr(settings, "FORM_SECONDS_TO_WRITE", 10)
LINKS_ALLOWED: int = getattr(settings, "FORM_LINKS_ALLOWED", 2)
SENT_FROM_ONE_ADDRESS_AN_HOUR: int = getattr(settings, "FORM_SENT_FROM_ONE_ADDRESS_AN_HOUR", 40)
SENT_IN_ALL_AN_HOUR: int = getattr(settings, "FORM_SENT_IN_ALL_AN_HOUR", 300)

SUSPICIONS = {
    "honeypot": _("A field people do not see was filled in."),
    "quick": _("It was sent very soon after it was begun."),
    "links": _("It has many links."),
    "repeats": _("It says the same over and over."),
}
TOO_MANY = _("Many people are sending this just now. Nothing you typed is lost. Send it again in an hour")
WINDOW = timedelta(hours=1)
# The endings robots advertise. Not every one: in "home.In March" nobody meant India.
ENDINGS = "com|net|org|info|biz|ru|xyz|top|shop|site|online|club|store|click|рф"
# A written address, also as people write it who want to slip through: hxxp, [.], "dot com". Vowel signs of Indic
# scripts are no letters to `re`, so a name is whatever does not end a word.
NAME = r"""[^\s./@,;:!?()\[\]{}<>"']+"""
BEGINS = r"""(?<![^\s/,;:!?()\[\]{}<>"'])"""
DOT = r"(?:\.|\s?[\[({]\s?(?:\.|dot)\s?[\])}]\s?|\sdot\s)"
LINK = re.compile(
    r"h(?:tt|xx)ps?\s?:\s?/\s?/|\[url\b|<a\s"
    rf"|\bwww\s?{DOT}"
    rf"|{BEGINS}{NAME}(?:{DOT}{NAME}){{0,6}}?{DOT}(?:{ENDINGS})\b"
    rf"|{BEGINS}{NAME}(?:\.{NAME}){{0,6}}\.(?!\d){NAME}(?<!\..)/\w",
    re.IGNORECASE,
)
WHOLE_LINK = re.compile(rf"(?:{LINK.pattern})\S*", re.IGNORECASE)
# Prose in any of the sixteen languages is packed to a fifth of its size at best.
LONG_ENOUGH_TO_REPEAT, PACKED = 500, 0.1

logger = logging.getLogger(__name__)


def suspicions(text: str, honeypot: str, started_at: datetime, now: datetime) -> list[str]:
    """Why a sending may be a robot's, as keys of SUSPICIONS; it goes to a separate pile, never to the bin."""
    found = {
        "honeypot": bool(honeypot),
        "quick": now - started_at < timedelta(seconds=SECONDS_TO_WRITE),
        "links": links(text) > LINKS_ALLOWED,
        "repeats": repeats(text),
    }
    return [reason for reason, stands in found.items() if stands]


def links(text: str) -> int:
    """How many links a text holds, in any script, however they are disguised. Addresses for mail are none."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return len(WHOLE_LINK.findall(plain))


def repeats(text: str) -> bool:
    """Whether a long text says the same over and over."""
    written = text.encode("utf-8", "ignore")
    return len(written) >= LONG_ENOUGH_TO_REPEAT and len(zlib.compress(written)) < PACKED * len(written)


def address_of(meta: Mapping[str, str]) -> str:
    """The network address of whoever asks, from a request's META.

    X-Forwarded-For is believed as far as the site's own proxies have written it: from the right, one for each.
    """
    proxies = settings.PROXIES_IN_FRONT
    forwarded = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return meta.get("REMOTE_ADDR", "")


def let_through(
    what: str, address: str, now: datetime, *, from_one: int | None = None, in_all: int | None = None
) -> bool:
    """Counts a sending of this kind from this address; False when it must wait, because too many came in this hour.

    `from_one` and `in_all` are the most there may be from one address and from all, where not the usual. The address
    itself is not kept, only a keyed hash of it and the hour. Without a cache nobody is held up.
    """
    hour = int(now.timestamp() // WINDOW.total_seconds())
    try:
        return _counted(f"{what}:{hour}:{_network(address)}") <= (
            from_one or SENT_FROM_ONE_ADDRESS_AN_HOUR
        ) and _counted(f"{what}:{hour}:all") <= (in_all or SENT_IN_ALL_AN_HOUR)
    except (RedisError, OSError):
        logger.exception("Sendings are not counted: the cache does not answer.")
        return True


def _counted(what: str) -> int:
    key = f"sent-{salted_hmac('home.spam', what, algorithm='sha256').hexdigest()}"
    cache.add(key, 0, timeout=WINDOW.total_seconds())
    try:
        return cache.incr(key)
    except ValueError:  # gone since the line before
        return 1


def _network(address: str) -> str:
    """What one household or library sends from: an IPv4 address, or the first half of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.strip().strip("[]"))
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
