"""A data folder becomes a dataset: rows that satisfy the schema, and a reason for each one that does not.

Nothing is lost: in every table accepted rows + rejected rows = rows in the file (`Dataset.counts`). Text is kept as
written. What is refused altogether is a folder whose incidents, places or sources cannot be read.
"""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from gazetteer.tables.quoting import quote
from geo.checks import Fault, Rejection, Row, all_faults, read_cells
from geo.consistency import ROW_CHECKS, coordinate_faults
from geo.csvfile import CsvFile, Record, read_csv_file
from geo.errors import DatasetError
from geo.notices import ATLAS, COVERAGE_NOTICE, Origin
from geo.references import circles, dangling
from geo.schema import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

__all__ = ["DATA_FOLDER", "Counts", "Dataset", "Rejection", "read_dataset", "rejected_rows", "rejections_csv"]

DATA_FOLDER = Path(__file__).resolve().parent.parent / "data"
INDISPENSABLE = ("sources", "places", "incidents")
DTYPES = {"integer": "Int64", "number": "Float64", "boolean": "bool", "date": "object"}
VERSION_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the rows of one file."""

    rows: int
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """The accepted rows of a data folder and the reasons why others were not accepted.

    Every table of the schema is there, in the order of its columns. A missing text is "", a missing number is missing
    (`Int64`, `Float64`), a boolean is `bool`, a full date a `datetime.date`, a partial date the text as written.
    """

    folder: Path
    tables: Mapping[str, pd.DataFrame]
    rejections: tuple[Rejection, ...]
    version: str
    counts: Mapping[str, Counts]
    coverage: str = COVERAGE_NOTICE  # what these rows are and are not; it travels with every export
    origins: tuple[Origin, ...] = (ATLAS,)  # the data sets that the incidents come from


@dataclass(slots=True)
class _Read:
    """One table while it is being checked."""

    table: Table
    file: CsvFile
    accepted: list[tuple[Record, Row]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.table.name}.csv"

    def reject_file(self, reason: str) -> None:
        self.rejections.append(Rejection(self.table.name, self.name, 0, 0, "", "", reason))

    def reject(self, record: Record, faults: Sequence[Fault]) -> None:
        whole = len(record.cells) == len(self.file.header)
        cells = dict(zip(self.file.header, record.cells, strict=True)) if whole else {}
        for column, reason in faults:
            place = (record.row, record.line, column, cells.get(column, ""))
            self.rejections.append(Rejection(self.table.name, self.name, *place, reason, record.cells))

    def reject_accepted(self, faults: Mapping[int, Sequence[Fault]]) -> None:
        """Reject rows that were accepted so far, given the faults by position."""
        for position, found in faults.items():
            self.reject(self.accepted[position][0], found)
        self.accepted = [pair for position, pair in enumerate(self.accepted) if position not in faults]

    def counts(self) -> Counts:
        return Counts(len(self.file.records), len(self.accepted), len(self.file.records) - len(self.accepted))


def read_dataset(folder: Path | None = None, today: date | None = None) -> Dataset:
    """Read and check a data folder.

    Parameters
    ----------
    folder
        Folder with one CSV file for each table; by default the one that ships with the project.
    today
        Dates after this day are rejected; by default the day of the clock (one day more, for time zones).

    Raises
    ------
    DatasetError
        If the incidents, the places or the sources cannot be read at all. Any other faulty table becomes empty, with a
        rejection that covers its file.
    """
    folder = DATA_FOLDER if folder is None else Path(folder)
    if not folder.is_dir():
        raise DatasetError(f"{folder}: there is no such folder; give the folder that holds incidents.csv.")
    reads = {name: _read_table(folder, table, today or datetime.now(UTC).date()) for name, table in TABLES.items()}
    _reject_coordinates(reads["places"])
    _reject_dangling(reads)
    return Dataset(
        folder=folder,
        tables=MappingProxyType({name: _frame(read) for name, read in reads.items()}),
        rejections=tuple(rejection for read in reads.values() for rejection in read.rejections),
        version=data_version(folder),
        counts=MappingProxyType({name: read.counts() for name, read in reads.items()}),
    )


def data_version(folder: Path) -> str:
    """Return 12 hexadecimal digits that change with any table (line ends and byte order marks do not count)."""
    digest = hashlib.sha256()
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        if table.optional and not path.exists():
            continue  # a folder from before the table keeps its version
        content = path.read_bytes() if path.is_file() else b""
        digest.update(name.encode() + b"\0" + content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:VERSION_DIGITS]


def rejected_rows(dataset: Dataset, table: str) -> int:
    """Return how many rows of a table were rejected, whatever the number of their faults."""
    return dataset.counts[table].rejected


def rejections_csv(rejections: Sequence[Rejection]) -> bytes:
    """Write the rejections with the rows as they were written, for download.

    Texts that a spreadsheet could take for a formula are quoted as in every export (`gazetteer.tables.quoting`).
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(("table", "file", "line", "column", "value", "reason", "sentence", "row_as_written"))
    for fault in rejections:
        as_written = io.StringIO(newline="")
        csv.writer(as_written, lineterminator="").writerow(fault.cells)
        texts = (
            fault.table,
            fault.file,
            fault.column,
            fault.value,
            fault.reason,
            fault.sentence(),
            as_written.getvalue(),
        )
        table, file, *rest = (quote(text) for text in texts)
        writer.writerow((table, file, fault.line, *rest))
    return target.getvalue().encode("utf-8-sig")


def _read_table(folder: Path, table: Table, today: date) -> _Read:
    """Read one file and keep the rows whose own cells are in order."""
    name = f"{table.name}.csv"
    try:
        read = _Read(table, read_csv_file(folder / name))
        readable = _note_columns(read)
    except DatasetError as error:
        if table.name in INDISPENSABLE:
            raise
        read = _Read(table, CsvFile((), ()))
        if table.optional and not (folder / name).exists():
            return read
        read.reject_file(str(error).removeprefix(f"{name}: ").rstrip("."))
        return read
    keys: dict[tuple[object, ...], int] = {}
    for record in read.file.records if readable else ():
        row, faults = _check_record(record, read, keys, today)
        if faults:
            read.reject(record, faults)
        else:
            keys[tuple(row[part] for part in table.key)] = record.line
            read.accepted.append((record, row))
    return read


def _note_columns(read: _Read) -> bool:
    """Note missing and unknown columns; return whether the rows can be read in spite of them."""
    wanted = {column.name: column for column in read.table.columns}
    header = read.file.header
    missing = [column for column in wanted if column not in header]
    unknown = [column for column in header if column not in wanted]
    reasons = [f'the column "{column}" is missing; add it' for column in missing]
    reasons += [f'the column "{column}" is not known and was not read; rename or remove it' for column in unknown]
    indispensable = any(wanted[column].required for column in missing)
    if indispensable and read.table.name in INDISPENSABLE:
        raise DatasetError(f"{read.name}: {'; '.join(reasons)}.")
    for reason in reasons:
        read.reject_file(reason)
    return not indispensable


def _check_record(
    record: Record, read: _Read, keys: Mapping[tuple[object, ...], int], today: date
) -> tuple[Row, list[Fault]]:
    """Check one record by itself and against the keys so far."""
    header, table = read.file.header, read.table
    if record.fault:
        return {}, [("", record.fault)]
    if len(record.cells) != len(header):
        count = f"has {len(record.cells)} cells, the header has {len(header)}"
        return {}, [("", f"{count}; look for a missing or an unquoted comma")]
    row, faults = read_cells(table.columns, dict(zip(header, record.cells, strict=True)), today)
    if faults:
        return row, faults
    key = tuple(row[part] for part in table.key)
    if key in keys:
        return row, [(table.key[0], f"is already used in line {keys[key]} ({' + '.join(table.key)} must be unique)")]
    return row, all_faults(ROW_CHECKS.get(table.name, ()), row)


def _reject_coordinates(places: _Read) -> None:
    """Reject places that cannot be where their coordinates say."""
    faults = coordinate_faults([row for _, row in places.accepted])
    places.reject_accepted({position: found for position, found in enumerate(faults) if found})


def _reject_dangling(reads: Mapping[str, _Read]) -> None:
    """Reject rows that point to a row which is missing or was rejected."""
    for name in ("figures", "movements"):
        reads[name].reject_accepted(circles(row for _, row in reads[name].accepted))
    written: dict[str, set[str]] = {}
    for name, read in reads.items():
        at = read.file.header.index("id") if "id" in read.file.header else None
        written[name] = {record.cells[at] for record in read.file.records if at is not None and at < len(record.cells)}
    rows = {name: [row for _, row in read.accepted] for name, read in reads.items()}
    for name, faults in dangling(rows, lambda table, identifier: identifier in written[table]).items():
        reads[name].reject_accepted(faults)


def _frame(read: _Read) -> pd.DataFrame:
    """Make the table of the accepted rows."""
    columns = {}
    for column in read.table.columns:
        values = [row[column.name] for _, row in read.accepted]
        columns[column.name] = pd.Series(values, dtype=DTYPES.get(column.type, "str"), name=column.name)
    return pd.DataFrame(columns)
