"""One text read as a whole."""

import textwrap
from datetime import date

import pytest

from gazetteer import open_gazetteer
from gazetteer.geoparse import Role, read_text

STORY = "Published: 4 May 2021\n\nTwo drivers were hurt when a bus overturned near Peja on Monday."


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


def test_a_printed_date_is_used_and_said(gazetteer):
    reading = read_text(STORY, gazetteer)
    assert reading.published == date(2021, 5, 4)
    assert reading.notes == ('The date of the text is taken from "4 May 2021".',)
    assert [(draft.title, draft.date.start) for draft in reading.drafts] == [("Accident (2 injured)", date(2021, 5, 3))]


def test_a_given_date_goes_before_a_printed_one(gazetteer):
    reading = read_text(STORY, gazetteer, date(2021, 5, 12))
    assert (reading.published, reading.notes) == (date(2021, 5, 12), ())
    assert reading.drafts[0].date.start == date(2021, 5, 10)


def test_a_text_without_a_date_asks_for_one(gazetteer):
    reading = read_text("Two drivers were hurt when a bus overturned near Peja on Monday.", gazetteer)
    assert reading.notes == ('The text prints no date of its own; give its date, so that "Monday" can become a day.',)
    (accident,) = reading.drafts
    assert (accident.date.start, accident.date.reason.split("; ")[-1]) == (None, "give the date of the text")


def test_lines_that_were_wrapped_read_like_whole_ones(gazetteer):
    text = (
        "Two bus drivers were hurt when a bus that was on its way to the coast overturned near Peja on Monday evening."
    )
    wrapped = textwrap.fill(text, 60)
    whole, broken = (read_text(words, gazetteer, date(2021, 5, 4)) for words in (text, wrapped))
    assert (
        [draft.title for draft in broken.drafts] == [draft.title for draft in whole.drafts] == ["Accident (2 injured)"]
    )
    assert [(one.span.start, one.start) for one in broken.dates] == [(one.span.start, one.start) for one in whole.dates]


def test_every_part_of_a_reading_points_into_its_text(gazetteer):
    reading = read_text(STORY, gazetteer)
    spans = [one.span for one in (*reading.mentions, *reading.dates, *reading.counts)]
    assert [STORY[span.start : span.end] for span in spans] == [span.text for span in spans]
    assert [(one.span.text, one.role) for one in reading.mentions] == [("Peja", Role.PLACE)]
