"""Rows as GeoParquet 1.1: typed columns, points as WKB, all that belongs to them in the head of the file."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from geo.formats.columnar import GEOMETRY, box, floats, incidents_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from geo.formats.export import Export

#: key of what the file says of its rows, beside the key "geo" of the standard
ABOUT = "incident_atlas"
COMPRESSION = "zstd"


def to_geoparquet(export: Export) -> bytes:
    """Write the rows as GeoParquet.

    Returns
    -------
    bytes
        Columns with the types of the schema; `geometry` is a point only where the place is known as exact, settlement
        or near, else null. The head of the file holds notices, figures and sources as JSON under `incident_atlas`.
    """
    table = incidents_of(export)
    latitude, longitude = (floats(table.column(name)) for name in ("latitude", "longitude"))
    beside = {"about": _without_apostrophes(export), "figures": list(export.figures), "sources": list(export.sources)}
    target = io.BytesIO()
    # Arrow's own schema would keep a copy of the head, and hide this one from those who read that schema
    with pq.ParquetWriter(target, table.schema, compression=COMPRESSION, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(head(latitude, longitude, beside))
    return target.getvalue()


def head(latitude: NDArray[np.float64], longitude: NDArray[np.float64], beside: Mapping[str, Any]) -> dict[str, str]:
    """Return the key-value pairs of a file: the key "geo" as GeoParquet 1.1.0 wants it, and `ABOUT`.

    Parameters
    ----------
    latitude, longitude
        Of the points in the column `geometry`, degrees, NaN where there is none.
    beside
        What else is told, for JSON.

    Notes
    -----
    A column without the member `crs` is in OGC:CRS84: longitude and latitude, WGS 84.
    """
    bounds = box(latitude, longitude)
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"] if bounds else []}
    geo = {
        "version": "1.1.0",
        "primary_column": GEOMETRY,
        "columns": {GEOMETRY: column | ({"bbox": bounds} if bounds else {})},
    }
    return {"geo": json.dumps(geo), ABOUT: json.dumps(beside, ensure_ascii=False)}


def beside(table: pa.Table) -> dict[str, Any]:
    """Return what the head of a file that was read says beside its rows; nothing if it says nothing."""
    told = (table.schema.metadata or {}).get(ABOUT.encode())
    return dict(json.loads(told)) if told else {}


def _without_apostrophes(export: Export) -> dict[str, str]:
    return {heading: text for heading, text in export.about.items() if heading != "Apostrophes"}
