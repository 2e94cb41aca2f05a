"""The flat table as CSV, XLSX and GeoJSON, batch by batch."""

from __future__ import annotations

import codecs
import json
from contextlib import closing
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
from pyarrow import csv

from gazetteer.tables.quoting import quote
from geo.csvfile import MAX_CHARACTERS
from geo.formats.flat_rows import FEW, batches, is_drawn, leaving, quoted, rows_of
from geo.formats.signs import fit
from geo.formats.workbook import CUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from geo.formats.reading.model import Tell


def write_csv(table: pa.Table, target: BinaryIO, tell: Tell, called: Callable[[str], str] = str) -> None:
    """Write a table as CSV: UTF-8 with a byte order mark, commas, texts that are safe in a spreadsheet.

    Parameters
    ----------
    table
        What to write, all its columns.
    target
        Where to.
    tell
        Told how much is done.
    called
        Returns for the name of a column what it is called in the file.
    """
    target.write(codecs.BOM_UTF8)
    names = [quote(called(name)) for name in table.column_names]
    schema = pa.schema([field.with_name(name) for name, field in zip(names, table.schema, strict=True)])
    with csv.CSVWriter(target, schema) as writer:
        for batch in batches(table, tell, "writing CSV"):
            writer.write_batch(quoted(batch).rename_columns(names).cast(schema))


def write_xlsx(table: pa.Table, about: Mapping[str, str], path: Path, tell: Tell) -> None:
    """Write a table as a workbook with the sheets Incidents and About and no formula."""
    from openpyxl import Workbook

    whole = leaving(table)
    workbook = Workbook(write_only=True)
    with closing(workbook.create_sheet("Incidents")) as sheet:  # also where the work is stopped
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, quote(name)) for name in whole.column_names])
        for batch in batches(whole, tell, "writing XLSX", FEW):
            for row in rows_of(quoted(batch)):
                sheet.append([_cell(sheet, value) for value in row.values()])
    with closing(workbook.create_sheet("About")) as sheet:
        for told in about.items():
            sheet.append([_cell(sheet, quote(text)) for text in told])
    workbook.save(path)


def write_geojson(table: pa.Table, about: Mapping[str, str], target: BinaryIO, tell: Tell) -> None:
    """Write a table as a feature collection, one feature on each line.

    A geometry is a point only where the place is known as exact, settlement or near; what coordinate the table has
    stands in the properties too. The member `metadata` says what the rows are.
    """
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
    target.write(f'{{"type":"FeatureCollection","metadata":{encode(dict(about))},"features":['.encode())
    before = "\n"
    for batch in batches(leaving(table), tell, "writing GeoJSON", FEW):
        drawn = is_drawn(pa.Table.from_batches([batch])).tolist()
        features = (encode(_feature(row, drawn=has)) for row, has in zip(rows_of(batch), drawn, strict=True))
        target.write((before + ",\n".join(features)).encode())
        before = ",\n"
    target.write(b"\n]}\n")


def _feature(row: dict[str, Any], *, drawn: bool) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]} if drawn else None
    return {"type": "Feature", "id": row.pop("id"), "geometry": point, "properties": row}


def _cell(sheet: WriteOnlyWorksheet, value: object) -> object:
    """Return a value as a cell whose text is text, whatever it begins with; an empty text is an empty cell."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    if not value:
        return None
    text = fit(value)
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS - len(CUT)] + CUT
    if text[0] not in "=#":  # the signs that openpyxl takes for a formula or an error
        return text
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
