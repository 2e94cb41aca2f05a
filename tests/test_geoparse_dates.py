"""Date expressions, resolved from the day of the text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.geoparse.dates import find_dates
from gazetteer.geoparse.days import easter, feast
from gazetteer.geoparse.published import published_words
from gazetteer.geoparse.sentences import sentences

PIECES = [
    "Monday", "last", "night", "May", "30", "2023", "99/99/99", "the", "eve", "of", "Easter", "in", "two",
    "weeks", "ago", ",", ".", "-", "since",
]  # fmt: skip

WEDNESDAY = date(2021, 6, 16)


def found(text, published=WEDNESDAY):
    mentions = find_dates(text, sentences(text), published)
    return [(one.span.text, str(one.start), str(one.end), one.precision) for one in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A car burned today.", ("today", "2021-06-16", "2021-06-16", "day")),
        ("A car burned yesterday.", ("yesterday", "2021-06-15", "2021-06-15", "day")),
        ("A car burned last night.", ("last night", "2021-06-15", "2021-06-16", "night")),
        ("A car burned overnight.", ("overnight", "2021-06-15", "2021-06-16", "night")),
        ("Police came this morning.", ("this morning", "2021-06-16", "2021-06-16", "day")),
        ("Police came on Monday.", ("Monday", "2021-06-14", "2021-06-14", "day")),
        ("Police came on Thursday.", ("Thursday", "2021-06-10", "2021-06-10", "day")),
        ("Police came on Wednesday.", ("Wednesday", "2021-06-16", "2021-06-16", "day")),
        ("Police came on Tuesday night.", ("Tuesday night", "2021-06-15", "2021-06-16", "night")),
        ("Police came early on Saturday.", ("Saturday", "2021-06-12", "2021-06-12", "day")),
        ("Both leaders will meet on Thursday.", ("Thursday", "2021-06-17", "2021-06-17", "day")),
        ("Talks are planned to start on Friday.", ("Friday", "2021-06-18", "2021-06-18", "day")),
        ("On Sunday a vote will take place.", ("Sunday", "2021-06-20", "2021-06-20", "day")),
        ("They will send help after the fire on Friday.", ("Friday", "2021-06-11", "2021-06-11", "day")),
        ("The bridge was closed last week.", ("last week", "2021-06-07", "2021-06-13", "week")),
        ("It was closed earlier this week.", ("earlier this week", "2021-06-14", "2021-06-16", "week")),
        ("It was closed last month.", ("last month", "2021-05-01", "2021-05-31", "month")),
        ("It was closed two days ago.", ("two days ago", "2021-06-14", "2021-06-14", "day")),
        ("It was closed three weeks ago.", ("three weeks ago", "2021-05-24", "2021-05-30", "week")),
        ("After three days of rain it was closed.", ("After three days of", "2021-06-13", "2021-06-15", "days")),
        ("Over the past two and a half years nothing changed.",
         ("Over the past two and a half years", "2018-12-17", "2021-06-16", "year")),
        ("Tension has grown in recent months.", ("in recent months", "None", "2021-06-16", "season")),
        ("It has been closed since May.", ("May", "2021-05-01", "2021-06-16", "month")),
        ("Votes were cast in October.", ("October", "2020-10-01", "2020-10-31", "month")),
        ("It snowed at the end of May.", ("the end of May", "2021-05-21", "2021-05-31", "month")),
        ("It was opened in 2008.", ("2008", "2008-01-01", "2008-12-31", "year")),
        ("The 1998-1999 war ended.", ("1998-1999", "1998-01-01", "1999-12-31", "year")),
        ("It began on May 3, 2020.", ("May 3, 2020", "2020-05-03", "2020-05-03", "day")),
        ("It began on Sunday, May 3, 2020.", ("Sunday, May 3, 2020", "2020-05-03", "2020-05-03", "day")),
        ("It began on 24 September 2019.", ("24 September 2019", "2019-09-24", "2019-09-24", "day")),
        ("It lasted from 17-18 March 2004.", ("17-18 March 2004", "2004-03-17", "2004-03-18", "days")),
        ("It began on 30 May.", ("30 May", "2021-05-30", "2021-05-30", "day")),
        ("It began on 24 September.", ("24 September", "2020-09-24", "2020-09-24", "day")),
        ("A vote will be held on 24 September.", ("24 September", "2021-09-24", "2021-09-24", "day")),
        ("Logged 2021-06-01.", ("2021-06-01", "2021-06-01", "2021-06-01", "day")),
        ("Logged 30.05.2021.", ("30.05.2021", "2021-05-30", "2021-05-30", "day")),
        ("Logged 5/30/2021.", ("5/30/2021", "2021-05-30", "2021-05-30", "day")),
        ("Logged 03/04/2021.", ("03/04/2021", "None", "None", "day")),
        ("Bells rang on the eve of Orthodox Easter.",
         ("the eve of Orthodox Easter", "2021-05-01", "2021-05-01", "day")),
        ("People met on Vidovdan.", ("Vidovdan", "2021-06-28", "2021-06-28", "day")),
    ],
)  # fmt: skip
def test_a_date_expression_is_resolved_from_the_day_of_the_text(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "He may go and they march on.",
        "The sun sat low, and Resolution 1999 was read.",
        "They sent 2000 soldiers and 1999 tents.",
        "Nobody came in 30 minutes.",
        "Version 3.14.15 is out.",
    ],
)
def test_words_and_numbers_of_the_same_look_are_no_dates(text):
    assert found(text) == []


def test_the_next_day_is_counted_from_the_date_told_before():
    assert found("Shots fell on 3 May 2020. The next day a man was hurt.")[1] == (
        "The next day", "2020-05-04", "2020-05-04", "day",
    )  # fmt: skip


def test_the_reason_says_what_was_counted():
    text = "Police came on Monday. It was 03/04/2021."
    monday, either = find_dates(text, sentences(text), WEDNESDAY)
    assert monday.reason == "the Monday before Wednesday 16 June 2021"
    assert either.reason == "Either 3 April 2021 or 4 March 2021; not guessed."


def test_without_the_date_of_the_text_a_weekday_stays_open():
    text = "Police came on Monday."
    (monday,) = find_dates(text, sentences(text), None)
    assert (monday.start, monday.end) == (None, None)
    assert monday.reason.endswith("give the date of the text.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rain at last\n\nPublished: 3 May 2020\n\nIt rained on 1 May 2020.", date(2020, 5, 3)),
        ("PRISTINA, May 3, 2020 (Reuters) - It rained.", date(2020, 5, 3)),
        ("A street under water, Sunday, May 3, 2020. (AP Photo/N. N.)\n\nIt rained.", date(2020, 5, 3)),
        ("It rained on 3 May 2020 and again on 5 May 2020.", None),
        ("It rained on Monday.", None),
        ("", None),
    ],
)
def test_the_day_of_a_text_is_taken_only_from_where_a_text_prints_it(text, expected):
    printed = published_words(text)
    assert (printed.start if printed else None) == expected


def test_the_words_that_print_the_day_are_shown():
    text = "Updated 3 May 2020\n\nIt rained."
    words = published_words(text)
    assert words is not None
    assert text[words.span.start : words.span.end] == "3 May 2020"


def test_feasts_follow_both_calendars():
    assert (easter(2021, orthodox=True), easter(2021, orthodox=False)) == (date(2021, 5, 2), date(2021, 4, 4))
    assert feast("the Christian Orthodox Christmas", date(2021, 12, 30)) == date(2022, 1, 7)
    assert feast("Christmas", date(2021, 12, 30)) == date(2021, 12, 25)


@given(
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    ),
    st.dates() | st.none(),
)
def test_no_text_and_no_day_raises(parts, published):
    text = " ".join(parts)
    for mention in find_dates(text, sentences(text), published):
        assert text[mention.span.start : mention.span.end] == mention.span.text
        assert mention.start is None or mention.end is None or mention.start <= mention.end
