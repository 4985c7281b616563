"""A story in schema.org's words, as machines read it."""

from typing import Any

from home.structured import COUNCIL
from stories.models import StoryPage


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
