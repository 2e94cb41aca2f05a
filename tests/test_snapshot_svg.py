"""A page as SVG: exact, and whatever a text says, it comes out as text."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SnapshotError
from geo.snapshot.canvas import shapes
from geo.snapshot.canvas.marks import Align, Circle, Fill, MapSheet, Path, Pattern, Pen, Role, Symbol, Words
from geo.snapshot.canvas.metrics import printable
from geo.snapshot.forms.svg import sheet_svg
from geo.style import EVENT_STYLES
from tests.printed import SPEC, map_sheet, rectangle

SVG = "{http://www.w3.org/2000/svg}"
OURS = {"svg", "title", "desc", "metadata", "defs", "pattern", "g", "path", "rect", "circle", "text", "tspan", "a"}
TINY = MapSheet(
    "Tiny & small",
    60,
    40,
    (
        Path((rectangle(1, 2, 20.004, 10.5),), Pen("#17212B", 0.2), Fill("#F2F4F6", 0.5), rounded=1.5),
        Path((rectangle(0, 0, 9, 9), rectangle(2, 2, 3, 3)), fill=Fill("#9A6B12", 0.6, Pattern.DIAGONAL)),
        Path((((-0.001, 1), (2.346, 3.1)),), Pen("#0B5CAD", 0.4, (2.0, 0.75), 0.8), closed=False),
        Circle(30, 20, 4.125, Pen("#B3558A", 0.3, (0.0, 1.0))),
        Symbol("square", 10, 30, 2, "#2E8FCB", number="7"),
        Symbol("circle", 20, 30, 2, "#0072B2", hollow=True),
        Symbol("ring", 30, 30, 2, "#0072B2", parts=(("#0072B2", 1), ("#D55E00", 3))),
        Words(35, 5, 20, ("17 March", "Čačak <b>"), 8, "#17212B", align=Align.RIGHT, bold_lines=(0,)),
        Words(5, 35, 20, ("Open",), 8, "#0B5CAD", bold=True, link="https://example.org/?a=1&b=2"),
    ),
    "A small map.",
)


def parsed(page):
    return ET.fromstring(page)  # noqa: S314 - what we wrote ourselves


def test_a_tiny_sheet_is_written_to_the_letter():
    assert sheet_svg(TINY, '{"a":"<&>"}') == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="60mm" height="40mm" viewBox="0 0 60 40" role="img">'
        "<title>Tiny &amp; small</title><desc>A small map.</desc>"
        '<metadata id="incident-atlas-view">{"a":"&lt;&amp;&gt;"}</metadata>'
        '<defs><pattern id="diagonal-9A6B12-60" width="1.6" height="1.6" patternUnits="userSpaceOnUse">'
        '<path d="M-1 2.6L2.6 -1M-1 1L1 -1M0.6 2.6L2.6 0.6" stroke-width="0.3" stroke="#9A6B12" stroke-opacity="0.6"/>'
        "</pattern></defs>"
        "<g font-family=\"Arimo, Arial, 'Liberation Sans', Helvetica, sans-serif\""
        ' style="font-kerning:none;font-variant-ligatures:none" fill="none" fill-rule="evenodd"'
        ' stroke-linejoin="round">'
        '<rect x="1" y="2" width="20" height="10.5" rx="1.5" fill="#F2F4F6" fill-opacity="0.5" stroke="#17212B"'
        ' stroke-width="0.2"/>'
        '<path d="M0 0 9 0 9 9 0 9ZM2 2 5 2 5 5 2 5Z" fill="url(#diagonal-9A6B12-60)"/>'
        '<path d="M0 1 2.35 3.1" stroke="#0B5CAD" stroke-width="0.4" stroke-dasharray="2 0.75" stroke-opacity="0.8"/>'
        '<circle cx="30" cy="20" r="4.12" stroke="#B3558A" stroke-width="0.3" stroke-dasharray="0 1"'
        ' stroke-linecap="round"/>'
        '<path d="M8.36 28.36 11.64 28.36 11.64 31.64 8.36 31.64Z" fill="#2E8FCB" stroke="#FFFFFF"'
        ' stroke-width="0.52" paint-order="stroke"/>'
        '<text x="10" y="30.8" font-size="2.24" font-weight="700" text-anchor="middle" fill="#17212B">7</text>'
        '<circle cx="20" cy="30" r="1.84" fill="#FFFFFF" stroke="#0072B2" stroke-width="0.48"/>'
        '<circle cx="30" cy="30" r="2.26" fill="#FFFFFF"/>'
        '<path d="M30.07 28.34A1.66 1.66 0 0 1 31.66 29.93" stroke="#0072B2" stroke-width="0.68"/>'
        '<path d="M31.66 30.07A1.66 1.66 0 1 1 29.93 28.34" stroke="#D55E00" stroke-width="0.68"/>'
        '<text font-size="2.822" fill="#17212B">'
        '<tspan x="42.76" y="7.67" textLength="12.24" font-weight="700">17 March</tspan>'
        '<tspan x="41.35" y="11.06" textLength="13.65">Čačak &lt;b&gt;</tspan></text>'
        '<a href="https://example.org/?a=1&amp;b=2"><text font-size="2.822" font-weight="700" fill="#0B5CAD">'
        '<tspan x="5" y="37.67" textLength="7.21">Open</tspan></text></a></g></svg>\n'
    )


def test_without_text_only_the_words_are_missing():
    drawn = parsed(sheet_svg(map_sheet(), text=False))
    numbers = [text.text for text in drawn.iter(f"{SVG}text")]
    assert numbers == [mark.number for mark in map_sheet().marks if isinstance(mark, Symbol) and mark.number]
    assert not list(drawn.iter(f"{SVG}tspan"))


def test_a_page_with_everything_holds_our_elements_only_and_its_spec():
    page = sheet_svg(map_sheet(), SPEC)
    root = parsed(page)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == OURS
    assert json.loads(root.findtext(f"{SVG}metadata")) == json.loads(SPEC)
    assert root.findtext(f"{SVG}desc") == "A map of northern Kosovo with 34 incidents."
    links = [element.get("href") for element in root.iter(f"{SVG}a")]
    assert links == ["https://example.org/?a=1&b='2'"]
    assert not re.search(r"\d{3}\.\d*0[\" ]|nan|inf\b", page)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "HTTPS://e.org", "https://", "https://a b", "file:///etc"]
)
def test_an_address_that_is_not_of_the_web_is_no_link(link):
    sheet = MapSheet("t", 10, 10, (Words(0, 0, 9, ("x",), 8, "#000000", link=link),), "a")
    assert "<a " not in sheet_svg(sheet)


@given(st.text(), st.text())
def test_any_text_comes_out_as_text(line, told):
    words = Words(0, 0, 50, (line,), 8, "#17212B", role=Role.LABEL, link=told)
    symbol = Symbol("circle", 5, 5, 2, "#0072B2", number=line)
    spec = json.dumps({"title": line, told: 1}, ensure_ascii=False)
    root = parsed(sheet_svg(MapSheet(told, 50, 50, (words, symbol), line), spec))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= OURS
    said = "".join(root.find(f"{SVG}g").itertext())
    assert said == printable(line) * 2
    assert json.loads(root.findtext(f"{SVG}metadata")) == json.loads(spec)


def test_a_colour_that_is_none_is_refused_with_a_sentence():
    sheet = MapSheet("t", 10, 10, (Circle(1, 1, 1, fill=Fill('red"/><script>')),), "a")
    with pytest.raises(SnapshotError, match="is no colour: a mark needs one of the form #RRGGBB"):
        sheet_svg(sheet)


def test_a_shape_nobody_knows_is_refused_with_a_sentence():
    with pytest.raises(SnapshotError, match="No symbol is called 'blob': use circle, triangle,"):
        sheet_svg(MapSheet("t", 10, 10, (Symbol("blob", 1, 1, 1, "#000000"),), "a"))


@pytest.mark.parametrize("style", EVENT_STYLES.values(), ids=lambda style: style.shape)
def test_every_shape_of_the_atlas_has_an_outline_about_its_radius(style):
    corners = [corner for ring in shapes.outline_of(style.shape) for corner in ring]
    assert 0.7 <= max(max(abs(x), abs(y)) for x, y in corners) <= 1.2


@pytest.mark.parametrize("style", EVENT_STYLES.values(), ids=lambda style: style.shape)
def test_a_number_is_read_on_its_ground(style):
    number = shapes.number_in(Symbol(style.shape, 0, 0, 2, style.light, number="12"))
    assert shapes.contrast(number.colour, number.ground) >= 4.2


def test_parts_of_a_ring_fill_it_in_their_order():
    mark = Symbol("ring", 0, 0, 2, "#000000", parts=(("#111111", 1), ("#222222", 0), ("#333333", 1)))
    first, second = shapes.arcs_of(mark)
    assert (first.colour, second.colour) == ("#111111", "#333333")
    assert first.start < first.end < second.start < second.end
    assert second.end - second.start == pytest.approx(first.end - first.start)


def test_a_ring_of_one_part_is_whole():
    (arc,) = shapes.arcs_of(Symbol("ring", 0, 0, 2, "#000000", parts=(("#111111", 5),)))
    assert (arc.colour, arc.whole) == ("#111111", True)


MAKE = """
from hashlib import sha256
from tests.printed import SPEC, document, map_sheet
from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.forms.raster import pictures_of, png_of
from geo.snapshot.forms.svg import sheet_svg
pdf = document_pdf(document())
png = png_of(pictures_of(pdf, 60, [0])[0], 60, SPEC, "alt")
print(*(sha256(made).hexdigest() for made in (sheet_svg(map_sheet(), SPEC).encode(), pdf, png)))
"""


def test_the_same_page_is_the_same_bytes_whatever_the_seed_of_hashes_and_the_time_zone():
    made = [
        subprocess.Popen([sys.executable, "-c", MAKE], env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
                         stdout=subprocess.PIPE, text=True)
        for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"), ("4242", "America/Lima"))
    ]  # fmt: skip
    sums = [process.communicate()[0] for process in made]
    assert len(sums[0].split()) == 3
    assert len(set(sums)) == 1
