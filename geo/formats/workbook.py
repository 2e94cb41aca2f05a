"""The shown rows as an XLSX workbook without a single formula."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from gazetteer.tables.quoting import quote
from geo.checks import CONTROL
from geo.csvfile import MAX_CHARACTERS
from geo.figures import WHO_SAYS
from geo.formats.export import COLUMNS, TRAVELLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from geo.formats.export import Export

CUT = " [cut here; the CSV file has the whole text]"
WIDE = {"title", "summary", "sources", "figures", "movement", "text", "coverage_notice"}
SOURCE_COLUMNS = (
    "number", "source", "title", "publisher", "author", "published", "kind", "language", "url", "text",
)  # fmt: skip


def to_xlsx(export: Export) -> bytes:
    """Write the rows as a workbook with the sheets Incidents, Figures, Sources and About."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    rows = ({**row, **export.travelling} for row in export.rows)
    _sheet(workbook.create_sheet("Incidents"), (*COLUMNS, *TRAVELLING), rows)
    _sheet(workbook.create_sheet("Figures"), ("incident", *WHO_SAYS), export.figures)
    _sheet(workbook.create_sheet("Sources"), SOURCE_COLUMNS, export.sources)
    about = ({"about": heading, "text": text} for heading, text in export.about.items())
    _sheet(workbook.create_sheet("About"), ("about", "text"), about)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _sheet(sheet: WriteOnlyWorksheet, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a header and rows."""
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for position, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(position)].width = 60 if column in WIDE else 16
    sheet.append([_cell(sheet, column) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, row[column]) for column in columns])


def _cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    """Make a cell whose text is text, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    text = CONTROL.sub("\N{REPLACEMENT CHARACTER}", quote(value))
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS - len(CUT)] + CUT
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
