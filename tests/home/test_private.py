import pytest
from django.core.exceptions import TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from home.private import private


@private({"good": "a story"}.get)
def page(request: HttpRequest, token: str, thing: str) -> HttpResponse:
    if trouble := request.GET.get("trouble"):
        raise {"database": OperationalError, "size": TooManyFieldsSent}[trouble]
    return HttpResponse(thing)


@pytest.mark.parametrize(
    ("token", "asked", "status", "said"),
    [
        ("good", "", 200, "a story"),
        ("made-up", "", 404, "This link is not good any more"),
        ("good", "?trouble=database", 503, "Try again in a few minutes"),
        ("good", "?trouble=size", 413, "your words are still in the form"),
    ],
)
def test_whatever_comes_of_it_a_private_page_is_kept_and_named_nowhere(home, rf, token, asked, status, said):
    answer = page(rf.get(f"/en/private/{asked}"), token)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert "no-store" in answer["Cache-Control"]
