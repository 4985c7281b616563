import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaign import plans
from campaign.models import Measure, PlanPage
from home.models import HomePage
from tests.campaign.blocks import block, fact, items

DAYS = st.integers(0, 36_500).map(lambda days: date(2000, 1, 1) + timedelta(days=days))
MOST_QUERIES = 12


@given(DAYS, st.integers(0, 1000), DAYS)
def test_a_phase_is_now_on_each_of_its_days_and_on_no_other(starts_on, days, today):
    ends_on = starts_on + timedelta(days=days)
    state = plans.phase(starts_on, ends_on, today)
    assert (state == "now") == (starts_on <= today <= ends_on)
    assert (state == "past") == (today > ends_on)


@given(st.sampled_from(["not begun", "in hand", "done", "not reported"]), st.none() | DAYS, DAYS)
def test_late_follows_from_the_day_it_was_due_and_what_is_done_is_never_late(said, due_on, today):
    state = plans.state(said, due_on, today)
    is_late = said in {"not begun", "in hand"} and due_on is not None and today > due_on
    assert state == ("late" if is_late else said)


def plan_with(home: HomePage, *blocks: dict, **fields: object) -> PlanPage:
    page = PlanPage(title="The plan", slug="plan", body=json.dumps(blocks), **fields)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def horizon(within: str, due_on: date | None, *states: str) -> dict:
    promises = items(*({"text": f"Promise {state}", "state": state} for state in states))
    return {"within": within, "due_on": due_on and due_on.isoformat(), "promises": promises}


def test_horizons_tell_what_became_of_each_promise(client, home):
    today = timezone.localdate()
    horizons = items(
        horizon("6 months", today - timedelta(days=1), "not begun", "in hand", "done", "not reported"),
        horizon("1 year", today, "in hand"),
        horizon("2 years", None),
    )
    plan_with(home, block("horizons", horizons=horizons))
    html = client.get("/en/plan/").text
    told = re.findall(r'promise-([\w-]+)"><span>([^<]+)</span> <span class="tag">([^<]+)<', html)
    assert told == [
        ("late", "Promise not begun", "Late"),
        ("late", "Promise in hand", "Late"),
        ("done", "Promise done", "Done"),
        ("not-reported", "Promise not reported", "Not reported"),
        ("in-hand", "Promise in hand", "In hand"),
    ]
    assert re.findall(r"<h3>(Within[^<]+)</h3>", html) == ["Within 6 months", "Within 1 year", "Within 2 years"]
    assert "Nothing is listed here yet." in html


def test_a_plan_lists_its_parts_and_each_can_be_reached(client, home):
    aim = {"title": "Aim one", "text": ""}
    plan_with(
        home,
        block("aims", aims=items(aim)),
        block("horizons", horizons=[]),
        {"type": "text", "value": {"heading": "Why", "text": "<p>Because.</p>"}},
        {"type": "text", "value": {"heading": "", "text": "<p>No heading.</p>"}},
    )
    html = client.get("/en/plan/").text
    parts = re.findall(r'<li><a href="#(part-[^"]+)">([^<]+)</a>', html)
    assert [words for _place, words in parts] == ["About aims", "About horizons", "Why"]
    assert all(f'<h2 id="{place}">{words}</h2>' in html for place, words in parts)


def test_a_short_plan_needs_no_list_of_contents(client, home):
    plan_with(home, block("aims", aims=[]), block("horizons", horizons=[]))
    assert "On this page" not in client.get("/en/plan/").text


def test_a_plan_says_when_it_was_last_changed_and_when_it_is_looked_at_next(client, home):
    plan_with(home, checked_on=date(2026, 11, 20), review_months=12)
    html = client.get("/en/plan/").text
    today = timezone.localdate()
    assert f'<dt>Last updated</dt><dd><time datetime="{today:%Y-%m-%d}"' in html
    assert '<dt>Next review due</dt><dd><time datetime="2027-11-20">20 November 2027</time>' in html


def test_measures_of_a_plan_are_drawn_as_progress(client, home):
    facts = {"baseline": fact("b", "60"), "latest": fact("l", "45"), "target": fact("t", "40")}
    measure = Measure.objects.create(name="Fear", locale=home.locale, **facts)
    plan_with(home, block("measures", measures=items(measure.pk)))
    client.get("/en/plan/")
    with CaptureQueriesContext(connection) as queries:
        html = client.get("/en/plan/").text
    assert "<bdi>75%</bdi> of the way to the target." in html
    assert html.count('class="length"') == 3
    assert len(queries) <= MOST_QUERIES


def test_the_list_of_plans_shows_each_in_order(client, home):
    index = plan_with(home)
    for slug in ("first", "second"):
        index.add_child(instance=PlanPage(title=slug, slug=slug))
    html = client.get("/en/plan/").text
    assert re.findall(r'<h3><a href="/en/plan/(\w+)/">', html) == ["first", "second"]


@pytest.mark.parametrize("code", ["en", "ur"])
def test_a_plan_without_anything_in_it_is_a_page(client, home, code):
    plan_with(home)
    assert client.get(f"/{code}/plan/").status_code == 200
