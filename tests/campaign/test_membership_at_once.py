"""What several people joining a network at the same moment come to."""

from django.utils import timezone
from wagtail.models import Page

from campaign import membership
from campaign.models import Member, NetworkPage
from home.models import Area

NOW = timezone.now()


def test_one_person_twenty_times_at_once_is_one_member(in_threads):
    root = Page.objects.get(depth=1)
    area = Area.objects.create(name="Leyton", slug="leyton")
    network = root.add_child(instance=NetworkPage(title="Leyton", slug="leyton", area=area))

    def join() -> None:
        member = Member(network=network, name="A", email="a@example.com", email_digest="same", language="en")
        membership.join(member, NOW)

    with in_threads(20) as submit:
        for sent in [submit(join) for _time in range(20)]:
            sent.result(60)
        assert submit(Member.objects.count).result(60) == 1
