from django.core.management.base import BaseCommand
from django.utils import timezone

from campaign import event_dates
from home import page_cache


class Command(BaseCommand):
    help = "Adds the dates events have one day further ahead; meant to run once a day. Mends the list at any time."

    def handle(self, *args, **options) -> None:
        changed = event_dates.keep_all(timezone.now())
        if changed:
            page_cache.expire()
        self.stdout.write(f"dates added or removed: {changed}")
