"""Lists, choosers and forms of the admin, kept to the rows somebody works with: those of their own languages."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser, snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from home.permissions import rights_of


class OwnRows:
    """A list of the rows its reader may see, where a model's policy tells one row from another."""

    def get_base_queryset(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, {"view", "change"})
        return super().get_base_queryset().filter(pk__in=own.order_by().values("pk"))


class OwnSnippetIndex(OwnRows, snippets.IndexView):
    pass


class OwnIndex(OwnRows, generic.IndexView):
    pass


class OpensOwnRows:
    """A viewset none of whose views opens a row its reader may not see: Wagtail asks its policy about models only."""

    def construct_view(self, view_class: type, **kwargs) -> Callable:
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if "pk" in kwargs:
                row = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))
                policy = policy_registry.get_by_type(self.model)
                if not policy.user_has_any_permission_for_instance(request.user, {"view", "change"}, row):
                    raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapped


class OwnChoices:
    """What may be chosen in a form: what is in the languages somebody writes in."""

    def get_object_list(self) -> QuerySet:
        return own_choices(super().get_object_list(), self.request)


class ChooseOwn(OwnChoices, chooser.ChooseView):
    pass


class ChooseOwnResults(OwnChoices, chooser.ChooseResultsView):
    pass


class OwnChosen(chooser.SnippetChosenView):
    def get_object(self, pk: str) -> Model:
        return own_choices(self.model_class.objects.all(), self.request).get(pk=pk)


class OwnChosenMultiple(chooser.SnippetChosenMultipleView):
    def get_objects(self, pks: Iterable[str]) -> QuerySet:
        return own_choices(super().get_objects(pks), self.request)


class OwnChooserViewSet(chooser.SnippetChooserViewSet):
    choose_view_class = ChooseOwn
    choose_results_view_class = ChooseOwnResults
    chosen_view_class = OwnChosen
    chosen_multiple_view_class = OwnChosenMultiple


def own_choices(rows: QuerySet, request: HttpRequest) -> QuerySet:
    return rows.filter(locale__language_code__in=rights_of(request.user).change)


class TranslatedViewSet(OpensOwnRows, SnippetViewSet):
    """Records with a copy in each language."""

    index_view_class = OwnSnippetIndex
    chooser_viewset_class = OwnChooserViewSet
