from copy import copy

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from home import facts, glossary, languages, passages, translation
from home.languages import SOURCE

EMERGENCY = "emergency-number"
SMALL_CHANGE = _("small change")
SMALL_CHANGE_MEANS = _("Only a comma or a typing error has changed: the translations stay as they are.")


def is_restricted(path: str) -> Exists:
    """Whether a page or one above it is not for everybody; `path` is the look-up of the page's tree path."""
    restrictions = PageViewRestriction.objects.annotate(
        below=ExpressionWrapper(OuterRef(path), output_field=models.CharField())
    )
    return Exists(restrictions.filter(below__startswith=F("page__path")))


class BasePageQuerySet(PageQuerySet):
    def readable(self) -> "BasePageQuerySet":
        """Live pages that hold content of their own."""
        return self.live().filter(alias_of=None).select_related(*self.model.shown_with)

    def with_pictures(self) -> "BasePageQuerySet":
        """The same pages with what their pictures need already fetched."""
        return self.prefetch_related("picture__renditions")

    def in_language(self, code: str) -> "BasePageQuerySet":
        """Each readable page once: in this language where it is translated, else in English."""
        if code == SOURCE:
            return self.readable().filter(locale__language_code=SOURCE)
        translated = self.model.objects.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=code, live=True, alias_of=None
        )
        return self.readable().filter(
            Q(locale__language_code=code) | (Q(locale__language_code=SOURCE) & ~Exists(translated))
        )

    def in_reading_order(self, code: str, below: Page | None = None) -> "list[BasePage]":
        """Like `in_language`, in the order the English pages stand in the tree; only children of `below`."""
        both = self.readable().filter(locale__language_code__in={code, SOURCE}).order_by("path")
        if below:
            both = both.filter(url_path__contains=f"/{below.relative_path}", depth=below.depth + 1)
        pages = list(both)
        best = {page.translation_key: page for page in pages if page.locale.language_code == code}
        english = [page for page in pages if page.locale.language_code == SOURCE]
        return [best.get(page.translation_key, page) for page in english]


class InOneLanguage(models.Model):
    """Something with a locale: which language its words are in, and how to say so inside a page in another."""

    class Meta:
        abstract = True

    @property
    def language(self) -> languages.Language:
        return languages.language(self.locale.language_code)

    @property
    def attributes(self) -> SafeString:
        return self.language.attributes


def stored_words(thing: models.Model) -> str:
    """Every text and rich text of its own in its stored form, for finding tokens."""
    return " ".join(
        str(field.value_to_string(thing))
        for field in thing._meta.concrete_fields
        if field.model is type(thing) and isinstance(field, models.TextField | models.CharField | StreamField)
    )


class SaysSmallChange:
    """A form that calls no change small when a number, a fact, a word of the glossary or a link has changed with it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "is_small_change" in self.fields:
            # Said of each change anew.
            self.initial["is_small_change"] = False
            if self.instance.locale_id and self.instance.locale.language_code != SOURCE:
                del self.fields["is_small_change"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("is_small_change") and self.instance.pk:
            before = type(self.instance)._base_manager.get(pk=self.instance.pk)
            typed = copy(self.instance)
            for field in typed._meta.concrete_fields:
                if field.name in cleaned:
                    setattr(typed, field.name, cleaned[field.name])
            if passages.weighty(stored_words(before)) != passages.weighty(stored_words(typed)):
                self.add_error("is_small_change", _("A number, a link or a fact has changed: that is no small change."))
        return cleaned


class BasePageForm(SaysSmallChange, WagtailAdminPageForm):
    pass


class BasePage(InOneLanguage, Page):
    """What every page has: a summary, perhaps a picture, and an honest account of its translation."""

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One sentence, for lists and search engines.")
    )
    picture = models.ForeignKey(
        "home.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("Leave empty to use the words kept with the picture."),
    )

    is_small_change = models.BooleanField(SMALL_CHANGE, default=False, help_text=SMALL_CHANGE_MEANS)

    objects = PageManager.from_queryset(BasePageQuerySet)()
    base_form_class = BasePageForm
    # Whether every language is asked for a translation.
    belongs_on_desk = True
    # Whether the desk shows it with the welcome pack, before all else.
    is_of_the_pack = False
    # The keys of facts a page shows whatever its words say.
    always_mentioned = frozenset()
    # Whether to offer the page to somebody whose search found nothing.
    is_suggested = False
    # What a page is shown with, fetched in the same query.
    shown_with = ("locale", "picture")
    # What is fetched beside it, in a query more.
    prefetched_with = ("picture__renditions",)

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture")),
        FieldPanel("is_small_change"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.AutocompleteField("summary")]
    # An address is the same in every language but for its first part, so that it can be said over a phone.
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("is_small_change", overridable=False),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        unknown = facts.keys_in(stored_words(self)) - self.facts().keys()
        if unknown:
            raise ValidationError(_("There is no fact with this key: %(keys)s") % {"keys": ", ".join(sorted(unknown))})
        unknown = glossary.keys_in(stored_words(self)) - self.terms().keys()
        if unknown:
            raise ValidationError(_("There is no word with this key: %(keys)s") % {"keys": ", ".join(sorted(unknown))})

    def facts(self) -> "dict[str, models.Model]":
        """The fact records this page's sentences mention, by key."""
        from home.models import Fact

        keys = facts.keys_in(stored_words(self)) | self.always_mentioned
        return {fact.key: fact for fact in Fact.objects.filter(key__in=keys)} if keys else {}

    def terms(self) -> "dict[str, models.Model]":
        """The glossary words this page's sentences mention, by key, in the page's language."""
        from home.models import Term

        keys = glossary.keys_in(stored_words(self))
        return Term.objects.by_key(keys, self.locale.language_code) if keys else {}

    @property
    def shown_translations(self) -> PageQuerySet:
        """What goes down with this page: the translations of it that readers see; none of a translation."""
        others = Page.objects.live().filter(translation_key=self.translation_key, alias_of=None).exclude(pk=self.pk)
        return others if self.locale.language_code == SOURCE else others.none()

    @property
    def relative_path(self) -> str:
        """The address below the language: 'welcome/health/'; '' for the home page."""
        return self.url_path.split("/", 2)[2]

    def address_in(self, code: str) -> str:
        """The page's path for readers of this language, whether or not it is translated (promise 3)."""
        return f"/{code}/{self.relative_path}"

    @property
    def address(self) -> str:
        return self.address_in(get_language() or SOURCE)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        code = get_language() or SOURCE
        lineage = translation.lineage_of(self)
        return {
            **context,
            "facts": self.facts(),
            "terms": self.terms(),
            "translation": translation.of(self, code, lineage.versions(self.translation_key)),
            "canonical": self.full_address(self.locale.language_code),
            "alternates": [(version, self.full_address(version)) for version in lineage.versions(self.translation_key)],
            "crumbs": lineage.above(self, code),
        }

    def full_address(self, code: str) -> str:
        return f"{settings.SITE_ADDRESS}{self.address_in(code)}"

    def get_view_restrictions(self) -> models.QuerySet:
        """Wagtail's, without asking when the route has shown that there are none."""
        if getattr(self, "is_public", False):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()
