"""Loads the sample content into an empty database, once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

import campaign.sample
import home.sample
import stories.sample
import welcomepack.sample
from home import search_index
from home.models import HomePage
from ourplace import roles, sample_translations
from ourplace.sign_ins import DOMAIN, SAMPLE_SIGN_INS, SampleSignIn


class Command(BaseCommand):
    help = "Loads the sample content if the database has none, and prints one sample sign-in per role."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="only print the sample sign-ins")
        parser.add_argument("--languages", nargs="*", help="only these of the sample translations")
        parser.add_argument(
            "--first", nargs="+", metavar="CODE", help="these sample translations now, the rest with --more"
        )
        parser.add_argument("--more", action="store_true", help="the sample translations --first has left for later")
        parser.add_argument("--remove-sign-ins", action="store_true", help="remove the sample sign-ins")

    def handle(
        self,
        *args,
        sign_ins: bool,
        remove_sign_ins: bool,
        languages: list[str] | None,
        first: list[str] | None,
        more: bool,
        **options,
    ) -> None:
        if remove_sign_ins:
            removed, _ = get_user_model().objects.filter(email__iendswith=f"@{DOMAIN}").delete()
            self.stdout.write("The sample sign-ins are gone." if removed else "There were no sample sign-ins.")
            return
        if settings.PRODUCTION:
            raise CommandError("Sample content does not belong in production.")
        if more:
            self.load_more()
            return
        if not sign_ins:
            is_new = not HomePage.objects.exists()
            self.load(first or languages)
            if first and is_new:
                _to_come().write_text(" ".join(code for code in sample_translations.languages() if code not in first))
        self.print_sign_ins()

    def load(self, languages: list[str] | None) -> None:
        if HomePage.objects.exists():
            self.stdout.write("There is content already; nothing was changed.")
            return
        with indexed_afterwards(), transaction.atomic():
            sample = home.sample.load()
            welcomepack.sample.load(sample)
            campaign.sample.load(sample)
            stories.sample.load(sample)
            sample_translations.load(self.stdout, languages)
            roles.install()
            make_sign_ins()
        self.stdout.write("The sample content is loaded.")

    def load_more(self) -> None:
        """One language after the other, while the site is serving; what was interrupted goes on where it was."""
        if not _to_come().exists():
            self.stdout.write("There is nothing more to load.")
            return
        with indexed_afterwards():
            while to_come := _to_come().read_text().split():
                sample_translations.load(self.stdout, to_come[:1], in_pieces=True)
                _to_come().write_text(" ".join(to_come[1:]))
        _to_come().unlink()
        self.stdout.write("The sample translations are loaded.")

    def print_sign_ins(self) -> None:
        lines = [
            f"  {sign_in.role:18} {sign_in.username:13} {sign_in.password:23} {sign_in.where}".rstrip()
            for sign_in in SAMPLE_SIGN_INS
        ]
        text = "\n".join(["Sample sign-ins (role, name, password):", *lines])
        (settings.VAR_DIR / "sign-ins.txt").write_text(text + "\n")
        self.stdout.write(text)


def _to_come() -> Path:
    return settings.VAR_DIR / "sample-languages-to-come.txt"


@contextmanager
def indexed_afterwards() -> Iterator[None]:
    """One by one, the indexes of which page uses what and says what would take a third of the time."""
    with disable_reference_index_auto_update(), admin_search_paused(), search_index.paused():
        yield
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    search_index.rebuild()


@contextmanager
def admin_search_paused() -> Iterator[None]:
    """What is saved inside is not found by the search of the admin; whoever pauses it must rebuild its index."""
    models = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)]
    try:
        yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


class QuickHasher(PBKDF2PasswordHasher):
    """For passwords that are published anyway: a million rounds for each would only make the first start longer.

    Django hashes a password anew, with all its rounds, when somebody signs in with it.
    """

    iterations = 1


def make_sign_ins() -> None:
    """One member of staff per role, with the published passwords of `SAMPLE_SIGN_INS`."""
    for sign_in in SAMPLE_SIGN_INS:
        is_admin = sign_in.role == roles.ADMINISTRATOR
        user = get_user_model().objects.create(
            username=sign_in.username,
            email=sign_in.email,
            password=make_password(sign_in.password, hasher=QuickHasher()),
            is_superuser=is_admin,
            is_staff=is_admin,
        )
        if not is_admin:
            user.groups.add(*Group.objects.filter(name__in=groups_of(sign_in)))


def groups_of(sign_in: SampleSignIn) -> list[str]:
    role = f"{sign_in.role}s"
    if sign_in.network:
        return [f"{role}: {sign_in.network}"]
    return [roles.name_for(role, code) for code in sign_in.languages] or [role]
