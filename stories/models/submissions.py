import secrets

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from home import languages

OTHER_LANGUAGE = "other"
# No letter or digit that is mistaken for another on paper, and no vowel that could make a word.
REFERENCE_LETTERS = "CDFGHJKMNPQRTWXY34679"


def new_reference() -> str:
    """A reference somebody can read out over a telephone: KXT-94RW."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _letter in range(7))
    return f"{letters[:3]}-{letters[3:]}"


def languages_written() -> list[tuple[str, str]]:
    return [*languages.django_languages(), (OTHER_LANGUAGE, _("Another language"))]


def private_storage() -> Storage:
    return storages["private"]


def photo_name(photo: "SubmissionPhoto", filename: str) -> str:
    return f"photos/{secrets.token_hex(16)}.jpg"


class SubmissionState(models.TextChoices):
    """Where a submission stands (design section 4)."""

    UNFINISHED = "unfinished", _("Unfinished")
    RECEIVED = "received", _("Received")
    WAITING = "waiting", _("Waiting for an answer")
    SAFEGUARDING = "safeguarding", _("Safeguarding")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def told(self) -> str:
        """What the resident is told. A safeguarding concern is not announced to whoever holds the link."""
        match self:
            case SubmissionState.WAITING:
                return _("We have asked you something about your story, and wait for your answer.")
            case SubmissionState.ACCEPTED:
                return _("We would like to publish your story, and are getting its page ready.")
            case SubmissionState.PUBLISHED:
                return _("Your story is published.")
            case SubmissionState.DECLINED:
                return _("Thank you for your story. We have decided not to publish it.")
            case SubmissionState.WITHDRAWN:
                return _("You have withdrawn your story. It is not on this site any more.")
            case _other:
                return _("We have your story. A member of staff will read it before anybody else can.")


ABOUT_TO_BE_READ = (SubmissionState.RECEIVED, SubmissionState.WAITING)
HAS_A_PAGE = (SubmissionState.ACCEPTED, SubmissionState.PUBLISHED)


class Submission(models.Model):
    """What a resident sent. Only `stories.moderation` changes its state."""

    class NameShown(models.TextChoices):
        FULL = "full", _("My whole name")
        FIRST = "first", _("My first name only")
        NONE = "none", _("No name")

    class ShowsOthers(models.TextChoices):
        NOBODY = "nobody", _("Nobody can be recognised in it")
        ONLY_ME = "me", _("Only I can be recognised in it")
        AGREED = "agreed", _("Other adults can be recognised in it, and all of them have agreed")

    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=SubmissionState, default=SubmissionState.UNFINISHED, editable=False
    )
    is_suspect = models.BooleanField(_("perhaps sent by a robot"), default=False)
    text = models.TextField(_("story"), blank=True)
    written_in = models.CharField(_("written in"), max_length=10, choices=languages_written)
    interface_language = models.CharField(
        _("language of the form"), max_length=10, choices=languages.django_languages()
    )
    name_shown = models.CharField(_("name shown"), max_length=5, choices=NameShown)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    area = models.ForeignKey(
        "home.Area",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area"),
    )
    is_adult = models.BooleanField(_("old enough to send a story"), default=False)
    shows_others = models.CharField(_("people in the photo"), max_length=6, choices=ShowsOthers, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    story = models.OneToOneField(
        "stories.StoryPage",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="submission",
        verbose_name=_("story"),
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["is_suspect", "-sent_at"]
        default_permissions = ()
        permissions = [("moderate_submission", "Can read submissions and decide on them")]

    def __str__(self) -> str:
        return self.reference

    @property
    def told(self) -> str:
        return SubmissionState(self.state).told

    @property
    def name_to_show(self) -> str:
        """The name as its owner chose to be named; '' for no name."""
        match self.name_shown:
            case self.NameShown.FULL:
                return self.name
            case self.NameShown.FIRST:
                return self.name.split(maxsplit=1)[0] if self.name.strip() else ""
            case _:
                return ""

    @property
    def language(self) -> languages.Language | None:
        """The language of the words; None when the site does not have it."""
        return None if self.written_in == OTHER_LANGUAGE else languages.language(self.written_in)


class SubmissionPhoto(models.Model):
    """A photograph that came with a submission, without metadata, where no public address reaches it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to=photo_name, unique=True)
    alt = models.CharField(_("what the photo shows"), max_length=300, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    picture = models.OneToOneField(
        "home.Picture", on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.alt or self.file.name


class WrittenOnce(models.Model):
    """A record that is added and never changed; it goes only together with its submission."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("This record is evidence: it is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> None:
        raise TypeError("This record is evidence: it goes only with its submission.")


class ConsentRecord(WrittenOnce):
    """One thing a resident agreed to, word for word as it was shown (promise 5, duty P3)."""

    class What(models.TextChoices):
        PUBLISH_STORY = "publish_story", _("Publish the story")
        PUBLISH_NAME = "publish_name", _("Publish the name")
        PHOTO = "photo", _("Publish the photo")
        CONTACT = "contact", _("Be written to")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="consents")
    what = models.CharField(_("what for"), max_length=15, choices=What)
    wording = models.TextField(_("wording"))
    wording_version = models.CharField(_("version of the wording"), max_length=20)
    language = models.CharField(_("language"), max_length=10)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    method = models.CharField(_("how"), max_length=20, default="web form")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["submission", "what"], name="one_consent_of_a_kind")]

    def __str__(self) -> str:
        return self.wording


class SubmissionEvent(WrittenOnce):
    """One line of a submission's history. Nobody's name stands for the resident or the site itself."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    from_state = models.CharField(_("from"), max_length=12, choices=SubmissionState)
    to_state = models.CharField(_("to"), max_length=12, choices=SubmissionState)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("event of a submission")
        verbose_name_plural = _("history of submissions")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
