from collections.abc import Iterable, Iterator, Mapping

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.images.models import AbstractRendition
from wagtail.models import PageManager
from wagtail.search import index

from home import languages
from home.blocks import BODY
from home.languages import SOURCE
from home.models import Area, BasePage, Category
from home.models.base import BasePageQuerySet, is_restricted
from stories import listing, related
from stories.filters import StoryFilters
from stories.models.submissions import ConsentRecord, Submission
from stories.models.wall import WallPost
from stories.panels import SubmissionPanel
from stories.related import Candidate

MORE_STORIES, LOOKED_AT = 4, 40
POSTS_ON_THE_WALL = 3
PREVIEW = "fill-1200x630|format-jpeg|jpegquality-75"


class StoryPageQuerySet(BasePageQuerySet):
    def listed(self, code: str) -> "StoryPageQuerySet":
        """Stories anybody may read, in this language where translated, the newest first."""
        return self.in_language(code).filter(~is_restricted("path")).order_by("-published_on", "-page_ptr_id")

    def latest(self, code: str) -> "StoryPageQuerySet":
        """The same with what a card shows."""
        return self.with_pictures().listed(code)

    def filed_under(self, category: Category) -> "StoryPageQuerySet":
        """Stories of a category as `by_slug` gives it, in the reader's language and in English."""
        return self.filter(category__in=category.versions)

    def near(self, area: Area) -> "StoryPageQuerySet":
        """Stories of this area or of a part of it."""
        return self.filter(area__in=Area.objects.filter(models.Q(pk=area.pk) | models.Q(parent=area)))

    def candidates(self) -> Iterator[Candidate]:
        """The newest of these, to choose from."""
        rows = self.values_list("pk", "written_in", "locale__language_code", "area_id", "area__parent_id")[:LOOKED_AT]
        return (Candidate(number, written_in or code, areas) for number, written_in, code, *areas in rows)


def name_categories(stories: "Iterable[StoryPage]", categories: Mapping[str, Category]) -> None:
    """Gives each story its category as this language names it: `categories` by slug."""
    for story in stories:
        story.shown_category = categories.get(story.category.slug) if story.category else None


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
        filters = StoryFilters(
            request.GET, categories=categories, areas=Area.objects.all(), newest_year=timezone.localdate().year
        )
        paginator = listing.StoryPaginator(filters.applied_to(StoryPage.objects.listed(code)))
        shown = paginator.get_page(request.GET.get("page"))
        name_categories(shown, categories)
        is_start = shown.number == 1 and not filters.chosen and not filters.cleaned_data.get("older")
        posts = list(WallPost.objects.showing()[:POSTS_ON_THE_WALL]) if is_start else []
        pictures = [thing.picture for thing in (*shown, *posts) if thing.picture]
        models.prefetch_related_objects(pictures, "renditions")
        last = shown.object_list[len(shown) - 1] if shown and paginator.has_older and not shown.has_next() else None
        category = categories.get(filters.cleaned_data.get("category"))
        return context | {
            "stories": shown,
            "filters": filters,
            "count": paginator.count,
            "is_start": is_start,
            "posts": posts,
            "older": listing.place_of(last.published_on, last.pk) if last else "",
            "feed_title": f"{self.title}: {category}" if category else self.title,
            "feed_query": f"?category={category.slug}" if category else "",
        }


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
        db_index=False,
        verbose_name=_("filed under"),
    )
    area = models.ForeignKey(
        "home.Area",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
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
    is_pick = models.BooleanField(
        _("editor’s pick"), default=False, help_text=_("Offered below stories that have few others beside them.")
    )
    body = StreamField(BODY, blank=True)

    objects = PageManager.from_queryset(StoryPageQuerySet)()
    shown_with = ("locale", "picture", "category", "area")

    content_panels = [
        SubmissionPanel(),
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("category")]),
        FieldRowPanel([FieldPanel("area"), FieldPanel("credit")]),
        FieldRowPanel([FieldPanel("written_in"), FieldPanel("is_sample"), FieldPanel("is_pick")]),
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
        indexes = [
            models.Index(fields=["-published_on", "-page_ptr"], name="story_newest_first"),
            models.Index(fields=["category", "-published_on", "-page_ptr"], name="story_newest_in_category"),
            models.Index(fields=["area", "-published_on", "-page_ptr"], name="story_newest_in_area"),
            models.Index(
                fields=["-published_on", "-page_ptr"], condition=models.Q(is_pick=True), name="story_newest_picks"
            ),
        ]

    @property
    def language(self) -> languages.Language:
        """The language the story itself is in, whatever tree its page stands in."""
        return languages.language(self.written_in) if self.written_in else super().language

    @property
    def preview(self) -> AbstractRendition | None:
        """The picture that goes along when a link is handed on; none its sender did not give for other places."""
        if not self.picture:
            return None
        sent = Submission.objects.filter(story__translation_key=self.translation_key)
        if sent.exclude(consents__what=ConsentRecord.What.ELSEWHERE).exists():
            return None
        return self.picture.get_rendition(PREVIEW)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        code = get_language() or SOURCE
        categories = Category.objects.by_slug(code)
        name_categories([self], categories)
        more = self._more_stories(code)
        name_categories(more, categories)
        this = {"title": self.title, "attributes": self.attributes}
        return context | {
            "crumbs": [*context["crumbs"], this],
            "shown_category": self.shown_category,
            "more_stories": more,
            "is_more_of_category": any(story.shown_category == self.shown_category for story in more if self.category),
            "preview": self.preview,
        }

    def _more_stories(self, code: str) -> "list[StoryPage]":
        others = StoryPage.objects.listed(code).exclude(translation_key=self.translation_key)

        def groups() -> Iterator[Iterable[Candidate]]:
            if self.shown_category:
                yield others.filed_under(self.shown_category).candidates()
            # Asked for together: one question less.
            wanted = models.Q(is_pick=True)
            if self.area:
                network = self.area.parent_id or self.area_id
                wanted |= models.Q(area=network) | models.Q(area__parent=network)
            found = list(others.filter(wanted).candidates())
            yield [one for one in found if self.area and network in one.areas]
            yield found

        numbers = related.nearest(groups(), code, MORE_STORIES)
        found = StoryPage.objects.filter(pk__in=numbers).select_related(*self.shown_with).with_pictures()
        return sorted(found, key=lambda story: numbers.index(story.pk))
