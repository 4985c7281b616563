"""A form that is shown, sent and kept.

It has no CSRF token: it is anonymous, so there is no session to forge, and nobody loses their words because a
browser keeps no cookies.
"""

import json
from functools import partial
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from home import questions, sent_once, spam, tasks
from home.answer_forms import AnswerForm
from home.models import FormAnswer, FormPage
from home.open_forms import TOO_MUCH

# Its own page is not asked for again by a reload; with a query no copy of it is kept.
SENT = "sent"


def serve(page: FormPage, request: HttpRequest, code: str) -> HttpResponse:
    """The form, what is wrong with it, or thanks. What is suspicious is kept too, but nobody is told of it."""
    if request.method == "GET" and SENT in request.GET:
        response = render(request, "home/form_page_sent.html", page.get_context(request) | {"title": _("Message sent")})
    elif request.method == "POST":
        response = _take(page, request, code)
    else:
        response = _show(page, request, AnswerForm(page.asked(), timezone.now()), HTTPStatus.OK)
    add_never_cache_headers(response)
    return response


def later(request: HttpRequest) -> HttpResponse:
    """The honest error when there is no database: what was typed is on the page, to be sent again."""
    try:
        typed = [(name, value) for name, values in request.POST.lists() for value in values]
    except TOO_MUCH:
        typed = []
    context = {"title": _("We cannot take your message just now"), "typed": typed}
    response = render(request, "home/form_page_later.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    add_never_cache_headers(response)
    return response


def _take(page: FormPage, request: HttpRequest, code: str) -> HttpResponse:
    now, asked = timezone.now(), page.asked()
    try:
        form = AnswerForm(asked, now, request.POST)
    except TOO_MUCH:
        form = AnswerForm(asked, now, {})
        form.refuse(_("This is too much to send at once"))
        return _show(page, request, form, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not form.is_valid():
        return _show(page, request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not spam.let_through("forms", spam.address_of(request.META), now):
        form.refuse(
            _("Many forms are coming in just now. Your answers are still here. Send them again in some minutes")
        )
        return _show(page, request, form, HTTPStatus.TOO_MANY_REQUESTS)
    keep(page, form, code)
    response = HttpResponseRedirect(f"{page.address_in(code)}?{SENT}")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def keep(page: FormPage, form: AnswerForm, code: str) -> FormAnswer:
    """Stores what a good form says, once, and has those told who wait for it."""
    given = form.cleaned_data
    answers = questions.answers(form.questions, given)
    key, opened_at = form.opened
    words = "\n".join(answer["answer"] for answer in answers)
    suspicions = spam.suspicions(words, given["website"], opened_at, form.now)
    receipt = next((given[question.key] for question in form.questions if question.gets_receipt), "")
    answer, is_new = FormAnswer.objects.get_or_create(
        key=sent_once.digest_of(key, [page.english.pk, json.dumps(answers)]),
        defaults={
            "form": page.english,
            "answers": answers,
            "words": words,
            "email": receipt,
            "language": code,
            "suspicions": suspicions,
            "is_suspect": bool(suspicions),
            "sent_at": form.now,
            "kept_until": page.kept_until(timezone.localdate(form.now)),
        },
    )
    if is_new and not suspicions:
        transaction.on_commit(partial(tasks.tell_addressees.enqueue, answer.pk))
        transaction.on_commit(partial(tasks.send_receipt.enqueue, answer.pk))
    return answer


def _show(page: FormPage, request: HttpRequest, form: AnswerForm, status: HTTPStatus) -> HttpResponse:
    context = page.get_context(request) | {"form": form}
    return render(request, "home/form_page.html", context, status=status)
