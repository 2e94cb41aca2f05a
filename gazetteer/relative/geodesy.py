"""Points on the sphere: where a bearing leads, which way another point lies, and shapes around a point.

Points are latitude and longitude in decimal degrees, distances kilometres, bearings degrees clockwise from north. The
sphere has the Earth's mean radius: against the ellipsoid WGS 84 a distance is wrong by at most 0.6 %, a bearing by at
most 0.2 degrees, far less than any wording leaves open. `distance_km` stands in `gazetteer.candidates`.
"""

from __future__ import annotations

from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import TYPE_CHECKING

from gazetteer.candidates import EARTH_RADIUS_KM, distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]

WIND_WORDS = ("north", "north-north-east", "north-east", "east-north-east", "east", "east-south-east", "south-east",
              "south-south-east", "south", "south-south-west", "south-west", "west-south-west", "west",
              "west-north-west", "north-west", "north-north-west")  # fmt: skip
_CORNERS = 64
_ARC_STEPS = 12
_ZERO = 1e-12


def destination(start: Point, bearing_deg: float, away_km: float) -> Point:
    """Return the point that lies a distance away from another along a great circle."""
    latitude, longitude = map(radians, start)
    angle, course = away_km / EARTH_RADIUS_KM, radians(bearing_deg)
    sine = sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(course)
    reached = asin(max(-1.0, min(1.0, sine)))
    east = atan2(sin(course) * sin(angle) * cos(latitude), cos(angle) - sin(latitude) * sin(reached))
    return degrees(reached), wrap(degrees(longitude + east))


def bearing(start: Point, end: Point) -> float:
    """Return the bearing at which one sets out from a point towards another, 0 to 360; 0 for the same point."""
    latitude_1, longitude_1, latitude_2, longitude_2 = map(radians, (*start, *end))
    turn = longitude_2 - longitude_1
    east = sin(turn) * cos(latitude_2)
    north = cos(latitude_1) * sin(latitude_2) - sin(latitude_1) * cos(latitude_2) * cos(turn)
    return degrees(atan2(east, north)) % 360


def middle(points: Iterable[Point]) -> Point:
    """Return the point in the middle of others: halfway for two; (0, 0) where they cancel out."""
    x = y = z = 0.0
    for point in points:
        latitude, longitude = map(radians, point)
        x += cos(latitude) * cos(longitude)
        y += cos(latitude) * sin(longitude)
        z += sin(latitude)
    if hypot(x, y, z) < _ZERO:
        return 0.0, 0.0
    return degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def off_path_km(point: Point, path: Sequence[Point]) -> float:
    """Return how far a point lies from a line of points (at least one), measured on a plane around the point."""
    if len(path) == 1:
        return distance_km(point, path[0])
    flat = [_flat(point, corner) for corner in path]
    return min(_off_segment(start, end) for start, end in pairwise(flat))


def disc(centre: Point, radius_km: float, corners: int = _CORNERS) -> tuple[Point, ...]:
    """Return a closed ring around a point, counter-clockwise as GeoJSON asks for.

    Longitudes run on past 180 degrees where the ring crosses the date line, so that maps draw one ring.
    """
    ring = [destination(centre, -360 * step / corners, radius_km) for step in range(corners)]
    return _near_to(centre, [*ring, ring[0]])


def sector(
    centre: Point, bearing_deg: float, half_width_deg: float, nearest_km: float, farthest_km: float
) -> tuple[Point, ...]:
    """Return a closed ring around what lies in a range of bearings and distances, counter-clockwise."""
    steps = [half_width_deg * (1 - 2 * step / _ARC_STEPS) for step in range(_ARC_STEPS + 1)]
    outer = [destination(centre, bearing_deg + turn, farthest_km) for turn in steps]
    inner = [destination(centre, bearing_deg - turn, nearest_km) for turn in steps] if nearest_km > 0 else [centre]
    return _near_to(centre, [*outer, *inner, outer[0]])


def corner_km(away_km: float, corner_away_km: float, turn_deg: float) -> float:
    """Return the distance between two points seen from a third: how far each is, and the angle between them."""
    square = away_km**2 + corner_away_km**2 - 2 * away_km * corner_away_km * cos(radians(turn_deg))
    return sqrt(max(0.0, square))


def turn_between(one_deg: float, other_deg: float) -> float:
    """Return the angle between two bearings, 0 to 180."""
    return abs((one_deg - other_deg + 180) % 360 - 180)


def wind_name(bearing_deg: float, winds: int = 8) -> str:
    """Name a bearing by the nearest of 8 (or 4, or 16) winds."""
    return WIND_WORDS[round(bearing_deg / 360 * winds) % winds * (len(WIND_WORDS) // winds)]


def wrap(longitude: float) -> float:
    """Return a longitude between -180 and 180."""
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180  # noqa: PLR2004 (half a turn)


def _flat(origin: Point, point: Point) -> Point:
    """Return kilometres east and north of an origin."""
    course, away = radians(bearing(origin, point)), distance_km(origin, point)
    return away * sin(course), away * cos(course)


def _off_segment(start: Point, end: Point) -> float:
    """Return how far the origin of a plane lies from a segment."""
    east, north = end[0] - start[0], end[1] - start[1]
    length = east**2 + north**2
    share = 0.0 if length < _ZERO else max(0.0, min(1.0, -(start[0] * east + start[1] * north) / length))
    return hypot(start[0] + share * east, start[1] + share * north)


def _near_to(centre: Point, ring: list[Point]) -> tuple[Point, ...]:
    return tuple((latitude, centre[1] + wrap(longitude - centre[1])) for latitude, longitude in ring)
