"""The list of events as a reader meets it, at the moments other lists get wrong."""

import re
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from wagtail.models import PageViewRestriction

from campaign import windows
from campaign.event_filters import EventFilters, understood
from campaign.models import EventDate, EventIndexPage, EventPage
from campaign.models.event_index import MOST_LISTED
from campaign.month import LISTED_A_DAY
from home import page_cache
from home.models import Area, HomePage, Place
from tests.campaign.eventful import at, event, event_list

LIST = "/en/events/"
SUNDAY = "2026-11-22 12:00"


@pytest.fixture
def clock(monkeypatch):
    def set_to(moment: str) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at(moment))

    set_to(SUNDAY)
    return set_to


@pytest.fixture(scope="module")
def empty_list(once):
    with once():
        event_list(HomePage.objects.get())


@pytest.fixture
def index(empty_list, clock, db):
    return EventIndexPage.objects.get()


def titles(client, asked: str = "", language: str = "en") -> list[str]:
    return [date.page.title for date in client.get(f"/{language}/events/{asked}").context["dates"]]


def test_on_a_sunday_this_week_and_the_weekend_still_show_that_sunday(client, index):
    event(index, "Over", "2026-11-16 10:00")
    event(index, "Tonight", "2026-11-22 19:00")
    event(index, "Monday", "2026-11-23 10:00")
    assert titles(client, "?when=week") == titles(client, "?when=weekend") == ["Tonight"]
    assert titles(client, "?when=tomorrow") == ["Monday"]
    assert titles(client) == ["Tonight", "Monday"]
    assert titles(client, "?when=earlier") == ["Over"]


MOMENTS = [
    ("2026-07-01 23:59", "tomorrow", "2026-07-02 00:30", True),
    ("2026-07-01 23:59", "today", "2026-07-02 00:30", False),
    ("2026-07-02 00:00", "today", "2026-07-02 00:30", True),
    ("2026-07-02 00:00", "tomorrow", "2026-07-02 00:30", False),
    ("2026-12-31 12:00", "tomorrow", "2027-01-01 12:00", True),
    ("2026-12-31 12:00", "month", "2027-01-01 12:00", False),
    ("2026-12-31 12:00", "week", "2027-01-03 23:30", True),
    ("2028-02-29 09:00", "month", "2028-02-29 23:30", True),
    ("2028-02-28 09:00", "tomorrow", "2028-02-29 00:00", True),
    ("2026-03-29 00:30", "today", "2026-03-29 23:30", True),
    ("2026-03-29 00:30", "tomorrow", "2026-03-30 00:15", True),
    ("2026-03-29 23:59", "today", "2026-03-30 00:15", False),
    ("2026-10-25 00:30", "today", "2026-10-25 23:30", True),
    ("2026-10-25 23:45", "tomorrow", "2026-10-26 00:00", True),
    ("2026-10-25 23:45", "today", "2026-10-26 00:00", False),
]


def test_days_are_those_of_london(index):
    page = event(index, "Club", SUNDAY)
    for now, when, starts, is_listed in MOMENTS:
        EventDate.objects.update(event=page, starts_at=at(starts), ends_at=at(starts) + timedelta(hours=1))
        filters = EventFilters({"when": when}, [], windows.day_of(at(now)))
        assert filters.applied_to(EventDate.objects.not_over(at(now))).exists() == is_listed, (now, when, starts)


def test_an_event_is_listed_until_it_ends_and_never_on_both_sides(client, index, clock):
    event(index, "Evening", "2026-11-22 18:00", hours=2)
    clock("2026-11-22 19:59")
    assert (titles(client), titles(client, "?when=earlier")) == (["Evening"], [])
    clock("2026-11-22 20:00")
    assert (titles(client), titles(client, "?when=earlier")) == ([], ["Evening"])


def test_what_began_earlier_stands_under_today(client, index):
    event(index, "Exhibition", "2026-11-01 10:00", hours=24 * 30)
    answer = client.get(LIST)
    assert [row.day.isoformat() for row in answer.context["dates"]] == ["2026-11-22"]
    assert "<span>Today</span>" in answer.text
    assert "until 1 December 2026" in answer.text
    assert titles(client, "?from=2026-11-25&to=2026-11-26") == ["Exhibition"]
    assert titles(client, "?from=2026-12-02") == []


def test_each_date_of_a_series_is_listed_under_its_day(client, index):
    event(index, "Club", "2026-12-01 18:30", rule="FREQ=WEEKLY;COUNT=3")
    text = client.get(LIST).text
    assert re.findall(r'<h2 id="day-([\d-]+)"', text) == ["2026-12-01", "2026-12-08", "2026-12-15"]
    assert "3 dates" in text


def test_cancelled_and_moved_dates_are_shown_as_such(client, index):
    changes = [
        ("cancelled", {"date": at("2026-12-01 00:00").date(), "reason": "Snow"}),
        (
            "moved",
            {
                "date": at("2026-12-08 00:00").date(),
                "starts_at": at("2026-12-09 10:00"),
                "ends_at": at("2026-12-09 11:00"),
                "reason": "",
            },
        ),
    ]
    event(index, "Club", "2026-12-01 18:30", rule="FREQ=WEEKLY;COUNT=2", particular_dates=changes)
    event(index, "Gone", "2026-12-20 18:30", cancelled=True)
    text = client.get(LIST).text
    assert text.count(">Cancelled<") == 2
    assert "Moved from 8 December 2026" in text
    assert [date.page.title for date in EventDate.objects.next(3, "en", at(SUNDAY))] == ["Club"]


@pytest.fixture
def three(index):
    leyton = Area.objects.create(name="Leyton", slug="leyton")
    south = Area.objects.create(name="South Leyton", slug="south-leyton", parent=leyton)
    hall = Place.objects.create(name="The Hall", area=south)
    event(index, "Supper", "2026-11-22 18:00", languages_spoken=["en", "tr"], place=hall)
    event(index, "Trip", "2026-11-24 09:00", kind="outdoors", is_free=False, languages_spoken=["en"])
    event(index, "Class", "2026-12-01 09:00", kind="class")
    return index


FOUND = {
    "network=leyton": ["Supper"],
    "kind=outdoors": ["Trip"],
    "language=tr": ["Supper"],
    "language=en&kind=outdoors": ["Trip"],
    "free=on": ["Supper", "Class"],
    "from=2026-11-23&to=2026-11-24": ["Trip"],
    "from=24/11/2026": ["Trip", "Class"],
    "to=2026-11-22": ["Supper"],
    "when=month&free=on": ["Supper"],
    "when=today&from=2026-12-01": [],
    "when=&from=&to=&network=&kind=&language=&page=": ["Supper", "Trip", "Class"],
}


def found(asked: str) -> list[str]:
    filters, _ = understood(QueryDict(asked), Area.objects.all(), windows.day_of(at(SUNDAY)))
    return [row.event.title for row in filters.applied_to(EventDate.objects.public()).not_over(at(SUNDAY))]


def test_filters_narrow_the_list(three):
    assert {asked: found(asked) for asked in FOUND} == FOUND


NO_SENSE = [
    "when=yesterday",
    "when=%00",
    "from=2026-02-30",
    "from=0000-01-01",
    "from=99999-01-01",
    "from=9999-12-31",
    "to=1999-12-31",
    "to=%00",
    "network=../..",
    "network=%00",
    "kind=meal%00",
    "language=xx",
    "when=today&when=<script>",
    "view=year",
    f"kind={'a' * 5000}",
    f"from={'9' * 5000}",
    "view=month&month=2026-13",
    "view=month&month=0000-00",
    "view=month&month=99999-12",
    "view=month&month=%00",
    "view=month&month=9999-12",
]


@pytest.mark.django_db
def test_what_makes_no_sense_is_left_out():
    for asked in NO_SENSE:
        filters, rest = understood(QueryDict(asked), Area.objects.all(), windows.day_of(at(SUNDAY)))
        assert filters.left_out, asked
        assert not filters.errors
        assert set(rest) <= {"view"}


def test_that_something_was_left_out_is_said(client, three):
    for asked, many in (("when=today&when=<script>&network=%00", 3), ("view=month&month=99999-12", 2)):
        answer = client.get(f"{LIST}?{asked}")
        assert "We did not understand what was chosen for" in answer.text
        assert "<script>" not in answer.text
        assert answer.context["count"] == many


def test_an_end_before_the_beginning_is_left_out(client, three):
    answer = client.get(f"{LIST}?from=2026-12-01&to=2026-11-30")
    assert "chosen for “Until”" in answer.text
    assert [date.page.title for date in answer.context["dates"]] == ["Class"]


def test_a_page_that_does_not_exist_is_another_one(client, three):
    for number in ["-1", "9" * 5000, "%00", "2&page=x"]:
        assert len(titles(client, f"?page={number}")) == 3, number


def test_an_empty_list_has_one_next_step(client, index):
    assert 'href="?when=earlier"' in client.get(LIST).text
    assert "View all events" in client.get(f"{LIST}?kind=meal").text
    text = client.get(f"{LIST}?from=2026-11-01&to=2026-11-02").text
    assert "?from=2026-11-01&amp;to=2026-11-02&amp;when=earlier" in text


def test_earlier_events_come_page_by_page_the_latest_first(client, index):
    event(index, "Club", "2026-10-01 18:30", rule="FREQ=DAILY;COUNT=30")
    first = client.get(f"{LIST}?when=earlier")
    days = [row.day for row in first.context["dates"]]
    assert (len(days), days) == (24, sorted(days, reverse=True))
    assert len(titles(client, "?when=earlier&page=2")) == 6
    assert "(page 2 of 2)" in client.get(f"{LIST}?when=earlier&page=2").text


def test_a_list_is_counted_and_paged_as_far_as_anybody_turns_pages(client, index):
    page = event(index, "Club", "2027-01-01 18:30")
    EventDate.objects.bulk_create(
        EventDate(event=page, original=start, starts_at=start, ends_at=start + timedelta(hours=1))
        for start in (at("2027-01-02 10:00") + timedelta(hours=3 * number) for number in range(MOST_LISTED))
    )
    assert f"More than {MOST_LISTED} dates" in client.get(LIST).text
    assert 'from=2027-03-03">Later dates' in client.get(f"{LIST}?page=20").text
    assert len(titles(client, "?from=2027-03-03&page=1")) == 3


def test_a_list_that_is_narrowed_says_so_in_its_title_and_to_search_engines(client, three):
    text = client.get(f"{LIST}?when=week&kind=meal&from=2026-11-20").text
    assert "<title>What’s on: This week, Shared meal, From: 20 November 2026" in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'rel="canonical" href="http' in text
    assert "noindex" not in client.get(LIST).text


def test_the_month_is_a_table_of_weeks_from_monday(client, three):
    answer = client.get(f"{LIST}?view=month&month=2026-11")
    table = re.search(r"<table.*</table>", answer.text, re.DOTALL)[0]
    assert "<caption>November 2026</caption>" in table
    assert re.findall(r'<th scope="col" role="columnheader">(\w+)</th>', table)[::6] == ["Monday", "Sunday"]
    assert re.findall(r"<td[^>]*aria-current[^>]*>\s*<time[^>]*datetime=\"([\d-]+)\"", table) == ["2026-11-22"]
    assert table.count("<td") == 42
    assert re.findall(r"<bdi dir=\"ltr\">([\d:]+)</bdi>", table) == ["18:00", "09:00"]
    assert {"October 2026", "December 2026"} <= set(re.findall(r">(\w+ \d{4})</a>", answer.text))


def test_a_month_keeps_its_filters_and_leaves_out_those_of_days(client, three):
    answer = client.get(f"{LIST}?view=month&month=2026-11&free=on&when=tomorrow&from=2026-12-01")
    assert answer.context["count"] == 1
    assert 'name="when"' not in answer.text
    assert 'free=on&amp;when=tomorrow&amp;from=2026-12-01"' in answer.text


def test_a_day_with_more_than_fits_leads_to_its_list(client, index):
    for number in range(LISTED_A_DAY + 2):
        event(index, f"Event {number}", "2026-11-25 10:00")
    text = client.get(f"{LIST}?view=month").text
    assert "2 more" in text
    assert len(titles(client, "?from=2026-11-25&to=2026-11-25")) == LISTED_A_DAY + 2


def test_the_months_come_to_an_end(client, index):
    text = client.get(f"{LIST}?view=month&month=2100-12").text
    assert re.findall(r"rel=\"(next|prev) nofollow\"", text) == ["prev"]
    assert re.findall(r"rel=\"(next|prev) nofollow\"", client.get(f"{LIST}?view=month&month=2000-01").text) == ["next"]


def test_a_network_shows_what_is_next_in_its_area_and_the_parts_of_it(three):
    leyton = Area.objects.get(slug="leyton")
    assert [row.page.title for row in EventDate.objects.near(leyton.pk).next(3, "en", at(SUNDAY))] == ["Supper"]
    assert [row.page.title for row in EventDate.objects.next(2, "ur", at(SUNDAY))] == ["Supper", "Trip"]


def test_a_translated_event_stands_once_in_its_language(client, three, locales):
    page = EventPage.objects.get(title="Supper")
    three.copy_for_translation(locales["ur"], copy_parents=True)
    translated = page.copy_for_translation(locales["ur"])
    translated.title = "کھانا"
    translated.save_revision().publish()
    assert titles(client, language="ur") == ["کھانا", "Trip", "Class"]


def test_what_is_not_for_everybody_is_not_listed(client, three):
    page = EventPage.objects.get(title="Supper")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert titles(client) == ["Trip", "Class"]


def test_a_list_of_any_length_asks_few_questions(client, three, django_assert_max_num_queries):
    event(three, "Club", "2026-10-01 18:30", rule="FREQ=DAILY")
    for asked in ("", "?when=earlier", "?view=month&network=leyton&language=tr&free=on", "?page=2"):
        with django_assert_max_num_queries(11):
            assert client.get(f"/ur/events/{asked}").status_code == 200


@pytest.mark.parametrize(("before", "after"), [("2026-07-01 23:59", "2026-07-02 00:01"), (SUNDAY, "2026-11-22 12:05")])
def test_a_kept_page_is_made_anew_in_the_morning_and_every_five_minutes(before, after):
    page = page_cache.finished_page([], b"", "g", at(before).timestamp())
    assert page.is_fresh("g", at(before).timestamp() + 30)
    assert not page.is_fresh("g", at(after).timestamp() + timedelta(seconds=1).seconds)
