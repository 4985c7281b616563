"""What readers sent and how translations stand, in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from home import machine_drafts_admin
from home.form_inbox import FormAnswerViewSet
from home.models import (
    ContactMessage,
    LanguageRequest,
    MachineDraft,
    PageFeedback,
    TranslationProblem,
    TranslationRecord,
)
from home.own_rows import OpensOwnRows, OwnIndex, OwnRows


class ReadOnlyViewSet(ModelViewSet):
    """Something people sent or the site noted: to be read here, not written."""

    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields = ()


class OwnViewSet(OpensOwnRows, ReadOnlyViewSet):
    """Such things where each belongs to one language."""

    index_view_class = OwnIndex


class PageFeedbackViewSet(ReadOnlyViewSet):
    model = PageFeedback
    icon = "thumbtack"
    list_display = ["path", "language", "is_useful", "words", "sent_at"]
    list_filter = ["is_useful", "language"]
    list_export = ["path", "language", "is_useful", "words", "sent_at"]


class ContactMessageViewSet(ReadOnlyViewSet):
    model = ContactMessage
    icon = "mail"
    list_display = ["subject", "name", "email", "language", "sent_at"]
    list_filter = ["subject", "language"]


class LanguageRequestViewSet(ReadOnlyViewSet):
    model = LanguageRequest
    icon = "globe"
    list_display = ["wanted", "needs", "email", "language", "sent_at"]
    list_filter = ["language"]
    list_export = ["wanted", "needs", "email", "language", "sent_at"]
    search_fields = ["wanted", "needs"]


class TranslationProblemViewSet(OwnViewSet):
    model = TranslationProblem
    icon = "warning"
    panels = [
        *(FieldPanel(name, read_only=True) for name in ("path", "language", "wrong", "better", "email", "sent_at")),
        FieldPanel("is_settled"),
    ]
    list_display = [
        "path",
        Column("get_language_display", label=_("Language"), sort_key="language"),
        "wrong",
        DateColumn("sent_at", label=_("Sent"), sort_key="sent_at"),
        BooleanColumn("is_settled", label=_("Dealt with"), sort_key="is_settled"),
    ]
    list_filter = ["language", "is_settled"]
    list_export = ["path", "language", "wrong", "better", "email", "sent_at", "is_settled"]


class TranslationRecordViewSet(OwnViewSet):
    model = TranslationRecord
    icon = "wagtail-localize-language"
    list_display = ["title", "locale", "state", "origin", "translated_by", "translated_on", "checked_by", "checked_on"]
    list_filter = ["locale", "state", "origin", "model"]


class Drafts(OwnRows, machine_drafts_admin.Drafts):
    pass


class MachineDraftViewSet(OwnViewSet):
    model = MachineDraft
    icon = "cogs"
    index_view_class = Drafts
    inspect_view_class = machine_drafts_admin.Draft
    inspect_view_fields = [
        "title",
        "locale",
        "provider",
        "asked_by",
        "asked_at",
        "finished_at",
        "words",
        "progress",
        "left_alone",
    ]
    list_display = [
        "title",
        "locale",
        "asked_by",
        DateColumn("asked_at", label=_("Asked for"), sort_key="asked_at"),
        "words",
        Column("progress", label=_("Progress")),
        Column("number_left_alone", label=_("Left alone")),
    ]
    list_filter = ["locale", "failure"]


class Inbox(ModelViewSetGroup):
    """What readers sent, and how translations stand."""

    menu_label = _("From readers")
    menu_icon = "mail"
    menu_order = 260
    items = (
        ContactMessageViewSet(),
        FormAnswerViewSet(),
        PageFeedbackViewSet(),
        LanguageRequestViewSet(),
        TranslationProblemViewSet(),
        TranslationRecordViewSet(),
        MachineDraftViewSet(),
    )
