"""The journeys the site exists for, and axe on every page type, in a real browser against the real site."""

import re
import socket
import urllib.request
import uuid
import zipfile
from contextlib import ExitStack
from pathlib import Path

import polib
import pytest
from playwright.sync_api import Page, expect

from home.languages import LANGUAGES
from tests.browser.access import nothing_for_axe
from tests.browser.editing import publish
from tests.sample_site import DRAFTED

PAGE_TYPES = (
    "",
    "welcome/",
    "welcome/health/",
    "stories/",
    "stories/action-plan-launched/",
    "events/",
    "events/conversation-club/",
    "our-place/",
    "our-place/esol/",
    "networks/",
    "networks/leyton/",
    "plans/mission-waltham-forest/",
    "our-place/ask-english/",
    "accessibility/",
)
OTHER_PAGES = (
    "welcome/health/?beside=pl",
    "stories/share/",
    "stories/share/story/",
    "stories/share/adult/",
    "languages/",
    "search/?q=school",
    "contact/",
    "events/?view=month",
    "events/suggest/",
    "nowhere/",
)


def test_browsers_that_open_connections_ahead_of_need_keep_nobody_waiting(site: str):
    host, port = site.removeprefix("http://").split(":")
    with ExitStack() as idle:
        for _ in range(12):
            idle.enter_context(socket.create_connection((host, int(port))))
        with urllib.request.urlopen(f"{site}/health/live", timeout=15) as answer:
            assert answer.status == 200


def find_page(editor: Page, title: str) -> str:
    """Opens the page with this title by the admin's search; its number in the admin."""
    editor.goto(f"/admin/pages/search/?q={title}")
    editor.locator("table").get_by_role("link", name=title, exact=True).first.click()
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
    return re.search(r"/pages/(\d+)/", editor.url)[1]


def test_an_editor_publishes_an_event_and_a_reader_finds_it(phone: Page, staff):
    title = f"Soup and songs {uuid.uuid4().hex[:6]}"
    editor = staff("editor")
    index = find_page(editor, "Events")
    editor.goto(f"/admin/pages/{index}/add_subpage/")
    editor.fill("[name=title]", title)
    editor.fill("[name=summary]", "An evening of soup and songs.")
    editor.fill("[name=starts_at]", "2027-01-09 18:00")
    editor.fill("[name=ends_at]", "2027-01-09 17:00")
    editor.select_option("[name=kind]", "meal")
    editor.click("footer .w-dropdown__toggle")
    editor.click("[name=action-publish]")
    expect(editor.locator("body")).to_contain_text("An event ends after it starts.")
    editor.fill("[name=ends_at]", "2027-01-09 20:00")
    publish(editor)

    phone.goto("/en/events/")
    phone.click(f"text={title}")
    expect(phone.locator("h1")).to_have_text(title)
    phone.goto("/ur/events/")
    expect(phone.locator(f"main [lang=en][dir=ltr]:has-text('{title}')").first).to_be_visible()


def test_a_page_is_translated_then_published_by_a_reviewer_and_it_appears(phone: Page, staff, tmp_path: Path):
    phone.goto("/pl/disclaimer/")
    expect(phone.locator("[data-translation-state=missing]")).to_be_visible()

    editor = staff("editor")
    page = find_page(editor, "Disclaimer")
    editor.goto(f"/admin/localize/submit/page/{page}/")
    editor.click("label:has-text('Polski')")
    editor.click("main form [type=submit]")
    editor.wait_for_url(re.compile(r"/admin/pages/\d+/"))

    translator = staff("translator")
    find_page(translator, "Disclaimer")
    with translator.expect_download() as download:
        translator.get_by_role("link", name="Download PO file").click()
    po = polib.pofile(str(download.value.path()))
    for entry in po:
        entry.msgstr = f"PL {entry.msgid}"
    path = tmp_path / "pl.po"
    po.save(str(path))
    with translator.expect_navigation():
        translator.set_input_files("input[type=file]", path)
    expect(translator.locator("footer")).not_to_contain_text("Publish")

    reviewer = staff("reviewer")
    reviewer.goto(translator.url)
    reviewer.click("text=Publish in Polski")
    reviewer.wait_for_load_state()

    phone.goto("/pl/disclaimer/")
    expect(phone.locator("h1")).to_have_text("PL Disclaimer")
    expect(phone.locator("[data-translation-state=awaiting-review]")).to_be_visible()


def test_the_english_changes_and_a_translation_is_brought_up_to_date_and_checked(phone: Page, staff, tmp_path: Path):
    summary = f"How to vote, help and meet people {uuid.uuid4().hex[:6]}"
    phone.goto("/pl/welcome/taking-part/")
    expect(phone.locator("[data-translation-state=machine-draft]")).to_be_visible()

    editor = staff("editor")
    find_page(editor, "Taking part")
    editor.fill("[name=summary]", summary)
    publish(editor)
    editor.goto("/admin/languages/")
    row = editor.locator("table.desk tbody tr", has_text="Taking part")
    for code in DRAFTED:
        cell = row.locator(f"td.desk-out-of-date a[href*='/languages/{code}/']")
        expect(cell).to_contain_text(re.compile(r"\b8\b"))
    expect(editor.locator("table.desk td.desk-out-of-date")).to_have_count(len(DRAFTED))
    phone.goto("/pl/welcome/taking-part/")
    expect(phone.locator("[data-translation-state=out-of-date]")).to_be_visible()

    translator = staff("translator")
    translator.goto("/admin/languages/pl/")
    translator.get_by_role("link", name="Taking part").first.click()
    address = translator.url
    expect(translator.locator(".desk-passage:has(ins)")).to_have_count(1)
    with translator.expect_download() as download:
        translator.get_by_role("link", name="Export").click()
    files = zipfile.ZipFile(download.value.path())
    (name,) = [name for name in files.namelist() if name.endswith(".po")]
    po = polib.pofile(files.read(name).decode())
    (changed,) = [entry for entry in po if entry.msgid == summary]
    changed.msgstr, changed.flags = f"PL {summary}", []
    wrong = tmp_path / "wrong.po"
    po.save(str(wrong))
    wrong.write_text(wrong.read_text().replace(f"PL {summary}", "PL 020 7946 0000"))
    po.save(str(tmp_path / "pl.po"))
    translator.goto("/admin/translations/import/")
    for path, answer in ((wrong, "The number 02079460000 does not stand"), (tmp_path / "pl.po", "passages changed: 1")):
        translator.set_input_files("input[type=file]", path)
        translator.get_by_role("button", name="Bring in").click()
        expect(translator.locator("main")).to_contain_text(answer)
    translator.goto(address)
    expect(translator.get_by_role("button", name="Check and publish")).to_have_count(0)

    reviewer = staff("reviewer")
    reviewer.goto(address)
    reviewer.get_by_role("button", name="Check and publish").click()
    expect(reviewer.locator("main")).to_contain_text("It is checked, and readers are told so.")
    phone.goto("/pl/welcome/taking-part/")
    expect(phone.locator("[data-translation-state=checked]")).to_be_visible()
    expect(phone.locator("main")).to_contain_text(f"PL {summary}")
    phone.goto("/ur/welcome/taking-part/")
    expect(phone.locator("[data-translation-state=out-of-date]")).to_be_visible()


def test_a_newcomer_switches_language_on_a_topic_and_keeps_the_page(phone: Page):
    phone.goto("/en/welcome/health/")
    phone.click("a[hreflang=ur] >> nth=0")
    phone.wait_for_url("**/ur/welcome/health/")
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    expect(phone.locator("[data-translation-state=machine-draft]")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.context.cookies() == []
    phone.click("a[hreflang=ta] >> nth=0")
    phone.wait_for_url("**/ta/welcome/health/")
    expect(phone.locator("[data-translation-state=missing]")).to_be_visible()


def test_every_page_works_without_script(chromium, site: str):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    reader = context.new_page()
    reader.goto("/en/")
    reader.click("header a[href='/en/stories/']")
    reader.select_option("[name=category]", "food")
    reader.click("form.filters button[type=submit]")
    assert "category=food" in reader.url
    reader.click("main a[href^='/en/stories/']:not([href*='share']) >> nth=0")
    reader.click("text=Yes")
    expect(reader.locator("[role=status]")).to_be_visible()
    reader.fill("[name=words]", "Clear and kind.")
    reader.click("main form button[type=submit]")
    expect(reader.locator("h1")).to_be_visible()
    assert context.cookies() == []
    context.close()


def test_a_topic_is_read_in_every_language_without_script(chromium, site: str):
    context = chromium.new_context(base_url=site, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    reader = context.new_page()
    for code, language in LANGUAGES.items():
        reader.goto(f"/{code}/welcome/health/", wait_until="domcontentloaded")
        assert reader.locator("html").get_attribute("dir") == language.direction, code
        assert len(reader.inner_text("main .body")) > 300, code
        state = "machine-draft" if code in DRAFTED else "missing"
        assert reader.locator(f"[data-translation-state={state}]").count() == (code != "en"), code
        assert reader.evaluate("document.documentElement.scrollWidth") <= 360, code
    context.close()


def test_a_word_is_explained_without_script_and_by_keyboard(chromium, site: str):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    reader = context.new_page()
    reader.goto("/pl/welcome/health/")
    word = reader.get_by_role("button", name="lekarza rodzinnego")
    note = reader.locator(".term-note").first
    expect(note).to_be_hidden()
    word.press("Enter")
    expect(note).to_be_visible()
    reader.keyboard.press("Escape")
    expect(note).to_be_hidden()
    context.close()


def test_each_side_of_two_languages_is_in_its_own_letters(phone: Page):
    phone.goto("/en/welcome/health/?beside=ur")
    letters = "code => getComputedStyle(document.querySelector(`.half[lang=${code}] .summary`)).fontFamily"
    assert "Nastaliq" in phone.evaluate(letters, "ur")
    assert "Nastaliq" not in phone.evaluate(letters, "en")


def test_a_tick_stays_on_the_device_and_goes_along_into_another_language(phone: Page):
    phone.goto("/en/welcome/your-first-week/")
    box = phone.locator(".checklist input").first
    box.check()
    phone.goto("/ur/welcome/your-first-week/")
    expect(box).to_be_checked()
    box.uncheck()
    assert phone.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("code", "path"), [*(("en", path) for path in PAGE_TYPES), *(("ur", path) for path in PAGE_TYPES + OTHER_PAGES)]
)
def test_axe_finds_nothing_on_any_page(visitor: Page, code: str, path: str):
    """Duty A13: every page type in a left-to-right and a right-to-left language, all else from right to left."""
    visitor.goto(f"/{code}/{path}")
    nothing_for_axe(visitor)
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("code", ["en", "ur"])
def test_axe_finds_nothing_on_a_form_with_errors(phone: Page, code: str):
    phone.goto(f"/{code}/stories/share/story/")
    phone.click("main form button[type=submit]")
    nothing_for_axe(phone)
    assert phone.get_attribute("[name=text]", "aria-invalid") == "true"


def test_a_dark_screen_has_contrast_too(phone: Page):
    phone.emulate_media(color_scheme="dark")
    for path in ("/en/", "/ur/welcome/health/", "/en/stories/share/", "/en/stories/share/story/"):
        phone.goto(path)
        nothing_for_axe(phone)
