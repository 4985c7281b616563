from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from campaign import membership, pledging, suggesting


class Command(BaseCommand):
    help = "Erases pledges, names, members and suggested events whose time is over (duty P10); meant to run once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many of what would go")

    def handle(self, *args, dry_run: bool, **options) -> None:
        now = timezone.now()
        with transaction.atomic():
            erased = pledging.erase_old(now) | {"members": membership.erase_old(now)} | suggesting.erase_old(now)
            transaction.set_rollback(dry_run)
        self.stdout.write(", ".join(f"{what}: {number}" for what, number in erased.items()))
