"""Troop movements: an arrow from the direction of the sender with the number; dashed and hollow until they arrived."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.minutes import MINUTES_A_DAY
from geo.schema import MovementStatus, PlacePrecision
from geo.snapshot.canvas.geometry import between, clipped, edge_point, edge_way, line_meets, lines_cross
from geo.snapshot.canvas.marks import POINT_MM, Align, Box, Fill, Path, Pen, Role, Words
from geo.snapshot.canvas.metrics import printable, width_of, wrap
from geo.snapshot.selection import on_paper
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.snapshot.canvas.geometry import Point
    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.canvas.projection import Projection
    from geo.snapshot.selection import Entry, Selection, Standing

THEME = MAP_THEMES["light"]
INK, MOVEMENT, PAPER, HALO = (str(THEME[name]) for name in ("ink", "movement", "paper", "halo"))
MOST_ARROWS, MOST_IN_CORNER = 12, 4
LONGEST_SPAN = 400 * MINUTES_A_DAY
MOVES_NOBODY = (MovementStatus.REQUESTED, MovementStatus.REFUSED)
ARRIVED = (MovementStatus.ARRIVED, MovementStatus.REPLACED)
#: type of a chip in points; room around it, its distance from the frame and its longest line in mm; all on A4
TEXT, PAD_X, PAD_Y, MARGIN, LONGEST_LINE = 6.8, 1.5, 0.8, 1.6, 38.0
#: height of a line in sizes, and what is kept free around words (mm)
LEADING, GAP = 1.2, 0.4
#: how far a chip may move along the frame from the sender's direction, and in what steps (mm on A4)
FARTHEST, STEP = 110.0, 2.0
#: of an arrow, in mm on A4: length and half angle of its head, how far before a settlement it ends, its least length
HEAD, SPREAD, BEFORE, LEAST = 2.9, 0.4, 3.6, 4.5
#: how far the curve swings out, as a share of its length; corners of the curve
BEND, CORNERS = 0.06, 24


@dataclass(frozen=True, slots=True)
class Arrows:
    """Troop movements on a map.

    `boxes` are taken by their words. `drawn` are the ids of the entries drawn here, as an arrow or as words in the
    corner: they are not drawn as points or areas too. `left` are the entries without room or place.
    """

    marks: tuple[Mark, ...]
    boxes: tuple[Box, ...]
    drawn: frozenset[str]
    left: tuple[Entry, ...]
    chips: tuple[tuple[str, Box], ...] = ()  # id of each entry drawn, and the box of its words


@dataclass(frozen=True, slots=True)
class _Chip:
    """Words in a box; an arrow goes from it to its tip, if there is one."""

    standing: Standing
    lines: tuple[str, ...]
    box: Box
    tip: Point | None = None

    @property
    def line(self) -> tuple[Point, Point] | None:
        """From the middle of the box, under which an arrow begins, to its tip."""
        return None if self.tip is None else (_middle(self.box), self.tip)


def movement_marks(selection: Selection, projection: Projection, sizes: Sizes, obstacles: Sequence[Box] = ()) -> Arrows:
    """Draw the movements that find room, each ending where it enters the area it is known for.

    Parameters
    ----------
    selection
        What is shown; a span of more than 400 days has too many movements for arrows.
    projection, sizes
        Of the map and of its page.
    obstacles
        What the words keep clear of, in mm.
    """
    standing = selection.movements if selection.span[1] - selection.span[0] <= LONGEST_SPAN else ()
    chips: list[_Chip] = []
    for one in standing:
        if one.movement["origin"] is None and len(chips) < MOST_IN_CORNER:
            chips += _in_corner(one, projection.frame, sizes, [*obstacles, *(chip.box for chip in chips)])
    # most go to the same area: it is put on paper once
    areas = {id(one.shape): _area(one, projection) for one in {id(one.shape): one for one in standing}.values()}
    arrows: list[_Chip] = []
    for one in standing:
        if one.movement["origin"] is not None and len(arrows) < MOST_ARROWS:
            arrows += _from_sender(one, areas[id(one.shape)], projection, sizes, obstacles, [*chips, *arrows])
    marks = [mark for chip in arrows
             for mark in (*_aim(chip, areas[id(chip.standing.shape)], projection.frame),
                          *_arrow(chip, projection.frame, sizes))]  # fmt: skip
    marks += [mark for chip in (*chips, *arrows) for mark in _box(chip, sizes)]
    drawn = frozenset(chip.standing.entry.id for chip in (*chips, *arrows))
    left = tuple(one.entry for one in selection.movements if one.entry.id not in drawn)
    every = tuple((chip.standing.entry.id, chip.box) for chip in (*chips, *arrows))
    return Arrows(tuple(marks), tuple(box for _, box in every), drawn, left, every)


def _broken(words: str, sizes: Sizes) -> tuple[tuple[str, ...], float, float]:
    """Break words into as few lines of about equal length as they need; return them with width and height of a box."""
    size, text = sizes.pt(TEXT), printable(words)
    whole, longest = width_of(text, size, True), LONGEST_LINE * sizes.scale  # noqa: FBT003 - bold, as a font is named
    count = max(1, math.ceil(whole / longest))
    tries = (wrap(text, min(longest, whole / count * (1 + k / 20)), size, True) for k in range(20))  # noqa: FBT003
    lines = next((some for some in tries if len(some) <= count), None) or wrap(text, longest, size, True)  # noqa: FBT003
    width = max((width_of(line, size, True) for line in lines), default=0.0)  # noqa: FBT003
    height = len(lines) * size * LEADING * POINT_MM
    return lines, width + 2 * PAD_X * sizes.scale, height + 2 * PAD_Y * sizes.scale


def _in_corner(standing: Standing, frame: Box, sizes: Sizes, taken: Sequence[Box]) -> list[_Chip]:
    """Put words without one direction (no sender named, or several) under each other in the upper right corner."""
    lines, width, height = _broken(standing.words, sizes)
    x1, y0 = frame.x1 - MARGIN * sizes.scale, frame.y0 + MARGIN * sizes.scale
    for step in range(max(0, int((frame.height / 2 - height) / STEP)) + 1):
        box = Box(x1 - width, y0 + step * STEP, x1, y0 + step * STEP + height)
        if _free(box, frame, taken):
            return [_Chip(standing, lines, box)]
    return []


def _from_sender(
    standing: Standing,
    area: BaseGeometry | None,
    projection: Projection,
    sizes: Sizes,
    obstacles: Sequence[Box],
    laid: Sequence[_Chip],
) -> list[_Chip]:
    """Put words at the frame, as near as possible to the sender's direction, with an arrow to where they go."""
    movement, origin, frame = standing.movement, standing.movement["origin"], projection.frame
    lines, width, height = _broken(standing.words, sizes)
    across, down = width / 2 + MARGIN * sizes.scale, height / 2 + MARGIN * sizes.scale
    edge = Box(frame.x0 + across, frame.y0 + down, frame.x1 - across, frame.y1 - down)
    target = (projection.x(movement["longitude"]), projection.y(movement["latitude"]))
    if not (edge.x0 < target[0] < edge.x1 and edge.y0 < target[1] < edge.y1):
        return []
    way = edge_way(target, (projection.x(origin["longitude"]), projection.y(origin["latitude"])), edge)
    taken = [*obstacles, *(chip.box for chip in laid)]
    second: list[_Chip] = []
    for shift in _shifts(sizes.scale):
        x, y = edge_point(way + shift, edge)
        box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        if not _free(box, frame, taken):
            continue
        chip = _Chip(standing, lines, box, _tip(box, target, area, sizes.scale))
        clear = not any(_in_the_way(chip, other) for other in laid)
        if clear and (chip.tip is not None or _within(box, area)):
            return [chip]
        second.append(chip)
    return sorted(second, key=lambda chip: chip.tip is None)[:1]


def _within(box: Box, area: BaseGeometry | None) -> bool:
    """Say whether words stand in an area altogether; half of them elsewhere would claim more."""
    import shapely

    return area is None or bool(shapely.covers(area, shapely.box(box.x0, box.y0, box.x1, box.y1)))


def _area(standing: Standing, projection: Projection) -> BaseGeometry | None:
    import shapely

    if standing.shape is None:
        return None
    area = on_paper(standing.shape, projection)
    shapely.prepare(area)
    return area


def _shifts(scale: float) -> list[float]:
    """Return ways along the frame, the shortest first, to both sides."""
    steps = range(1, int(FARTHEST / STEP) + 1)
    return [0.0, *(side * step * STEP * scale for step in steps for side in (1, -1))]


def _free(box: Box, frame: Box, taken: Sequence[Box]) -> bool:
    roomy = box.grown(GAP)
    return frame.holds(roomy) and not any(roomy.overlaps(other) for other in taken)


def _tip(box: Box, target: Point, area: BaseGeometry | None, scale: float) -> Point | None:
    """Return where an arrow ends: at the border of an area, because it claims no more, or just before a settlement.

    None if no arrow can be drawn that claims no more: words that stand in the area or close to it say enough.
    """
    tail = _middle(box)
    length = math.dist(tail, target) or 1.0
    tip = between(tail, target, max(0.0, 1 - BEFORE * scale / length))
    if area is not None:
        import numpy as np
        import shapely

        shares = np.linspace(0.0, 1.0, 161)
        within = shapely.contains_xy(area, *(tail[k] + (target[k] - tail[k]) * shares for k in (0, 1)))
        if within[0]:  # the words stand in the area: a short arrow, if all of it stays there
            reach = min(1.0, (math.hypot(box.width, box.height) / 2 + 2 * LEAST * scale) / length)
            return between(tail, target, reach) if within[shares <= reach].all() else None
        tip = between(tail, target, float(shares[int(within.argmax())]) if within.any() else 1.0)
    gap = (max(box.x0 - tip[0], 0.0, tip[0] - box.x1), max(box.y0 - tip[1], 0.0, tip[1] - box.y1))
    return tip if math.hypot(*gap) >= LEAST * scale else None


def _middle(box: Box) -> Point:
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def _in_the_way(chip: _Chip, other: _Chip) -> bool:
    """Say whether an arrow would cross another one, or the words of another one."""
    own, its = chip.line, other.line
    return (
        (own is not None and line_meets(own, other.box.grown(GAP)))
        or (its is not None and line_meets(its, chip.box.grown(GAP)))
        or (own is not None and its is not None and lines_cross(own, its))
    )


def _kind(standing: Standing) -> str:
    """Return the class of a movement, as the legend has it."""
    if standing.status in ARRIVED:
        return "arrived"
    return "stopped" if standing.status in MOVES_NOBODY else "announced"


def _aim(chip: _Chip, area: BaseGeometry | None, frame: Box) -> list[Mark]:
    """Draw the edge of the area that a movement is known for, where that is no more than a region."""
    if area is None or chip.standing.entry.precision is PlacePrecision.COUNTRY:
        return []
    return clipped(area, frame, Pen(MOVEMENT, 0.3, (0.6, 0.8)), [], f"movement:{_kind(chip.standing)}")


def _arrow(chip: _Chip, frame: Box, sizes: Sizes) -> list[Mark]:
    """Draw the curve from the words to the tip, and a head, or a bar where nobody moved."""
    if chip.line is None:
        return []
    tail, tip = chip.line
    scale, kind = sizes.scale, _kind(chip.standing)
    bend = ((tail[0] + tip[0]) / 2 - (tip[1] - tail[1]) * BEND, (tail[1] + tip[1]) / 2 + (tip[0] - tail[0]) * BEND)
    angle = math.atan2(tip[1] - bend[1], tip[0] - bend[0])
    neck = _away(tip, angle, -HEAD * 0.75 * scale)
    curve = tuple(_held(_on_curve(tail, bend, neck, k / CORNERS), frame, scale) for k in range(CORNERS + 1))
    width, about = (0.7 if kind == "arrived" else 0.5) * scale, f"movement:{kind}"
    dash = () if kind == "arrived" else (1.8 * scale, 1.2 * scale)
    line = [
        Path((curve,), Pen(HALO, width + 0.7 * scale), closed=False, about=about),
        Path((curve,), Pen(MOVEMENT, width, dash), closed=False, about=about),
    ]
    across = (angle + math.pi / 2, angle - math.pi / 2)
    if kind == "stopped":
        bar = tuple(_held(_away(neck, turn, HEAD * 0.7 * scale), frame, scale) for turn in across)
        return [*line, Path((bar,), Pen(MOVEMENT, 0.9 * scale), closed=False, about=about)]
    barbs = (_away(tip, turn, -HEAD * scale) for turn in (angle - SPREAD, angle + SPREAD))
    head = tuple(_held(corner, frame, scale) for corner in (tip, *barbs))
    fill = Fill(MOVEMENT if kind == "arrived" else PAPER)
    return [*line, Path((head,), Pen(MOVEMENT, 0.4 * scale), fill, about=about)]


def _away(point: Point, angle: float, length: float) -> Point:
    return point[0] + length * math.cos(angle), point[1] + length * math.sin(angle)


def _on_curve(start: Point, bend: Point, end: Point, t: float) -> Point:
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return a * start[0] + b * bend[0] + c * end[0], a * start[1] + b * bend[1] + c * end[1]


def _held(point: Point, frame: Box, scale: float) -> Point:
    """Keep a point so far inside the frame that no line through it reaches over the edge."""
    inner = frame.grown(-0.75 * scale)
    return min(inner.x1, max(inner.x0, point[0])), min(inner.y1, max(inner.y0, point[1]))


def _box(chip: _Chip, sizes: Sizes) -> list[Mark]:
    """Draw the words in their rounded box; its edge is dashed until they arrived."""
    scale, kind, box = sizes.scale, _kind(chip.standing), chip.box
    dash = () if kind == "arrived" else (1.0 * scale, 0.7 * scale)
    return [
        Path((box.ring(),), Pen(MOVEMENT, 0.3 * scale, dash), Fill(PAPER), about=f"movement:{kind}",
             rounded=1.5 * scale),
        Words(box.x0, box.y0 + PAD_Y * scale, box.width, chip.lines, sizes.pt(TEXT), INK, bold=True,
              align=Align.CENTRE, role=Role.LABEL, about=f"movement:{kind}"),
    ]  # fmt: skip
