"""A story as machines read it: schema.org's words in a block of data, which no browser executes."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from stories.models import StoryPage

# Nothing in a title may end the element it stands in, or begin a comment.
_ESCAPED = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}
COUNCIL = "London Borough of Waltham Forest"


def article(story: StoryPage, address: str, picture: str = "") -> dict[str, Any]:
    """What schema.org's Article says of a story; without a date of change, which nobody keeps for stories."""
    data = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": story.title,
        "description": story.summary,
        "inLanguage": story.language.code,
        "datePublished": story.published_on.isoformat(),
        "mainEntityOfPage": address,
        "url": address,
        "image": picture,
        "articleSection": str(story.category or ""),
        "contentLocation": {"@type": "Place", "name": str(story.area)} if story.area else "",
        "author": {"@type": "Person", "name": story.credit} if story.credit else "",
        "publisher": {"@type": "GovernmentOrganization", "name": COUNCIL},
        "creativeWorkStatus": "Invented sample" if story.is_sample else "",
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in data.items() if value != ""}


def script(data: dict[str, Any]) -> SafeString:
    """The data as an element of the page's head."""
    content = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{content}</script>')  # noqa: S308 (escaped above)
