"""Machine drafts in the admin: asking for one, and seeing how they went."""

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Locale, Page
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import UpdateTranslationsView

from home import facts, languages, machine_drafts, own_languages, tasks
from home.languages import SOURCE
from home.models import DraftingMonth, MachineDraft
from home.permissions import OwnReadingPolicy, may_translate


class DraftingPolicy(OwnReadingPolicy):
    """Like `OwnReadingPolicy`; nobody sees it while no translation service is set up."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return machine_drafts.is_on() and super().user_has_permission(user, action)


@require_POST
def machine_draft(request: HttpRequest, translation_key: UUID, code: str) -> HttpResponse:
    """Asks for a machine draft of a page or snippet in one language; begins its translation where there is none."""
    _must_be_on()
    locale = get_object_or_404(Locale.objects.exclude(language_code=SOURCE), language_code=code)
    begun = Translation.objects.filter(source__object_id=translation_key, target_locale=locale)
    if not begun.exists() and not request.user.has_perm("wagtail_localize.submit_translation"):
        raise PermissionDenied
    try:
        with transaction.atomic():
            translation = machine_drafts.translation_of(translation_key, locale, request.user)
            _must_be_allowed(request.user, translation)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return _draft(request, translation)


@require_POST
def machine_translate(request: HttpRequest, translation_id: int) -> HttpResponse:
    """The button in wagtail-localize's own editor: asks for the same draft, and says what came of it."""
    _must_be_on()
    translation = get_object_or_404(Translation, id=translation_id, source__locale__language_code=SOURCE)
    _must_be_allowed(request.user, translation)
    return _draft(request, translation)


class UpdateTranslations(UpdateTranslationsView):
    """wagtail-localize's own view, which would wait for a machine inside a transaction."""

    def get_form(self) -> Form:
        form = super().get_form()
        form.fields.pop("use_machine_translation", None)
        return form


def _must_be_on() -> None:
    if not machine_drafts.is_on():
        raise Http404


def _must_be_allowed(user: AbstractBaseUser, translation: Translation) -> None:
    """Whoever translates into its language and may change the page, or snippets of this kind, may have it drafted."""
    if not may_translate(user, translation.target_locale.language_code):
        raise PermissionDenied
    model = translation.source.specific_content_type.model_class()
    if issubclass(model, Page):
        try:
            is_allowed = translation.get_target_instance().permissions_for_user(user).can_edit()
        except ObjectDoesNotExist as error:
            raise Http404 from error
    else:
        is_allowed = user_can_edit_snippet_type(user, model)
    if not is_allowed:
        raise PermissionDenied


def _draft(request: HttpRequest, translation: Translation) -> HttpResponse:
    try:
        run = machine_drafts.begin(translation, request.user)
    except machine_drafts.AlreadyDrafting:
        messages.warning(request, _("A machine is already at work on this translation."))
        return redirect(get_valid_next_url_from_request(request) or reverse("machinedraft:index"))
    tasks.make_machine_draft.enqueue(run.pk)
    run.refresh_from_db()
    inspect = reverse("machinedraft:inspect", args=[run.pk])
    if run.failure:
        say = messages.error
    elif run.finished_at and not run.left_alone:
        say = messages.success
    else:
        say = messages.warning
    say(request, f"{run}: {run.progress}", buttons=[messages.button(inspect, _("See the draft"))])
    return redirect(get_valid_next_url_from_request(request) or inspect)


class Drafts(generic.IndexView):
    """Every machine draft, the newest first, with what is left of the month."""

    def get_page_subtitle(self) -> str:
        return _("%(used)s of %(all)s words used this month") % {
            "used": facts.grouped(str(DraftingMonth.objects.used(timezone.localdate()))),
            "all": facts.grouped(str(machine_drafts.words_a_month())),
        }


class Draft(generic.InspectView):
    """One machine draft: which passages were left alone, and why."""

    object: MachineDraft

    def get_left_alone_display_value(self) -> SafeString:
        attributes = languages.language(self.object.locale.language_code).attributes
        passages = (
            (
                languages.language(SOURCE).attributes,
                english,
                attributes,
                written,
                format_html_join("", "<li>{}</li>", ((reason,) for reason in reasons)),
            )
            for english, written, reasons in self.object.reports()
        )
        shown = format_html_join("", "<li><p{}>{}</p><p{}>{}</p><ul>{}</ul></li>", passages)
        return format_html("<ol>{}</ol>", shown) if shown else SafeString("-")


urls = [
    path("machine-draft/<uuid:translation_key>/<str:code>/", machine_draft, name="machine_draft"),
    path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
    path("localize/update/<int:translation_source_id>/", own_languages.by_an_editor(UpdateTranslations.as_view())),
]
