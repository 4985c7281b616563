import secrets
from collections import Counter, defaultdict
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from campaign import pledges
from campaign.models.measures import number_of
from campaign.models.members import Member
from home import languages
from home.languages import SOURCE
from home.models import Fact
from home.models.base import InOneLanguage
from home.models.snippets import Sourced

COUNTED_AGAIN_AFTER = 300  # Seconds.
COUNT_KEY = "pledges.count"


def new_key() -> str:
    return secrets.token_hex(16)


def digest_of(email: str) -> str:
    """What tells that an address was here before, after the address itself is forgotten."""
    return salted_hmac("campaign.address", pledges.one_address(email), algorithm="sha256").hexdigest()


class PledgeKindQuerySet(models.QuerySet):
    def by_slug(self, code: str) -> "dict[str, PledgeKind]":
        """Every kind under its short name, in this language where it is translated, else in English."""
        found = self.filter(locale__language_code__in=[code, SOURCE]).select_related("locale").order_by("order")
        english_first = sorted(found, key=lambda kind: kind.locale.language_code == code)
        return {kind.slug: kind for kind in english_first}

    def names(self) -> dict[str, dict[str, str]]:
        """What each kind that there is in English is called, by short name and language."""
        names = defaultdict(dict)
        for slug, code, name in self.values_list("slug", "locale__language_code", "name"):
            names[slug][code] = name
        return {slug: by_language for slug, by_language in names.items() if SOURCE in by_language}


class PledgeKind(InOneLanguage, TranslatableMixin):
    """A positive act somebody can promise (C03); editors add further ones."""

    name = models.CharField(_("what one promises"), max_length=160)
    slug = models.SlugField(_("short name"))
    order = models.PositiveSmallIntegerField(_("order"), default=10)

    objects = PledgeKindQuerySet.as_manager()
    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("order")]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("order", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("kind of pledge")
        verbose_name_plural = _("kinds of pledge")
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="pledge_kind_per_language")]

    def __str__(self) -> str:
        return self.name


class PeopleReached(Sourced):
    """How many people something of the campaign reached, by somebody's count."""

    what = models.CharField(_("what reached them"), max_length=160)
    number = models.PositiveIntegerField(_("people"))
    counted_on = models.DateField(_("counted on"))

    panels = [FieldPanel("what"), FieldPanel("number"), FieldPanel("counted_on"), Sourced.source_panel]

    class Meta:
        verbose_name = _("people reached")
        verbose_name_plural = _("people reached")
        ordering = ["-counted_on"]

    def __str__(self) -> str:
        return f"{self.what}: {self.number}"


class PledgeQuerySet(models.QuerySet):
    def counted(self) -> "PledgeQuerySet":
        """Pledges that stand: confirmed where an address was given, and not withdrawn."""
        return self.filter(counted_at__isnull=False, withdrawn_at=None)

    def by_kind_and_network(self) -> tuple[Counter[str], Counter[str]]:
        """How many there are of each kind, and from each network by its name, those from a part of its area too."""
        network = Coalesce("area__parent__name", "area__name")
        by_kind, by_network = Counter(), Counter()
        for kind, name, number in self.order_by().values_list("kind", network).annotate(models.Count("pk")):
            by_kind[kind] += number
            if name:
                by_network[name] += number
        return by_kind, by_network

    def to_be_read(self) -> "PledgeQuerySet":
        """Words somebody wants shown that nobody of the staff has decided on."""
        return self.counted().filter(may_show_words=True, words_state=Pledge.Words.WAITING).exclude(words="")

    def shown(self) -> "PledgeQuerySet":
        return self.counted().filter(may_show_words=True, words_state=Pledge.Words.SHOWN).order_by("-counted_at")


class Pledge(models.Model):
    """One person's promise of one positive act. What changes it is in `campaign.pledging`."""

    class Words(models.TextChoices):
        WAITING = "waiting", _("Not read yet")
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Not shown")

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    kind = models.SlugField(_("kind"), db_index=True)
    words = models.TextField(_("in their own words"), max_length=500, blank=True)
    may_show_words = models.BooleanField(_("may be shown"), default=False)
    consent = models.TextField(_("consent as worded"), blank=True)
    words_state = models.CharField(_("words"), max_length=7, choices=Words, default=Words.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    area = models.ForeignKey(
        "home.Area", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("area")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_digest = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - many have none
    language = models.CharField(_("language"), max_length=10, choices=languages.django_languages())
    made_at = models.DateTimeField(_("made"))
    counted_at = models.DateTimeField(_("counted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["-made_at"]
        default_permissions = ()
        permissions = [("moderate_pledge", "Can read pledges and decide which words are shown")]
        indexes = [models.Index(fields=["withdrawn_at", "counted_at"], name="pledges_that_stand")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.made_at:%d.%m.%Y})"


def target() -> int:
    """How many pledges the campaign is after: its fact, where that says a number."""
    fact = Fact.objects.filter(key="campaign-target").first()
    number = fact and number_of(fact)
    return int(number) if number and number >= 1 else pledges.TARGET


def counted(now: datetime) -> pledges.Count:
    """The count of at most `COUNTED_AGAIN_AFTER` seconds ago, so that a page asks the database for nothing."""
    count = cache.get(COUNT_KEY)
    if count is None:
        reached = PeopleReached.objects.aggregate(people=models.Sum("number"))["people"] or 0
        members = Member.objects.confirmed().values("email_digest").distinct().count()
        by_kind, by_network = Pledge.objects.counted().by_kind_and_network()
        count = pledges.Count(
            by_kind.total(),
            reached,
            members,
            now,
            target(),
            pledges.parts(by_kind, PledgeKind.objects.names()),
            pledges.parts(by_network, {name: {SOURCE: name} for name in by_network}),
        )
        cache.set(COUNT_KEY, count, COUNTED_AGAIN_AFTER)
    return count
