"""The private link of a submission: whoever holds it may see how the story is doing, and withdraw it."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from stories import limits
from stories.models import Submission

SALT = "stories.sent"


def token_of(submission: Submission) -> str:
    return signing.dumps([submission.pk, submission.link_version], salt=SALT)


def submission_of(token: str) -> Submission | None:
    """The submission this token stands for; None for one that was made up, is too old or has been renewed."""
    try:
        pk, version = signing.loads(token, salt=SALT, max_age=timedelta(days=limits.LINK_DAYS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Submission.objects.sent().select_related("story__locale", "area").filter(pk=pk, link_version=version).first()


def full_address(submission: Submission) -> str:
    """The private page's whole address, in the language the resident used."""
    with override(submission.interface_language):
        return f"{settings.SITE_ADDRESS}{reverse('stories_sent', args=[token_of(submission)])}"
