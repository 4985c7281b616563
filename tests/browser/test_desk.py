"""The language desk by keyboard alone: what it is worked with can be reached, is seen to be, and does its work."""

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 150
IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement);
  const {top, bottom, width, height} = document.activeElement.getBoundingClientRect();
  const isRinged = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  return isRinged && width > 0 && height > 0 && bottom > 0 && top < innerHeight;
}"""


def step_to(page: Page, wanted: Locator) -> None:
    """Presses Tab until this has the focus, which can be seen then."""
    expect(wanted).to_be_visible()
    element = wanted.element_handle()
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail(f"Tab never comes to {wanted}")
    # The page may still be scrolling there.
    page.wait_for_function(IS_SEEN)


def test_a_reviewer_filters_opens_writes_keeps_and_checks_without_a_mouse(staff):
    page = staff("reviewer")
    page.goto("/admin/languages/")
    step_to(page, page.get_by_role("button", name="Show filters"))
    page.keyboard.press("Enter")
    step_to(page, page.get_by_role("button", name="What", exact=True))
    page.keyboard.press("Enter")
    step_to(page, page.get_by_role("radio", name="Welcome pack"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("radio", name="Contacts, glossary and alerts")).to_be_checked()
    page.wait_for_url("**kind=records**")
    row = page.locator("table.desk tbody tr", has_text="glossary").filter(has_text="GP").first
    step_to(page, row.locator("a[href*='/languages/ur/']"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/languages/ur/*/")

    words = page.locator("textarea").last
    step_to(page, words)
    page.keyboard.press("End")
    page.keyboard.insert_text(" نیا")
    step_to(page, page.get_by_role("button", name="Keep these words"))
    page.keyboard.press("Space")
    expect(page.locator("main")).to_contain_text("Your words are kept.")
    step_to(page, page.get_by_role("button", name="Check and publish"))
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("It is checked, and readers are told so.")
