"""What somebody answers for: a page, a fact, a contact (design, section 4: review; duty P16)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from home import reviews
from home.languages import SOURCE
from home.models.base import BasePageForm

OWNERSHIP = ("owned_by", "owner_email", "review_months")
REVIEW = (*OWNERSHIP, "checked_on", "next_review")


def first_review() -> date:
    """When something new, with the usual period, is due."""
    return reviews.months_after(timezone.localdate(), reviews.USUAL_PERIOD)


class NeedsOwner:
    """A form that is not complete without an owner. A draft of a page may be."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in {"owned_by", "owner_email"} & self.fields.keys():
            self.fields[name].required = True


class ReviewedForm(NeedsOwner, WagtailAdminModelForm):
    """Whoever changes a fact or a contact has just checked it."""

    def save(self, commit: bool = True) -> "Reviewed":
        if set(self.changed_data) - set(OWNERSHIP):
            self.instance.checked_on = timezone.localdate()
        return super().save(commit)


class ReviewedPageForm(NeedsOwner, BasePageForm):
    pass


class Reviewed(models.Model):
    """Has an owner, who may have no login, and a date to look again; a translation has those of the English."""

    owned_by = models.CharField(_("owner"), max_length=160, blank=True)
    owner_email = models.EmailField(
        _("e-mail address of the owner"),
        blank=True,
        help_text=_("Reminders go there. The owner needs no sign-in."),
    )
    review_months = models.PositiveSmallIntegerField(
        _("look again every"),
        choices=[(months, format_lazy(_("{months} months"), months=months)) for months in reviews.PERIODS],
        default=reviews.USUAL_PERIOD,
        help_text=_("The next review is due so long after the last check."),
    )
    checked_on = models.DateField(_("checked on"), default=timezone.localdate, editable=False)
    next_review = models.DateField(_("next review due"), default=first_review, editable=False, db_index=True)
    reminded_on = models.DateField(null=True, editable=False)

    base_form_class = ReviewedForm
    review_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("owned_by"), FieldPanel("owner_email")]),
            FieldPanel("review_months"),
            FieldRowPanel([FieldPanel("checked_on", read_only=True), FieldPanel("next_review", read_only=True)]),
        ],
        heading=_("Review"),
    )
    review_sync = [SynchronizedField(name, overridable=False) for name in OWNERSHIP]
    # What names the thing in a list, and what an owner has to look at.
    named_by = "title"
    shown_for_review = ()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        versions = self._other_versions()
        english = None if self._is_english() else versions.filter(locale__language_code=SOURCE).values(*REVIEW).first()
        for name, value in (english or {}).items():
            setattr(self, name, value)
        self.set_next_review()
        super().save(*args, **kwargs)
        if self._is_english():
            versions.update(**{name: getattr(self, name) for name in REVIEW})

    def set_next_review(self) -> None:
        self.next_review = reviews.months_after(self.checked_on, self.review_months)

    def _is_english(self) -> bool:
        return getattr(self, "locale_id", None) is None or self.locale.language_code == SOURCE

    def _other_versions(self) -> models.QuerySet:
        """The same thing in other languages."""
        everything = type(self)._base_manager
        if not isinstance(self, TranslatableMixin):
            return everything.none()
        return everything.filter(translation_key=self.translation_key).exclude(pk=self.pk)

    @property
    def name_for_review(self) -> str:
        return getattr(self, self.named_by)

    @property
    def details_for_review(self) -> list[tuple[str, str]]:
        """Each thing an owner has to look at, with what it is called."""
        values = [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.shown_for_review]
        return [(capfirst(label), str(value)) for label, value in values if value]


class ReviewedPage(Reviewed):
    """A page that says when its own words last really changed, in this language."""

    last_updated = models.DateField(_("last updated"), null=True, editable=False)
    words_digest = models.CharField(max_length=64, blank=True, editable=False)

    base_form_class = ReviewedPageForm
    shown_for_review = ("summary",)
    # What belongs to the page and to no draft of it: publishing one brings no old date back.
    kept = ("checked_on", "reminded_on", "last_updated", "words_digest")

    class Meta:
        abstract = True

    def with_content_json(self, content: Mapping[str, Any]) -> Page:
        page = super().with_content_json(content)
        # Asked anew: whoever holds a draft may hold an old copy of its page too.
        for name, value in type(self)._base_manager.values(*self.kept).get(pk=self.pk).items():
            setattr(page, name, value)
        page.set_next_review()
        return page
