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
    return signing.dumps(submission.pk, salt=SALT)


def submission_of(token: str) -> Submission | None:
    """The submission this token stands for; None for a token that was made up or is too old."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=timedelta(days=limits.LINK_DAYS))
    except signing.BadSignature:
        return None
    return Submission.objects.select_related("story__locale").filter(pk=pk).first()


def full_address(submission: Submission) -> str:
    """The private page's whole address, in the language the resident used."""
    with override(submission.interface_language):
        return f"{settings.SITE_ADDRESS}{reverse('stories_sent', args=[token_of(submission)])}"
