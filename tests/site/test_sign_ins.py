import pytest
from accounts.models import User
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from ourplace import sign_ins
from ourplace.management.commands.seed import make_sign_ins
from ourplace.sign_ins import SAMPLE_SIGN_INS, refuse_sample_sign_ins


@pytest.fixture
def sample_user(db) -> User:
    return User.objects.create_user("renamed", SAMPLE_SIGN_INS[0].email, "x")


@pytest.fixture
def connections_kept(monkeypatch) -> None:
    monkeypatch.setattr(sign_ins.connections, "all", lambda initialized_only: [])


def test_there_is_one_sample_sign_in_per_role():
    wanted = ["Administrator", "Editor", "Moderator", "Safeguarding lead", "Translator", "Reviewer", "Facilitator"]
    assert [entry.role for entry in SAMPLE_SIGN_INS] == wanted


@pytest.mark.parametrize("entry", SAMPLE_SIGN_INS, ids=lambda entry: entry.username)
def test_production_refuses_each_of_them(settings, db, connections_kept, entry):
    settings.PRODUCTION = True
    User.objects.create_user(entry.username, entry.email, entry.password)
    with pytest.raises(ImproperlyConfigured):
        refuse_sample_sign_ins()


def test_production_refuses_to_start_with_a_sample_sign_in(settings, sample_user, connections_kept):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="--remove-sign-ins"):
        refuse_sample_sign_ins()


def test_production_starts_without_one(settings, db, connections_kept):
    settings.PRODUCTION = True
    refuse_sample_sign_ins()


def test_elsewhere_they_are_welcome(settings, sample_user):
    settings.PRODUCTION = False
    refuse_sample_sign_ins()


def test_a_stopped_database_does_not_stop_the_start(settings, monkeypatch, connections_kept):
    def refuse(*args, **kwargs):
        raise DatabaseError

    settings.PRODUCTION = True
    monkeypatch.setattr(User.objects, "filter", refuse)
    refuse_sample_sign_ins()


def test_a_published_password_is_hashed_with_all_its_rounds_once_somebody_uses_it(settings, db):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    make_sign_ins()
    entry = SAMPLE_SIGN_INS[0]
    assert User.objects.get(username=entry.username).password.split("$")[1] == "1"
    assert not Client().login(username=entry.username, password="wrong")
    assert Client().login(username=entry.username, password=entry.password)
    assert int(User.objects.get(username=entry.username).password.split("$")[1]) == PBKDF2PasswordHasher.iterations


def test_they_can_be_removed(sample_user):
    call_command("seed", "--remove-sign-ins")
    assert not User.objects.exists()


def test_sample_content_does_not_belong_in_production(settings, db):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("seed")
