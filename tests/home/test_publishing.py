"""What a reader sees through the page cache when editors publish, change a record, or take something down."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from home.models import Alert, Fact, HomePage, InformationPage
from home.page_cache import PageCache

pytestmark = pytest.mark.usefixtures("the_tests_own_connection")


class Reader:
    def __init__(self) -> None:
        self.site = PageCache(WSGIHandler())

    def get(self, path: str) -> tuple[int, str]:
        status: list[str] = []
        environ = RequestFactory().get(path).environ
        body = b"".join(self.site(environ, lambda line, headers, exc_info=None: status.append(line)))
        return int(status[0].split()[0]), body.decode()


@pytest.fixture(scope="module")
def published(once) -> int:
    body = '[{"type": "text", "value": {"heading": "", "text": "<p>It costs {fact:price}.</p>"}, "id": "cost"}]'
    with once():
        Fact.objects.create(key="price", kind="money", value="180", label="Licence")
        page = HomePage.objects.get().add_child(instance=InformationPage(title="Bills", slug="bills", body=body))
        page.save_revision().publish()
    return page.pk


@pytest.fixture
def page(published: int, db) -> InformationPage:
    return InformationPage.objects.get(pk=published)


def test_a_page_published_again_is_read_anew(page, django_capture_on_commit_callbacks):
    reader = Reader()
    assert "Bills" in reader.get("/en/bills/")[1]
    page.title = "Bills and the council"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Bills and the council" in reader.get("/en/bills/")[1]


def test_one_fact_changes_every_page_that_says_it(page, django_capture_on_commit_callbacks):
    reader = Reader()
    assert "£180" in reader.get("/en/bills/")[1]
    assert "£180" in reader.get("/pl/bills/")[1]
    fact = Fact.objects.get(key="price")
    fact.value = "190"
    with django_capture_on_commit_callbacks(execute=True):
        fact.save()
    assert "£190" in reader.get("/en/bills/")[1]
    assert "£190" in reader.get("/pl/bills/")[1]


def test_an_unpublished_page_is_gone_at_once(page, django_capture_on_commit_callbacks):
    reader = Reader()
    reader.get("/en/bills/")
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert reader.get("/en/bills/")[0] == 404


def test_an_alert_shows_on_every_page_until_it_expires(page, locales, django_capture_on_commit_callbacks):
    reader = Reader()
    reader.get("/ur/bills/")
    with django_capture_on_commit_callbacks(execute=True):
        alert = Alert.objects.create(
            text="The library is closed today.",
            locale=locales["en"],
            starts_at="2026-01-01T00:00Z",
            expires_at="2099-01-01T00:00Z",
        )
    assert "The library is closed today." in reader.get("/ur/bills/")[1]
    with django_capture_on_commit_callbacks(execute=True):
        Alert.objects.filter(pk=alert.pk).first().delete()
    assert "The library is closed today." not in reader.get("/ur/bills/")[1]


def test_a_token_without_a_fact_is_refused_when_saving(page):
    page.summary = "Call {fact:nobody}."
    with pytest.raises(Exception, match="nobody"):
        page.full_clean()
