"""The ground of a map on paper: water, land, borders, rivers, and the names of towns and countries where room is left.

The outlines are stretched as the map stretches them once per base map; a map then only cuts and scales them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from gazetteer.policy import name_by_policy
from geo.snapshot.canvas.marks import POINT_MM, Align, Box, Circle, Fill, Path, Pen, Role, Words
from geo.snapshot.canvas.metrics import printable, width_of
from geo.snapshot.canvas.projection import TILE, metres_of_degree, stretched
from geo.snapshot.maps.land import BaseKey, outlines_of, part_of, rings_of
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from gazetteer.policy import NamePolicy
    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.canvas.projection import Projection

#: mm: width of lines
OUTLINE, BORDER, RIVER, COAST = 0.45, 0.35, 0.35, 0.12
#: share of these widths where Kosovo is as small as a stamp
THINNEST = 0.4
#: degrees: rivers are known around Kosovo only, so a wider map shows none
RIVERS_UP_TO = 14.0
_COLOURS = ("border", "focus", "land", "outline", "water", "waterEdge")


def ground_marks(
    base: Mapping[str, Any], projection: Projection, theme: Mapping[str, object] = MAP_THEMES["light"]
) -> list[Mark]:
    """Draw water, land, lakes, rivers, borders and Kosovo, cut to the frame of a map.

    Parameters
    ----------
    base
        As `geo.basemaps.base_layers` gathers it; it is kept, so it must not be changed later.
    projection
        The map.
    theme
        Colours as in `geo.style.MAP_THEMES`.

    Returns
    -------
    list of Mark
        At most eight paths, in the order in which they are drawn.
    """
    return list(_ground(BaseKey(base), projection, tuple(sorted((key, str(theme[key])) for key in _COLOURS))))


@lru_cache(maxsize=32)
def _ground(key: BaseKey, projection: Projection, colours: tuple[tuple[str, str], ...]) -> tuple[Mark, ...]:
    theme = dict(colours)
    outlines = outlines_of(key)
    wide = projection.east - projection.west
    thin = _thinness(outlines.focus, wide)
    outline, border, river = (round(width * thin, 3) for width in (OUTLINE, BORDER, RIVER))
    edge, rivers = theme["waterEdge"], outlines.rivers if wide <= RIVERS_UP_TO else shapely.Point()
    dash = (round(outline * 4, 2), round(outline * 2.5, 2))
    layers = (
        ("land", outlines.land, None, Fill(theme["land"])),
        ("coast", outlines.coast, Pen(edge, COAST), None),
        ("lakes", outlines.lakes, Pen(edge, COAST), Fill(theme["water"])),
        ("rivers", rivers, Pen(edge, river), None),
        ("borders", outlines.borders, Pen(theme["border"], border), None),
        ("kosovo", outlines.focus, None, Fill(theme["focus"])),
        ("outline", outlines.focus.boundary, Pen(theme["outline"], outline, dash), None),
    )
    marks: list[Mark] = [Path((projection.frame.ring(),), fill=Fill(theme["water"]), about="ground:water")]
    for name, geometry, pen, fill in layers:
        if rings := rings_of(geometry, projection):
            marks.append(Path(rings, pen, fill, closed=fill is not None, about=f"ground:{name}"))
    return tuple(marks)


def _thinness(focus: BaseGeometry, wide: float) -> float:
    """Return how fine lines are drawn: 1 where Kosovo takes half of the map or more, less where it is small."""
    if focus.is_empty:
        return 1.0
    west, _, east, _ = focus.bounds
    return THINNEST + (1 - THINNEST) * min(max((east - west) / wide - 0.05, 0) / 0.4, 1)


#: zoom of the screen from which a place of each rank is named, a little earlier than in geo/assets/labels.js; cities
#: abroad much earlier, for there are few
NAMED_FROM = (4.5, 6.8, 8.2, 9.5, 10.5, 11.5)
NAMED_FROM_ABROAD = (4.8, 6.2, 6.8, 8.8, 10.4, 11.5)
#: mm of paper that count as one pixel of the screen; a screen has 0.26, for print is finer
PIXEL_MM = 0.17
#: up to this rank a town is written larger
LARGE_RANK = 1
#: points: names of the largest towns, of the others, of countries
LARGE_TYPE, TYPE, COUNTRY_TYPE = 7.5, 6.5, 7.0
#: mm: dots of towns, air around names, and how large a symbol may be that stands in for the dot
LARGE_DOT, DOT, AIR, SYMBOL = 0.6, 0.45, 0.4, 9.0
#: share of a country's name that has to stand on the country
ON_COUNTRY = 0.8
#: side of the squares that tell where the area in focus lies, mm
CELL = 6.0


_SIDES = ((min, "x0"), (min, "y0"), (max, "x1"), (max, "y1"))
#: where a country's name is tried: half widths and heights from the middle
_NEAR = tuple((right, down) for down in (0, -1, 1, -2, 2, -3, 3) for right in (0, -0.5, 0.5, -1, 1))
MUTED, INK = str(MAP_THEMES["light"]["muted"]), str(MAP_THEMES["light"]["ink"])


class Names(NamedTuple):
    """Names that found room: their marks, and the boxes they take, in mm."""

    marks: list[Mark]
    boxes: list[Box]


@dataclass(slots=True)
class _Room:
    """What is still free on a map; lines of the ground are left free where that is possible."""

    frame: Box
    taken: list[Box]
    lines: BaseGeometry

    def best(self, ways: Iterable[tuple[tuple[str, ...], Box]], reach: Box) -> tuple[tuple[str, ...], Box] | None:
        """Take the first free box that crosses no line, else the one that crosses least; all must lie in `reach`."""
        near = [box for box in self.taken if box.overlaps(reach)]
        chosen, least = None, float("inf")
        for way in ways:
            box = way[1]
            if not self.frame.holds(box) or any(box.overlaps(other) for other in near):
                continue
            area = shapely.box(box.x0, box.y0, box.x1, box.y1)
            crossed = self.lines.intersection(area).length if self.lines.intersects(area) else 0.0
            if crossed < least:
                chosen, least = way, crossed
            if not crossed:
                break
        if chosen:
            self.taken.append(chosen[1])
        return chosen


def zoom_of(projection: Projection) -> float:
    """Return the zoom of the screen at which a map would show as much on as large a picture."""
    metres = projection.ratio * PIXEL_MM / 1000
    return float(np.log2(360 * metres_of_degree(projection.centre[0]) / (TILE * metres)))


def place_name_marks(
    base: Mapping[str, Any],
    projection: Projection,
    policy: NamePolicy,
    sizes: Sizes,
    taken: Sequence[Box],
    *,
    already: frozenset[str] = frozenset(),
) -> Names:
    """Name towns by rank, and countries, where room is left; what finds none is left out.

    Parameters
    ----------
    base
        As `geo.basemaps.base_layers` gathers it.
    projection, sizes
        The map and the page.
    policy
        Languages of the names.
    taken
        Boxes in mm that have to stay free: symbols, labels, insets.
    already
        Names that stand on the map; these places are not named again.
    """
    room = _Room(projection.frame.grown(-AIR), list(taken), _lines(BaseKey(base), projection))
    kept = len(room.taken)
    zoom = zoom_of(projection)
    shown = [
        town
        for town in base["labels"]
        if zoom >= (NAMED_FROM_ABROAD if town["abroad"] else NAMED_FROM)[town["rank"]]
        and projection.shows(town["latitude"], town["longitude"])
        and not already & {name_by_policy(town["names"], policy), *town["names"].values()}
    ]
    large = [town for town in shown if town["rank"] <= LARGE_RANK]
    marks: list[Mark] = []
    for town in large:
        marks += _town(town, projection, policy, sizes, room)
    for country in base["countries"]:
        part = part_of(BaseKey(base), projection, country["latitude"], country["longitude"])
        marks += _country(country["names"], part, policy, sizes, room)
    for town in shown[len(large) :]:
        marks += _town(town, projection, policy, sizes, room)
    return Names(marks, room.taken[kept:])


@lru_cache(maxsize=32)
def _lines(key: BaseKey, projection: Projection) -> BaseGeometry:
    """Return the coasts, rivers and borders of a map in mm."""
    drawn = (mark for mark in ground_marks(key.base, projection) if isinstance(mark, Path) and not mark.closed)
    lines = shapely.MultiLineString([ring for mark in drawn for ring in mark.rings])
    shapely.prepare(lines)
    return lines


def _shapes(text: str, size: float, *, bold: bool) -> list[tuple[tuple[str, ...], float, float]]:
    """Return the ways to set a name: lines, width and height in mm; two names in one line or in two."""
    known = printable(text)
    ways = dict.fromkeys(((known,), tuple(known.split(" / "))))
    return [
        (lines, max(width_of(line, size, bold) for line in lines) + 0.1, len(lines) * size * 1.2 * POINT_MM)
        for lines in ways
    ]


def _around(spot: Box, width: float, height: float) -> Iterator[Box]:
    """Yield the eight places of a name at its dot or symbol: right of it first, above and below it last."""
    air = AIR
    middle, level = (spot.x0 + spot.x1 - width) / 2, (spot.y0 + spot.y1 - height) / 2
    right, left = spot.x1 + air, spot.x0 - air - width
    above, below = spot.y0 - height + air, spot.y1 - air
    for x, y in ((right, level), (right, above), (right, below), (left, level), (left, above), (left, below),
                 (middle, above - air), (middle, below + air)):  # fmt: skip
        yield Box(x, y, x + width, y + height)


def _town(town: Mapping[str, Any], projection: Projection, policy: NamePolicy, sizes: Sizes, room: _Room) -> list[Mark]:
    """Name one town beside its dot, or beside the symbol that stands there; nothing if there is no room."""
    x, y = projection.x(town["longitude"]), projection.y(town["latitude"])
    large = town["rank"] <= LARGE_RANK
    radius, size = (LARGE_DOT if large else DOT) * sizes.scale, sizes.pt(LARGE_TYPE if large else TYPE)
    dot = Box(x - radius, y - radius, x + radius, y + radius)
    hidden = [box for box in room.taken if box.overlaps(dot)]
    spot = Box(*(pick(getattr(box, side) for box in (dot, *hidden)) for pick, side in _SIDES))
    text = name_by_policy(town["names"], policy)
    if not printable(text) or not room.frame.holds(dot) or max(spot.width, spot.height) > SYMBOL * sizes.scale:
        return []
    ways = _shapes(text, size, bold=large)
    reach = spot.grown(max(max(width, height) for _, width, height in ways) + 2 * AIR)
    best = room.best(((lines, box) for lines, width, height in ways for box in _around(spot, width, height)), reach)
    if best is None:
        return []
    lines, box = best
    align = Align.LEFT if box.x0 >= spot.x1 else Align.RIGHT if box.x1 <= spot.x0 else Align.CENTRE
    colour = MUTED if town["abroad"] else INK
    words = Words(
        box.x0, box.y0, box.width, lines, size, colour, bold=large, align=align, role=Role.LABEL, about="town"
    )
    if hidden:
        return [words]
    room.taken.append(dot)
    return [Circle(x, y, radius, fill=Fill(MUTED), about="town"), words]


def _country(
    names: Mapping[str, str],
    visible: tuple[shapely.Polygon, tuple[float, float]],
    policy: NamePolicy,
    sizes: Sizes,
    room: _Room,
) -> list[Mark]:
    """Name a country in the middle of what the map shows of it; nothing if the name does not fit there."""
    part, (x, y) = visible
    size = sizes.pt(COUNTRY_TYPE)
    ways = (
        (lines, Box(left, top, left + width, top + height))
        for lines, width, height in _shapes(name_by_policy(names, policy).upper(), size, bold=False)
        if width * height < part.area
        for right, down in _NEAR
        for left, top in ((x + (right - 1) * width / 2, y + (down - 1) * height / 2),)
        if shapely.clip_by_rect(part, left, top, left + width, top + height).area > ON_COUNTRY * width * height
    )
    best = room.best(ways, room.frame)
    if best is None:
        return []
    lines, box = best
    return [Words(box.x0, box.y0, box.width, lines, size, MUTED, align=Align.CENTRE, role=Role.LABEL, about="country")]


def cells_of(base: Mapping[str, Any], projection: Projection) -> tuple[Box, ...]:
    """Return squares of `CELL` mm that the area in focus touches: what an inset had better not hide."""
    frame, focus = projection.frame, outlines_of(BaseKey(base)).focus
    across, down = np.arange(frame.x0, frame.x1, CELL), np.arange(frame.y0, frame.y1, CELL)
    shapely.prepare(focus)
    x, y = (side.ravel() for side in np.meshgrid(across + CELL / 2, down + CELL / 2))
    held = shapely.contains_xy(focus, projection.longitude(x), stretched(projection.latitude(y)))
    return tuple(
        Box(float(a) - CELL / 2, float(b) - CELL / 2, float(a) + CELL / 2, float(b) + CELL / 2)
        for a, b in zip(x[held], y[held], strict=True)
    )
