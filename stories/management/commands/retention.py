from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.tasks import TaskResultStatus
from django.utils import timezone

from stories import erasing


class Command(BaseCommand):
    help = "Lists what has been kept long enough, and why; with --erase it goes. To be run once a day with --erase."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--erase", action="store_true", help="do it, and say so in Reports, Retention")

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        due = list(erasing.list_due(now))
        strays = erasing.stray_files(now)
        for submission, step in due:
            self.stdout.write(f"{submission.reference}  {step.label}")
        for name in strays:
            self.stdout.write(f"{name}  Stray file: belongs to no submission")
        if not options["erase"]:
            self.stdout.write(f"Due: {len(due)}; stray files: {len(strays)}. Nothing was changed: use --erase.")
            return
        result = erasing.erase_what_is_due.enqueue()
        if result.status == TaskResultStatus.FAILED:
            raise CommandError("It could not be finished: see Reports, Retention. The next run tries again.")
        self.stdout.write(f"Due: {len(due)}; stray files: {len(strays)}. See Reports, Retention for what was done.")
