"""What a resident is asked to agree to, and the record of what was shown (promise 5, duties P1 to P3).

A change of meaning is a new `VERSION`. Nothing here is ticked for anybody.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from stories.models import ConsentRecord, Submission

VERSION = "2026-11"
What = ConsentRecord.What

WORDINGS = {
    What.PUBLISH_STORY: _(
        "Waltham Forest Council may publish my story on this website, and translate it. I wrote it, it stays "
        "mine, and I can take it back at any time."
    ),
    What.PUBLISH_NAME: _("Waltham Forest Council may show my name with my story, in the way I chose."),
    What.PHOTO: _(
        "Waltham Forest Council may show my photos with my story on this website. They are mine to share, and "
        "everybody who can be recognised in them has agreed."
    ),
    What.ELSEWHERE: _(
        "Waltham Forest Council may also use my story and photos on its social media and on paper. What has been "
        "printed or shared there cannot be called back."
    ),
    What.GUARDIAN: _(
        "The parent or guardian I named has agreed that the child is in this story, and so has the child. No "
        "school, full name or exact place gives the child away."
    ),
    What.CONTACT: _("Waltham Forest Council may write to me about my story, at the e-mail address I gave."),
}

REQUIRED = frozenset({What.PUBLISH_STORY, What.PUBLISH_NAME, What.PHOTO, What.GUARDIAN})


def asked(submission: Submission) -> list[ConsentRecord.What]:
    """What there is to agree to for these answers: nobody is asked about a photo they do not send."""
    meaningful = {
        What.PUBLISH_NAME: submission.name_shown not in ("", Submission.NameShown.NONE),
        What.PHOTO: submission.photos.exists(),
        What.GUARDIAN: bool(submission.has_children),
        What.CONTACT: bool(submission.email),
    }
    return [what for what in WORDINGS if meaningful.get(what, True)]


def required(submission: Submission) -> list[ConsentRecord.What]:
    """What must be agreed to before these answers can be sent; the rest is free to choose."""
    return [what for what in asked(submission) if what in REQUIRED]


def meant(submission: Submission) -> list[ConsentRecord.What]:
    """What was agreed to and means something for these answers."""
    return [what for what in asked(submission) if what in submission.agreed_to]


def records(given: Iterable[ConsentRecord.What], language: str) -> list[ConsentRecord]:
    """The records of these consents, in the words this language shows; saved with the submission."""
    with override(language):
        return [
            ConsentRecord(what=what, wording=str(WORDINGS[what]), wording_version=VERSION, language=language)
            for what in given
        ]
