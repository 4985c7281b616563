"""What a resident is told when their story is not published: chosen from a list, so that it is in their language."""

from django.utils.translation import gettext_lazy as _

from stories.models import Submission

Reason = Submission.DeclineReason

WORDINGS = {
    Reason.ELSEWHERE: _("We publish stories of life in Waltham Forest. This one is about somewhere else."),
    Reason.ADVERTISING: _("We do not publish advertising, or stories that ask for money."),
    Reason.OTHERS: _(
        "It says or shows something about another person that could hurt them or that they may not have agreed to."
    ),
    Reason.UNKIND: _("It attacks people, and we want this to be a place where everybody is safe."),
    Reason.NOT_OWN: _("The words or the photo seem to belong to somebody else."),
    Reason.UNANSWERED: _("We asked you something about it and have had no answer."),
    Reason.OTHER: _("It does not fit what we publish here. You can ask us why: see the contact page."),
}


def told(reason: str) -> str:
    """The words for the resident, in the language that is active; '' when nothing was declined."""
    return str(WORDINGS[Reason(reason)]) if reason else ""
