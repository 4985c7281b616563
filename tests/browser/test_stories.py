"""A resident's story in a real browser: sent from a small phone, with and without script, in both directions."""

import re
import uuid
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.access import nothing_for_axe
from tests.browser.editing import publish

CONTINUE = "form.question > button[type=submit]"
REFERENCE = re.compile(r"\b[A-Z0-9]{3}-[A-Z0-9]{4}\b")


def photo_with_a_place() -> dict:
    """A photo as a phone makes it: with the maker's name and the place it was taken."""
    image, exif = Image.new("RGB", (1200, 800), (200, 120, 60)), Image.Exif()
    exif[0x010F] = "Secret phone"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (51.0, 30.0, 0.0)
    output = BytesIO()
    image.save(output, "JPEG", exif=exif)
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": output.getvalue()}


def nothing(page: Page) -> None:
    """Looks at no page on the way."""


def answer_everything(page: Page, code: str, words: str, look: Callable[[Page], None] = nothing) -> None:
    """Answers every question as Amina, with a photo, and stops at the check; `look` sees every page on the way."""

    def go_on() -> None:
        look(page)
        page.click(CONTINUE)

    page.goto(f"/{code}/stories/share/")
    look(page)
    page.click("main .button")
    page.fill("[name=text]", words)
    page.select_option("[name=written_in]", code)
    go_on()
    page.set_input_files("[name=photos]", photo_with_a_place())
    page.click("[name=do][value=upload]")
    expect(page.locator(".own-photos")).to_contain_text("IMG_0001.jpg")
    go_on()
    page.check("[name=name_shown][value=first]")
    page.fill("[name=name]", "Amina Example")
    go_on()
    page.check("[name=area][value=leyton]")
    go_on()
    page.check("[name=is_adult][value=yes]")
    go_on()
    page.check("[name=shows_others][value=nobody]")
    page.check("[name=has_children][value=no]")
    go_on()
    page.fill("[name=email]", "amina@example.com")
    go_on()
    for what in ("publish_story", "publish_name", "photo"):
        page.check(f"[name={what}]")
    go_on()
    page.wait_for_url("**/stories/share/check/")
    look(page)


def send_a_story(page: Page, code: str, words: str, look: Callable[[Page], None] = nothing) -> str:
    """Sends a story by Amina with a photo, from the start page; the address of its private page."""
    answer_everything(page, code, words, look)
    page.click(CONTINUE)
    page.wait_for_url("**/stories/sent/**")
    return page.url


def fits(page: Page) -> None:
    """Duty A7: nothing lies beside a screen of 320 pixels."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def is_in_order(page: Page) -> None:
    """Duty A13 as well: nothing for axe to find."""
    fits(page)
    nothing_for_axe(page)


def decide(moderator: Page, action: str, **typed: str) -> None:
    """Opens one of the things a moderator may do with the submission that is shown, fills it in and does it."""
    button = moderator.locator(f"button[name=action][value={action}]")
    form = button.locator("xpath=ancestor::details")
    form.locator("summary").click()
    for name, words in typed.items():
        form.locator(f"[name*={name}]").fill(words)
    button.click()
    moderator.wait_for_load_state()


@pytest.mark.parametrize(("code", "script"), [("en", False), ("ur", True)])
def test_a_story_goes_from_a_small_phone_to_the_site_and_back(chromium, site: str, staff, code: str, script: bool):
    context = chromium.new_context(base_url=site, viewport={"width": 320, "height": 640}, java_script_enabled=script)
    phone = context.new_page()
    look = is_in_order if script else fits
    words = f"The baker taught me the word for bread {uuid.uuid4().hex[:8]}."
    private_page = send_a_story(phone, code, words, look)
    reference = phone.locator("main bdi", has_text=REFERENCE).first.inner_text()
    assert {cookie["name"] for cookie in context.cookies()} == {"csrftoken"}
    phone.goto(f"/{code}/stories/share/story/")
    expect(phone.locator("[name=text]")).to_have_value("")

    moderator = staff("moderator")
    # What was answered so quickly lies in the pile of the suspected, where its reference finds it.
    moderator.goto(f"/admin/submissions/?q={reference}")
    moderator.get_by_role("link", name=reference).click()
    expect(moderator.locator(".decision-text").first).to_contain_text(words)
    submission = moderator.url
    decide(moderator, "ask", question="Which baker was it?")

    phone.goto(private_page)
    look(phone)
    phone.fill("[name$=answer]", "The one in Leyton.")
    phone.click("button[name=action][value=answer]")
    expect(phone.locator(".answered")).to_contain_text("The one in Leyton.")

    moderator.goto(submission)
    expect(moderator.locator(".decision-question")).to_contain_text("The one in Leyton.")
    decide(moderator, "accept", photo="A loaf of bread on a table.")
    moderator.goto(submission)
    decide(moderator, "proof")

    phone.goto(private_page)
    look(phone)
    expect(phone.locator(".asked")).to_contain_text(words)
    phone.click("button[name=action][value=agree]")
    moderator.goto(submission)
    moderator.click(".decision-next a.button")
    moderator.fill("[name=picture_alt]", "A loaf of bread on a table.")
    publish(moderator)

    phone.goto(private_page)
    phone.click(".submission-state a")
    expect(phone.locator("main")).to_contain_text(words)
    expect(phone.locator("main")).to_contain_text("Amina")
    expect(phone.locator("main")).not_to_contain_text("Amina Example")
    address = phone.locator("main img[alt='A loaf of bread on a table.']").first.get_attribute("src")
    shown = phone.request.get(address).body()
    assert not Image.open(BytesIO(shown)).getexif()
    assert b"Secret phone" not in shown
    story = phone.url

    phone.goto(private_page)
    phone.click(".withdraw a.button")
    phone.click("main form button[type=submit]")
    assert phone.request.get(story).status == 404
    assert phone.request.get(address).status == 404
    context.close()


def test_an_error_is_found_by_keyboard_and_everything_stays(phone: Page):
    phone.goto("/ur/stories/share/story/")
    phone.click(CONTINUE)
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("[name=text]")).to_be_focused()
    phone.keyboard.type("پہلی بار")
    expect(phone.locator(".count")).to_contain_text("8")
    phone.locator(CONTINUE).press("Enter")
    phone.wait_for_url("**/photos/*")
    phone.click(".back")
    expect(phone.locator("[name=text]")).to_have_value("پہلی بار")


def test_a_lost_connection_loses_no_words(phone: Page):
    phone.goto("/en/stories/share/story/")
    phone.fill("[name=text]", "Typed on a bus.")
    phone.context.set_offline(True)
    phone.click(CONTINUE)
    phone.wait_for_url("chrome-error://**")
    phone.context.set_offline(False)
    phone.goto("/en/stories/share/story/")
    expect(phone.locator("[name=text]")).to_have_value("Typed on a bus.")
    phone.click(CONTINUE)
    phone.wait_for_url("**/photos/")
    assert phone.evaluate("sessionStorage.length") == 0


def test_two_clicks_at_the_same_moment_send_one_story(phone: Page):
    answer_everything(phone, "en", "Two clicks.")
    pages = phone.evaluate(
        """async () => {
            const form = document.querySelector("form.question");
            const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
            const answers = await Promise.all([send(), send(), send()]);
            return Promise.all(answers.map((answer) => answer.text()));
        }"""
    )
    assert len({REFERENCE.search(page)[0] for page in pages}) == 1
