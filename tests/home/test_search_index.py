"""What readers find, in which order and in which words; run on every database the site knows."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from home import search_index
from home.languages import LANGUAGES
from home.models import Fact, HomePage, InformationPage, SearchEntry, SearchPosting, SearchWord
from welcomepack.models import TopicPage, WelcomePackPage

TABLE = tomllib.loads((Path(__file__).parent / "search_table.toml").read_text())
ASKS = TABLE.pop("asks")
FEWEST_QUESTIONS = 10
NO_TASKS = {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}


class SearchTable(TestCase):
    """A pack of nine topics in sixteen languages, one of them in English only."""

    @classmethod
    def setUpTestData(cls) -> None:
        root = Page.objects.get(depth=1)
        for page in root.get_children():
            page.delete()
        root.refresh_from_db()
        keys: dict[str, object] = {}

        def below(parent: Page, model: type[Page], locale: Locale, slug: str, **fields: str) -> Page:
            page = model(slug=slug, locale=locale, **fields)
            page.translation_key = keys.setdefault(parent.depth * slug, page.translation_key)
            return parent.add_child(instance=page)

        with disable_reference_index_auto_update(), override_settings(TASKS={"default": NO_TASKS, "queue": NO_TASKS}):
            for code, table in TABLE.items():
                locale, _ = Locale.objects.get_or_create(language_code=code)
                home = HomePage(title=".", slug=f"home-{code}", locale=locale)
                home.translation_key = keys.setdefault("", home.translation_key)
                root.add_child(instance=home)
                pack = below(home, WelcomePackPage, locale, "welcome", title=".")
                for slug, (title, summary) in table["pages"].items():
                    below(pack, TopicPage, locale, slug, title=title, summary=summary)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "testserver", "root_page": Page.objects.get(slug="home-en")},
        )
        search_index.rebuild()

    def answers(self, question: str, code: str) -> list[str]:
        translation.activate(code)
        hits = search_index.shown(search_index.find(question, code), code)
        for hit in hits:
            assert hit.url.startswith(f"/{code}/"), hit
            assert hit.is_in_another_language == (hit.language.code != code)
        return [
            hit.url.split("/")[-2] + (f"/{hit.language.code}" if hit.is_in_another_language else "") for hit in hits
        ]

    def test_every_language_has_its_questions(self):
        assert ASKS.keys() == TABLE.keys() == LANGUAGES.keys()
        assert min(map(len, ASKS.values())) >= FEWEST_QUESTIONS

    def test_every_question_has_its_answers_in_their_order(self):
        wrong = [
            f"{code} {question}: {answers} not {expected}"
            for code, asks in ASKS.items()
            for question, expected in asks
            if (answers := self.answers(question, code)) != expected
        ]
        assert not wrong, "\n" + "\n".join(wrong)

    def test_asking_needs_few_queries(self):
        for question in ("health", "helath", "council tax for my childs schol", "zzzzz", ""):
            with CaptureQueriesContext(connection) as queries:
                assert self.client.get("/ur/search/", {"q": question}).status_code == 200
            assert len(queries) <= 12, question

    def test_the_page_says_how_many_and_in_which_language(self):
        html = self.client.get("/ur/search/?q=vote").text
        assert ": vote" in html.split("</title>")[0]
        assert '<meta name="robots" content="noindex">' in html
        assert 'value="vote"' in html
        assert html.count('role="status"') == 1
        assert '<h2 lang="en" dir="ltr"><a href="/ur/welcome/voting/">Voting</a></h2>' in html
        assert '<bdi lang="en">English</bdi>' in html

    def test_where_nothing_is_found_the_nearest_topics_are_shown(self):
        def suggested(question: str) -> list[str]:
            return [hit.url for hit in search_index.suggestions(question, "en")]

        assert not search_index.find("recyclopedia", "en")
        assert suggested("recyclopedia") == ["/en/welcome/rubbish/"]
        assert len(suggested("zzzzz")) == len(TABLE["en"]["pages"])
        html = self.client.get("/en/search/?q=recyclopedia").text
        assert "Nothing was found" in html
        assert 'href="/en/welcome/rubbish/"' in html

    def test_an_empty_question_is_no_error(self):
        for question in ("", "   ", "\0", "?!…", "{fact:price}"):
            assert self.client.get("/en/search/", {"q": question}).status_code == 200
        assert 'role="status"' not in self.client.get("/en/search/").text

    def test_hostile_questions_are_harmless(self):
        for question in (
            "<script>alert(1)</script>",
            "' OR 1=1; --",
            "%_%",
            "a" * 5000,
            "word " * 5000,
            "\u202e\u0000\ufffe",
            "😀" * 200,
            "\N{COMBINING ACUTE ACCENT}" * 300,
            "ﷺ" * 100,
        ):
            answer = self.client.get("/ar/search/", {"q": question, "page": "-1"})
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text
        assert self.client.post("/ar/search/", {"q": "x"}).status_code == 405
        assert self.client.get("/ar/search/?q=%ff%fe&page=%00").status_code == 200


@pytest.fixture
def publish(home: HomePage, django_capture_on_commit_callbacks):
    """Publishes an information page below the home page, or one that is there already, as it now is."""

    def publish(page: InformationPage | None = None, **fields) -> InformationPage:
        with django_capture_on_commit_callbacks(execute=True):
            page = page or home.add_child(instance=InformationPage(**fields))
            page.save_revision().publish()
        return page

    return publish


def found(question: str, code: str = "en") -> list[str]:
    translation.activate(code)
    return [hit.url for hit in search_index.shown(search_index.find(question, code), code)]


def body(text: str) -> str:
    return f'[{{"type": "text", "value": {{"heading": "", "text": "<p>{text}</p>"}}, "id": "text"}}]'


def test_a_published_page_is_found_by_every_word_of_it(publish):
    publish(title="Bills", slug="bills", summary="What it costs.", body=body("Read the <b>meter</b> in March."))
    assert found("bill") == found("costs") == found("meter") == found("march") == ["/en/bills/"]


def test_a_page_published_again_is_found_by_its_new_words_only(publish):
    page = publish(title="Bills", slug="bills", body=body("Read the meter."))
    page.title, page.body = "Charges", body("Read the letter.")
    publish(page)
    assert found("charges") == found("letter") == ["/en/bills/"]
    assert found("bills") == found("meter") == []


def test_a_draft_changes_nothing(publish):
    page = publish(title="Bills", slug="bills")
    page.title = "Charges"
    page.save_revision()
    assert found("charges") == []
    assert found("bills") == ["/en/bills/"]


def test_a_page_taken_down_or_deleted_is_found_no_more(publish):
    page, other = publish(title="Bills", slug="bills"), publish(title="More bills", slug="more")
    page.unpublish()
    assert found("bills") == ["/en/more/"]
    Page.objects.get(pk=other.pk).delete()
    assert found("bills") == []
    assert not SearchPosting.objects.exists()


def test_a_page_closed_to_the_public_is_found_no_more_nor_what_is_below_it(publish, home):
    page = publish(title="Bills", slug="bills")
    page.add_child(instance=InformationPage(title="Old bills", slug="old"))
    search_index.rebuild()
    assert found("bills") == ["/en/bills/", "/en/bills/old/"]
    closed = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert found("bills") == []
    closed.delete()
    assert found("bills") == ["/en/bills/", "/en/bills/old/"]


def test_a_page_that_moves_is_found_at_its_new_address(publish, home):
    page, parent = publish(title="Bills", slug="bills"), publish(title="Home", slug="house")
    page.move(parent, pos="last-child")
    assert found("bills") == ["/en/house/bills/"]
    parent.slug = "flat"
    publish(parent)
    assert found("bills") == ["/en/flat/bills/"]


def test_an_alias_is_never_found(publish, home, locales):
    page = publish(title="Bills", slug="bills")
    page.create_alias(update_slug="copy", parent=home)
    search_index.rebuild()
    assert found("bills") == ["/en/bills/"]


def test_a_fact_is_not_a_word(publish):
    Fact.objects.create(key="price", kind="money", value="180", label="Licence")
    publish(title="Bills", slug="bills", body=body("It costs {fact:price} a year."))
    assert found("price") == found("fact") == found("180") == []
    assert found("costs year") == ["/en/bills/"]


def test_a_page_without_english_is_found_in_its_own_language_at_its_own_address(publish, home, locales):
    urdu = home.copy_for_translation(locales["ur"], alias=False)
    publish(urdu)
    urdu.add_child(instance=InformationPage(title="کھیل", slug="play", locale=locales["ur"]))
    search_index.rebuild()
    translation.activate("pl")
    (hit,) = search_index.shown(search_index.find("کھیل", "pl"), "pl")
    assert (hit.url, hit.language.code, hit.is_in_another_language) == ("/ur/play/", "ur", True)


def test_words_on_most_pages_do_not_decide(publish, home):
    for number in range(search_index.FEWEST_TO_BE_COMMON):
        home.add_child(instance=InformationPage(title=f"Number {number}", slug=f"n{number}", summary="How to find the"))
    home.add_child(instance=InformationPage(title="A dentist", slug="dentist"))
    search_index.rebuild()
    assert found("how to find the dentist") == ["/en/dentist/"]
    assert len(found("how to find the")) == search_index.FEWEST_TO_BE_COMMON


def test_only_the_last_short_word_may_be_half_typed(publish):
    publish(title="Doctors", slug="doctors")
    assert found("do") == found("see do") == ["/en/doctors/"]
    assert found("do see") == []


def test_ten_hits_a_page_and_the_question_kept_on_the_way(publish, home, client):
    for number in range(23):
        home.add_child(instance=InformationPage(title="Bills", slug=f"bills-{number:02}"))
    search_index.rebuild()
    first, last = client.get("/en/search/?q=bills").text, client.get("/en/search/?q=bills&page=3").text
    assert first.count('class="hit"') == 10
    assert last.count('class="hit"') == 3
    assert 'href="?q=bills&amp;page=2"' in first
    assert "23 pages were found." in first


def test_rebuilding_mends_what_is_missing_and_forgets_what_is_gone(publish, home):
    page = publish(title="Bills", slug="bills")
    SearchEntry.objects.all().delete()
    home.add_child(instance=InformationPage(title="Charges", slug="charges"))
    Page.objects.filter(pk=page.pk).update(live=False)
    call_command("search_index", verbosity=0)
    assert found("charges") == ["/en/charges/"]
    assert found("bills") == []
    assert not SearchWord.objects.filter(word="bills").exists()


def test_publishing_twice_writes_nothing_the_second_time(publish):
    page = publish(title="Bills", slug="bills", body=body("Read the meter."))
    before = set(SearchPosting.objects.values_list("pk", flat=True))
    publish(page)
    assert set(SearchPosting.objects.values_list("pk", flat=True)) == before


def test_loading_much_waits_for_one_rebuild(publish):
    with search_index.paused():
        publish(title="Bills", slug="bills")
    assert found("bills") == []
    search_index.rebuild()
    assert found("bills") == ["/en/bills/"]


def test_an_index_that_fails_does_not_stop_publishing(publish, monkeypatch):
    monkeypatch.setattr(search_index, "passages_of", lambda page: 1 / 0)
    assert publish(title="Bills", slug="bills").live
    assert found("bills") == []
