"""Lines and shapes on paper in mm: what a frame leaves of them, ways along its edge, what crosses what."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import Box, Circle, Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from geo.snapshot.canvas.marks import Fill, Mark, Pen, Ring

#: what is smaller than this cannot be seen in print (mm); corners that stand for a circle
TOLERANCE, CORNERS = 0.03, 72
#: room for the shaft of an arrow and for a leader on each side, mm
SHAFT = 0.8

Point = tuple[float, float]


def edge_way(target: Point, sender: Point, frame: Box) -> float:
    """Return where the line from a target towards a sender leaves a frame: the way from its upper left corner."""
    dx, dy = sender[0] - target[0], sender[1] - target[1]
    tx = ((frame.x1 if dx > 0 else frame.x0) - target[0]) / dx if dx else math.inf
    ty = ((frame.y1 if dy > 0 else frame.y0) - target[1]) / dy if dy else math.inf
    if math.isinf(min(tx, ty)):  # the sender is the target: from above
        return target[0] - frame.x0
    t = min(tx, ty)
    x = min(frame.x1, max(frame.x0, target[0] + dx * t))
    y = min(frame.y1, max(frame.y0, target[1] + dy * t))
    if ty <= tx:
        return x - frame.x0 if dy < 0 else frame.width + frame.height + (frame.x1 - x)
    return frame.width + (y - frame.y0) if dx > 0 else 2 * frame.width + frame.height + (frame.y1 - y)


def edge_point(way: float, frame: Box) -> Point:
    """Return the point of a frame's edge at a way from its upper left corner, clockwise, any number of times round."""
    left = way % (2 * (frame.width + frame.height))
    if left <= frame.width:
        return frame.x0 + left, frame.y0
    left -= frame.width
    if left <= frame.height:
        return frame.x1, frame.y0 + left
    left -= frame.height
    if left <= frame.width:
        return frame.x1 - left, frame.y1
    return frame.x0, frame.y1 - (left - frame.width)


def between(one: Point, other: Point, share: float) -> Point:
    """Return the point at a share of the way from one point to another."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def lines_cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Say whether two straight lines cross."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: Point, b: Point, point: Point) -> bool:
    return (b[0] - a[0]) * (point[1] - a[1]) > (b[1] - a[1]) * (point[0] - a[0])


def line_meets(line: tuple[Point, Point], box: Box) -> bool:
    """Say whether a straight line meets a box."""
    (x, y), _ = line
    corners = box.ring()
    begins_inside = box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
    return begins_inside or any(lines_cross(line, (corners[k - 1], corners[k])) for k in range(4))


def inside(shape: BaseGeometry, frame: Box) -> BaseGeometry:
    """Return what a frame leaves of a shape; empty if that is nothing."""
    import shapely

    return shapely.clip_by_rect(shapely.simplify(shape, TOLERANCE), frame.x0, frame.y0, frame.x1, frame.y1)


def clipped(shape: BaseGeometry, frame: Box, pen: Pen, fills: Sequence[Fill], about: str) -> list[Mark]:
    """Draw what a frame leaves of an area; its edge is not drawn along the frame."""
    rings = tuple(_rings(inside(shape, frame)))
    if not rings:
        return []
    marks: list[Mark] = [Path(rings, None, fill, about=about) for fill in fills]
    edges = tuple(_lines(inside(shape.boundary, frame.grown(-pen.width / 2))))
    return [*marks, Path(edges, pen, closed=False, about=about)] if edges else marks


def disc_marks(disc: tuple[float, float, float], frame: Box, pen: Pen, fills: Sequence[Fill], about: str) -> list[Mark]:
    """Draw a disc (x, y, radius in mm): circles where it is whole, else what the frame leaves of it."""
    import shapely

    x, y, radius = disc
    reach = radius + pen.width / 2
    if frame.x0 <= x - reach and x + reach <= frame.x1 and frame.y0 <= y - reach and y + reach <= frame.y1:
        return [*(Circle(x, y, radius, None, fill, about) for fill in fills), Circle(x, y, radius, pen, None, about)]
    turns = (2 * math.pi * k / CORNERS for k in range(CORNERS))
    corners = [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]
    return clipped(shapely.Polygon(corners), frame, pen, fills, about)


def _rings(shape: BaseGeometry) -> Iterator[Ring]:
    import shapely

    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            for ring in (part.exterior, *part.interiors):
                yield tuple(ring.coords)[:-1]


def _lines(shape: BaseGeometry) -> Iterator[Ring]:
    import shapely

    for part in shapely.get_parts(shapely.line_merge(shape)):
        if part.geom_type in ("LineString", "LinearRing") and not part.is_empty:
            yield tuple(part.coords)


def boxes_along(marks: Iterable[Mark]) -> list[Box]:
    """Return boxes along the shafts of arrows and the leaders of labels, so that nothing is written over them."""
    lines = (ring for mark in marks if isinstance(mark, Path) and not mark.closed for ring in mark.rings)
    steps = ((start, end) for ring in lines for start, end in pairwise(ring))
    return [
        Box(x - SHAFT, y - SHAFT, x + SHAFT, y + SHAFT)
        for start, end in steps
        for x, y in _between(start, end)
    ]  # fmt: skip


def _between(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield points from one point to another, as far from each other as a shaft has room on both sides."""
    count = max(1, round(math.dist(start, end) / (2 * SHAFT)))
    for step in range(count + 1):
        yield start[0] + (end[0] - start[0]) * step / count, start[1] + (end[1] - start[1]) * step / count
