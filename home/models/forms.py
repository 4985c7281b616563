from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_email
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home import languages, reviews
from home.blocks import BODY
from home.languages import SOURCE
from home.models.base import BasePage
from home.question_blocks import QUESTIONS
from home.questions import Question, asked

LONGEST_KEPT = 24


class FormPage(BasePage):
    """Questions an editor asks, in every language; the answers to all of them are one list."""

    body = StreamField(BODY, blank=True)
    questions = StreamField(QUESTIONS, verbose_name=_("questions"))
    purpose = models.TextField(
        _("what happens to the answers"),
        max_length=600,
        help_text=_("Who reads them, what for, and when somebody answers. How long they are kept is said below it."),
    )
    thanks = models.TextField(_("thank-you"), max_length=600, help_text=_("What is read when the form is sent."))
    addressees = models.TextField(
        _("who is told by e-mail"),
        blank=True,
        max_length=1000,
        help_text=_("One e-mail address a line. The mail says that answers came, not what they are."),
    )
    months_kept = models.PositiveSmallIntegerField(
        _("months the answers are kept"),
        default=6,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_KEPT)],
        help_text=_("It is promised to whoever answers; a change holds for answers that come after it."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        FieldPanel("questions"),
        FieldPanel("purpose"),
        FieldPanel("thanks"),
        MultiFieldPanel([FieldPanel("addressees"), FieldPanel("months_kept")], heading=_("Answers")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("addressees", overridable=False),
        SynchronizedField("months_kept", overridable=False),
    ]
    parent_page_types = [
        "home.HomePage",
        "home.InformationPage",
        "campaign.CampaignPage",
        "campaign.InitiativePage",
    ]
    subpage_types = []

    class Meta:
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def clean(self) -> None:
        super().clean()
        if sum(bool(block.value.get("gets_receipt")) for block in self.questions) > 1:
            raise ValidationError({"questions": _("A receipt can be sent to one address only.")})
        for address in self.addressees.split("\n"):
            try:
                validate_email(address.strip() or "nobody@example.com")
            except ValidationError as error:
                raise ValidationError({"addressees": _("Not an e-mail address: %s") % address.strip()}) from error

    def mail_addresses(self) -> list[str]:
        return list(dict.fromkeys(self.addressees.split()))

    @cached_property
    def english(self) -> "FormPage":
        """The form whose answers these are, in whatever language they were given."""
        if self.locale.language_code == SOURCE:
            return self
        original = FormPage.objects.filter(translation_key=self.translation_key, locale__language_code=SOURCE)
        return original.first() or self

    def asked(self) -> list[Question]:
        """The questions, in the words of this page."""
        return asked(self.english.questions, self.questions, self.locale.language_code)

    def kept_until(self, day: date) -> date:
        """The last day answers sent on this day are kept."""
        return reviews.months_after(day, self.english.months_kept)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "kept_until": self.kept_until(timezone.localdate())}

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        from home import answering

        return answering.serve(self, request, get_language() or SOURCE)


class FormAnswerQuerySet(models.QuerySet):
    def over(self, day: date) -> "FormAnswerQuerySet":
        """What was promised to be erased by this day."""
        return self.filter(kept_until__lt=day)


class FormAnswer(models.Model):
    """What one person sent with a form; where they sent it from is not kept."""

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_HAND = "in_hand", _("In hand")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    form = models.ForeignKey(FormPage, on_delete=models.CASCADE, related_name="received", verbose_name=_("form"))
    answers = models.JSONField(_("answers"), default=list)
    # The answers alone, to be searched.
    words = models.TextField(_("answers"), blank=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=languages.django_languages())
    suspicions = models.JSONField(default=list, editable=False)
    is_suspect = models.BooleanField(_("perhaps from a robot"), default=False, editable=False)
    sent_at = models.DateTimeField(_("sent"), db_index=True)
    kept_until = models.DateField(_("kept until"), db_index=True)
    # The same form sent twice, by a double click or a reload, has the same key and is kept once.
    key = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who sees to it"),
    )
    note = models.TextField(_("note"), blank=True, max_length=2000, help_text=_("Only staff read it."))

    objects = FormAnswerQuerySet.as_manager()
    # What one person wrote points at nothing others ask about.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answers to a form")
        verbose_name_plural = _("answers to forms")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.form.title}, {timezone.localtime(self.sent_at):%d.%m.%Y %H:%M}"
