"""A document as PDF: typst sets it from the marks, as an archival and accessible file (PDF/A-3a and PDF/UA-1)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import SnapshotError
from geo.snapshot.canvas.marks import POINT_MM, Align, MapSheet, Role, TableSheet, Words
from geo.snapshot.canvas.metrics import FONTS, printable, width_of, wrap
from geo.snapshot.forms.svg import ASCENT, DESCENT, plain, safe_link, sheet_svg

if TYPE_CHECKING:
    from typst import Fonts

    from geo.snapshot.canvas.marks import Cell, Document, Sheet, TextSheet

#: a page has a heading, even if nobody gave it one
UNTITLED = "Untitled"
STANDARDS = ("a-3a", "ua-1")
_TEMPLATE = Path(__file__).resolve().parents[2] / "assets" / "snapshot.typ"
_LEVELS = {Role.TITLE: 1, Role.HEADING: 2}
_PASSED_OVER = (Role.LABEL, Role.FURNITURE)
#: pages that flow, in mm: white at both sides, and between two columns of text
_MARGIN, _GUTTER = 14.0, 10.0
#: in points before `Document.scale`: type of a title, an intro, a cell and a paragraph, white at both sides of a cell
_TITLE, _INTRO, _CELL, _PARAGRAPH, _INSET = 16.0, 9.0, 8.0, 9.5, 3.0


def document_pdf(document: Document) -> bytes:
    """Return a document as PDF with its spec attached; the same document gives the same bytes.

    Raises
    ------
    SnapshotError
        If the document has no sheet, a map has no text twin, its day is none, or the file would not meet the standards.
    """
    import typst

    if not document.sheets:
        raise SnapshotError("A document without a sheet cannot be printed: give it a map, a table or a text.")
    for sheet in document.sheets:
        if isinstance(sheet, MapSheet) and not plain(sheet.alt).strip():
            raise SnapshotError(f"The map {sheet.title!r} has no text twin: say in `alt` what it shows.")
    files = {
        "main": _template(),
        "document.json": json.dumps(_told(document), ensure_ascii=False, separators=(",", ":")).encode(),
        "spec.json": document.spec.encode(),
    }
    for n, sheet in enumerate(document.sheets):
        if isinstance(sheet, MapSheet):
            files[_drawing(n)] = sheet_svg(sheet, text=False).encode()
    made_on = _midnight(document.made_on)
    compiled: Any = typst.compile  # its annotations do not know of several files at once
    try:
        pdf: bytes = compiled(files, font_paths=_fonts(), pdf_standards=list(STANDARDS), timestamp=made_on)
    except typst.TypstError as error:
        raise SnapshotError(f"The page {document.title!r} could not be set as PDF: {error}") from error
    return pdf


def _midnight(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)
    except ValueError as error:
        raise SnapshotError(f"{day!r} is no day a page can be made on: write it as YYYY-MM-DD.") from error


@cache
def _fonts() -> Fonts:
    """Return the fonts of the project and no others, read once."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()


def _drawing(n: int) -> str:
    return f"map-{n}.svg"


def _told(document: Document) -> dict[str, Any]:
    return {
        "title": plain(document.title),
        "author": plain(document.author),
        "description": next((plain(sheet.alt) for sheet in document.sheets if isinstance(sheet, MapSheet)), ""),
        "width": document.width,
        "height": document.height,
        "scale": document.scale,
        "margin": _MARGIN,
        "title-size": _TITLE,
        "intro-size": _INTRO,
        "banner": printable(document.banner),
        "footer": printable(document.footer),
        "sheets": [_sheet(document, n, sheet) for n, sheet in enumerate(document.sheets)],
    }


def _sheet(document: Document, n: int, sheet: Sheet) -> dict[str, Any]:
    if isinstance(sheet, MapSheet):
        return _map_sheet(n, sheet)
    return _table_sheet(document, sheet) if isinstance(sheet, TableSheet) else _text_sheet(document, sheet)


def _map_sheet(n: int, sheet: MapSheet) -> dict[str, Any]:
    seen = [words for words in sheet.words() if any(map(printable, words.lines))]
    levels = [_LEVELS.get(words.role, 0) for words in seen]
    if 1 not in levels and 2 in levels:  # noqa: PLR2004 - a page begins with a heading of the first level
        levels[levels.index(2)] = 1
    return {
        "kind": "map",
        "drawing": _drawing(n),
        "alt": plain(sheet.alt),
        "width": sheet.width,
        "height": sheet.height,
        "words": [_words(words, level) for words, level in zip(seen, levels, strict=True)],
    }


def _words(words: Words, level: int) -> dict[str, Any]:
    above = (words.leading - ASCENT - DESCENT) / 2 + ASCENT
    return {
        "x": words.x,
        "y": words.y,
        "width": words.width,
        "size": words.size,
        "colour": words.colour,
        "bold": words.bold,
        "align": {Align.CENTRE: "center"}.get(words.align, str(words.align)),
        "above": above,
        "below": words.leading - above,
        "level": level,
        "passed-over": words.role in _PASSED_OVER,
        "link": safe_link(words.link),
        "lines": [{"text": printable(line), "bold": n in words.bold_lines} for n, line in enumerate(words.lines)],
    }


def _pieces(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Cut a text where a word is too long for a column of this width in mm; nearly always it is one piece."""
    line = printable(text)
    words = line.split(" ")
    # no letter is wider than its size, so few words have to be measured
    letters = width / (size * POINT_MM)
    if max(map(len, words)) <= letters:
        return [line]
    pieces = [""]
    for n, word in enumerate(words):
        fits = len(word) <= letters or width_of(word, size, bold) <= width
        first, *others = (word,) if fits else wrap(word, width, size, bold)
        pieces[-1] += f" {first}" if n else first
        pieces.extend(others)
    return pieces


def _table_sheet(document: Document, sheet: TableSheet) -> dict[str, Any]:
    page, size = document.width - 2 * _MARGIN, _CELL * document.scale
    whole, white = sum(sheet.widths), 2 * _INSET * document.scale * POINT_MM
    rooms = [page * share / whole - white for share in sheet.widths]
    return {
        "kind": "table",
        "title": _pieces(printable(sheet.title) or UNTITLED, page, _TITLE * document.scale, bold=True),
        "intro": _pieces(sheet.intro, page, _INTRO * document.scale),
        "size": _CELL,
        "inset": _INSET,
        "header": [_pieces(words, room, size, bold=True) for words, room in zip(sheet.header, rooms, strict=True)],
        "widths": sheet.widths,
        "rows": [[_cell(cell, room, size) for cell, room in zip(row, rooms, strict=True)] for row in sheet.rows],
    }


def _cell(cell: Cell, room: float, size: float) -> dict[str, Any]:
    return {
        "text": _pieces(cell.text, room, size, bold=cell.bold),
        "link": safe_link(cell.link),
        "bold": cell.bold,
    }


def _text_sheet(document: Document, sheet: TextSheet) -> dict[str, Any]:
    page, size = document.width - 2 * _MARGIN, _PARAGRAPH * document.scale
    # lines of more than a hundred letters tire the eye, so a wide page has two columns
    columns = 2 if document.width > document.height else 1
    room = (page - _GUTTER * (columns - 1)) / columns
    return {
        "kind": "text",
        "title": _pieces(printable(sheet.title) or UNTITLED, page, _TITLE * document.scale, bold=True),
        "size": _PARAGRAPH,
        "columns": columns,
        "gutter": _GUTTER,
        "paragraphs": [
            (_pieces(heading, room, size, bold=True), _pieces(paragraph, room, size))
            for heading, paragraph in sheet.paragraphs
        ],
    }
