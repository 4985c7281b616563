import json
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.blocks import StructBlockValidationError
from wagtail.documents.models import Document

from campaign.blocks import DOORS, FigureBlock, PhaseBlock, ReportBlock, WayInBlock
from campaign.models import CampaignPage, EventIndexPage, Measure, NetworkIndexPage
from home.models import HomePage
from stories.models import StoryIndexPage
from tests import translating
from tests.campaign.blocks import block, fact, items
from welcomepack.models import WelcomePackPage

MOST_QUERIES = 12


def campaign_with(home: HomePage, *blocks: dict) -> CampaignPage:
    page = CampaignPage(title="The campaign", slug="our-place", strapline="Act.", body=json.dumps(blocks))
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def card(**where: object) -> dict:
    return {"title": "In", "text": "This way.", "door": "", "page": None, "button": "Go", **where}


def test_each_card_leads_to_something_that_works(client, home):
    for model, slug in ((NetworkIndexPage, "networks"), (EventIndexPage, "events"), (WelcomePackPage, "welcome")):
        home.add_child(instance=model(title=slug, slug=slug))
    stories = home.add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
    hidden = home.add_child(instance=StoryIndexPage(title="Hidden", slug="hidden", live=False))
    doors = [card(door=door) for door, _label in DOORS]
    campaign_with(home, block("ways_in", cards=items(*doors, card(page=stories.pk), card(page=hidden.pk))))
    html = client.get("/ur/our-place/").text
    links = re.findall(r'class="onto"><a class="button" href="([^"]+)"', html)
    assert links == [f"/ur/{door}" for door, _label in DOORS] + ["/ur/stories/"]
    assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize("where", [{}, {"door": "events/", "page": True}])
def test_a_card_leads_to_exactly_one_place(home, where):
    value = WayInBlock().to_python(card(**where | ({"page": home.pk} if "page" in where else {})))
    with pytest.raises(StructBlockValidationError):
        WayInBlock().clean(value)


def test_a_message_has_its_role_and_date_and_a_sample_says_so(client, home):
    said = {"name": "A. Person", "role": "A leader", "said_on": "2026-11-02", "text": "Come <in>.", "is_sample": True}
    campaign_with(home, block("messages", messages=items(said, said | {"name": "B", "is_sample": False})))
    html = client.get("/en/our-place/").text
    assert "Come &lt;in&gt;." in html
    assert '<cite><bdi>A. Person</bdi></cite> <span>A leader</span> <time datetime="2026-11-02">2 November 2026' in html
    assert html.count("Invented sample") == 1


def test_a_figure_has_its_source_and_its_date(client, home):
    shown = fact("people", "278400", date(2021, 3, 21), kind="number")
    campaign_with(home, block("figures", figures=items({"fact": shown.pk, "label": "people live here"})))
    html = client.get("/en/our-place/").text
    assert '<span data-fact="people"><bdi dir="ltr">278,400</bdi></span>' in html
    assert '<time datetime="2021-03">March 2021</time>' in html
    assert '<a href="https://example.org/survey">A survey</a>' in html


@pytest.mark.parametrize("missing", [{"as_at": None}, {"source_name": ""}])
def test_a_figure_without_source_or_date_is_refused(db, missing):
    value = FigureBlock().to_python({"fact": fact("people", "1", **missing).pk, "label": "people"})
    with pytest.raises(StructBlockValidationError):
        FigureBlock().clean(value)


def test_phases_say_whether_they_are_over(client, home):
    today, day = timezone.localdate(), timedelta(days=1)
    phases = [
        ("Design", today - 2 * day, today - day),
        ("Mobilise", today, today),
        ("Review", today + day, today + day),
    ]
    campaign_with(
        home,
        block(
            "timeline",
            phases=items(
                *(
                    {"title": title, "starts_on": starts.isoformat(), "ends_on": ends.isoformat(), "text": ""}
                    for title, starts, ends in phases
                )
            ),
        ),
    )
    html = client.get("/en/our-place/").text
    assert re.findall(r'<li class="phase phase-([\w-]+)">', html) == ["past", "now", "to-come"]
    assert f'<time datetime="{today:%Y-%m}">{today:%B %Y}</time>' in html


def test_a_phase_that_ends_before_it_starts_is_refused():
    value = PhaseBlock().to_python({"title": "Design", "starts_on": "2026-02-01", "ends_on": "2026-01-31", "text": ""})
    with pytest.raises(StructBlockValidationError):
        PhaseBlock().clean(value)


@pytest.fixture
def belonging(home) -> Measure:
    facts = {"baseline": fact("b", "80"), "latest": fact("l", "85", date(2026, 2, 1)), "target": fact("t", "90")}
    return Measure.objects.create(name="People who belong", locale=home.locale, **facts)


def test_an_outcome_is_a_chart_with_the_same_figures_in_a_table(client, home, belonging):
    campaign_with(home, block("measures", measures=items(belonging.pk)))
    html = client.get("/en/our-place/").text
    svg = re.search(r"<svg class=\"chart\".*?</svg>", html, re.DOTALL).group()
    title, desc = re.search(r'role="img" aria-labelledby="(\S+) (\S+)"', svg).groups()
    assert f'<title id="{title}">People who belong</title>' in svg
    assert f'<desc id="{desc}">Baseline: 80%, December 2018; Latest: 85%, February 2026; Target: 90%' in svg
    assert re.findall(r'class="length" x="([^"]+)" .*?width="([^"]+)"', svg) == [
        ("0%", "80%"),
        ("0%", "85%"),
        ("0%", "90%"),
    ]
    drawn = re.findall(r'class="bar-value"[^>]*>([^<]+)<', svg)
    assert drawn == re.findall(r'<td><span data-fact="\w"><bdi dir="ltr">([^<]+)</bdi>', html) == ["80%", "85%", "90%"]
    assert "<bdi>50%</bdi> of the way to the target." in html
    assert html.count("A survey</a>") == 1
    assert "style=" not in html


def test_what_nobody_has_measured_again_is_said(client, home):
    measure = Measure.objects.create(name="Pride", baseline=fact("b", "80"), locale=home.locale)
    campaign_with(home, block("measures", measures=items(measure.pk)))
    html = client.get("/en/our-place/").text
    assert "not measured yet" in html
    assert "none was set" in html
    assert "of the way" not in html


def test_from_right_to_left_bars_begin_at_the_right(client, home, belonging, django_capture_on_commit_callbacks):
    page = campaign_with(home, block("measures", measures=items(belonging.pk)))
    for english in (home, page):
        with django_capture_on_commit_callbacks(execute=True):
            translating.published(english, "ur", {})
    svg = re.search(r"<svg class=\"chart\".*?</svg>", client.get("/ur/our-place/").text, re.DOTALL).group()
    assert re.findall(r'class="length" x="([^"]+)"', svg) == ["20%", "15%", "10%"]
    assert '<text x="100%"' in svg
    assert 'x="0" y="1.30rem" direction="ltr" text-anchor="start">80%' in svg


def test_an_english_page_shown_to_others_keeps_its_charts_in_english(client, home, belonging):
    campaign_with(home, block("measures", measures=items(belonging.pk)))
    html = client.get("/ur/our-place/").text
    assert 'class="length" x="0%"' in html
    assert "Baseline: 80%" in html


@pytest.mark.parametrize("value", ["many", "NaN", "Infinity", "1e999999"])
def test_a_fact_that_is_no_number_any_more_costs_the_chart_and_not_the_page(client, home, belonging, value):
    type(belonging.latest).objects.filter(key="l").update(value=value, kind="text")
    campaign_with(home, block("measures", measures=items(belonging.pk)))
    html = client.get("/en/our-place/").text
    assert 'class="chart"' not in html
    assert f">{value}<" in html


def test_a_measure_compares_like_with_like(home, belonging):
    belonging.full_clean()
    belonging.target = fact("number", "50000", kind="number")
    with pytest.raises(ValidationError):
        belonging.full_clean()
    belonging.target = fact("unsourced", "50", source_name="")
    with pytest.raises(ValidationError):
        belonging.full_clean()


def report(**where: object) -> dict:
    blank = {"text": "", "document": None, "url": "", "size": ""}
    return {"title": "Year one", "published_on": "2026-10-01", **blank, **where}


@pytest.fixture
def year_one(home) -> Document:
    return Document.objects.create(title="Year one", file=ContentFile(b"%PDF-1.7" + b" " * 2048, name="year-one.pdf"))


def test_the_yearly_report_is_a_link_with_date_and_size_or_an_honest_word(client, home):
    elsewhere = report(url="https://example.org/1.pdf", size="PDF, 2 MB")
    page = campaign_with(home, block("reports", reports=items(elsewhere)))
    html = client.get("/en/our-place/").text
    assert '<a href="https://example.org/1.pdf">Year one</a>' in html
    assert "1 October 2026</time> · <bdi>PDF, 2 MB</bdi>" in html
    page.body = json.dumps([block("reports", reports=[])])
    page.save_revision().publish()
    assert "No report has been published here yet." in client.get("/en/our-place/").text


def test_a_report_may_be_a_document_of_the_site_and_is_gone_with_it(client, home, year_one):
    campaign_with(home, block("reports", reports=items(report(document=year_one.pk))))
    html = client.get("/en/our-place/").text
    assert f'<a href="{year_one.url}">Year one</a>' in html
    assert "<bdi>PDF, 2.0\xa0KB</bdi>" in html
    answer = client.get(year_one.url)
    assert b"".join(answer).startswith(b"%PDF")
    assert not answer.cookies
    year_one.delete()
    html = client.get("/en/our-place/").text
    assert "Year one" not in html
    assert "No report has been published here yet." in html


@pytest.mark.parametrize("where", [{}, {"url": "https://example.org/1.pdf", "document": True}])
def test_a_report_is_in_exactly_one_place(year_one, where):
    value = ReportBlock().to_python(report(**where | ({"document": year_one.pk} if "document" in where else {})))
    with pytest.raises(StructBlockValidationError):
        ReportBlock().clean(value)


def test_a_figure_whose_month_nobody_gave_shows_its_year_alone(client, home):
    of_2019 = fact("of-2019", "24", as_at=date(2019, 1, 1))
    shown = items({"fact": of_2019.pk, "label": "young"}, {"fact": fact("counted", "5").pk, "label": "old"})
    campaign_with(home, block("figures", figures=shown))
    html = client.get("/en/our-place/").text
    assert re.findall(r"<dt>As at</dt> <dd><time[^>]*>([^<]*)</time>", html) == ["2019", "December 2018"]


def test_residents_come_first_and_the_next_thing_to_do_is_a_pledge(client, home):
    campaign_with(home, block("figures", figures=[]))
    html = client.get("/en/our-place/").text
    assert html.count('href="/en/our-place/pledge/">Make a pledge</a>') == 2
    assert html.index('class="rally"') < html.index('class="pledge-band"') < html.index("About figures")


def test_the_page_asks_the_database_no_more_for_more_blocks(client, home):
    figures = [fact(f"f{number}", str(number)) for number in range(8)]
    rows = [Measure.objects.create(name=str(row), baseline=row, locale=home.locale) for row in figures]
    campaign_with(
        home,
        block("figures", figures=items(*({"fact": row.pk, "label": "x"} for row in figures))),
        block("measures", measures=items(*(row.pk for row in rows))),
        block("measures", measures=items(*(row.pk for row in rows))),
    )
    client.get("/en/our-place/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/en/our-place/").status_code == 200
    assert len(queries) <= MOST_QUERIES


def test_a_new_figure_is_the_same_in_every_language_and_its_name_is_translated(home, belonging):
    belonging.save()
    urdu = translating.published(belonging, "ur", {"People who belong": "تعلق"})
    assert urdu.name == "تعلق"
    belonging.latest = fact("newest", "88")
    belonging.save()
    urdu.refresh_from_db()
    assert urdu.latest.key == "newest"
