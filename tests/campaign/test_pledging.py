from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Locale

from campaign import links, pledge_views, pledging
from campaign.models import PeopleReached, Pledge, PledgeKind
from campaign.models.pledges import counted
from campaign.templatetags import campaign_tags
from home import page_cache
from home.models import Area
from stories import limits
from tests.campaign.blocks import fact

NOW = timezone.now()
ADDRESS = "/en/our-place/pledge/"


@pytest.fixture(autouse=True)
def no_count_kept():
    cache.clear()


@pytest.fixture(scope="module")
def two_kinds(once):
    with once():
        english = Locale.objects.get(language_code="en")
        for name in ("soup", "chess"):
            PledgeKind.objects.create(name=name, slug=name, locale=english)


@pytest.fixture
def kinds(two_kinds, db):
    return [PledgeKind.objects.get(slug=slug) for slug in ("soup", "chess")]


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


def test_who_posts_without_end_is_told_to_wait_keeps_every_word_and_holds_up_nobody_else(
    client, kinds, monkeypatch, one_hour
):
    monkeypatch.setattr(pledge_views, "FROM_ONE_ADDRESS_AN_HOUR", 20)
    answers = [client.post(ADDRESS, {"kind": "soup", "words": f"Soup {number}"}) for number in range(30)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429] * 10
    assert "Nothing you typed is lost. Send it again in an hour" in answers[-1].text
    assert "Soup 29" in answers[-1].text
    assert Pledge.objects.counted().count() == 20
    assert client.post(ADDRESS, {"kind": "soup"}, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_a_hall_full_of_people_may_pledge_from_one_network(client, kinds):
    assert pledge_views.FROM_ONE_ADDRESS_AN_HOUR >= 200
    assert pledge_views.IN_ALL_AN_HOUR >= 10 * pledge_views.FROM_ONE_ADDRESS_AN_HOUR


def test_a_pledge_too_large_to_take_in_is_answered_so(client, kinds):
    answer = client.post(ADDRESS, {"kind": "soup", "words": "s" * 3_000_000})
    assert answer.status_code == 413
    assert "your words are still in the form" in answer.text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("=HYPERLINK(1)", '<dd dir="auto">=HYPERLINK(1)</dd>'),
        ("\u202e\u200fsoup", '<dd dir="auto">\u202e\u200fsoup</dd>'),
        ("🍲" * 500, "🍲" * 500),
        ("\ud800", "\ufffd"),
        ("a\0b", ""),
    ],
)
def test_hostile_words_are_refused_or_shown_as_they_are_and_as_nothing_else(client, kinds, words, shown):
    sent = urlencode({"kind": "soup", "words": words}, errors="surrogatepass")
    answer = client.post(ADDRESS, sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == (302 if shown else 422)
    assert shown in answer.text or shown in client.get(answer["Location"]).text


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
    assert campaign_tags.pledged_words(3) == [open_one]
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


def test_the_count_is_split_by_kind_and_network_and_asks_nothing_more_on_a_page(
    client, kinds, home, locales, django_assert_num_queries
):
    chingford = Area.objects.create(name="Chingford", slug="chingford")
    south = Area.objects.create(name="South Chingford", slug="south-chingford", parent=chingford)
    turkish = kinds[0].copy_for_translation(locales["tr"])
    turkish.name = "çorba"
    turkish.save()
    for area, kind in ((chingford, "soup"), (south, "soup"), (None, "chess"), (None, "no longer offered")):
        pledging.make(Pledge(kind=kind, area=area, language="en"), NOW)
    count = counted(NOW)
    assert count.pledges == 4
    with django_assert_num_queries(0), override("tr"):
        assert [(campaign_tags.named(part), part.shown) for part in count.by_kind] == [
            ("<bdi>çorba</bdi>", 2),
            ('<bdi lang="en" dir="ltr">chess</bdi>', 1),
        ]
        text = render_to_string("campaign/pledge_count.html", {"count": count})
    assert '<bdi lang="en" dir="ltr">Chingford</bdi>: <bdi>2</bdi>' in text
    assert "South" not in text


@pytest.mark.parametrize(
    ("said", "target", "percentage"), [("8", 8, 25), ("no number", 50_000, 0), ("0", 50_000, 0), (None, 50_000, 0)]
)
def test_an_editor_changes_the_target_where_its_fact_says_a_number(kinds, said, target, percentage):
    if said is not None:
        fact("campaign-target", said, kind="number")
    for _ in range(2):
        pledging.make(Pledge(kind="soup", language="en"), NOW)
    count = counted(NOW)
    assert (count.target, count.percentage) == (target, percentage)
    assert f"On the way to {target:,}" in render_to_string("campaign/pledge_count.html", {"count": count})


def pledged(ago: timedelta, **fields: object) -> Pledge:
    made = Pledge(kind="soup", language="en", name="B", counted_at=NOW - ago, **fields)
    return pledging.make(made, NOW - ago)


def test_what_its_time_is_over_for_is_erased(kinds):
    a_year, a_day = timedelta(days=pledging.CONTACT_DAYS), timedelta(days=1)
    pledged(a_year, email="a@example.com", email_digest="a", words="Still new")
    old = pledged(a_year + a_day, email="b@example.com", email_digest="b", words="Not shown")
    shown = pledged(a_year + a_day, words="Shown", may_show_words=True, words_state=Pledge.Words.SHOWN)
    ended = pledged(timedelta(days=pledging.WORDS_DAYS + 1), words="Over", may_show_words=True, words_state="shown")
    unconfirmed = Pledge(kind="soup", language="en", email="c@example.com", email_digest="c")
    pledging.make(unconfirmed, NOW - timedelta(days=pledging.UNCONFIRMED_DAYS + 1))
    assert pledging.erase_old(NOW) == {"unconfirmed": 1, "withdrawn": 0, "contacts": 3, "words": 2}
    for pledge in (old, shown, ended):
        pledge.refresh_from_db()
    assert (old.name, old.email, old.email_digest, old.words) == ("", "", "b", "")
    assert (shown.words, ended.words, ended.consent) == ("Shown", "", "")
    assert Pledge.objects.counted().count() == 4, "they still count"


def test_a_trial_says_what_would_go_and_erases_nothing(kinds, capsys):
    pledged(timedelta(days=pledging.CONTACT_DAYS + 1))
    call_command("forget_campaign", dry_run=True)
    assert "contacts: 1" in capsys.readouterr().out
    assert Pledge.objects.get().name == "B"
    call_command("forget_campaign")
    assert Pledge.objects.get().name == ""


def test_words_whose_time_is_over_are_on_no_kept_page(kinds, settings, django_capture_on_commit_callbacks):
    pledged(timedelta(days=pledging.WORDS_DAYS + 1), words="Over", may_show_words=True, words_state="shown")
    with django_capture_on_commit_callbacks() as due:
        pledging.erase_old(NOW)
    assert page_cache.remove_all in due


def test_pledges_are_kept_as_long_as_stories():
    assert pledging.CONTACT_DAYS == limits.CONTACT_DAYS
    assert pledging.WORDS_DAYS == limits.PUBLISHED_YEARS * 365
    assert links.LINK_DAYS == limits.LINK_DAYS == limits.RECORD_YEARS * 365
