"""wagtail-localize's addresses, kept to the languages somebody works in.

It asks whether somebody may change a page, but of snippets only whether they may change any; and whoever may send
one thing for translation may send everything into every language, and publish every translation there is.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail.models import TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail_localize import wagtail_hooks as localize
from wagtail_localize.models import Translation
from wagtail_localize.views.snippets_api import SnippetViewSet
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
    SubmitTranslationForm,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView

from home.languages import SOURCE
from home.permissions import edits_the_english, languages_of, may_translate


class Sending:
    """Only the English is sent for translation, and only into one's own languages."""

    def get_object(self) -> TranslatableMixin:
        found = super().get_object()
        if found.locale.language_code != SOURCE:
            raise PermissionDenied
        return found

    def get_form(self) -> SubmitTranslationForm:
        form = super().get_form()
        locales = form.fields["locales"]
        locales.queryset = locales.queryset.filter(language_code__in=languages_of(self.request.user))
        return form


class SendPage(Sending, SubmitPageTranslationView):
    pass


class SendSnippet(Sending, SubmitSnippetTranslationView):
    pass


class OwnSnippets(SnippetViewSet):
    """What the translation editor asks about snippets it mentions."""

    def get_queryset(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.get_model())
        return policy.instances_user_has_any_permission_for(self.request.user, {"view", "change"})


def by_an_editor(view: Callable) -> Callable:
    """Brings the English as it stands into every translation and may publish them all: nothing for one language."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs) -> HttpResponse:
        if not edits_the_english(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return wrapped


def in_own_language(view: Callable) -> Callable:
    """A view of one translation, for those who translate into its language."""

    @wraps(view)
    def wrapped(request: HttpRequest, translation_id: int, **kwargs) -> HttpResponse:
        code = (
            Translation.objects.filter(pk=translation_id).values_list("target_locale__language_code", flat=True).first()
        )
        if code and not may_translate(request.user, code):
            raise PermissionDenied
        return view(request, translation_id=translation_id, **kwargs)

    return wrapped


def refused(request: HttpRequest, **kwargs) -> HttpResponse:
    """Turns a translation back into a copy of the English at the translated address, and forgets who translated it.

    A page that is not translated is answered from the English tree, so nobody needs that; taking it down is enough.
    """
    raise PermissionDenied


def urls() -> list[URLPattern | URLResolver]:
    """Stands in front of wagtail-localize's own: the first address that fits answers."""
    (theirs,) = localize.register_admin_urls()
    about_one = [pattern for pattern in theirs.url_patterns if "<int:translation_id>" in str(pattern.pattern)]
    snippets = "api/snippets/<slug:app_label>/<slug:model_name>/"
    ours = [
        path("submit/page/<int:page_id>/", SendPage.as_view()),
        path("submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", SendSnippet.as_view()),
        path("update/<int:translation_source_id>/", by_an_editor(UpdateTranslationsView.as_view())),
        path("page/<int:page_id>/convert_to_alias/", refused),
        # Its report has words of its own for how a translation stands: the desk alone tells that.
        path("reports/translations/", RedirectView.as_view(pattern_name="language_desk")),
        path("reports/translations/results/", RedirectView.as_view(pattern_name="language_desk")),
        path(snippets, OwnSnippets.as_view({"get": "list"})),
        path(f"{snippets}<str:pk>/", OwnSnippets.as_view({"get": "retrieve"})),
    ]
    return [path("localize/", include([*ours, *decorate_urlpatterns(about_one, in_own_language)]))]
