"""Blocks of a text table whose quotes are in order, read by Arrow: the fast way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from geo.csvfile import MAX_CHARACTERS
from geo.formats.reading.blocks import near_pieces, structure
from geo.formats.reading.careful import Lines, ragged
from geo.formats.reading.limits import LONGEST_LINE
from geo.formats.reading.texts import lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from geo.formats.reading.blocks import Structure
    from geo.formats.reading.model import Broken

_LEAST_PRINTABLE = 0x20


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a block and the lines they begin in, counted from 0 at the block."""

    cells: pa.RecordBatch
    lines: NDArray[np.int64]
    hidden: bool  # some sign of the block is none that is printed


def regular_parts(
    block: bytes, delimiter: str, header: tuple[str, ...], *, heading: bool, quoting: bool
) -> list[Part | Broken | Lines] | None:
    """Return what is in a block, or None where only care helps.

    Parameters
    ----------
    block
        Whole records in UTF-8.
    delimiter
        One character.
    header
        The names of the columns, each once.
    heading
        Whether the first record names the columns.
    quoting
        Whether quotation marks enclose fields.

    Returns
    -------
    list[Part | Broken | Lines] | None
        Rows, and between them those with too many or too few cells; then how many lines the block has.
    """
    found = structure(block, delimiter, quoting=quoting)
    if not found.regular or not len(found.starts):
        return None
    bad: list[arrow_csv.InvalidRow] = []
    cells = _cells(block, delimiter, header, found, bad, quoting=quoting)
    broken = {row.number - 1: row for row in bad}
    if cells is None or cells.num_rows + len(broken) != len(found.starts) or (heading and 0 in broken):
        return None
    if any(len(row.text) > LONGEST_LINE or not row.text.strip(delimiter + '"') for row in bad):
        return None
    sizes = [lengths(column)[int(heading) :] for column in cells.columns]
    if max((size.max(initial=0) for size in sizes), default=0) > MAX_CHARACTERS or not _filled(sizes):
        return None
    return [*_between(cells, found, broken, hidden=has_hidden(block), heading=heading), Lines(found.lines)]


def _between(
    cells: pa.RecordBatch, found: Structure, broken: dict[int, arrow_csv.InvalidRow], *, hidden: bool, heading: bool
) -> Iterator[Part | Broken]:
    """Give the rows in order, and the broken ones where they stand among them."""
    begun = used = int(heading)
    for at in [*sorted(broken), len(found.starts)]:
        if at > begun:
            yield Part(cells.slice(used, at - begun), found.starts[begun:at], hidden)
            used += at - begun
        begun = at + 1
        if at in broken:
            row = broken[at]
            yield ragged(int(found.starts[at]), row.actual_columns, len(cells.schema.names), row.text)


def _cells(
    block: bytes,
    delimiter: str,
    header: tuple[str, ...],
    found: Structure,
    bad: list[arrow_csv.InvalidRow],
    *,
    quoting: bool,
) -> pa.RecordBatch | None:
    """Return the rows that have as many cells as the header; the others are put into `bad`."""

    def put_aside(row: arrow_csv.InvalidRow) -> str:
        bad.append(row)
        return "skip"

    names = [str(at) for at in range(len(header))]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(block),
            arrow_csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=names),
            arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoting else False,
                newlines_in_values=found.broken_lines,
                invalid_row_handler=put_aside,
            ),
            arrow_csv.ConvertOptions(
                check_utf8=False,
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [column.chunk(0) if column.num_chunks == 1 else _joined(column) for column in table.columns]
    return pa.RecordBatch.from_arrays(columns, names=list(header))


def _joined(column: pa.ChunkedArray) -> pa.StringArray:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.string())


def _filled(sizes: list[NDArray[np.int32]]) -> bool:
    """Tell whether every row has something in some cell."""
    if any(size.all() for size in sizes):
        return True
    return bool(np.logical_or.reduce([size > 0 for size in sizes]).all())


def has_hidden(block: bytes) -> bool:
    """Tell whether a block holds a sign that is not printed, ends of lines and tabs aside."""
    for signs in near_pieces(block):
        low = int(np.count_nonzero(signs < _LEAST_PRINTABLE))
        if low > sum(int(np.count_nonzero(signs == ord(sign))) for sign in "\n\r\t"):
            return True
    if b"\x7f" in block:
        return True
    return b"\xef" in block and (b"\xef\xbf\xbe" in block or b"\xef\xbf\xbf" in block)
