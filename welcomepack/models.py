from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home import languages, translation
from home.blocks import BODY
from home.languages import LANGUAGES, SOURCE, Language
from home.models import BasePage, ReviewedPage
from home.models.base import EMERGENCY
from welcomepack.beside import paired


class WelcomePackPage(ReviewedPage, BasePage):
    """The pack for new arrivals: what it is, and its topics."""

    always_mentioned = frozenset({EMERGENCY})
    paper_name = "pack.pdf"

    body = StreamField(BODY, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body"), ReviewedPage.review_panel]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = BasePage.override_translatable_fields + ReviewedPage.review_sync
    parent_page_types = ["home.HomePage"]
    subpage_types = ["welcomepack.TopicPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("welcome pack")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = TopicPage.objects.in_reading_order(get_language() or SOURCE)
        return context


class TopicPage(ReviewedPage, BasePage):
    """One topic of the pack."""

    always_mentioned = frozenset({EMERGENCY})
    is_suggested = True
    paper_name = "topic.pdf"

    icon = models.CharField(_("icon"), max_length=40, blank=True)
    sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Readers are offered a quick way to leave this page.")
    )
    body = StreamField(BODY, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body"), ReviewedPage.review_panel]
    settings_panels = [FieldPanel("icon"), FieldPanel("sensitive"), *BasePage.settings_panels]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *ReviewedPage.review_sync,
        SynchronizedField("icon", overridable=False),
        SynchronizedField("sensitive", overridable=False),
    ]
    parent_page_types = ["welcomepack.WelcomePackPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("topic")

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        if self.beside(request):
            return "welcomepack/topic_page_beside.html"
        return super().get_template(request, *args, **kwargs)

    def beside(self, request: HttpRequest) -> Language | None:
        """The second language the reader asks for with `?beside=`, or None."""
        other = LANGUAGES.get(request.GET.get("beside", ""))
        return other if other != languages.current() else None

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        if other := self.beside(request):
            return context | self.two_sides(context, other)
        topics = TopicPage.objects.in_reading_order(get_language() or SOURCE)
        keys = [topic.translation_key for topic in topics]
        position = keys.index(self.translation_key) if self.translation_key in keys else len(keys)
        context |= {
            "topics": topics,
            "previous": topics[position - 1] if 0 < position < len(topics) else None,
            "next": topics[position + 1] if position + 1 < len(topics) else None,
        }
        return context

    def two_sides(self, context: Mapping[str, Any], other: Language) -> dict:
        """This topic and its version for readers of the other language, block beside block."""
        page = TopicPage.objects.in_language(other.code).get(translation_key=self.translation_key)
        facts = context["facts"] | page.facts()
        sides = [
            {
                "code": language.code,
                "language": language,
                "page": version,
                "facts": facts,
                "terms": version.terms(),
                "translation": translation.of(version, language.code),
            }
            for language, version in ((languages.current(), self), (other, page))
        ]
        return {
            "sides": sides,
            "pairs": paired(self.body, page.body),
            "other": other,
            "translation": None,
            "facts": facts,
        }
