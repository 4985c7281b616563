"""Somebody looks for what is on, without script: near them, of a kind, in a month, and keeps it in a calendar."""

from collections.abc import Iterator

import icalendar
import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def without_script(chromium: Browser, site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=site, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("code", ["en", "ur"])
def test_an_event_is_found_and_taken_into_a_calendar(without_script: Page, code: str):
    page = without_script
    page.goto(f"/{code}/events/")
    page.select_option("[name=kind]", "class")
    page.click(".event-filters button")
    first = page.locator(".day-of-events .card-event a[href*='/events/']").first
    expect(first).to_be_visible()
    first.click()
    expect(page).to_have_url(f"/{code}/events/conversation-club/")
    link = page.locator("a[href$='event.ics']").first.get_attribute("href")
    answer = page.request.get(link)
    assert answer.headers["content-type"].startswith("text/calendar")
    (series, *particular) = icalendar.Calendar.from_ical(answer.body()).events
    assert series["RRULE"]["FREQ"] == ["WEEKLY"]
    assert {str(event.get("STATUS")) for event in particular} >= {"CANCELLED"}


def test_a_month_is_leafed_through(without_script: Page):
    page = without_script
    page.goto("/en/events/?view=month&month=2026-12")
    expect(page.get_by_role("table")).to_contain_text("December 2026")
    page.click("a[rel~=next]")
    expect(page.get_by_role("table")).to_contain_text("January 2027")


def test_what_makes_no_sense_is_left_out_with_a_word(without_script: Page):
    page = without_script
    page.goto("/en/events/?from=2026-99-99&when=never&network=..%2F..")
    expect(page.locator(".day-of-events").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("We did not understand")
