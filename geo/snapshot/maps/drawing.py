"""Areas, discs and symbols as marks on the map, clipped to its frame; colour and shape always go together."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from geo.schema import AreaKind, PlacePrecision
from geo.snapshot.canvas.geometry import clipped, disc_marks, inside
from geo.snapshot.canvas.marks import Fill, Pattern, Pen, Symbol
from geo.snapshot.canvas.metrics import printable
from geo.snapshot.maps.land import BaseKey
from geo.snapshot.selection import names_at, on_paper, shape_of
from geo.style import AREA_STYLES, EVENT_STYLES, MAP_THEMES, area_fills

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.material import Material
    from geo.schema import EventType
    from geo.snapshot.canvas.marks import Box, Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.canvas.projection import Projection
    from geo.snapshot.selection import Group, Selection, SerbArea

MUTED = str(MAP_THEMES["light"]["muted"])
#: radii of symbols in mm on A4: of one incident, and of several at one place (least, most)
SINGLE, SHARED, SHARED_MOST = 1.7, 2.3, 3.2
#: so many doublings of the incidents at one place make its symbol largest
DOUBLINGS = 5
#: how far a symbol reaches in radii with its outline and halo: tips of stars, beads on rings
REACH = 1.45
#: a disc is never so small that its symbol hides it; no area disc is a mere dot (mm)
DISC_AROUND, LEAST_AREA = 1.0, 1.2
#: of a hatched area in square mm; less of it in the frame counts as outside
LEAST_SEEN = 4.0

AREA_DOTS = (0.45, 0.65)
DISC_DOTS = (0.35, 0.55)
HATCH_DASHES, HATCH_OPACITY = (1.5, 1.0), 0.42
#: a shared symbol hides most of a single one that stands so near to its middle, in radii
HIDES = 0.8
#: a bead on a ring tells the shape of each type: its radius and how far out it stands, in radii of the ring
BEAD, BEAD_AT = 0.4, 0.93


@dataclass(frozen=True, slots=True)
class AreaChip:
    """Words wanted on a hatched area, for example "Zvečan · 3", and a point inside its visible part (mm)."""

    group: Group
    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class HatchedAreas:
    """Incidents known by municipality or region: marks, wanted words, and the groups that the map does not show."""

    marks: tuple[Mark, ...]
    chips: tuple[AreaChip, ...]
    outside: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the symbol of a group stands and how far it reaches, in mm."""

    group: Group
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Symbols:
    """Symbols and discs, where they stand, and the groups that the map does not show: the page has to tell them."""

    marks: tuple[Mark, ...]
    anchors: tuple[Anchor, ...]
    outside: tuple[Group, ...]


def serb_area_marks(selection: Selection, material: Material, projection: Projection) -> list[Mark]:
    """Draw the Serb-majority areas: shapes first, discs over them; pale and dotted where not stated any more."""
    return [mark for _, drawn in serb_areas_drawn(selection, material, projection) for mark in drawn]


def serb_areas_drawn(
    selection: Selection, material: Material, projection: Projection
) -> list[tuple[SerbArea, tuple[Mark, ...]]]:
    """Return every Serb-majority area with its marks, in the order of drawing; none where the frame shows nothing."""
    drawn = []
    for one in sorted(selection.serb_areas, key=lambda one: one.area["shape"] is None):
        shape = shape_of(material, one.area["shape"]) if one.area["shape"] else None
        key = None if shape is None else BaseKey(shape)
        drawn.append((one, _serb_area(BaseKey(one.area), key, projection, stated=one.stated)))
    return drawn


@lru_cache(maxsize=512)
def _serb_area(area: BaseKey, shape: BaseKey | None, projection: Projection, *, stated: bool) -> tuple[Mark, ...]:
    """Draw one area; most of them come again on every page of a series."""
    told = area.base
    kind = AreaKind(told["kind"])
    pen = _area_pen(kind, filled=told["filled"], stated=stated)
    fills = [Fill(colour, opacity, Pattern(word)) for colour, opacity, word in area_fills(kind, stated=stated)]
    about = f"area:{kind.value}"
    if shape is not None:
        whole = on_paper(dict(shape.base), projection)
        return tuple(clipped(whole, projection.frame, pen, fills if told["filled"] else [], about))
    radius = projection.mm_of_metres(told["radius_m"], told["latitude"])
    disc = (projection.x(told["longitude"]), projection.y(told["latitude"]), max(LEAST_AREA, radius))
    return tuple(disc_marks(disc, projection.frame, pen, fills, about))


def _area_pen(kind: AreaKind, *, filled: bool, stated: bool) -> Pen:
    dash = () if stated else AREA_DOTS
    return Pen(AREA_STYLES[kind].edge, 0.25 if filled else 0.5, dash, 0.85 if stated else 0.6)


def incident_area_marks(selection: Selection, material: Material, projection: Projection, sizes: Sizes) -> HatchedAreas:
    """Hatch the municipalities and regions of incidents whose place is not known better; never a point.

    Parameters
    ----------
    selection
        What is shown, without the entries that are drawn as arrows.
    material
        Where it comes from; the chips name places by the naming policy.
    projection, sizes
        Of the map and of its page.
    """
    marks: list[Mark] = []
    chips, outside = [], []
    for group in selection.areas:
        shape = shape_of(material, group.place)
        whole = on_paper(shape, projection) if shape else None
        spot = None if whole is None else _middle(whole, projection.frame)
        if whole is None or spot is None:
            outside.append(group)
            continue
        colour, about = _area_look(group)
        pen = Pen(colour, 0.4 * sizes.scale, HATCH_DASHES, 0.9)
        marks += clipped(whole, projection.frame, pen, [Fill(colour, HATCH_OPACITY, Pattern.DIAGONAL)], about)
        name = names_at(material, group.place, selection.view.policy)
        chips.append(AreaChip(group, printable(f"{name} · {len(group.entries)}"), *spot))
    return HatchedAreas(tuple(marks), tuple(chips), tuple(outside))


def _middle(whole: BaseGeometry, frame: Box) -> tuple[float, float] | None:
    """Return the point of the visible part of a shape that is farthest from its edges, or None if none is seen."""
    import shapely

    seen = inside(whole, frame)
    if seen.area < LEAST_SEEN:
        return None
    widest = max(shapely.get_parts(seen), key=lambda part: part.area)
    x, y = shapely.maximum_inscribed_circle(widest, tolerance=0.5).coords[0]
    return float(x), float(y)


def _area_look(group: Group) -> tuple[str, str]:
    """Return the colour of the one type, or a neutral one, and what the hatching stands for."""
    kinds = {entry.event_type for entry in group.entries}
    regions = {entry.precision for entry in group.entries}
    precision = PlacePrecision.REGION if PlacePrecision.REGION in regions else PlacePrecision.MUNICIPALITY
    colour = EVENT_STYLES[group.entries[0].event_type].light if len(kinds) == 1 else MUTED
    return colour, f"precision:{precision.value}"


def _anchors(groups: Sequence[Group], projection: Projection, sizes: Sizes) -> tuple[Anchor, ...]:
    """Return where symbols stand, north to south; a group is left out whose symbol would reach over the frame."""
    anchors = []
    for group in groups:
        x, y, radius = projection.x(group.longitude), projection.y(group.latitude), _radius(group, sizes)
        reach, frame = radius * REACH, projection.frame
        if frame.x0 + reach <= x <= frame.x1 - reach and frame.y0 + reach <= y <= frame.y1 - reach:
            anchors.append(Anchor(group, x, y, radius))
    return tuple(sorted(anchors, key=lambda anchor: (anchor.y, anchor.x, anchor.group.place)))


def symbol_marks(selection: Selection, projection: Projection, sizes: Sizes) -> Symbols:
    """Draw the symbols of places: discs lowest, then the large symbols, then the small ones that they might hide.

    Parameters
    ----------
    selection
        What is shown, without the entries that are drawn as arrows.
    projection, sizes
        Of the map and of its page.
    """
    anchors = _anchors(selection.points, projection, sizes)
    marks: list[Mark] = []
    for anchor in anchors:
        if anchor.group.radius_m:
            marks += _near_disc(anchor, projection, sizes)
    for anchor in _in_drawing_order(anchors):
        marks += _symbol(anchor)
    drawn = {anchor.group.place for anchor in anchors}
    return Symbols(tuple(marks), anchors, tuple(group for group in selection.points if group.place not in drawn))


def _radius(group: Group, sizes: Sizes) -> float:
    if len(group.entries) == 1:
        return SINGLE * sizes.scale
    grown = min(1.0, math.log2(len(group.entries)) / DOUBLINGS)
    return (SHARED + (SHARED_MOST - SHARED) * grown) * sizes.scale


def _near_disc(anchor: Anchor, projection: Projection, sizes: Sizes) -> list[Mark]:
    group = anchor.group
    true = projection.mm_of_metres(group.radius_m, group.latitude)
    radius = max(anchor.radius + DISC_AROUND * sizes.scale, true)
    colour = EVENT_STYLES[group.entries[0].event_type].light
    pen = Pen(colour, 0.3 * sizes.scale, DISC_DOTS, 0.85)
    return disc_marks((anchor.x, anchor.y, radius), projection.frame, pen, [Fill(colour, 0.14)], "precision:near")


def _in_drawing_order(anchors: Sequence[Anchor]) -> list[Anchor]:
    """Put shared symbols over single ones, so that their number is read, unless they would hide the single one."""
    shared = [anchor for anchor in anchors if len(anchor.group.entries) > 1]

    def rank(anchor: Anchor) -> int:
        if len(anchor.group.entries) > 1:
            return 1
        hidden = any(math.dist((anchor.x, anchor.y), (one.x, one.y)) < one.radius * HIDES for one in shared)
        return 2 if hidden else 0

    return sorted(anchors, key=rank)


def _symbol(anchor: Anchor) -> list[Mark]:
    group = anchor.group
    counts = Counter(entry.event_type for entry in group.entries)
    if len(counts) > 1:
        return _ring(anchor, counts)
    kind = group.entries[0].event_type
    style = EVENT_STYLES[kind]
    number = str(len(group.entries)) if len(group.entries) > 1 else ""
    ids = tuple(entry.id for entry in group.entries)
    return [Symbol(style.shape, anchor.x, anchor.y, anchor.radius, style.light, group.near, number, ids,
                   about=f"type:{kind.value}")]  # fmt: skip


def _ring(anchor: Anchor, counts: Counter[EventType]) -> list[Mark]:
    """Draw several types at one place: a ring with a part for each, and on each part a bead with the type's shape."""
    group, whole = anchor.group, len(anchor.group.entries)
    styles = {kind: EVENT_STYLES[kind] for kind in counts}
    parts = tuple((styles[kind].light, count / whole) for kind, count in counts.items())
    marks: list[Mark] = [Symbol("ring", anchor.x, anchor.y, anchor.radius, MUTED, group.near, str(whole),
                                tuple(entry.id for entry in group.entries), parts, "shared")]  # fmt: skip
    turn = -math.pi / 2
    for kind, count in counts.items():
        middle, turn = turn + math.pi * count / whole, turn + 2 * math.pi * count / whole
        out = anchor.radius * BEAD_AT
        marks.append(Symbol(styles[kind].shape, anchor.x + out * math.cos(middle), anchor.y + out * math.sin(middle),
                            anchor.radius * BEAD, styles[kind].light, about=f"type:{kind.value}"))  # fmt: skip
    return marks
