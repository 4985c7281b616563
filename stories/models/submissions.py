import secrets
from datetime import date

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from home import languages

OTHER_LANGUAGE = "other"
MOST_PHOTOS = 5
PHOTO_FOLDER = "photos"
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


def new_key() -> str:
    """What only the sender's own browser knows of a story that is not sent yet."""
    return secrets.token_urlsafe(32)


def photo_name(photo: "SubmissionPhoto", filename: str) -> str:
    return f"{PHOTO_FOLDER}/{secrets.token_hex(16)}{'.unopened' if photo.is_unopened else '.jpg'}"


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
CLOSED = (SubmissionState.PUBLISHED, SubmissionState.DECLINED, SubmissionState.WITHDRAWN)


class SubmissionQuerySet(models.QuerySet):
    def sent(self) -> "SubmissionQuerySet":
        return self.exclude(state=SubmissionState.UNFINISHED)

    def unfinished(self) -> "SubmissionQuerySet":
        return self.filter(state=SubmissionState.UNFINISHED)

    def overdue(self, today: date) -> "SubmissionQuerySet":
        """Sent, and not answered within the time that was promised."""
        return self.filter(state=SubmissionState.RECEIVED, reply_due__lt=today)

    def open(self) -> "SubmissionQuerySet":
        """Sent, and not decided yet: neither published nor declined nor withdrawn."""
        return self.sent().exclude(state__in=CLOSED)

    def by_need(self) -> "SubmissionQuerySet":
        """A concern first, then what was promised a reply, the longest waiting before the others."""
        need = {SubmissionState.SAFEGUARDING: 0, SubmissionState.RECEIVED: 1}
        need |= {SubmissionState.ACCEPTED: 2, SubmissionState.WAITING: 3}
        whens = [models.When(state=state, then=models.Value(place)) for state, place in need.items()]
        place = models.Case(*whens, default=models.Value(4), output_field=models.IntegerField())
        return self.order_by(place, "reply_due", "-sent_at", "-pk")

    def near(self, area: "models.Model") -> "SubmissionQuerySet":
        """Submissions of this area or of a part of it."""
        return self.filter(models.Q(area=area) | models.Q(area__parent=area))


class Submission(models.Model):
    """What a resident sent, or is about to send. Only `stories.moderation` changes the state of what is sent."""

    class NameShown(models.TextChoices):
        FULL = "full", _("My whole name")
        FIRST = "first", _("My first name only")
        FIRST_AND_AREA = "area", _("My first name and my part of the borough")
        NONE = "none", _("No name")

    class ShowsOthers(models.TextChoices):
        NOBODY = "nobody", _("Nobody but me")
        AGREED = "agreed", _("Other people, and all of them have agreed")

    class DeclineReason(models.TextChoices):
        """Why a story is not published; what the resident reads is in `stories.declining`."""

        ELSEWHERE = "elsewhere", _("Not about Waltham Forest")
        ADVERTISING = "advertising", _("Advertising, or asking for money")
        OTHERS = "others", _("Says or shows too much about somebody else")
        UNKIND = "unkind", _("Attacks people")
        NOT_OWN = "not_own", _("Somebody else's words or photo")
        UNANSWERED = "unanswered", _("We asked, and had no answer")
        OTHER = "other", _("Another reason")

    class Sensitive(models.TextChoices):
        """What a second person must look at before it is published (duty P11)."""

        VIOLENCE = "violence", _("Violence or abuse")
        HEALTH = "health", _("Health")
        FAITH = "faith", _("Faith")
        IMMIGRATION = "immigration", _("Immigration status")
        CHILDREN = "children", _("Children")

    reference = models.CharField(_("reference"), max_length=8, unique=True, default=new_reference, editable=False)
    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    link_version = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=SubmissionState, default=SubmissionState.UNFINISHED, editable=False
    )
    is_suspect = models.BooleanField(_("perhaps sent by a robot"), default=False)
    suspicions = models.JSONField(_("why it is suspected"), default=list, blank=True)
    text = models.TextField(_("story"), blank=True)
    written_in = models.CharField(_("written in"), max_length=10, choices=languages_written, blank=True)
    interface_language = models.CharField(
        _("language of the form"), max_length=10, choices=languages.django_languages()
    )
    name_shown = models.CharField(_("name shown"), max_length=5, choices=NameShown, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, db_index=True)
    area = models.ForeignKey(
        "home.Area",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area"),
    )
    is_adult = models.BooleanField(_("old enough to send a story"), null=True)
    shows_others = models.CharField(_("who else is in it"), max_length=6, choices=ShowsOthers, blank=True)
    has_children = models.BooleanField(_("names or shows somebody under 18"), null=True)
    guardian_name = models.CharField(_("parent or guardian"), max_length=120, blank=True)
    guardian_is = models.CharField(_("what they are to the child"), max_length=120, blank=True)
    agreed_to = models.JSONField(default=list, blank=True, editable=False)
    answered = models.JSONField(default=list, blank=True, editable=False)
    sensitive = models.JSONField(_("touches"), default=list, blank=True)
    decline_reason = models.CharField(_("why it is declined"), max_length=12, choices=DeclineReason, blank=True)
    agreed_words = models.CharField(max_length=64, blank=True, editable=False)
    children_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    reply_due = models.DateField(_("reply promised by"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    link_sent_at = models.DateTimeField(null=True, editable=False)
    asked_again_at = models.DateTimeField(_("asked again"), null=True, editable=False)
    agreed_again_at = models.DateTimeField(_("agreed again"), null=True, editable=False)
    story = models.OneToOneField(
        "stories.StoryPage",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="submission",
        verbose_name=_("story"),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["is_suspect", "reply_due", "-sent_at"]
        default_permissions = ()
        permissions = [
            ("moderate_submission", "Can read submissions and decide on them"),
            ("safeguard_submission", "Can read submissions with a safeguarding concern"),
        ]
        indexes = [models.Index(fields=["state", "reply_due"], name="submission_queue")]

    def __str__(self) -> str:
        return self.reference

    @property
    def told(self) -> str:
        return SubmissionState(self.state).told

    @property
    def name_to_show(self) -> str:
        """The name as its owner chose to be named; '' for no name."""
        first = self.name.split(maxsplit=1)[0] if self.name.strip() else ""
        match self.name_shown:
            case self.NameShown.FULL:
                return self.name
            case self.NameShown.FIRST:
                return first
            case self.NameShown.FIRST_AND_AREA:
                return f"{first}, {self.area}" if first and self.area else first
            case _:
                return ""

    @property
    def name_kept(self) -> str:
        """As much of the name as the page shows."""
        return self.name if self.name_shown == self.NameShown.FULL else " ".join(self.name.split()[:1])

    @property
    def language(self) -> languages.Language | None:
        """The language of the words; None when the site does not have it."""
        return None if self.written_in in ("", OTHER_LANGUAGE) else languages.language(self.written_in)

    def is_overdue(self, today: date) -> bool:
        """Whether the time in which a reply was promised is over."""
        return self.state == SubmissionState.RECEIVED and bool(self.reply_due) and self.reply_due < today

    def agreed_that(self, what: str) -> bool:
        """Whether a consent of this kind (`ConsentRecord.What`) was given with the story."""
        return self.consents.filter(what=what).exists()

    @property
    def touches(self) -> list[str]:
        """What in it needs a second person."""
        found = {*self.sensitive, *([self.Sensitive.CHILDREN] if self.has_children else [])}
        return [kind.value for kind in self.Sensitive if kind in found]


class SubmissionPhoto(models.Model):
    """A photograph that came with a submission, where no public address reaches it.

    It is cleaned of metadata, but for one that could not be looked at for viruses: that is kept unopened, as it
    came, and shown to nobody until it has been.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, upload_to=photo_name, unique=True)
    alt = models.CharField(_("what the photo shows"), max_length=300, blank=True)
    called = models.CharField(max_length=100, blank=True, editable=False)
    is_unopened = models.BooleanField(_("not yet looked at for viruses"), default=False, editable=False)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
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


class WrittenOnceQuerySet(models.QuerySet):
    def update(self, **kwargs) -> int:
        raise TypeError("These records are evidence: they are not changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("These records are evidence: they go only with their submission.")

    def forget_notes(self) -> None:
        """Empties what staff wrote in their own words: it may name the person who withdrew."""
        super().update(note="")


class WrittenOnce(models.Model):
    """A record that is added and never changed; it goes only together with its submission."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError("This record is evidence: it is not changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> None:
        raise TypeError("This record is evidence: it goes only with its submission.")


class Question(models.Model):
    """Something we asked the resident, and what they answered: a question, or a proof of the page to agree to."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        PROOF = "proof", _("Proof")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    words = models.TextField(_("what we asked"), max_length=2000, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    agreed = models.BooleanField(_("agreed"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.words


class ConsentRecord(WrittenOnce):
    """One thing a resident agreed to, word for word as it was shown (promise 5, duty P3)."""

    class What(models.TextChoices):
        PUBLISH_STORY = "publish_story", _("Publish the story")
        PUBLISH_NAME = "publish_name", _("Publish the name")
        PHOTO = "photo", _("Publish the photos")
        ELSEWHERE = "elsewhere", _("Social media and print")
        GUARDIAN = "guardian", _("Parent or guardian, and the child")
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

    class What(models.TextChoices):
        MOVED = "moved", _("Moved")
        ASKED = "asked", _("Asked the author")
        ANSWERED = "answered", _("The author answered")
        CHANGED = "changed", _("The author changed the words")
        PROOF = "proof", _("Sent the author a proof")
        AGREED = "agreed", _("The author agreed to the proof")
        REFUSED = "refused", _("The author wants the proof changed")
        MARKED = "marked", _("Marked what it touches")
        CHILDREN = "children", _("Confirmed what was said about children")
        APPROVED = "approved", _("Approved")
        STOPPED = "stopped", _("Publishing was stopped")
        LINK = "link", _("The private link was renewed")
        PHOTO = "photo", _("A photo was removed")
        OPENED = "opened", _("A photo was looked at for viruses")
        ASKED_AGAIN = "ask_again", _("Asked whether the story may stay")
        AGREED_AGAIN = "again", _("The story may stay for another time")
        RETENTION = "retention", _("Erased because its time was over")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("when"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    what = models.CharField(_("what"), max_length=9, choices=What, default=What.MOVED)
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


class Approval(WrittenOnce):
    """One person of the staff has read these words and finds they may be published (duty P13)."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.by} {self.at}"
