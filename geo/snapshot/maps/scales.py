"""What makes a map measurable: graticule, scale bar, north arrow."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import POINT_MM, Align, Box, Fill, Path, Pen, Role, Words
from geo.snapshot.canvas.metrics import width_of
from geo.snapshot.canvas.paper import SIDES, WORDS
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from geo.snapshot.canvas.marks import Mark, Ring
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.canvas.projection import Projection

THEME = MAP_THEMES["light"]
INK, MUTED, FAINT = str(THEME["ink"]), str(THEME["muted"]), str(THEME["faint"])
#: seconds of arc between two lines of a graticule; each is at most twice the next, so that 3 to 6 lines can be had
STEPS = (
    *(degrees * 3600 for degrees in (90, 45, 30, 15, 10, 5, 3, 2, 1)),
    *(minutes * 60 for minutes in (30, 15, 10, 5, 3, 2, 1)),
    *(30, 15, 10, 5, 3, 2, 1),
)
FEWEST = 3
HALF_TURN = 180 * 3600
#: neither east nor west, neither north nor south
_NEITHER = (0, HALF_TURN, -HALF_TURN)
#: points: labels of the graticule, numbers of the scale bar, the N of the arrow
LABEL_TYPE, BAR_TYPE, NORTH_TYPE = 5.6, 6.5, 7.5
#: mm on A4: ticks outside the frame, air between tick and label; lines
TICK, AIR = 0.9, 0.4
LINE, NEAT = 0.12, 0.25
#: mm on A4: longest scale bar and its height; height of the north arrow
BAR, BAR_HEIGHT, ARROW = 48.0, 1.2, 7.0
#: mm on A4: air around the scale bar on its white plate
PLATE = 1.0
#: share of a map's width that the words under the scale bar may take
NARROW = 0.6
#: metres
KM = 1000
#: degrees: a wider map needs no arrow, for its graticule shows that north is up everywhere
NORTH_HELPS = 25.0


def _degrees(seconds: int, letters: str) -> str:
    """Write an angle as far as it is not zero, at least to minutes: 21°00′E, 42°40′15″N."""
    minutes, rest = divmod(abs(seconds), 60)
    fine = f"{rest:02d}″" if rest else ""
    letter = "" if seconds in _NEITHER else letters[0] if seconds > 0 else letters[1]
    return f"{minutes // 60}°{minutes % 60:02d}′{fine}{letter}"


def _lines(low: float, high: float) -> list[int]:
    """Return where lines of a graticule stand between two angles in degrees, in seconds: the widest step of 3 lines."""
    for step in STEPS:
        first, last = math.ceil(low * 3600 / step), math.floor(high * 3600 / step)
        if last - first + 1 >= FEWEST:
            return [number * step for number in range(first, last + 1)]
    return []


def graticule_room(sizes: Sizes) -> tuple[float, float]:
    """Return the room that ticks and labels take left of a frame and below it, in mm."""
    widest = width_of("42°40′30″N", sizes.pt(LABEL_TYPE))
    high = sizes.pt(LABEL_TYPE) * 1.2 * POINT_MM
    return widest + 0.1 + (TICK + AIR) * sizes.scale, high + (TICK + AIR) * sizes.scale


def graticule_marks(projection: Projection, sizes: Sizes) -> list[Mark]:
    """Draw fine lines of longitude and latitude, ticks outside the frame and labels left of it and below.

    Returns
    -------
    list of Mark
        One path of lines, one of ticks, and the labels; `graticule_room` says how far they reach over the frame.
    """
    frame, tick, air = projection.frame, TICK * sizes.scale, AIR * sizes.scale
    size = sizes.pt(LABEL_TYPE)
    high = size * 1.2 * POINT_MM
    lines: list[Ring] = []
    ticks: list[Ring] = []
    labels: list[Mark] = []
    for seconds in _lines(projection.west, projection.east):
        x = round(projection.x(seconds / 3600), 3)
        lines.append(((x, frame.y0), (x, frame.y1)))
        ticks += [((x, frame.y0 - tick), (x, frame.y0)), ((x, frame.y1), (x, frame.y1 + tick))]
        text = _degrees((seconds + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN, "EW")
        width = width_of(text, size) + 0.1
        labels.append(_label(text, x - width / 2, frame.y1 + tick + air, size, Align.CENTRE))
    for seconds in _lines(projection.south, projection.north):
        y = round(projection.y(seconds / 3600), 3)
        lines.append(((frame.x0, y), (frame.x1, y)))
        ticks += [((frame.x0 - tick, y), (frame.x0, y)), ((frame.x1, y), (frame.x1 + tick, y))]
        text = _degrees(seconds, "NS")
        left = frame.x0 - tick - air - width_of(text, size) - 0.1
        labels.append(_label(text, left, y - high / 2, size, Align.RIGHT))
    return [
        Path(tuple(lines), Pen(FAINT, LINE, opacity=0.4), closed=False, about="graticule:lines"),
        Path(tuple(ticks), Pen(INK, NEAT), closed=False, about="graticule:ticks"),
        *labels,
    ]


def _label(text: str, x: float, y: float, size: float, align: Align) -> Words:
    width = width_of(text, size) + 0.1
    return Words(x, y, width, (text,), size, MUTED, align=align, role=Role.LABEL, about="graticule:label")


def _segments(mm_of_metre: float, longest: float) -> tuple[float, int]:
    """Return the metres of one segment (1, 2 or 5 with noughts) and how many of them, 2 to 4, fit a length."""
    metres = longest / 2 / mm_of_metre
    power = 10.0 ** math.floor(math.log10(metres))
    length = max(nice for nice in (power / 2, power, 2 * power, 5 * power) if nice <= metres)
    return length, min(4, int(longest / (length * mm_of_metre) + 1e-9))


def said_ratio(projection: Projection, sizes: Sizes) -> str:
    """Say the scale, rounded to three digits, for example "1 : 1,050,000 on A4 (scale true at 42°33′N)"."""
    at = _degrees(round(projection.centre[0] * 60) * 60, "NS")
    paper = next((WORDS[paper] for paper, sides in SIDES.items() if {*sides} == {sizes.width, sizes.height}), "paper")
    return f"{_ratio(projection)} on {paper} (scale true at {at})"


def _ratio(projection: Projection) -> str:
    digits = max(math.floor(math.log10(projection.ratio)) - 2, 0)
    return f"1 : {round(projection.ratio / 10**digits) * 10**digits:,}"


def scale_bar_marks(projection: Projection, x: float, y: float, sizes: Sizes) -> tuple[list[Mark], Box]:
    """Draw a scale bar, numbers above it and the ratio below; it is true at the middle of the map.

    Parameters
    ----------
    projection
        The map; a narrow one has a shorter bar, and says the ratio alone.
    x, y
        Lower left corner, mm.
    sizes
        Of the page.

    Returns
    -------
    tuple
        The marks, and the box that holds them. The first mark is the plate, the second the bar; `about` of the bar is
        "scale-bar:" and its length in metres.
    """
    air, size, small = PLATE * sizes.scale, sizes.pt(BAR_TYPE), sizes.pt(BAR_TYPE - 0.7)
    said = said_ratio(projection, sizes)
    if width_of(said, small) > projection.frame.width * NARROW:
        said = _ratio(projection)
    below = y - air - small * 1.2 * POINT_MM
    bottom = below - 0.4 * sizes.scale
    marks, right, top = _bar(projection, (x + air, bottom), sizes, size)
    right = max(right, x + air + width_of(said, small) + 0.1) + air
    box = Box(x, top - air / 2, right, y)
    plate = Path((box.ring(),), None, Fill("#FFFFFF", 0.85), about="scale", rounded=0.8 * sizes.scale)
    return [plate, *marks, _words(said, x + air, below, small, Align.LEFT)], box


def _bar(
    projection: Projection, corner: tuple[float, float], sizes: Sizes, size: float
) -> tuple[list[Mark], float, float]:
    """Draw the bar with its numbers over a lower left corner; return its marks, right end and upper end."""
    mm = projection.mm_of_metres(1, projection.centre[0])
    length, count = _segments(mm, min(BAR * sizes.scale, projection.frame.width * NARROW / 1.5))
    unit, metres = ("km", 1000) if length * count >= KM else ("m", 1)
    texts = [f"{number * length / metres:,.10g}" for number in range(count + 1)]
    left = corner[0] + width_of(texts[0], size) / 2
    bottom, top = corner[1], corner[1] - BAR_HEIGHT * sizes.scale
    above = top - size * 1.15 * POINT_MM
    edges = [left + number * length * mm for number in range(count + 1)]
    dark = tuple(Box(edges[n], top, edges[n + 1], bottom).ring() for n in range(0, count, 2))
    bar = Box(edges[0], top, edges[-1], bottom)
    marks: list[Mark] = [
        Path((bar.ring(),), Pen(INK, 0.2), Fill("#FFFFFF"), about=f"scale-bar:{length * count:.10g}"),
        Path(dark, None, Fill(INK), about="scale-bar"),
    ]
    shown = list(zip(edges, texts, strict=True))
    if length * mm < width_of(texts[-1], size) + sizes.scale:  # too narrow for all of them
        shown = [shown[0], shown[-1]]
    for edge, text in shown:
        marks.append(_words(text, edge - width_of(text, size) / 2 - 0.05, above, size, Align.CENTRE))
    last = edges[-1] + width_of(texts[-1], size) / 2 + 0.6 * sizes.scale
    marks.append(_words(unit, last, above, size, Align.LEFT))
    return marks, last + width_of(unit, size) + 0.1, above


def _words(text: str, x: float, y: float, size: float, align: Align) -> Words:
    return Words(x, y, width_of(text, size) + 0.1, (text,), size, INK, align=align, role=Role.LABEL, about="scale")


def north_helps(projection: Projection) -> bool:
    """Say whether a map is small enough for a north arrow."""
    return projection.east - projection.west < NORTH_HELPS


def north_arrow_marks(x: float, y: float, sizes: Sizes) -> tuple[list[Mark], Box]:
    """Draw a needle with an N above it; `x`, `y` is the upper left corner in mm.

    Returns
    -------
    tuple
        The marks, and the box that holds them.
    """
    size = sizes.pt(NORTH_TYPE)
    high, wide = ARROW * sizes.scale, ARROW * 0.5 * sizes.scale
    top = y + size * 1.05 * POINT_MM
    middle, notch = x + wide / 2, top + high * 0.74
    tip = (middle, top)
    marks: list[Mark] = [
        Path(((tip, (side, top + high), (middle, notch)),), Pen(INK, 0.15), Fill(colour), about="north")
        for side, colour in ((x, INK), (x + wide, "#FFFFFF"))
    ]
    marks.append(
        Words(x, y, wide, ("N",), size, INK, bold=True, align=Align.CENTRE, role=Role.LABEL, leading=1.0, about="north")
    )
    return marks, Box(x, y, x + wide, top + high)
