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
