import re
from datetime import datetime, time, timedelta

import pytest
from accounts.models import User
from django.contrib.auth.models import Group
from django.db import OperationalError
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from ourplace import roles

from campaign import suggesting
from campaign.models import EventPage, EventSuggestion
from campaign.suggestion_forms import SuggestionForm
from home import spam
from home.models import Area, Place
from tests.campaign.conftest import DAY

ADDRESS = "/en/events/suggest/"
NOW = timezone.now()
pytestmark = pytest.mark.usefixtures("events")


@pytest.fixture
def soup(events) -> EventPage:
    """An event that is listed, with the same name and on the same day as the suggested one."""
    starts_at = timezone.make_aware(datetime.combine(DAY, time(18, 30)))
    page = EventPage(
        title="Soup on the stairs",
        slug="soup",
        kind="meal",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )
    return events.add_child(instance=page)


@pytest.fixture
def desk(client):
    """Signs in somebody of a role, and gives the page of a suggestion in the admin."""

    def sign_in(role: str, suggestion: EventSuggestion | None = None) -> str:
        roles.install()
        if role:
            user = User.objects.create_user(role, f"{role}@example.com", "x")
            user.groups.add(Group.objects.get(name=role))
            client.force_login(user)
        with override("en"):
            return reverse("suggestions:inspect", args=[suggestion.pk]) if suggestion else reverse("suggestions:index")

    return sign_in


def sent(answers: dict, **fields) -> EventSuggestion:
    form = SuggestionForm(answers | fields)
    assert form.is_valid(), form.errors
    return suggesting.send(form.suggestion(), [], NOW)


def test_it_is_sent_in_romanian_answered_and_taken_back(client, answers, admin_user):
    shown = client.get("/ro/events/suggest/").context["form"]["key"].value()
    answer = client.post("/ro/events/suggest/", answers | {"key": shown, "repeats": "în fiecare marți"})
    assert answer.status_code == 303
    own = answer["Location"]
    assert own.startswith("/ro/events/suggestions/")
    suggestion = EventSuggestion.objects.get()
    assert (suggestion.language, suggestion.first_day, suggestion.starts) == ("ro", DAY, time(18, 30))
    assert "Soup on the stairs" in client.get(own).text
    suggesting.ask(suggestion, admin_user, "Which <b>floor</b>?", NOW)
    assert "Which &lt;b&gt;floor&lt;/b&gt;?" in client.get(own).text
    assert client.post(own, {"answer": ""}).status_code == 422
    assert client.post(own, {"answer": "The third"}).status_code == 303
    assert "The third" in client.get(own).text
    assert client.post(own, {"answer": "Again"}).status_code == 303, "from another window"
    client.post(own, {"action": "withdraw"})
    page = client.get(own)
    assert "Soup" not in page.text
    assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "no-referrer")
    assert EventSuggestion.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter what the event is called"),
        ({"title": "a" * 100_000}, "Your words must be 120 characters or less"),
        ({"words": "a" * 100_000}, "Your words must be 2000 characters or less"),
        ({"words": "a\0b"}, "Null characters are not allowed."),
        ({"kind": "orgy"}, "Choose what kind of event it is"),
        ({"first_day_0": ""}, "Enter the day, the month and the year in numbers, like 27 3 2027"),
        ({"first_day_0": "31", "first_day_1": "2"}, "There is no such day. Look at the day and the month"),
        ({"first_day_0": "-1"}, "Enter the day, the month and the year in numbers, like 27 3 2027"),
        ({"first_day_1": "December"}, "Enter the day, the month and the year in numbers, like 27 3 2027"),
        ({"first_day_2": "20226"}, "Enter the year in four digits, like 2027"),
        ({"first_day_2": "9" * 100_000}, "Enter the year in four digits, like 2027"),
        ({"first_day_2": "2020"}, "This day is over. Enter the next day on which it happens"),
        ({"first_day_2": "9999"}, "Enter a day within the next two years"),
        ({"starts": ""}, "Enter when it starts, or tick that it lasts all day"),
        ({"starts": "half past six"}, "Enter a time like 18:30"),
        ({"ends": "18:30"}, "It must end later than it starts, on the same day"),
        ({"where": " "}, "Choose a place, or enter its name and address"),
        ({"place": "999999"}, "Choose a place from the list"),
        ({"area": "part"}, "Choose a part of the borough from the list"),
        ({"is_free": ""}, "Enter what it costs, or tick that it is free"),
        ({"booking_url": "javascript:alert(1)"}, "Enter a web address like https://example.org"),
        ({"booking_url": "ftp://example.org"}, "Enter a web address like https://example.org"),
        ({"languages_spoken": ["xx"]}, "Choose languages from the list"),
        ({"organiser_contact": "020 0000 0000"}, "Tick that we may show who organises it, or leave that out"),
        ({"sender": ""}, "Choose who sends this"),
        ({"email": "a@example.com\nBcc: b@example.com"}, "Enter an e-mail address in the form name@example.com"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_mistake_is_said_once_at_its_field_in_words_that_help(answers, changed, said):
    if "area" in changed:
        part = Area.objects.create(name="Part", slug="part", parent=Area.objects.create(name="Whole", slug="whole"))
        changed = {"area": str(part.pk)}
    assert list(SuggestionForm(answers | changed).errors.values()) == [[said]]


def test_nothing_typed_is_lost_by_a_mistake_however_long(client, answers):
    long = "<b>soup</b> " * 8000
    answer = client.post(ADDRESS, answers | {"words": long, "first_day_2": "20226", "languages_spoken": ["ur", "ro"]})
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert long.replace("<", "&lt;").replace(">", "&gt;").strip() in answer.text
    assert 'value="20226"' in answer.text
    assert re.search(r'value="ur"[^>]*checked', answer.text)
    assert "<b>" not in answer.text.partition("<form")[2]
    for field, said in (("words", "Your words must be 2000"), ("first_day_0", "Enter the year in four")):
        assert f'href="#id_{field}">{said}' in answer.text, "in the summary"
    assert answer.text.count("Enter the year in four digits") == 2, "and at its field"


def test_nothing_filled_in_is_said_at_every_field_that_needs_it(client):
    answer = client.post(ADDRESS, {})
    assert set(answer.context["form"].errors) == {
        *("title", "words", "kind", "first_day", "starts", "ends", "where", "cost", "sender")
    }


@pytest.mark.parametrize("typed", ["18.30", "6:30 pm", "6:30PM", "١٨:٣٠"])
def test_a_time_is_read_however_it_is_written(answers, typed):
    assert sent(answers, starts=typed).starts == time(18, 30)


def test_digits_of_every_script_make_a_day_and_a_tick_makes_it_last_all_day(answers):
    digits = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
    day = {f"first_day_{part}": answers[f"first_day_{part}"].translate(digits) for part in range(3)}
    suggestion = sent(answers, **day, all_day="on", starts="nonsense", ends="")
    assert (suggestion.first_day, suggestion.starts) == (DAY, None)


def test_lines_and_invisible_letters_stay_out_of_one_line(answers):
    suggestion = sent(answers, title="Soup\r\nBcc: x@example.com\u202e", name="Amina\nTo: all")
    assert (suggestion.title, suggestion.name) == ("Soup Bcc: x@example.com", "Amina To: all")


def test_consent_is_kept_word_for_word_with_its_version(client, answers):
    with_contact = answers | {"organiser": "The Cooks", "organiser_contact": "020", "may_show_organiser": "on"}
    client.post("/ro/events/suggest/", with_contact)
    suggestion = EventSuggestion.objects.get()
    with override("ro"):
        shown = str(SuggestionForm().fields["may_show_organiser"].label)
    assert (suggestion.consent, suggestion.consent_version, suggestion.language) == (shown, "2026-11", "ro")


def test_sent_twice_it_is_kept_once_and_changed_it_is_another(client, answers):
    answers["key"] = client.get(ADDRESS).context["form"]["key"].value()
    first, again = (client.post(ADDRESS, answers)["Location"] for _time in range(2))
    assert first.split(":")[0] == again.split(":")[0]
    assert EventSuggestion.objects.count() == 1
    client.post(ADDRESS, answers | {"where": "13 Example Road"})
    assert EventSuggestion.objects.count() == 2


def test_what_may_be_listed_already_is_pointed_out_and_can_be_sent_all_the_same(client, answers, soup):
    answer = client.post(ADDRESS, answers)
    assert answer.status_code == 422
    assert answer.context["listed"] == [soup]
    assert '<a href="/en/events/soup/">Soup on the stairs</a>' in answer.text
    assert not EventSuggestion.objects.exists()
    assert client.post(ADDRESS, answers | {"is_another": "on"}).status_code == 303


def test_drafts_and_what_others_sent_are_not_told_to_the_public(client, answers, soup):
    soup.unpublish()
    sent(answers)
    assert client.post(ADDRESS, answers | {"email": "b@example.com"}).status_code == 303


def test_a_robot_is_suspected_and_not_refused(client, answers):
    client.post(ADDRESS, answers | {"website": "x", "words": "https://a.example " * 5})
    suggestion = EventSuggestion.objects.get()
    assert suggestion.is_suspect
    assert suggestion.suspicions == ["honeypot", "quick", "links"]


def test_a_flood_from_one_address_waits_with_its_words(client, answers, monkeypatch, one_hour):
    monkeypatch.setattr(spam, "SENT_FROM_ONE_ADDRESS_AN_HOUR", 1)
    client.post(ADDRESS, answers)
    answer = client.post(ADDRESS, answers | {"where": "Another place"})
    assert answer.status_code == 429
    assert 'value="Another place"' in answer.text
    assert client.post(ADDRESS, answers, REMOTE_ADDR="192.0.2.9").status_code == 303


@pytest.mark.parametrize("broken", [(EventSuggestion, "save"), (QuerySet, "get")], ids=["keeping", "choosing"])
def test_without_a_database_every_word_comes_back(client, answers, monkeypatch, broken):
    place = Place.objects.create(name="Leyton Library")

    def down(*args, **kwargs) -> None:
        raise OperationalError

    monkeypatch.setattr(*broken, down)
    answer = client.post(ADDRESS, answers | {"place": place.pk, "languages_spoken": ["ur"]})
    assert answer.status_code == 503
    assert "Everybody brings a spoon." in answer.text
    assert f'name="first_day_2" value="{DAY.year}"' in answer.text
    assert f'name="place" value="{place.pk}"' in answer.text
    assert re.search(r'value="ur"[^>]*checked', answer.text)


def test_without_a_database_an_answer_comes_back(client, answers, monkeypatch):
    own = client.post(ADDRESS, answers)["Location"]

    def down(*args, **kwargs) -> None:
        raise OperationalError

    monkeypatch.setattr(QuerySet, "first", down)
    answer = client.post(own, {"answer": "The third floor"})
    assert answer.status_code == 503
    assert "The third floor" in answer.text
    assert client.get(own).status_code == 503


def test_a_made_up_link_opens_nothing(client):
    assert client.get("/en/events/suggestions/1:made-up:link/").status_code == 404


def test_editors_and_moderators_see_what_was_sent_and_nobody_else(answers, home, locales):
    home.copy_for_translation(locales["ur"])
    roles.install()
    inspect = reverse("suggestions:inspect", args=[sent(answers).pk])
    moderating = {"Editors", "Moderators", "Safeguarding leads"}
    for role in (*sorted(moderating), "Translators: Urdu", "Reviewers: Urdu", "nobody"):
        client = Client()
        if role != "nobody":
            user = User.objects.create_user(role, f"{role}@example.com", "x")
            user.groups.add(Group.objects.get(name=role))
            client.force_login(user)
        EventSuggestion.objects.update(state="received", version=1, questions=[])
        sees = [client.get(address).status_code == 200 for address in (reverse("suggestions:index"), inspect)]
        client.post(inspect, {"action": "ask", "version": 1, "question": "Which floor?"})
        asked = EventSuggestion.objects.filter(state="waiting").exists()
        assert [*sees, asked] == [role in moderating] * 3, role


def test_the_list_has_what_waits_longest_on_top_and_robots_apart(client, answers, desk):
    old, _new, robot = (sent(answers, title=title) for title in ("Old", "New", "Robot"))
    EventSuggestion.objects.filter(pk=old.pk).update(sent_at=NOW - timedelta(days=3))
    EventSuggestion.objects.filter(pk=robot.pk).update(is_suspect=True, suspicions=["links"])
    index = desk("Editors")

    def listed(**query) -> list[str]:
        return [row.title for row in client.get(index, query).context["object_list"]]

    assert listed() == ["Old", "New"]
    assert 'suspected=only">Perhaps from robots: 1<' in client.get(index).text
    assert listed(suspected="only") == ["Robot"]
    assert listed(state="declined") == []
    assert listed(q="Rob") == ["Robot"]


def test_a_moderator_sees_doubles_and_says_which_it_is(client, answers, desk, soup):
    suggestion, other = sent(answers), sent(answers, title="Soup for the stairs")
    inspect = desk("Moderators", suggestion)
    shown = client.get(inspect)
    assert (shown.context["same_events"], shown.context["same_suggestions"]) == ([soup], [other])
    wrong = client.post(inspect, {"action": "same", "version": 1, "same": "eventpage-999"})
    assert wrong.status_code == 422
    client.post(inspect, {"action": "same", "version": 1, "same": f"eventpage-{soup.pk}"})
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.same_event, suggestion.decided_by.username) == ("declined", soup, "Moderators")


def test_accepting_leads_to_the_draft_and_a_stale_page_does_nothing(client, answers, desk):
    suggestion = sent(answers)
    inspect = desk("Moderators", suggestion)
    asked = client.post(inspect, {"action": "ask", "version": 1, "question": "Which floor?"})
    assert asked.status_code == 302
    stale = client.post(inspect, {"action": "ask", "version": 1, "question": "Which other floor?"})
    assert stale.status_code == 409
    assert "Which other floor?" in stale.text
    assert client.post(inspect, {"action": "nonsense"}, follow=True).status_code == 404
    accepted = client.post(inspect, {"action": "accept", "version": 2})
    assert accepted["Location"] == reverse("wagtailadmin_pages:edit", args=[EventPage.objects.get().pk])
    assert "Romanian" not in client.get(accepted["Location"]).text


def test_the_list_of_events_leads_to_the_form(client, events):
    assert ADDRESS in client.get("/en/events/").text


def test_the_form_and_the_private_page_ask_the_database_little(client, answers, django_assert_max_num_queries):
    Place.objects.create(name="Leyton Library")
    own = client.post(ADDRESS, answers)["Location"]
    for address in (ADDRESS, own):
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
