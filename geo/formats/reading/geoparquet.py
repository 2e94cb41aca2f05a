"""GeoParquet and plain Parquet, read row group by row group."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from geo.errors import ReadingError
from geo.formats.reading.limits import BATCH_ROWS, LONGEST_VALUE
from geo.formats.reading.points import NO_CRS, REPRESENTED, WGS84, Points, like_degrees, points_of
from geo.formats.reading.texts import lengths, string_batch, unique_header
from geo.formats.reading.vector import KIND_COLUMN, Layer, batch_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from geo.formats.reading.model import Batch, Tell

_ENCODINGS = ("WKB",)


def parquet_layer(path: Path, name: str) -> Layer:
    """Look at the columns of a Parquet file.

    Raises
    ------
    ReadingError
        If it is damaged, or its geometries are written in another way than WKB.
    """
    with _opened(path, name) as file:
        about = _about(file, name)
        fields = [field for field in file.schema_arrow.names if field != about.get("column")]
        mixed = "column" in about and set(about.get("geometry_types") or ["unknown"]) - {"Point", "Point Z"}
        header, notes = unique_header([*fields, *([KIND_COLUMN] if mixed else [])], name)
        rows = file.metadata.num_rows
    if mixed:
        notes += (REPRESENTED,)
    if "column" in about and about["crs"] is None:
        if not like_degrees(about.get("bbox")):
            raise ReadingError(
                f"{name}: the file does not say its coordinate system and its coordinates are no degrees; save it in "
                "WGS 84 (EPSG:4326)."
            )
        notes += (NO_CRS,)
    return Layer((), "", header, rows, notes, "column" in about)


def parquet_rows(path: Path, name: str, tell: Tell, size: int = BATCH_ROWS) -> Generator[Batch]:
    """Walk the rows of a Parquet file in batches of some size.

    Raises
    ------
    ReadingError
        If it turns out to be damaged, or a cell is longer than any text is.
    """
    header = parquet_layer(path, name).header
    row = 1
    with _opened(path, name) as file:
        about = _about(file, name)
        total = max(file.metadata.num_rows, 1)
        for batch in file.iter_batches(batch_size=size):
            yield _batch(batch, header, about, (name, row))
            row += batch.num_rows
            tell(min((row - 1) / total, 1.0), f"{row - 1:,} rows read")


def _batch(batch: pa.RecordBatch, header: tuple[str, ...], about: dict[str, Any], at: tuple[str, int]) -> Batch:
    name, first = at
    shown: Points | None = None
    columns = []
    for field, column in zip(batch.schema.names, batch.columns, strict=True):
        if field == about.get("column"):
            shown = points_of(column, about["crs"] or WGS84)
        else:
            _check_values(column, field, name)
            columns.append(column)
    if shown is not None and len(header) > len(columns):
        columns.append(pa.array(shown.kinds, pa.string()))
    return batch_of(string_batch(header, columns), shown, first)


def _check_values(column: pa.Array, field: str, name: str) -> None:
    """Refuse a long text that a short file repeats without end: such columns are read as a list of what occurs."""
    if pa.types.is_dictionary(column.type) and pa.types.is_string(column.type.value_type):
        longest = lengths(column.dictionary).max(initial=0)
        total = pc.sum(pc.binary_length(column.dictionary).take(column.indices)).as_py() or 0
        if longest > LONGEST_VALUE or total > _MOST_TEXT:
            raise ReadingError(
                f'{name}, column "{field[:80]}": the texts are far longer than those of a table; leave the column out.'
            )


_MOST_TEXT = 1 << 29


def _about(file: parquet.ParquetFile, name: str) -> dict[str, Any]:
    """Return `column`, `crs`, `geometry_types` and `bbox` of the geometry, {} where there is none."""
    written = (file.schema_arrow.metadata or {}).get(b"geo")
    if written is None:
        return {}
    try:
        geo = json.loads(written)
        column = geo["primary_column"]
        about = geo["columns"][column]
        encoding, crs = about["encoding"], about.get("crs", WGS84)
        box = about.get("bbox")
        box = [*box[:2], *box[len(box) // 2 :][:2]] if box else None
        kinds = list(about.get("geometry_types", ()))
    except (ValueError, KeyError, TypeError):
        raise ReadingError(f"{name}: what the file says of its geometries cannot be read; save it again.") from None
    if encoding not in _ENCODINGS or column not in file.schema_arrow.names:
        raise ReadingError(f"{name}: the geometries are not written as WKB; save the file with that encoding.")
    return {"column": column, "crs": crs, "geometry_types": kinds, "bbox": box}


@contextmanager
def _opened(path: Path, name: str) -> Iterator[parquet.ParquetFile]:
    try:
        with path.open("rb") as source:
            texts = [field.name for field in parquet.read_schema(source) if pa.types.is_string(field.type)]
            source.seek(0)
            with parquet.ParquetFile(source, read_dictionary=texts, pre_buffer=False) as file:
                yield file
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, ReadingError):
            raise
        raise ReadingError(
            f"{name}: the file cannot be read as Parquet; it is damaged or cut off. Save or download it again."
        ) from error
