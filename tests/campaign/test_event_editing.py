"""How an editor says when an event takes place, what the calendar keeps of it, and what translations have of it."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from wagtail.test.utils.form_data import nested_form_data, streamfield

from campaign.models import EventIndexPage, EventPage, SchoolHoliday
from home.models import Area, Place
from tests import translating
from tests.campaign.eventful import at, event, event_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home) -> EventIndexPage:
    return event_list(home)


@pytest.fixture
def evening(index) -> EventPage:
    """Tuesday, 6 October 2026."""
    return event(index, "Talk", "2026-10-06 18:30", 1.5)


def form_of(dates: tuple = (), **typed):
    """A new event, as the editor has filled in its form."""
    form_class = EventPage.get_edit_handler().get_form_class()
    answers = {
        "title": "Talk",
        "slug": "talk",
        "kind": "meal",
        "languages_spoken": "[]",
        "starts_at": "2026-10-06 18:30",
        "ends_at": "2026-10-06 20:00",
        "repeats": "",
        "repeats_nth": "1",
        "body": streamfield([]),
        "particular_dates": streamfield(list(dates)),
    }
    days = {"repeats_on": typed.get("repeats_on", [])}
    data = nested_form_data({name: value for name, value in (answers | typed).items() if name not in days}) | days
    return form_class(data, instance=EventPage())


def saved(form) -> EventPage:
    assert form.is_valid(), form.errors
    return form.save(commit=False)


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"repeats": ""}, ""),
        ({"repeats": "day", "repeats_every": "2"}, "FREQ=DAILY;INTERVAL=2"),
        ({"repeats": "week"}, "FREQ=WEEKLY;BYDAY=TU"),
        (
            {"repeats": "week", "repeats_on": ["TU", "TH"], "repeats_until": "2026-12-18"},
            "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261218",
        ),
        ({"repeats": "month_day", "repeats_times": "6"}, "FREQ=MONTHLY;BYMONTHDAY=6;COUNT=6"),
        ({"repeats": "month_weekday", "repeats_nth": "1"}, "FREQ=MONTHLY;BYDAY=1TU"),
        ({"repeats": "year"}, "FREQ=YEARLY"),
        (
            {"repeats": "other", "repeats_rule": "rrule:freq=monthly;byday=tu;bysetpos=1"},
            "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
        ),
    ],
)
def test_what_the_editor_says_is_kept_as_a_rule(typed, rule):
    assert saved(form_of(**typed)).rule == rule


def test_the_form_says_what_was_kept():
    rule = "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261218"
    kept = EventPage(starts_at=at("2026-10-06 18:30"), ends_at=at("2026-10-06 20:00"), rule=rule)
    form = EventPage.get_edit_handler().get_form_class()(instance=kept)
    assert [form[name].value() for name in ("repeats", "repeats_on", "repeats_until")] == [
        "week",
        ["TU", "TH"],
        date(2026, 12, 18),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"repeats": "week", "repeats_on": ["WE"]}, "repeats"),
        ({"repeats": "month_weekday", "repeats_nth": "-1"}, "repeats"),
        ({"repeats": "week", "repeats_until": "2026-10-05"}, "repeats_until"),
        ({"repeats": "week", "repeats_until": "2026-12-18", "repeats_times": "3"}, "repeats_times"),
        ({"repeats": "week", "repeats_times": "1001"}, "repeats_times"),
        ({"repeats": "week", "repeats_every": "0"}, "repeats_every"),
        ({"repeats": "year", "repeats_every": "9"}, "repeats_every"),
        ({"repeats": "other"}, "repeats_rule"),
        ({"repeats": "other", "repeats_rule": "<script>"}, "repeats_rule"),
        ({"repeats": "other", "repeats_rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "repeats_rule"),
        ({"repeats": "sometimes"}, "repeats"),
        ({"ends_at": "2026-10-06 18:00"}, "ends_at"),
        ({"ends_at": "2028-10-06 18:00"}, "ends_at"),
        ({"starts_at": "1066-10-14 09:00", "ends_at": "1066-10-14 18:00"}, "starts_at"),
    ],
)
def test_what_cannot_be_is_said_beside_its_question_and_what_was_typed_is_kept(typed, field):
    form = form_of(**typed)
    assert list(form.errors) == [field]
    assert all(form[name].value() == value for name, value in typed.items())


def test_an_event_all_day_is_kept_from_its_first_to_its_last_day():
    page = saved(form_of(all_day="on", ends_at="2026-10-07 00:00"))
    (date_told,) = page.dates(at("2026-10-01 00:00"), 2)
    assert (date_told.starts_at, date_told.ends_at) == (at("2026-10-06 00:00"), at("2026-10-08 00:00"))
    assert page.ends_at == at("2026-10-07 23:59")


TUESDAYS = {"repeats": "week", "repeats_times": "4"}
MOVED = {"date": "2026-10-13", "starts_at": "2026-10-14 18:30", "ends_at": "2026-10-14 20:00", "reason": "Hall booked"}


def test_particular_dates_are_kept():
    dates = [
        ("without", "2026-10-20"),
        ("moved", MOVED),
        ("cancelled", {"date": "2026-10-27", "reason": "Half term"}),
        ("extra", {"starts_at": "2026-11-01 10:00", "ends_at": "2026-11-01 11:00"}),
    ]
    page = saved(form_of(dates, **TUESDAYS))
    assert [
        (f"{each.starts_at:%d.%m.}", each.state, each.reason) for each in page.dates(at("2026-10-01 00:00"), 9)
    ] == [
        ("06.10.", "", ""),
        ("14.10.", "moved", "Hall booked"),
        ("27.10.", "cancelled", "Half term"),
        ("01.11.", "extra", ""),
    ]


@pytest.mark.parametrize(
    ("dates", "wrong"),
    [
        ([("without", "2026-10-07")], {0: None}),
        ([("cancelled", {"date": "2026-11-03", "reason": ""})], {0: "date"}),
        ([("moved", MOVED | {"date": "2026-10-14"})], {0: "date"}),
        ([("moved", MOVED | {"ends_at": "2026-10-14 18:00"})], {0: "ends_at"}),
        ([("without", "2026-10-13"), ("moved", MOVED)], {1: "date"}),
        ([("extra", {"starts_at": "2026-11-01 10:00", "ends_at": "2026-11-01 09:00"})], {0: "ends_at"}),
    ],
)
def test_a_particular_date_that_cannot_be_is_said_at_its_place(dates, wrong):
    form = form_of(dates, **TUESDAYS)
    assert list(form.errors) == ["particular_dates"]
    (problem,) = form.errors["particular_dates"].as_data()
    assert problem.block_errors.keys() == wrong.keys()
    assert all(name is None or name in problem.block_errors[place].block_errors for place, name in wrong.items())


def test_a_hundred_thousand_particular_dates_are_refused():
    page = EventPage(starts_at=at("2026-10-06 18:30"), ends_at=at("2026-10-06 20:00"), rule="FREQ=DAILY")
    page.particular_dates = json.dumps([{"type": "without", "value": "2026-10-13"}] * 100_000)
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert caught.value.messages == ["There are too many dates here: at most 200."]


def test_a_series_follows_the_school_year():
    SchoolHoliday.objects.create(name="Half term", first_day=date(2026, 10, 12), last_day=date(2026, 10, 16))
    page = saved(form_of(not_in_school_holidays="on", **TUESDAYS))
    assert [each.starts_at.day for each in page.dates(at("2026-10-01 00:00"), 9)] == [6, 20, 27]
    assert page.rule_in_words == "Every Tuesday at 18:30, 4 times, not in school holidays"


@pytest.mark.parametrize(("first", "last"), [((2026, 10, 12), (2026, 10, 11)), ((2026, 1, 1), (9999, 12, 31))])
def test_a_holiday_has_a_length_a_school_would_know(first, last):
    holiday = SchoolHoliday(name="Never", first_day=date(*first), last_day=date(*last))
    with pytest.raises(ValidationError, match="100 days"):
        holiday.full_clean()
    holiday.save()
    assert len(SchoolHoliday.objects.days()) <= 100


def test_after_saving_the_editor_reads_the_rule_and_the_next_dates(admin_client, evening):
    evening.rule = "FREQ=DAILY"
    evening.save_revision().publish()
    page = admin_client.get(f"/admin/pages/{evening.pk}/edit/").content.decode()
    assert "Every day at 18:30" in page
    assert page.count("18:30–20:00") == 6


def test_two_versions_of_an_event_can_be_compared(evening):
    versions = EventPage.get_edit_handler().get_bound_panel(instance=evening, request=None, form=None)
    assert "particular_dates" in [
        compared.field.name for each in versions.get_comparison() for compared in [each(evening, evening)]
    ]


def test_a_reader_is_told_the_rule_and_that_an_event_is_cancelled(client, evening):
    evening.rule, evening.cancelled, evening.cancelled_reason = "FREQ=WEEKLY", True, "The hall is shut."
    evening.save_revision().publish()
    page = client.get("/en/events/talk/").content.decode()
    assert "Every Tuesday at 18:30" in page
    assert "This event is cancelled.</strong> <bdi" in page
    assert "The hall is shut." in page


def sequence_after(page: EventPage, **changes) -> int:
    page = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk).sequence


def test_the_sequence_grows_with_when_where_and_whether_and_not_with_words(evening):
    place = Place.objects.create(name="Library", area=Area.objects.create(name="Leyton", slug="leyton"))
    counts = [
        sequence_after(evening),
        sequence_after(evening, title="Easy talk", cancelled_reason="Rain"),
        sequence_after(evening, rule="FREQ=WEEKLY"),
        sequence_after(evening, summary="Tea"),
        sequence_after(evening, place=place),
        sequence_after(evening, cancelled=True),
        sequence_after(evening, ends_at=at("2026-10-06 21:00")),
        sequence_after(evening),
    ]
    assert counts == [0, 0, 1, 1, 2, 3, 4, 4]


def test_an_older_version_put_back_counts_on(evening):
    sequence_after(evening)
    older = EventPage.objects.get(pk=evening.pk).latest_revision
    sequence_after(evening, rule="FREQ=WEEKLY")
    older.publish()
    assert EventPage.objects.get(pk=evening.pk).sequence == 2


def test_a_holiday_that_comes_later_counts_as_a_change(evening):
    assert sequence_after(evening, rule="FREQ=WEEKLY", not_in_school_holidays=True) == 0
    SchoolHoliday.objects.create(name="Half term", first_day=date(2026, 10, 12), last_day=date(2026, 10, 16))
    assert EventPage.objects.get(pk=evening.pk).sequence == 1


def test_a_translation_has_the_dates_of_the_english_and_words_of_its_own(evening, locales):
    evening.particular_dates = [("cancelled", {"date": date(2026, 10, 20), "reason": "Half term"})]
    sequence_after(evening, rule="FREQ=WEEKLY", particular_dates=evening.particular_dates, cost="£2")
    words = {"Talk": "بات چیت", "Half term": "چھٹیاں"}
    urdu = translating.published(evening, "ur", words)
    assert (urdu.title, urdu.cost, urdu.uid) == ("بات چیت", "£2", evening.uid)
    assert urdu.dates(at("2026-10-14 00:00"), 1)[0].reason == "چھٹیاں"
    sequence_after(evening, rule="FREQ=WEEKLY;INTERVAL=2", starts_at=at("2026-10-06 19:00"), cost="£3", cancelled=True)
    urdu = translating.published(evening, "ur", words)
    assert (urdu.rule, urdu.starts_at, urdu.cost, urdu.cancelled) == (
        "FREQ=WEEKLY;INTERVAL=2",
        at("2026-10-06 19:00"),
        "£3",
        True,
    )
    assert urdu.title == "بات چیت"
