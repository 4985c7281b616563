from django.core.management.base import BaseCommand

from ourplace import roles


class Command(BaseCommand):
    help = "Makes the groups of the admin and gives them their permissions; safe to run at every deployment."

    def handle(self, *args, **options) -> None:
        roles.install()
