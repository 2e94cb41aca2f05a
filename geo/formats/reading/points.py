"""Points for the geometries of a file, in degrees of WGS 84."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import ReadingError
from geo.formats.reading.model import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    Degrees = NDArray[np.float64]

POINT_TYPE = 0
WGS84 = "OGC:CRS84"
_MULTIPOINT_TYPE = 4
_WEST, _SOUTH = 180.0, 90.0
_UNREADABLE = "the geometry cannot be read; draw it anew"
_INVALID = "the geometry is not valid (its outline crosses itself or is not closed); repair it in a GIS"
_OUTSIDE = "the coordinate lies outside the world; look at the coordinate system of the file"
REPRESENTED = (
    "Lines, areas and groups of points are given by one point on each of them; such a place is taken as known by "
    "region, as the point is no more precise than the whole shape."
)
NO_CRS = (
    "The file does not say its coordinate system; all its coordinates are like degrees, so they are taken as WGS 84 "
    "(EPSG:4326)."
)


@dataclass(frozen=True, slots=True)
class Points:
    """One point for each geometry; NaN where there is none.

    Attributes
    ----------
    latitude, longitude
        Degrees, WGS 84, shape (rows,).
    kinds
        "Point", "Polygon" ... of each geometry, "" where there is none.
    faults
        Geometries that are no use.
    spread
        Which of them are more than one point.
    """

    latitude: Degrees
    longitude: Degrees
    kinds: tuple[str, ...]
    faults: tuple[Fault, ...]
    spread: NDArray[np.bool_]


def points_of(wkb: Sequence[bytes | None] | pa.Array, crs: object = WGS84) -> Points:
    """Return a point for each geometry: itself, or a point on a line, an area or one of a group.

    Parameters
    ----------
    wkb
        Geometries as well-known binary.
    crs
        Coordinate system of the geometries, whatever pyproj takes.

    Raises
    ------
    ReadingError
        If there is no such coordinate system.
    """
    import shapely

    given = np.asarray(wkb if isinstance(wkb, list) else wkb.to_pylist(), dtype=object)  # type: ignore[union-attr]
    missing = np.array([one is None for one in given], np.bool_)
    shapes = shapely.from_wkb(given, on_invalid="ignore")
    unreadable = ~missing & np.asarray([shape is None for shape in shapes], np.bool_)
    types = shapely.get_type_id(shapes)
    alone = (types == POINT_TYPE) | ((types == _MULTIPOINT_TYPE) & (shapely.get_num_geometries(shapes) == 1))
    there = (types >= 0) & ~shapely.is_empty(shapes)
    invalid = there & ~alone & ~shapely.is_valid(shapes)
    shown = shapes.copy()
    spread = there & ~alone & ~invalid
    shown[spread] = shapely.point_on_surface(shapes[spread])
    single = there & alone & (types == _MULTIPOINT_TYPE)
    shown[single] = shapely.get_geometry(shapes[single], 0)
    shown[~there | invalid] = None
    x, y = shapely.get_x(shown), shapely.get_y(shown)
    longitude, latitude = _degrees(x, y, crs)
    with np.errstate(invalid="ignore"):
        outside = (there & ~invalid) & ~((np.abs(longitude) <= _WEST) & (np.abs(latitude) <= _SOUTH))
    bad = unreadable | invalid | outside
    reasons = np.select([unreadable, invalid, outside], [_UNREADABLE, _INVALID, _OUTSIDE], default="")
    faults = tuple(Fault(int(at), "", "", str(reasons[at])) for at in np.flatnonzero(bad))
    kinds = tuple("" if shape is None else str(shape.geom_type) for shape in shapes)
    return Points(np.where(bad, np.nan, latitude), np.where(bad, np.nan, longitude), kinds, faults, spread)


def _degrees(x: Degrees, y: Degrees, crs: object) -> tuple[Degrees, Degrees]:
    transform = transformer(crs)
    if transform is None:
        return x, y
    longitude, latitude = transform.transform(x, y, errcheck=False)
    return np.asarray(longitude), np.asarray(latitude)


def transformer(crs: object) -> Any:  # noqa: ANN401 - a pyproj Transformer, or None
    """Return what turns a coordinate system into degrees, or None where it is degrees already.

    Raises
    ------
    ReadingError
        If there is no such coordinate system.
    """
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError, ProjError

    try:
        found = CRS.from_user_input(crs)
        if found.equals(CRS.from_epsg(4326), ignore_axis_order=True):
            return None
        return Transformer.from_crs(found, 4326, always_xy=True)
    except (CRSError, ProjError, TypeError, ValueError):
        raise ReadingError(
            f'The coordinate system "{str(crs)[:80]}" is not known; save the file in WGS 84 (EPSG:4326).'
        ) from None


def like_degrees(bounds: Sequence[float] | None) -> bool:
    """Tell whether west, south, east and north could be degrees."""
    if bounds is None or not all(np.isfinite(bounds)):
        return True
    west, south, east, north = bounds
    return west >= -_WEST and east <= _WEST and south >= -_SOUTH and north <= _SOUTH
