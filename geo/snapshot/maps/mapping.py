"""One map on a page: ground, areas, arrows, symbols, labels, insets and scales in one frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.snapshot.canvas.geometry import boxes_along
from geo.snapshot.canvas.marks import Box, Circle, Fill, Path, Pen
from geo.snapshot.maps.arrows import movement_marks
from geo.snapshot.maps.drawing import REACH, incident_area_marks, serb_area_marks, serb_areas_drawn, symbol_marks
from geo.snapshot.maps.emphasis import (
    area_edges,
    chip_edges,
    ring_marks,
    ringed,
    told_anchors,
    told_chips,
    told_groups,
    with_numbered_movements,
)
from geo.snapshot.maps.ground import cells_of, ground_marks, place_name_marks
from geo.snapshot.maps.insets import (
    FOOT,
    TAB,
    crowds,
    inset_box,
    inset_projection,
    lettered,
    locator_helps,
    locator_marks,
    tab_of,
)
from geo.snapshot.maps.labels import Labelled, Space, around, label_marks
from geo.snapshot.maps.scales import graticule_marks, north_arrow_marks, north_helps, scale_bar_marks
from geo.snapshot.maps.squares import MOST_SYMBOLS, boxes_of, square_km, square_marks
from geo.snapshot.selection import without
from geo.style import EVENT_STYLES, MAP_THEMES
from geo.views import Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.material import Material
    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.canvas.projection import Projection
    from geo.snapshot.maps.drawing import Anchor, AreaChip
    from geo.snapshot.selection import Entry, Selection

INK, PAPER = str(MAP_THEMES["light"]["ink"]), str(MAP_THEMES["light"]["paper"])
#: the detail inset: width and height in mm, at most so large a part of the frame
INSET, INSET_SHARE = (62.0, 46.0), 0.36
#: so many maps on a page are large enough for scales and an inset of their own
PAIR = 2
#: radius of the dots that stand for symbols of an inset, mm
DOT = 0.7
#: how many times as large as the map an inset is at most
CLOSEST = 12.0
#: the overview that says where the map lies: width and height in mm
LOCATOR = (34.0, 27.0)


@dataclass(frozen=True, slots=True)
class Task:
    """What one map is drawn from and how."""

    material: Material
    selection: Selection
    projection: Projection
    sizes: Sizes
    labels: Labels = Labels.AUTO
    maps: int = 1  # on the page: two share it without graticule and locator, more have no scales and no inset either
    told: frozenset[str] = frozenset()  # ids of what the map is about: ringed, and alone labelled; empty: no such


@dataclass(frozen=True, slots=True)
class Drawn:
    """One map: its marks, and what a reader has to be told because the map does not show it."""

    marks: tuple[Mark, ...]
    projection: Projection
    outside: tuple[Entry, ...]  # known as a point or an area, but not in the frame
    unlabelled: tuple[Entry, ...]  # drawn, but without room for a label
    undrawn_movements: tuple[Entry, ...]
    arrows: frozenset[str]  # ids of the movements that are drawn as arrows
    square_km: float = 0.0  # side of the squares that stand for incidents; 0 where symbols do
    serb_areas: frozenset[str] = frozenset()  # keys of the Serb-majority areas that lie in the frame
    titled: frozenset[str] = frozenset()  # ids of the entries whose titles stand on the map


@dataclass(frozen=True, slots=True)
class _Points:
    """What stands for incidents: below and above the names of towns, and what that takes of the map."""

    below: tuple[Mark, ...]
    above: tuple[Mark, ...]
    boxes: tuple[Box, ...]
    named: frozenset[str]
    outside: tuple[Entry, ...]
    unlabelled: tuple[Entry, ...]
    titled: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Inset:
    """The part of a map that is drawn larger: what stands in it, and what it takes of the map."""

    marks: tuple[Mark, ...]
    boxes: tuple[Box, ...]
    places: frozenset[str]
    unlabelled: tuple[Entry, ...]
    titled: frozenset[str]


def draw_map(task: Task) -> Drawn:
    """Draw one map; all its marks but the labels of the graticule lie inside the frame."""
    selection, projection, sizes = with_numbered_movements(task.selection, task.told), task.projection, task.sizes
    signs, taken = _signs(task) if task.maps <= PAIR else ([], [])
    every = symbol_marks(selection, projection, sizes)
    symbols = [around(anchor) for anchor in ringed(every.anchors, task.told, sizes)]
    arrows = movement_marks(selection, projection, sizes, [*taken, *symbols])
    left = without(selection, arrows.drawn)
    dense = len(every.anchors) > MOST_SYMBOLS
    held = [*taken, *arrows.boxes, *boxes_along(arrows.marks)]
    inset = None if task.maps > PAIR or dense else _inset(task, left, held)
    fixed = [*held, *(inset.boxes if inset else ())]
    corner, locator = _locator(task, [*fixed, *symbols]) if task.maps == 1 else ([], [])
    crowded = inset.places if inset else frozenset()
    loose = replace(left, points=tuple(group for group in left.points if group.place not in crowded))
    points = _points(task, loose, [*fixed, *corner], dense=dense)
    room = [*fixed, *corner, *points.boxes, *boxes_along(points.above)]
    names = place_name_marks(task.material.base, projection, selection.view.policy, sizes, room, already=points.named)
    shaded = serb_areas_drawn(selection, task.material, projection)
    marks = (
        *ground_marks(task.material.base, projection),
        *(graticule_marks(projection, sizes) if task.maps == 1 else ()),
        *(mark for _, drawn in shaded for mark in drawn),
        *points.below,
        *names.marks,
        *arrows.marks,
        *chip_edges(arrows, task.told, sizes),
        *points.above,
        *(inset.marks if inset else ()),
        Path((projection.frame.ring(),), Pen(INK, 0.3), about="frame"),
        *signs,
        *locator,
    )
    unlabelled = (*points.unlabelled, *(inset.unlabelled if inset else ()))
    square = square_km(projection, sizes) if dense else 0.0
    stated = frozenset(str(one.area["area"]) for one, drawn in shaded if drawn)
    return Drawn(marks, projection, points.outside, unlabelled, arrows.left, arrows.drawn, square, stated,
                 points.titled | (inset.titled if inset else frozenset()))  # fmt: skip


def _points(task: Task, selection: Selection, taken: Sequence[Box], *, dense: bool) -> _Points:
    """Draw symbols or squares, hatched areas, and what is written at them."""
    projection, sizes = task.projection, task.sizes
    every = symbol_marks(selection, projection, sizes)
    alone = told_groups(selection.points, task.told) if task.told else ()  # what squares do not stand for
    symbols = symbol_marks(replace(selection, points=alone), projection, sizes) if dense else every
    areas = incident_area_marks(selection, task.material, projection, sizes)
    anchors = symbols.anchors
    squares = square_marks(every.anchors, projection.frame, sizes) if dense else []
    wide = ringed(anchors, task.told, sizes)
    held = [around(anchor) for anchor in wide] + boxes_of(squares)
    labels = _labels(task, selection, wide, areas.chips, _space(task, projection.frame, [*taken, *boxes_of(squares)]))
    return _Points(
        below=(*areas.marks, *area_edges(selection, task.material, projection, task.told, sizes)),
        above=(
            *squares,
            *symbols.marks,
            *ring_marks(anchors, task.told, projection.frame, sizes),
            *labels.marks,
        ),
        boxes=(*labels.boxes, *held),
        named=labels.named,
        outside=tuple(entry for group in (*every.outside, *areas.outside) for entry in group.entries),
        unlabelled=labels.unlabelled,
        titled=labels.titled,
    )


def _space(task: Task, frame: Box, taken: Sequence[Box]) -> Space:
    return Space(frame, taken, task.sizes, task.labels, picked=bool(task.told))


def _labels(
    task: Task, selection: Selection, anchors: Sequence[Anchor], chips: Sequence[AreaChip], space: Space
) -> Labelled:
    """Write at what the map is about; what stands around it is kept clear of."""
    asked = told_anchors(anchors, task.told)
    places = {anchor.group.place for anchor in asked}
    others = [around(anchor) for anchor in anchors if anchor.group.place not in places]
    space = replace(space, taken=[*space.taken, *others])
    return label_marks(task.material, selection, asked, told_chips(chips, task.told), space)


def _locator(task: Task, taken: Sequence[Box]) -> tuple[list[Box], list[Mark]]:
    """Draw the overview of the wider region into a free corner; return what it takes and its marks."""
    box = _free_box(task, taken, LOCATOR) if locator_helps(task.projection) else None
    return ([box], locator_marks(task.material.base, task.projection, box, task.sizes)) if box else ([], [])


def _free_box(task: Task, taken: Sequence[Box], size: tuple[float, float]) -> Box | None:
    """Return where an inset hides nothing, best outside Kosovo; a smaller one if there is no room for the usual."""
    frame, scale = task.projection.frame, task.sizes.scale
    country = cells_of(task.material.base, task.projection)
    tried = ((smaller, avoided) for avoided in (country, ()) for smaller in (1.0, 0.8))
    sides = tuple(
        min(side * scale, INSET_SHARE * of) for side, of in zip(size, (frame.width, frame.height), strict=True)
    )
    boxes = (inset_box(frame, [*taken, *avoided], *(side * smaller for side in sides)) for smaller, avoided in tried)
    return next((box for box in boxes if box is not None), None)


def _signs(task: Task) -> tuple[list[Mark], list[Box]]:
    """Draw scale bar and north arrow into the corners of the frame; return the marks and what they take."""
    frame, sizes = task.projection.frame, task.sizes
    air = 2.2 * sizes.scale
    marks, box = scale_bar_marks(task.projection, frame.x0 + air, frame.y1 - air, sizes)
    taken = [box]
    if north_helps(task.projection):
        arrow, place = north_arrow_marks(frame.x0 + air, frame.y0 + air, sizes)
        marks, taken = [*marks, *arrow], [*taken, place]
    return marks, taken


def _inset(task: Task, selection: Selection, taken: Sequence[Box]) -> _Inset | None:
    """Draw the part where symbols crowd once more and larger, if there is one and a corner is free."""
    frame, sizes = task.projection.frame, task.sizes
    anchors = symbol_marks(selection, task.projection, sizes).anchors
    found = crowds([(anchor.x, anchor.y, anchor.radius) for anchor in anchors], frame)
    members = [anchors[index] for index in found[0].members] if found else []
    if not told_anchors(members, task.told):
        return None
    others = [around(anchor) for anchor in anchors]
    box = _free_box(task, [*taken, *others, found[0].box], INSET)
    crowd = None if box is None else _crowd(ringed(members, task.told, sizes), box, sizes)
    if box is None or crowd is None or not frame.holds(crowd.grown(2 * DOT * sizes.scale)):
        return None
    return _draw_inset(task, selection, members, (crowd, box))


def _crowd(members: Sequence[Anchor], box: Box, sizes: Sizes) -> Box:
    """Return the part of a map that an inset shows: symbols do not grow with the map, so they come apart there.

    It holds the middles of the symbols, and in the inset each symbol is whole and beside the letter.
    """
    xs, ys = [one.x for one in members], [one.y for one in members]
    wide, high = max(max(xs) - min(xs), 0.01), max(max(ys) - min(ys), 0.01)
    room = REACH * max(one.radius for one in members) + 0.5 * sizes.scale
    left = TAB * sizes.scale + room
    larger = min((box.width - left - room) / wide, (box.height * (1 - FOOT) - 2 * room) / high, CLOSEST)
    return Box(min(xs) - left / larger, min(ys) - room / larger, max(xs) + room / larger, max(ys) + room / larger)


def _draw_inset(task: Task, selection: Selection, members: Sequence[Anchor], boxes: tuple[Box, Box]) -> _Inset:
    """Draw the inset; on the map itself its places are dots in a lettered rectangle."""
    crowd, box = boxes
    sizes = task.sizes
    marked = crowd.grown(1.2 * DOT * sizes.scale)  # the dots in it stand whole
    projection = inset_projection(crowd, task.projection, box)
    places = frozenset(anchor.group.place for anchor in members)
    own = replace(selection, points=tuple(group for group in selection.points if group.place in places), areas=())
    symbols = symbol_marks(own, projection, sizes)
    places = frozenset(anchor.group.place for anchor in symbols.anchors)  # what finds no room here stays on the map
    letter = Box(box.x0, box.y0, box.x0 + 5 * sizes.scale, box.y0 + 5 * sizes.scale)
    scale, scale_box = scale_bar_marks(projection, box.x0 + 1.5 * sizes.scale, box.y1 - 1.5 * sizes.scale, sizes)
    wide = ringed(symbols.anchors, task.told, sizes)
    labels = _labels(task, own, wide, (), _space(task, box, [letter, scale_box]))
    names = place_name_marks(task.material.base, projection, selection.view.policy, sizes,
                             [letter, scale_box, *labels.boxes, *(around(one) for one in wide)],
                             already=labels.named)  # fmt: skip
    marks = (
        *(
            Circle(one.x, one.y, DOT * sizes.scale, Pen(PAPER, 0.15), Fill(_colour(one)), "crowded")
            for one in members
            if one.group.place in places
        ),
        *lettered(marked, sizes, outside=True),
        *ground_marks(task.material.base, projection),
        *serb_area_marks(selection, task.material, projection),
        *names.marks,
        *symbols.marks,
        *ring_marks(symbols.anchors, task.told, box, sizes),
        *labels.marks,
        *scale,
        *lettered(box, sizes),
    )
    return _Inset(marks, (box, marked, tab_of(marked, sizes, outside=True)), places, labels.unlabelled, labels.titled)


def _colour(anchor: Anchor) -> str:
    return EVENT_STYLES[anchor.group.entries[0].event_type].light
