"""Finding one's network, and looking after one, in a real browser."""

import re
import uuid

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.access import nothing_for_axe
from tests.browser.conftest import PHONE
from tests.browser.editing import publish

LEYTON = "networks/leyton/"


def pages_of_networks(editor: Page) -> list[str]:
    """The numbers of the network pages somebody of the staff finds in the admin."""
    editor.goto("/admin/pages/search/?q=Community+Network&content_type=campaign.networkpage")
    links = editor.locator("table a[href$='/edit/']").evaluate_all("links => links.map(link => link.href)")
    return sorted({re.search(r"/pages/(\d+)/", link)[1] for link in links})


def test_a_newcomer_goes_from_the_home_page_to_joining_in_three_steps(chromium: Browser, site: str):
    context = chromium.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(60_000)
    newcomer = context.new_page()
    newcomer.goto("/pl/")
    newcomer.click("main a.button[href='/pl/networks/']")
    newcomer.click(".areas a:has-text('South Chingford')")
    newcomer.click("main a[href='/pl/networks/chingford/join/']")
    expect(newcomer).to_have_url(re.compile("/pl/networks/chingford/join/$"))
    newcomer.fill("[name=name]", "Zofia")
    newcomer.fill("[name=email]", f"zofia-{uuid.uuid4().hex[:8]}@example.com")
    newcomer.check("[name=agrees]")
    newcomer.click("main form button[type=submit]")
    expect(newcomer).to_have_url(re.compile("/pl/networks/joined/$"))
    context.close()


def test_a_facilitator_updates_a_priority_and_cannot_touch_another_network(phone: Page, staff):
    news = f"The youth club has a room {uuid.uuid4().hex[:6]}."
    networks = pages_of_networks(staff("editor"))
    facilitator = staff("facilitator")
    [own] = pages_of_networks(facilitator)
    facilitator.goto(f"/admin/pages/{own}/edit/")
    facilitator.select_option("[name='priorities-0-value-state']", "under_way")
    facilitator.fill("[name='priorities-0-value-happened-0-value-text']", news)
    publish(facilitator)
    phone.goto(f"/en/{LEYTON}")
    priority = phone.locator(".priorities > li").first
    expect(priority).to_contain_text("Under way")
    expect(priority.locator(".news")).to_contain_text(news)

    other = next(page for page in networks if page != own)
    facilitator.goto(f"/admin/pages/{other}/edit/")
    expect(facilitator.locator("[name=title]")).to_have_count(0)
    facilitator.goto("/admin/members/")
    expect(facilitator.locator("main")).not_to_contain_text("Chingford")


@pytest.mark.parametrize("code", ["en", "ur"])
@pytest.mark.parametrize("path", ["networks/chingford/", "our-place/new-arrivals/", "our-place/?for=x"])
def test_axe_finds_nothing_on_networks_and_initiatives(visitor: Page, code: str, path: str):
    visitor.goto(f"/{code}/{path}")
    nothing_for_axe(visitor)
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
