"""The pack kept on a device and read with the network off, in a real browser against the real site."""

import re
import uuid
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect

STORED = """async () => ({
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: Object.keys(localStorage),
  databases: (await indexedDB.databases()).length,
})"""
NOTHING = {"caches": [], "workers": 0, "local": [], "databases": 0}
FILES = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pack:"));
  const files = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
  return Object.fromEntries(names.map((name, position) => [name, files[position]]));
}"""
CHANGE_RECORD = """async (change) => {
  const store = await caches.open("packs");
  const [address] = await store.keys();
  const record = await (await store.match(address)).json();
  await store.put(address, Response.json({ ...record, looked: 0, ...change }));
}"""


def keep(reader: Page, path: str = "/en/welcome/") -> dict[str, int]:
    """Presses the button; the number of files in each version that is on the device afterwards."""
    reader.goto(path)
    reader.click(".offline .keep")
    expect(reader.locator(".offline .remove")).to_be_visible()
    return reader.evaluate(FILES)


@pytest.fixture
def publish_change(staff: Callable[[str], Page]) -> Callable[[], str]:
    """An editor publishes new words on the topic "Getting around"; answers the words."""

    def publish() -> str:
        words, editor = f"By bus, train or bicycle {uuid.uuid4().hex[:6]}.", staff("editor")
        editor.goto("/admin/pages/search/?q=Getting around")
        editor.locator("table").get_by_role("link", name="Getting around", exact=True).first.click()
        editor.fill("[name=summary]", words)
        editor.click("footer .w-dropdown__toggle")
        editor.click("[name=action-publish]")
        editor.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
        return words

    return publish


def test_reading_stores_nothing(phone: Page):
    for path in ("/en/welcome/", "/en/welcome/health/", "/offline/"):
        phone.goto(path)
        phone.wait_for_load_state("networkidle")
    assert phone.evaluate(STORED) == NOTHING
    assert phone.context.cookies() == []


def test_a_kept_pack_is_read_without_signal_and_removed_in_one_tap(phone: Page, context: BrowserContext):
    phone.goto("/ur/welcome/")
    expect(phone.locator(".offline .keep")).to_contain_text(re.compile(r"\d+ KB"))
    keep(phone, "/ur/welcome/")
    assert not Axe().run(phone).response["violations"]

    context.set_offline(True)
    phone.goto("/ur/welcome/safety-and-your-rights/")
    expect(phone.locator("h1")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    phone.wait_for_function("document.fonts.check('16px \"Noto Nastaliq Urdu\"', 'صحت')")
    assert phone.evaluate("getComputedStyle(document.querySelector('.masthead')).backgroundColor") == "rgb(18, 53, 43)"
    assert phone.evaluate("[...document.images].every((image) => image.complete && image.naturalWidth > 0)")
    phone.click("a[rel=next]")
    phone.wait_for_url("**/ur/welcome/taking-part/")
    phone.reload()
    expect(phone.locator("h1")).to_be_visible()

    phone.goto("/ur/stories/")
    expect(phone.locator(".unreachable")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("lang", "ur")
    phone.click(".kept-packs a[href='/ur/welcome/health/']")
    expect(phone.locator("h1")).to_be_visible()

    phone.goto("/offline/?language=ur")
    expect(phone.locator(".unreachable")).to_be_hidden()
    expect(phone.locator(".kept-packs h2")).to_have_text("اردو")
    assert not Axe().run(phone).response["violations"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.click(".kept-packs .remove")
    expect(phone.locator(".kept-packs li")).to_have_count(0)
    expect(phone.locator(".kept-status")).to_be_focused()
    assert phone.evaluate(STORED) == NOTHING


def test_a_newer_version_comes_whole_or_not_at_all(phone: Page, context: BrowserContext, publish_change):
    before = keep(phone)
    words = publish_change()

    def break_one_file(route: Route) -> None:
        route.abort() if route.request.header_value("keep-offline") else route.continue_()

    phone.evaluate(CHANGE_RECORD, {})
    context.route("**/en/welcome/getting-around/", break_one_file)
    with phone.expect_event("requestfailed"):
        phone.goto("/en/welcome/")
    phone.wait_for_function(f"({FILES})().then((files) => Object.keys(files).length === 1)")
    assert phone.evaluate(FILES) == before
    phone.goto("/en/welcome/getting-around/")
    expect(phone.locator("main")).not_to_contain_text(words)

    context.unroute("**/en/welcome/getting-around/")
    phone.reload()
    expect(phone.locator(".offline .status")).to_contain_text("newer version")
    after = phone.evaluate(FILES)
    assert len(after) == 1
    assert list(after.values()) == list(before.values())
    assert not after.keys() & before.keys()
    context.set_offline(True)
    phone.reload()
    expect(phone.locator("main")).to_contain_text(words)


def test_a_reader_who_saves_data_is_only_told_of_a_newer_version(phone: Page, context: BrowserContext):
    context.add_init_script("Object.defineProperty(navigator.connection, 'saveData', { value: true })")
    keep(phone)
    phone.evaluate(CHANGE_RECORD, {"version": "older", "digests": {}})
    phone.goto("/en/welcome/health/")
    expect(phone.locator(".offline .keep")).to_contain_text("newer version")
    phone.click(".offline .keep")
    expect(phone.locator(".offline .keep")).to_be_hidden()
    assert len(phone.evaluate(FILES)) == 1


def test_two_tabs_and_two_languages_keep_one_version_each(phone: Page, context: BrowserContext):
    other = context.new_page()
    for tab, path in ((phone, "/en/welcome/"), (other, "/en/welcome/health/")):
        tab.goto(path)
        expect(tab.locator(".offline .keep")).to_be_visible()
    for tab in (phone, other):
        tab.evaluate("document.querySelector('.offline .keep').click()")
    for tab in (phone, other):
        expect(tab.locator(".offline .remove")).to_be_visible()
    keep(other, "/pl/welcome/")
    phone.goto("/offline/")
    expect(phone.locator(".kept-packs > li")).to_have_count(2)
    phone.click(".kept-packs > li:has(h2[lang=pl]) .remove")
    expect(phone.locator(".kept-packs > li")).to_have_count(1)
    context.set_offline(True)
    phone.goto("/en/welcome/health/")
    expect(phone.locator(".offline .remove")).to_be_visible()


def test_keeping_goes_on_after_the_page_was_left(phone: Page, context: BrowserContext):
    stalled = []
    context.route("**/en/welcome/health/", lambda route: stalled.append(route))
    phone.goto("/en/welcome/")
    phone.click(".offline .keep")
    phone.wait_for_function(f"({FILES})().then((files) => Object.values(files)[0] > 5)")
    before = sum(phone.evaluate(FILES).values())
    context.unroute("**/en/welcome/health/")
    fetched = []
    phone.on("request", lambda request: fetched.append(request.header_value("keep-offline") or ""))
    phone.goto("/en/welcome/emergencies/")
    expect(phone.locator(".offline .remove")).to_be_visible()
    assert stalled
    assert fetched.count("1") <= sum(phone.evaluate(FILES).values()) - before + 2  # the list is asked for twice


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("Cache.prototype.put = async () => { throw new DOMException('', 'QuotaExceededError') }", "too little space"),
        (
            "ServiceWorkerContainer.prototype.register = async () => { throw new DOMException('', 'SecurityError') }",
            "cannot keep",
        ),
        ("delete Navigator.prototype.serviceWorker", "cannot keep"),
    ],
    ids=["full", "refused", "unsupported"],
)
def test_a_device_that_cannot_keep_it_says_so(phone: Page, context: BrowserContext, script: str, words: str):
    context.add_init_script(script)
    phone.goto("/en/welcome/")
    box = phone.locator(".offline")
    expect(box).to_be_visible()
    if box.locator(".keep").is_visible():
        box.locator(".keep").click()
    expect(box.locator("[role=status]")).to_contain_text(words)
    assert phone.evaluate("caches.keys()") == []


def test_without_script_no_button_is_there_and_the_page_says_why(chromium, site: str):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    reader = context.new_page()
    reader.goto("/en/welcome/health/")
    expect(reader.locator(".offline")).to_be_hidden()
    reader.goto("/offline/?language=ur")
    expect(reader.locator("noscript")).to_be_visible()
    context.close()
