from django.core.management.base import BaseCommand
from django.utils import timezone

from campaign import membership, pledging, suggesting


class Command(BaseCommand):
    help = "Erases pledges, names, members and suggested events whose time is over (duty P10); meant to run once a day."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        erased = pledging.erase_old(now) | {"members": membership.erase_old(now)} | suggesting.erase_old(now)
        self.stdout.write(", ".join(f"{what}: {number}" for what, number in erased.items()))
