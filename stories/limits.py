"""What the council may want to change; each is a Django setting with the default written here."""

from django.conf import settings

MINIMUM_AGE: int = getattr(settings, "STORY_MINIMUM_AGE", 18)
TEXT_CHARACTERS: int = getattr(settings, "STORY_TEXT_CHARACTERS", 10_000)
LINK_DAYS: int = getattr(settings, "STORY_LINK_DAYS", 6 * 365)
UNFINISHED_HOURS: int = getattr(settings, "STORY_UNFINISHED_HOURS", 24)
READING_DAYS: int = getattr(settings, "STORY_READING_DAYS", 5)

# How long things are kept (duty P10).
UNANSWERED_DAYS: int = getattr(settings, "STORY_UNANSWERED_DAYS", 90)
DECLINED_DAYS: int = getattr(settings, "STORY_DECLINED_DAYS", 90)
CONTACT_DAYS: int = getattr(settings, "STORY_CONTACT_DAYS", 365)
PUBLISHED_YEARS: int = getattr(settings, "STORY_PUBLISHED_YEARS", 5)
RECORD_YEARS: int = getattr(settings, "STORY_RECORD_YEARS", 6)
