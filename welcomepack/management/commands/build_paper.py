"""Makes the PDFs of the welcome pack before anybody asks for them."""

import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from home.languages import LANGUAGES, SOURCE
from welcomepack.models import TopicPage, WelcomePackPage
from welcomepack.paper import shelf


class Command(BaseCommand):
    help = "Makes the welcome pack and every topic as PDF, in every language or in those named."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--language", action="append", choices=list(LANGUAGES), help="may be repeated")
        parser.add_argument("--pack-only", action="store_true", help="leave out the single topics")

    def handle(self, *args, language: list[str] | None, pack_only: bool, **options) -> None:
        pages = list(WelcomePackPage.objects.in_language(SOURCE).public())
        if not pages:
            raise CommandError("There is no welcome pack to make.")
        if not pack_only:
            pages += TopicPage.objects.in_language(SOURCE).public()
        for code in language or LANGUAGES:
            start, size = time.perf_counter(), 0
            for page in pages:
                with override(code):
                    paper = shelf.paper_at(f"{page.relative_path}{page.paper_name}", code)
                size += paper.file.stat().st_size
            taken = time.perf_counter() - start
            self.stdout.write(f"{code}: {len(pages)} PDFs, {size // 1000} KB, {taken:.1f} s")
