"""What a resident is asked to agree to, and the record of what was shown (promise 5, duties P1 to P3).

A change of meaning is a new `VERSION`. Nothing here is ticked for anybody.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from stories.models import ConsentRecord

VERSION = "2026-11"
What = ConsentRecord.What

WORDINGS = {
    What.PUBLISH_STORY: _(
        "Waltham Forest Council may publish my story on this website, and translate it. I wrote it, it stays "
        "mine, and I can take it back at any time."
    ),
    What.PUBLISH_NAME: _("Waltham Forest Council may show my name with my story, in the way I chose above."),
    What.PHOTO: _(
        "Waltham Forest Council may show my photo with my story on this website. It is mine to share, and "
        "everybody who can be recognised in it has agreed."
    ),
    What.CONTACT: _("Waltham Forest Council may write to me about my story, at the e-mail address I gave above."),
}


def records(given: Iterable[ConsentRecord.What], language: str) -> list[ConsentRecord]:
    """The records of these consents, in the words this language shows; saved with the submission."""
    with override(language):
        return [
            ConsentRecord(what=what, wording=str(WORDINGS[what]), wording_version=VERSION, language=language)
            for what in given
        ]
