"""What was read is put on the disk: accepted rows as GeoParquet, rejected ones as CSV, both whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from gazetteer.tables.quoting import quote
from geo.checks import shorten
from geo.errors import StoreError
from geo.formats.reading.model import Layout
from geo.incident_table import ORIGINAL, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from typing import TextIO

    from numpy.typing import NDArray

INCIDENTS, REJECTIONS = "incidents.parquet", "rejections.csv"
GEOMETRY = "geometry"
#: where, what and why; one line for each fault of a row
REJECTED = ("row", "line", "column", "value", "reason", "sentence", "row_as_written")
_POINT = np.dtype([("order", "u1"), ("type", "<u4"), ("longitude", "<f8"), ("latitude", "<f8")])
_GEO = {
    "version": "1.1.0",
    "primary_column": GEOMETRY,
    "columns": {GEOMETRY: {"encoding": "WKB", "geometry_types": ["Point"]}},
}
#: rows of a group in the file, the piece that a query reads or skips
GROUP_ROWS = 65_536
#: a column whose texts come back at least so often is kept as a list of different texts
_REPEATS = 4
_SAMPLE = 8192


def original_columns(header: Sequence[str], layout: Layout | None) -> dict[str, int]:
    """Return under which name each column of a file is kept as written, and where it stands in the file.

    Columns of our own flat table come back as such and are not kept a second time.
    """
    own = {*SCHEMA.names, GEOMETRY} if layout is Layout.FLAT else set()
    kept: dict[str, int] = {}
    for at, name in enumerate(header):
        if name in own:
            continue
        wanted = name.strip() or f"column_{at + 1}"
        wanted = wanted if layout is Layout.FLAT and wanted.startswith(ORIGINAL) else ORIGINAL + wanted
        free, number = wanted, 2
        while free in kept:
            free, number = f"{wanted}_{number}", number + 1
        kept[free] = at
    return kept


def points(latitude: NDArray[np.float64], longitude: NDArray[np.float64], drawn: NDArray[np.bool_]) -> pa.Array:
    """Return points as well-known binary (longitude before latitude), null where none is drawn."""
    told = np.zeros(int(drawn.sum()), _POINT)
    told["order"], told["type"], told["longitude"], told["latitude"] = 1, 1, longitude[drawn], latitude[drawn]
    offsets = np.concatenate([[0], np.cumsum(drawn)]).astype(np.int32) * _POINT.itemsize
    buffers = [pa.array(drawn).buffers()[1], pa.py_buffer(offsets.tobytes()), pa.py_buffer(told.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(drawn), buffers)


class Landing:
    """The two files while they are written; made by `landing`."""

    def __init__(self, accepted: Path, rejected: TextIO, originals: Sequence[str]) -> None:
        fields = [*SCHEMA, pa.field(GEOMETRY, pa.binary()), *(pa.field(name, pa.string()) for name in originals)]
        self.schema = pa.schema(fields, metadata={"geo": json.dumps(_GEO)})
        self._accepted, self._rejected, self._lines = accepted, rejected, csv.writer(rejected)
        self._lines.writerow(REJECTED)
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._beside = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def accept(self, columns: Mapping[str, pa.Array]) -> None:
        """Keep rows, given all columns of `schema`."""
        self._waiting.append(pa.table([columns[name] for name in self.schema.names], schema=self.schema))
        if sum(table.num_rows for table in self._waiting) >= GROUP_ROWS:
            self._write()

    def reject(self, row: int, line: int, faults: Sequence[tuple[str, str, str]], as_written: str) -> None:
        """Keep a row that was not accepted, with a line for each fault: column, value and reason."""
        for column, value, reason in faults:
            told = sentence(line, column, value, reason)
            self._lines.writerow((row, line, *map(quote, (column, value, reason, told, as_written))))

    def finish(self) -> None:
        """Write what is waiting and bring both files to the disk."""
        self._write()
        self.close()
        self._rejected.flush()
        os.fsync(self._rejected.fileno())
        with self._accepted.open("rb+") as file:
            os.fsync(file.fileno())

    def close(self) -> None:
        """Let go of the file of accepted rows, whatever state it is in."""
        try:
            self._settle()
        finally:
            self._beside.shutdown()
            if self._writer is not None:
                self._writer.close()
                self._writer = None

    def _write(self) -> None:
        """Write what is waiting while the next rows are read; never more than one group at a time."""
        table = pa.concat_tables(self._waiting) if self._waiting else self.schema.empty_table()
        self._waiting = []
        self._settle()
        self._writing = self._beside.submit(self._write_group, table)

    def _write_group(self, table: pa.Table) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._accepted, self.schema, compression="zstd", compression_level=1,
                use_dictionary=_repeating(table), write_statistics=list(SCHEMA.names),
            )  # fmt: skip
        self._writer.write_table(table, row_group_size=GROUP_ROWS * 2)

    def _settle(self) -> None:
        """Wait for the group that is being written; what went wrong with it is raised here."""
        writing, self._writing = self._writing, None
        if writing is not None:
            writing.result()


@contextmanager
def landing(folder: Path, originals: Sequence[str]) -> Iterator[Landing]:
    """Open the two files in a folder under names of their own; they get theirs when all went well.

    Raises
    ------
    StoreError
        If the disk gives way. Then, as after any error, nothing is left in the folder.
    """
    accepted, rejected = _unfinished(folder, INCIDENTS), _unfinished(folder, REJECTIONS)
    landed: Landing | None = None
    try:
        with rejected.open("w", encoding="utf-8-sig", newline="") as lines:
            landed = Landing(accepted, lines, originals)
            yield landed
            with disk(folder):
                landed.finish()
        with disk(folder):
            _put(rejected, folder / REJECTIONS, accepted, folder / INCIDENTS)
    except BaseException:
        if landed is not None:
            _abandon(landed)
        raise
    finally:
        accepted.unlink(missing_ok=True)
        rejected.unlink(missing_ok=True)


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """Say in a sentence that the disk gave way."""
    try:
        yield
    except OSError as error:
        said = error.strerror or str(error)
        raise StoreError(
            f"{folder}: the rows cannot be written ({said}); make room or choose another folder."
        ) from error


def sentence(line: int, column: str, value: str, reason: str) -> str:
    """Say line, column, value, and what to do."""
    if not column:
        return f"Line {line}: the row {reason}."
    if not value.strip():
        return f'Line {line}, column "{shorten(column)}": the cell {reason}.'
    return f'Line {line}, column "{shorten(column)}": "{shorten(value)}" {reason}.'


def as_written(cells: Sequence[str]) -> str:
    """Return the cells of a row as one line of CSV."""
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="").writerow(cells)
    return target.getvalue()


def _put(rejected: Path, rejections: Path, accepted: Path, incidents: Path) -> None:
    """Give both files their names, or none of them."""
    rejected.replace(rejections)
    try:
        accepted.replace(incidents)
    except OSError:
        rejections.unlink(missing_ok=True)
        raise


def _abandon(landed: Landing) -> None:
    """Let go of an unfinished file; that its end cannot be written any more does not matter now."""
    try:
        landed.close()
    except (OSError, pa.ArrowException):
        return


def _unfinished(folder: Path, name: str) -> Path:
    with disk(folder):
        handle, path = tempfile.mkstemp(prefix=f".{Path(name).stem}-", suffix=".tmp", dir=folder)
        os.close(handle)
    unfinished = Path(path)
    unfinished.chmod(0o644)
    return unfinished


def _repeating(table: pa.Table) -> list[str]:
    """Return the columns of texts that come back often, as far as the first rows tell."""
    first = table.slice(0, _SAMPLE)
    texts = [field.name for field in table.schema if pa.types.is_string(field.type)]
    return [name for name in texts if len(pc.unique(first[name])) * _REPEATS <= first.num_rows]
