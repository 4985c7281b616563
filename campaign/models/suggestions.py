from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaign.likeness import DAYS_NEAR, Said
from campaign.models.events import EventPage
from home import languages

# However many events there are, no more than these are compared.
MOST_COMPARED = 3000


class SuggestionState(models.TextChoices):
    """Where a suggested event stands; the words are those of stories (design section 4)."""

    RECEIVED = "received", _("Received")
    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SuggestionQuerySet(models.QuerySet):
    def open(self) -> "SuggestionQuerySet":
        """What staff have something to do with: undecided, or taken back while its page still stands."""
        undecided = Q(state__in=[SuggestionState.RECEIVED, SuggestionState.WAITING])
        return self.filter(undecided | Q(state=SuggestionState.WITHDRAWN, event__isnull=False))

    def by_need(self) -> "SuggestionQuerySet":
        """What has waited longest first, the suspected after all others."""
        return self.order_by("is_suspect", "sent_at", "pk")

    def compared(self, said: Said) -> list[tuple["EventSuggestion", Said]]:
        """What was sent for days near these, as it is compared."""
        begins, ends = days_around(said)
        found = self.exclude(state=SuggestionState.WITHDRAWN).filter(first_day__lte=ends)
        found = found.filter(Q(first_day__gte=begins) | ~Q(repeats="")).select_related("place")
        return [(suggestion, suggestion.said) for suggestion in found.order_by("-sent_at")[:MOST_COMPARED]]


class EventSuggestion(models.Model):
    """An event somebody wants listed. What moves it from state to state is in `campaign.suggesting`."""

    class Sender(models.TextChoices):
        RESIDENT = "resident", _("A resident")
        PARTNER = "partner", _("A group, an organisation or a business")

    class DeclineReason(models.TextChoices):
        """Why it is not listed; what the sender reads is in `campaign.suggesting.TOLD`."""

        SAME = "same", _("It is on our list already, or somebody sent it before you.")
        ELSEWHERE = "elsewhere", _("Not about Waltham Forest")
        ADVERTISING = "advertising", _("Advertising, or asking for money")
        UNANSWERED = "unanswered", _("We asked, and had no answer")
        OTHER = "other", _("Another reason")

    key = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=9, choices=SuggestionState, default=SuggestionState.RECEIVED, db_index=True
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    title = models.CharField(max_length=120, blank=True)
    words = models.TextField(max_length=2000, blank=True)
    first_day = models.DateField(_("first day"))
    starts = models.TimeField(_("starts"), null=True)
    ends = models.TimeField(_("ends"), null=True)
    repeats = models.CharField(_("repeats"), max_length=200, blank=True)
    place = models.ForeignKey(
        "home.Place", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("place")
    )
    where = models.CharField(max_length=255, blank=True)
    area = models.ForeignKey(
        "home.Area", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("network")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EventPage.Kind)
    is_free = models.BooleanField(_("free"), default=True)
    cost = models.CharField(_("cost"), max_length=120, blank=True)
    booking_url = models.URLField(_("booking address"), max_length=500, blank=True)
    languages_spoken = models.JSONField(_("languages spoken"), default=list, blank=True)
    access = models.CharField(_("access for disabled people"), max_length=255, blank=True)
    organiser = models.CharField(_("organiser"), max_length=80, blank=True)
    organiser_contact = models.CharField(max_length=70, blank=True)
    consent = models.TextField(_("consent as worded"), blank=True)
    consent_version = models.CharField(max_length=10, blank=True)
    sender = models.CharField(_("who"), max_length=8, choices=Sender)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=languages.django_languages())
    sent_at = models.DateTimeField(_("sent"))
    is_suspect = models.BooleanField(_("perhaps sent by a robot"), default=False)
    suspicions = models.JSONField(default=list, blank=True)
    questions = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(_("asked"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(_("why it is declined"), max_length=11, choices=DeclineReason, blank=True)
    same_event = models.ForeignKey("campaign.EventPage", on_delete=models.SET_NULL, null=True, related_name="+")
    same_suggestion = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    event = models.OneToOneField(
        "campaign.EventPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="suggestion",
        verbose_name=_("event"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggested event")
        verbose_name_plural = _("suggested events")
        ordering = ["sent_at"]
        default_permissions = ()
        permissions = [("moderate_suggestion", "Can read suggested events and decide on them")]

    def __str__(self) -> str:
        return self.title or f"{self.first_day:%d.%m.%Y}"

    @property
    def spoken(self) -> list[languages.Language]:
        return [languages.LANGUAGES[code] for code in self.languages_spoken if code in languages.LANGUAGES]

    @property
    def said(self) -> Said:
        """What is compared of it; a series in free words may go on for ever."""
        place = " ".join([self.place.name, self.place.address] if self.place else []) or self.where
        return Said(self.title, place, self.first_day, None if self.repeats else self.first_day, self.starts)

    @property
    def open_question(self) -> str:
        """What we asked last and wait to hear; '' when nothing is asked."""
        if self.state != SuggestionState.WAITING or not self.questions:
            return ""
        return self.questions[-1]["question"]


def compared_events(said: Said, *, live_only: bool) -> list[tuple[int, Said]]:
    """The pages of events near these days in every language, by their id, as they are compared."""
    begins, ends = (timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in days_around(said))
    found = EventPage.objects.filter(alias_of=None, starts_at__lt=ends)
    found = found.filter(Q(last_end=None) | Q(last_end__gte=begins))
    if live_only:
        found = found.live()
    rows = found.order_by("-starts_at", "pk").values_list(
        "pk", "title", "place__name", "place__address", "starts_at", "last_end", "all_day"
    )
    return [
        (
            pk,
            Said(
                title,
                f"{name or ''} {address or ''}".strip(),
                timezone.localdate(starts_at),
                timezone.localdate(last_end) if last_end else None,
                None if all_day else timezone.localtime(starts_at).time(),
            ),
        )
        for pk, title, name, address, starts_at, last_end, all_day in rows[:MOST_COMPARED]
    ]


def days_around(said: Said) -> tuple[date, date]:
    """The first and the last day on which something like this could be."""
    near = timedelta(days=DAYS_NEAR)
    return said.first - near, (said.last + near + timedelta(days=1)) if said.last else said.first + timedelta(days=366)
