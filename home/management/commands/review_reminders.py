from django.core.management.base import BaseCommand, CommandError
from django.tasks import TaskResultStatus
from django.utils import timezone

from home import due, tasks


class Command(BaseCommand):
    help = "Reminds owners, by e-mail, of what is due for review. To be run once a day; twice sends nothing twice."

    def handle(self, *args, **options) -> None:
        today = timezone.localdate()
        addresses, unowned = due.owners_to_remind(today)
        results = [tasks.remind_owner.enqueue(address, today.isoformat()) for address in addresses]
        failed = sum(result.status == TaskResultStatus.FAILED for result in results)
        self.stdout.write(f"Owners reminded: {len(addresses) - failed}.")
        if unowned:
            self.stdout.write(f"Due or soon due without an owner's address: {unowned}. See Reports, Reviews.")
        if failed:
            raise CommandError(f"Reminders that could not be sent: {failed}. The next run tries again.")
