"""The desk's pages where translations are taken out as PO files and brought back."""

from collections.abc import Collection

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page
from wagtail_localize.models import Translation

from home import translation_exchange, translation_files
from home.languages import LANGUAGES
from home.models import TranslationRecord
from home.permissions import languages_of, may_translate, rights_of

MOST_PROBLEMS_SHOWN = 200


def _named(codes: Collection[str]) -> list[tuple[str, str]]:
    return [(code, language.english_name) for code, language in LANGUAGES.items() if code in codes]


class ExportForm(forms.Form):
    """Which translations to take out."""

    PAGE, PACK, SINCE, ALL = "page", "pack", "since", "all"

    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    what = forms.ChoiceField(
        label=_("What"),
        widget=forms.RadioSelect,
        initial=PACK,
        choices=[
            (PAGE, _("One page")),
            (PACK, _("The welcome pack, with the words and contacts it shows")),
            (SINCE, _("All that changed since a day")),
            (ALL, _("Everything")),
        ],
    )
    page = forms.CharField(label=_("Address of the page, as welcome/health"), required=False)
    since = forms.DateField(label=_("Day"), required=False, widget=AdminDateInput)
    # One page or snippet by its translation key, for the desk's own links.
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, codes: Collection[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = _named(codes)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("what") == self.SINCE and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", _("Choose a day."))
        if cleaned.get("what") == self.PAGE and not cleaned.get("key"):
            try:
                cleaned["key"] = translation_exchange.page_at(cleaned.get("page", "")).translation_key
            except Page.DoesNotExist:
                self.add_error("page", _("There is no English page at this address."))
        return cleaned

    def records(self) -> list[TranslationRecord]:
        what = self.cleaned_data["what"]
        return translation_exchange.records_of(
            self.cleaned_data["languages"],
            page=self.cleaned_data["key"] if what == self.PAGE else None,
            below=translation_exchange.PACK if what == self.PACK else None,
            since=self.cleaned_data["since"] if what == self.SINCE else None,
        )


class ImportForm(forms.Form):
    """Which file to bring in, and as what."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A PO file, or a zip of them: at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".po,.zip"}),
    )
    is_draft = forms.BooleanField(
        label=_("Nobody has checked these words"),
        help_text=_("They come in as a draft and never replace what a person wrote."),
        required=False,
    )
    publish = forms.BooleanField(
        label=_("Publish them"),
        help_text=_("In the languages in which you may publish; what has no words stays in English and says so."),
        required=False,
    )


class ForTranslators(WagtailAdminTemplateMixin):
    """A page for whoever may translate into at least one language."""

    header_icon = "wagtail-localize-language"

    @cached_property
    def codes(self) -> frozenset[str]:
        return languages_of(self.request.user)

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.codes:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class ExportView(ForTranslators, FormView):
    page_title = _("Translations out")
    template_name = "home/admin/translation_export.html"
    form_class = ExportForm
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "what" not in request.GET:
            return super().get(request, *args, **kwargs)
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def get_form_kwargs(self) -> dict:
        is_sent = "what" in self.request.GET
        own = (
            {"data": self.request.GET}
            if is_sent
            else {"initial": {"languages": list(self.codes), "what": ExportForm.PACK}}
        )
        return super().get_form_kwargs() | own | {"codes": self.codes}

    def form_valid(self, form: ExportForm) -> HttpResponse:
        files = translation_exchange.exported(form.records())
        if not files:
            form.add_error(None, _("There is nothing to translate."))
            return self.form_invalid(form)
        return _download(translation_files.packed(files), f"translations-{timezone.localdate()}.zip", "application/zip")


class ImportView(ForTranslators, FormView):
    page_title = _("Translations back in")
    template_name = "home/admin/translation_import.html"
    form_class = ImportForm

    def form_valid(self, form: ImportForm) -> HttpResponse:
        upload = form.cleaned_data["file"]
        outcome = translation_exchange.bring_in(
            [(upload.name, upload)],
            by=self.request.user,
            languages=self.codes,
            is_draft=form.cleaned_data["is_draft"],
            publish_in=rights_of(self.request.user).publish if form.cleaned_data["publish"] else None,
        )
        if outcome.is_good:
            messages.success(self.request, str(outcome))
            return redirect("translation_import")
        context = self.get_context_data(
            form=form,
            problems=outcome.problems[:MOST_PROBLEMS_SHOWN],
            more=max(0, len(outcome.problems) - MOST_PROBLEMS_SHOWN),
        )
        return self.render_to_response(context, status=422)


def download(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The PO file of the page in front of the translator, in wagtail-localize's editor."""
    translation = _own(request, translation_id)
    records = TranslationRecord.objects.filter(
        translation_key=translation.source.object_id, locale=translation.target_locale
    )
    for name, content in translation_exchange.exported(records.select_related("locale")).items():
        return _download(content, name.replace("/", "-"), "text/x-gettext-translation")
    messages.error(request, _("There is nothing to translate."))
    return _back(request)


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponse:
    """A PO file for the page in front of the translator; nothing comes in there that would not come in elsewhere."""
    translation = _own(request, translation_id)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a file."))
        return _back(request)
    outcome = translation_exchange.bring_in(
        [(file.name, file)], by=request.user, languages=languages_of(request.user), only=translation.uuid
    )
    if outcome.is_good:
        messages.success(request, str(outcome))
    else:
        few = outcome.problems[:5]
        left = len(outcome.problems) - len(few)
        lines = [str(problem) for problem in few]
        if left:
            lines.append(
                ngettext("And %(count)d more problem.", "And %(count)d more problems.", left) % {"count": left}
            )
        messages.error(request, " ".join([str(_("Nothing was changed.")), *lines]))
    return _back(request)


def _own(request: HttpRequest, translation_id: int) -> Translation:
    rows = Translation.objects.select_related("target_locale", "source")
    translation = get_object_or_404(rows, pk=translation_id)
    if not may_translate(request.user, translation.target_locale.language_code):
        raise PermissionDenied
    return translation


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def urls() -> list[URLPattern]:
    """The desk's addresses, and those of wagtail-localize's editor whose files come and go unchecked."""
    editor = "localize/translate/<int:translation_id>/pofile"
    return [
        path("translations/export/", ExportView.as_view(), name="translation_export"),
        path("translations/import/", ImportView.as_view(), name="translation_import"),
        path(f"{editor}/download/", download),
        path(f"{editor}/upload/", upload),
    ]
