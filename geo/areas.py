"""Approximate shapes of Kosovo's municipalities and regions, made from settlements.

Surveyed municipal boundaries may not be shipped. What can be said honestly is which settlement lies in which
municipality, and about how large each municipality is; so every spot of Kosovo is given to the municipality of the
nearest settlement, and a small municipality with many listed villages does not swallow its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import pi
from typing import TYPE_CHECKING

import geopandas as gpd
import shapely
from shapely import Point

from geo.cells import divide
from geo.topojson import OutlineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

#: the projection distances are measured in: UTM zone 34 north, metres
METRIC = "EPSG:32634"
#: the four municipalities north of the Ibar
NORTHERN = (
    "leposavic_municipality",
    "mitrovica_north_municipality",
    "zubin_potok_municipality",
    "zvecan_municipality",
)
#: width of the strip on the Serbian side, metres
STRIP_M = 12_000

NEAREST = "The ground nearest to its settlements in data/places.csv, up to its known size."


@dataclass(frozen=True, slots=True)
class Area:
    """One approximate shape and how it was made; longitude and latitude in degrees."""

    place: str
    geometry: BaseGeometry
    method: str
    settlements: int | None = None

    def properties(self) -> dict[str, object]:
        """Return what a reader of the shape has to know."""
        known = {} if self.settlements is None else {"settlements": self.settlements}
        return {"id": self.place, "approximate": True, "method": self.method, **known}


def approximate_areas(places: Sequence[Mapping[str, str]], kosovo: BaseGeometry, serbia: BaseGeometry) -> list[Area]:
    """Make the shapes of all municipalities and of the regions.

    Parameters
    ----------
    places
        Rows of the table places.
    kosovo, serbia
        Outlines, longitude and latitude in degrees.

    Returns
    -------
    list of Area
        Municipalities by id, then the regions; the municipalities cover the outline without overlap.

    Raises
    ------
    OutlineError
        If a municipality has no settlement to make its shape from.
    """
    outline, beyond = _project([kosovo, serbia], "EPSG:4326", METRIC)
    owners = _settlements(places)
    sizes = _sizes(places)
    if missing := set(sizes) - set(owners):
        raise OutlineError(f"places.csv has no settlement in {', '.join(sorted(missing))}; add its seat.")
    shares = divide(outline, owners, sizes)
    made = [Area(place, shape, NEAREST, len(owners[place])) for place, shape in sorted(shares.items())]
    made += _regions(shares, outline, beyond)
    shapes = _project([area.geometry for area in made], METRIC, "EPSG:4326")
    return [replace(area, geometry=shape) for area, shape in zip(made, shapes, strict=True)]


def _settlements(places: Sequence[Mapping[str, str]]) -> dict[str, list[BaseGeometry]]:
    """Return the points of each municipality in metres; a point that two rows share counts once, for the first."""
    rows = [row for row in places if row["country"] == "XK" and row["municipality"] and _is_settled(row)]
    points = _project([Point(float(row["longitude"]), float(row["latitude"])) for row in rows], "EPSG:4326", METRIC)
    owners: dict[str, list[BaseGeometry]] = {}
    seen: set[BaseGeometry] = set()
    for row, point in zip(rows, points, strict=True):
        if point not in seen:
            owners.setdefault(row["municipality"], []).append(point)
            seen.add(point)
    return owners


def _is_settled(row: Mapping[str, str]) -> bool:
    return row["feature_class"] == "P" or row["feature_code"] == "ADM2"


def _sizes(places: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """Return the size of each municipality in square metres, from the radius that the table places gives."""
    rows = [row for row in places if row["feature_code"] == "ADM2" and row["country"] == "XK"]
    missing = [row["id"] for row in rows if not row["radius_m"]]
    if missing:
        raise OutlineError(f"places.csv gives no radius_m for {', '.join(sorted(missing))}; its size is needed.")
    return {row["id"]: pi * float(row["radius_m"]) ** 2 for row in rows}


def _regions(shares: Mapping[str, BaseGeometry], outline: BaseGeometry, serbia: BaseGeometry) -> list[Area]:
    north = [shares[place] for place in NORTHERN]
    south = [shape for place, shape in sorted(shares.items()) if place not in NORTHERN]
    strip = shapely.intersection(shapely.buffer(outline, STRIP_M), serbia)
    return [
        Area("northern_kosovo", shapely.union_all(north), "The four northern municipalities together."),
        Area("southern_kosovo", shapely.union_all(south), "All municipalities but the four northern ones together."),
        Area("serbia_boundary", strip, f"The part of Serbia within {STRIP_M // 1000} km of the outline of Kosovo."),
    ]


def _project(shapes: Sequence[BaseGeometry], source: str, target: str) -> list[BaseGeometry]:
    return list(gpd.GeoSeries(shapes, crs=source).to_crs(target))
