"""What the council may want to change; each is a Django setting with the default written here."""

from django.conf import settings

MINIMUM_AGE: int = getattr(settings, "STORY_MINIMUM_AGE", 18)
TEXT_CHARACTERS: int = getattr(settings, "STORY_TEXT_CHARACTERS", 10_000)
LINK_DAYS: int = getattr(settings, "STORY_LINK_DAYS", 6 * 365)
HELD_PHOTO_HOURS: int = getattr(settings, "STORY_HELD_PHOTO_HOURS", 24)
READING_DAYS: int = getattr(settings, "STORY_READING_DAYS", 5)
