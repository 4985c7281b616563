"""The language desk in the admin: the grid, what is to do in one language, and the passages of one translation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic import BaseListingView, WagtailAdminTemplateMixin
from wagtail.models import Page, get_page_models
from wagtail_localize.machine_translators import get_machine_translator

from home import desk, desk_passages, languages
from home.desk_passages import Changed
from home.languages import LANGUAGES, SOURCE, Language
from home.models import TranslationRecord
from home.permissions import edits_the_english, languages_of, may_check, may_publish
from home.translation import Origin, State
from home.translation_records import NotReady

ROWS = 50
OTHER_PAGES, ALL_PAGES, RECORDS = "other", "pages", "records"
LISTED = ("translation_key", "model", "title", "state", "words", "words_to_do", "english_changed_on")
LISTED += ("translated_on", "checked_on", "origin")


def codes_of(user: AbstractBaseUser) -> list[str]:
    """The languages this person sees at the desk, in the order of the table; editors see every one."""
    if not user.has_perm("home.view_translationrecord"):
        return []
    seen = LANGUAGES.keys() if edits_the_english(user) else languages_of(user)
    return [code for code in LANGUAGES if code in seen and code != SOURCE]


def in_pack() -> list[str]:
    """The models of the welcome pack, which come first."""
    return [label(model) for model in get_page_models() if getattr(model, "is_of_the_pack", False)]


def of_pages() -> list[str]:
    return [label(model) for model in get_page_models()]


def label(model: type) -> str:
    return model._meta.label_lower


def of_kind(kind: str) -> Q:
    """The records of one kind; '' are those of the welcome pack."""
    return {
        OTHER_PAGES: Q(model__in=of_pages()) & ~Q(model__in=in_pack()),
        ALL_PAGES: Q(model__in=of_pages()),
        RECORDS: ~Q(model__in=of_pages()),
    }.get(kind, Q(model__in=in_pack()))


class DeskFilterSet(WagtailFilterSet):
    """What of the desk is shown. Without a kind it is the welcome pack."""

    kind = django_filters.ChoiceFilter(
        label=_("What"),
        method="by_kind",
        choices=[
            (OTHER_PAGES, _("Other pages")),
            (ALL_PAGES, _("All pages")),
            (RECORDS, _("Contacts, glossary and alerts")),
        ],
        empty_label=_("Welcome pack"),
        widget=forms.RadioSelect,
    )
    language = django_filters.ChoiceFilter(label=_("Language"), method="by_language", empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=list(desk.LABELS.items()), empty_label=_("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = TranslationRecord
        fields = ("kind", "language", "state")

    def __init__(self, *args, codes: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["language"].extra["choices"] = [(code, LANGUAGES[code].english_name) for code in codes]

    def by_kind(self, records: QuerySet, name: str, value: str) -> QuerySet:
        return records.filter(of_kind(value))

    def by_language(self, records: QuerySet, name: str, value: str) -> QuerySet:
        return records.filter(locale__language_code=value)


class LanguagesListing(BaseListingView):
    """What the grid and the list of one language share."""

    header_icon = "wagtail-localize-language"
    page_title = _("Languages")
    paginate_by = ROWS
    is_searchable = True
    search_fields = ("title",)
    filterset_class = DeskFilterSet
    verbose_name_plural = _("translations")

    @cached_property
    def codes(self) -> list[str]:
        return codes_of(self.request.user)

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.codes:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "codes": self.codes}

    def chosen(self, name: str) -> str:
        return self.filters.form.cleaned_data.get(name) or "" if self.filters.is_valid() else ""


class Grid(LanguagesListing):
    """Topics × languages: every cell with its state, percentage, words to do and age."""

    template_name = "home/admin/desk.html"
    results_template_name = "home/admin/desk_results.html"
    index_url_name = "language_desk"
    index_results_url_name = "language_desk_results"

    @cached_property
    def records(self) -> QuerySet:
        """Every record that is shown, on this page of the list or another."""
        kind = Q() if self.chosen("kind") else of_kind("")
        found = TranslationRecord.objects.wanted().filter(kind, locale__language_code__in=self.codes)
        return self.search_queryset(self.filter_queryset(found))

    def get_queryset(self) -> list[dict[str, Any]]:
        """One row for each page or snippet, pages in the order of the tree; all of them, they are short."""
        if self.chosen("kind") == RECORDS:
            rows = self.records.order_by("model", "title", "translation_key").distinct()
            return list(rows.values("translation_key", "title", "model"))
        records = self.records.filter(translation_key=OuterRef("translation_key")).order_by()
        rows = Page.objects.filter(Exists(records), locale__language_code=SOURCE, alias_of=None).order_by("path")
        return list(rows.values("translation_key", "title"))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        only = self.chosen("language")
        columns = [LANGUAGES[code] for code in self.codes if not only or code == only]
        rows = list(context["object_list"])
        cells = defaultdict(dict)
        shown = self.records.filter(translation_key__in=[row["translation_key"] for row in rows])
        for record in shown.annotate(code=F("locale__language_code")).only(*LISTED):
            cells[record.translation_key][record.code] = desk.cell(record, record.code, self.today)
        for row in rows:
            row["cells"] = [cells[row["translation_key"]].get(column.code) for column in columns]
            if "model" in row:
                row["kind"] = apps.get_model(row["model"])._meta.verbose_name
        totals = totals_of(self.records)
        return {
            **context,
            "object_list": rows,
            "columns": [(column, totals[column.code]) for column in columns],
            "labels": [
                (state.value.replace(" ", "-"), desk.ICONS[state], label) for state, label in desk.LABELS.items()
            ],
        }


def totals_of(records: QuerySet) -> dict[str, dict[str, int]]:
    """Words to do, and how many of each state, by language."""
    rows = records.order_by().values_list("locale__language_code", "state")
    totals: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for code, state, many, words in rows.annotate(Count("pk"), Sum("words_to_do")):
        totals[code][State(state).name.lower()] += many
        totals[code]["words_to_do"] += words
        if state in desk.TO_CHECK:
            totals[code]["to_check"] += many
    return totals


class ToDoFilterSet(DeskFilterSet):
    """The same for one language; without a kind it is everything."""

    language = None

    class Meta(DeskFilterSet.Meta):
        fields = ("kind", "state")


class ToDo(LanguagesListing):
    """What wants doing in one language, what matters most first."""

    template_name = "home/admin/to_do.html"
    results_template_name = "home/admin/to_do_results.html"
    index_url_name = "language_to_do"
    index_results_url_name = "language_to_do_results"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.language = language_or_refuse(request.user, kwargs["code"])
        return super().dispatch(request, *args, **kwargs)

    def get_index_url(self) -> str:
        return reverse(self.index_url_name, args=[self.language.code])

    def get_index_results_url(self) -> str:
        return reverse(self.index_results_url_name, args=[self.language.code])

    def get_breadcrumbs_items(self) -> list[dict]:
        return breadcrumbs(self.language.english_name)

    def get_page_subtitle(self) -> str:
        return self.language.english_name

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "codes": [self.language.code]}

    def get_queryset(self) -> QuerySet:
        found = to_do(self.language.code, may_check(self.request.user, self.language.code))
        return self.search_queryset(self.filter_queryset(found))

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        records = self.get_queryset()
        context = super().get_context_data(**kwargs)
        rows = [
            {
                "title": record.title,
                "kind": apps.get_model(record.model)._meta.verbose_name,
                "is_page": record.model in of_pages(),
                "cell": desk.cell(record, self.language.code, self.today),
            }
            for record in context["object_list"]
        ]
        checks = may_check(self.request.user, self.language.code)
        for row in rows:
            row["is_to_check"] = checks and row["cell"].is_to_check
        return {
            **context,
            "object_list": rows,
            "language": self.language,
            "others": [LANGUAGES[code] for code in self.codes if code != self.language.code],
            "words_to_do": records.aggregate(words=Sum("words_to_do"))["words"] or 0,
        }


def to_do(code: str, with_checking: bool) -> QuerySet:
    """The records of a language that want doing, in order of need; drafts to check only for whoever may check."""
    is_ready = Q(state=State.MISSING, words_to_do=0)
    need = Case(
        When(state=State.OUT_OF_DATE, then=Value(0)),
        When(is_ready, then=Value(2)),
        When(state=State.MISSING, then=Value(1)),
        When(state=State.MACHINE_DRAFT, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    pages = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=SOURCE)
    records = TranslationRecord.objects.wanted().filter(locale__language_code=code, words__gt=0)
    done = Q(state=State.CHECKED, words_to_do=0)
    if not with_checking:
        done |= Q(state=State.AWAITING_REVIEW, words_to_do=0)
    return (
        records.exclude(done)
        .annotate(
            need=need,
            comes_later=Case(
                When(model__in=in_pack(), then=Value(0)), When(model__in=of_pages(), then=Value(1)), default=Value(2)
            ),
            place=Subquery(pages.values("path")[:1]),
        )
        .order_by("need", "comes_later", "place", "title", "pk")
        .only(*LISTED)
    )


def language_or_refuse(user: AbstractBaseUser, code: str) -> Language:
    """The language with this code. Raises Http404 for none of the site's, PermissionDenied for somebody else's."""
    if code not in LANGUAGES or code == SOURCE:
        raise Http404
    if code not in codes_of(user):
        raise PermissionDenied
    return languages.language(code)


def breadcrumbs(*titles: str, code: str = "") -> list[dict]:
    """The way from the admin's home over the desk; the last of the titles is where one is."""
    addresses = [reverse("language_to_do", args=[code]) if code else "", ""]
    return [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse("language_desk"), "label": _("Languages")},
        *({"url": url, "label": title} for title, url in zip(titles, addresses[-len(titles) :], strict=True)),
    ]


class Passages(WagtailAdminTemplateMixin, TemplateView):
    """Every passage of one page in one language beside its English, and what may be said of them."""

    template_name = "home/admin/passages.html"
    header_icon = "wagtail-localize-language"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.language, self.record = record_or_refuse(request.user, kwargs["code"], kwargs["key"])

    def get_page_title(self) -> str:
        return self.record.title

    def get_page_subtitle(self) -> str:
        return self.language.english_name

    def get_breadcrumbs_items(self) -> list[dict]:
        items = breadcrumbs(self.language.english_name, self.record.title, code=self.language.code)
        items[-1]["sublabel"] = self.language.english_name
        return items

    def get_context_data(self, typed: Mapping[str, str] | None = None, **kwargs) -> dict[str, Any]:
        """`typed`: words that could not be kept, shown again."""
        reading = desk_passages.read(self.record)
        code, user = self.language.code, self.request.user
        typed = typed or {}
        only_to_do = "to-do" in self.request.GET and bool(reading.to_do)
        shown = reading.to_do if only_to_do else reading.rows
        return {
            **super().get_context_data(**kwargs),
            "record": self.record,
            "reading": reading,
            "rows": [(row, typed.get(row.digest_of_english, row.words[0] or "")) for row in shown if row.is_shown],
            "only_to_do": only_to_do,
            "here": reverse("language_passages", args=[code, self.record.translation_key]),
            "language": self.language,
            "english": languages.language(SOURCE),
            "cell": desk.cell(self.record, code, timezone.localdate()),
            "kind": apps.get_model(self.record.model)._meta.verbose_name,
            "translator": translator_of(self.record),
            "checker": self.record.checked_by and get_user_display_name(self.record.checked_by),
            "offers_machine_draft": reading.staying_english and get_machine_translator() is not None,
            "offers_publishing": may_publish(user, code) and not only_to_do and (reading.waits or not reading.is_page),
            "may_check": may_check(user, code),
            "list_url": reverse("language_to_do", args=[code]),
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Does what was asked and says what it did; words that were typed are not lost when it could not."""
        try:
            self.act(request.POST)
        except Changed:
            problem = _("Something here has changed since you read it. Nothing was done: please look again.")
        except NotReady as reason:
            problem = f"{_('Nothing was done.')} {reason}"
        else:
            return redirect("language_passages", self.language.code, self.record.translation_key)
        messages.warning(request, problem)
        self.record.refresh_from_db()
        return self.render_to_response(self.get_context_data(self.typed), status=409)

    @cached_property
    def typed(self) -> dict[str, str]:
        """The words typed for a record of facts, by the digest of their English."""
        return dict(zip(self.request.POST.getlist("of"), self.request.POST.getlist("words"), strict=False))

    def act(self, asked: QueryDict) -> None:
        user, code = self.request.user, self.language.code
        if one := asked.get("confirm"):
            self.still_correct([one])
        elif asked.get("action") == "still-correct":
            self.still_correct(asked.getlist("passage"))
        elif asked.get("action") == "keep":
            desk_passages.keep_words(self.record, self.typed, user)
            messages.success(self.request, _("Your words are kept. They are not published yet."))
        elif asked.get("action") in {"publish", "check"}:
            with_check = asked["action"] == "check"
            if not (may_check(user, code) if with_check else may_publish(user, code)):
                raise PermissionDenied
            desk_passages.publish(self.record, asked.get("seen", ""), user, self.typed, with_check=with_check)
            checked, published = _("It is checked, and readers are told so."), _("It is published.")
            messages.success(self.request, checked if with_check else published)
        else:
            raise NotReady(_("Please choose what to do."))

    def still_correct(self, digests: list[str]) -> None:
        if not digests:
            raise NotReady(_("Please choose at least one passage."))
        is_checked = may_check(self.request.user, self.language.code)
        many = desk_passages.still_correct(self.record, digests, is_checked=is_checked)
        if not many:
            messages.success(self.request, _("These passages were confirmed already."))
            return
        said = ngettext("%(many)d passage is confirmed.", "%(many)d passages are confirmed.", many)
        messages.success(self.request, said % {"many": many})


def translator_of(record: TranslationRecord) -> str:
    """The name of the person whose words they are; '' for a draft, whoever has put some of it right."""
    by = record.translated_by
    return get_user_display_name(by) if by and record.origin == Origin.TRANSLATOR else ""


def record_or_refuse(user: AbstractBaseUser, code: str, key: UUID) -> tuple[Language, TranslationRecord]:
    language = language_or_refuse(user, code)
    records = TranslationRecord.objects.select_related("locale", "translated_by", "checked_by")
    return language, get_object_or_404(records, translation_key=key, locale__language_code=code)


@require_POST
def translate(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """To the editor of this page in this language, begun if it never was."""
    _language, record = record_or_refuse(request.user, code, key)
    try:
        return redirect(desk_passages.begin(record, request.user))
    except NotReady as reason:
        messages.warning(request, str(reason))
        return redirect("language_passages", code, key)


class LanguagesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(codes_of(request.user))


class ToDoPanel(Component):
    """On the admin's home: what wants doing in the languages of whoever is signed in."""

    name = "to_do_in_your_languages"
    template_name = "home/admin/to_do_panel.html"
    order = 120

    def get_context_data(self, parent_context: dict) -> dict:
        codes = codes_of(parent_context["request"].user)
        totals = totals_of(TranslationRecord.objects.wanted().filter(locale__language_code__in=codes)) if codes else {}
        return {"rows": [(LANGUAGES[code], totals[code]) for code in codes if code in totals]}


def menu_item() -> MenuItem:
    return LanguagesMenuItem(
        _("Languages"),
        reverse_lazy("language_desk"),
        name="language-desk",
        icon_name="wagtail-localize-language",
        order=150,
    )


def urls() -> list[URLResolver]:
    return [path("languages/", include(urlpatterns))]


urlpatterns = [
    path("", Grid.as_view(), name="language_desk"),
    path("results/", Grid.as_view(results_only=True), name="language_desk_results"),
    path("<slug:code>/", ToDo.as_view(), name="language_to_do"),
    path("<slug:code>/results/", ToDo.as_view(results_only=True), name="language_to_do_results"),
    path("<slug:code>/<uuid:key>/", Passages.as_view(), name="language_passages"),
    path("<slug:code>/<uuid:key>/translate/", translate, name="language_translate"),
]
