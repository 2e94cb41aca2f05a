"""The shown rows that have a point as FlatGeobuf, with its spatial index."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.columnar import CRS, GEOMETRY, incidents_of
from geo.formats.signs import fit

if TYPE_CHECKING:
    from geo.formats.export import Export


def to_flatgeobuf(export: Export) -> bytes:
    """Write the rows that have a point as FlatGeobuf.

    Returns
    -------
    bytes
        One layer in EPSG:4326. The format holds no row without a geometry beside a spatial index, so that an incident
        known only by municipality, region or country is not in the file; `geo.formats.losses` counts them. The index
        decides the order of the rows.
    """
    import pyogrio

    table = incidents_of(export)
    with_point = table.filter(pc.is_valid(table.column(GEOMETRY)))
    target = io.BytesIO()
    pyogrio.write_arrow(
        _fit(with_point),
        target,
        layer="incidents",
        driver="FlatGeobuf",
        geometry_name=GEOMETRY,
        geometry_type="Point",
        crs=CRS,
        layer_options={"TITLE": export.about["Title"], "DESCRIPTION": export.about["Coverage"]},
    )
    return target.getvalue()


def _fit(table: pa.Table) -> pa.Table:
    """Replace what would end a text early."""
    columns = {
        name: pa.array([fit(text) for text in column.to_pylist()], pa.string())
        if column.type == pa.string()
        else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pa.table(columns)
