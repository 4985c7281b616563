"""A network's page, what its facilitator may do, and how a reader finds the right one."""

import json
from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from ourplace import roles
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from campaign.models import EventIndexPage, Member, NetworkIndexPage, NetworkPage
from home.models import Area, HomePage, Person, Place, Service
from tests import translating
from tests.campaign.eventful import event, event_list

NOW = timezone.now()
CHINGFORD = "/en/networks/chingford/"
REFUSED = HTTPStatus.FOUND


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture(scope="module")
def two_networks(once):
    with once():
        home = HomePage.objects.get()
        index = home.add_child(instance=NetworkIndexPage(title="Networks", slug="networks", locale=home.locale))
        for name in ("Chingford", "Leyton"):
            area = Area.objects.create(name=name, slug=name.lower())
            page = NetworkPage(title=f"{name} network", slug=name.lower(), area=area, locale=home.locale)
            index.add_child(instance=page)
        Area.objects.create(name="South Chingford", slug="south-chingford", parent=Area.objects.get(name="Chingford"))
        roles.install()


@pytest.fixture
def index(two_networks, db):
    return NetworkIndexPage.objects.get()


@pytest.fixture
def chingford(two_networks, db):
    return NetworkPage.objects.get(slug="chingford")


@pytest.fixture
def leyton(two_networks, db):
    return NetworkPage.objects.get(slug="leyton")


@pytest.fixture
def facilitator(two_networks, client, db):
    user = User.objects.create_user("facilitator", "facilitator@example.com", "x")
    user.groups.add(Group.objects.get(name="Facilitators: Chingford network"))
    client.force_login(user)
    return user


def blocks(kind: str, *values: object) -> str:
    return json.dumps([{"type": kind, "id": str(uuid4()), "value": value} for value in values])


def light(*news: dict) -> dict:
    return {"title": "Light", "text": "", "state": "agreed", "happened": json.loads(blocks("item", *news))}


def joined(network: NetworkPage, number: int, *, confirmed: bool = True) -> None:
    Member.objects.bulk_create(
        Member(
            network=network,
            name=f"{network.title} {one}",
            email_digest=f"{confirmed} {one}",
            language="en",
            joined_at=NOW,
            confirmed_at=NOW if confirmed else None,
        )
        for one in range(number)
    )


def add_event(network: NetworkPage, title: str, kind: str, area: Area, days: int = 3) -> None:
    index = EventIndexPage.objects.first() or event_list(network.get_parent().get_parent())
    start = f"{NOW + timedelta(days=days):%Y-%m-%d %H:%M}"
    event(index, title, start, kind=kind, place=Place.objects.create(name="Hall", area=area))


def test_a_page_names_its_area_and_the_smaller_ones_inside_it(client, chingford, leyton):
    text = client.get(CHINGFORD).text
    assert "Smaller areas inside it:" in text
    assert "South Chingford" in text
    assert "Smaller areas inside it:" not in client.get("/en/networks/leyton/").text


def test_a_facilitator_is_named_with_a_way_to_write(client, chingford):
    letter = 'href="/en/contact/?about=Chingford%20network"'
    text = client.get(CHINGFORD).text
    assert "Nobody has this task at present" in text
    assert letter in text
    chingford.facilitator = Person.objects.create(name="A. Sample", email="a@sample.invalid", locale=chingford.locale)
    chingford.save()
    text = client.get(CHINGFORD).text
    assert "A. Sample" in text
    assert 'href="mailto:a@sample.invalid"' in text
    assert letter in text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("example", "Example"),
        ("proposed", "Proposed"),
        ("agreed", "Agreed"),
        ("under_way", "Under way"),
        ("done", "Done"),
    ],
)
def test_a_priority_says_in_words_where_it_stands(client, chingford, state, said):
    chingford.priorities = blocks("priority", {"title": "A safe walk home", "text": "", "state": state})
    chingford.save()
    assert f'<p class="tag priority-{state}">{said}</p>' in client.get(CHINGFORD).text


def test_what_happened_is_told_with_its_dates_the_newest_first(client, chingford):
    news = [{"date": "2026-01-09", "text": "We counted the lamps."}, {"date": "2026-11-02", "text": "Ten are mended."}]
    chingford.priorities = blocks("priority", light(*news))
    chingford.save()
    text = client.get(CHINGFORD).text
    assert text.index('<time datetime="2026-11-02">2 November 2026</time>') < text.index("We counted the lamps.")


def test_news_of_a_priority_is_translated_and_keeps_its_date(
    client, chingford, locales, django_capture_on_commit_callbacks
):
    chingford.priorities = blocks("priority", light({"date": "2026-11-02", "text": "Ten are mended."}))
    chingford.save_revision().publish()
    words = {"Chingford network": "Sieć", "Light": "Światło", "Ten are mended.": "Dziesięć naprawiono."}
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(chingford, "pl", words)
    text = client.get("/pl/networks/chingford/").text
    assert "Dziesięć naprawiono." in text
    assert 'datetime="2026-11-02"' in text


def test_notes_of_meetings_are_there_the_latest_first(client, chingford):
    chingford.meetings = blocks(
        "meeting",
        {"date": "2026-03-01", "title": "In spring", "decided": "<p>A garden.</p>", "link": ""},
        {"date": "2026-09-01", "title": "In autumn", "decided": "<p>A bench.</p>", "link": "https://example.com/n.pdf"},
    )
    chingford.save()
    text = client.get(CHINGFORD).text
    assert text.index("In autumn") < text.index("In spring")
    assert 'href="https://example.com/n.pdf"' in text


def test_next_meetings_stand_apart_from_what_else_is_on(client, chingford):
    add_event(chingford, "Assembly", "meeting", Area.objects.get(slug="south-chingford"), 30)
    for day in range(1, 7):
        add_event(chingford, f"Supper {day}", "meal", chingford.area, day)
    add_event(chingford, "Elsewhere", "meeting", Area.objects.create(name="Far", slug="far"))
    answer = client.get(CHINGFORD)
    assert [date.page.title for date in answer.context["meetings"]] == ["Assembly"]
    assert [date.page.title for date in answer.context["dates"]] == ["Supper 1", "Supper 2", "Supper 3"]


def test_places_come_with_their_hours_and_the_way_to_all_of_them(client, chingford):
    hall = Place.objects.create(name="The Hall", address="1 High Road", postcode="E4 7AA")
    hub = Place.objects.create(name="The Hub", area=Area.objects.get(slug="south-chingford"))
    Service.objects.create(
        key="tea", name="Tea", kind="food", place=hall, hours="Mo 09:00-12:00", locale=chingford.locale
    )
    Service.objects.create(key="hub", name="Welcome", kind="hub", place=hub, locale=chingford.locale)
    chingford.assets = blocks("place", hall.pk)
    chingford.save()
    answer = client.get(CHINGFORD)
    assert [at.place.name for at in answer.context["places"]] == ["The Hall", "The Hub"]
    for words in ("1 High Road E4 7AA", "Monday", "09:00–12:00", "/en/services/?network=chingford"):
        assert words in answer.text


def test_members_are_counted_rounded_down_and_nobody_is_said_honestly(client, chingford, leyton):
    joined(leyton, 128)
    joined(chingford, 3, confirmed=False)
    assert "Nobody has joined here yet" in client.get(CHINGFORD).text
    assert "Members: 120 (rounded down)" in client.get("/en/networks/leyton/").text


def test_a_full_page_asks_at_most_twelve_times(client, chingford, locales):
    test_places_come_with_their_hours_and_the_way_to_all_of_them(client, chingford)
    add_event(chingford, "Assembly", "meeting", chingford.area)
    add_event(chingford, "Supper", "meal", chingford.area)
    joined(chingford, 2)
    for code in ("en", "ur"):
        client.get(f"/{code}/networks/chingford/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{code}/networks/chingford/")
        assert len(queries) <= 12, "\n".join(query["sql"][:200] for query in queries)


def test_a_reader_finds_the_network_of_a_small_area(client, chingford, leyton):
    found = client.get("/en/networks/").context["areas"]
    assert [(area.name, network.title) for area, network in found] == [
        ("Chingford", "Chingford network"),
        ("Leyton", "Leyton network"),
        ("South Chingford", "Chingford network"),
    ]


def changed(network: NetworkPage, **fields: object) -> dict:
    """What the edit form sends with a priority typed in."""
    news = {"date": "2026-11-20", "text": "The first lamp is mended."}
    priority = {
        "title": "Light",
        "text": "",
        "state": "under_way",
        "happened": {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "", "0-id": "", "0-value": news},
    }
    data = {
        "title": network.title,
        "slug": network.slug,
        "summary": "",
        "picture_alt": "",
        "area": network.area_id,
        "facilitator": "",
        "body": streamfield([]),
        "priorities": streamfield([("priority", priority)]),
        "meetings": streamfield(
            [("meeting", {"date": "2026-11-19", "title": "Met", "decided": rich_text("<p>x</p>")})]
        ),
        "assets": streamfield([]),
        "comments": inline_formset([]),
    }
    return nested_form_data(data | fields)


def test_a_facilitator_says_what_happened_and_publishes_it(client, chingford, facilitator):
    data = changed(chingford) | {"action-publish": "1"}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[chingford.pk]), data)
    assert answer.status_code == 302
    page = NetworkPage.objects.get(pk=chingford.pk)
    assert (page.priorities[0].value["state"], len(page.past_meetings)) == ("under_way", 1)
    client.logout()
    assert "The first lamp is mended." in client.get(CHINGFORD).text


def test_a_facilitator_changes_no_other_network(client, leyton, facilitator):
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[leyton.pk]),
        changed(leyton, title="Taken over") | {"action-publish": "1"},
    )
    assert answer.status_code == REFUSED
    assert not Page.objects.filter(title="Taken over").exists()
    assert not leyton.revisions.exists()


@pytest.mark.parametrize("what", ["delete", "move_confirm", "copy", "convert_alias"])
def test_no_facilitator_deletes_moves_or_copies_a_network(client, facilitator, chingford, leyton, index, what):
    before = list(Page.objects.order_by("pk").values_list("pk", "path"))
    for network in (chingford, leyton):
        args = [network.pk, index.get_parent().pk] if what == "move_confirm" else [network.pk]
        sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": index.pk}
        client.post(reverse(f"wagtailadmin_pages:{what}", args=args), sent)
    assert list(Page.objects.order_by("pk").values_list("pk", "path")) == before


def test_a_facilitator_takes_down_only_their_own_network(client, chingford, leyton, facilitator):
    for network in (chingford, leyton):
        client.post(reverse("wagtailadmin_pages:unpublish", args=[network.pk]), {})
    assert list(NetworkPage.objects.live()) == [leyton]


def test_a_facilitator_has_no_hand_in_other_languages(client, chingford, facilitator, locales):
    polish = translating.published(chingford, "pl", {"Chingford network": "Sieć"})
    assert client.get(reverse("wagtailadmin_pages:edit", args=[polish.pk])).status_code == REFUSED
    submit = reverse("wagtail_localize:submit_page_translation", args=[chingford.pk])
    client.post(submit, {"locales": [locales["ro"].pk]})
    assert not NetworkPage.objects.filter(locale=locales["ro"]).exists()


def test_a_facilitator_never_sees_members_of_another_network(client, chingford, leyton, facilitator):
    for network in (chingford, leyton):
        joined(network, 1)
    for asked in ("", "?q=network", "?ordering=-email", "?q=Leyton"):
        text = client.get(reverse("members:index_results") + asked).text
        assert "Leyton network 0" not in text
    assert "Chingford network 0" in client.get(reverse("members:index")).text
