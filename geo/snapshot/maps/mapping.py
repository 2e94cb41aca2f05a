"""One map on a page: ground, areas, arrows, symbols, labels, insets and scales in one frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.snapshot.canvas.geometry import boxes_along
from geo.snapshot.canvas.marks import Align, Box, Circle, Fill, Path, Pen, Role, Words
from geo.snapshot.maps.arrows import movement_marks
from geo.snapshot.maps.drawing import REACH, incident_area_marks, serb_area_marks, serb_areas_drawn, symbol_marks
from geo.snapshot.maps.ground import cells_of, ground_marks, place_name_marks
from geo.snapshot.maps.insets import FOOT, crowds, inset_box, inset_projection, locator_helps, locator_marks
from geo.snapshot.maps.labels import Space, around, label_marks
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
    from geo.snapshot.maps.drawing import Anchor
    from geo.snapshot.selection import Entry, Selection

INK, PAPER = str(MAP_THEMES["light"]["ink"]), str(MAP_THEMES["light"]["paper"])
#: the detail inset: width and height in mm, at most so large a part of the frame
INSET, INSET_SHARE = (62.0, 46.0), 0.36
LETTER = "A"
#: so many maps on a page are large enough for scales and an inset of their own
PAIR = 2
#: side of the square the letter stands in and radius of the dots that stand for symbols of an inset, mm
TAB, DOT = 4.2, 0.7
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


@dataclass(frozen=True, slots=True)
class _Points:
    """What stands for incidents: below and above the names of towns, and what that takes of the map."""

    below: tuple[Mark, ...]
    above: tuple[Mark, ...]
    boxes: tuple[Box, ...]
    named: frozenset[str]
    outside: tuple[Entry, ...]
    unlabelled: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Inset:
    """The part of a map that is drawn larger: what stands in it, and what it takes of the map."""

    marks: tuple[Mark, ...]
    boxes: tuple[Box, ...]
    places: frozenset[str]
    unlabelled: tuple[Entry, ...]


def draw_map(task: Task) -> Drawn:
    """Draw one map; all its marks but the labels of the graticule lie inside the frame."""
    selection, projection, sizes = task.selection, task.projection, task.sizes
    signs, taken = _signs(task) if task.maps <= PAIR else ([], [])
    every = symbol_marks(selection, projection, sizes)
    arrows = movement_marks(selection, projection, sizes, [*taken, *(around(anchor) for anchor in every.anchors)])
    left = without(selection, arrows.drawn)
    dense = len(every.anchors) > MOST_SYMBOLS
    held = [*taken, *arrows.boxes, *boxes_along(arrows.marks)]
    inset = None if task.maps > PAIR or dense else _inset(task, left, held)
    fixed = [*held, *(inset.boxes if inset else ())]
    symbols = [around(anchor) for anchor in every.anchors]
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
        *points.above,
        *(inset.marks if inset else ()),
        Path((projection.frame.ring(),), Pen(INK, 0.3), about="frame"),
        *signs,
        *locator,
    )
    unlabelled = (*points.unlabelled, *(inset.unlabelled if inset else ()))
    square = square_km(projection, sizes) if dense else 0.0
    stated = frozenset(str(one.area["area"]) for one, drawn in shaded if drawn)
    return Drawn(marks, projection, points.outside, unlabelled, arrows.left, arrows.drawn, square, stated)


def _points(task: Task, selection: Selection, taken: Sequence[Box], *, dense: bool) -> _Points:
    """Draw symbols or squares, hatched areas, and what is written at them."""
    projection, sizes = task.projection, task.sizes
    symbols = symbol_marks(selection, projection, sizes)
    areas = incident_area_marks(selection, task.material, projection, sizes)
    anchors = () if dense else symbols.anchors
    squares = square_marks(symbols.anchors, projection.frame, sizes) if dense else []
    held = [around(anchor) for anchor in anchors] + boxes_of(squares)
    space = Space(projection.frame, [*taken, *boxes_of(squares)], sizes, task.labels)
    labels = label_marks(task.material, selection, anchors, areas.chips, space)
    return _Points(
        below=areas.marks,
        above=(*(squares if dense else symbols.marks), *labels.marks),
        boxes=(*labels.boxes, *held),
        named=labels.named,
        outside=tuple(entry for group in (*symbols.outside, *areas.outside) for entry in group.entries),
        unlabelled=labels.unlabelled,
    )


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
    if not found:
        return None
    members = [anchors[index] for index in found[0].members]
    others = [around(anchor) for anchor in anchors]
    box = _free_box(task, [*taken, *others, found[0].box], INSET)
    if box is None:
        return None
    return _draw_inset(task, selection, members, (_crowd(members, box, sizes), box))


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
    labels = label_marks(task.material, own, symbols.anchors, (), Space(box, [letter, scale_box], sizes, task.labels))
    names = place_name_marks(task.material.base, projection, selection.view.policy, sizes,
                             [letter, scale_box, *labels.boxes, *(around(one) for one in symbols.anchors)],
                             already=labels.named)  # fmt: skip
    marks = (
        *(
            Circle(one.x, one.y, DOT * sizes.scale, Pen(PAPER, 0.15), Fill(_colour(one)), "crowded")
            for one in members
            if one.group.place in places
        ),
        *_lettered(marked, sizes, outside=True),
        *ground_marks(task.material.base, projection),
        *serb_area_marks(selection, task.material, projection),
        *names.marks,
        *symbols.marks,
        *labels.marks,
        *scale,
        *_lettered(box, sizes),
    )
    return _Inset(marks, (box, marked, _tab(marked, sizes, outside=True)), places, labels.unlabelled)


def _colour(anchor: Anchor) -> str:
    return EVENT_STYLES[anchor.group.entries[0].event_type].light


def _tab(box: Box, sizes: Sizes, *, outside: bool = False) -> Box:
    """Return where the letter of an inset stands: in its corner, or beside the place it is of."""
    side = TAB * sizes.scale
    x = box.x0 - side if outside else box.x0
    return Box(x, box.y0, x + side, box.y0 + side)


def _lettered(box: Box, sizes: Sizes, *, outside: bool = False) -> list[Mark]:
    """Draw a frame with the letter that joins an inset to its place on the map."""
    tab, size = _tab(box, sizes, outside=outside), sizes.pt(7.5)
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
