"""Read TopoJSON: shapes that share their borders as arcs.

Decoded here in plain Python and not by a GDAL driver because the arcs themselves are wanted: a border between two
countries is an arc that two of them share, and thinning an arc once keeps neighbours without gaps.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from shapely import LineString, MultiLineString, MultiPolygon, Polygon, make_valid

from geo.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

Position = tuple[float, float]
#: a polygon ring needs three corners and the first one again
RING_POSITIONS = 4
HALF_TURN = 180.0


class OutlineError(AtlasError, ValueError):
    """The material of the base map cannot be read or does not fit."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a topology: its numeric country code if any, its name and the arcs it is made of."""

    code: str
    name: str
    kind: str
    arcs: list[Any]

    def arc_indexes(self) -> set[int]:
        """Return the indexes of all arcs of the shape, direction left aside."""
        return {index if index >= 0 else ~index for index in _flatten(self.arcs)}


@dataclass(frozen=True, slots=True)
class Topology:
    """Shapes over shared arcs; positions are longitude, latitude in degrees."""

    arcs: tuple[tuple[Position, ...], ...]
    shapes: tuple[Shape, ...]

    def named(self, name: str) -> Shape:
        """Return the one shape of that name."""
        found = [shape for shape in self.shapes if shape.name == name]
        if len(found) != 1:
            raise OutlineError(f"The topology has {len(found)} shapes called {name}; exactly one is needed.")
        return found[0]

    def arcs_within(self, west: float, south: float, east: float, north: float) -> set[int]:
        """Return the indexes of the arcs that have a position in the box, degrees."""
        return {
            index
            for index, arc in enumerate(self.arcs)
            if any(west <= longitude <= east and south <= latitude <= north for longitude, latitude in arc)
        }

    def thinned(self, tolerance: float, keep: AbstractSet[int] = frozenset()) -> Topology:
        """Return the topology with fewer positions.

        Parameters
        ----------
        tolerance
            How far a border may move, in degrees.
        keep
            Indexes of arcs that stay as they are.
        """
        arcs = (arc if index in keep else _thin(arc, tolerance) for index, arc in enumerate(self.arcs))
        return replace(self, arcs=tuple(arcs))

    def geometry(self, shape: Shape) -> BaseGeometry:
        """Return the geometry of one shape, made valid.

        A shape that crosses longitude 180 goes on beyond it; one that runs around a pole loses that part.
        """
        if shape.kind == "Polygon":
            return make_valid(MultiPolygon(list(self._polygons([shape.arcs]))))
        if shape.kind == "MultiPolygon":
            return make_valid(MultiPolygon(list(self._polygons(shape.arcs))))
        if shape.kind == "LineString":
            return LineString(self._path(shape.arcs))
        if shape.kind == "MultiLineString":
            return MultiLineString([self._path(path) for path in shape.arcs])
        raise OutlineError(f"{shape.name or 'A shape'} is a {shape.kind}; only lines and polygons are read here.")

    def borders(self, without: AbstractSet[int] = frozenset()) -> MultiLineString:
        """Return the arcs that two shapes share, except those of `without`."""
        shared = Counter(index for shape in self.shapes for index in shape.arc_indexes())
        return MultiLineString([self.arcs[i] for i, times in sorted(shared.items()) if times > 1 and i not in without])

    def _polygons(self, polygons: list[list[list[int]]]) -> Iterator[Polygon]:
        for polygon in polygons:
            rings = [_unwrapped(self._path(ring)) for ring in polygon]
            rings = [ring for ring in rings if len(ring) >= RING_POSITIONS and ring[0] == ring[-1]]
            if rings:
                yield Polygon(rings[0], rings[1:])

    def _path(self, indexes: list[int]) -> list[Position]:
        path: list[Position] = []
        for index in indexes:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            path.extend(arc[1:] if path else arc)
        return path


def read_topology(path: Path, layer: str) -> Topology:
    """Read one layer of a quantised TopoJSON file.

    Parameters
    ----------
    path
        The file.
    layer
        Name of the object in the file, such as ``countries``.

    Returns
    -------
    Topology
        The shapes of the layer over all arcs of the file.

    Raises
    ------
    OutlineError
        If the file is missing, is no TopoJSON or has no such layer.

    Notes
    -----
    TopoJSON specification 1.0, sections 2.1.2 (transforms) and 2.1.3 (arcs).
    """
    try:
        topology = json.loads(path.read_text(encoding="utf-8"))
        geometries = topology["objects"][layer]["geometries"]
        scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    except FileNotFoundError:
        raise OutlineError(f"{path} is missing; run `npm ci` in the folder of the project first.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise OutlineError(f"{path} is no quantised TopoJSON file with a layer {layer}: {error}.") from error
    return Topology(
        arcs=tuple(_decode(arc, scale, translate) for arc in topology["arcs"]),
        shapes=tuple(_shape(geometry) for geometry in geometries if geometry.get("type")),
    )


def _shape(geometry: dict[str, Any]) -> Shape:
    properties = geometry.get("properties") or {}
    return Shape(str(geometry.get("id", "")), str(properties.get("name", "")), geometry["type"], geometry["arcs"])


def _decode(arc: list[list[int]], scale: Position, translate: Position) -> tuple[Position, ...]:
    columns = accumulate(step[0] for step in arc)
    rows = accumulate(step[1] for step in arc)
    return tuple((x * scale[0] + translate[0], y * scale[1] + translate[1]) for x, y in zip(columns, rows, strict=True))


def _unwrapped(path: list[Position]) -> list[Position]:
    """Return a path that goes on beyond longitude 180 instead of jumping to -180; around a pole it does not close."""
    turns = accumulate(
        (-1 if there - here > HALF_TURN else 1 if here - there > HALF_TURN else 0)
        for (here, _), (there, _) in pairwise(path)
    )
    beyond = (0, *turns)
    return [(longitude + 360 * turn, latitude) for (longitude, latitude), turn in zip(path, beyond, strict=True)]


def _thin(arc: tuple[Position, ...], tolerance: float) -> tuple[Position, ...]:
    return tuple((x, y) for x, y in LineString(arc).simplify(tolerance).coords)


def _flatten(arcs: list[Any]) -> Iterator[int]:
    for item in arcs:
        if isinstance(item, int):
            yield item
        else:
            yield from _flatten(item)
