"""Calendars at their addresses, and the dates of events as machines read them."""

import io
import json
import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from campaign.models import EventIndexPage, EventPage, SchoolHoliday
from home import page_cache
from home.models import Area, HomePage, Place
from home.page_cache import PageCache
from tests import translating
from tests.campaign.eventful import at, event, event_list

FEED = "/en/events/calendar.ics"
TUESDAYS = {"rule": "FREQ=WEEKLY;BYDAY=TU", "summary": "Talk, tea; cake"}


def noon() -> datetime:
    return at("2026-11-22 12:00")


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    monkeypatch.setattr(timezone, "now", noon)


@pytest.fixture(scope="module")
def list_and_club(once):
    with pytest.MonkeyPatch.context() as patch, once():
        patch.setattr(timezone, "now", noon)
        library = Place.objects.create(name="The Library", address="1 Road", postcode="E17 4JF")
        event(event_list(HomePage.objects.get()), "Club", "2026-10-06 18:30", 1.5, place=library, **TUESDAYS)


@pytest.fixture
def index(list_and_club, db):
    return EventIndexPage.objects.get()


@pytest.fixture
def club(list_and_club, db):
    return EventPage.objects.get()


def read(client: Client, address: str) -> Calendar:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def titles(client: Client, address: str = FEED) -> list[str]:
    return [str(found["summary"]) for found in read(client, address).events]


def test_a_series_is_one_event_with_its_rule_and_its_place(client, club):
    [series] = read(client, "/en/events/club/event.ics").events
    assert series["uid"] == club.uid
    assert series.start == at("2026-10-06 18:30")
    assert series["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=TU"
    assert series["location"] == "The Library, 1 Road, E17 4JF"
    assert series["url"] == "http://127.0.0.1:8000/en/events/club/"
    assert series["description"].startswith("Talk, tea; cake\nCost: Free\n")
    assert 'inline; filename="club.ics"' in client.get("/en/events/club/event.ics").headers["Content-Disposition"]


def test_one_date_can_be_had_alone(client, club):
    [once] = read(client, "/en/events/club/event.ics?date=2026-12-01").events
    assert once.start == at("2026-12-01 18:30")
    assert "rrule" not in once


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "2026-12-02",
        "2026-09-29",
        "20261201",
        "2026-W49-2",
        "tomorrow",
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "\0",
    ],
)
def test_a_date_that_is_none_is_not_found(client, club, asked):
    assert client.get("/en/events/club/event.ics", {"date": asked}).status_code == 404


@pytest.mark.parametrize("address", ["/en/events/nothing/event.ics", "/en/events/a\0b/event.ics"])
def test_no_calendar_of_what_is_no_event(client, index, address):
    assert client.get(address).status_code == 404


def test_the_feed_has_what_is_not_long_over(client, club):
    index = club.get_parent().specific
    event(index, "Long over", "2026-08-01 10:00")
    event(index, "Just over", "2026-11-01 10:00")
    event(index, "To come", "2027-05-01 10:00")
    assert titles(client) == ["Club", "Just over", "To come"]


def test_what_is_called_off_says_so_and_what_is_taken_down_is_gone(client, club):
    event(club.get_parent().specific, "Gone", "2026-12-01 10:00").unpublish()
    EventPage.objects.filter(pk=club.pk).update(cancelled=True, cancelled_reason="No heating")
    [series] = read(client, FEED).events
    assert (series["status"], series["summary"]) == ("CANCELLED", "Cancelled: Club")
    assert series["description"].startswith("No heating\n\nTalk")


def test_what_is_not_for_everybody_is_in_no_calendar(client, club):
    PageViewRestriction.objects.create(page=club, restriction_type="login")
    assert titles(client) == []
    assert client.get("/en/events/club/event.ics").status_code == 404


def test_a_feed_is_to_be_asked_for_again_in_a_few_hours(client, club):
    calendar = read(client, FEED)
    assert calendar["x-wr-calname"] == calendar["name"] == "What’s on"
    assert calendar["x-published-ttl"] == "PT6H"
    assert calendar["refresh-interval"].dt == timedelta(hours=6)
    assert calendar["source"] == "http://127.0.0.1:8000/en/events/calendar.ics"


def test_a_network_has_a_calendar_of_its_own(client, club):
    leyton = Area.objects.create(name="Leyton", slug="leyton")
    part = Area.objects.create(name="Lea Bridge", slug="lea-bridge", parent=leyton)
    Place.objects.update(area=part)
    event(club.get_parent().specific, "Elsewhere", "2026-12-01 10:00")
    assert titles(client, f"{FEED}?network=leyton") == ["Club"]
    assert read(client, f"{FEED}?network=leyton")["x-wr-calname"] == "What’s on: Leyton"
    for nothing in ("lea-bridge", "nowhere", "%00"):
        assert client.get(f"{FEED}?network={nothing}").status_code == 404


def test_a_calendar_speaks_the_readers_language_where_it_can(client, club, django_capture_on_commit_callbacks):
    event(club.get_parent().specific, "English only", "2026-12-01 10:00")
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(club, "ur", {"Club": "محفل", "Talk, tea; cake": "چائے"})
    english, urdu = sorted(read(client, "/ur/events/calendar.ics").events, key=lambda found: found["summary"])
    assert (english["summary"], english["summary"].params["LANGUAGE"]) == ("English only", "en")
    assert (urdu["summary"], urdu["summary"].params["LANGUAGE"]) == ("محفل", "ur")
    assert urdu["uid"] == club.uid
    assert urdu["url"] == "http://127.0.0.1:8000/ur/events/club/"


def test_holidays_are_left_out(client, club):
    SchoolHoliday.objects.create(name="Half term", first_day=date(2026, 10, 26), last_day=date(2026, 10, 30))
    EventPage.objects.filter(pk=club.pk).update(not_in_school_holidays=True)
    for address in (FEED, "/en/events/club/event.ics"):
        [series] = read(client, address).events
        assert [left_out.dt for left_out in series["exdate"].dts] == [at("2026-10-27 18:30")]


def test_many_events_cost_no_more_questions_than_one(client, club, django_assert_max_num_queries):
    index = club.get_parent().specific
    for number in range(8):
        event(index, f"Event {number}", "2026-12-01 10:00", place=club.place, not_in_school_holidays=True)
    with django_assert_max_num_queries(6):
        client.get(FEED)
    with django_assert_max_num_queries(4):
        client.get("/en/events/event-1/event.ics")


def test_a_calendar_that_has_not_changed_is_not_sent_again(client, club):
    page_cache.expire()
    for address in (FEED, "/en/events/club/event.ics"):
        headers = client.get(address).headers
        assert client.get(address, headers={"If-None-Match": headers["ETag"]}).status_code == 304
        assert client.get(address, headers={"If-Modified-Since": headers["Last-Modified"]}).status_code == 304
        assert client.get(address, headers={"If-Modified-Since": "Sun, 01 Nov 2020 00:00:00 GMT"}).status_code == 200


def test_calendars_set_no_cookie_and_are_only_read(client, club):
    for address in (FEED, "/en/events/club/event.ics"):
        assert not client.get(address).cookies
        assert client.post(address).status_code == 405


def test_a_kept_calendar_answers_like_the_first(club, the_tests_own_connection):
    from ourplace.wsgi import django_application

    asked = []
    page_cache.expire()

    def django(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return django_application(environ, start_response)

    cache = PageCache(django)

    def get(**headers: str) -> tuple[str, dict, bytes]:
        seen = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": FEED,
            "QUERY_STRING": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            **headers,
        }
        body = b"".join(cache(environ, lambda status, headers: seen.extend((status, headers))))
        return seen[0], dict(seen[1]), body

    first, second = get(), get()
    assert first == second
    assert first[1]["Content-Disposition"] == 'inline; filename="events.ics"'
    assert get(HTTP_IF_MODIFIED_SINCE=first[1]["Last-Modified"])[0] == "304 Not Modified"
    assert get(HTTP_IF_MODIFIED_SINCE="")[0] == "200 OK"
    assert asked == [FEED]


def data(client: Client, address: str = "/en/events/club/") -> list[dict]:
    html = client.get(address).text
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])


def test_machines_read_each_of_the_next_dates(client, club):
    found = data(client)
    assert len(found) == 12
    assert found[0] == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "http://127.0.0.1:8000/en/events/club/#2026-11-24T18:30",
        "name": "Club",
        "description": "Talk, tea; cake",
        "url": "http://127.0.0.1:8000/en/events/club/",
        "startDate": "2026-11-24T18:30:00+00:00",
        "endDate": "2026-11-24T20:00:00+00:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {
            "@type": "Place",
            "name": "The Library",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 Road",
                "postalCode": "E17 4JF",
                "addressCountry": "GB",
            },
        },
        "isAccessibleForFree": True,
        "offers": {
            "@type": "Offer",
            "url": "http://127.0.0.1:8000/en/events/club/",
            "price": 0,
            "priceCurrency": "GBP",
        },
    }


def test_machines_are_told_what_was_moved_and_what_was_called_off(client, club):
    club.particular_dates = [
        ("cancelled", {"date": date(2026, 11, 24), "reason": "Ice"}),
        (
            "moved",
            {
                "date": date(2026, 12, 1),
                "starts_at": at("2026-12-02 10:00"),
                "ends_at": at("2026-12-02 11:00"),
                "reason": "",
            },
        ),
    ]
    club.save()
    cancelled, moved, usual, *_rest = data(client)
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (moved["previousStartDate"], moved["startDate"]) == (
        "2026-12-01T18:30:00+00:00",
        "2026-12-02T10:00:00+00:00",
    )
    assert moved["@id"].endswith("#2026-12-01T18:30")
    assert "previousStartDate" not in usual


def test_machines_are_told_of_an_event_that_is_over_and_of_whole_days(client, index):
    event(index, "Fair", "2026-06-06 00:00", 48, all_day=True, is_free=False, cost="Pay what you can")
    [fair] = data(client, "/en/events/fair/")
    assert (fair["startDate"], fair["endDate"]) == ("2026-06-06", "2026-06-07")
    assert fair["offers"]["description"] == "Pay what you can"
    assert "price" not in fair["offers"]


def test_an_event_page_leads_to_its_calendars(client, club, django_assert_max_num_queries):
    club.particular_dates = [("cancelled", {"date": date(2026, 11, 24), "reason": "Burst pipe"})]
    club.not_in_school_holidays = True
    club.save()
    with django_assert_max_num_queries(12):
        html = client.get("/en/events/club/").text
    assert 'href="/en/events/club/event.ics"' in html
    assert 'href="/en/events/club/event.ics?date=2026-12-01"' in html
    assert "?date=2026-11-24" not in html
    assert "Burst pipe" in html


def test_the_list_leads_to_the_calendar_to_subscribe_to(client, club):
    html = client.get("/en/events/").text
    assert 'href="webcal://127.0.0.1:8000/en/events/calendar.ics"' in html
    assert 'href="http://127.0.0.1:8000/en/events/calendar.ics"' in html
