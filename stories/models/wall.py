from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.models import ModelLogEntry, ReferenceIndex

from home import languages
from home.models import Picture

LONGEST_WORDS = 600


class WallPostQuerySet(models.QuerySet):
    def showing(self) -> "WallPostQuerySet":
        """What may be seen: published, and its author has said yes. The newest first."""
        allowed = self.filter(is_published=True, answer=WallPost.Answer.YES)
        return allowed.select_related("picture").order_by("-pk")

    def with_pictures(self) -> "WallPostQuerySet":
        return self.prefetch_related("picture__renditions")


class WallPostForm(WagtailAdminModelForm):
    def save(self, commit: bool = True) -> "WallPost":
        """Who asked is whoever writes down that it was asked."""
        post = self.instance
        if not post.asked_on:
            post.asked_by = None
        elif post.asked_by is None or "asked_on" in self.changed_data:
            post.asked_by = self.for_user
        return super().save(commit)


class WallPost(models.Model):
    """Somebody's post with #WFOurPlace, shown with their permission: our own copy, nothing from elsewhere."""

    class Answer(models.TextChoices):
        NONE = "none", _("No answer yet")
        YES = "yes", _("Yes")
        NO = "no", _("No")

    address = models.URLField(
        _("address of the post"), max_length=500, unique=True, validators=[URLValidator(["https", "http"])]
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("As its author wants to be named. Empty: no name.")
    )
    written_in = models.CharField(_("written in"), max_length=10, choices=languages.django_languages(), default="en")
    words = models.TextField(
        _("words"), max_length=LONGEST_WORDS, blank=True, help_text=_("As they were posted. Write #WFOurPlace so.")
    )
    picture = models.ForeignKey(
        "home.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("A copy of your own, used for nothing else. It is erased with the post."),
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
    )
    answer = models.CharField(_("answer"), max_length=4, choices=Answer, default=Answer.NONE)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("Where the answer can be seen."))
    is_published = models.BooleanField(_("on the wall"), default=False)
    is_sample = models.BooleanField(_("invented sample"), default=False)

    objects = WallPostQuerySet.as_manager()
    base_form_class = WallPostForm
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("name"), FieldPanel("written_in")]),
                FieldPanel("words"),
                FieldPanel("picture"),
            ],
            heading=_("The post"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(template="stories/admin/wall_asking.html"),
                FieldPanel("asked_on"),
                FieldPanel("asked_by", read_only=True),
                FieldRowPanel([FieldPanel("answer"), FieldPanel("answered_on")]),
                FieldPanel("note"),
            ],
            heading=_("Permission"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "Untick to take it down. If its author wants it erased, delete it: words, name and picture "
                        "go for good."
                    )
                ),
                FieldRowPanel([FieldPanel("is_published"), FieldPanel("is_sample")]),
            ],
            heading=_("On the wall"),
        ),
    ]

    class Meta:
        verbose_name = _("post on the wall")
        verbose_name_plural = _("posts on the wall")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_published=False)
                | models.Q(answer="yes", asked_on__isnull=False, answered_on__isnull=False),
                name="on_the_wall_with_permission",
                violation_error_message=_("Nobody’s post is shown before a yes, with its dates, is written down."),
            )
        ]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        today = timezone.localdate()
        problems = {
            name: _("This is still to come.")
            for name in ("asked_on", "answered_on")
            if getattr(self, name) and getattr(self, name) > today
        }
        if self.asked_on and self.answered_on and self.answered_on < self.asked_on:
            problems["answered_on"] = _("An answer comes after the question.")
        if self.is_published and not (self.words or self.picture):
            problems["words"] = _("Write the words of the post, or choose its picture.")
        if self.is_published and self.picture and not self.picture.default_alt_text:
            problems["picture"] = _("Say what the picture shows before it is published.")
        if self.picture and self._is_used_elsewhere(self.picture):
            problems["picture"] = _("This picture is used elsewhere. Upload a copy: it is erased with the post.")
        if problems:
            raise ValidationError(problems)

    def _is_used_elsewhere(self, picture: Picture) -> bool:
        kind = ContentType.objects.get_for_model(WallPost)
        uses = ReferenceIndex.get_references_to(picture)
        return uses.exclude(content_type=kind, object_id=str(self.pk)).exists()

    @property
    def language(self) -> languages.Language:
        return languages.language(self.written_in)

    @property
    def attributes(self) -> SafeString:
        return self.language.attributes

    @property
    def site(self) -> str:
        """Where the post was made: 'example.org'."""
        return (urlsplit(self.address).hostname or "").removeprefix("www.")

    def forget(self) -> None:
        """Erases what else is kept of a deleted post: its picture in every size, and its address in the logs."""
        for thing in filter(None, (self.picture, self)):
            ModelLogEntry.objects.for_instance(thing).update(label="", data={})
        if self.picture:
            self.picture.delete()
