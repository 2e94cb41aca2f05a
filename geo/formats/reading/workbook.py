"""The sheets of an Excel workbook, looked at as an archive first and read row by row."""

from __future__ import annotations

import warnings
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

import numpy as np
import pyarrow as pa

from geo.errors import ReadingError
from geo.formats.reading.archives import reading_members
from geo.formats.reading.limits import (
    BATCH_ROWS,
    KEPT_CHARACTERS,
    MOST_COLUMNS,
    WORKBOOK_ROWS,
    WORKBOOK_SECONDS,
    Stopwatch,
)
from geo.formats.reading.model import Batch, Broken, Fault
from geo.formats.reading.sheet_xml import look_through
from geo.formats.reading.texts import cell_faults

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from geo.formats.reading.model import Tell

_CHECKED_EVERY = 256
_UNCACHED = "is a formula whose result was never saved; open the workbook in a spreadsheet, save it and read it again"
_ERROR = "is an error that a formula ended in; correct the formula or empty the cell"
_DAMAGED = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, ParseError, SyntaxError)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a sheet as texts, and the faults of its cells by their column."""

    line: int
    cells: list[str]
    faults: dict[int, tuple[str, str]]


def sheets_of(path: Path, name: str) -> tuple[str, ...]:
    """Return the names of the sheets, in order.

    Raises
    ------
    ReadingError
        If it is no workbook, damaged, or holds more than it may.
    """
    look_through(path, name, order=True)
    with _opened(path, name, formulas=False) as book:
        return tuple(sheet.title for sheet in book.worksheets)


def first_rows(path: Path, name: str, sheet: str, count: int) -> list[list[str]]:
    """Return the first rows of a sheet that have anything in them, the header first and trimmed at its end.

    Raises
    ------
    ReadingError
        If the sheet is empty.
    """
    found: list[list[str]] = []
    for row in _rows(path, name, sheet, formulas=look_through(path, name).formulas):
        cells = row.cells if found else _trimmed(row.cells)
        found.append(cells)
        if len(found) == count:
            break
    if not found:
        raise ReadingError(f'{name}: the sheet "{sheet[:80]}" is empty; choose another one.')
    width = len(found[0])
    return [found[0], *([*cells[:width], *[""] * (width - len(cells))] for cells in found[1:])]


def workbook_rows(path: Path, name: str, sheet: str, header: tuple[str, ...], tell: Tell) -> Iterator[Batch | Broken]:
    """Walk the rows of a sheet below its header; rows without anything in them are left out.

    Raises
    ------
    ReadingError
        If it takes too long or has too many rows, or turns out to be damaged.
    """
    found = look_through(path, name)
    with closing(_rows(path, name, sheet, formulas=found.formulas)) as rows:
        next(rows, None)
        yield from _batches(rows, header, found.rows, tell)


def _batches(rows: Iterator[_Row], header: tuple[str, ...], total: int, tell: Tell) -> Iterator[Batch | Broken]:
    gathered: list[_Row] = []
    number = 0
    for row in chain(rows, [None]):
        fits = row is not None and not any(row.cells[len(header) :])
        if row is not None and fits:
            gathered.append(row)
        if gathered and (not fits or len(gathered) == BATCH_ROWS):
            yield _batch(gathered, header, number + 1)
            number += len(gathered)
            gathered = []
            tell(min(number / max(total, 1), 0.99), f"{number:,} rows read")
        if row is not None and not fits:
            number += 1
            count = len(_trimmed(row.cells))
            reason = f"has {count:,} cells, the header has {len(header):,}; name the columns or empty the cells"
            yield Broken(number, row.line, "\t".join(row.cells)[:KEPT_CHARACTERS], reason)
    tell(1.0, f"{number:,} rows read")


def _batch(rows: list[_Row], header: tuple[str, ...], first: int) -> Batch:
    width = len(header)
    filled = ([*row.cells[:width], *repeat("", width - len(row.cells))] for row in rows)
    columns = zip(*filled, strict=True)
    cells = pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in columns], names=list(header))
    faults = [
        Fault(at, header[column], value, reason)
        for at, row in enumerate(rows)
        for column, (value, reason) in row.faults.items()
        if column < width
    ]
    faults = sorted([*faults, *cell_faults(cells)], key=lambda fault: fault.position)
    numbers = np.arange(first, first + len(rows), dtype=np.int64)
    return Batch(cells, numbers, np.array([row.line for row in rows], np.int64), faults=tuple(faults))


def _rows(path: Path, name: str, sheet: str, *, formulas: bool) -> Generator[_Row]:
    """Give the rows of a sheet that have anything in them, formulas as their saved results."""
    watch = Stopwatch(name, WORKBOOK_SECONDS)
    with _opened(path, name, formulas=False) as book:
        if not formulas:
            for line, cells in _walked(book, sheet, name, watch):
                row = _row(line, cells, ())
                if any(row.cells) or row.faults:
                    yield row
            return
        with _opened(path, name, formulas=True) as written:
            both = zip(_walked(book, sheet, name, watch), _walked(written, sheet, name, watch), strict=False)
            for (line, cells), (_, sources) in both:
                row = _row(line, cells, sources)
                if any(row.cells) or row.faults:
                    yield row


def _walked(book: Any, sheet: str, name: str, watch: Stopwatch) -> Iterator[tuple[int, tuple[Any, ...]]]:  # noqa: ANN401 - openpyxl has no types
    found = book[sheet]
    found.reset_dimensions()  # what a file says of its size may be a lie that costs a million rows of nothing
    for line, cells in enumerate(_quietly(found.iter_rows(), watch), 1):
        if line > WORKBOOK_ROWS:
            raise ReadingError(f'{name}: the sheet "{sheet[:80]}" has more than {WORKBOOK_ROWS:,} rows; divide it.')
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise ReadingError(
                f'{name}: line {line:,} of the sheet "{sheet[:80]}" reaches to column {len(cells):,} and at most '
                f"{MOST_COLUMNS:,} are read; delete the columns that are not needed."
            )
        yield line, cells


def _quietly(rows: Iterator[tuple[Any, ...]], watch: Stopwatch) -> Iterator[tuple[Any, ...]]:
    """Give rows while the clock is watched; openpyxl warns of what becomes a fault here."""
    while True:
        watch.check()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            some = list(islice(rows, _CHECKED_EVERY))
        if not some:
            return
        yield from some


def _row(line: int, cells: tuple[Any, ...], sources: tuple[Any, ...]) -> _Row:
    faults: dict[int, tuple[str, str]] = {}
    written = []
    for at, cell in enumerate(cells):
        value = cell.value
        if value is not None and cell.data_type == "e":
            faults[at] = (str(value), _ERROR)
            value = None
        written.append(_text(value))
    for at, source in enumerate(sources):
        if source.data_type == "f" and at < len(cells) and cells[at].value is None:
            faults[at] = (_formula(source.value), _UNCACHED)
    return _Row(line, written, faults)


def _formula(value: object) -> str:
    return str(getattr(value, "text", value))


def _text(value: object) -> str:  # noqa: PLR0911 - one line for each type of a cell
    """Return a value of a cell as its owner would write it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 - digits of a double
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


def _trimmed(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


@contextmanager
def _opened(path: Path, name: str, *, formulas: bool) -> Iterator[Any]:
    """Open a workbook to be read row by row, and turn what goes wrong in it into a sentence."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with reading_members(name), path.open("rb") as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl tells what it leaves out: styles, pictures, validations
                book = load_workbook(file, read_only=True, data_only=not formulas, keep_links=False)
            try:
                yield book
            finally:
                book.close()
        except ReadingError:
            raise
        except (InvalidFileException, *_DAMAGED) as error:
            raise ReadingError(
                f"{name}: the workbook is damaged, or no workbook of Excel; open it in a spreadsheet and save it as "
                "xlsx again."
            ) from error
