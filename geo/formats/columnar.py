"""Rows as typed Arrow columns, and points as well-known binary (WKB)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from geo.formats.fields import INCIDENT_FIELDS, TRAVELLING_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.formats.export import Export

GEOMETRY = "geometry"
CRS = "EPSG:4326"
ARROW_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
#: byte order, kind of geometry, longitude, latitude
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
_LITTLE_ENDIAN, _WKB_POINT = 1, 1


def table_of(rows: Sequence[Mapping[str, Any]], fields: Mapping[str, str]) -> pa.Table:
    """Return rows of an export as a table of typed columns.

    Parameters
    ----------
    rows
        Rows of `geo.formats.export.Export`, dates as ISO texts.
    fields
        Type of every column, as in `geo.formats.fields`.
    """
    return pa.table({name: _column([row[name] for row in rows], kind) for name, kind in fields.items()})


def incidents_of(export: Export) -> pa.Table:
    """Return the shown rows as a table; the last column `geometry` is WKB and null where no point is known."""
    rows = [{**row, **export.travelling} for row in export.rows]
    table = table_of(rows, {**INCIDENT_FIELDS, **TRAVELLING_FIELDS})
    latitude, longitude = (floats(table.column(name)) for name in ("latitude", "longitude"))
    return table.append_column(pa.field(GEOMETRY, pa.binary()), points(latitude, longitude))


def points(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> pa.Array:
    """Return points as WKB.

    Parameters
    ----------
    latitude, longitude
        Degrees, WGS 84; NaN where there is no point, which becomes null.
    """
    packed = np.empty(len(latitude), _POINT)
    packed["order"], packed["kind"] = _LITTLE_ENDIAN, _WKB_POINT
    packed["x"], packed["y"] = longitude, latitude
    known = np.isfinite(latitude) & np.isfinite(longitude)
    validity = pa.py_buffer(np.packbits(known, bitorder="little").tobytes())
    kind = pa.binary(_POINT.itemsize)
    return pa.Array.from_buffers(kind, len(packed), [validity, pa.py_buffer(packed.tobytes())]).cast(pa.binary())


def floats(column: pa.ChunkedArray | pa.Array) -> NDArray[np.float64]:
    """Return a column of numbers as float64, NaN where it is null."""
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def box(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> list[float]:
    """Return west, south, east and north of all points, degrees; empty if there is none."""
    known = np.isfinite(latitude) & np.isfinite(longitude)
    if not known.any():
        return []
    return [
        float(one)
        for one in (longitude[known].min(), latitude[known].min(), longitude[known].max(), latitude[known].max())
    ]


def _column(values: list[Any], kind: str) -> pa.Array:
    told = [value and date.fromisoformat(value) for value in values] if kind == "date" else values
    return pa.array(told, ARROW_TYPES[kind])
