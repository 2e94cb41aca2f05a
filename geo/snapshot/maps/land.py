"""The outlines of a base map, stretched once as the map does it; a map on paper then only cuts and scales them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.snapshot.canvas.projection import EDGE, stretched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from geo.snapshot.canvas.marks import Ring
    from geo.snapshot.canvas.projection import Projection

#: mm that a line on paper may be off; less cannot be seen
PRECISION = 0.05
#: the least corners of an area
CORNERS = 3
#: degrees: parts of the borders this near to the outline of Kosovo are that outline
_SAME = 0.01


@dataclass(frozen=True)
class BaseKey:
    """A base map as a key of a cache: by identity, for a base map is never changed and is too large to compare."""

    base: Mapping[str, Any]

    def __hash__(self) -> int:
        return id(self.base)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BaseKey) and self.base is other.base


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of a base map, x in degrees of longitude, y stretched as the map does it."""

    land: BaseGeometry
    coast: BaseGeometry
    countries: tuple[BaseGeometry, ...]
    lakes: BaseGeometry
    rivers: BaseGeometry
    borders: BaseGeometry
    focus: BaseGeometry


def _geometries(collection: Mapping[str, Any]) -> list[BaseGeometry]:
    """Read a GeoJSON collection; stretch it."""
    read = [shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]]
    return [shapely.make_valid(shapely.transform(geometry, _stretch)) for geometry in read]


def _stretch(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack((points[:, 0], stretched(np.clip(points[:, 1], -EDGE, EDGE))))


@lru_cache(maxsize=4)
def outlines_of(key: BaseKey) -> Outlines:
    """Join the outlines of a base map."""
    base = key.base
    countries = _geometries(base["neighbours"])
    near = shapely.union_all(countries)
    covered = shapely.box(*near.bounds) if countries else shapely.Polygon()
    far = shapely.union_all(_geometries(base["world"]))
    beyond = shapely.transform(shapely.clip_by_rect(far, 180, -180, 360, 180), lambda points: points - (360, 0))
    focus = shapely.union_all(_geometries(base["kosovo"]))
    land = shapely.union_all([far.difference(covered), near, beyond, focus])
    return Outlines(
        land=land,
        # where the finer outlines end there is no coast
        coast=land.boundary.difference(covered.boundary.buffer(1e-6)),
        countries=tuple(countries),
        lakes=shapely.union_all(_geometries(base["lakes"])),
        rivers=shapely.line_merge(shapely.union_all(_geometries(base["rivers"]))),
        borders=shapely.line_merge(
            shapely.union_all(_geometries(base["borders"])).difference(focus.boundary.buffer(_SAME))
        ),
        focus=focus,
    )


def rings_of(geometry: BaseGeometry, projection: Projection) -> tuple[Ring, ...]:
    """Cut a stretched geometry to the frame of a map.

    Returns
    -------
    tuple of Ring
        Lines, or rings of areas without their closing point, in mm to a hundredth; nothing that is out of the frame.
    """
    frame = projection.frame
    low, high = stretched(projection.south), stretched(projection.north)
    across, down = projection.mm_of_degree, frame.height / (high - low)
    seen = shapely.clip_by_rect(geometry, projection.west, low, projection.east, high)
    rings: list[Ring] = []
    for part in shapely.get_parts(shapely.simplify(seen, PRECISION / across, preserve_topology=False)):
        for line in shapely.get_rings(part) if part.geom_type == "Polygon" else (part,):
            points = shapely.get_coordinates(line)[:-1] if line is not part else shapely.get_coordinates(line)
            xs = np.clip(np.round(frame.x0 + (points[:, 0] - projection.west) * across, 2), frame.x0, frame.x1)
            ys = np.clip(np.round(frame.y0 + (high - points[:, 1]) * down, 2), frame.y0, frame.y1)
            if len(points) > 1:
                rings.append(tuple(zip(xs.tolist(), ys.tolist(), strict=True)))
    return tuple(rings)


@lru_cache(maxsize=256)
def part_of(
    key: BaseKey, projection: Projection, latitude: float, longitude: float
) -> tuple[shapely.Polygon, tuple[float, float]]:
    """Return what a map shows of the country at a place: the largest part in mm and its middle; empty if nothing."""
    place = shapely.Point(longitude, stretched(latitude))
    outline = next((shape for shape in outlines_of(key).countries if shape.contains(place)), shapely.Polygon())
    rings = (ring for ring in rings_of(outline, projection) if len(ring) >= CORNERS)
    part = max((shapely.Polygon(ring) for ring in rings), key=lambda part: part.area, default=shapely.Polygon())
    if part.is_empty:
        return part, (0.0, 0.0)
    x, y = shapely.maximum_inscribed_circle(part, tolerance=1).coords[0]
    return part, (x, y)
