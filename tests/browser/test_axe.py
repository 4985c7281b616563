"""axe finds nothing on any page type, in a left-to-right and a right-to-left language (duty A13)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# One site serves all of them: they stay in one worker.
pytestmark = pytest.mark.xdist_group("browser")

PATHS = (
    "",
    "welcome/",
    "welcome/health/",
    "welcome/safety-and-your-rights/",
    "stories/",
    "stories/action-plan-launched/",
    "stories/share/",
    "events/",
    "events/conversation-club/",
    "our-place/",
    "our-place/esol/",
    "networks/",
    "networks/leyton/",
    "plans/",
    "plans/mission-waltham-forest/",
    "accessibility/",
    "languages/",
    "contact/",
    "nowhere/",
)


@pytest.mark.parametrize("code", ["en", "ur"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(phone: Page, code: str, path: str):
    phone.goto(f"/{code}/{path}")
    found = Axe().run(phone)
    assert not found.response["violations"], found.generate_report()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("code", ["en", "ur"])
def test_axe_finds_nothing_on_a_form_with_errors(phone: Page, code: str):
    phone.goto(f"/{code}/stories/share/")
    phone.click("main form button[type=submit]")
    found = Axe().run(phone)
    assert not found.response["violations"], found.generate_report()
    assert phone.get_attribute("[name=text]", "aria-invalid") == "true"


def test_a_dark_screen_has_contrast_too(phone: Page):
    phone.emulate_media(color_scheme="dark")
    for path in ("/en/", "/ur/welcome/health/", "/en/stories/share/"):
        phone.goto(path)
        found = Axe().run(phone)
        assert not found.response["violations"], found.generate_report()
