"""What a resident does on a small phone: pledges, takes it back, finds a class; without script but for axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.access import nothing_for_axe


@pytest.fixture
def plain_phone(chromium: Browser, site: str) -> Iterator[Page]:
    """A small phone whose browser runs no script."""
    context = chromium.new_context(base_url=site, viewport={"width": 360, "height": 640}, java_script_enabled=False)
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_somebody_pledges_and_withdraws_in_romanian(plain_phone: Page):
    phone = plain_phone
    phone.goto("/ro/our-place/")
    phone.click("main a[href='/ro/our-place/pledge/']")
    phone.click("main form button")
    expect(phone.locator(".error-summary")).to_be_visible()
    phone.check("[name=kind][value=neighbour]")
    phone.fill("[name=words]", "O supă pentru vecina mea.")
    phone.click("main form button")
    expect(phone.locator("main")).to_contain_text("O supă pentru vecina mea.")
    assert "#WFOurPlace" in phone.locator("#post").input_value()
    phone.click("button[name=action][value=withdraw]")
    expect(phone.locator("html")).to_have_attribute("lang", "ro")
    expect(phone.locator("main")).not_to_contain_text("supă")
    expect(phone.locator("button[name=action]")).to_have_count(0)
    assert not phone.context.cookies()


def test_somebody_finds_a_beginners_english_class_in_turkish(plain_phone: Page):
    phone = plain_phone
    phone.goto("/tr/search/?q=ingilizce")
    phone.click("main section a >> nth=-1")
    expect(phone).to_have_url("/tr/services/?q=ingilizce")
    phone.select_option("[name=kind]", "english")
    phone.select_option("[name=level]", "beginners")
    phone.select_option("[name=language]", "tr")
    phone.click(".filters button")
    card = phone.locator(".card-service")
    expect(card).to_have_count(1)
    expect(card.locator("h3")).to_have_text("Conversation club")
    expect(card.locator("h3")).to_have_attribute("lang", "en")
    expect(card).to_contain_text("10:30–12:00")
    assert not phone.context.cookies()
    card.locator(".checked a").click()
    expect(phone.locator("[name=message]")).to_have_value("Conversation club: ")


@pytest.mark.parametrize("code", ["en", "ur"])
def test_axe_finds_nothing_on_the_way(visitor: Page, code: str):
    def look() -> None:
        assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
        nothing_for_axe(visitor)

    visitor.goto(f"/{code}/our-place/pledge/")
    visitor.fill("[name=email]", "amina")
    visitor.click("main form button")
    expect(visitor.locator(".error-summary")).to_be_visible()
    look()
    visitor.check("[name=kind][value=neighbour]")
    visitor.fill("[name=email]", "")
    visitor.click("main form button")
    expect(visitor.locator("#post")).to_be_visible()
    look()
    visitor.click("button[name=action][value=withdraw]")
    visitor.goto(f"/{code}/networks/leyton/join/")
    visitor.click("main form button")
    expect(visitor.locator(".error-summary")).to_be_visible()
    look()
    visitor.goto(f"/{code}/services/")
    look()
