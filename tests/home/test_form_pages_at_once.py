"""A form sent by several at once; what is committed is no beginning for the tests of other forms."""

from django.core.cache import cache
from django.test import Client

from home.models import FormAnswer
from tests.home import asking
from tests.home.asking import GOOD
from tests.home.test_form_pages import old_token


def test_the_same_form_sent_by_several_at_once_is_kept_once(home, in_threads):
    cache.clear()
    asking.form(home)
    data = GOOD | {"token": old_token()}
    with in_threads(4) as start:
        sent = [start(Client().post, "/en/idea/", data) for _time in range(4)]
        assert {answer.result().status_code for answer in sent} == {303}
        assert start(FormAnswer.objects.count).result() == 1
