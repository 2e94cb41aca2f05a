"""Tables as text, CSV and its kin: regular blocks are read by Arrow, the others with care, and both say the same."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gazetteer.tables.csvtable import SEPARATORS
from geo.errors import ReadingError
from geo.formats.reading.blocks import Blocks
from geo.formats.reading.careful import Lines, Record, careful_records
from geo.formats.reading.decoding import pieces_of
from geo.formats.reading.limits import BATCH_ROWS
from geo.formats.reading.model import Batch, Broken
from geo.formats.reading.regular import Part, regular_parts
from geo.formats.reading.texts import cell_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gazetteer.tables.encodings import Encoding
    from geo.formats.reading.model import Tell

_PIECE = 1 << 23
_SAMPLE = 1 << 16
_SAMPLED_ROWS = 50
#: the first records are looked for in so many pieces of so many bytes
_LOOKS, _LOOKED_AT = 6, 1 << 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text table is written."""

    name: str  # of the file
    encoding: Encoding
    delimiter: str
    columns: int = 0  # 0 while the header is not read
    heading: bool = True  # the first record names the columns
    quoting: bool = True


def sniff_delimiter(sample: str) -> str:
    """Return the separator that makes the most regular table of the beginning of a text; a comma where none does."""
    whole = sample if len(sample) < _SAMPLE else sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return max(SEPARATORS, key=lambda separator: _regularity(whole, separator))


def _regularity(sample: str, separator: str) -> float:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        rows = [row for row in islice(reader, _SAMPLED_ROWS) if any(row)]
    except csv.Error:
        return 0.0
    if not rows:
        return 0.0
    columns = len(rows[0])
    return (columns - 1) * sum(len(row) == columns for row in rows) / len(rows)


def first_text(path: Path, name: str, encoding: Encoding) -> str:
    """Return the beginning of a text file.

    Raises
    ------
    ReadingError
        If it is not in that encoding.
    """
    with path.open("rb") as file:
        return next(pieces_of(file, name, encoding, _SAMPLE), b"").decode("utf-8", "replace")


def first_records(path: Path, dialect: Dialect, count: int) -> list[list[str]]:
    """Return the first records that can be read, the header among them.

    Raises
    ------
    ReadingError
        If the file is empty or its first line is no header.
    """
    with path.open("rb") as file:
        begun = islice(pieces_of(file, dialect.name, dialect.encoding, _LOOKED_AT), _LOOKS)
        blocks = Blocks(begun, dialect.quoting)
        found: list[list[str]] = []
        while len(found) < count and (block := blocks.take_lines()):
            for record in careful_records(block, blocks, dialect.delimiter, 0):
                if isinstance(record, Broken):
                    if not found:
                        raise ReadingError(f"{dialect.name}: the header line {record.reason}.")
                elif isinstance(record, Record) and len(found) < count:
                    found.append(record.cells)
    if not found:
        raise ReadingError(f"{dialect.name}: the file is empty; it needs a header line with the names of the columns.")
    return found


def delimited_rows(path: Path, dialect: Dialect, header: tuple[str, ...], tell: Tell) -> Iterator[Batch | Broken]:
    """Walk the rows of a text table.

    Parameters
    ----------
    path
        The file.
    dialect
        How it is written; `columns` is that of the header.
    header
        The names of the columns, each once.
    tell
        Told after every block how much is read.

    Raises
    ------
    ReadingError
        If the file turns out not to be in its encoding.
    """
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        blocks = Blocks(pieces_of(file, dialect.name, dialect.encoding, _PIECE), dialect.quoting)
        row, line = 1, 1
        heading = dialect.heading
        while block := blocks.take():
            for part in _parts(block, blocks, dialect, header, heading=heading):
                if isinstance(part, Lines):
                    line += part.count
                elif isinstance(part, Broken):
                    yield Broken(row, line + part.line, part.text, part.reason)
                    row += 1
                else:
                    yield from _numbered(part, row, line)
                    row += part.cells.num_rows
            heading = heading and not block.strip()
            tell(min(file.tell() / size, 1.0), f"{row - 1:,} rows read")


def _parts(
    block: bytes, blocks: Blocks, dialect: Dialect, header: tuple[str, ...], *, heading: bool
) -> Iterator[Part | Broken | Lines]:
    """Take a block apart, the fast way if it is regular."""
    fast = regular_parts(block, dialect.delimiter, header, heading=heading, quoting=dialect.quoting)
    if fast is None:
        yield from _careful(block, blocks, dialect, header, heading=heading)
    else:
        yield from fast


def _careful(
    block: bytes, blocks: Blocks, dialect: Dialect, header: tuple[str, ...], *, heading: bool
) -> Iterator[Part | Broken | Lines]:
    if block[-1:] not in (b"\n", b"\r"):
        blocks.skip_line()
    gathered: list[Record] = []
    for found in careful_records(block, blocks, dialect.delimiter, len(header)):
        if heading and not isinstance(found, Lines):
            heading = False
            continue
        if isinstance(found, Record):
            gathered.append(found)
        if gathered and (not isinstance(found, Record) or len(gathered) == BATCH_ROWS):
            yield _gathered(gathered, header)
            gathered = []
        if not isinstance(found, Record):
            yield found


def _gathered(records: list[Record], header: tuple[str, ...]) -> Part:
    columns = zip(*(record.cells for record in records), strict=True)
    cells = pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in columns], names=list(header))
    return Part(cells, np.array([record.line for record in records], np.int64), hidden=True)


def _numbered(part: Part, row: int, line: int) -> Iterator[Batch]:
    """Give the rows of a part in batches with their numbers and faults."""
    rows = part.cells.num_rows
    for start in range(0, rows, BATCH_ROWS):
        cells = part.cells.slice(start, BATCH_ROWS)
        numbers = np.arange(row + start, row + start + cells.num_rows, dtype=np.int64)
        lines = part.lines[start : start + cells.num_rows] + line
        yield Batch(cells, numbers, lines, faults=tuple(cell_faults(cells, hidden=part.hidden)))
