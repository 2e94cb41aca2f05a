"""What a value and a row must satisfy, and the sentence for each that does not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.csvfile import MAX_CHARACTERS
from geo.dates import widen
from geo.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.schema import Column

Value = str | int | float | bool | date | None
Row = dict[str, Value]
Fault = tuple[str, str]  # column, reason

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
INTEGER = re.compile(r"-?[0-9]{1,15}")
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
TRUE, FALSE = ("true",), ("false",)
PLANNED = {"window_start", "window_end", "valid_to"}  # the only dates that may lie in the future
SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why one row, or a whole file, was not accepted.

    A row with several faults has several rejections. `row` and `line` are 0 where the fault is the file's.
    """

    table: str
    file: str
    row: int  # 1 is the first row after the header
    line: int  # as a spreadsheet counts; the header is 1
    column: str
    value: str
    reason: str
    cells: tuple[str, ...] = field(default=(), repr=False)  # the row as written

    def sentence(self) -> str:
        """Say file, line, column, value, and what to do."""
        if not self.row:
            return f"{self.file}: {self.reason}."
        where = f"{self.file}, line {self.line}"
        if not self.column:
            return f"{where}: the row {self.reason}."
        if not self.value.strip():
            return f"{where}, column {self.column}: the cell {self.reason}."
        return f'{where}, column {self.column}: "{shorten(self.value)}" {self.reason}.'


class CellError(ValueError):
    """A cell does not hold what its column needs; the message is the reason."""


def shorten(text: str) -> str:
    """Make one short visible line of a text for use in a sentence."""
    visible = CONTROL.sub("\N{REPLACEMENT CHARACTER}", text).replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return visible if len(visible) <= SHOWN_CHARACTERS else visible[: SHOWN_CHARACTERS - 1] + "\N{HORIZONTAL ELLIPSIS}"


def read_cell(column: Column, text: str, today: date) -> Value:
    """Turn the text of a cell into a value of the column's type; an empty cell is None, or "" for text.

    Raises
    ------
    CellError
        If the text is not such a value; the message says what to write instead.
    """
    if not text.strip():
        if column.required:
            raise CellError("is empty but has to be filled in")
        if text:
            raise CellError("holds only blanks; leave it empty")
        return "" if column.type in ("string", "partial_date", "url") else None
    if len(text) > MAX_CHARACTERS:
        raise CellError(f"has more than {MAX_CHARACTERS:,} characters; shorten it")
    if CONTROL.search(text):
        raise CellError("holds an invisible control character; retype the cell")
    value = READERS[column.type](text)
    chosen = text.split() if column.several else (text,)
    if column.choices and not set(chosen) <= set(column.choices):
        raise CellError(f"is none of the allowed words; use one of: {', '.join(column.choices)}")
    if column.pattern and not re.fullmatch(column.pattern, text):
        raise CellError("is not an identifier; use letters, digits, dot, dash and underscore, no blanks")
    if isinstance(value, int | float) and not isinstance(value, bool):
        _check_range(column, value)
    if column.type in ("date", "partial_date") and column.name not in PLANNED:
        _check_not_future(text, today)
    return value


def _read_integer(text: str) -> int:
    if not INTEGER.fullmatch(text):
        raise CellError("is not a whole number; write digits only, without separators, blanks or units")
    return int(text)


def _read_number(text: str) -> float:
    if not NUMBER.fullmatch(text):
        raise CellError("is not a number; write digits with a decimal point, for example 42.9068")
    return float(text)


def _read_boolean(text: str) -> bool:
    if text not in TRUE + FALSE:
        raise CellError("is neither true nor false; write true or false")
    return text in TRUE


def _read_date(text: str) -> date:
    first, last = _widen(text)
    if first != last:
        raise CellError("is not a full date; write it as 2004-03-17")
    return first


def _read_partial_date(text: str) -> str:
    _widen(text)
    return text


def _read_url(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", text):
        raise CellError("is not a web address; write one that begins with https:// or http://")
    return text


def _widen(text: str) -> tuple[date, date]:
    try:
        return widen(text)
    except DateError as error:
        raise CellError(str(error).partition('" ')[2].rstrip(".")) from None


READERS: Mapping[str, Callable[[str], Value]] = {
    "string": str,
    "integer": _read_integer,
    "number": _read_number,
    "boolean": _read_boolean,
    "date": _read_date,
    "partial_date": _read_partial_date,
    "url": _read_url,
}


def _check_range(column: Column, value: float) -> None:
    if column.minimum is not None and value < column.minimum:
        raise CellError(f"is below {column.minimum:g}, the least possible; correct it")
    if column.maximum is not None and value > column.maximum:
        hint = "; look whether latitude and longitude are swapped" if column.name == "latitude" else "; correct it"
        raise CellError(f"is above {column.maximum:g}, the most possible{hint}")


def _check_not_future(text: str, today: date) -> None:
    if widen(text)[0] > today + timedelta(days=1):  # a day of grace for time zones
        raise CellError(f"lies in the future (today is {today.isoformat()}); correct the date")


def read_cells(columns: Sequence[Column], cells: Mapping[str, str], today: date) -> tuple[Row, list[Fault]]:
    """Read every cell of a row; return the values and the faults."""
    row: Row = {}
    faults: list[Fault] = []
    for column in columns:
        try:
            row[column.name] = read_cell(column, cells.get(column.name, ""), today)
        except CellError as error:
            faults.append((column.name, str(error)))
    return row, faults


def all_faults(checks: tuple[Callable[[Row], Iterator[Fault]], ...], row: Row) -> list[Fault]:
    """Return the faults that a row's checks find."""
    return [fault for check in checks for fault in check(row)]
