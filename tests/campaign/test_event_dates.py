"""The rows of events' dates follow their pages."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaign import event_dates
from campaign.dates_admin import DatesEndWarning
from campaign.models import EventDate, EventPage, SchoolHoliday
from campaign.models.dates import AHEAD, BEFORE
from home.models import HomePage
from tests.campaign.eventful import at, event, event_list

NOW = "2026-11-22 12:00"


@pytest.fixture
def index(home, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at(NOW))
    return event_list(home)


def starts(page: EventPage | None = None) -> list[str]:
    rows = EventDate.objects.filter(event=page) if page else EventDate.objects.all()
    return [f"{timezone.localtime(row.starts_at):%Y-%m-%d %H:%M}" for row in rows.order_by("starts_at")]


def test_each_date_of_a_series_has_a_row_while_the_page_is_live(index):
    page = event(index, "Club", "2026-10-20 18:30", rule="FREQ=WEEKLY;COUNT=3")
    assert starts() == ["2026-10-20 18:30", "2026-10-27 18:30", "2026-11-03 18:30"]
    page.unpublish()
    assert starts() == []
    page.save_revision().publish()
    assert len(starts()) == 3
    page.delete()
    assert starts() == []


def test_a_draft_changes_nothing_until_it_is_published(index):
    page = event(index, "Club", "2026-12-01 18:30")
    page.starts_at, page.ends_at = at("2026-12-02 18:30"), at("2026-12-02 19:30")
    revision = page.save_revision()
    assert starts() == ["2026-12-01 18:30"]
    revision.publish()
    assert starts() == ["2026-12-02 18:30"]


def test_what_goes_live_later_has_no_rows_yet(index):
    page = event(index, "Club", "2026-12-01 18:30", live=False)
    page.go_live_at = at("2026-11-25 00:00")
    page.save_revision().publish()
    assert starts() == []


def test_a_translation_has_the_rows_of_its_english(index, locales):
    page = event(index, "Club", "2026-12-01 18:30")
    index.copy_for_translation(locales["ur"], copy_parents=True)
    page.copy_for_translation(locales["ur"]).save_revision().publish()
    assert (len(starts()), EventPage.objects.live().count()) == (1, 2)


def test_moved_cancelled_and_extra_dates_say_so(index):
    page = event(
        index,
        "Club",
        "2026-12-01 18:30",
        rule="FREQ=WEEKLY;COUNT=3",
        particular_dates=[
            (
                "moved",
                {
                    "date": at("2026-12-08 00:00").date(),
                    "starts_at": at("2026-12-09 10:00"),
                    "ends_at": at("2026-12-09 11:00"),
                    "reason": "",
                },
            ),
            ("cancelled", {"date": at("2026-12-15 00:00").date(), "reason": "Snow"}),
            ("extra", {"starts_at": at("2026-12-20 10:00"), "ends_at": at("2026-12-20 11:00")}),
        ],
    )
    rows = EventDate.objects.order_by("starts_at").values_list("state", flat=True)
    assert (list(rows), starts(page)[1]) == (["", "moved", "cancelled", "extra"], "2026-12-09 10:00")


def test_a_rule_without_end_has_no_more_rows_than_one_that_ends_late(index):
    endless = event(index, "Endless", "2001-01-01 10:00", rule="FREQ=WEEKLY")
    ends = event(index, "Ends", "2001-01-01 10:00", rule="FREQ=WEEKLY;UNTIL=20400101")
    assert starts(endless) == starts(ends)
    assert 0 <= len(starts(ends)) - (BEFORE + AHEAD).days // 7 <= 1


def test_a_day_later_the_command_adds_a_day_and_a_second_run_nothing(index, monkeypatch, capsys):
    event(index, "Endless", "2026-11-01 10:00", rule="FREQ=DAILY")
    before = starts()
    monkeypatch.setattr(timezone, "now", lambda: at(NOW) + timedelta(days=1))
    call_command("event_dates")
    assert starts()[:-1] == before
    call_command("event_dates")
    assert capsys.readouterr().out.splitlines() == ["dates added or removed: 1", "dates added or removed: 0"]


def test_the_command_mends_rows_that_are_wrong(index):
    page = event(index, "Club", "2026-12-01 18:30", rule="FREQ=WEEKLY;COUNT=2")
    before = starts()
    EventDate.objects.filter(event=page).first().delete()
    EventDate.objects.create(event=page, original=at(NOW), starts_at=at(NOW), ends_at=at(NOW))
    assert event_dates.keep_all(timezone.now()) == 2
    assert starts() == before


def test_when_nobody_runs_the_command_that_is_known_a_month_before_readers_see_it(index, monkeypatch):
    event(index, "Once", "2026-12-01 18:30")
    assert not EventDate.objects.end_too_soon(at(NOW) + AHEAD)
    event(index, "Yearly", "2026-11-01 18:30", rule="FREQ=YEARLY")
    assert not EventDate.objects.end_too_soon(at(NOW))
    event(index, "Weekly", "2026-11-01 18:30", rule="FREQ=WEEKLY")
    assert not EventDate.objects.end_too_soon(at(NOW) + timedelta(days=300))
    assert "event_dates" not in DatesEndWarning().render_html({})
    monkeypatch.setattr(timezone, "now", lambda: at(NOW) + AHEAD - timedelta(days=30))
    assert "event_dates" in DatesEndWarning().render_html({})


def test_a_holiday_entered_later_leaves_its_days_out(index):
    event(index, "Club", "2026-12-01 18:30", rule="FREQ=WEEKLY;COUNT=2", not_in_school_holidays=True)
    holiday = SchoolHoliday.objects.create(
        name="Winter", first_day=at("2026-12-07 00:00").date(), last_day=at("2026-12-10 00:00").date()
    )
    assert starts() == ["2026-12-01 18:30"]
    holiday.delete()
    assert len(starts()) == 2


def test_two_who_publish_at_once_leave_one_set(in_threads):
    page = event(event_list(HomePage.objects.get()), "Club", "2026-12-01 18:30", rule="FREQ=WEEKLY")
    EventDate.objects.all().delete()
    together = threading.Barrier(4)

    def publish() -> None:
        together.wait(20)
        EventPage.objects.get(pk=page.pk).save_revision().publish()

    def rows() -> tuple[int, int]:
        originals = list(EventDate.objects.values_list("original", flat=True))
        return len(originals), len(set(originals))

    with in_threads(4) as run:
        for done in [run(publish) for _ in range(4)]:
            done.result(60)
        many, different = run(rows).result(60)
    assert many == different > 50
