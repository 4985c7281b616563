from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from home import translation_exchange
from home.languages import LANGUAGES


class Command(BaseCommand):
    help = "Takes in translators' PO files, alone or in a zip: all of them, or none if anything is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--draft", action="store_true", help="an unchecked draft; never replaces a person's words")
        parser.add_argument("--publish", action="store_true", help="publish what came")
        parser.add_argument("--by", help="the user name of whose work it is")
        parser.add_argument("--check", action="store_true", help="only check, change nothing")

    def handle(self, *args, files: list[Path], draft, publish, by, check, **options) -> None:
        try:
            user = get_user_model().objects.get_by_natural_key(by) if by else None
        except get_user_model().DoesNotExist as error:
            raise CommandError(f"There is no user {by}.") from error
        with ExitStack() as open_files:
            try:
                uploads = [(path.name, open_files.enter_context(path.open("rb"))) for path in files]
            except OSError as error:
                raise CommandError(str(error)) from error
            outcome = translation_exchange.bring_in(
                uploads, by=user, is_draft=draft, publish_in=LANGUAGES if publish else None, is_trial=check
            )
        if not outcome.is_good:
            raise CommandError("Nothing was changed.\n" + "\n".join(map(str, outcome.problems)))
        self.stdout.write("Nothing is wrong." if check else str(outcome))
