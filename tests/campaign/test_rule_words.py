"""The rule of a series in words."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from campaign.recurrence import WEEKDAYS, BadRule, Recurrence, check
from campaign.rule_forms import DAY, MONTH_DAY, MONTH_WEEKDAY, OTHER, WEEK, YEAR, rule_of, said
from campaign.rule_words import in_words, listed

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 10, 6, 18, 30, tzinfo=LONDON)


def series(rule: str, starts_at: datetime = TUESDAY, **more) -> Recurrence:
    return Recurrence(starts_at, starts_at + timedelta(hours=1), rule, **more)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=DAILY", "Every day at 18:30"),
        ("FREQ=DAILY;INTERVAL=3", "Every 3 days at 18:30"),
        ("FREQ=WEEKLY", "Every Tuesday at 18:30"),
        ("FREQ=WEEKLY;BYDAY=TH,TU", "Every Tuesday and Thursday at 18:30"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,TH", "Every 2 weeks on Monday, Tuesday and Thursday at 18:30"),
        ("FREQ=MONTHLY", "On day 6 of the month at 18:30"),
        ("FREQ=MONTHLY;BYDAY=1TU", "On the first Tuesday of the month at 18:30"),
        ("FREQ=MONTHLY;BYDAY=1TU;INTERVAL=2", "On the first Tuesday of the month, every 2 months at 18:30"),
        ("FREQ=YEARLY", "Every year on the same date at 18:30"),
        ("FREQ=YEARLY;INTERVAL=4", "Every 4 years on the same date at 18:30"),
        ("FREQ=WEEKLY;UNTIL=20261218", "Every Tuesday at 18:30, until 18 December 2026"),
        ("FREQ=WEEKLY;COUNT=6", "Every Tuesday at 18:30, 6 times"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1", "On the dates listed at 18:30"),
        ("FREQ=DAILY;BYMONTH=10", "On the dates listed at 18:30"),
        ("FREQ=MONTHLY;BYMONTHDAY=6,20", "On the dates listed at 18:30"),
    ],
)
def test_a_rule_is_read_back(rule, words):
    assert in_words(series(rule)) == words


def test_what_is_left_out_is_said_by_its_number():
    off = frozenset({date(2026, 10, 13), date(2026, 10, 15), date(2026, 10, 14), date(2026, 10, 20)})
    words = in_words(series("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261218", without=off))
    assert words == "Every Tuesday and Thursday at 18:30, until 18 December 2026, not on 3 dates"


def test_school_holidays_are_said_whatever_days_they_have():
    assert in_words(series("FREQ=WEEKLY", holidays=frozenset())) == "Every Tuesday at 18:30, not in school holidays"


def test_an_event_all_day_has_no_hour():
    assert in_words(series("FREQ=YEARLY", all_day=True)) == "Every year on the same date"


def test_names_of_days_are_those_of_the_language():
    with translation.override("ur"):
        assert "منگل" in in_words(series("FREQ=WEEKLY"))


def test_a_list_of_one_or_none_needs_no_word_between():
    assert (listed([]), listed(["Monday"])) == ("", "Monday")


@st.composite
def answers(draw) -> tuple[dict[str, object], datetime]:
    """What an editor may fill in, and a first date it fits."""
    first = datetime(2026, 1, 1, 12, tzinfo=LONDON) + timedelta(days=draw(st.integers(0, 1500)))
    fields = {
        "repeats": draw(st.sampled_from([DAY, WEEK, MONTH_DAY, MONTH_WEEKDAY, YEAR])),
        "repeats_every": draw(st.sampled_from([None, 1, 2, 4])),
        "repeats_on": draw(st.lists(st.sampled_from(WEEKDAYS), unique=True)),
        "repeats_nth": draw(st.sampled_from(["1", "2", "3", "4", "-1"])),
    }
    match draw(st.sampled_from(["", "until", "times"])):
        case "until":
            fields["repeats_until"] = first.date() + timedelta(days=draw(st.integers(0, 800)))
        case "times":
            fields["repeats_times"] = draw(st.integers(1, 60))
    return fields, first


@given(answers())
def test_every_rule_of_the_form_has_words_and_comes_back_into_the_form(filled):
    fields, first = filled
    made = series(rule_of(fields, first.date()), first)
    try:
        check(made)
    except BadRule as problem:
        assert problem.reason in ("first", "never")
        return
    assert "listed" not in in_words(made)
    again = said(made)
    assert again["repeats"] == fields["repeats"]
    assert rule_of(again, first.date()) == rule_of(fields | {"repeats_on": again["repeats_on"]}, first.date())


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=+1TU,3TU",
        "FREQ=DAILY;BYDAY=TU",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "FREQ=WEEKLY;UNTIL=20261218T120000",
        "FREQ=YEARLY;BYMONTH=10,11;BYMONTHDAY=6",
        "NONSENSE",
    ],
)
def test_a_rule_the_form_cannot_say_stays_as_it_is(rule):
    assert said(series(rule)) == {"repeats": OTHER, "repeats_rule": rule}


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=TU;WKST=MO", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=6"]
)
def test_a_rule_written_otherwise_is_said_by_the_form_where_it_means_the_same(rule):
    assert said(series(rule))["repeats"] != OTHER
