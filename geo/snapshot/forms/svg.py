"""A page as SVG: the marks of one sheet in millimetres, with the words as text.

It is built as plain text, which is ten times quicker than a tree. So one rule holds: whatever comes out of the
material goes through `_escaped` or is a number or a colour that was looked at.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from math import cos, sin
from typing import TYPE_CHECKING

from geo.errors import SnapshotError
from geo.snapshot.canvas import shapes
from geo.snapshot.canvas.marks import POINT_MM, Align, Circle, Fill, Path, Pattern, Pen, Symbol, Words
from geo.snapshot.canvas.metrics import FALLBACKS, printable, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.snapshot.canvas.marks import MapSheet, Mark, Ring

#: ascent and descent of the font in sizes; half of what a line has beyond them stands above it, as in a browser
ASCENT, DESCENT = 0.905, 0.212
#: side of a tile of a pattern and width of its lines in mm
TILE, LINE, DOT = 1.6, 0.3, 0.28
#: outlines of so many corners are written once
LONG = 60
METADATA_ID = "incident-atlas-view"

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LINK = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"]+")
#: what XML 1.0 cannot hold, and signs that turn the direction of what follows
_NO_XML = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
#: what a number with two decimals can do without; a whole number has lost its point before
_ZEROS = re.compile(r"\.00|(?<=\.[0-9])0")
_TILES = {
    Pattern.DIAGONAL: f"M-1 {TILE + 1:g}L{TILE + 1:g} -1M-1 1L1 -1M{TILE - 1:g} {TILE + 1:g}L{TILE + 1:g} {TILE - 1:g}",
    Pattern.HORIZONTAL: f"M0 {TILE / 2}H{TILE}",
    Pattern.VERTICAL: f"M{TILE / 2} 0V{TILE}",
    Pattern.CROSS: f"M0 {TILE / 2}H{TILE}M{TILE / 2} 0V{TILE}",
}


def sheet_svg(sheet: MapSheet, spec: str = "", *, text: bool = True) -> str:
    """Return a sheet as SVG; `text=False` leaves the words out, for a page that sets them itself.

    Parameters
    ----------
    spec
        JSON text that brings the view back; it stands in `<metadata>`.

    Raises
    ------
    SnapshotError
        If a mark has a colour that is none, or a shape that nobody knows.
    """
    width, height = _mm(sheet.width), _mm(sheet.height)
    fonts = ", ".join(f"'{name}'" if " " in name else name for name in FALLBACKS)
    body = "".join([_WRITERS[type(mark)](mark) for mark in sheet.marks if text or not isinstance(mark, Words)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}"'
        f' role="img"><title>{_escaped(sheet.title)}</title><desc>{_escaped(sheet.alt)}</desc>'
        + (f'<metadata id="{METADATA_ID}">{_json(spec)}</metadata>' if spec else "")
        + _patterns(sheet.marks)
        + f'<g font-family="{fonts}" style="font-kerning:none;font-variant-ligatures:none" fill="none"'
        f' fill-rule="evenodd" stroke-linejoin="round">{body}</g></svg>\n'
    )


def baseline_of(words: Words, line: int) -> float:
    """Return how far below the top of the page the letters of a line stand, in mm."""
    first = (words.leading - ASCENT - DESCENT) / 2 + ASCENT
    return words.y + (first + line * words.leading) * words.size * POINT_MM


def start_of(words: Words, line: str, *, bold: bool) -> float:
    """Return where a printable line begins, in mm from the left edge of the page."""
    room = words.width - width_of(line, words.size, bold)
    return words.x + {Align.LEFT: 0.0, Align.CENTRE: room / 2, Align.RIGHT: room}[words.align]


def safe_link(link: str) -> str:
    """Return an address if it is one of the web, else nothing."""
    return link if _LINK.fullmatch(link) else ""


def _mm(number: float) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain(text: str) -> str:
    """Return a text that no letter shows, such as a title of a file: without control signs and broken signs."""
    return _NO_XML.sub("", text)


def _escaped(text: str) -> str:
    return escape(plain(text))


def _json(text: str) -> str:
    """Escape JSON for XML and lose nothing: what XML cannot hold becomes an escape of JSON."""
    return escape(_NO_XML.sub(_json_sign, text), quote=False)


def _json_sign(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[k]:02x}{units[k + 1]:02x}" for k in range(0, len(units), 2))


@lru_cache(maxsize=256)
def _colour(colour: str) -> str:
    if not _COLOUR.fullmatch(colour):
        raise SnapshotError(f"{colour!r} is no colour: a mark needs one of the form #RRGGBB.")
    return colour


@lru_cache(maxsize=256)
def _pen(pen: Pen | None) -> str:
    if pen is None:
        return ""
    seen = f' stroke="{_colour(pen.colour)}" stroke-width="{_mm(pen.width)}"'
    if pen.dash:
        seen += f' stroke-dasharray="{" ".join(map(_mm, pen.dash))}"'
        # a dash without length is a dot, and only round ends show it
        seen += "" if all(pen.dash[::2]) else ' stroke-linecap="round"'
    return seen + (f' stroke-opacity="{_mm(pen.opacity)}"' if pen.opacity != 1 else "")


@lru_cache(maxsize=256)
def _fill(fill: Fill | None) -> str:
    if fill is None:
        return ""
    if fill.pattern is not Pattern.SOLID:
        return f' fill="url(#{_pattern_id(fill)})"'
    return f' fill="{_colour(fill.colour)}"' + (f' fill-opacity="{_mm(fill.opacity)}"' if fill.opacity != 1 else "")


def _pattern_id(fill: Fill) -> str:
    """Return a name that says all, so that several drawings in one page may share it."""
    return f"{fill.pattern}-{_colour(fill.colour)[1:]}-{round(fill.opacity * 100)}"


def _patterns(marks: Sequence[Mark]) -> str:
    fills = (mark.fill for mark in marks if isinstance(mark, Path | Circle))
    used = {_pattern_id(fill): fill for fill in fills if fill is not None and fill.pattern is not Pattern.SOLID}
    if not used:
        return ""
    return f"<defs>{''.join(_pattern(name, fill) for name, fill in sorted(used.items()))}</defs>"


def _pattern(name: str, fill: Fill) -> str:
    seen = f' {{}}="{fill.colour}"' + (f' {{}}-opacity="{_mm(fill.opacity)}"' if fill.opacity != 1 else "")
    if fill.pattern is Pattern.DOTS:
        paint = seen.format("fill", "fill")
        tile = f'<circle cx="{TILE / 2}" cy="{TILE / 2}" r="{DOT}"{paint}/>'
    else:
        tile = f'<path d="{_TILES[fill.pattern]}" stroke-width="{LINE}"{seen.format("stroke", "stroke")}/>'
    return f'<pattern id="{name}" width="{TILE}" height="{TILE}" patternUnits="userSpaceOnUse">{tile}</pattern>'


def _track(rings: Sequence[Ring], *, closed: bool) -> str:
    end = "Z" if closed else ""
    # numbers after the first pair are corners too, without a letter of their own
    pattern = "".join([f"M{' '.join(['%.2f %.2f'] * len(ring))}{end}" for ring in rings if ring])
    written = pattern % tuple([number for ring in rings for point in ring for number in point])
    return _ZEROS.sub("", written.replace("-0.00", "0"))


#: outlines come again on every page of a series
_outline = lru_cache(maxsize=64)(_track)


def _path(mark: Path) -> str:
    paint = _fill(mark.fill) + _pen(mark.pen)
    if mark.rounded and mark.rings:
        (x0, y0), _, (x1, y1), *_ = mark.rings[0]
        x, y, width, height = min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)
        place = f'x="{_mm(x)}" y="{_mm(y)}" width="{_mm(width)}" height="{_mm(height)}" rx="{_mm(mark.rounded)}"'
        return f"<rect {place}{paint}/>"
    known = sum(map(len, mark.rings)) >= LONG
    track = (_outline if known else _track)(mark.rings, closed=mark.closed)
    return f'<path d="{track}"{paint}/>' if track else ""


def _circle(mark: Circle) -> str:
    place = f'cx="{_mm(mark.x)}" cy="{_mm(mark.y)}" r="{_mm(mark.radius)}"'
    return f"<circle {place}{_fill(mark.fill)}{_pen(mark.pen)}/>"


def _symbol(mark: Symbol) -> str:
    number = _number(mark) if mark.number else ""
    if mark.shape == shapes.RING:
        return _ring(mark) + number
    if mark.hollow:
        line = _mm(shapes.HOLLOW_LINE * mark.radius)
        paint = f'fill="{shapes.PAPER}" stroke="{_colour(mark.colour)}" stroke-width="{line}"'
    else:
        # the line is painted first, so that half of it is a halo and the shape keeps its size
        halo = _mm(shapes.HALO * mark.radius)
        paint = f'fill="{_colour(mark.colour)}" stroke="{shapes.PAPER}" stroke-width="{halo}" paint-order="stroke"'
    if mark.shape == "circle":
        radius = _mm(shapes.CIRCLE_RADIUS * mark.radius)
        return f'<circle cx="{_mm(mark.x)}" cy="{_mm(mark.y)}" r="{radius}" {paint}/>{number}'
    x, y, r = mark.x, mark.y, mark.radius
    rings = [tuple((x + px * r, y + py * r) for px, py in ring) for ring in shapes.outline_of(mark.shape)]
    return f'<path d="{_track(rings, closed=True)}" {paint}/>{number}'


def _ring(mark: Symbol) -> str:
    x, y, radius = mark.x, mark.y, mark.radius * shapes.RING_RADIUS
    disc = f'cx="{_mm(x)}" cy="{_mm(y)}"'
    halo = _mm(mark.radius * (1 + shapes.HALO / 2))
    drawn = [f'<circle {disc} r="{halo}" fill="{shapes.PAPER}"/>']
    for arc in shapes.arcs_of(mark):
        paint = f'stroke="{_colour(arc.colour)}" stroke-width="{_mm(shapes.RING_LINE * mark.radius)}"'
        if arc.whole:
            drawn.append(f'<circle {disc} r="{_mm(radius)}" {paint}/>')
            continue
        ends = [f"{_mm(x + radius * sin(angle))} {_mm(y - radius * cos(angle))}" for angle in (arc.start, arc.end)]
        large = int(arc.end - arc.start > 3.14159265)  # noqa: PLR2004 - half a turn
        drawn.append(f'<path d="M{ends[0]}A{_mm(radius)} {_mm(radius)} 0 {large} 1 {ends[1]}" {paint}/>')
    return "".join(drawn)


def _number(mark: Symbol) -> str:
    number = shapes.number_in(mark)
    place = f'x="{_mm(number.x)}" y="{_mm(number.baseline)}" font-size="{_mm(number.height)}" font-weight="700"'
    paint = f'fill="{number.colour}"'
    if number.halo:
        paint += f' stroke="{_colour(number.ground)}" stroke-width="{_mm(number.halo)}" paint-order="stroke"'
    return f'<text {place} text-anchor="middle" {paint}>{_escaped(printable(mark.number))}</text>'


def _words(mark: Words) -> str:
    lines = [_line(mark, n, printable(line)) for n, line in enumerate(mark.lines)]
    size = f"{mark.size * POINT_MM:.3f}".rstrip("0").rstrip(".")
    weight = ' font-weight="700"' if mark.bold else ""
    text = f'<text font-size="{size}"{weight} fill="{_colour(mark.colour)}">{"".join(lines)}</text>'
    link = safe_link(mark.link)
    return f'<a href="{_escaped(link)}">{text}</a>' if link else text


def _line(mark: Words, n: int, line: str) -> str:
    if not line:
        return ""
    bold = mark.bold or n in mark.bold_lines
    weight = ' font-weight="700"' if bold and not mark.bold else ""
    # the width is said, so that it holds where another font stands in; one letter cannot be spread
    width = f' textLength="{_mm(width_of(line, mark.size, bold))}"' if len(line) > 1 else ""
    place = f'x="{_mm(start_of(mark, line, bold=bold))}" y="{_mm(baseline_of(mark, n))}"'
    return f"<tspan {place}{width}{weight}>{_escaped(line)}</tspan>"


_WRITERS: dict[type, Callable[..., str]] = {Path: _path, Circle: _circle, Symbol: _symbol, Words: _words}
