from django.core.management.base import BaseCommand
from django.utils import timezone

from home.models import FormAnswer


class Command(BaseCommand):
    help = "Erases answers to forms on the day that was promised (duty P10); meant to run once a day."

    def handle(self, *args, **options) -> None:
        erased, _ = FormAnswer.objects.over(timezone.localdate()).delete()
        self.stdout.write(f"answers: {erased}")
