"""The flat table as GeoPackage, FlatGeobuf, GeoParquet and KML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.errors import CancelledError
from geo.formats.columnar import CRS, GEOMETRY, points
from geo.formats.flat_rows import FEW, batches, coordinates, is_drawn, leaving, plain, rows_of
from geo.formats.geoparquet import COMPRESSION, head
from geo.formats.kml import NO_POINT, Layer, Placemark, write_kml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from geo.formats.reading.model import Tell

_LAYER = "incidents"
_NUL = "\x00"
_ABOUT = [pa.field("about", pa.string()), pa.field("text", pa.string())]


def write_geopackage(table: pa.Table, about: Mapping[str, str], path: Path, tell: Tell) -> None:
    """Write a table as a GeoPackage: layer `incidents`, and the table `about` without geometry."""
    import pyogrio

    options = {"IDENTIFIER": "Incidents", "DESCRIPTION": next(iter(about.values()), "")}
    _write(leaving(table), path, tell, driver="GPKG", layer_options=options)
    told = pa.table({"about": list(about), "text": list(about.values())}, pa.schema(_ABOUT))
    if about:
        pyogrio.write_arrow(told, path, driver="GPKG", layer="about", append=True)


def write_flatgeobuf(table: pa.Table, about: Mapping[str, str], path: Path, tell: Tell) -> None:
    """Write the rows that have a point as FlatGeobuf with its spatial index; the index decides their order."""
    drawn = leaving(table).filter(pa.array(is_drawn(table)))
    options = {"DESCRIPTION": "\n".join(f"{heading}: {text}" for heading, text in about.items())}
    _write(drawn, path, tell, driver="FlatGeobuf", layer_options=options)


def write_geoparquet(table: pa.Table, about: Mapping[str, str], path: Path, tell: Tell) -> None:
    """Write a table as GeoParquet 1.1 with all its columns, also those that a reader could make anew."""
    told = plain(table.drop_columns([GEOMETRY]) if GEOMETRY in table.column_names else table)
    whole = with_points(told)
    with pq.ParquetWriter(path, whole.schema, compression=COMPRESSION, store_schema=False) as writer:
        for batch in batches(whole, tell, "writing GeoParquet"):
            writer.write_batch(batch)
        writer.add_key_value_metadata(head(*coordinates(told), {"about": dict(about)}))


def write_kml_rows(table: pa.Table, about: Mapping[str, str], target: BinaryIO, tell: Tell) -> None:
    """Write a table as KML, those with a point in one folder and the others in another."""
    whole = leaving(table)
    drawn = is_drawn(whole)
    types = {field.name: _kml_type(field.type) for field in whole.schema}
    description = "\n".join(f"{heading}: {text}" for heading, text in about.items())
    layer = Layer(about.get("Title", "Incidents"), description, types)
    folders = {"Incidents": (whole.filter(pa.array(drawn)), True), NO_POINT: (whole.filter(pa.array(~drawn)), False)}
    marks = {name: _placemarks(rows, tell, drawn=has) for name, (rows, has) in folders.items()}
    write_kml(target, layer, marks)


def with_points(table: pa.Table) -> pa.Table:
    """Return a table with the column `geometry`: WKB, null where a row has no point."""
    return table.append_column(pa.field(GEOMETRY, pa.binary()), points(*coordinates(table)))


def distinct(names: list[str]) -> list[str]:
    """Return names of which no two differ only in capitals: the later ones get a number."""
    taken: set[str] = set()
    told = []
    for name in names:
        tried, number = name, 1
        while tried.lower() in taken:
            number += 1
            tried = f"{name}_{number}"
        taken.add(tried.lower())
        told.append(tried)
    return told


def _write(table: pa.Table, path: Path, tell: Tell, **how: Any) -> None:  # noqa: ANN401 - options of pyogrio
    """Write a layer batch by batch; what stops the batches is raised as it is.

    Column names that differ only in capitals are numbered, for GDAL cannot tell them apart.
    """
    import pyogrio

    layer = with_points(table.rename_columns(distinct(table.column_names)))
    stopped: list[CancelledError] = []

    def told() -> Iterator[pa.RecordBatch]:
        try:
            for batch in batches(layer, tell, f"writing {how['driver']}"):
                yield _without_nul(batch)
        except CancelledError as stop:
            stopped.append(stop)
            raise

    reader = pa.RecordBatchReader.from_batches(layer.schema, told())
    try:
        pyogrio.write_arrow(reader, path, layer=_LAYER, geometry_name=GEOMETRY, geometry_type="Point", crs=CRS, **how)
    finally:
        if stopped:  # pyogrio knows only that the rows came to an end
            raise stopped[0]


def _without_nul(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Replace what would end a text early."""
    columns = [
        pc.replace_substring(column, _NUL, "\N{REPLACEMENT CHARACTER}")
        if column.type == pa.string() and _has_nul(column)
        else column
        for column in batch.columns
    ]
    return pa.record_batch(columns, schema=batch.schema)


def _has_nul(texts: pa.Array) -> bool:
    content = texts.buffers()[2]
    return content is not None and bool((np.frombuffer(content, np.uint8) == 0).any())


def _kml_type(kind: pa.DataType) -> str:
    if pa.types.is_floating(kind):
        return "double"
    return "int" if pa.types.is_integer(kind) else "string"


def _placemarks(rows: pa.Table, tell: Tell, *, drawn: bool) -> Iterator[Placemark]:
    for batch in batches(rows, tell, "writing KML", FEW):
        for row in rows_of(batch):
            texts = (row["title"], row["place_as_written"], row["summary"], row["source"])
            yield Placemark(
                name=row["title"],
                description="\n\n".join(text for text in texts if text),
                first_day=row["first_day"],
                last_day=row["last_day"],
                event_type=row["event_type"],
                point=(row["longitude"], row["latitude"]) if drawn else None,
                values=row,
            )
