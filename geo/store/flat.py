"""Flat tables made to fit each other, and what follows in them from other columns."""

from __future__ import annotations

import json
import re
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import StoreError
from geo.incident_table import DRAWN, SCHEMA, SEARCHED, cells_of
from geo.schema import DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

GEOMETRY = "geometry"
#: columns that follow from others
DERIVED = ("search_text", "cell_x", "cell_y", GEOMETRY)
#: ids that were given because the file had none
FREE_ID = re.compile(r"^row-[0-9]{1,15}$")
_POINT = struct.Struct("<BIdd")


#: columns of closed words, which everything that shows a row looks up
CLOSED = {
    "event_type": frozenset(map(str, EventType)),
    "place_precision": frozenset(map(str, PlacePrecision)),
    "date_precision": frozenset(map(str, DatePrecision)),
}


def check_flat(path: Path) -> None:
    """Refuse a file that does not hold the flat table.

    Raises
    ------
    StoreError
        If it is no Parquet file, a column is missing or of another type, or a closed word is none of the atlas's.
    """
    schema = schema_of(path)
    for field in SCHEMA:
        if field.name not in schema.names:
            raise StoreError(f'{path.name} lacks the column "{field.name}" of the flat table; import it as a file.')
        if schema.field(field.name).type != field.type:
            raise StoreError(f'The column "{field.name}" of {path.name} is not of the type {field.type}.')
    for name, words in CLOSED.items():
        found = pc.unique(pq.read_table(path, columns=[name])[name])
        strange = [word for word in found.to_pylist() if word not in words]
        if strange:
            raise StoreError(f'The column "{name}" of {path.name} holds "{strange[0]}", which is none of its words.')


def schema_of(path: Path) -> pa.Schema:
    """Return the columns of a Parquet file.

    Raises
    ------
    StoreError
        If it is none.
    """
    try:
        return pq.read_schema(path)
    except pa.ArrowInvalid:
        raise StoreError(f"{path.name} is no Parquet file, or it is damaged.") from None
    except FileNotFoundError:
        raise StoreError(f"There is no file {path}.") from None


def extent(table: pa.Table) -> tuple[date | None, date | None]:
    """Return the first and the last day of a flat table, None where it has no rows."""
    return pc.min(table["first_day"]).as_py(), pc.max(table["last_day"]).as_py()


def union(first: pa.Schema, *others: pa.Schema) -> pa.Schema:
    """Return the columns of the first, then those that only others have; what the file says of itself stays."""
    for other in others:
        for field in other:
            if field.name not in first.names:
                first = first.append(field)
    return first


def aligned(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a table with exactly these columns; in one that it lacks texts are "" and the rest is null.

    Raises
    ------
    StoreError
        If a value does not fit its column.
    """
    columns = []
    for field in schema:
        if field.name not in table.schema.names:
            empty = "" if pa.types.is_string(field.type) else None
            columns.append(pa.repeat(pa.scalar(empty, field.type), len(table)))
        else:
            try:
                columns.append(table[field.name].cast(field.type))
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
                raise StoreError(f'A value does not fit the column "{field.name}" ({field.type}).') from None
        check_filled(columns[-1], field.name)
    return pa.table(columns, schema=schema)


def check_filled(column: pa.Array | pa.ChunkedArray, name: str) -> None:
    """Refuse a column with gaps that must not have any; StoreError names it."""
    if column.null_count and name in SCHEMA.names and not SCHEMA.field(name).nullable:
        raise StoreError(f'The column "{name}" has to be filled in for every row.')


def derived(table: pa.Table) -> pa.Table:
    """Make anew what follows from other columns: the searched text, the cell and the geometry."""
    from geo.formats.reading.searching import search_texts  # brings pandas with it, which a mere list does not need

    whole = table.combine_chunks()
    texts = [_array(whole[name]) for name in SEARCHED]
    table = _with(table, "search_text", search_texts(*texts))
    latitude, longitude = (_array(whole[name]).to_numpy(zero_copy_only=False) for name in ("latitude", "longitude"))
    there = np.isfinite(latitude.astype(float)) & np.isfinite(longitude.astype(float))
    drawn = there & pc.is_in(whole["place_precision"], value_set=pa.array(DRAWN)).to_numpy()
    cells = cells_of(np.where(drawn, latitude, 0.0), np.where(drawn, longitude, 0.0))
    for name, cell in zip(("cell_x", "cell_y"), cells, strict=True):
        table = _with(table, name, pa.array(cell, pa.int32(), mask=~drawn))
    if GEOMETRY not in table.schema.names:
        return table
    points = [
        _POINT.pack(1, 1, east, north) if known else None
        for known, east, north in zip(drawn, longitude, latitude, strict=True)
    ]
    return _with(table, GEOMETRY, pa.array(points, table.schema.field(GEOMETRY).type))


def without_bounds(table: pa.Table) -> pa.Table:
    """Drop the extent that GeoParquet may state of a geometry, since it may have changed."""
    metadata = dict(table.schema.metadata or {})
    if b"geo" in metadata:
        geo = json.loads(metadata[b"geo"])
        for column in geo["columns"].values():
            column.pop("bbox", None)
        metadata[b"geo"] = json.dumps(geo).encode()
    return table.replace_schema_metadata(metadata)


def same_cells(first: Mapping[str, Any] | None, second: Mapping[str, Any] | None) -> bool:
    """Tell whether two rows say the same; columns that follow from others and empty ones do not count."""
    if first is None or second is None:
        return first is second
    names = {*first, *second} - set(DERIVED)
    return all(_cell(first, name) == _cell(second, name) for name in names)


def _cell(row: Mapping[str, Any], name: str) -> object:
    value = row.get(name)
    return None if value == "" else value


def _array(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), table.schema.field(name), column)
