"""The addresses behind keeping the pack offline: complete, true, and changed exactly when something shown is."""

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from PIL import Image
from wagtail.models import PageViewRestriction

from home.languages import LANGUAGES
from home.models import HomePage, InformationPage, Picture
from home.page_cache import PageCache
from tests import translating
from welcomepack import offline
from welcomepack.listing import digest_of
from welcomepack.models import TopicPage, WelcomePackPage

pytestmark = pytest.mark.usefixtures("the_tests_own_connection")


@pytest.fixture(autouse=True)
def static_files_from_their_sources(settings) -> None:
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def pack(home: HomePage) -> WelcomePackPage:
    return home.add_child(instance=WelcomePackPage(title="Welcome", slug="welcome", locale=home.locale))


@pytest.fixture(scope="module")
def picture(once) -> int:
    output = BytesIO()
    Image.new("RGB", (1400, 900), (30, 90, 60)).save(output, "JPEG")
    file = ContentFile(output.getvalue(), name="surgery.jpg")
    with once():
        return Picture.objects.create(title="Surgery", description="A surgery", file=file).pk


@pytest.fixture
def health(pack: WelcomePackPage, picture: int) -> TopicPage:
    chosen = {"image": picture, "alt_text": "A surgery", "decorative": False}
    body = [{"type": "picture", "value": {"image": chosen, "caption": ""}, "id": "b1"}]
    return pack.add_child(instance=TopicPage(title="Health", slug="health", body=body, locale=pack.locale))


def listed(client: Client, code: str = "en") -> dict:
    answer = client.get(f"/{code}/welcome/pack.json")
    assert answer.status_code == 200
    return answer.json()


def urls(listing: dict) -> list[str]:
    return [file["url"] for file in listing["files"]]


def read(site: PageCache, url: str) -> bytes:
    """What travels for an address to a browser that takes brotli."""
    environ = RequestFactory().get(url, headers={"accept-encoding": "br, gzip"}).environ
    return b"".join(site(environ, lambda *answer: None))


def test_a_pack_lists_its_pages_styles_scripts_pictures_and_the_offline_page(client, health):
    found = urls(listed(client))
    assert {"/en/welcome/", "/en/welcome/health/", "/offline/?language=en"} <= set(found)
    for name in ("css/site.css", "css/tokens.css", "css/fonts/latin.css", "js/offline.js", "icons/icons.svg"):
        assert f"/static/{name}" in found
    assert len([url for url in found if url.startswith("/media/")]) == 1
    assert len(found) == len(set(found))


def test_every_address_answers_what_the_list_says(client, health):
    listing = listed(client, "ur")
    for file in listing["files"]:
        answer = client.get(file["url"])
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code == 200, file["url"]
        assert digest_of(body) == file["digest"], file["url"]


def test_its_sizes_are_those_on_the_wire(client, health):
    listing, site = listed(client), PageCache(WSGIHandler())
    for file in listing["files"]:
        # Django pads what it compresses itself by up to 100 bytes, against guessing secrets from sizes.
        padding = 0 if file["url"].startswith(("/en/welcome/", "/static/")) else 200
        assert abs(file["bytes"] - len(read(site, file["url"]))) <= padding, file["url"]
    assert listing["bytes"] == sum(file["bytes"] for file in listing["files"])


def test_an_untranslated_topic_is_listed_in_english_at_the_readers_address(client, health):
    listing = listed(client, "ur")
    assert {"url": "/ur/welcome/health/", "title": "Health", "language": "en", "direction": "ltr"} in listing["pages"]
    assert (listing["language"], listing["autonym"], listing["direction"]) == ("ur", "اردو", "rtl")


@pytest.mark.parametrize(
    ("code", "fonts"), [("en", {"alegreya-sans"}), ("ur", {"noto-nastaliq-urdu"}), ("ta", {"anek-tamil"})]
)
def test_a_pack_carries_no_other_languages_font(client, pack, code, fonts):
    found = {match[1] for url in urls(listed(client, code)) if (match := re.match(r"/static/fonts/([^/]+)/", url))}
    assert found == fonts


def test_an_unknown_language_and_a_missing_pack_are_not_found(client, home):
    assert client.get("/xx/welcome/pack.json", follow=True).status_code == 404
    assert client.get("/en/welcome/pack.json").status_code == 404


def test_a_private_topic_is_not_in_the_pack(client, health):
    PageViewRestriction.objects.create(page=health, restriction_type=PageViewRestriction.LOGIN)
    listing = listed(client)
    assert "/en/welcome/health/" not in urls(listing)
    assert [page["url"] for page in listing["pages"]] == ["/en/welcome/"]


def test_a_private_pack_is_not_listed(client, pack):
    PageViewRestriction.objects.create(page=pack, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/welcome/pack.json").status_code == 404


def test_a_list_is_made_once_and_then_answered_without_the_database(client, health, django_assert_num_queries):
    site = PageCache(WSGIHandler())
    first = read(site, "/en/welcome/pack.json")
    with django_assert_num_queries(0):
        assert read(site, "/en/welcome/pack.json") == first


def test_pages_that_were_read_already_are_not_made_again(client, health, django_assert_max_num_queries):
    listed(client)
    with django_assert_max_num_queries(12):
        listed(client)


def test_a_huge_pack_is_listed_by_a_later_request(client, health, monkeypatch):
    with monkeypatch.context() as hurried:
        hurried.setattr(offline, "MOST_SECONDS", 0)
        assert client.get("/en/welcome/pack.json").status_code == 503
    assert listed(client)["files"]


def test_the_version_changes_when_something_shown_does_and_not_otherwise(
    client, home, health, django_capture_on_commit_callbacks
):
    def versions_after_publishing(page) -> list[str]:
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return [listed(client, code)["version"] for code in ("en", "ur")]

    other = home.add_child(instance=InformationPage(title="Elsewhere", slug="elsewhere", locale=home.locale))
    before = versions_after_publishing(health)
    assert versions_after_publishing(other) == before
    health.title = "Health and doctors"
    assert not set(versions_after_publishing(health)) & set(before)


def test_a_published_translation_makes_a_new_version(client, health, django_capture_on_commit_callbacks):
    before = listed(client, "ur")["version"]
    with django_capture_on_commit_callbacks(execute=True):
        translating.published(health, "ur", {"Health": "صحت"})
    after = listed(client, "ur")
    assert after["version"] != before
    assert {"url": "/ur/welcome/health/", "title": "صحت", "language": "ur", "direction": "rtl"} in after["pages"]


def test_a_page_that_fails_leaves_the_list_unavailable(client, health, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(TopicPage, "get_context", broken)
    client.raise_request_exception = False
    assert client.get("/en/welcome/pack.json").status_code == 503


def test_the_offline_page_speaks_the_language_asked_for(client, home):
    chosen = client.get("/offline/?language=ur", headers={"accept-language": "pl"})
    assert '<html lang="ur" dir="rtl">' in chosen.text
    preferred = client.get("/offline/", headers={"accept-language": "pl"})
    assert '<html lang="pl"' in preferred.text
    assert "Accept-Language" in preferred.headers["Vary"]
    assert '<html lang="en"' in client.get("/offline/?language=%00").text


def test_the_offline_page_leads_to_itself_in_every_language(client, home):
    html = client.get("/offline/?language=ur").text
    for code in LANGUAGES:
        assert f'href="/offline/?language={code}"' in html


def test_the_worker_may_answer_for_the_whole_site_and_is_looked_for_anew(client, home):
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert not answer.cookies


def test_the_manifest_names_icons_that_are_there(client, home):
    answer = client.get("/manifest.webmanifest")
    content = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (content["start_url"], content["name"]) == ("/", "Waltham Forest, Our Place")
    for icon in content["icons"]:
        picture = Image.open(BytesIO(b"".join(client.get(icon["src"]).streaming_content)))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert 'rel="manifest" href="/manifest.webmanifest"' in client.get("/en/").text


def test_without_script_no_button_is_shown(client, health):
    for path in ("/en/welcome/", "/en/welcome/health/"):
        assert '<div class="offline" hidden' in client.get(path).text
