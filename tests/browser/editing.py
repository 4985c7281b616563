"""What staff do in Wagtail's editor, as they do it."""

import re

from playwright.sync_api import Page


def publish(editor: Page) -> None:
    """What an editor does at the foot of Wagtail's page editor."""
    editor.click("footer .w-dropdown__toggle")
    editor.click("[name=action-publish]")
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
