from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Locale, Page

from home import machine_drafts
from home.languages import LANGUAGES, SOURCE
from home.models import Failure, MachineDraft, TranslationRecord
from home.translation import HOME_DEPTH

# What would stop every other draft as well.
HOPELESS = {Failure.BUDGET, Failure.LANGUAGE, Failure.OFF, Failure.REFUSED, Failure.SLOW, Failure.UNREACHABLE}


class Command(BaseCommand):
    help = "Has a machine draft what is missing of one language. Nothing is published by it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", required=True, choices=[code for code in LANGUAGES if code != SOURCE])
        parser.add_argument("--page", help="only this page, by its address without the language: welcome/health")

    def handle(self, *args, language: str, page: str | None, **options) -> None:
        if not machine_drafts.is_on():
            raise CommandError("No translation service is set up: see LIBRETRANSLATE_URL in .env.example.")
        locale = Locale.objects.get(language_code=language)
        failed = False
        for key in self._keys(locale, page):
            run = self._draft(key, locale)
            if run is None:
                continue
            left_alone = f"; left alone: {run.number_left_alone}" if run.left_alone else ""
            self.stdout.write(f"{run}: {run.progress}{left_alone}")
            failed = failed or bool(run.failure)
            if run.failure in HOPELESS:
                break
        if failed:
            raise CommandError("Not everything could be drafted.")

    def _keys(self, locale: Locale, page: str | None) -> list:
        """Pages in the order of the tree, so that parents come first, then snippets."""
        pages = Page.objects.filter(locale__language_code=SOURCE, alias_of=None, depth__gte=HOME_DEPTH).order_by("path")
        if page is not None:
            found = [here for here in pages.only("url_path", "translation_key") if _address(here) == page.strip("/")]
            if not found:
                raise CommandError(f"There is no page at {page}.")
            return [found[0].translation_key]
        missing = list(
            TranslationRecord.objects.filter(locale=locale, passages_to_do__gt=0)
            .order_by("title", "pk")
            .values_list("translation_key", flat=True)
        )
        in_tree = list(pages.filter(live=True, translation_key__in=missing).values_list("translation_key", flat=True))
        on_tree = set(Page.objects.filter(translation_key__in=missing).values_list("translation_key", flat=True))
        return in_tree + [key for key in missing if key not in on_tree]

    def _draft(self, key: object, locale: Locale) -> MachineDraft | None:
        translation = machine_drafts.translation_of(key, locale)
        if not machine_drafts.without_words(translation).exists():
            return None
        try:
            run = machine_drafts.begin(translation)
        except machine_drafts.AlreadyDrafting:
            self.stdout.write(f"{translation.source.object_repr}: a machine is already at work on it.")
            return None
        machine_drafts.make(run)
        return run


def _address(page: Page) -> str:
    return page.url_path.split("/", 2)[2].strip("/")
