"""An event somebody suggests, in a real browser: sent without script, accepted by a moderator."""

import uuid
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

SEND = "main form.form > button[type=submit]"


def test_an_event_is_sent_in_romanian_without_script_and_becomes_a_draft(chromium, site, staff):
    context = chromium.new_context(base_url=site, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    context.set_default_timeout(60_000)
    page, title, day = context.new_page(), f"Ciorbă {uuid.uuid4().hex}", datetime.now(UTC) + timedelta(days=40)
    page.goto("/ro/events/")
    page.click("a[href='/ro/events/suggest/']")
    page.fill("[name=title]", title)
    page.click(SEND)
    expect(page.locator(".error-summary a")).to_have_count(8)
    page.fill("[name=words]", "Gătim împreună.")
    page.check("[name=kind][value=meal]")
    for part, number in enumerate((day.day, day.month, day.year)):
        page.fill(f"[name=first_day_{part}]", str(number))
    page.check("[name=all_day]")
    page.fill("[name=where]", f"Strada {uuid.uuid4().hex}")
    page.check("[name=is_free]")
    page.check("[name=sender][value=resident]")
    page.click(SEND)
    page.wait_for_url("**/ro/events/suggestions/**")
    expect(page.locator("main")).to_contain_text(title)
    moderator = staff("moderator")
    moderator.goto(f"/admin/suggestions/?q={title}")
    moderator.click(f"a:has-text('{title}')")
    moderator.click("summary:has-text('Accept')")
    moderator.click("button[value=accept]")
    moderator.wait_for_url("**/admin/pages/*/edit/")
    expect(moderator.locator("[name=title]")).to_have_value(title)
    page.click("button[value=withdraw]")
    expect(page.locator("main")).not_to_contain_text(title)
    context.close()
