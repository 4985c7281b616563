"""Papers as files: made once, right after a change, gone when taken down, there when the database is not."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import Fact, HomePage
from home.models.base import EMERGENCY
from welcomepack.models import TopicPage, WelcomePackPage
from welcomepack.paper import shelf
from welcomepack.tasks import make_papers_anew

PACK, TOPIC = "/en/arriving/pack.pdf", "/en/arriving/health/topic.pdf"


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    def publish(page, **changes) -> None:
        for name, value in changes.items():
            setattr(page, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return publish


@pytest.fixture(scope="module")
def published(once) -> int:
    """The only topic of a pack that is not called `welcome`."""
    with once():
        Fact.objects.create(key=EMERGENCY, kind="phone", value="999", label="Emergency")
        pack = WelcomePackPage(title="Arriving", slug="arriving", last_updated=date(2026, 11, 1))
        HomePage.objects.get().add_child(instance=pack)
        topic = pack.add_child(instance=TopicPage(title="Health", slug="health", last_updated=date(2026, 11, 17)))
        topic.body = body("Register with a GP.")
        topic.save_revision().publish()
    return topic.pk


@pytest.fixture
def topic(published: int, db) -> TopicPage:
    return TopicPage.objects.get(pk=published)


def body(text: str) -> str:
    return json.dumps([{"type": "text", "value": {"heading": "", "text": f"<p>{text}</p>"}, "id": "first"}])


@pytest.fixture
def made(monkeypatch) -> list:
    """Every paper that is set and printed, while the test runs."""
    seen, printed = [], shelf.printed
    monkeypatch.setattr(shelf, "printed", lambda data: seen.append(data) or printed(data))
    return seen


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_paper_is_made_once_and_then_costs_no_query(topic, made, client: Client, django_assert_num_queries):
    first = client.get(PACK, headers={"accept-encoding": "gzip"})
    with django_assert_num_queries(0):
        again = client.get(PACK, headers={"accept-encoding": "gzip"})
        assert content(again) == content(first)
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == 'inline; filename="arriving-pack-en.pdf"'
    assert len(made) == 1


def test_a_browser_that_has_the_paper_is_told_so(topic, client):
    etag = client.get(TOPIC).headers["ETag"]
    answer = client.get(TOPIC, headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_every_change_of_what_it_shows_makes_it_anew(topic, publish, client, django_capture_on_commit_callbacks):
    etags = [client.get(TOPIC).headers["ETag"]]
    publish(topic, body=body("Register with a doctor."))
    etags.append(client.get(TOPIC).headers["ETag"])
    with django_capture_on_commit_callbacks(execute=True):
        Fact.objects.get(key=EMERGENCY).delete()
    etags.append(client.get(TOPIC).headers["ETag"])
    assert len(set(etags)) == 3
    assert len(list(shelf.settings.PAPER_DIR.glob("*.pdf"))) == 1


def test_a_change_elsewhere_leaves_the_file_alone(topic, home, publish, made, client):
    client.get(TOPIC)
    publish(home, title="Our other place")
    client.get(TOPIC)
    assert len(made) == 1


def test_each_language_has_its_own(topic, client):
    assert client.get(TOPIC).headers["ETag"] != client.get(TOPIC.replace("/en/", "/ur/")).headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/en/arriving/topic.pdf",
        "/en/arriving/health/pack.pdf",
        "/en/arriving/none/topic.pdf",
        "/en/arriving/%00/topic.pdf",
        "/en/../../pack.pdf",
    ],
)
def test_only_a_pack_and_its_topics_have_papers(topic, client, path):
    assert client.get(path).status_code == 404


def test_what_is_taken_down_leaves_no_copy(topic, client, django_capture_on_commit_callbacks):
    client.get(PACK), client.get(TOPIC)
    with django_capture_on_commit_callbacks(execute=True):
        topic.unpublish()
    assert not list(shelf.settings.PAPER_DIR.glob("*.*"))
    assert client.get(TOPIC).status_code == 404
    assert client.get(PACK).status_code == 200


def test_a_private_topic_is_on_no_paper(topic, made, client):
    PageViewRestriction.objects.create(page=topic, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(TOPIC).status_code == 404
    client.get(PACK)
    assert made[0]["chapters"] == []


def test_a_paper_outlives_the_database(topic, home, publish, client, monkeypatch):
    before = client.get(TOPIC).headers["ETag"]
    publish(home, title="Our other place")

    def stopped(path: str, code: str):
        raise OperationalError

    monkeypatch.setattr(shelf, "page_at", stopped)
    assert client.get(TOPIC).headers["ETag"] == before
    with pytest.raises(OperationalError):
        client.get(PACK)


def test_a_damaged_marker_is_made_anew(topic, made, client):
    client.get(TOPIC)
    for marker in shelf.settings.PAPER_DIR.glob("*.json"):
        marker.write_bytes(b"\xff{")
    assert client.get(TOPIC).status_code == 200


def test_a_worker_makes_papers_before_anybody_asks(topic, settings, publish, made, client):
    settings.TASK_WORKER = True
    client.get(TOPIC)
    publish(topic, body=body("Register with a doctor."))
    assert len(made) == 2
    client.get(TOPIC)
    assert len(made) == 2


def test_the_worker_of_the_runbook_takes_it_from_the_queue(
    topic, settings, publish, made, client, the_tests_own_connection
):
    settings.TASK_WORKER = True
    settings.TASKS = settings.TASKS | {"queue": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    before = client.get(TOPIC).headers["ETag"]
    publish(topic, body=body("Register with a doctor."))
    assert len(made) == 1
    call_command("db_worker", "--backend", "queue", "--batch", "--no-startup-delay")
    assert len(made) == 2
    assert client.get(TOPIC).headers["ETag"] != before
    assert len(made) == 2


def test_without_a_worker_publishing_does_not_wait_for_paper(topic, publish, made, client):
    client.get(TOPIC)
    publish(topic, body=body("Register with a doctor."))
    assert len(made) == 1


def test_the_worker_passes_over_what_is_gone(topic, client, home):
    client.get(TOPIC)
    TopicPage.objects.update(live=False)
    shelf.Store(shelf.settings.PAGE_CACHE_DIR).expire()
    make_papers_anew.enqueue()
    assert not list(shelf.kept_papers())


def test_the_page_links_to_its_paper_with_its_size_once_it_is_known(topic, client):
    assert f'href="{TOPIC}"' in client.get("/en/arriving/health/").text
    size = len(content(client.get(TOPIC)))
    assert f"{size / 1024:.1f}" in client.get("/en/arriving/health/").text.replace("\xa0", " ")
    assert f'href="{PACK}"' in client.get("/en/arriving/").text


def test_papers_can_be_made_ahead(topic, made, capsys):
    call_command("build_paper", language=["en", "ta"])
    assert len(made) == 4
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == ["en: 2 PDFs", "ta: 2 PDFs"]
