from django.core.cache import cache
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

KEPT_SECONDS = 300


class CouncilTask(models.Model):
    """A link to one of the council's own services, on every page."""

    class Task(models.TextChoices):
        PAY = "pay", _("Pay")
        FIND = "find", _("Find")
        APPLY = "apply", _("Apply")
        REPORT = "report", _("Report")
        BOOK = "book", _("Book")

    task = models.CharField(_("task"), max_length=10, choices=Task, unique=True)
    url = models.URLField(_("web address"), max_length=500)
    sort_order = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [FieldPanel("task"), FieldPanel("url"), FieldPanel("sort_order")]

    class Meta:
        verbose_name = _("council task")
        verbose_name_plural = _("council tasks")
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return self.get_task_display()


def council_tasks() -> list[CouncilTask]:
    """The links, remembered for five minutes: they stand on every page and change once a year."""
    return cache.get_or_set("council-tasks", lambda: list(CouncilTask.objects.all()), KEPT_SECONDS)
