from datetime import timedelta
from functools import partial

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from ourplace import roles
from wagtail.models import Page

from campaign import membership, membership_views
from campaign.models import Member, NetworkIndexPage, NetworkPage
from campaign.models.pledges import counted
from home import spam
from home.models import Area, HomePage

NOW = timezone.now()
JOIN = "/en/networks/leyton/join/"
AMINA = {"name": "Amina", "email": "amina@example.com", "offers": "Turkish", "agrees": "on"}


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


@pytest.fixture(scope="module")
def two_networks(once):
    with once():
        home = HomePage.objects.get()
        index = home.add_child(instance=NetworkIndexPage(title="Networks", slug="networks", locale=home.locale))
        for name in ("Leyton", "Chingford"):
            area = Area.objects.create(name=name, slug=name.lower())
            index.add_child(instance=NetworkPage(title=name, slug=name.lower(), area=area, locale=home.locale))
        roles.install()


@pytest.fixture
def networks(two_networks, db):
    return [NetworkPage.objects.get(slug=slug) for slug in ("leyton", "chingford")]


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def facilitator(networks, client):
    user = User.objects.create_user("facilitator", "facilitator@example.com", "x")
    user.groups.add(Group.objects.get(name="Facilitators: Leyton"))
    client.force_login(user)
    return user


def link_in(mail) -> str:
    line = next(line for line in mail.body.splitlines() if "/networks/membership/" in line)
    return line[line.index("/", len("http://")) :]


def test_somebody_joins_confirms_and_leaves(client, networks, mailoutbox, on_commit):
    assert JOIN in client.get("/en/networks/leyton/").text
    with on_commit():
        assert client.post(JOIN, AMINA)["Location"] == "/en/networks/joined/"
    assert counted(NOW).members == 0
    link = link_in(mailoutbox[0])
    client.get(link)
    assert Member.objects.confirmed().count() == 0, "looking confirms nothing"
    client.post(link, {"action": "confirm"})
    cache.clear()
    assert counted(NOW).members == 1
    client.post(link, {"action": "leave"})
    assert not Member.objects.exists()
    assert client.get(link).status_code == 404


def test_joining_twice_is_one_membership_and_nobody_learns_of_the_first(client, networks, mailoutbox, on_commit):
    for email in ("amina@example.com", "AMINA@example.com"):
        with on_commit():
            assert client.post(JOIN, AMINA | {"email": email})["Location"] == "/en/networks/joined/"
    assert (Member.objects.count(), len(mailoutbox)) == (1, 1)
    client.post("/en/networks/chingford/join/", AMINA)
    assert Member.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Enter your name"),
        ({"email": ""}, "Enter your e-mail address"),
        ({"email": "amina"}, "Enter an e-mail address in the form name@example.com"),
        ({"agrees": ""}, "Tick that we may write to you"),
        ({"offers": "o" * 301}, "Your words must be 300 characters or less"),
    ],
)
def test_a_mistake_is_said_in_words_and_nothing_is_lost(client, networks, wrong, said):
    answer = client.post(JOIN, AMINA | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert AMINA["offers"] in answer.text or "offers" in wrong
    assert not Member.objects.exists()


@pytest.mark.parametrize("model", [Page, Member])
def test_without_a_database_every_word_comes_back(client, networks, monkeypatch, model):
    def down(*args, **kwargs) -> None:
        raise OperationalError

    monkeypatch.setattr(*(membership_views, "public_page_at", down) if model is Page else (Member, "save", down))
    answer = client.post(JOIN, AMINA)
    assert answer.status_code == 503
    assert all(word in answer.text for word in ("Amina", "amina@example.com", "Turkish", "checked"))


def test_who_posts_without_end_is_told_to_wait_and_keeps_every_word(client, networks, monkeypatch, one_hour):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 5)
    answers = [client.post(JOIN, AMINA | {"email": f"a{number}@example.com"}) for number in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2
    assert "Nothing you typed is lost" in answers[-1].text
    assert "Turkish" in answers[-1].text
    assert Member.objects.count() == 5


def test_too_much_to_take_in_is_answered_so(client, networks):
    assert client.post(JOIN, AMINA | {"offers": "o" * 3_000_000}).status_code == 413


@pytest.mark.parametrize("address", ["/en/networks/nowhere/join/", "/en/networks/membership/made-up/"])
def test_what_is_not_there_is_not_found(client, networks, address):
    assert client.get(address).status_code == 404


def test_a_facilitator_edits_their_own_network_and_sees_only_its_members(client, networks, facilitator):
    for network, name in zip(networks, ("Amina", "Ben"), strict=True):
        Member.objects.create(
            network=network, name=name, email=f"{name}@example.com", email_digest=name, language="en", joined_at=NOW
        )
    text = client.get(reverse("members:index")).text
    assert "Amina" in text
    assert "Ben" not in text
    own, other = (reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in networks)
    assert client.get(own).status_code == 200
    assert client.get(other).status_code == 302


def test_others_of_the_staff_see_no_members(client, networks):
    user = User.objects.create_user("editor", "editor@example.com", "x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    assert client.get(reverse("members:index")).status_code == 302
    assert not Member.objects.seen_by(user)


def test_once_a_day_what_its_time_is_over_for_goes(client, networks, capsys):
    client.post(JOIN, AMINA)
    Member.objects.update(joined_at=NOW - timedelta(days=8))
    call_command("forget_campaign")
    assert capsys.readouterr().out.count("members: 1") == 1
    assert not Member.objects.exists()


def test_who_never_confirms_is_erased(client, networks):
    client.post(JOIN, AMINA)
    assert membership.erase_old(NOW + timedelta(days=6)) == 0
    assert membership.erase_old(NOW + timedelta(days=8)) == 1
