"""Everything a duty officer asks of a printed map, point by point, read from what is drawn and from what is set."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise, product

import numpy as np
import pypdf
import pypdfium2
import pytest
import segno
from geopy.distance import geodesic
from PIL import Image
from pptx import Presentation

from geo.dates import say_day
from geo.errors import SnapshotError
from geo.notices import COVERAGE_NOTICE, DISCLAIMER, STATUS_FOOTNOTES
from geo.schema import EventType
from geo.snapshot.canvas.marks import Circle, Document, Path, Pattern, Pen, Symbol, Words
from geo.snapshot.canvas.metrics import printable
from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.forms.raster import pictures_of
from geo.snapshot.outputs import Scope, Snapshot
from geo.snapshot.proof.reopening import reopen_code
from geo.snapshot.proof.spec import map_number, short_hash, to_json
from geo.snapshot.selection import select
from geo.style import AREA_STYLES, EVENT_STYLES, MAP_THEMES
from geo.views import to_query
from tests.reading_pages import (
    HAIR,
    Ground,
    about,
    box_of,
    frames,
    insets,
    label_faults,
    labelled,
    layout_faults,
    legend_rows,
    numbers_in,
    on_maps,
    with_beads,
    wrong_classes,
)
from tests.snapshots import MADE_ON, line_boxes, many, page_of, said, snapshot_of, spec_for, tiny

BALKANS, EUROPE = "43,21,6", "50,15,4"
CLOSE = "42.55,20.3,11"  # a few kilometres around the monastery


@cache
def page(**told):
    """Return the page of a view of the tiny world."""
    return page_of(tiny(), **told)


@cache
def chosen(**told):
    return select(tiny(), spec_for(tiny(), **told).view)


@cache
def pdf(**told):
    """Return the text of every page of the PDF of a view, without breaks."""
    document = pypdfium2.PdfDocument(snapshot_of(tiny(), **told).pdf)
    return [" ".join(one.get_textpage().get_text_range().split()) for one in document]


def near(map_view):
    """Return the part of a link for what a screen shows."""
    return {"map": map_view, "extent": "view"}


# --- what, where, when ----------------------------------------------------------------------------------------------


def test_a_title_is_suggested_from_place_subject_and_dates_and_can_be_replaced():
    assert page().title == "Kosova / Kosovo: incidents and troop movements, 16-24 March 2004"
    assert page(type="clash").title == "Kosova / Kosovo: clash, 16-24 March 2004"
    asked = page(heading="Brief for the 0800")
    assert (asked.title, next(words.lines for words in asked.words() if words.role == "title")) == (
        "Brief for the 0800", ("Brief for the 0800",),
    )  # fmt: skip


def test_window_and_time_zone_are_told():
    told = said(page(), "window")
    assert told.startswith("16-24 March 2004. ")
    assert "local time in Kosovo" in told
    assert "UTC+1, in summer UTC+2" in told


def test_the_day_of_the_data_and_the_day_of_the_page_are_told_apart():
    told = said(page(), "proof")
    assert "Data as of 1 January 2024" in told
    assert f"Made on {say_day(MADE_ON)}" in told


def test_shown_and_total_are_told_with_the_filters_in_words():
    assert said(page(), "shown") == "23 of 24 shown; 1 outside the window."
    told = said(page(type="clash", source="agency"), "shown")
    assert told.startswith("1 of 24 shown; 1 outside the window; 21 hidden by the choice of event types")
    assert "Filters: event types: clash; sources: " in told


# --- legend ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"paper": "a3", "turn": "portrait"},
        {"type": "clash"},
        {"layer": "incidents"},
        near(CLOSE),
        near(EUROPE),
        {"labels": "numbers", "paper": "16:9"},
    ],
    ids=str,
)
def test_the_legend_has_exactly_the_classes_that_are_drawn_or_listed_with_their_counts(told):
    assert wrong_classes(page(**told), chosen(**told)) == []
    assert sum(count or 0 for key, count in legend_rows(page(**told)).items() if key.startswith("type:")) == len(
        chosen(**told).entries
    )


def test_the_legend_tells_how_exactly_places_are_known():
    rows = legend_rows(page())
    assert {key.removeprefix("precision:"): count for key, count in rows.items() if key.startswith("precision:")} == {
        "exact": 4, "settlement": 6, "near": 1, "municipality": 1, "region": 1, "country": 10,
    }  # fmt: skip


def redrawn(sheet, old, **changes):
    return replace(sheet, marks=tuple(replace(mark, **changes) if mark is old else mark for mark in sheet.marks))


def test_one_symbol_drawn_in_a_wrong_class_is_found():
    one = next(mark for mark, _ in with_beads(page()) if mark.incidents == ("shells",))
    clash = EVENT_STYLES[EventType.CLASH]
    for changes in (
        {"shape": clash.shape, "colour": clash.light, "about": "type:clash"},
        {"shape": clash.shape},
        {"colour": clash.light},
        {"incidents": ("fled",)},
        {"number": "2"},
    ):
        assert wrong_classes(redrawn(page(), one, **changes), chosen()), changes
    bead = next(beads[0] for mark, beads in with_beads(page()) if beads)
    assert wrong_classes(redrawn(page(), bead, shape=clash.shape, colour=clash.light, about="type:riot_arson"), chosen())


def test_a_class_that_is_missing_in_the_legend_or_counted_wrong_is_found():
    row = next(mark for mark in page().words() if mark.about == "legend:type:explosion")
    count = page().marks[page().marks.index(row) + 1]
    assert wrong_classes(redrawn(page(), row, about="legend:type:clash"), chosen())
    assert wrong_classes(redrawn(page(), count, lines=("7",)), chosen())


# --- measure and find -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["a4", "a3", "letter", "16:9"])
@pytest.mark.parametrize("told", [{}, near(CLOSE), near(BALKANS), {"turn": "portrait"}], ids=str)
def test_the_scale_bar_is_true_at_the_middle_of_the_map_and_the_ratio_is_of_the_paper(paper, told):
    sheet = page(paper=paper, **told)
    ground, (bar, *_) = Ground(sheet), about(sheet, "scale-bar:")
    box, metres = box_of(bar), float(bar.about.removeprefix("scale-bar:"))
    middle = ground.latitude((ground.frame.y0 + ground.frame.y1) / 2)
    true = geodesic((middle, ground.longitude(box.x0)), (middle, ground.longitude(box.x1))).m
    assert true == pytest.approx(metres, rel=0.005)
    assert ground.frame.holds(box)
    said_ratio = next(words.lines[0] for words in about(sheet, "scale")
                      if isinstance(words, Words) and words.lines[0].startswith("1 : "))  # fmt: skip
    ratio, on = re.fullmatch(r"1 : ([\d,]+)(?: on (.+) \(scale true at .+\))?", said_ratio).groups()
    assert int(ratio.replace(",", "")) == pytest.approx(true / (box.width / 1000), rel=0.01)
    assert on in (None, {"a4": "A4", "a3": "A3", "letter": "Letter", "16:9": "16:9 slide"}[paper])


def test_a_north_arrow_stands_where_it_helps_and_not_on_the_map_of_a_continent():
    for told in ({}, near(CLOSE), near(BALKANS)):
        needle = [box_of(mark) for mark in about(page(**told), "north")]
        assert needle
        assert all(frames(page(**told))[0].holds(box) for box in needle)
    assert about(page(**near(EUROPE)), "north") == []


@pytest.mark.parametrize("told", [{}, near(CLOSE), near(BALKANS), near(EUROPE), {"turn": "portrait"}], ids=str)
def test_the_graticule_is_labelled_where_its_lines_are(told):
    sheet = page(**told)
    ground, (lines,) = Ground(sheet), about(sheet, "graticule:lines")
    across = sorted(ring[0][0] for ring in lines.rings if ring[0][0] == ring[1][0])
    down = sorted(ring[0][1] for ring in lines.rings if ring[0][1] == ring[1][1])
    assert sorted(x for x, _ in ground.along) == pytest.approx(across, abs=0.1)
    assert sorted(y for y, _ in ground.up) == pytest.approx(down, abs=0.1)
    for x, degree in ground.along:
        assert ground.longitude(x) == pytest.approx(degree, abs=0.01 * abs(ground.along[-1][1] - ground.along[0][1]))
    assert len(ground.along) > 2
    assert len(ground.up) > 2


def test_symbols_stand_where_the_graticule_says_they_are():
    ground = Ground(page())
    enlarged = insets(page())[1]
    outside = [mark for mark, _ in with_beads(page()) if not enlarged.holds(box_of(mark))]
    assert len(outside) == 4
    where = {entry.id: (entry.latitude, entry.longitude) for entry in chosen().entries}
    for mark in outside:
        assert (ground.latitude(mark.y), ground.longitude(mark.x)) == pytest.approx(where[mark.incidents[0]], abs=0.002)


def test_an_overview_shows_where_the_map_lies():
    (extent,), (frame,) = about(page(), "locator:extent"), about(page(), "locator:frame")
    outline = around_all(about(page(), "locator:outline"))
    assert box_of(frame).holds(box_of(extent))
    assert box_of(extent).grown(HAIR).holds(outline)  # this map shows Kosovo as a whole
    assert box_of(extent).width < 0.4 * box_of(frame).width
    assert about(page(**near(EUROPE)), "locator:extent") == []


def around_all(marks):
    boxes = [box_of(mark) for mark in marks]
    return replace(boxes[0], x0=min(box.x0 for box in boxes), y0=min(box.y0 for box in boxes),
                   x1=max(box.x1 for box in boxes), y1=max(box.y1 for box in boxes))  # fmt: skip


@pytest.mark.parametrize("told", [{}, {"turn": "portrait"}, {"paper": "16:9"}, {"paper": "a3"}], ids=str)
def test_where_symbols_crowd_a_closer_look_shows_every_one_of_them(told):
    sheet = page(**told)
    crowd, enlarged = insets(sheet)
    dots = [mark for mark in about(sheet, "crowded") if crowd.holds(box_of(mark))]
    shown = [mark for mark, _ in with_beads(sheet) if enlarged.holds(box_of(mark))]
    assert {name for mark in shown for name in mark.incidents} == {
        "bridge_clash", "bridge_shots", "bridge_again", "town_burns", "grenade", "arrests",
    }  # fmt: skip
    assert len(dots) == len(shown) == 4
    assert not crowd.overlaps(enlarged)
    assert [words.lines for words in about(sheet, "inset") if isinstance(words, Words)] == [("A",), ("A",)]


def test_no_symbol_at_the_edge_of_a_crowd_is_lost():
    sheet = page_of(many(100), paper="16:9")
    assert insets(sheet) is not None
    assert Counter_of(mark.incidents for mark, _ in with_beads(sheet)) == {f"i{n:03d}": 1 for n in range(100)}


def Counter_of(several):  # noqa: N802
    counted: dict[str, int] = {}
    for name in (name for names in several for name in names):
        counted[name] = counted.get(name, 0) + 1
    return dict(sorted(counted.items()))
