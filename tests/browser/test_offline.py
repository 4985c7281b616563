"""The pack kept on a device and read with the network off, in a real browser against the real site."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.access import nothing_for_axe

expect.set_options(timeout=60_000)

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
# The width of every picture of a page, also of those it has not come to show yet.
PICTURES = """() => Promise.all([...document.images].map(async ({ src }) => {
  const picture = Object.assign(new Image(), { src });
  await picture.decode().catch(() => {});
  return picture.naturalWidth;
}))"""
# The device as it would be had this page been different when the pack was kept, an hour ago or more.
MAKE_OLDER = """async (changed) => {
  const records = await caches.open("packs");
  const [address] = await records.keys();
  const record = await (await records.match(address)).json();
  const [kept, older] = [await caches.open(record.cache), await caches.open("pack:en:older")];
  for (const file of await kept.keys()) await older.put(file, await kept.match(file, { ignoreVary: true }));
  const type = { headers: { "Content-Type": "text/html" } };
  const page = await (await kept.match(changed, { ignoreVary: true })).text();
  await older.put(changed, new Response(page.replace(/<h1.*<\\/h1>/, "<h1>As it was before</h1>"), type));
  record.digests[changed] = "";
  await records.put(address, Response.json({ ...record, version: "older", cache: "pack:en:older", looked: 0 }));
  await caches.delete(record.cache);
}"""
# On the first page one file never comes.
STALL = """if (location.pathname === "/en/welcome/") {
  const fetchAny = window.fetch;
  window.fetch = (url, options) => (url === "/en/welcome/health/" ? new Promise(() => {}) : fetchAny(url, options));
}"""

NOTE_WHAT_IS_THERE_AND_WHAT_IS_FETCHED = """
window.there = (async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pack:"));
  const files = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return files.flat().map(({ url }) => url.slice(location.origin.length));
})();
window.fetched = [];
const fetchIt = window.fetch;
window.fetch = (url, options) => {
  window.fetched.push(url);
  return fetchIt(url, options);
};
"""


def keep(reader: Page, path: str = "/en/welcome/") -> dict[str, int]:
    """Presses the button; the number of files in each version that is on the device afterwards."""
    reader.goto(path)
    reader.click(".offline .keep")
    expect(reader.locator(".offline .remove")).to_be_visible()
    return reader.evaluate(FILES)


def wait_until(reader: Page, holds: str) -> None:
    """Until this is true of the files on the device. Playwright's own wait takes any promise for true."""
    reader.evaluate(f"""async () => {{
      const [holds, until] = [{holds}, Date.now() + 60_000];
      while (!holds(await ({FILES})())) {{
        if (Date.now() > until) throw new Error("Never {holds}");
        await new Promise((again) => setTimeout(again, 50));
      }}
    }}""")


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
    nothing_for_axe(phone)

    context.set_offline(True)
    phone.goto("/ur/welcome/safety-and-your-rights/")
    expect(phone.locator("h1")).to_be_visible()
    expect(phone.locator("html")).to_have_attribute("dir", "rtl")
    phone.wait_for_function("document.fonts.check('16px \"Noto Nastaliq Urdu\"', 'صحت')")
    assert phone.evaluate("getComputedStyle(document.querySelector('.masthead')).backgroundColor") == "rgb(18, 53, 43)"
    assert phone.evaluate(PICTURES).count(0) == 0
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
    nothing_for_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.click(".kept-packs .remove")
    expect(phone.locator(".kept-packs li")).to_have_count(0)
    expect(phone.locator(".kept-status")).to_be_focused()
    assert phone.evaluate(STORED) == NOTHING


def test_a_newer_version_comes_whole_or_not_at_all(phone: Page, context: BrowserContext):
    changed = "/en/welcome/getting-around/"
    newest = keep(phone)
    phone.evaluate(MAKE_OLDER, changed)
    older = phone.evaluate(FILES)
    assert older.keys() == {"pack:en:older"}

    context.route(f"**{changed}", lambda route: route.abort())
    # Each page asks for the newer version once, and has failed before the network is whole again.
    for path in ("/en/welcome/", changed):
        with phone.expect_event("requestfailed"):
            phone.goto(path)
        expect(phone.locator(".offline .status")).to_contain_text("version of")
        wait_until(phone, "(files) => Object.keys(files).length === 1")
        assert phone.evaluate(FILES) == older
    expect(phone.locator("h1")).to_have_text("As it was before")

    context.unroute(f"**{changed}")
    phone.reload()
    expect(phone.locator(".offline .status")).to_contain_text("newer version")
    assert phone.evaluate(FILES) == newest
    context.set_offline(True)
    phone.reload()
    expect(phone.locator("h1")).to_have_text("Getting around")


def test_a_reader_who_saves_data_is_only_told_of_a_newer_version(phone: Page, context: BrowserContext):
    context.add_init_script("Object.defineProperty(navigator.connection, 'saveData', { value: true })")
    newest = keep(phone)
    phone.evaluate(MAKE_OLDER, "/en/welcome/getting-around/")
    phone.goto("/en/welcome/health/")
    expect(phone.locator(".offline .keep")).to_contain_text("newer version")
    assert phone.evaluate(FILES).keys() == {"pack:en:older"}
    phone.click(".offline .keep")
    expect(phone.locator(".offline .bar")).to_be_hidden()
    assert phone.evaluate(FILES) == newest


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
    context.add_init_script(STALL)
    phone.goto("/en/welcome/")
    phone.click(".offline .keep")
    wait_until(phone, "(files) => Object.values(files)[0] > 5")
    context.add_init_script(NOTE_WHAT_IS_THERE_AND_WHAT_IS_FETCHED)
    phone.goto("/en/welcome/emergencies/")
    expect(phone.locator(".offline .remove")).to_be_visible()
    (whole,) = phone.evaluate(FILES).values()
    there, fetched = set(phone.evaluate("window.there")), set(phone.evaluate("window.fetched"))
    assert len(there) > 5
    assert not there & fetched
    assert len(there | fetched) >= whole


def test_a_list_that_no_longer_agrees_with_the_pages_is_asked_for_anew(phone: Page, context: BrowserContext):
    def outdated(route: Route) -> None:
        listing = route.fetch().json()
        listing["files"][1]["digest"] = "of another version"
        route.fulfill(json=listing | {"version": "outdated"})

    context.route("**/en/welcome/pack.json", outdated)
    assert "pack:en:outdated" not in keep(phone)


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
