"""The tools of a topic and the letters about languages, in a real browser; its voices are stubbed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.access import nothing_for_axe

HEALTH, SAFETY = "welcome/health/", "welcome/safety-and-your-rights/"
ENGLISH = {"name": "Emma", "lang": "en-GB", "localService": True, "default": True}
URDU = {"name": "Asad", "lang": "ur_PK", "localService": True, "default": False}
FAR_AWAY = {"name": "Cloud", "lang": "ur-PK", "localService": False, "default": False}

# An utterance ends when `finish()` is called, so that a test can look between two.
VOICES = """
window.spoken = [];
window.waiting = null;
window.finish = () => { const now = waiting; waiting = null; now?.dispatchEvent(new Event("end")); };
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
const synthesis = new EventTarget();
let voices = [];
synthesis.getVoices = () => voices;
synthesis.speak = (utterance) => {
  spoken.push({ text: utterance.text, voice: utterance.voice.name, lang: utterance.lang });
  waiting = utterance;
};
synthesis.cancel = () => { waiting = null; };
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.come = (these) => { voices = these; synthesis.dispatchEvent(new Event("voiceschanged")); };
"""


@pytest.fixture
def reader(phone: Page) -> Page:
    """A reader on a phone whose voices come when the test lets them."""
    phone.add_init_script(VOICES)
    return phone


def read_on(reader: Page, most: int = 500) -> list[dict]:
    """Lets the voice finish all it has to say; what it said."""
    return reader.evaluate(
        "(most) => { while (waiting && most--) finish(); return spoken; }",
        most,
    )


def test_a_topic_is_read_in_order_each_passage_by_a_voice_for_its_language(reader: Page):
    reader.goto(f"/ur/{HEALTH}")
    reader.evaluate(
        """() => {
            const block = document.querySelector("[data-block]");
            block.innerHTML = '<h2>صحت</h2><p>ڈاکٹر <b>سے ملیں</b> <bdi lang="en" dir="ltr">(GP)</bdi></p>'
              + '<ul><li>پہلا<ul><li>دوسرا</li></ul></li></ul><p hidden>x</p><svg><text>y</text></svg>'
              + '<p>کال کریں <a href="tel:111">111</a></p>';
            for (const other of [...document.querySelectorAll("[data-block]")].slice(1)) other.remove();
        }"""
    )
    reader.evaluate("(these) => come(these)", [ENGLISH, URDU])
    reader.click("[data-does=read]")
    expect(reader.locator(".being-read")).to_have_text("صحت")
    expect(reader.locator(".being-read")).to_have_attribute("aria-current", "true")
    said = read_on(reader)
    assert [(part["text"], part["voice"]) for part in said] == [
        ("صحت", "Asad"),
        ("ڈاکٹر سے ملیں", "Asad"),
        ("(GP)", "Emma"),
        ("پہلا", "Asad"),
        ("دوسرا", "Asad"),
        ("کال کریں 1 1 1", "Asad"),
    ]
    expect(reader.locator(".being-read")).to_have_count(0)
    expect(reader.locator("[data-does=read]")).to_be_visible()


def test_a_whole_topic_is_read_in_passages_short_enough_for_every_browser(reader: Page):
    reader.goto(f"/en/{SAFETY}")
    reader.evaluate("(these) => come(these)", [ENGLISH])
    reader.click("[data-does=read]")
    read_on(reader, 20)
    expect(reader.locator(".being-read")).to_be_in_viewport()
    expect(reader.locator("[data-does=pause]")).to_be_in_viewport()
    said = read_on(reader)
    body = reader.locator(".body").inner_text()
    assert len(said) > 20
    assert max(len(part["text"]) for part in said) < 320
    squeezed = re.sub(r"\s", "", "".join(part["text"] for part in said))
    assert re.sub(r"\s", "", body)[:400] == squeezed[:400]
    assert "0 8 0 8 2 0 0 0 2 4 7" in re.sub(" +", " ", " ".join(part["text"] for part in said))


def test_the_voice_pauses_goes_on_with_the_same_sentence_and_stops(reader: Page):
    reader.goto(f"/en/{HEALTH}")
    reader.evaluate("(these) => come(these)", [ENGLISH])
    reader.focus("[data-does=read]")
    reader.keyboard.press("Enter")
    reader.evaluate("finish()")
    expect(reader.locator("[data-does=pause]")).to_be_focused()
    reader.keyboard.press("Enter")
    assert reader.evaluate("waiting") is None
    expect(reader.locator("[data-does=go-on]")).to_be_focused()
    reader.keyboard.press("Enter")
    spoken = reader.evaluate("spoken")
    assert spoken[-1] == spoken[-2]
    reader.click("[data-does=stop]")
    assert reader.evaluate("waiting") is None
    expect(reader.locator(".being-read")).to_have_count(0)
    expect(reader.locator("[data-does=read]")).to_be_focused()


def test_a_device_without_a_local_voice_says_so_and_sends_nothing_to_another(reader: Page):
    reader.goto(f"/ur/{HEALTH}")
    reader.evaluate("(these) => come(these)", [ENGLISH, FAR_AWAY])
    words = reader.locator(".read-aloud [data-in=silent]")
    expect(words).to_be_visible()
    expect(words).to_contain_text("اردو")
    expect(reader.locator(".read-aloud button:visible")).to_have_count(0)
    reader.evaluate("(these) => come(these)", [URDU])
    expect(words).to_be_hidden()
    expect(reader.locator(".read-aloud button:visible")).to_have_count(1)


def test_a_device_without_any_voice_says_so_by_itself(reader: Page):
    reader.goto(f"/en/{HEALTH}")
    expect(reader.locator(".read-aloud [data-in=silent]")).to_be_visible()


def test_passages_nobody_can_say_are_left_out_and_that_is_said(reader: Page):
    reader.goto(f"/ur/{HEALTH}")
    reader.evaluate("document.querySelector('[data-block]').lang = 'en'")
    reader.evaluate("(these) => come(these)", [URDU])
    reader.click("[data-does=read]")
    expect(reader.locator(".left-out")).to_be_visible()
    assert {part["voice"] for part in read_on(reader)} == {"Asad"}


def test_a_voice_that_fails_is_not_offered_again(reader: Page):
    reader.goto(f"/en/{HEALTH}")
    reader.evaluate("(these) => come(these)", [ENGLISH])
    reader.click("[data-does=read]")
    reader.evaluate("waiting.dispatchEvent(Object.assign(new Event('error'), {error: 'voice-unavailable'}))")
    expect(reader.locator(".read-aloud [data-in=silent]")).to_be_visible()


def test_a_topic_is_shared_without_calling_anybody(phone: Page, site: str):
    asked = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"/ur/{HEALTH}")
    phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
    assert not [url for url in asked if "/qr/" in url]
    with phone.expect_response("**/ur/qr/**") as code:
        phone.click(".share summary")
    assert code.value.status == 200
    assert phone.locator(".share-code").evaluate("async (image) => { await image.decode(); return image.naturalWidth }")
    phone.click(".share-copy button")
    expect(phone.locator(".share-copy [role=status]")).not_to_be_empty()
    assert phone.evaluate("navigator.clipboard.readText()") == f"{site}/ur/{HEALTH}"
    assert all(url.startswith(site) for url in asked)
    assert phone.context.cookies() == []


def test_where_the_clipboard_is_closed_the_address_is_selected(phone: Page):
    phone.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    phone.goto(f"/en/{HEALTH}")
    phone.click(".share summary")
    phone.click(".share-copy button")
    assert phone.evaluate("getSelection().toString()").endswith(f"/en/{HEALTH}")


def test_leaving_works_without_script(chromium, site: str):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Rain", content_type="text/plain"))
    reader = context.new_page()
    reader.goto(f"/ur/{SAFETY}")
    expect(reader.locator(".leave-key")).to_be_hidden()
    reader.keyboard.press("Tab")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.wait_for_url("https://www.bbc.co.uk/weather")
    assert len(context.pages) == 1
    context.close()


@pytest.mark.parametrize("by", ["link", "keys"])
def test_leaving_empties_the_screen_before_the_other_page_comes(phone: Page, by: str):
    # An answer without content leaves the page as it was when it asked.
    phone.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(status=204))
    phone.goto(f"/en/{SAFETY}")
    if by == "link":
        phone.click("#leave")
    else:
        for _ in range(3):
            phone.keyboard.press("Shift")
    expect(phone.locator("body")).to_be_empty()
    expect(phone).to_have_title("www.bbc.co.uk")


def test_back_does_not_lead_to_the_page_that_was_left(phone: Page, site: str):
    phone.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Rain"))
    phone.goto(f"/en/{HEALTH}")
    phone.goto(f"/en/{SAFETY}")
    phone.click("#leave")
    phone.wait_for_url("https://www.bbc.co.uk/weather")
    phone.go_back()
    assert phone.url == f"{site}/en/{HEALTH}"


def test_shift_in_the_course_of_typing_does_not_leave(phone: Page):
    phone.goto(f"/en/{SAFETY}")
    for key in ("Shift", "Shift", "Tab", "Shift", "Shift"):
        phone.keyboard.press(key)
    expect(phone.locator("h1")).to_be_visible()


def test_the_way_out_stays_in_sight_on_a_phone_and_covers_nothing_focused(chromium, site: str):
    context = chromium.new_context(
        base_url=site, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    phone = context.new_page()
    phone.goto(f"/ur/{SAFETY}")
    phone.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    expect(phone.locator("#leave")).to_be_in_viewport()
    bar = phone.locator(".leave").bounding_box()["height"]
    assert bar < 70
    phone.locator("main a").last.focus()
    for _ in range(12):
        phone.keyboard.press("Shift+Tab")
        assert phone.evaluate("document.activeElement.getBoundingClientRect().top") >= bar
    context.close()


def test_a_reader_says_from_a_page_that_its_translation_is_wrong(phone: Page):
    phone.goto(f"/ur/{HEALTH}")
    phone.click("[data-translation-state] a[href*='translation-problem']")
    phone.click("main form button[type=submit]")
    expect(phone.locator(".error-summary")).to_be_focused()
    phone.fill("[name=wrong]", "یہ لفظ")
    phone.click("main form button[type=submit]")
    expect(phone.locator("[role=status]")).to_be_visible()
    assert phone.context.cookies() == []
    phone.click(f"main a[href='/ur/{HEALTH}']")
    expect(phone.locator("[data-block]").first).to_be_visible()


@pytest.mark.parametrize(
    "path",
    [
        "en/languages/missing/",
        "ur/languages/missing/",
        f"ur/translation-problem/?page={HEALTH}",
        f"ur/{HEALTH}",
        f"en/{SAFETY}",
    ],
)
def test_axe_finds_nothing_on_forms_with_errors_and_in_open_tools(reader: Page, path: str):
    reader.goto(f"/{path}")
    if "/welcome/" in path and "?" not in path:
        reader.evaluate("(these) => come(these)", [ENGLISH, URDU])
        reader.click(".share summary")
        reader.click("[data-does=read]")
    else:
        reader.click("main form button[type=submit]")
    nothing_for_axe(reader)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
