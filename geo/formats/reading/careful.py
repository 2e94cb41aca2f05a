"""Text tables that are not quite regular: taken apart line by line, so that a faulty record costs only itself."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from geo.csvfile import WORDS_FOR
from geo.formats.reading.limits import KEPT_CHARACTERS, LONGEST_LINE
from geo.formats.reading.model import Broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.formats.reading.blocks import Blocks

_UNCLOSED = "unexpected end of data"
_FIELD_LIMIT = "field larger than field limit"
_RAGGED = "look for a missing or an unquoted separator"
_ENDLESS = f"is longer than {LONGEST_LINE:,} characters; look for missing ends of lines"


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, and the line that it begins in, counted from 0 at the block."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Lines:
    """How many lines were taken; said last."""

    count: int


def careful_records(block: bytes, blocks: Blocks, delimiter: str, columns: int) -> Iterator[Record | Broken | Lines]:
    """Take a block apart record by record; the last one may reach beyond it.

    Parameters
    ----------
    block
        Whole lines in UTF-8, beginning with a record.
    blocks
        What follows; lines of it that the last record needs are taken, the others given back.
    delimiter
        One character.
    columns
        How many cells a record has; 0 takes any number.

    Yields
    ------
    Record | Broken | Lines
        In order. `line` counts from 0, `row` of a broken one is 0. Records without anything in them are left out.
    """
    lines = _Held(_split(block), blocks)
    within, start = len(lines.held), 0
    while start < within:
        reader, consumed = _reader(lines, start, delimiter, quoting=blocks.quoting), 0
        try:
            for cells in reader:
                if any(cells):
                    first, end = start + consumed, start + reader.line_num
                    fits = columns in (0, len(cells))
                    yield Record(first, cells) if fits else ragged(first, len(cells), columns, lines.text(first, end))
                consumed = reader.line_num
                if start + consumed >= within:
                    break
        except csv.Error as error:
            if lines.text(start + consumed, start + consumed + 1):
                yield _unreadable(lines, start + consumed, str(error))
            consumed += 1
        start += consumed
    blocks.give_back("".join(lines.held[start:]).encode("utf-8", "replace"))
    yield Lines(start)


class CellReader(Protocol):
    """What `csv.reader` returns."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


class _Held:
    """Lines that more are added to when a record reaches beyond them."""

    __slots__ = ("blocks", "held")

    def __init__(self, held: list[str], blocks: Blocks) -> None:
        self.held, self.blocks = held, blocks

    def text(self, start: int, end: int) -> str:
        """Return some lines as they are written."""
        return "".join(self.held[start:end]).rstrip("\r\n")[:KEPT_CHARACTERS]

    def beginning(self, start: int) -> Iterator[str]:
        """Give the lines from one on; one without end is an error, before it is taken apart into millions of cells."""
        at = start
        while True:
            while at < len(self.held):
                if len(self.held[at]) > LONGEST_LINE:
                    raise csv.Error(_ENDLESS)
                yield self.held[at]
                at += 1
            more = self.blocks.take_lines()
            if not more:
                return
            self.held += _split(more)


def _split(block: bytes) -> list[str]:
    """Return the lines of a text with their ends: LF, CR or both."""
    return list(io.StringIO(block.decode("utf-8", "replace"), newline=""))


def _reader(lines: _Held, start: int, delimiter: str, *, quoting: bool) -> CellReader:
    rows = lines.beginning(start)
    if quoting:
        return csv.reader(rows, delimiter=delimiter, strict=True)
    return csv.reader(rows, delimiter=delimiter, strict=True, quoting=csv.QUOTE_NONE)


def ragged(line: int, count: int, columns: int, written: str) -> Broken:
    """Return a record that has another number of cells than the header."""
    reason = f"has {count:,} cell{'s' if count > 1 else ''}, the header has {columns:,}; {_RAGGED}"
    return Broken(0, line, written[:KEPT_CHARACTERS], reason)


def _unreadable(lines: _Held, line: int, said: str) -> Broken:
    """Say what is wrong with a record; one that swallows line after line has lost its closing quotation mark."""
    begun = lines.held[line]
    if _FIELD_LIMIT in said and '"' in begun and len(begun) < KEPT_CHARACTERS:
        said = _UNCLOSED
    if said == _ENDLESS:
        return Broken(0, line, lines.text(line, line + 1), said if len(begun) > LONGEST_LINE else WORDS_FOR[_UNCLOSED])
    reason = next((words for mark, words in WORDS_FOR.items() if mark in said), f"is broken ({said})")
    return Broken(0, line, lines.text(line, line + 1), reason)
