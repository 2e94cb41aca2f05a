"""One CSV file becomes a header and numbered records; a faulty record never costs the ones after it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from gazetteer.tables.encodings import ENCODINGS, detect
from geo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: the most that a cell of a spreadsheet holds; openpyxl cuts longer texts without a word
MAX_CHARACTERS = 32_767
SAVE_AS = 'open it in a spreadsheet or an editor and save it again as "CSV UTF-8 (comma separated)"'
WORDS_FOR = {
    "unexpected end of data": "opens a quotation mark that is never closed; close it or remove it",
    "field larger than field limit": f"holds a field of more than {MAX_CHARACTERS:,} characters; shorten it",
    "expected after": "has a quotation mark out of place; close it, or write a quotation mark inside a field twice",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its cells, or why they cannot be told apart."""

    row: int  # 1 is the first record after the header
    line: int  # as a spreadsheet counts; 1 is the header
    cells: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A decoded CSV file."""

    header: tuple[str, ...]
    records: tuple[Record, ...]


def read_csv_file(path: Path) -> CsvFile:
    """Read the header and the records of one file.

    Raises
    ------
    DatasetError
        If the file is missing, unreadable, empty, not UTF-8, or has no usable header.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DatasetError(f"{path.name}: the file is missing in {path.parent}; put it there.") from None
    except OSError as error:
        raise DatasetError(f"{path.name}: the file cannot be read ({error.strerror}); check its permissions.") from None
    text = decode(content, path.name)
    records = _split(text)
    first = next(records, None)
    if first is None:
        raise DatasetError(f"{path.name}: the file is empty; it needs at least the header line.")
    _check_header(first, path.name)
    numbered = (record for record in records if any(record.cells) or record.fault)
    kept = tuple(Record(row, record.line, record.cells, record.fault) for row, record in enumerate(numbered, 1))
    return CsvFile(first.cells, kept)


def decode(content: bytes, name: str) -> str:
    """Decode UTF-8, with or without a byte order mark.

    Raises
    ------
    DatasetError
        If the bytes are in another encoding; the sentence names the line and the likely encoding.
    """
    beginning = content[:200]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or beginning.count(0) * 4 > len(beginning):
        raise DatasetError(f"{name}: the file is in UTF-16, not in UTF-8; {SAVE_AS}.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DatasetError(
            f"{name}: the file is not in UTF-8 (first seen in line {line}); it looks like "
            f"{ENCODINGS[detect([content]).codec]}; {SAVE_AS}."
        ) from None


def _split(text: str) -> Iterator[Record]:
    """Split a text into records; where the quoting is broken, give up one line and go on with the next."""
    lines = list(io.StringIO(text, newline=""))
    start, line = 0, 0
    while start < len(lines):
        reader, consumed = csv.reader(islice(lines, start, None), strict=True), 0
        try:
            for cells in reader:
                line, consumed = line + 1, reader.line_num
                yield Record(0, line, tuple(cells))
        except csv.Error as error:
            broken = lines[start + consumed].rstrip("\r\n")
            line, start = line + 1, start + consumed + 1
            reason = next((words for mark, words in WORDS_FOR.items() if mark in str(error)), f"is broken ({error})")
            yield Record(0, line, (broken,), reason)
        else:
            return


def _check_header(first: Record, name: str) -> None:
    """Refuse a header that cannot name columns."""
    header = first.cells
    if first.fault or not any(header):
        raise DatasetError(f"{name}: the header line {first.fault or 'is empty; write the column names there'}.")
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        raise DatasetError(f"{name}: the columns are not separated by commas; {SAVE_AS}.")
    twice = sorted({column for column in header if column and header.count(column) > 1})
    if twice:
        raise DatasetError(f'{name}: the header has the column "{twice[0]}" twice; remove or rename one of them.')
