"""What holds of every page for everybody: axe finds nothing on it (duty A13), and it fits the screen (WCAG 1.4.10)."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Loading each style sheet once more is for rules this run has none of, and axe asks for `@import`ed ones in vain.
OPTIONS = {"resultTypes": ["violations"], "preload": False}


def nothing_for_axe(page: Page) -> None:
    found = Axe().run(page, options=OPTIONS)
    assert not found.response["violations"], found.generate_report()
