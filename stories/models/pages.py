from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from home import languages
from home.blocks import BODY
from home.languages import SOURCE
from home.models import Area, BasePage, Category
from home.models.base import BasePageQuerySet
from stories.filters import StoryFilters
from stories.panels import SubmissionPanel

STORIES_A_PAGE = 12


class StoryPageQuerySet(BasePageQuerySet):
    def latest(self, code: str) -> "StoryPageQuerySet":
        """Stories in this language where translated, the newest first, with what a card shows."""
        return self.with_pictures().in_language(code).order_by("-published_on", "-pk")

    def filed_under(self, category: str) -> "StoryPageQuerySet":
        return self.filter(category__slug=category)

    def near(self, area: Area) -> "StoryPageQuerySet":
        """Stories of this area or of a part of it."""
        return self.filter(models.Q(area=area) | models.Q(area__parent=area))

    def saying(self, words: str) -> "StoryPageQuerySet":
        """Stories whose title or summary holds these words."""
        return self.filter(models.Q(title__icontains=words) | models.Q(summary__icontains=words))


class StoryIndexPage(BasePage):
    """Stories from the Forest."""

    body = StreamField(BODY, blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.StoryPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of stories")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        code = get_language() or SOURCE
        categories = Category.objects.by_slug(code)
        filters = StoryFilters(request.GET, categories=categories, areas=Area.objects.filter(parent=None))
        found = filters.applied_to(StoryPage.objects.latest(code))
        shown = Paginator(found, STORIES_A_PAGE).get_page(request.GET.get("page"))
        for story in shown:
            story.shown_category = categories.get(story.category.slug) if story.category else None
        context |= {"stories": shown, "page_obj": shown, "filters": filters, "count": shown.paginator.count}
        return context


class StoryPage(BasePage):
    """One story: a resident's, or news of the borough."""

    belongs_on_desk = False

    published_on = models.DateField(_("published"))
    category = models.ForeignKey(
        "home.Category",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("filed under"),
    )
    area = models.ForeignKey(
        "home.Area",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area"),
    )
    credit = models.CharField(_("by"), max_length=160, blank=True)
    written_in = models.CharField(
        _("written in"),
        max_length=10,
        blank=True,
        choices=languages.django_languages(),
        help_text=_("Only where it differs from the language of this page."),
    )
    is_sample = models.BooleanField(_("invented sample"), default=False)
    body = StreamField(BODY, blank=True)

    objects = PageManager.from_queryset(StoryPageQuerySet)()
    shown_with = ("locale", "picture", "category", "area")

    content_panels = [
        SubmissionPanel(),
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("category")]),
        FieldRowPanel([FieldPanel("area"), FieldPanel("credit")]),
        FieldRowPanel([FieldPanel("written_in"), FieldPanel("is_sample")]),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("published_on"),
        index.FilterField("category"),
    ]
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("story")
        indexes = [models.Index(fields=["-published_on"], name="story_newest_first")]

    @property
    def language(self) -> languages.Language:
        """The language the story itself is in, whatever tree its page stands in."""
        return languages.language(self.written_in) if self.written_in else super().language

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        more = StoryPage.objects.latest(get_language() or SOURCE).exclude(translation_key=self.translation_key)
        context["shown_category"] = self.category
        context["more_stories"] = list(more.filed_under(self.category.slug)[:4]) if self.category else []
        return context
