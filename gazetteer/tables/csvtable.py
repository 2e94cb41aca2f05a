"""A CSV file of unknown make, read row by row: encoding and separator are found out, every cell stays as it is."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from gazetteer.errors import InputError
from gazetteer.tables.encodings import Encoding, detect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_CHUNK = 1 << 20
_SAMPLED_CHARACTERS = 1 << 16
_SAMPLED_ROWS = 50
_NAMED_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file that is being read.

    Attributes
    ----------
    header
        The column names as written; they may repeat.
    rows
        The rows in order, once; a row may have fewer or more cells than the header. A line without anything is a row
        only in a table of one column.
    encoding, separator, line_end
        How the file is written.
    """

    header: tuple[str, ...]
    rows: Iterator[list[str]]
    encoding: Encoding
    separator: str
    line_end: str

    @property
    def words(self) -> str:
        """Say how the file was read."""
        return f"{self.encoding.words}, separated by {SEPARATORS.get(self.separator, repr(self.separator))}"

    def position(self, column: str) -> int:
        """Return where a column stands, the first one if its name repeats.

        Raises
        ------
        InputError
            If there is no such column; the sentence names those there are.
        """
        if column in self.header:
            return self.header.index(column)
        loosely = [name for name in self.header if name.strip().casefold() == column.strip().casefold()]
        if len(loosely) == 1:
            return self.header.index(loosely[0])
        raise InputError(no_column(column, self.header))


def no_column(column: str, there: Sequence[str]) -> str:
    """Say that there is no such column, and which there are."""
    return f'There is no column "{column[:80]}"; {columns_there(there)}. Name one of them.'


def columns_there(header: Sequence[str]) -> str:
    """Name the columns of a table, the first ones where they are many."""
    named = ", ".join(f'"{name[:80]}"' for name in header[:_NAMED_COLUMNS])
    more = f" and {len(header) - _NAMED_COLUMNS} more" if len(header) > _NAMED_COLUMNS else ""
    return f"the columns are {named}{more}"


def open_table(
    source: BinaryIO, name: str, columns: Sequence[str] = (), encoding: str | None = None, separator: str | None = None
) -> CsvTable:
    """Find out how a CSV file is written and read its header.

    Parameters
    ----------
    source
        The file; it is read twice, so it has to be one that can be gone back in.
    name
        What to call it in a sentence.
    columns
        Names that the header should hold; they help to find the separator.
    encoding, separator
        How it is written, where that is known.

    Raises
    ------
    InputError
        If the file is empty, or cannot be decoded or taken apart; the sentence names the line.
    """
    try:
        found = Encoding(encoding, certain=True) if encoding else detect(iter(lambda: source.read(_CHUNK), b""))
        with _text(source, found) as text:
            sample = text.read(_SAMPLED_CHARACTERS)
    except LookupError:
        raise InputError(f'There is no encoding "{encoding}". Give one like utf-8, cp1250, cp1251 or cp1252.') from None
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not in {encoding} (byte {error.start:,}). Leave the encoding out.") from error
    separator = separator or _separator(sample, columns)
    rows = _rows(source, found, name, separator)
    header = next(rows, None)
    if header is None:
        raise InputError(f"{name} is empty. It needs a header line with the names of the columns.")
    line_end = "\r\n" if "\r\n" in sample else "\n"
    return CsvTable(tuple(header), rows, found, separator, line_end)


@contextmanager
def _text(source: BinaryIO, encoding: Encoding) -> Iterator[io.TextIOWrapper]:
    """Read a file as text from its beginning, and leave it open: a wrapper that is thrown away would close it."""
    source.seek(0)
    text = io.TextIOWrapper(source, encoding.codec, "strict" if encoding.certain else "replace", newline="")
    try:
        yield text
    finally:
        with suppress(ValueError):  # the file itself may be closed already
            text.detach()


def _rows(source: BinaryIO, encoding: Encoding, name: str, separator: str) -> Iterator[list[str]]:
    begun, columns = 1, 0
    with _text(source, encoding) as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        try:
            for row in reader:
                begun = reader.line_num + 1
                if row or columns == 1:
                    columns = columns or len(row)
                    yield row
        except UnicodeDecodeError as error:
            said = f"{name} is not in {encoding.words} from line {begun:,} on. Give its encoding, or leave it out."
            raise InputError(said) from error
        except csv.Error as error:
            raise InputError(
                f"{name}, line {begun:,}: the quotation marks do not fit ({error}). Close the one that is open, or "
                "write a quotation mark inside a cell twice."
            ) from error


def _separator(sample: str, columns: Sequence[str]) -> str:
    """Return the separator that makes the most regular table of a sample, and one that has the columns asked for."""
    return max(SEPARATORS, key=lambda separator: _regularity(sample, separator, columns))


def _regularity(sample: str, separator: str, columns: Sequence[str]) -> tuple[int, float]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        rows = [row for row in islice(reader, _SAMPLED_ROWS) if row]
    except csv.Error:
        return 0, 0.0
    if not rows:
        return 0, 0.0
    header = rows[0]
    named = sum(column in header for column in columns)
    fitting = sum(len(row) == len(header) for row in rows) / len(rows)
    return named, (len(header) - 1) * fitting
