import pytest
from django.db import connection
from ourplace import health


def test_the_process_is_up_whatever_else_is_not(client):
    answer = client.get("/health/live")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"


@pytest.mark.django_db
def test_ready_when_everything_answers(client):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {"database": "ok", "cache": "ok", "storage": "ok", "tasks": "ok"},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["database", "cache", "storage", "tasks"])
def test_one_failing_check_says_so_and_no_more(client, monkeypatch, name):
    def broken() -> None:
        raise ConnectionError("secret address")

    monkeypatch.setitem(health.CHECKS, name, broken)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"][name] == "failing"
    assert "secret" not in answer.text


@pytest.mark.django_db
def test_a_broken_database_is_noticed(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/health/ready").json()["checks"]["database"] == "failing"
