"""Files that were written here and come back: known by their signs, and texts as they were before they left.

A text that a spreadsheet could run leaves with an apostrophe before it, see `gazetteer.tables.quoting`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from gazetteer.tables.quoting import APOSTROPHE, quote, unquote
from geo.formats.reading.cells_as_written import named
from geo.formats.reading.model import Batch, Layout
from geo.formats.reading.own_words import NOT_ACLED, NOT_UCDP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.formats.reading.model import Broken

#: layout of another project -> its column in which every row that was put into it says so
_SAYING = {Layout.ACLED: ("tags", NOT_ACLED), Layout.UCDP_GED: ("code_status", NOT_UCDP)}
#: a header line with every name in quotes, as it leaves here
_HEADER = re.compile('"(?:[^"]|"")*"(?:,"(?:[^"]|"")*")*\n')
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def says_so(layout: Layout, header: tuple[str, ...], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether every one of some rows in the layout of another project says that it was put into it here."""
    column, words = _SAYING.get(layout, ("", ""))
    at = named(header).get(column)
    return bool(rows) and at is not None and all(row[at].startswith(words) for row in rows)


def is_ours(layout: Layout, begun: str, header: tuple[str, ...], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether a text table was written here.

    Parameters
    ----------
    layout
        What its columns mean.
    begun
        Its beginning if a byte order mark stands before it, else "".
    header, rows
        Its columns and some rows, as written.
    """
    if layout is Layout.FLAT or says_so(layout, header, rows):
        return True
    if layout not in _SAYING or not _HEADER.match(begun):
        return False
    return all(_may_be_quoted(cell) for row in (header, *rows) for cell in row)


def _may_be_quoted(cell: str) -> bool:
    """Tell whether a cell could have left here: it is harmless, a number, or bears its apostrophe."""
    return quote(cell) == cell or _NUMBER.fullmatch(cell) is not None or as_it_was(cell) != cell


def as_it_was(text: str) -> str:
    """Return a text without the apostrophe that it left with; one that it had itself stays."""
    return bare if quote(bare := unquote(text)) == text else text


def as_they_were(batches: Iterator[Batch | Broken]) -> Iterator[Batch | Broken]:
    """Do so in all cells."""
    for piece in batches:
        if isinstance(piece, Batch):
            columns = [_column_as_it_was(column) for column in piece.cells.columns]
            yield replace(piece, cells=pa.RecordBatch.from_arrays(columns, schema=piece.cells.schema))
        else:
            yield piece


def _column_as_it_was(texts: pa.Array) -> pa.Array:
    begun = pc.starts_with(texts, APOSTROPHE)
    if not pc.any(begun).as_py():
        return texts
    told = [as_it_was(text) for text in texts.filter(begun).to_pylist()]
    return pc.replace_with_mask(texts, begun, pa.array(told, pa.string()))
