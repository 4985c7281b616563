"""What readers tell us about languages: one that is not here, a translation that is wrong."""

from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home import tasks
from home.forms import LanguageRequestForm, LetterForm, TranslationProblemForm
from home.languages import SOURCE
from home.models import BasePage, Fact
from home.open_forms import open_form
from home.routing import public_page_at

INTERPRETERS = {"health": "nhs-urgent-number", "council": "council-phone"}


def letter(form_class: type[LetterForm]) -> Callable:
    """A view for a form of this class, open to anybody."""

    def decorate(view: Callable) -> Callable:
        @open_form(form_class)
        @wraps(view)
        def wrapped(request: HttpRequest) -> HttpResponse:
            return view(request, form_class(request.POST if request.method == "POST" else None))

        return wrapped

    return decorate


@letter(LanguageRequestForm)
def language_missing(request: HttpRequest, form: LanguageRequestForm) -> HttpResponse:
    """“My language is not here”: how to get an interpreter, and a request that reaches the editors."""
    if form.is_valid():
        form.keep(language=get_language())
        return redirect("contact_sent")
    found = Fact.objects.in_bulk(INTERPRETERS.values(), field_name="key")
    context = {name: found.get(key) for name, key in INTERPRETERS.items()}
    return _show(request, "home/language_missing.html", form, title=_("My language is not here"), **context)


@letter(TranslationProblemForm)
def translation_problem(request: HttpRequest, form: TranslationProblemForm) -> HttpResponse:
    """“Something is wrong with this translation”: reaches those who review the language."""
    if get_language() == SOURCE:
        # Nobody translated the English; a reader comes here by switching language on this page.
        return redirect("contact")
    page = _page_asked_about(request)
    if form.is_valid():
        problem = form.keep(language=get_language(), path=page.address)
        if problem is not None:
            transaction.on_commit(partial(tasks.tell_reviewers.enqueue, problem.pk))
        return redirect(f"{reverse('translation_problem_sent')}?{urlencode({'page': page.relative_path})}")
    title = _("Something is wrong with this translation")
    return _show(request, "home/translation_problem.html", form, title=title, about=page)


@never_cache
@require_safe
def translation_problem_sent(request: HttpRequest) -> HttpResponse:
    context = {"about": _page_asked_about(request), "title": _("Thank you")}
    return render(request, "home/translation_problem_sent.html", context)


def _page_asked_about(request: HttpRequest) -> BasePage:
    """The public page `?page=` names; raises Http404 for anything else."""
    return public_page_at(request.GET.get("page", ""), get_language() or SOURCE)


def _show(request: HttpRequest, template: str, form: LetterForm, **context: object) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, template, {"form": form, **context}, status=status)
