"""Slides of PowerPoint: native shapes where the page has them, every word editable, the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path as FilePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.util import Mm

from geo.errors import SnapshotError
from geo.snapshot.canvas.marks import (
    Align,
    Box,
    Cell,
    Circle,
    Document,
    Fill,
    MapSheet,
    Path,
    Pattern,
    Pen,
    Role,
    Symbol,
    TableSheet,
    TextSheet,
    Words,
)
from geo.snapshot.canvas.metrics import printable, wrap
from geo.snapshot.forms.pptx import document_pptx
from geo.snapshot.forms.pptx.elements import clean, line, safe_link
from geo.snapshot.forms.pptx.flowing import pieces_of
from geo.style import EVENT_STYLES

HOSTILE = '#let x = 1; </a:t><script>alert(1)</script> & "quoted" \' ]]> _x000A_ {{7*7}} $x$ =1+1'
INK = "#17212B"


def symbols_of(left, top):
    """Return every shape filled, hollow and with numbers, and three rings."""
    marks = []
    for k, (kind, style) in enumerate(EVENT_STYLES.items()):
        x = left + k * 9
        about = f"type:{kind.value}"
        marks += [
            Symbol(style.shape, x, top, 2.6, style.light, incidents=(f"one_{k}",), about=about),
            Symbol(style.shape, x, top + 9, 2.6, style.light, hollow=True, number="3", about=about),
            Symbol(style.shape, x, top + 18, 3.2, style.light, number="12", incidents=("a", "b"), about=about),
        ]
    parts = (("#0072B2", 2.0), ("#D55E00", 1.0), ("#008060", 1.0))
    return [
        *marks,
        Symbol("ring", left + 100, top, 3.0, "#0072B2", number="4", parts=parts, incidents=("c", "d"), about="place:x"),
        Symbol("ring", left + 100, top + 9, 3.0, "#0072B2", number="17", parts=parts[:1]),
        Symbol("ring", left + 100, top + 18, 3.6, "#0072B2", number="123", parts=(("#0072B2", 0.9), ("#D55E00", 0.1))),
    ]


def areas_of(left, top):
    """Return every pattern, a hole, an open line, dashes, a rounded rectangle and a disc."""
    marks = []
    for k, pattern in enumerate(Pattern):
        box = Box(left + k * 16, top, left + k * 16 + 14, top + 10)
        hole = box.grown(-3).ring()
        marks.append(Path((box.ring(), hole), Pen(INK, 0.2), Fill("#9A6B12", 0.6, pattern), about=f"pattern:{pattern}"))
    for k, dash in enumerate([(), (2.0, 1.2), (0.4, 0.4), (0.0, 1.0), (3.0, 0.5, 0.4, 0.5), (1.0,)]):
        y = top + 13 + k * 2
        marks.append(Path((((left, y), (left + 40, y)),), Pen("#0B5CAD", 0.4, dash), closed=False, about=f"dash:{k}"))
    card = Box(left + 50, top + 13, left + 70, top + 23)
    return [
        *marks,
        Path((card.ring(),), Pen(INK, 0.2), Fill("#DDE3E9"), rounded=2.0, about="card"),
        Circle(left + 80, top + 18, 5, Pen("#B87A00", 0.3, (1.0, 1.0)), Fill("#B87A00", 0.2), about="disc:blast"),
        Circle(left + 92, top + 18, 5, None, Fill("#0072B2", 1, Pattern.DOTS)),
    ]


def ground_of(frame):
    """Return a base map of many strips, each with a corner of its own."""
    strips = []
    for k in range(40):
        x = frame.x0 + k * frame.width / 40
        ring = ((x, frame.y0), (x + frame.width / 40, frame.y0), (x + frame.width / 40, frame.y1), (x, frame.y1 - 0.01))
        strips.append(Path((ring,), Pen("#C3CBD3", 0.1), Fill("#F2F4F6")))
    return strips


def map_sheet(width=297.0, height=210.0):
    frame = Box(12, 30, width - 80, height - 30)
    title = "Sukobi na mostu u Mitrovici / Përleshje te ura: ë ç š č ć ž đ Ђ Ж Љ Ибар"
    legend = Words(width - 75, 34, 65, ("INCIDENTS",), 6.2, "#52606D", bold=True, role=Role.HEADING)
    marks = (
        Words(12, 8, width - 24, wrap(title, width - 24, 16, bold=True), 16, INK, bold=True, role=Role.TITLE),
        Words(12, 16, width - 24, ("17 March 2004 to 19 March 2004", HOSTILE), 8.4, INK, bold_lines=(0,)),
        *ground_of(frame),
        *areas_of(20, 110),
        *symbols_of(22, 40),
        Words(130, 60, 40, ("1 Звечан / Zveçan", "Clash at the town hall"), 6.4, INK, role=Role.LABEL, bold_lines=(0,)),
        Words(130, 70, 40, ("centred", "on two lines"), 6.4, INK, role=Role.LABEL, align=Align.CENTRE),
        Words(130, 80, 40, ("right", "on two lines"), 6.4, INK, role=Role.LABEL, align=Align.RIGHT),
        Path((Box(130, 60, 170, 60 + 2 * 6.4 * 1.2 * 25.4 / 72).ring(),), Pen("#D55E00", 0.05)),
        Path((frame.ring(),), Pen(INK, 0.3), about="frame"),
        Words(9, 100, 3, ("42°",), 5, INK, role=Role.LABEL),
        legend,
        Symbol("diamond", width - 72, 42, 1.6, "#B3558A", about="type:armed_attack"),
        Words(width - 67, 40.5, 50, ("Armed attack",), 7.4, INK),
        Words(width - 75, 60, 65, wrap("A source with a long name: https://example.org/story", 65, 6.8), 6.8, "#0B5CAD",
              link="https://example.org/a path?q=1&r=<x>"),
        Words(12, height - 10, width - 24, ("UNCLASSIFIED",), 9, INK, align=Align.CENTRE, role=Role.FURNITURE),
    )  # fmt: skip
    return MapSheet("A map", width, height, marks, 'A map of Kosovo with "12" incidents & one <ring>.',
                    notes="Say this first.\nThen: Ђорђе, ë.")  # fmt: skip


def table_sheet(rows=60):
    text = "Clash at the town hall of Звечан; the sources differ on the number of soldiers hurt, between 30 and 50. "
    cells = tuple(
        (Cell(str(n), bold=True), Cell(f"{1 + n % 28} May 2023"), Cell(text * (1 + n % 4)),
         Cell("Agency One", f"https://example.org/{n % 7}"))
        for n in range(1, rows + 1)
    )  # fmt: skip
    return TableSheet("Events", "All events of the page. " * 6, ("No.", "Date", "What happened", "Source"), cells,
                      (0.5, 1.2, 5, 1.3))  # fmt: skip


def text_sheet():
    text = "A figure is never added across sources that tell the same event; parts are never added to totals. "
    return TextSheet(
        "Cautions", tuple((f"Caution {n}" if n % 3 else "", text * (1 + n * 5 % 11)) for n in range(1, 30))
    )


def document(*sheets, width=297.0, height=210.0, scale=1.0, **told):
    told = {"spec": '{"view":"ë"}', "made_on": "2026-11-22", "author": "A. Briefer"} | told
    return Document("Demo", width, height, sheets, scale=scale, **told)


def demo(width=297.0, height=210.0, scale=1.0):
    return document(map_sheet(width, height), table_sheet(), text_sheet(), width=width, height=height, scale=scale,
                    banner="FOR OFFICIAL USE", footer=f"Incident Atlas, map IA-20261122-3F9A. {HOSTILE}")  # fmt: skip


A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
#: children of the elements we write, in the order that the schema asks for
ORDERS = {
    f"{P}sp": ("nvSpPr", "spPr", "style", "txBody", "extLst"),
    f"{P}grpSp": ("nvGrpSpPr", "grpSpPr", "sp", "grpSp", "graphicFrame"),
    f"{P}graphicFrame": ("nvGraphicFramePr", "xfrm", "graphic"),
    f"{P}nvSpPr": ("cNvPr", "cNvSpPr", "nvPr"),
    f"{P}spPr": ("xfrm", "custGeom", "prstGeom", "noFill", "solidFill", "pattFill", "ln", "effectLst"),
    f"{P}txBody": ("bodyPr", "lstStyle", "p"),
    f"{A}txBody": ("bodyPr", "lstStyle", "p"),
    f"{A}custGeom": ("avLst", "gdLst", "ahLst", "cxnLst", "rect", "pathLst"),
    f"{A}ln": ("noFill", "solidFill", "prstDash", "custDash", "round", "headEnd", "tailEnd"),
    f"{A}pattFill": ("fgClr", "bgClr"),
    f"{A}pPr": ("lnSpc", "spcBef", "spcAft", "buNone"),
    f"{A}rPr": ("ln", "noFill", "solidFill", "effectLst", "latin", "ea", "cs", "sym", "hlinkClick"),
    f"{A}fld": ("rPr", "pPr", "t"),
    f"{A}tbl": ("tblPr", "tblGrid", "tr"),
    f"{A}tcPr": ("lnL", "lnR", "lnT", "lnB", "noFill", "solidFill"),
    f"{A}tc": ("txBody", "tcPr"),
}
#: these hold each other in any order
MIXED = ("sp", "grpSp", "graphicFrame")


def opened(content):
    return Presentation(BytesIO(content))


def slides_of(made):
    return list(opened(document_pptx(made)).slides)


def flat(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from flat(shape.shapes)


def texts_of(slide):
    """Return the text of every paragraph that can be edited, with its broken lines apart."""
    paragraphs = slide.element.iter(f"{A}p")
    return [
        "".join("\n" if part.tag == f"{A}br" else part.text or "" for part in paragraph.iter(f"{A}br", f"{A}t"))
        for paragraph in paragraphs
    ]


def preset_of(shape):
    found = shape._element.find(f".//{A}prstGeom")
    return found.get("prst") if found is not None else "freeform"


def one_map(*marks, **told):
    return document(MapSheet("A sheet", 297.0, 210.0, marks, "What it shows.", **told))


def words(text, **told):
    return Words(10, 10, 100, (text,), 8, INK, **told)


@pytest.fixture(scope="module")
def demo_bytes():
    return document_pptx(demo())


@pytest.fixture(scope="module")
def demo_slides(demo_bytes):
    return list(opened(demo_bytes).slides)


def test_a_map_sheet_becomes_one_slide_of_native_shapes_in_the_order_of_reading():
    square = Box(20, 40, 100, 120)
    slide = slides_of(
        one_map(
            words("Paragraph", role=Role.PARAGRAPH),
            replace(words("The title", role=Role.TITLE), y=2),
            Path((square.ring(),), None, Fill("#F2F4F6"), about="ground:land"),
            Symbol("star", 50, 60, 2, "#B87A00", incidents=("blast",), number="3", about="type:explosion"),
            replace(words("Label", role=Role.LABEL), x=30, y=70, width=20),
            Path((square.ring(),), Pen(INK, 0.3), about="frame"),
            Circle(150, 60, 4, None, Fill(INK), about="type:clash"),
        )
    )[0]
    seen = [(one.name, preset_of(one), one.text_frame.text if one.has_text_frame else "") for one in flat(slide.shapes)]
    assert seen == [
        ("Title", "rect", "The title"),
        ("Paragraph 3", "rect", "Paragraph"),
        ("Map", "rect", ""),
        ("Ground: land 5", "rect", ""),
        ("Explosion 3", "star5", "3"),
        ("Label 7", "rect", "Label"),
        ("Frame 8", "rect", ""),
        ("Clash 9", "ellipse", ""),
    ]


def test_the_title_of_the_page_is_the_title_of_the_slide_where_it_stands():
    title = Words(12, 8, 200, ("Two lines of", "a title"), 16, INK, bold=True, role=Role.TITLE)
    slide = slides_of(one_map(title))[0]
    shape = slide.shapes.title
    assert (shape.text_frame.text, shape.left, shape.width) == ("Two lines of\va title", Mm(12), Mm(200))
    assert abs(shape.top - Mm(8)) < Mm(0.3)


def test_a_title_stays_above_what_is_painted_under_it():
    band = Path((Box(0, 0, 297, 20).ring(),), None, Fill(INK))
    slide = slides_of(one_map(words("before"), band, words("The title", role=Role.TITLE)))[0]
    assert [one.name for one in slide.shapes] == ["Paragraph 2", "Lines 3", "Title"]


def test_a_sheet_that_draws_no_title_has_one_in_the_outline():
    slide = slides_of(one_map(words("only this")))[0]
    assert slide.shapes.title.text_frame.text == "A sheet"
    assert slide.shapes.title._element.nvSpPr.cNvPr.get("hidden") == "1"


def test_a_second_title_is_a_heading():
    slide = slides_of(one_map(words("One", role=Role.TITLE), words("Two", role=Role.TITLE)))[0]
    assert [one.name for one in slide.shapes] == ["Title", "Heading 3"]


@pytest.mark.parametrize(
    ("shape", "native"),
    [
        ("circle", "ellipse"), ("triangle", "triangle"), ("square", "rect"), ("diamond", "diamond"),
        ("star", "star5"), ("pentagon", "pentagon"), ("arrow", "rightArrow"), ("chevron", "chevron"),
        ("cross", "plus"), ("hexagon", "hexagon"), ("bars", "mathEqual"),
    ],
)  # fmt: skip
def test_every_symbol_is_a_shape_of_powerpoint_with_its_number_and_what_it_is(shape, native):
    mark = Symbol(shape, 50, 60, 3, "#0072B2", number="7", incidents=("a", "b"), about="type:clash")
    _, drawn = slides_of(one_map(mark))[0].shapes
    assert (preset_of(drawn), drawn.text_frame.text, drawn.name) == (native, "7", "Clash 7")
    assert drawn._element.nvSpPr.cNvPr.get("descr") == "Clash; incidents a, b"
    assert drawn.left <= Mm(50) <= drawn.left + drawn.width
    assert drawn.top <= Mm(60) <= drawn.top + drawn.height
    assert max(drawn.width, drawn.height) < Mm(3 * 2.7)


def test_every_event_type_has_a_native_symbol():
    marks = [Symbol(style.shape, 50, 60, 3, style.light) for style in EVENT_STYLES.values()]
    assert len(slides_of(one_map(*marks))[0].shapes) == len(EVENT_STYLES) + 1


def test_a_hollow_symbol_is_white_with_a_line_of_its_colour():
    _, drawn = slides_of(one_map(Symbol("circle", 50, 60, 3, "#0072B2", hollow=True, about="type:clash")))[0].shapes
    assert (str(drawn.fill.fore_color.rgb), str(drawn.line.color.rgb)) == ("FFFFFF", "0072B2")
    assert drawn._element.nvSpPr.cNvPr.get("descr") == "Clash (near a known place)"


def test_a_ring_is_a_group_of_its_parts_that_go_once_around():
    parts = (("#0072B2", 2.0), ("#D55E00", 1.0), ("#008060", 1.0))
    ring = Symbol("ring", 50, 60, 3, "#0072B2", number="4", parts=parts, about="shared")
    _, group = slides_of(one_map(ring))[0].shapes
    assert (group.name, [preset_of(one) for one in group.shapes]) == (
        "Several incidents at one place 4", ["ellipse", "pie", "pie", "pie", "ellipse"],
    )  # fmt: skip
    assert [one.text_frame.text for one in group.shapes][-1] == "4"
    angles = [[int(guide.get("fmla")[4:]) / 60_000 for guide in one._element.iter(f"{A}gd")] for one in group.shapes]
    spans = [(end - start) % 360 for start, end in (pair for pair in angles if pair)]
    assert [round(span / 10) * 10 for span in spans] == [180, 90, 90]


def test_the_number_of_a_symbol_nobody_knows_names_what_there_is():
    with pytest.raises(SnapshotError, match="No symbol is called 'blob': use circle, triangle"):
        document_pptx(one_map(Symbol("blob", 5, 5, 1, INK)))


def test_paths_of_one_look_that_follow_each_other_become_one_freeform():
    _, ground = slides_of(one_map(*ground_of(Box(10, 10, 200, 150))))[0].shapes
    assert len(ground._element.findall(f".//{A}path")) == 40
    assert (ground.left, ground.top, ground.width, ground.height) == (Mm(10), Mm(10), Mm(190), Mm(140))


def test_a_hole_is_a_second_track_of_the_same_path_and_an_open_line_stays_open():
    box = Box(10, 10, 50, 50)
    area = Path((box.ring(), box.grown(-5).ring()), None, Fill(INK))
    track = Path((((10, 10), (20, 30), (30, 10)),), Pen(INK, 0.2), closed=False)
    _, drawn, opened_line = slides_of(one_map(area, track))[0].shapes
    tags = [part.tag.removeprefix(A) for part in drawn._element.find(f".//{A}path")]
    assert tags == ["moveTo", "lnTo", "lnTo", "lnTo", "close"] * 2
    tags = [part.tag.removeprefix(A) for part in opened_line._element.find(f".//{A}path")]
    assert tags == ["moveTo", "lnTo", "lnTo"]


def test_rectangles_are_rectangles_and_rounded_ones_keep_their_corners():
    ring = Box(10, 10, 50, 30).ring()
    sharp, rounded = Path((ring,), None, Fill(INK)), Path((ring[::-1],), None, Fill(INK), rounded=2.0)
    slanted = Path((((10, 10), (50, 11), (50, 30), (10, 30)),), None, Fill(INK))
    _, *drawn = slides_of(one_map(sharp, Circle(5, 5, 1, None, Fill(INK)), rounded, slanted))[0].shapes
    assert [preset_of(one) for one in drawn] == ["rect", "ellipse", "roundRect", "freeform"]
    assert drawn[2].adjustments[0] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("dash", "found"),
    [
        ((), 'prstDash val="solid"'), ((3, 1), 'prstDash val="sysDash"'), ((2.1, 1.6), 'prstDash val="dash"'),
        ((1,), 'prstDash val="sysDot"'), ((9, 9), 'ds d="1800000" sp="1800000"'), ((0, 1), 'cap="rnd"'),
    ],
)  # fmt: skip
def test_a_dash_is_the_nearest_preset_or_its_own(dash, found):
    width = 0.5 if dash in ((2.1, 1.6), (9, 9)) else 1.0
    assert found in line(Pen(INK, width, dash))


def test_every_pattern_is_a_pattern_fill_with_clear_ground():
    marks = [Circle(20, 20, 5, None, Fill(INK, 0.5, pattern)) for pattern in Pattern if pattern != Pattern.SOLID]
    slide = slides_of(one_map(*marks))[0]
    fills = list(slide.element.iter(f"{A}pattFill"))
    assert len({fill.get("prst") for fill in fills}) == len(marks)
    assert {fill.find(f"{A}bgClr//{A}alpha").get("val") for fill in fills} == {"0"}
    assert {fill.find(f"{A}fgClr//{A}alpha").get("val") for fill in fills} == {"50000"}


def test_the_marks_inside_the_frame_of_a_map_are_a_group_with_the_alternative_text(demo_slides):
    groups = [one for one in demo_slides[0].shapes if one.name == "Map"]
    assert [one._element.nvGrpSpPr.cNvPr.get("descr") for one in groups] == [map_sheet().alt]
    inside = {one.name.rsplit(" ", 1)[0] for one in groups[0].shapes}
    assert inside >= {"Clash", "Frame", "Label", "Disc: blast", "Lines"}
    outside = {one.text_frame.text for one in demo_slides[0].shapes if one.has_text_frame}
    assert outside >= {"INCIDENTS", "Armed attack", "UNCLASSIFIED"}


def test_two_maps_of_a_page_are_two_groups():
    marks = []
    for x in (10, 110):
        frame = Box(x, 40, x + 90, 120)
        marks += [Circle(x + 20, 60, 2, None, Fill(INK)), Path((frame.ring(),), Pen(INK, 0.3), about="frame")]
        marks += [Words(x, 30, 50, ("Caption",), 8, INK, role=Role.HEADING)]
    slide = slides_of(one_map(*marks))[0]
    assert [one.name for one in slide.shapes] == ["Title", "Map", "Heading 6", "Map 2", "Heading 10"]


def test_words_stand_where_they_are_with_their_lines_sizes_and_weights():
    mark = Words(12, 20, 80, ("First", "second", "third"), 7.5, "#D55E00", align=Align.RIGHT, bold_lines=(1,))
    _, box = slides_of(one_map(mark))[0].shapes
    runs = box.text_frame.paragraphs[0].runs
    assert [(one.text, one.font.size.pt, one.font.bold, one.font.name) for one in runs] == [
        ("First", 7.5, False, "Arial"), ("second", 7.5, True, "Arial"), ("third", 7.5, False, "Arial"),
    ]  # fmt: skip
    frame = box.text_frame
    assert (frame.word_wrap, int(frame.auto_size), frame.margin_left, frame.margin_top) == (False, 0, 0, 0)
    assert (box.left, box.width, frame.paragraphs[0].alignment) == (Mm(12), Mm(80), 3)
    assert abs(box.height - Mm(mark.height)) < Mm(0.01)


def test_hostile_text_comes_out_as_text(demo_slides):
    assert f"17 March 2004 to 19 March 2004\n{HOSTILE}" in texts_of(demo_slides[0])
    assert not [one for one in demo_slides[0].element.iter() if "script" in str(one.tag)]


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec=None), min_size=1))
def test_no_text_breaks_a_slide(text):
    slide = slides_of(
        document(
            MapSheet(
                text, 297.0, 210.0, (words(text, about=text), Symbol("circle", 9, 9, 2, INK, number=text[:3])), text
            ),
            TableSheet(text, text, (text,), ((Cell(text, text),),), (1,)),
            TextSheet(text, ((text, text),)),
        )
    )[0]
    assert clean(" ".join(text.split())) in texts_of(slide)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://example.org/a?b=1&c=<d>#e", "https://example.org/a?b=1&c=%3Cd%3E#e"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("https://пример.срб/х", "https://xn--e1afmkfd.xn--90a3ac/%D1%85"),
        ("https://example.org/50%zz%20", "https://example.org/50%25zz%20"),
        ("https://example.org/[x]\"'", "https://example.org/%5Bx%5D%22'"),
        ("javascript:alert(1)", ""), ("file:///etc/passwd", ""), ("https://", ""), ("http://[bad", ""),
        ("https://a b.org", ""), ("https://user@example.org", ""), ("https://example.org\\@evil.org", ""),
        ("https://example.org:99999/", ""), ("https://example.org/#a#b", ""), ("https://example.org/" + 2000 * "x", ""),
        ("//example.org", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_or_nowhere(link, kept):
    assert safe_link(link) == kept
    _, box = slides_of(one_map(words("read this", link=link)))[0].shapes
    assert box.text_frame.paragraphs[0].runs[0].hyperlink.address == (kept or None)


@given(st.text() | st.text("abc:/@?#[]%\\. \n", max_size=20).map("https://a.b/{}".format))
def test_an_address_has_only_the_signs_of_addresses(link):
    assert re.fullmatch(r"(https?://[A-Za-z0-9.-]+(:[0-9]+)?[A-Za-z0-9/?#@!$&'()*+,;=:%~._-]*)?", safe_link(link))


def test_a_table_goes_over_as_many_slides_as_it_needs_and_loses_no_row():
    sheet = table_sheet()
    slides = slides_of(document(sheet, banner="FOR OFFICIAL USE", footer="Made on a day"))
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    count = len(slides)
    assert titles == ["Events", *(f"Events, continued ({n} of {count})" for n in range(2, count + 1))]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for table in tables for row in list(table.rows)[1:]]
    assert rows == [[printable(cell.text) for cell in row] for row in sheet.rows]
    assert {tuple(cell.text for cell in table.rows[0].cells) for table in tables} == {sheet.header}
    assert all(table.first_row for table in tables)
    assert [texts_of(slide)[-1] for slide in slides] == [str(n) for n in range(1, count + 1)]
    for slide in slides:
        texts = texts_of(slide)
        assert (texts.count("FOR OFFICIAL USE"), texts.count("Made on a day")) == (2, 1)
    first = tables[0].rows[1].cells[3].text_frame.paragraphs[0].runs[0]
    assert first.hyperlink.address == "https://example.org/1"


def test_a_row_that_is_longer_than_a_slide_is_divided_between_lines():
    long = " ".join(f"word{n}" for n in range(4000))
    sheet = TableSheet("Long", "", ("No.", "Text"), ((Cell("1"), Cell(long)), (Cell("2"), Cell("x" * 3000))), (1, 3))
    slides = slides_of(document(sheet))
    rows = [
        [cell.text for cell in row.cells]
        for slide in slides for shape in slide.shapes if shape.has_table for row in list(shape.table.rows)[1:]
    ]  # fmt: skip
    second = next(n for n, row in enumerate(rows) if row[0] == "2")
    assert " ".join(row[1] for row in rows[:second]) == long
    assert "".join(row[1] for row in rows[second:]) == "x" * 3000
    assert_inside(slides, 297.0, 210.0)


def test_a_table_without_rows_has_its_header_and_a_long_intro_its_own_slides():
    slides = slides_of(document(TableSheet("None", "Nothing was found. " * 400, ("A", "B"), (), (1, 1))))
    assert len(slides) > 1
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    assert [[cell.text for cell in row.cells] for table in tables for row in table.rows] == [["A", "B"]]
    told = " ".join(text.replace("\n", " ") for slide in slides for text in texts_of(slide) if "found" in text)
    assert told == ("Nothing was found. " * 400).strip()
    assert_inside(slides, 297.0, 210.0)


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (TableSheet("T", "", ("A", "B"), ((Cell("x"),),), (1, 1)), "a row of 1 cells for 2 columns"),
        (TableSheet("T", "", ("A", "B"), (), (1,)), "1 widths for 2 columns"),
    ],
)
def test_a_table_with_uneven_rows_is_refused(sheet, sentence):
    with pytest.raises(SnapshotError, match=f"The table 'T' has {sentence}"):
        document_pptx(document(sheet))


@pytest.mark.parametrize(("width", "height", "columns"), [(210.0, 297.0, 1), (297.0, 210.0, 2)])
def test_a_text_goes_over_as_many_slides_as_it_needs_and_loses_no_word(width, height, columns):
    sheet = text_sheet()
    slides = slides_of(document(sheet, width=width, height=height))
    boxes = [one for slide in slides for one in slide.placeholders if one.name.startswith("Text ")]
    assert len(slides) > 1
    assert {box.name for box in boxes} == {f"Text {n}" for n in range(1, columns + 1)}
    told = " ".join(paragraph.text for box in boxes for paragraph in box.text_frame.paragraphs)
    assert told == " ".join(f"{heading} {text}".strip() for heading, text in sheet.paragraphs)
    ends = [box.text_frame.paragraphs[-1].runs[0].font.bold for box in boxes]
    assert not any(ends), "a heading stands alone at the end of a column"
    assert [slide.shapes.title.text_frame.text for slide in slides][1] == f"Cautions, continued (2 of {len(slides)})"


@given(st.text("ab -", min_size=1, max_size=120), st.floats(2, 40), st.data())
def test_a_text_divided_between_lines_is_the_same_text(text, width, data):
    shown = printable(text)
    lines = wrap(shown, width, 8)
    if len(lines) > 1:
        cut = data.draw(st.integers(1, len(lines) - 1))
        assert "".join(pieces_of(shown, lines, cut)).replace(" ", "") == shown.replace(" ", "")


def assert_inside(slides, width, height):
    wide, high = round(width * 36_000) + 1, round(height * 36_000) + 1
    for slide in slides:
        for transform in slide.element.iter(f"{A}xfrm", f"{P}xfrm"):
            x, y = (int(transform.find(f"{A}off").get(name)) for name in "xy")
            cx, cy = (int(transform.find(f"{A}ext").get(name)) for name in ("cx", "cy"))
            assert min(x, y, cx, cy) >= 0
            assert x + cx <= wide
            assert y + cy <= high


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [(297.0, 210.0, 1.0), (210.0, 297.0, 1.0), (338.667, 190.5, 1.3), (420.0, 297.0, 1.25)],
)
def test_nothing_lies_outside_of_a_slide_which_has_the_size_of_the_page(width, height, scale):
    made = replace(demo(width, height, scale), banner=HOSTILE * 5, footer=HOSTILE * 9)
    made = replace(made, sheets=(made.sheets[0], *(replace(one, title=HOSTILE * 6) for one in made.sheets[1:])))
    presentation = opened(document_pptx(made))
    assert (presentation.slide_width, presentation.slide_height) == (round(width * 36_000), round(height * 36_000))
    assert_inside(presentation.slides, width, height)
    for layout in presentation.slide_layouts:
        for shape in layout.placeholders:
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_every_word_of_a_sheet_is_in_a_run_that_can_be_edited(demo_slides):
    texts = texts_of(demo_slides[0])
    missing = [mark.lines for mark in map_sheet().words() if "\n".join(mark.lines) not in texts]
    assert missing == []
    for slide in demo_slides:
        assert {one.getparent().tag for one in slide.element.iter(f"{A}t")} <= {f"{A}r", f"{A}fld"}


def test_ids_are_unique_on_a_slide_and_elements_stand_in_the_order_of_the_schema(demo_slides):
    for slide in demo_slides:
        ids = Counter(one.get("id") for one in slide.element.iter(f"{P}cNvPr"))
        assert set(ids.values()) == {1}
        for element in slide.element.iter(*ORDERS):
            names = [etree.QName(child).localname for child in element]
            order = ORDERS[element.tag]
            assert set(names) <= set(order), element.tag
            places = [order.index("sp" if name in MIXED and element.tag == f"{P}grpSp" else name) for name in names]
            assert places == sorted(places), (element.tag, names)


def test_ids_of_relationships_lead_somewhere(demo_slides):
    for slide in demo_slides:
        used = {one.get(f"{{{one.nsmap['r']}}}id") for one in slide.element.iter(f"{A}hlinkClick")}
        assert used <= set(slide.part.rels)


def test_notes_are_spoken_line_by_line(demo_slides):
    assert demo_slides[0].notes_slide.notes_text_frame.text == "Say this first.\nThen: Ђорђе, ë."
    assert not demo_slides[1].has_notes_slide


def test_the_properties_tell_title_author_and_day(demo_bytes):
    told = opened(demo_bytes).core_properties
    day = datetime(2026, 11, 22, tzinfo=UTC).replace(tzinfo=None)
    assert (told.title, told.author, told.created, told.modified) == ("Demo", "A. Briefer", day, day)
    assert (told.comments, told.last_modified_by) == ("", "A. Briefer")


def test_the_view_travels_in_the_package_and_survives_being_saved_again(demo_bytes):
    again = BytesIO()
    opened(demo_bytes).save(again)
    for content in (BytesIO(demo_bytes), again):
        with zipfile.ZipFile(content) as packed:
            assert packed.read("incident-atlas/view.json").decode() == '{"view":"ë"}'
            types = packed.read("[Content_Types].xml").decode()
            assert 'PartName="/incident-atlas/view.json" ContentType="application/json"' in types
            assert "incident-atlas/view.json" in packed.read("_rels/.rels").decode()


def test_the_same_document_gives_the_same_bytes_with_a_fixed_date(demo_bytes):
    assert document_pptx(demo()) == demo_bytes
    with zipfile.ZipFile(BytesIO(demo_bytes)) as packed:
        members = packed.infolist()
    assert {(one.date_time, one.create_system) for one in members} == {((1980, 1, 1, 0, 0, 0), 0)}
    names = [one.filename for one in members]
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert not [name for name in names if "thumbnail" in name or "printer" in name or "app.xml" in name]


def test_neither_hash_seed_nor_time_zone_change_the_bytes(demo_bytes):
    asked = "import sys; from tests.test_snapshot_pptx import *; sys.stdout.buffer.write(document_pptx(demo()))"
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    root = FilePath(__file__).resolve().parents[1]
    made = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, env=environment, cwd=root)
    assert made.stdout == demo_bytes


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (document(), "has no page"),
        (document(TextSheet("T", ()), made_on="soon"), "made on 'soon', which is no day"),
        (one_map(Circle(5, 5, 1, None, Fill("red"))), "'red' is no colour"),
        (one_map(words("x"), Words(1, 1, 9, ("x",), 8, '"/><a:evil/>')), "is no colour"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(made, sentence):
    with pytest.raises(SnapshotError, match=sentence):
        document_pptx(made)
