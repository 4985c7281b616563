from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page

from home import translation_exchange, translation_files
from home.languages import LANGUAGES, SOURCE


class Command(BaseCommand):
    help = "Writes PO files for translators into a zip: everything, one page, a pack, or what changed since a date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--language", nargs="+", choices=[code for code in LANGUAGES if code != SOURCE])
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--page", help="the address of one page below the language, as welcome/health")
        what.add_argument(
            "--pack",
            nargs="?",
            const=translation_exchange.PACK,
            help="a page with all below it and the snippets they show; without an address the welcome pack",
        )
        what.add_argument("--since", type=date.fromisoformat, help="what changed since this day, as 2026-11-01")
        parser.add_argument("-o", "--output", type=Path, required=True, help="the zip to write")

    def handle(self, *args, language, page, pack, since, output: Path, **options) -> None:
        try:
            key = translation_exchange.page_at(page).translation_key if page is not None else None
        except Page.DoesNotExist as error:
            raise CommandError(f"There is no English page at {page}.") from error
        records = translation_exchange.records_of(language or LANGUAGES, page=key, below=pack, since=since)
        files = translation_exchange.exported(records)
        if not files:
            raise CommandError("There is nothing to translate.")
        output.write_bytes(translation_files.packed(files))
        self.stdout.write(f"{len(files)} files in {output}.")
