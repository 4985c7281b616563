"""What is shown on pages that are kept: a change of it has them made anew."""

from django.db.models.signals import post_delete, post_save

from campaign.models import Measure, PeopleReached, PledgeKind
from home import signals


def connect() -> None:
    for model in (Measure, PledgeKind):
        post_save.connect(signals.snippet_was_saved, sender=model)
    for model in (Measure, PeopleReached, PledgeKind):
        post_save.connect(signals.content_changed, sender=model)
        post_delete.connect(signals.content_taken_down, sender=model)
