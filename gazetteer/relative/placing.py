"""From words and anchors to a point with a radius, a line or an area; and from a place back to the words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import atan2, degrees
from typing import TYPE_CHECKING

from gazetteer.candidates import distance_km
from gazetteer.relative import geodesy
from gazetteer.relative.extents import (
    ACROSS_M,
    BEND_SHARE,
    DIRECTION_HALF_WIDTH_DEG,
    HALFWAY_SHARE,
    NEAR_EDGE_M,
    OUTSKIRTS_M,
    ROAD_END_M,
    STRAIGHT_SHARE,
    direction_km,
    extent_m,
    near_m,
    open_km,
)
from gazetteer.wording.expressions import Wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from gazetteer.places import Place
    from gazetteer.relative.geodesy import Point
    from gazetteer.wording.expressions import Expression

_APART_KM = 0.5
_TOLD_FAR = 3
_LEAST_FAR_KM = 10.0
_ONE_DECIMAL_KM = 10


@dataclass(frozen=True, slots=True)
class Anchor:
    """What words start from: a point with its extent, the place if it is one, the line if it is a road or gap."""

    name: str
    point: Point
    radius_m: int
    place: Place | None = None
    path: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """Where words lead: a disc, and a line (open) or area (closed ring) that says more; `words` say how it was got."""

    point: Point
    radius_m: int
    path: tuple[Point, ...]
    words: str


def shape(expression: Expression, anchors: tuple[Anchor, ...], toward: Anchor | None = None) -> Shape | None:
    """Draw what an expression leaves open around its anchors; None where it leaves everything open.

    Parameters
    ----------
    expression
        The words as read.
    anchors
        One for each name that follows them, at least one.
    toward
        The place that gives the direction ("5 km from X on the road to Y").
    """
    if expression.relation is Wording.DISTANCE:
        return _distance(expression, anchors[0], toward)
    if len(anchors) > 1:
        return _gap(expression, anchors)
    return _SHAPES[expression.relation](expression, anchors[0])


def disagreement(expression: Expression, anchors: tuple[Anchor, ...], place: Place) -> str:
    """Say where the words do not fit the place on the map, "" where they do or nothing can be measured."""
    here, first = (place.latitude, place.longitude), anchors[0]
    slack = (extent_m(place) + max(anchor.radius_m for anchor in anchors)) / 1000
    if len(anchors) > 1:
        line = [anchor.point for anchor in anchors]
        off = geodesy.off_path_km(here, line)
        if off <= BEND_SHARE * _length(line) + slack:
            return ""
        ends = " and ".join(anchor.name for anchor in anchors)
        return f"on the map {place.name_en} lies {say_km(off)} off the line between {ends}"
    away, course = distance_km(here, first.point), geodesy.bearing(first.point, here)
    if _fits_distance(expression, first, away, slack) and _fits_bearing(expression, away, course, slack):
        return ""
    said = f"{_said_distance(expression)} {_said_wind(expression, first)}".strip()
    return f"the text says {said}; on the map {place.name_en} is {say_km(away)} {geodesy.wind_name(course)} of it"


def say_km(kilometres: float) -> str:
    """Say a distance as it is read: metres below a kilometre, one decimal below ten."""
    if kilometres < 1:
        return f"{kilometres * 1000:,.0f} m"
    return f"{kilometres:,.1f} km" if kilometres < _ONE_DECIMAL_KM else f"{kilometres:,.0f} km"


def _distance(expression: Expression, anchor: Anchor, toward: Anchor | None) -> Shape | None:
    distance = expression.distance
    if distance is None or (anchor.place and anchor.place.feature_code == "PCLI"):
        return None  # from a country one measures from its border
    bearing = expression.bearing_deg
    if bearing is None and toward and distance_km(anchor.point, toward.point) > _APART_KM:
        bearing = geodesy.bearing(anchor.point, toward.point)
    own, half_width = anchor.radius_m / 1000, expression.half_width_deg
    timed = "; a travelling time leaves much open" if distance.timed else ""
    line = anchor.path if anchor.path and anchor.path[0] != anchor.path[-1] else ()
    if bearing is None:
        words = f"around {anchor.name}, up to {say_km(distance.high_km)} away, since no direction is given{timed}"
        return Shape(anchor.point, _metres(distance.high_km + own), line, words)
    point = geodesy.destination(anchor.point, bearing, distance.best_km)
    low = max(0.0, distance.low_km * (1 if distance.timed else STRAIGHT_SHARE) - own)
    path = geodesy.sector(anchor.point, bearing, half_width, low, distance.high_km + own)
    if line:
        path = tuple(geodesy.destination(corner, bearing, distance.best_km) for corner in line)
    course = f"{geodesy.wind_name(bearing, 16)} of {anchor.name}"
    if toward and expression.bearing_deg is None:
        course = f"from {anchor.name} towards {toward.name}"
    words = f"{say_km(distance.best_km)} {course}, as the crow flies"
    return Shape(point, _metres(open_km(distance, half_width) + own), path, f"{words}{timed}")


def _direction(expression: Expression, anchor: Anchor) -> Shape:
    bearing = expression.bearing_deg or 0.0
    usual = direction_km(anchor.place) if anchor.place else 1.5 * anchor.radius_m / 1000
    away, own = expression.closeness * usual, anchor.radius_m / 1000
    point = geodesy.destination(anchor.point, bearing, away)
    ring = geodesy.sector(anchor.point, bearing, DIRECTION_HALF_WIDTH_DEG, 0, 2 * away + own)
    radius = geodesy.corner_km(away, 2 * away, DIRECTION_HALF_WIDTH_DEG) + own
    words = f"{geodesy.wind_name(bearing, 16)} of {anchor.name}; no distance is given, {say_km(away)} are taken"
    return Shape(point, _metres(radius), ring, words)


def _part(expression: Expression, anchor: Anchor) -> Shape | None:
    if anchor.place and anchor.place.id.startswith("geonames-"):
        return None  # a town somewhere in the world that happens to be called so: "Western Sahara"
    bearing, reach = expression.bearing_deg or 0.0, anchor.radius_m / 1000
    ring = geodesy.sector(anchor.point, bearing, DIRECTION_HALF_WIDTH_DEG, 0, reach)
    words = f"the part of {anchor.name} that lies {geodesy.wind_name(bearing, 16)} of its middle"
    point = geodesy.destination(anchor.point, bearing, reach / 2)
    return Shape(point, _metres(geodesy.corner_km(reach / 2, reach, DIRECTION_HALF_WIDTH_DEG)), ring, words)


def _near(expression: Expression, anchor: Anchor) -> Shape:
    radius = anchor.radius_m + expression.closeness * NEAR_EDGE_M
    if anchor.place is not None:
        radius = near_m(anchor.place, expression.closeness)
    return Shape(anchor.point, _metres(radius / 1000), anchor.path, f"near {anchor.name}")


def _outskirts(expression: Expression, anchor: Anchor) -> Shape | None:
    if anchor.place and anchor.place.feature_code == "PCLI":
        return None
    radius = anchor.radius_m + expression.closeness * OUTSKIRTS_M
    if expression.bearing_deg is None:
        return Shape(anchor.point, _metres(radius / 1000), (), f"around the edge of {anchor.name}")
    point = geodesy.destination(anchor.point, expression.bearing_deg, anchor.radius_m / 1000)
    words = f"at the edge of {anchor.name}, {geodesy.wind_name(expression.bearing_deg, 16)} of its middle"
    return Shape(point, _metres(radius / 1000), (), words)


def _across(expression: Expression, anchor: Anchor) -> Shape:
    words = f"near {anchor.name}; which way the other side lies ({expression.words}) is not known here"
    return Shape(anchor.point, anchor.radius_m + ACROSS_M, (), words)


def _road_end(_expression: Expression, anchor: Anchor) -> Shape:
    if anchor.path:
        return Shape(anchor.point, anchor.radius_m, anchor.path, f"on the road of {anchor.name}")
    words = f"around {anchor.name}; only one end of the road is named"
    return Shape(anchor.point, anchor.radius_m + ROAD_END_M, (), words)


def _gap(expression: Expression, anchors: tuple[Anchor, ...]) -> Shape | None:
    if any(anchor.place and anchor.place.feature_code == "PCLI" for anchor in anchors):
        return None
    path = tuple(anchor.point for anchor in anchors)
    own = max(anchor.radius_m for anchor in anchors) / 1000
    centre = geodesy.middle(path)
    reach = max(distance_km(centre, point) for point in path)
    if reach < _APART_KM:
        return Shape(centre, _metres(own + NEAR_EDGE_M / 1000), (), f"near {anchors[0].name}")
    ends = " and ".join(anchor.name for anchor in anchors)
    if expression.halfway:
        return Shape(centre, _metres(2 * HALFWAY_SHARE * reach + own), path, f"halfway between {ends}")
    road = "; the line is straight, the road is not" if expression.relation is Wording.ROAD else ""
    return Shape(centre, _metres(reach + own), path, f"on the line between {ends}, {say_km(_length(path))} long{road}")


_SHAPES: dict[Wording, Callable[[Expression, Anchor], Shape | None]] = {
    Wording.NEAR: _near,
    Wording.OUTSKIRTS: _outskirts,
    Wording.DIRECTION: _direction,
    Wording.PART: _part,
    Wording.ACROSS: _across,
    Wording.ROAD: _road_end,
    Wording.BETWEEN: _near,
}


def _length(line: tuple[Point, ...] | list[Point]) -> float:
    return sum(distance_km(start, end) for start, end in pairwise(line))


def _fits_distance(expression: Expression, anchor: Anchor, away: float, slack: float) -> bool:
    distance = expression.distance
    if distance is not None:
        return distance.low_km * STRAIGHT_SHARE - slack <= away <= distance.high_km + slack
    if expression.relation in (Wording.NEAR, Wording.OUTSKIRTS, Wording.ACROSS):
        return away <= max(_LEAST_FAR_KM, _TOLD_FAR * anchor.radius_m / 1000) + slack
    return True


def _fits_bearing(expression: Expression, away: float, course: float, slack: float) -> bool:
    if expression.bearing_deg is None or away <= slack:
        return True
    width = expression.half_width_deg if expression.distance else DIRECTION_HALF_WIDTH_DEG
    return geodesy.turn_between(expression.bearing_deg, course) <= width + degrees(atan2(slack, away))


def _said_distance(expression: Expression) -> str:
    if expression.distance is None:
        return "" if expression.bearing_deg is not None else expression.words
    said = say_km(expression.distance.best_km)
    return f"within {said}" if expression.distance.within else said


def _said_wind(expression: Expression, anchor: Anchor) -> str:
    if expression.bearing_deg is None:
        return f"from {anchor.name}" if expression.distance else anchor.name
    return f"{geodesy.wind_name(expression.bearing_deg, 16)} of {anchor.name}"


def _metres(kilometres: float) -> int:
    """Return kilometres as metres, rounded up to two digits, so that no radius looks more exact than it is."""
    metres = max(1.0, kilometres * 1000)
    step = 10 ** max(0, len(str(int(metres))) - 2)
    return int(-(-metres // step) * step)
