"""Initiatives: whom they are for, where to find what they offer, how to ask."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaign.initiative_filter import Group, InitiativeFilter, written
from campaign.models import CampaignPage, InitiativePage
from campaign.sample import FOLDER
from home.models import HomePage, InformationPage, Place, Service
from home.sample import read_all
from tests import translating
from tests.campaign.eventful import event, event_list

CAMPAIGN, ENGLISH = "/en/our-place/", "/en/our-place/english/"


@pytest.fixture(scope="module")
def three_initiatives(once):
    with once():
        home = HomePage.objects.get()
        campaign = home.add_child(instance=CampaignPage(title="Our Place", slug="our-place", locale=home.locale))
        for title, groups in (("English", ["arrivals", "women"]), ("Friends", ["older"]), ("Grants", ["everyone"])):
            page = InitiativePage(title=title, slug=title.lower(), groups=written(groups), locale=home.locale)
            campaign.add_child(instance=page)


@pytest.fixture
def initiatives(three_initiatives, db):
    return {page.title: page for page in InitiativePage.objects.all()}


def changed(page: InitiativePage, **fields: object) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["English", "Friends", "Grants"]),
        ("?for=", ["English", "Friends", "Grants"]),
        ("?for=everyone", ["English", "Friends", "Grants"]),
        ("?for=women", ["English", "Grants"]),
        ("?for=older", ["Friends", "Grants"]),
        ("?for=young", ["Grants"]),
        ("?for=women&for=older", ["Friends", "Grants"]),
    ],
)
def test_initiatives_are_narrowed_by_whom_they_are_for(client, initiatives, asked, found):
    answer = client.get(CAMPAIGN + asked)
    assert [page.title for page in answer.context["initiatives"]] == found
    assert f"Initiatives: {len(found)}" in answer.text


@pytest.mark.parametrize(
    "asked", ["?for=nobody", "?for=%00", "?for=%20women%20", "?for=" + "w" * 4000, "?for=%F0%9F%92%A9"]
)
def test_a_group_nobody_knows_is_left_out_and_that_is_said(client, initiatives, asked):
    answer = client.get(CAMPAIGN + asked)
    assert (answer.status_code, len(answer.context["initiatives"])) == (200, 3)
    assert "This was not understood, so it is left out." in answer.text


def test_a_translation_is_found_as_its_english_is(client, initiatives, locales, django_capture_on_commit_callbacks):
    page = initiatives["English"]
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(page, "pl", {"English": "Angielski"})
    changed(page, groups=written(["young"]))
    shown = client.get("/pl/our-place/?for=young").context["initiatives"]
    assert [page.title for page in shown] == ["Angielski", "Grants"]
    assert [page.title for page in client.get("/pl/our-place/?for=women").context["initiatives"]] == ["Grants"]


def test_a_group_is_found_in_what_is_written_only_when_it_was_chosen():
    for group in Group.values:
        others = [other for other in Group.values if other != group]
        assert f" {group} " in written([*others, group])
        assert f" {group} " not in written(others)
    assert len(written(Group.values)) <= InitiativePage._meta.get_field("groups").max_length


@given(st.text())
def test_no_question_is_an_error(text):
    asked = InitiativeFilter({"for": text})
    assert asked.group in {"", *Group.values}
    assert asked.was_understood is (text in {"", *Group.values})


def test_an_initiative_is_told_in_three_parts(client, initiatives):
    parts = {"what_we_know": "Known", "what_we_will_do": "Done", "what_we_hope_for": "Hoped"}
    changed(initiatives["English"], who_for="Anyone", **{name: f"<p>{text}</p>" for name, text in parts.items()})
    text = client.get(ENGLISH).text
    places = [text.index(words) for words in ("Anyone", "What we know", "Known", "What we will do", "What we hope for")]
    assert places == sorted(places)


def test_one_finds_asks_and_is_answered(client, initiatives):
    changed(initiatives["English"], kind_of_service="english")
    text = client.get(ENGLISH).text
    assert 'href="/en/services/?kind=english"' in text
    assert 'href="/en/contact/?about=English"' in text
    assert "A person reads what you send." in text


def test_where_there_is_a_form_the_button_leads_there_in_the_readers_language(client, home, initiatives):
    form = home.add_child(instance=InformationPage(title="Ask for a class", slug="ask", locale=home.locale))
    changed(initiatives["English"], ask_page=form)
    assert '<a class="button" href="/en/ask/">' in client.get(ENGLISH).text
    assert '<a class="button" href="/ur/ask/">' in client.get("/ur/our-place/english/").text
    form.unpublish()
    assert "/en/contact/?about=English" in client.get(ENGLISH).text


def test_what_is_offered_is_listed_each_once(client, initiatives):
    page = initiatives["English"]
    rows = (("class", "english"), ("club", "english"), ("books", "library"), ("soup", "food"))
    made = {key: Service.objects.create(key=key, name=key, kind=kind, locale=page.locale) for key, kind in rows}
    park = Place.objects.create(name="The Park")
    chosen = [("service", made["books"].pk), ("service", made["club"].pk), ("place", park.pk)]
    changed(page, kind_of_service="english", related=json.dumps([{"type": kind, "value": pk} for kind, pk in chosen]))
    answer = client.get(ENGLISH)
    assert [service.key for service in answer.context["offered"]] == ["books", "class", "club"]
    assert "The Park" in answer.text


def test_next_dates_of_its_kind_of_event_are_shown(client, home, initiatives):
    index, start = event_list(home), f"{timezone.now() + timedelta(days=2):%Y-%m-%d %H:%M}"
    for title, kind in (("Club", "class"), ("Soup", "meal")):
        event(index, title, start, kind=kind)
    assert "dates" not in client.get(ENGLISH).context
    changed(initiatives["English"], kind_of_event="class", kind_of_service="english")
    assert [date.page.title for date in client.get(ENGLISH).context["dates"]] == ["Club"]
    with CaptureQueriesContext(connection) as queries:
        client.get("/ur/our-place/english/")
    assert len(queries) <= 12


def test_an_editor_ticks_the_groups(admin_client, initiatives):
    text = admin_client.get(f"/admin/pages/{initiatives['English'].pk}/edit/").text
    assert text.count('name="groups"') == len(Group)
    assert text.count("checked") >= 2
    assert 'value="women" id' in text or 'value="women"' in text


@pytest.mark.parametrize("data", read_all(FOLDER / "initiatives"), ids=lambda data: data["slug"])
def test_every_sample_initiative_has_three_parts_and_groups(data):
    assert all(data[name].strip() for name in ("who_for", "what_we_know", "what_we_will_do", "what_we_hope_for"))
    assert data["groups"]
    assert set(data["groups"]) <= set(Group.values)
