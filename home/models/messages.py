from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from home import languages


class PageFeedback(models.Model):
    """One answer to “Was this page useful?”: page, language, vote, perhaps a few words (duty A14)."""

    path = models.CharField(_("page"), max_length=500)
    language = models.CharField(_("language"), max_length=10, choices=languages.django_languages())
    is_useful = models.BooleanField(_("useful"))
    words = models.TextField(_("words"), blank=True, max_length=1000)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("page feedback")
        verbose_name_plural = _("page feedback")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return self.path


class ContactMessage(models.Model):
    """What somebody wrote on the contact page; also the way to report an accessibility problem (duty S3)."""

    class Subject(models.TextChoices):
        QUESTION = "question", _("A question")
        ACCESSIBILITY = "accessibility", _("Something I cannot use, or need in another form")
        TRANSLATION = "translation", _("A problem with a translation")
        PRIVACY = "privacy", _("My personal data")

    subject = models.CharField(_("subject"), max_length=15, choices=Subject)
    message = models.TextField(_("message"), max_length=4000)
    name = models.CharField(_("full name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=languages.django_languages())
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} ({self.sent_at:%d.%m.%Y})"


class FromReader(models.Model):
    """What every letter has: where an answer may go, which language the site was read in, and when it was sent."""

    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, choices=languages.django_languages())
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    # The same letter sent twice, by a double click or a reload, has the same key and is kept once.
    key = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-sent_at"]


class LanguageRequest(FromReader):
    """Somebody needs a language the site does not have; `language` is the one they were reading in."""

    wanted = models.CharField(_("language asked for"), max_length=100)
    needs = models.TextField(_("needed most"), blank=True, max_length=1000)

    class Meta(FromReader.Meta):
        verbose_name = _("language request")
        verbose_name_plural = _("language requests")

    def __str__(self) -> str:
        return self.wanted


class TranslationProblemQuerySet(models.QuerySet):
    def sent_within(self, period: timedelta, until: datetime) -> "TranslationProblemQuerySet":
        return self.filter(sent_at__gt=until - period, sent_at__lte=until)


class TranslationProblem(FromReader):
    """A reader found something wrong in a translation; `language` is the one it was translated into."""

    path = models.TextField(_("page"))
    wrong = models.TextField(_("what is wrong"), blank=True, max_length=1000)
    better = models.TextField(_("what it should say"), blank=True, max_length=1000)
    is_settled = models.BooleanField(_("dealt with"), default=False)

    objects = TranslationProblemQuerySet.as_manager()

    class Meta(FromReader.Meta):
        verbose_name = _("translation problem")
        verbose_name_plural = _("translation problems")

    def __str__(self) -> str:
        return self.path
