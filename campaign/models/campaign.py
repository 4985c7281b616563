from django import forms
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.fields import SynchronizedField

from campaign import initiative_filter
from campaign.blocks import OF_THE_CAMPAIGN
from campaign.initiative_filter import Group, InitiativeFilter
from campaign.models import offered
from campaign.models.dates import EventDate
from campaign.models.events import EventPage
from campaign.models.offered import OfferedAt
from home.blocks import BODY, PROSE
from home.languages import SOURCE
from home.models import BasePage, Place, ReviewedPage, Service
from home.models.base import BasePageQuerySet
from home.models.reviewed import ReviewedPageForm

LISTED_DATES = 3
MOST_SERVICES = 12


class CampaignPage(ReviewedPage, BasePage):
    """“Waltham Forest, Our Place”: what it is about and how to get involved."""

    strapline = models.CharField(_("strapline"), max_length=160, blank=True)
    body = StreamField([*OF_THE_CAMPAIGN, *BODY], blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("strapline"),
        FieldPanel("body"),
        ReviewedPage.review_panel,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    override_translatable_fields = BasePage.override_translatable_fields + ReviewedPage.review_sync
    parent_page_types = ["home.HomePage"]
    subpage_types = ["campaign.InitiativePage", "home.FormPage"]
    max_count_per_parent = 1
    # Together with the initiatives' pictures.
    prefetched_with = ()

    class Meta:
        verbose_name = _("campaign page")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        code = get_language() or SOURCE
        context["asked"] = InitiativeFilter(request.GET)
        initiatives = InitiativePage.objects.for_group(context["asked"].group).in_reading_order(code)
        models.prefetch_related_objects([self, *initiatives], "picture__renditions")
        context["initiatives"] = initiatives
        return context


class InitiativePageQuerySet(BasePageQuerySet):
    def for_group(self, group: str) -> "InitiativePageQuerySet":
        """Those for this group or for everyone, in every language; '' and everyone: all of them."""
        if group in {"", Group.EVERYONE}:
            return self
        fits = Q(groups__contains=f" {group} ") | Q(groups__contains=f" {Group.EVERYONE} ")
        # The English says whom it is for: a translation may be older.
        english = self.model.objects.filter(fits, locale__language_code=SOURCE)
        return self.filter(translation_key__in=english.values("translation_key"))


class InitiativeForm(ReviewedPageForm):
    groups = forms.MultipleChoiceField(
        label=_("groups it is found under"),
        choices=Group.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["groups"] = self.initial.get("groups", "").split()

    def clean_groups(self) -> str:
        return initiative_filter.written(self.cleaned_data["groups"])


class InitiativePage(ReviewedPage, BasePage):
    """One of the “menu of innovations”, told in three parts (P25)."""

    who_for = models.CharField(_("who it is for"), max_length=160, blank=True)
    # With a space on each side of each, as `initiative_filter.written` puts them.
    groups = models.CharField(_("groups it is found under"), max_length=80, blank=True)
    what_we_know = RichTextField(_("what we know"), features=PROSE, blank=True)
    what_we_will_do = RichTextField(_("what we will do"), features=PROSE, blank=True)
    what_we_hope_for = RichTextField(_("what we hope for"), features=PROSE, blank=True)
    body = StreamField(BODY, blank=True)
    ask_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page to take part with"),
        help_text=_("A form, for example. Without one, people are led to the contact form."),
    )
    kind_of_service = models.CharField(
        _("services of this kind"), max_length=12, choices=Service.Kind.choices, blank=True
    )
    kind_of_event = models.CharField(
        _("events of this kind"), max_length=10, choices=EventPage.Kind.choices, blank=True
    )
    related = StreamField(
        [("service", SnippetChooserBlock("home.Service")), ("place", SnippetChooserBlock("home.Place"))],
        verbose_name=_("services and places"),
        blank=True,
    )

    objects = PageManager.from_queryset(InitiativePageQuerySet)()
    base_form_class = InitiativeForm
    shown_with = ("locale", "picture", "ask_page")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("who_for"),
        FieldPanel("groups"),
        FieldPanel("what_we_know"),
        FieldPanel("what_we_will_do"),
        FieldPanel("what_we_hope_for"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("ask_page"),
                FieldPanel("kind_of_service"),
                FieldPanel("kind_of_event"),
                FieldPanel("related"),
            ],
            heading=_("How to take part"),
        ),
        ReviewedPage.review_panel,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("what_we_know"),
        index.SearchField("what_we_will_do"),
        index.SearchField("what_we_hope_for"),
        index.SearchField("body"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *ReviewedPage.review_sync,
        *(SynchronizedField(name, overridable=False) for name in ("groups", "kind_of_service", "kind_of_event")),
    ]
    parent_page_types = ["campaign.CampaignPage"]
    subpage_types = ["home.FormPage"]

    class Meta:
        verbose_name = _("initiative")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        code = get_language() or SOURCE
        context["offered"], context["places"] = self.what_is_offered(code)
        if self.kind_of_event:
            of_kind = EventDate.objects.filter(event__kind=self.kind_of_event)
            context["dates"] = of_kind.next(LISTED_DATES, code, timezone.now())
        return context

    def what_is_offered(self, code: str) -> tuple[list[Service], list[OfferedAt]]:
        """The services of its kind and those an editor has chosen, then the chosen places nothing of that is at."""
        services, places = (offered.chosen(self.related, kind) for kind in ("service", "place"))
        found = []
        if self.kind_of_service or services:
            chosen = Service.objects.filter(pk__in=services).values("translation_key")
            wanted = Q(kind=self.kind_of_service) | Q(translation_key__in=chosen)
            found = list(Service.objects.in_language(code).filter(wanted).order_by("name")[:MOST_SERVICES])
        rest = set(places) - {service.place_id for service in found}
        return found, offered.by_place(Place.objects.filter(pk__in=rest), []) if rest else []

    @property
    def ask_address(self) -> str:
        """Where one takes part: the path of the page chosen for it, in the reader's language; '' without one."""
        if not self.ask_page or not self.ask_page.live:
            return ""
        return f"/{get_language() or SOURCE}/{self.ask_page.url_path.split('/', 2)[2]}"
