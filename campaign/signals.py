"""What is shown on pages that are kept: a change of it has them made anew."""

from django.db.models.signals import post_delete, post_save

from campaign.models import PeopleReached, PledgeKind
from home import signals


def connect() -> None:
    post_save.connect(signals.snippet_was_saved, sender=PledgeKind)
    for model in (PeopleReached, PledgeKind):
        post_save.connect(signals.content_changed, sender=model)
        post_delete.connect(signals.content_taken_down, sender=model)
