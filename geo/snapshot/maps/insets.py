"""Small maps in the large one: where in the world it lies, and a closer look where symbols crowd."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.snapshot.canvas.marks import Align, Box, Fill, Path, Pen, Role, Words
from geo.snapshot.canvas.projection import HALF_TURN, Projection, fit, held
from geo.snapshot.maps.land import BaseKey, outlines_of, rings_of
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes

THEME = MAP_THEMES["light"]
INK, ACCENT, PAPER = (str(THEME[name]) for name in ("ink", "accent", "paper"))
#: what the locator shows as long as the map lies in it: south, west, north, east in degrees
REGION = (37.0, 12.0, 47.0, 30.0)
#: the locator is so many times as wide and as high as the map at least; degrees that it is wide at least
WIDER, LEAST = 3.0, 18.0
#: mm on A4: a map that is smaller on the locator is a cross; arms of the cross
TINY, ARM = 1.6, 1.8
#: mm on A4: largest part of a map that is shown again; gap at which symbols nearly touch
CROWD, GAP = (26.0, 18.0), 0.8
#: so many symbols that touch make a crowd
CROWDED = 3
#: two symbols are enough if one reaches this far into the other, in radii of the smaller one
COVERED = 0.8
#: share of an inset's height that is left for its scale bar
FOOT = 0.2
#: degrees: a wider map is found without a locator
LOCATOR_HELPS = 60.0
#: mm between an inset and the frame
EDGE_GAP = 1.5
#: the letter of the inset, and the side of the square it stands in, mm
LETTER, TAB = "A", 4.2


@dataclass(frozen=True, slots=True)
class Crowd:
    """Symbols that overlap or nearly touch: their numbers in the order they were given, and the box that holds them."""

    members: tuple[int, ...]
    box: Box


def locator_projection(projection: Projection, box: Box) -> Projection:
    """Return an overview, in a box in mm, of the region that a map lies in; the map takes a third of it at most."""
    usual = fit(box, *REGION)
    wide, high = usual.frame.width / WIDER, usual.frame.height / WIDER
    seen = _extent(projection, usual)
    if box.holds(seen) and seen.width <= wide and seen.height <= high:
        return usual
    frame = projection.frame
    more = max((WIDER - 1) / 2, (LEAST / (projection.east - projection.west) - 1) / 2)
    aside = projection.longitude(frame.x0 - more * frame.width), projection.longitude(frame.x1 + more * frame.width)
    west, east = held(*aside, HALF_TURN)
    return fit(
        box,
        projection.latitude(frame.y1 + more * frame.height),
        max(west, min(projection.west, -HALF_TURN)),
        projection.latitude(frame.y0 - more * frame.height),
        min(east, max(projection.east, HALF_TURN)),
    )


def _extent(projection: Projection, overview: Projection) -> Box:
    """Return where a map lies on an overview, in mm."""
    return Box(overview.x(projection.west), overview.y(projection.north),
               overview.x(projection.east), overview.y(projection.south))  # fmt: skip


def locator_marks(base: Mapping[str, Any], projection: Projection, box: Box, sizes: Sizes) -> list[Mark]:
    """Draw an overview of the region into a box in mm, and on it what the map shows.

    Parameters
    ----------
    base
        As `geo.basemaps.base_layers` gathers it.
    projection
        The map that is to be found.
    box
        Of the overview.
    sizes
        Of the page.
    """
    overview = locator_projection(projection, box)
    scale = sizes.scale
    marks = list(_overview(BaseKey(base), overview))
    seen = _extent(projection, overview)
    if max(seen.width, seen.height) >= TINY * scale:
        marks.append(Path((seen.ring(),), Pen(ACCENT, 0.4 * scale), Fill(ACCENT, 0.12), about="locator:extent"))
    else:
        x, y, arm = (seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2, ARM * scale
        cross = (((x - arm, y), (x + arm, y)), ((x, y - arm), (x, y + arm)))
        marks.append(Path(cross, Pen(ACCENT, 0.5 * scale), closed=False, about="locator:extent"))
    return [*marks, Path((box.ring(),), Pen(INK, 0.2), about="locator:frame")]


@lru_cache(maxsize=16)
def _overview(key: BaseKey, overview: Projection) -> tuple[Mark, ...]:
    outlines = outlines_of(key)
    layers = (
        ("land", outlines.land, None, Fill(str(THEME["land"]))),
        ("coast", outlines.coast, Pen(str(THEME["waterEdge"]), 0.1), None),
        ("borders", outlines.borders, Pen(str(THEME["border"]), 0.15), None),
        ("kosovo", outlines.focus, None, Fill(str(THEME["focus"]))),
        ("outline", outlines.focus.boundary, Pen(str(THEME["outline"]), 0.15, (0.6, 0.4)), None),
    )
    water = Path((overview.frame.ring(),), fill=Fill(str(THEME["water"])), about="locator:water")
    drawn = ((name, rings_of(geometry, overview), pen, fill) for name, geometry, pen, fill in layers)
    return water, *(
        Path(rings, pen, fill, closed=fill is not None, about=f"locator:{name}")
        for name, rings, pen, fill in drawn
        if rings
    )


def locator_helps(projection: Projection) -> bool:
    """Say whether a map is small enough to be sought on an overview."""
    return projection.east - projection.west < LOCATOR_HELPS


def crowds(points: Sequence[tuple[float, float, float]], frame: Box, most: int = 1, scale: float = 1.0) -> list[Crowd]:
    """Find where symbols crowd: boxes of at most 26 by 18 mm with `CROWDED` symbols or more that hang together.

    Parameters
    ----------
    points
        Symbols: x, y and radius in mm.
    frame
        Of the map; symbols out of it do not count.
    most
        So many crowds at most; the largest first.
    scale
        Of the page, for the size of the boxes.
    """
    found: list[Crowd] = []
    left = [
        number for number, (x, y, _) in enumerate(points) if frame.x0 <= x <= frame.x1 and frame.y0 <= y <= frame.y1
    ]
    while len(found) < most and len(left) > 1:
        crowd = _largest(points, left, scale)
        if crowd is None:
            break
        found.append(crowd)
        left = [number for number in left if number not in crowd.members]
    return found


def _largest(points: Sequence[tuple[float, float, float]], left: Sequence[int], scale: float) -> Crowd | None:
    """Return the box that holds most symbols that touch another one in it; of equal ones the first from the left."""
    xs, ys, radii = (np.array([points[number][side] for number in left]) for side in range(3))
    apart = np.hypot(xs[:, None] - xs, ys[:, None] - ys) - radii[:, None] - radii
    touching = apart <= GAP * scale
    np.fill_diagonal(touching, val=False)
    touched = touching.any(axis=0)
    width, height = (side * scale for side in CROWD)
    lefts, rights, tops, bottoms = xs - radii, xs + radii, ys - radii, ys + radii
    best: tuple[int, ...] = ()
    least = CROWDED - 1
    for first in np.lexsort((tops, lefts)):
        column = touched & (lefts >= lefts[first]) & (rights <= lefts[first] + width)
        uppers = tops[column][:, None]
        inside = column & (tops >= uppers) & (bottoms <= uppers + height)
        for members in inside[inside.sum(axis=1) > least]:
            chained = _chain(np.flatnonzero(members), touching)
            if len(chained) > least:
                best, least = tuple(chained), len(chained)
    if not best:
        best = _hidden_pair(apart, radii)
    if not best:
        return None
    chosen = sorted(best)
    box = Box(
        float(min(xs[one] - radii[one] for one in chosen)),
        float(min(ys[one] - radii[one] for one in chosen)),
        float(max(xs[one] + radii[one] for one in chosen)),
        float(max(ys[one] + radii[one] for one in chosen)),
    )
    within = [left[one] for one in range(len(left)) if box.x0 <= xs[one] <= box.x1 and box.y0 <= ys[one] <= box.y1]
    return Crowd(tuple(within), box)


def _hidden_pair(
    apart: np.ndarray[Any, np.dtype[np.float64]], radii: np.ndarray[Any, np.dtype[np.float64]]
) -> tuple[int, ...]:
    """Return the two symbols that cover each other most, if one covers a good part of the other."""
    covered = np.triu(-apart / np.minimum.outer(radii, radii), 1)
    if covered.size == 0 or covered.max() < COVERED:
        return ()
    one, other = np.unravel_index(int(covered.argmax()), covered.shape)
    return int(one), int(other)


def _chain(inside: np.ndarray[Any, np.dtype[np.intp]], touching: np.ndarray[Any, np.dtype[np.bool_]]) -> list[int]:
    """Return the largest chain of symbols of which each touches the next."""
    waiting = [int(one) for one in inside]
    longest: list[int] = []
    while waiting:
        chain = [waiting.pop(0)]
        for link in chain:
            near = [one for one in waiting if touching[link, one]]
            chain += near
            waiting = [one for one in waiting if one not in near]
        longest = chain if len(chain) > len(longest) else longest
    return longest


def inset_box(frame: Box, taken: Sequence[Box], width: float, height: float) -> Box | None:
    """Return a place for an inset in a map, where it hides nothing: a corner or at an edge, else None.

    Of several corners the one with most air around it is taken.
    """
    inner = frame.grown(-EDGE_GAP)
    if width > inner.width or height > inner.height:
        return None
    lefts, tops = (inner.x0, inner.x1 - width), (inner.y0, inner.y1 - height)
    corners = [(x, y) for y in tops for x in reversed(lefts)]
    steps = [number / 8 for number in (4, 3, 5, 2, 6, 1, 7)]
    edges = [(lefts[0] + (lefts[1] - lefts[0]) * step, y) for step in steps for y in tops]
    edges += [(x, tops[0] + (tops[1] - tops[0]) * step) for step in steps for x in reversed(lefts)]
    for places in (corners, edges):
        free = [
            box
            for box in (Box(x, y, x + width, y + height) for x, y in places)
            if not any(box.overlaps(other) for other in taken)
        ]
        if free:
            return max(free, key=lambda box: min((_distance(box, other) for other in taken), default=0.0))
    return None


def _distance(box: Box, other: Box) -> float:
    """Return the air between two boxes in mm, to a tenth."""
    across = max(other.x0 - box.x1, box.x0 - other.x1, 0.0)
    down = max(other.y0 - box.y1, box.y0 - other.y1, 0.0)
    return round(max(across, down), 1)


def inset_projection(crowd: Box, projection: Projection, box: Box) -> Projection:
    """Show a part of a map, given by its box in mm, enlarged in another box of the page; below it room for a scale."""
    above = Box(box.x0, box.y0, box.x1, box.y1 - FOOT * box.height)
    shown = fit(
        above,
        projection.latitude(crowd.y1),
        projection.longitude(crowd.x0),
        projection.latitude(crowd.y0),
        projection.longitude(crowd.x1),
    )
    return Projection(box, shown.west, shown.latitude(box.y1), shown.east, shown.north)


def tab_of(box: Box, sizes: Sizes, *, outside: bool = False) -> Box:
    """Return where the letter of an inset stands: in its corner, or beside the place it is of."""
    side = TAB * sizes.scale
    x = box.x0 - side if outside else box.x0
    return Box(x, box.y0, x + side, box.y0 + side)


def lettered(box: Box, sizes: Sizes, *, outside: bool = False) -> list[Mark]:
    """Draw a frame with the letter that joins an inset to its place on the map."""
    tab, size = tab_of(box, sizes, outside=outside), sizes.pt(7.5)
    return [
        Path((box.ring(),), Pen(INK, 0.35), about="inset"),
        Path((tab.ring(),), None, Fill(INK), about="inset"),
        Words(
            tab.x0,
            tab.y0 + 0.35 * sizes.scale,
            tab.width,
            (LETTER,),
            size,
            PAPER,
            bold=True,
            align=Align.CENTRE,
            role=Role.LABEL,
            about="inset",
        ),
    ]
