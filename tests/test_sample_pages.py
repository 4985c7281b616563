"""Every page type with the sample content in it: read, edited and previewed in English and Urdu, and measured."""

import gzip
import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.http import QueryDict
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import querydict_from_html, rich_text
from wagtail_localize.models import StringSegment, Translation

from campaign.models import (
    CampaignPage,
    EventIndexPage,
    EventPage,
    InitiativePage,
    NetworkIndexPage,
    NetworkPage,
    PlanPage,
)
from home.languages import LANGUAGES, SOURCE
from home.models import FormPage, HomePage, InformationPage
from stories.models import StoryIndexPage, StoryPage
from tests import sample_site, translating
from welcomepack.models import TopicPage, WelcomePackPage

PAGE_TYPES = (
    HomePage,
    InformationPage,
    CampaignPage,
    InitiativePage,
    NetworkIndexPage,
    NetworkPage,
    EventIndexPage,
    EventPage,
    PlanPage,
    FormPage,
    WelcomePackPage,
    TopicPage,
    StoryIndexPage,
    StoryPage,
)
MOST_QUERIES = 12
TOMORROW, HOUR = timezone.now() + timedelta(days=1), timedelta(hours=1)
FURNITURE = (
    "languages/",
    "languages/missing/",
    "search/",
    "services/",
    "our-place/pledge/",
    "our-place/pledge/sent/",
    "contact/",
    "contact/sent/",
    "feedback/thanks/",
    "stories/share/",
    "stories/share/story/",
    "stories/share/adult/",
)
HOSTILE = (
    "?page=-1",
    "?page=99999999999999999999",
    "?page=%00",
    "?category=%F0%9F%92%A9&network=../..&q=%00",
    "?q=" + "a" * 3000,
    "?category=a&category=b",
    "?%ff%fe=1",
    "?when=2026-99-99&from=x&to=%27;--",
    "?beside=xx",
    "?vote=forged",
)


class Reader(HTMLParser):
    """Reads a page as a browser would: nesting, duplicate ids, the attributes of <html>."""

    VOID = frozenset(
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open_tags: list[str] = []
        self.problems: list[str] = []
        self.ids: set[str] = set()
        self.root: dict = {}
        self.feed(html)
        self.problems += [f"<{tag}> is never closed" for tag in self.open_tags]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        attributes = dict(attrs)
        if tag == "html":
            self.root = attributes
        if (name := attributes.get("id")) is not None:
            if name in self.ids:
                self.problems.append(f"id {name} twice")
            self.ids.add(name)
        if tag not in self.VOID:
            self.open_tags.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open_tags or self.open_tags.pop() != tag:
            self.problems.append(f"</{tag}> closes something else")


def weight(html: str, files: list[str]) -> int:
    """Bytes of a page, its style sheets and its scripts, each compressed as it goes over the wire."""
    total, waiting = len(gzip.compress(html.encode())), list(files)
    while waiting:
        name = waiting.pop()
        text = Path(finders.find(name)).read_text()
        total += len(gzip.compress(text.encode()))
        waiting += [f"{Path(name).parent}/{path}" for path in re.findall(r'(?:@import url\(|from )"([^"]+)"', text)]
    return total


def one_in_each_language(model: type[Page]) -> list[tuple[Page, str]]:
    """The page of this type with the most below it, in English and in Urdu; untranslated words stay English."""
    english = model.objects.filter(locale__language_code="en").order_by("-numchild", "path").first()
    urdu = model.objects.filter(
        translation_key=english.translation_key, locale__language_code="ur", alias_of=None
    ).first()
    return [(english, "en"), (urdu or translating.published(english, "ur", {}), "ur")]


def add_siblings(parent: Page, model: type[Page], numbers: range, fields: dict) -> None:
    """Live children, written straight into their tables: added one by one, a thousand take half a minute."""
    kind = ContentType.objects.get_for_model(model)
    pages = [
        Page(
            path=Page._get_path(parent.path, parent.depth + 1, 1000 + number),
            depth=parent.depth + 1,
            title=f"Number {number}",
            draft_title=f"Number {number}",
            slug=f"number-{number}",
            url_path=f"{parent.url_path}number-{number}/",
            locale_id=parent.locale_id,
            content_type=kind,
        )
        for number in numbers
    ]
    for page in Page.objects.bulk_create(pages):
        model(page_ptr=page, **fields).save_base(raw=True)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))


def translation_of(page: Page) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)


class SamplePages(WagtailPageTestCase):
    # Read once for all tests: the pages are the same in each.
    forms: ClassVar[dict[int, QueryDict]] = {}

    @classmethod
    def setUpClass(cls) -> None:
        folder = cls.enterClassContext(TemporaryDirectory())
        cls.enterClassContext(sample_site.in_use(Path(folder), "pages"))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.pages = []
        for model in PAGE_TYPES:
            with cls.captureOnCommitCallbacks(execute=True):
                cls.pages += one_in_each_language(model)
        # Their pictures are scaled when a page is first shown: once, not in every test.
        plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
        quiet = override_settings(STORAGES=settings.STORAGES | plain, PAGE_CACHE_DIR=None)
        with quiet, translation.override(SOURCE):
            for page, code in cls.pages:
                cls.client_class().get(page.address_in(code))

    def setUp(self) -> None:
        self.staff = self.login()

    def form_data_of(self, page: Page) -> QueryDict:
        """What the edit form of this page would send, its stream fields emptied (they need script to be filled)."""
        if page.pk not in self.forms:
            self.forms[page.pk] = self.read_form(page)
        return self.forms[page.pk].copy()

    def read_form(self, page: Page) -> QueryDict:
        self.client.force_login(self.staff)
        html = self.client.get(f"/admin/pages/{page.pk}/edit/").text
        data = querydict_from_html(html, form_id="page-edit-form")
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                data[f"{field.name}-count"] = "0"
            elif isinstance(field, RichTextField):
                data[field.name] = rich_text("<p>See a doctor.</p>")
        return data

    def stop_translating(self, page: Page) -> None:
        """What the editor's "Stop synced translation" does: the page gets Wagtail's own edit form."""
        self.client.force_login(self.staff)
        self.client.post(reverse("wagtail_localize:stop_translation", args=[translation_of(page).pk]))

    def test_every_page_type_is_rendered(self):
        for page, _ in self.pages:
            self.assertPageIsRenderable(page, accept_404=False)

    def test_every_page_type_is_edited(self):
        for page, code in self.pages:
            if code != "en":
                self.stop_translating(page)
            self.assertPageIsEditable(page, post_data=self.form_data_of(page))

    def test_every_page_type_is_previewed(self):
        for page, code in self.pages:
            if code != "en":
                self.stop_translating(page)
            self.assertPageIsPreviewable(page, post_data=self.form_data_of(page))

    def test_every_page_type_is_translated_previewed_and_published(self):
        for page, code in self.pages:
            if code == "en":
                continue
            self.client.force_login(self.staff)
            edit, made = reverse("wagtailadmin_pages:edit", args=[page.pk]), translation_of(page)
            self.assertContains(self.client.get(edit), "js-translation-editor")
            title = StringSegment.objects.get(source=made.source, context__path="title")
            answer = self.client.put(
                reverse("wagtail_localize:edit_string_translation", args=[made.pk, title.pk]),
                urlencode({"value": "نیا عنوان"}),
                content_type="application/x-www-form-urlencoded",
            )
            assert answer.status_code in {200, 201}
            answer = self.client.get(reverse("wagtail_localize:preview_translation", args=[made.pk]))
            self.assertContains(answer, '<html lang="ur" dir="rtl"')
            self.assertContains(answer, "نیا عنوان")
            self.assertRedirects(self.client.post(edit, {"action": "publish"}), edit)
            page.refresh_from_db()
            assert page.title == "نیا عنوان"
            self.assertContains(self.client.get(page.address_in("ur")), "نیا عنوان")

    def test_tree_rules(self):
        self.assertAllowedSubpageTypes(WelcomePackPage, {TopicPage})
        self.assertAllowedSubpageTypes(TopicPage, {})
        self.assertAllowedSubpageTypes(StoryIndexPage, {StoryPage})
        self.assertAllowedSubpageTypes(EventIndexPage, {EventPage})
        self.assertAllowedSubpageTypes(NetworkIndexPage, {NetworkPage})
        self.assertAllowedSubpageTypes(PlanPage, {PlanPage})
        self.assertAllowedSubpageTypes(CampaignPage, {FormPage, InitiativePage})
        self.assertAllowedParentPageTypes(HomePage, {Page})

    def test_every_page_type_asks_the_database_at_most_twelve_times(self):
        self.client.logout()
        counts = {}
        for page, code in self.pages:
            self.client.get(page.address_in(code))
            with CaptureQueriesContext(connection) as queries:
                answer = self.client.get(page.address_in(code))
            assert answer.status_code == 200
            counts[f"{type(page).__name__} {code}"] = len(queries)
            assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:200] for query in queries)
        print("\nSQL queries:", counts)

    def test_a_thousand_siblings_ask_no_more_than_ten(self):
        self.client.logout()
        when = {"starts_at": TOMORROW, "ends_at": TOMORROW + HOUR}
        for index, model, path, fields in (
            (StoryIndexPage, StoryPage, "/en/stories/", {"published_on": timezone.localdate()}),
            (EventIndexPage, EventPage, "/en/events/", when | {"kind": "meal"}),
        ):
            parent = index.objects.get(locale__language_code="en")
            counts = []
            for siblings in (range(10), range(10, 1000)):
                add_siblings(parent, model, siblings, fields)
                self.client.get(path)
                with CaptureQueriesContext(connection) as queries:
                    html = self.client.get(path).text
                counts.append(len(queries))
                assert "Number " in html, path
            assert counts[1] <= counts[0], path
            assert 'href="?page=2"' in html, path

    def test_a_topic_weighs_less_than_fifty_kilobytes(self):
        self.client.logout()
        for code in LANGUAGES:
            html = self.client.get(f"/{code}/welcome/health/").text
            files = re.findall(r'(?:<link rel="stylesheet" href|<script type="module" src)="/static/([^"]+)"', html)
            assert len(files) > 2
            assert weight(html, files) < 50_000, code

    def test_every_page_is_well_formed_in_its_language_and_direction(self):
        self.client.logout()
        for page, code in self.pages:
            html = self.client.get(page.address_in(code)).text
            reader = Reader(html)
            assert not reader.problems, f"{page.address_in(code)}: {reader.problems}"
            assert (reader.root["lang"], reader.root["dir"]) == (code, LANGUAGES[code].direction)
            assert f'<link rel="alternate" hreflang="{code}"' in html
            assert html.count('<link rel="canonical"') == 1

    def test_sample_pages_answer_in_every_language(self):
        self.client.logout()
        paths = {page.specific.relative_path for page in Page.objects.live().filter(depth__gt=1)}
        topics = sorted(path for path in paths if path.startswith("welcome/") and path != "welcome/")
        for number, (code, language) in enumerate(LANGUAGES.items()):
            # Each topic in every fourth language, each language with every fourth topic; every page in Pashto.
            some = {"", "stories/", "welcome/", *topics[number % 4 :: 4]}
            for path in sorted(paths if code == "ps" else some):
                answer = self.client.get(f"/{code}/{path}")
                assert answer.status_code == 200, f"/{code}/{path}"
                assert f'<html lang="{code}" dir="{language.direction}"' in answer.text

    def test_reading_sets_no_cookie_and_calls_nobody(self):
        self.client.logout()
        for page, code in self.pages:
            answer = self.client.get(page.address_in(code))
            assert not answer.cookies, page.address_in(code)
            resources = re.findall(
                r'<(?:img|script|link rel="(?:stylesheet|icon)"|iframe)[^>]+(?:src|href)="([^"]+)',
                answer.text,
            )
            assert resources
            assert not [address for address in resources if not address.startswith("/")]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]

    def test_a_page_says_who_translated_it(self):
        self.client.logout()
        html = self.client.get("/ur/welcome/health/").text
        assert 'data-translation-state="machine-draft"' in html
        assert "data-translation-state" not in self.client.get("/en/welcome/health/").text
        html = self.client.get("/ta/welcome/health/").text
        assert 'data-translation-state="missing"' in html
        assert '<link rel="canonical" href="http://127.0.0.1:8000/en/welcome/health/">' in html

    def test_every_topic_wraps_its_blocks_and_facts_once(self):
        self.client.logout()
        for topic in TopicPage.objects.filter(locale__language_code="en"):
            html = self.client.get(topic.address_in("en")).text
            for block in topic.body:
                assert html.count(f'data-block="{block.id}"') == 1
            assert "{fact:" not in html
            for key in topic.facts():
                assert f'data-fact="{key}"' in html

    def test_no_address_answers_500(self):
        self.client.logout()
        self.client.raise_request_exception = False
        for base in (
            "/en/",
            "/ur/stories/",
            "/en/events/",
            "/en/welcome/",
            "/xx/",
            "/en/none/",
            *self.furniture(),
        ):
            for query in ("", *HOSTILE):
                assert self.client.get(base + query).status_code < 500, base + query
        for path in (
            "/media/../db.sqlite3",
            "/media/%00",
            "/static/none.css",
            "/en/%00/",
            "/en/" + "a/" * 400,
            "//",
        ):
            assert self.client.get(path).status_code in {301, 302, 400, 404}, path

    def furniture(self) -> list[str]:
        return [f"/en/{path}" for path in FURNITURE]

    def test_furniture_answers_in_every_language(self):
        self.client.logout()
        for code in LANGUAGES:
            for path in FURNITURE:
                answer = self.client.get(f"/{code}/{path}")
                assert answer.status_code == 200, f"/{code}/{path}"
                assert not Reader(answer.text).problems, f"/{code}/{path} {Reader(answer.text).problems}"

    def test_a_missing_page_says_so_in_the_readers_language(self):
        self.client.logout()
        answer = self.client.get("/ur/welcome/nowhere/")
        assert answer.status_code == 404
        assert '<html lang="ur" dir="rtl"' in answer.text
        assert not Reader(answer.text).problems

    def test_the_sitemap_lists_every_language_a_page_can_be_read_in(self):
        sitemap = self.client.get("/sitemap.xml").text
        assert "<loc>http://127.0.0.1:8000/en/welcome/health/</loc>" in sitemap
        assert "<loc>http://127.0.0.1:8000/ur/welcome/health/</loc>" in sitemap
        assert "<loc>http://127.0.0.1:8000/ta/welcome/health/</loc>" not in sitemap
        assert 'hreflang="ur" href="http://127.0.0.1:8000/ur/welcome/health/"' in sitemap

    def test_the_search_of_the_admin_knows_the_sample_content(self):
        topic = TopicPage.objects.get(slug="health", locale__language_code="en")
        assert topic.page_ptr in Page.objects.search("Health")

    def test_seeding_again_changes_nothing(self):
        before = Page.objects.count()
        call_command("seed", verbosity=0)
        assert Page.objects.count() == before
