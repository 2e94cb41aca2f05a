"""Everything a duty officer asks of a printed map, point by point, read from what is drawn and from what is set."""

from __future__ import annotations

import re
from collections import Counter
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
    as_arrows,
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
    assert page(type="clash").title == "Kosova / Kosovo: clashes, 16-24 March 2004"
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
    selection = chosen(**told)
    assert wrong_classes(page(**told), selection) == []
    arrows = as_arrows(page(**told), selection) & {entry.id for entry in selection.entries}
    counted = [count or 0 for key, count in legend_rows(page(**told)).items() if key.startswith("type:")]
    assert sum(counted) + len(arrows) == len(selection.entries)


def test_the_legend_tells_how_exactly_places_are_known():
    rows = legend_rows(page())
    assert {key.removeprefix("precision:"): count for key, count in rows.items() if key.startswith("precision:")} == {
        "exact": 4, "settlement": 6, "near": 1, "municipality": 1, "region": 1, "country": 3,
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
    assert wrong_classes(
        redrawn(page(), bead, shape=clash.shape, colour=clash.light, about="type:riot_arson"), chosen()
    )


def test_a_class_that_is_missing_in_the_legend_or_counted_wrong_is_found():
    row = next(mark for mark in page().words() if mark.about == "legend:type:explosion")
    count = page().marks[page().marks.index(row) + 1]
    assert wrong_classes(redrawn(page(), row, about="legend:type:clash"), chosen())
    assert wrong_classes(redrawn(page(), count, lines=("7",)), chosen())


# --- measure and find -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "told"),
    [("a4", {}), ("a3", near(CLOSE)), ("letter", near(BALKANS)), ("16:9", {"turn": "portrait"}), ("16:9", {})],
)
def test_the_scale_bar_is_true_at_the_middle_of_the_map_and_the_ratio_is_of_the_paper(paper, told):
    sheet = page(paper=paper, **told)
    ground, (*_, bar) = Ground(sheet), about(sheet, "scale-bar:")  # the one of an inset is drawn before
    box, metres = box_of(bar), float(bar.about.removeprefix("scale-bar:"))
    middle = ground.latitude((ground.frame.y0 + ground.frame.y1) / 2)
    true = geodesic((middle, ground.longitude(box.x0)), (middle, ground.longitude(box.x1))).m
    assert true == pytest.approx(metres, rel=0.005)
    assert ground.frame.holds(box)
    *_, ratio = (words.lines[0] for words in about(sheet, "scale") if isinstance(words, Words))
    number, on = re.fullmatch(r"1 : ([\d,]+) on (.+) \(scale true at .+\)", ratio).groups()
    assert int(number.replace(",", "")) == pytest.approx(true / (box.width / 1000), rel=0.01)
    assert on == {"a4": "A4", "a3": "A3", "letter": "Letter", "16:9": "16:9 slide"}[paper]


def test_the_scale_bar_of_the_closer_look_is_true_too():
    enlarged = insets(page())[1]
    (bar,) = [mark for mark in about(page(), "scale-bar:") if enlarged.holds(box_of(mark))]
    symbols = {mark.incidents[0]: mark.x for mark, _ in with_beads(page()) if enlarged.holds(box_of(mark))}
    degree = (symbols["grenade"] - symbols["arrests"]) / (20.8735 - 20.8403)  # mm
    across = box_of(bar).width / degree
    assert geodesic((42.9, 20.85), (42.9, 20.85 + across)).m == pytest.approx(
        float(bar.about.removeprefix("scale-bar:")), rel=0.005
    )


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
    assert Counter(name for mark, _ in with_beads(sheet) for name in mark.incidents) == {
        f"i{number:03d}": 1 for number in range(100)
    }


# --- sources, status, handling --------------------------------------------------------------------------------------


def test_sources_are_numbered_and_dated_on_the_page_and_listed_whole_behind_it():
    assert said(page(), "sources").startswith(
        "Sources: 1 Agency One, 18 March 2004; 2 Daily Two, 19 March 2004; 3 The Force, 20 March 2004; "
        "4 A Diocese, undated. Full list with titles and addresses: "
    )
    behind = " ".join(pdf()[1:])
    for number, (title, publisher, day, address) in enumerate((
        ("Clashes in Mitrovica", "Agency One", "18 March 2004", "agency"),
        ("Monastery shelled", "Daily Two", "19 March 2004", "paper"),
        ("Reserves on their way", "The Force", "20 March 2004", "force"),
        ("What was burned", "A Diocese", "undated", "church"),
    ), 1):  # fmt: skip
        row = rf"{number} {title} {publisher} {day} \w+ https://example.org/{address}"
        assert re.search(row, behind), row


def test_the_index_behind_the_page_tells_every_entry_with_its_sources():
    behind = " ".join(pdf()[1:])
    for entry in chosen().entries:
        assert re.search(rf"(?:^| ){entry.number} {re.escape(entry.detail['date'])} ", behind), entry.id
        assert entry.detail["title"] in behind


@pytest.mark.parametrize("preset", STATUS_FOOTNOTES)
def test_the_status_footnote_is_quoted_exactly_and_boundaries_are_disclaimed(preset):
    told = said(page(footnote=preset), "status")
    assert told.startswith(f"{STATUS_FOOTNOTES[preset]} {DISCLAIMER}".strip())
    assert [name for name, text in STATUS_FOOTNOTES.items() if text and text in told] == [preset] * (preset != "none")


def test_the_handling_banner_stands_at_top_and_bottom_of_every_page():
    asked = "FOR TRAINING ONLY"
    banners = [box_of(mark) for mark in about(page(banner=asked), "banner") if isinstance(mark, Path)]
    assert [(box.x0, box.x1) for box in banners] == [(0, 297), (0, 297)]
    assert (banners[0].y0, banners[1].y1) == (0, 210)
    assert len(pdf(banner=asked)) > 3
    assert [text.count(asked) for text in pdf(banner=asked)] == [2] * len(pdf(banner=asked))
    assert about(page(), "banner") == []


def test_the_coverage_notice_travels_with_the_page():
    assert said(page(), "coverage") == COVERAGE_NOTICE
    assert COVERAGE_NOTICE in pdf()[-1]


def test_maker_and_contact_are_told_if_given():
    assert said(page(maker="Branch 2", contact="b2@example.org"), "proof").endswith("Made by Branch 2 · b2@example.org")
    assert "Made by" not in said(page(), "proof")


# --- uncertainty ----------------------------------------------------------------------------------------------------


def test_what_is_near_a_place_is_hollow_in_a_disc_of_the_true_radius():
    sheet = page(**near(CLOSE))
    ground = Ground(sheet)
    (symbol,) = [mark for mark, _ in with_beads(sheet) if mark.incidents == ("shells",)]
    assert symbol.hollow
    discs = [mark for mark in on_maps(sheet) if isinstance(mark, Circle) and mark.about == "precision:near"]
    assert discs
    for disc in discs:
        assert (disc.x, disc.y) == (symbol.x, symbol.y)
        edge = (ground.latitude(disc.y), ground.longitude(disc.x + disc.radius))
        assert geodesic((ground.latitude(disc.y), ground.longitude(disc.x)), edge).m == pytest.approx(2500, rel=0.01)


def test_what_is_known_by_municipality_or_region_is_hatched_and_no_symbol():
    sheet = page()
    for precision in ("municipality", "region"):
        areas = [mark for mark in on_maps(sheet) if mark.about == f"precision:{precision}"]
        assert [mark.fill.pattern for mark in areas if mark.fill] == [Pattern.DIAGONAL]
        assert all(isinstance(mark, Path) for mark in areas)
    pinned = {name for mark, _ in with_beads(sheet) for name in mark.incidents}
    precise = {entry.id for entry in chosen().entries if entry.precision in ("exact", "settlement", "near")}
    assert pinned == precise


def test_what_is_known_for_the_country_is_listed_in_words():
    arrows = as_arrows(page(), chosen())
    entries = {entry.number for entry in chosen().entries if entry.precision == "country" and entry.id not in arrows}
    told = said(page(), "not on the map")
    assert numbers_in([re.search(r"as a whole: ([\d, -]+)", told)[1]]) == entries
    assert " ".join(pdf()).count("known for Kosovo or a country as a whole") >= len(entries)


# --- labels ---------------------------------------------------------------------------------------------------------

SIZES = list(product(("a4", "a3", "letter", "16:9"), ("landscape", "portrait")))


@cache
def crowded_page(count, paper, turn):
    return page_of(many(count), paper=paper, turn=turn)


@pytest.mark.parametrize(("paper", "turn"), SIZES)
def test_a_hundred_labels_touch_neither_each_other_nor_symbols_insets_and_signs(paper, turn):
    sheet = crowded_page(100, paper, turn)
    assert label_faults(sheet) == []
    told = labelled(sheet) | numbers_in([said(sheet, "not on the map")])
    assert told == set(range(1, 101))


@pytest.mark.parametrize(
    "told", [{}, {"turn": "portrait"}, {"paper": "16:9"}, {"labels": "places"}, near(CLOSE)], ids=str
)
def test_labels_of_areas_places_and_titles_keep_clear_too(told):
    assert label_faults(page(**told)) == []


def test_labels_that_overlap_are_found():
    plates = about(page(), "plate")
    moved = redrawn(page(), plates[0], rings=plates[1].rings)
    assert label_faults(moved)


def test_a_label_away_from_its_symbol_has_a_leader_line_from_one_to_the_other():
    sheet = crowded_page(100, "a4", "landscape")
    plates = [box_of(mark) for mark in about(sheet, "plate")]
    symbols = [mark for mark, _ in with_beads(sheet)]
    leaders = [mark.rings[0] for mark in about(sheet, "leader") if isinstance(mark, Path)]
    assert len(leaders) > 20
    for (x0, y0), (x1, y1) in leaders:
        assert min(abs(np.hypot(x0 - one.x, y0 - one.y) - one.radius) for one in symbols) < 1.0
        assert any(box.grown(0.05).holds(type(box)(x1, y1, x1, y1)) for box in plates)


@pytest.mark.parametrize("count", [12, 60, 100])
def test_every_entry_has_its_number_on_the_map_or_beside_it_and_a_row_in_the_index(count):
    snapshot = snapshot_of(many(count))
    sheet = snapshot.maps[0]
    assert labelled(sheet) | numbers_in([said(sheet, "not on the map")]) == set(range(1, count + 1))
    index = next(one for one in snapshot.sheets if one is not sheet)
    assert [row[0].text for row in index.rows] == [str(number) for number in range(1, count + 1)]


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "town", "country"),
    [
        ("sq", "Pejë", "Kosova"), ("sr-Latn", "Peć", "Kosovo"), ("sr-Cyrl", "Пећ", "Косово"), ("en", "Peja", "Kosovo"),
        ("sq,sr-Latn", "Pejë / Peć", "Kosova / Kosovo"), ("sr-Latn,sq", "Peć / Pejë", "Kosovo / Kosova"),
    ],
)  # fmt: skip
def test_names_follow_the_policy_in_title_map_twin_and_index(policy, town, country):
    snapshot = snapshot_of(tiny(), names=policy)
    sheet, index = snapshot.maps[0], snapshot.sheets[1]
    assert sheet.title.startswith(f"{country}: ")
    bold = [words.lines[number] for words in about(sheet, "label") for number in words.bold_lines]
    assert town in bold
    assert f", {town} (settlement)" in sheet.alt
    assert any(row[2].text == f"{town} (settlement known)" for row in index.rows)


# --- to be seen by everybody ----------------------------------------------------------------------------------------


def swatches(sheet):
    """Return what stands beside each row of the legend, without its colours and its place."""
    rows, looks = {}, []
    for mark in sheet.marks:
        if isinstance(mark, Words):
            if mark.about.startswith("legend:"):
                rows[mark.about.removeprefix("legend:")] = tuple(looks)
            looks = []
        elif isinstance(mark, Symbol):
            looks.append((mark.shape, mark.hollow, bool(mark.number)))
        elif isinstance(mark, Path):
            x, y = box_of(mark).x0, box_of(mark).y0
            track = tuple(tuple((round(a - x, 1), round(b - y, 1)) for a, b in ring) for ring in mark.rings)
            dash = mark.pen.dash if isinstance(mark.pen, Pen) else None
            looks.append((track, dash, mark.fill and (mark.fill.pattern, mark.fill.colour == "#FFFFFF")))
    return rows


def test_every_class_has_a_shape_a_pattern_or_a_line_of_its_own_so_that_colour_is_not_needed():
    rows = swatches(page())
    for group, count in (("type:", 11), ("area:", 7), ("movement:", 3)):
        looks = [look for key, look in rows.items() if key.startswith(group)]
        assert len(looks) == len(set(looks)) == count, group
    patterns = [style.pattern for style in AREA_STYLES.values() if style.drawn]
    assert len(patterns) == len(set(patterns))


def luminance(colours):
    """Return the relative luminance of colours (..., red, green, blue) of 0 to 255, after WCAG 2.2."""
    part = np.asarray(colours, float) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4) @ np.array([0.2126, 0.7152, 0.0722])


def of_hex(colour):
    return float(luminance([int(colour[place : place + 2], 16) for place in (1, 3, 5)]))


def test_all_words_stand_out_from_what_is_drawn_under_them():
    sheet = page(banner="FOR TRAINING", footnote="un")
    bare = replace(sheet, marks=tuple(mark for mark in sheet.marks if not isinstance(mark, Words)))
    document = Document("t", sheet.width, sheet.height, (bare,), "{}", "2026-11-22")
    ground = luminance(np.asarray(pictures_of(document_pdf(document), 100)[0]))
    dot = 100 / 25.4
    for words in sheet.words():
        own = of_hex(words.colour)
        for box in line_boxes(words):
            under = ground[int(box.y0 * dot) : int(box.y1 * dot) + 1, int(box.x0 * dot) : int(box.x1 * dot) + 1]
            contrast = (np.maximum(under, own) + 0.05) / (np.minimum(under, own) + 0.05)
            assert np.median(contrast) >= 4.5, words
            assert (contrast < 4.5).mean() < 0.2, words  # a border line may pass under a word


def test_symbols_stand_out_from_the_ground():
    for ground in ("land", "focus"):
        for style in EVENT_STYLES.values():
            assert (of_hex(str(MAP_THEMES["light"][ground])) + 0.05) / (of_hex(style.light) + 0.05) >= 3, style


def alternatives(made):
    """Return the alternative texts of a PDF."""
    found = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            found.extend([str(element["/Alt"])] if "/Alt" in element else [])
            walk(element["/K"]) if "/K" in element else None

    walk(pypdf.PdfReader(BytesIO(made)).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_the_map_is_told_in_words_in_pdf_png_svg_and_slides():
    snapshot = snapshot_of(tiny())
    twin = snapshot.maps[0].alt
    assert all(f"{entry.detail['title']}." in twin for entry in chosen().entries)
    assert snapshot.maps[0].title in twin
    assert [" ".join(text.split()) for text in alternatives(snapshot.pdf)] == [" ".join(twin.split())]
    assert Image.open(BytesIO(snapshot.png(dpi=72))).text["Description"] == twin
    assert re.search(r"<desc>(.*?)</desc>", snapshot.svg().decode())[1] == twin
    slide = Presentation(BytesIO(snapshot.pptx)).slides[0]
    assert twin in [one.get("descr") for one in slide.element.iter("{*}cNvPr")]


# --- proof ----------------------------------------------------------------------------------------------------------


def test_the_page_says_number_version_hash_and_a_code_that_opens_the_same_view():
    told = {"type": "clash", "paper": "a3", "footnote": "un"}
    spec, sheet = spec_for(tiny(), **told), page(**told)
    proof = said(sheet, "proof")
    assert said(sheet, "map-number") == f"Map {map_number(spec)}"
    assert f"version {tiny().dataset.version}" in proof
    assert f"hash {short_hash(spec)}" in proof
    code = re.search(r"view code ([0-9A-Z-]+)", proof)[1]
    opened = reopen_code(code, tiny())
    assert {name: tuple(values) for name, values in opened.told.items()} == dict(spec.told)
    assert (opened.same, opened.dropped) == (True, ())


def modules(sheet):
    """Return the modules of the QR code of a page, read back from the drawing: rows of 0 and 1."""
    (code,) = about(sheet, "qr")
    box = box_of(code)
    boxes = [box_of(replace(code, rings=(ring,))) for ring in code.rings]
    side = min(one.height for one in boxes)
    count = round(box.height / side)
    grid = np.zeros((count, count), int)
    for one in boxes:
        row, first, last = (round(way / side) for way in (one.y0 - box.y0, one.x0 - box.x0, one.x1 - box.x0))
        grid[row, first:last] = 1
    return grid


@pytest.mark.parametrize(
    "told", [{}, {"heading": "Север & <b>", "banner": "X", "paper": "16:9", "turn": "portrait"}], ids=str
)
def test_the_code_for_cameras_is_the_link_of_the_view(told):
    link = f"incident-atlas:?{to_query(spec_for(tiny(), **told).told)}"
    wanted = segno.make_qr(link, error="l", mask=2).matrix
    assert modules(page(**told)).tolist() == [list(row) for row in wanted]


def test_the_code_for_cameras_is_dark_on_white_with_air_around_it():
    for sheet in (page(), page(banner="X"), page(turn="portrait", banner="X")):
        (code,) = about(sheet, "qr")
        air = box_of(code).grown(4 * box_of(code).width / len(modules(sheet)))
        near_it = [mark for mark in sheet.marks if not (isinstance(mark, Path) and not mark.rings)
                   and mark is not code and box_of(mark).overlaps(air)]  # fmt: skip
        assert near_it == []


def test_an_address_that_everybody_reaches_stands_in_the_code_for_cameras():
    spec = spec_for(tiny(), "https://atlas.example.org/")
    sheet = Snapshot(tiny(), spec).maps[0]
    wanted = segno.make_qr(f"https://atlas.example.org/?{to_query(spec.told)}", error="l", mask=2).matrix
    assert modules(sheet).tolist() == [list(row) for row in wanted]


def test_every_form_carries_the_spec_of_the_page():
    snapshot = snapshot_of(tiny())
    spec = to_json(snapshot.spec)
    assert Image.open(BytesIO(snapshot.png(dpi=72))).text["incident-atlas-view"] == spec
    assert pypdf.PdfReader(BytesIO(snapshot.pdf)).attachments["incident-atlas-view.json"] == [spec.encode()]
    assert spec.replace("&", "&amp;") in snapshot.svg().decode()


# --- all sizes ------------------------------------------------------------------------------------------------------

ARRANGEMENTS = ("single", "before-after", "multiples")
FULL = {"footnote": "council_of_europe", "banner": "FOR TRAINING ONLY", "maker": "Branch 2, Operations",
        "contact": "ops@example.org"}  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 12, 60])
@pytest.mark.parametrize("maps", ARRANGEMENTS)
def test_nothing_leaves_the_page_or_runs_into_something_else(count, maps):
    when = {"from": "2010-01-01", "to": "2010-01-09"} if not count else {}
    for paper, turn in SIZES:
        told = FULL | {"paper": paper, "turn": turn, "maps": maps} | when
        if not count and maps == "multiples":
            with pytest.raises(SnapshotError, match="No incident is shown"):
                page_of(many(1), **told)
            continue
        assert layout_faults(page_of(many(count or 1), **told)) == [], told


@pytest.mark.parametrize("maps", ARRANGEMENTS)
def test_long_texts_and_a_full_legend_find_room_too(maps):
    long = {"heading": "Mitrovica and Zvečan " * 9, "maker": "M" * 80, "contact": "c" * 120, "banner": "B" * 60}
    for paper, turn in product(("a4", "16:9"), ("landscape", "portrait")):
        told = FULL | long | {"paper": paper, "turn": turn, "maps": maps}
        assert layout_faults(page(**told)) == [], told


def test_every_page_of_a_series_is_laid_out_alike_with_one_extent():
    sheets = Snapshot(tiny(), spec_for(tiny(), banner="X"), Scope.SERIES).maps
    assert [sheet.name for sheet in sheets] == [f"2004-03-{day}" for day in range(17, 25)]
    for one, other in pairwise(sheets):
        assert frames(one) == frames(other)
        assert Ground(one).along == Ground(other).along
        assert list(legend_rows(one)) == list(legend_rows(other))
    assert [fault for sheet in sheets for fault in layout_faults(sheet)] == []


def test_a_text_that_runs_into_another_or_over_the_edge_is_found():
    sources = next(words for words in page().words() if words.about == "sources")
    assert layout_faults(redrawn(page(), sources, y=sources.y + 4))
    assert layout_faults(redrawn(page(), sources, x=sources.x + 150))
