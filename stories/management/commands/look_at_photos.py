import logging

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stories import uploads
from stories.models import SubmissionPhoto

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Looks for viruses in photos that are kept unopened because the scanner did not answer, and deletes files "
        "no photo belongs to. To be run every few minutes; twice does nothing twice."
    )

    def handle(self, *args, **options) -> None:
        waiting = 0
        for photo in SubmissionPhoto.objects.filter(is_unopened=True).select_related("submission"):
            try:
                uploads.look_again(photo)
            except Exception:  # whatever scanner and store raise, the other photos are not kept waiting
                logger.exception("A photo could not be looked at.")
                waiting += 1
        lost = uploads.forget_lost_files(timezone.now())
        if lost:
            self.stdout.write(f"Files deleted that no photo belonged to: {lost}.")
        if waiting:
            raise CommandError(f"Photos still unopened: {waiting}. The next run tries again.")
