"""The XML of a workbook, looked through before it is read: formulas, and what would be lost on the way."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ReadingError
from geo.formats.reading.archives import checked_members, reading_members

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE = 1 << 20
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
#: a row with its number if it has one, or a cell with the letters of its column
_PLACE = re.compile(
    rb"""<(?:\w+:)?(?:(row)(?:[\s/][^>]*?\br=["'](\d+)["'][^>]*|[^>\w][^>]*)?>|c\s[^>]*?\br=["']([A-Za-z]+)\d+["'])"""
)


@dataclass(frozen=True, slots=True)
class SheetXml:
    """What the sheets of a workbook are like: whether some cell is a formula, and how many rows the longest has."""

    formulas: bool = False
    rows: int = 0


def look_through(path: Path, name: str, *, order: bool = False) -> SheetXml:
    """Look through the XML of a workbook.

    Parameters
    ----------
    path, name
        The workbook, and what its owner calls it.
    order
        Whether to see that rows and cells stand in their order; openpyxl drops those that do not.

    Raises
    ------
    ReadingError
        If the XML declares entities, or rows or cells stand backwards.
    """
    formulas, rows = False, 0
    members = checked_members(path, name)
    with reading_members(name), zipfile.ZipFile(path) as archive:
        for member in members:
            if not member.lower().endswith((".xml", ".rels")):
                continue
            sheet, counted, ordered = "worksheets/" in member, 0, _Order(name, member)
            for piece in _pieces(archive, member):
                if _DOCTYPE.search(piece):
                    raise ReadingError(
                        f'{name}: "{member[:80]}" in the workbook declares a document type, which no spreadsheet '
                        "writes; save the table anew."
                    )
                if sheet:
                    formulas = formulas or _FORMULA.search(piece) is not None
                    counted += len(_ROW.findall(piece))
                    if order:
                        ordered.check(piece)
            rows = max(rows, counted)
    return SheetXml(formulas, rows)


def _pieces(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Give the text of a member in pieces that end before a tag begins."""
    with archive.open(member) as file:
        held = b""
        while piece := file.read(_PIECE):
            held += piece.replace(b"\0", b"")  # XML may be in UTF-16
            cut = held.rfind(b"<")
            if cut > 0:
                yield held[:cut]
                held = held[cut:]
        yield held


class _Order:
    """The last row and the last column of a sheet so far."""

    __slots__ = ("column", "member", "name", "row")

    def __init__(self, name: str, member: str) -> None:
        self.name, self.member = name, member
        self.row, self.column = 0, (0, b"")

    def check(self, piece: bytes) -> None:
        for is_row, number, letters in _PLACE.findall(piece):
            if is_row:
                row = int(number) if number else self.row + 1
                if row <= self.row:
                    raise self._backwards(f"row {row:,} stands after row {self.row:,}")
                self.row, self.column = row, (0, b"")
            else:
                column = (len(letters), letters.upper())
                if column <= self.column:
                    raise self._backwards(f"the cells of row {self.row:,} are not in order")
                self.column = column

    def _backwards(self, what: str) -> ReadingError:
        return ReadingError(
            f'{self.name}: in "{self.member[:80]}" of the workbook {what}, so that some would be lost; open it in a '
            "spreadsheet and save it again."
        )
