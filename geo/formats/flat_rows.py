"""The flat table on its way out: which columns leave, which rows have a point, texts that are safe in a spreadsheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gazetteer.tables.quoting import APOSTROPHE, FORMULA_SIGNS, quote
from geo.formats.columnar import GEOMETRY, floats
from geo.incident_table import DRAWN, ORIGINAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.formats.reading.model import Tell

#: columns that a reader makes anew of the others
DERIVED = ("search_text", "cell_x", "cell_y")
BATCH = 65_536
#: rows that are turned into Python values at once
FEW = 4_096
_BLANKS = tuple(chr(sign) for sign in range(0x3001) if chr(sign).isspace())
#: which bytes a text begins with that `quote` may have to change
_SUSPECT = np.zeros(256, bool)
_SUSPECT[[sign.encode()[0] for sign in (APOSTROPHE, *FORMULA_SIGNS, *_BLANKS)]] = True
#: a number as a file wrote it, which no spreadsheet can run
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def leaving(table: pa.Table) -> pa.Table:
    """Return the columns that leave: all but those that a reader makes anew; texts as plain strings."""
    kept = [name for name in table.column_names if name not in (*DERIVED, GEOMETRY)]
    return plain(table.select(kept))


def plain(table: pa.Table) -> pa.Table:
    """Return a table whose texts are plain strings, however Arrow packed them."""
    fields = [
        field.with_type(pa.string()) if _is_text(field.type) else field.with_metadata(None) for field in table.schema
    ]
    return table.cast(pa.schema(fields))


def is_original(name: str) -> bool:
    """Say whether a column is one of the file that was read, as it wrote it."""
    return name.startswith(ORIGINAL)


def is_drawn(table: pa.Table) -> NDArray[np.bool_]:
    """Say of each row whether it has a point: a coordinate, and a place that is known well enough for one."""
    precise = pc.is_in(table.column("place_precision"), value_set=pa.array(DRAWN, pa.string()))
    known = [np.isfinite(floats(table.column(name))) for name in ("latitude", "longitude")]
    return np.asarray(precise.to_numpy(zero_copy_only=False), bool) & known[0] & known[1]


def coordinates(table: pa.Table) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return latitude and longitude in degrees, NaN where the row has no point."""
    drawn = is_drawn(table)
    latitude, longitude = (np.where(drawn, floats(table.column(name)), np.nan) for name in ("latitude", "longitude"))
    return latitude, longitude


def batches(table: pa.Table, tell: Tell, what: str, size: int = BATCH) -> Iterator[pa.RecordBatch]:
    """Yield a table in batches of at most `size` rows and tell how much is done."""
    done = 0
    for batch in table.to_batches(max_chunksize=size):
        tell(done / max(table.num_rows, 1), what)
        yield batch
        done += batch.num_rows


def rows_of(batch: pa.RecordBatch) -> Iterator[dict[str, Any]]:
    """Yield the rows of a batch as Python values, days as ISO texts."""
    names = batch.schema.names
    columns = (
        (column.cast(pa.string()) if pa.types.is_date(column.type) else column).to_pylist() for column in batch.columns
    )
    for row in zip(*columns, strict=True):
        yield dict(zip(names, row, strict=True))


def quoted(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Put an apostrophe before each text that a spreadsheet could run, as `quote` does.

    A number that stands as text in a column of the file that was read stays as it is.
    """
    columns = [
        _quoted(column, numbers_stay=is_original(name)) if column.type == pa.string() else column
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
    ]
    return pa.record_batch(columns, schema=batch.schema)


def used(column: pa.ChunkedArray) -> int:
    """Return how many rows have something in a column."""
    if column.type == pa.string():
        return int(pc.sum(pc.not_equal(column, "")).as_py() or 0)
    return len(column) - int(column.null_count)


def bytes_of(texts: pa.Array) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
    """Return where the texts of an array begin and end, and their bytes."""
    _, starts, content = texts.buffers()
    offsets = np.frombuffer(starts, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return offsets, np.frombuffer(content or b"", np.uint8)


def _is_text(kind: pa.DataType) -> bool:
    whole = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_large_string(whole) or pa.types.is_string(whole) or pa.types.is_string_view(whole))


def _quoted(texts: pa.Array, *, numbers_stay: bool) -> pa.Array:
    """Quote an array of texts; only those that begin like something dangerous are looked at."""
    if not len(texts):
        return texts
    offsets, content = bytes_of(texts)
    begun = np.flatnonzero(np.diff(offsets))
    suspect = np.zeros(len(texts), bool)
    suspect[begun] = _SUSPECT[content[offsets[begun]]]
    if texts.null_count:
        suspect &= np.asarray(texts.is_valid())
    if not suspect.any():
        return texts
    mask = pa.array(suspect)
    told = texts.filter(mask).to_pylist()
    safe = [text if numbers_stay and _NUMBER.fullmatch(text) else quote(text) for text in told]
    return pc.replace_with_mask(texts, mask, pa.array(safe, pa.string()))
