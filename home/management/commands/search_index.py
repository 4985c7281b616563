from django.core.management.base import BaseCommand

from home import search_index


class Command(BaseCommand):
    help = "Makes the index of the public search anew; safe at any time, readers go on searching meanwhile."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{search_index.rebuild()} pages can be found.")
