from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.opening_hours import DAYS, BadHours, Span, read, written

TIMES = st.lists(st.times().map(lambda at: at.replace(second=0, microsecond=0)), min_size=2, max_size=4, unique=True)


@given(st.dictionaries(st.integers(0, 6), TIMES, max_size=7))
def test_what_is_written_is_read_back(chosen):
    week = {}
    for day, times in sorted(chosen.items()):
        ordered = sorted(times)
        pairs = zip(ordered[::2], ordered[1::2], strict=False)
        week[day] = [Span(opens, closes) for opens, closes in pairs]
    text = written(week)
    if len(text) <= 255:
        assert read(text) == week


def test_days_may_be_said_together():
    assert written(read("Mo-We,Sa 09:00-12:00,13:00-17:00")) == "; ".join(
        f"{day} 09:00-12:00,13:00-17:00" for day in ("Mo", "Tu", "We", "Sa")
    )
    assert read("") == {}
    assert read("Su 10:00-11:00") == {6: [Span(time(10), time(11))]}


BAD = (
    "soon",
    "Mo",
    "Mo 9-5",
    "Mo 25:00-26:00",
    "Mo 17:00-09:00",
    "Fr-Mo 09:00-10:00",
    "Mo 09:00-12:00,11:00-13:00",
    "Mo 09:00-12:00; Mo 10:00-11:00",
    "Xx 09:00-10:00",
    "Mo 09:00-10:00; " * 40,
    "; ".join(f"{day} x" for day in DAYS),
)


@pytest.mark.parametrize("text", BAD)
def test_anything_else_is_refused(text):
    with pytest.raises(BadHours):
        read(text)
