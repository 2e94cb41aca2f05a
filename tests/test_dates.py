from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.dates import say_date, say_window, widen
from geo.errors import DateError

DAYS = st.dates(min_value=date(1000, 1, 1))


@pytest.mark.parametrize(
    ("partial", "span"),
    [
        ("2004-03-17", (date(2004, 3, 17), date(2004, 3, 17))),
        ("2008-05", (date(2008, 5, 1), date(2008, 5, 31))),
        ("2004-02", (date(2004, 2, 1), date(2004, 2, 29))),
        ("2011", (date(2011, 1, 1), date(2011, 12, 31))),
    ],
)
def test_a_partial_date_spans_every_day_that_it_may_mean(partial, span):
    assert widen(partial) == span


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("03/04/2004", '"03/04/2004" is not a date; write it as 2004, 2004-03 or 2004-03-17.'),
        ("2023-02-30", '"2023-02-30" is not in the calendar; check the year, the month and the day.'),
        ("2023-13", '"2023-13" is not in the calendar; check the year, the month and the day.'),
        ("0000", '"0000" is not in the calendar; check the year, the month and the day.'),
        ("٢٠٠٤", '"٢٠٠٤" is not a date; write it as 2004, 2004-03 or 2004-03-17.'),
        ("2004-03-17\n", '"2004-03-17\n" is not a date; write it as 2004, 2004-03 or 2004-03-17.'),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(DateError) as caught:
        widen(text)
    assert str(caught.value) == sentence


@given(DAYS)
def test_a_full_date_spans_itself(day):
    assert widen(day.isoformat()) == (day, day)


@given(DAYS)
def test_month_and_year_enclose_the_day_and_touch_the_next(day):
    for characters in (7, 4):
        first, last = widen(day.isoformat()[:characters])
        assert first <= day <= last
        if last != date.max:
            after = last + timedelta(days=1)
            assert after.isoformat()[:characters] != last.isoformat()[:characters]


@given(st.text())
def test_any_text_is_a_span_or_a_date_error(text):
    try:
        first, last = widen(text)
    except DateError:
        return
    assert first <= last


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2023-05-29", "2023-05-29", "day", "29 May 2023"),
        ("2023-05-29", "", "day", "29 May 2023"),
        ("2004-03-17", "2004-03-18", "days", "17-18 March 2004"),
        ("2011-07-30", "2011-08-02", "days", "30 July - 2 August 2011"),
        ("2022-12-30", "2023-01-06", "days", "30 December 2022 - 6 January 2023"),
        ("2004-03-17", "2004-03-18", "night", "night of 17-18 March 2004"),
        ("2024-11-25", "2024-11-29", "week", "week of 25-29 November 2024"),
        ("2008-05", "2008-05", "month", "May 2008"),
        ("2008-05-01", "2008-05-31", "month", "May 2008"),
        ("2011-07", "2011-09", "season", "July-September 2011"),
        ("2011-07-01", "2011-09-30", "season", "July-September 2011"),
        ("2011", "2011", "year", "2011"),
        ("2011-01-01", "2012-12-31", "year", "2011-2012"),
        ("2008", "2008-05", "days", "2008 - May 2008"),
    ],
)
def test_a_date_is_said_only_as_far_as_it_is_known(start, end, precision, words):
    assert say_date(start, end, precision) == words


def test_a_window_is_said_like_a_date():
    assert say_window((date(2004, 3, 17), date(2004, 3, 19))) == "17-19 March 2004"
    assert say_window(None) == "all dates"


def test_a_window_without_a_beginning_says_until_when():
    assert say_window((date.min, date(2004, 3, 19))) == "everything until 19 March 2004"
