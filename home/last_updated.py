"""When a page's own words last really changed: worked out from the words whenever a page is published.

Publishing again without a change, moving, renaming the address and confirming change nothing; a small change counts.
"""

import hashlib
import json

from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.segments import OverridableSegmentValue, RelatedObjectSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from home.models import ReviewedPage


def connect() -> None:
    page_published.connect(page_was_published)


def page_was_published(sender: type[Page], instance: Page, **kwargs) -> None:
    """Notes today where the words differ from those published before, in this language."""
    # What is to go live later has the signal as well.
    if not isinstance(instance, ReviewedPage) or not instance.live:
        return
    digest = digest_of(instance)
    if digest != instance.words_digest:
        instance.words_digest, instance.last_updated = digest, timezone.localdate()
        sender.objects.filter(pk=instance.pk).update(words_digest=digest, last_updated=instance.last_updated)


def digest_of(page: ReviewedPage) -> str:
    """Of what translators are given: words, links and pictures in their order, without the editor's own markup."""
    words = [(segment.path, _content(segment)) for segment in extract_segments(page)]
    return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()


def _content(segment: object) -> object:
    match segment:
        case StringSegmentValue():
            return [segment.string.data, segment.attrs]
        case OverridableSegmentValue():
            return segment.data
        case RelatedObjectSegmentValue():
            return segment.translation_key
    return None  # A template: the markup around the words, in which the editor keeps numbers of its own.
