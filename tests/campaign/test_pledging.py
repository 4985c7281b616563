from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaign import pledging
from campaign.models import PeopleReached, Pledge, PledgeKind
from campaign.models.pledges import counted

NOW = timezone.now()
ADDRESS = "/en/our-place/pledge/"


@pytest.fixture(autouse=True)
def no_count_kept():
    cache.clear()


@pytest.fixture
def kinds(home):
    return [PledgeKind.objects.create(name=name, slug=name, locale=home.locale) for name in ("soup", "chess")]


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return partial(django_capture_on_commit_callbacks, execute=True)


def own_address(mail) -> str:
    return next(line for line in mail.body.splitlines() if "/our-place/pledge/" in line).removeprefix(
        "http://127.0.0.1:8000"
    )


def test_a_pledge_without_an_address_counts_at_once_and_can_be_taken_back(client, kinds):
    answer = client.post(ADDRESS, {"kind": "soup", "words": "For nobody in particular"})
    assert answer.status_code == 302
    assert Pledge.objects.counted().count() == 1
    page = client.get(answer["Location"])
    assert "#WFOurPlace" in page.text
    client.post(answer["Location"], {"action": "withdraw"})
    pledge = Pledge.objects.get()
    assert (Pledge.objects.counted().count(), pledge.words, pledge.withdrawn_at is not None) == (0, "", True)


def test_an_address_counts_once_it_is_confirmed(client, kinds, mailoutbox, on_commit):
    with on_commit():
        answer = client.post("/ro/our-place/pledge/", {"kind": "soup", "email": "amina@example.com"})
    assert answer["Location"] == "/ro/our-place/pledge/sent/"
    assert Pledge.objects.counted().count() == 0
    assert mailoutbox[0].extra_headers["Content-Language"] == "ro"
    link = own_address(mailoutbox[0])
    client.get(link)
    assert Pledge.objects.counted().count() == 0, "looking confirms nothing"
    client.post(link, {"action": "confirm"})
    client.post(link, {"action": "confirm"})
    assert Pledge.objects.counted().count() == 1


def test_one_person_has_one_pledge_and_nobody_learns_that_there_is_one(client, kinds, mailoutbox, on_commit):
    for email in ("amina@example.com", "Amina+again@example.com"):
        with on_commit():
            answer = client.post(ADDRESS, {"kind": "chess", "email": email})
        assert answer["Location"] == reverse("pledge_sent")
    assert Pledge.objects.count() == 1
    assert len(mailoutbox) == 1, "one mail an hour"


def test_who_withdraws_may_pledge_again(client, kinds, mailoutbox, on_commit):
    with on_commit():
        client.post(ADDRESS, {"kind": "soup", "email": "amina@example.com"})
    client.post(own_address(mailoutbox[0]), {"action": "withdraw"})
    client.post(own_address(mailoutbox[0]), {"action": "confirm"})
    assert Pledge.objects.counted().count() == 0
    with on_commit():
        client.post(ADDRESS, {"kind": "soup", "email": "amina@example.com"})
    assert Pledge.objects.count() == 2


def test_the_same_form_a_thousand_times_is_one_pledge(kinds):
    for _time in range(1000):
        pledging.make(Pledge(key="one", kind="soup", language="en"), NOW)
    assert Pledge.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose what you want to do"),
        ({"kind": "nothing"}, "Choose what you want to do from the list"),
        ({"kind": "soup", "email": "amina"}, "Enter an e-mail address in the form name@example.com"),
        ({"kind": "soup", "words": "a" * 501}, "Your words must be 500 characters or less"),
        ({"kind": "soup", "name": "a" * 121}, "Name must be 120 characters or less"),
        ({"kind": "soup", "area": "999999"}, "Choose a part of the borough from the list"),
    ],
)
def test_a_mistake_is_said_in_words_and_nothing_is_lost(client, kinds, sent, said):
    answer = client.post(ADDRESS, {"name": "Amina", **sent})
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert said in answer.text
    assert f'value="{sent.get("name", "Amina")}"' in answer.text
    assert not Pledge.objects.exists()


@pytest.mark.parametrize("model", [PledgeKind, Pledge])
def test_without_a_database_every_word_comes_back(client, kinds, monkeypatch, model):
    def down(*args, **kwargs) -> None:
        raise OperationalError

    monkeypatch.setattr(*(model.objects, "by_slug", down) if model is PledgeKind else (Pledge, "save", down))
    answer = client.post(ADDRESS, {"kind": "soup", "words": "Soup for all", "email": "a@example.com"})
    assert answer.status_code == 503
    assert "Soup for all" in answer.text
    assert 'value="soup"' in answer.text


def test_a_robot_is_thanked_and_not_counted(client, kinds):
    assert client.post(ADDRESS, {"kind": "soup", "website": "x"}).status_code == 302
    assert not Pledge.objects.exists()


def test_a_made_up_link_opens_nothing(client, kinds):
    assert client.get(f"{ADDRESS}1:made-up:link/").status_code == 404


def test_words_are_shown_only_with_consent_and_after_somebody_has_read_them(client, kinds, admin_user):
    quiet = pledging.make(Pledge(kind="soup", words="Not for others", language="en"), NOW)
    open_one = pledging.make(Pledge(kind="soup", words="Soup for all", may_show_words=True, language="en"), NOW)
    assert list(Pledge.objects.to_be_read()) == [open_one]
    assert not pledging.decide(quiet, admin_user, show=True)
    assert pledging.decide(open_one, admin_user, show=True)
    assert list(Pledge.objects.shown()) == [open_one]
    assert "Soup for all" in client.get(ADDRESS).text
    pledging.withdraw(open_one, NOW)
    assert "Soup for all" not in client.get(ADDRESS).text
    assert not pledging.decide(open_one, admin_user, show=True)


def test_a_moderator_decides_in_the_admin(admin_client, kinds):
    pledge = pledging.make(Pledge(kind="soup", words="Soup for all", may_show_words=True, language="en"), NOW)
    with override("en"):
        address = reverse("pledges:inspect", args=[pledge.pk])
    assert "Soup for all" in admin_client.get(address).text
    admin_client.post(address, {"action": "other"})
    assert not Pledge.objects.shown()
    admin_client.post(address, {"action": "show"})
    assert list(Pledge.objects.shown()) == [pledge]


def test_the_count_asks_the_database_once_in_five_minutes(kinds, django_assert_num_queries):
    pledging.make(Pledge(kind="soup", language="en"), NOW)
    PeopleReached.objects.create(what="A fair", number=30, counted_on=NOW.date())
    first = counted(NOW)
    assert (first.pledges, first.reached, first.counted_at) == (1, 30, NOW)
    with django_assert_num_queries(0):
        assert counted(NOW + timedelta(minutes=4)) == first


def test_what_its_time_is_over_for_is_erased(kinds):
    long_ago = NOW - timedelta(days=400)
    pledging.make(Pledge(kind="soup", language="en", email="a@example.com", email_digest="a"), long_ago)
    kept = Pledge(kind="soup", language="en", email="b@example.com", email_digest="b", name="B", counted_at=long_ago)
    pledging.make(kept, long_ago)
    assert pledging.erase_old(NOW) == {"unconfirmed": 1, "withdrawn": 0, "contacts": 1, "words": 0}
    kept.refresh_from_db()
    assert (kept.name, kept.email, kept.email_digest) == ("", "", "b")
    assert Pledge.objects.counted().count() == 1


def test_fifty_people_at_once_are_fifty_and_one_person_fifty_times_is_one(in_threads):
    def pledge(number: int) -> None:
        pledging.make(Pledge(key=f"own-{number}", kind="soup", language="en"), NOW)
        pledging.make(Pledge(key=f"same-{number}", kind="soup", email_digest="same", language="en"), NOW)

    def counted_now() -> tuple[int, int]:
        pledges = Pledge.objects.filter(email_digest=None), Pledge.objects.filter(email_digest="same")
        return tuple(found.count() for found in pledges)

    with in_threads(50) as submit:
        for sent in [submit(pledge, number) for number in range(50)]:
            sent.result(60)
        assert submit(counted_now).result(60) == (50, 1)
