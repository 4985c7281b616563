"""The sample sign-ins: one per role, made only by the sample content, refused in production."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

DOMAIN = "sample.invalid"


@dataclass(frozen=True)
class SampleSignIn:
    """A sign-in with a published password; its e-mail address marks it, whatever it is renamed to."""

    username: str
    password: str
    role: str
    languages: tuple[str, ...] = ()
    network: str = ""

    @property
    def email(self) -> str:
        return f"{self.username}@{DOMAIN}"

    @property
    def where(self) -> str:
        """The languages or the network it is for; '' where it is for the whole site."""
        return self.network or " ".join(self.languages)


SAMPLE_SIGN_INS = (
    SampleSignIn("admin", "our-place-admin", "Administrator"),
    SampleSignIn("editor", "our-place-editor", "Editor"),
    SampleSignIn("moderator", "our-place-moderator", "Moderator"),
    SampleSignIn("safeguarding", "our-place-safeguarding", "Safeguarding lead"),
    SampleSignIn("translator", "our-place-translator", "Translator", ("ur", "pl")),
    SampleSignIn("reviewer", "our-place-reviewer", "Reviewer", ("ur", "pl")),
    SampleSignIn("facilitator", "our-place-facilitator", "Facilitator", network="Leyton Community Network"),
)


def refuse_sample_sign_ins() -> None:
    """Stops a production start while a sample sign-in exists (design, section 7).

    A database that cannot be asked does not stop it: published pages are served without one (promise 9).
    """
    if not settings.PRODUCTION:
        return
    try:
        found = get_user_model().objects.filter(email__iendswith=f"@{DOMAIN}", is_active=True).exists()
    except DatabaseError:
        return
    finally:
        # Workers are forked after this: none may inherit an open connection.
        for connection in connections.all(initialized_only=True):
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()
    if found:
        raise ImproperlyConfigured(
            "A sample sign-in exists in this database. Remove it before production starts: "
            "manage.py seed --remove-sign-ins"
        )
