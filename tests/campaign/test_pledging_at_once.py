"""What several pledges at the same moment come to."""

from django.utils import timezone

from campaign import pledging
from campaign.models import Pledge

NOW = timezone.now()


def test_fifty_people_at_once_are_fifty_and_one_person_fifty_times_is_one(in_threads):
    def pledge(number: int) -> None:
        pledging.make(Pledge(key=f"own-{number}", kind="soup", language="en"), NOW)
        pledging.make(Pledge(key=f"same-{number}", kind="soup", email_digest="same", language="en"), NOW)

    def counted_now() -> tuple[int, int]:
        pledges = Pledge.objects.filter(email_digest=None), Pledge.objects.filter(email_digest="same")
        return tuple(found.count() for found in pledges)

    with in_threads(50) as submit:
        for sent in [submit(pledge, number) for number in range(50)]:
            sent.result(60)
        assert submit(counted_now).result(60) == (50, 1)
