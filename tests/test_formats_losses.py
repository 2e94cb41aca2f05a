"""What a form says that it cannot hold, and that it holds all the rest."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gazetteer.policy import DEFAULT_POLICY
from gazetteer.resolve import Gazetteer
from gazetteer.tables.quoting import unquote
from geo.filters import Filters
from geo.formats import (
    FORMS,
    Export,
    Form,
    View,
    backing,
    losses,
    prepare,
    to_csv,
    to_geojson,
    to_geopackage,
    to_geoparquet,
    to_kml,
    to_package,
    to_xlsx,
)
from geo.formats.fields import FIGURE_FIELDS, INCIDENT_FIELDS, SOURCE_FIELDS
from geo.formats.geoparquet import beside
from geo.incidents import locate, places_of
from geo.tables import read_dataset
from tests.worlds import figure, world, write_world

KML = "{http://www.opengis.net/kml/2.2}"
NASTY = st.one_of(
    st.text(),
    st.sampled_from(
        ["=1+1", "+1", "-1", "@SUM(A1)", "'quoted'", '"', '""', ",", ";", "\t=1", "\n", "a\r\nb", "a\rb", "  blanks  ",
         "Свињаре", "😀", "\x0b", "\x00", "\ufeffbom", "\ufffe", "_x0041_", "#N/A", "NULL", "nan", "None", "]]>",
         "<b>&amp;</b>", "{}", "\u2028", "\uff1d1", "1e5", "007", "x" * 32_767, "=" * 32_767]
    ),
)  # fmt: skip


@cache
def whole():
    """Return the export of the tiny world and what stands behind it."""
    with tempfile.TemporaryDirectory() as folder:
        dataset = read_dataset(write_world(Path(folder) / "world"))
        gazetteer = Gazetteer(places_of(dataset), None)
        incidents = locate(dataset, gazetteer)
        export = prepare(dataset, incidents, gazetteer, list(incidents.index))
        asked = SimpleNamespace(filters=Filters(), window=None, policy=DEFAULT_POLICY)
        return export, backing(dataset, gazetteer, export, asked)


def told(export, *, figures=True, sources=True, **cells):
    """Return an export whose first row has other cells."""
    rows = ({**export.rows[0], **cells}, *export.rows[1:])
    return Export(rows, export.figures if figures else (), export.sources if sources else (), export.about, export.view)


def as_typed(rows, fields):
    """Return rows of texts as the values that they stand for."""
    read = {
        "string": str,
        "date": lambda text: text or None,
        "integer": lambda text: int(text) if text else None,
        "number": lambda text: float(text) if text else None,
        "boolean": lambda text: {"true": True, "false": False}[text] if text else None,
    }
    return [{name: read[kind](row[name]) for name, kind in fields.items()} for row in rows]


def from_csv(content, fields=INCIDENT_FIELDS):
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    plain = [{name: unquote(cell) for name, cell in row.items()} for row in rows]
    return as_typed(plain, fields)


def from_sheet(sheet, fields):
    header, *lines = sheet.iter_rows(values_only=True)
    rows = (dict(zip(header, line, strict=True)) for line in lines)
    return [
        {name: unquote(row[name] or "") if kind == "string" else row[name] for name, kind in fields.items()}
        for row in rows
    ]


def from_columns(table, fields):
    dated = [name for name, kind in fields.items() if kind == "date"]
    rows = table.select(list(fields)).to_pylist()
    return [{**row, **{name: row[name] and row[name].isoformat() for name in dated}} for row in rows]


def from_kml(content):
    fields = {name: kind for name, kind in INCIDENT_FIELDS.items() if kind != "boolean"}
    marks = ET.fromstring(content).iter(f"{KML}Placemark")  # noqa: S314 - our own file
    cells = ({cell.get("name"): cell.text for cell in mark.iter(f"{KML}SimpleData")} for mark in marks)
    return [
        as_typed([{name: row.get(name, "") for name in fields}], fields)[0]
        | {"content_note": {"1": True, "0": False}[row["content_note"]]}
        for row in cells
    ]


def by_id(rows):
    return sorted(rows, key=lambda row: row["id"])


def plain(rows, fields=INCIDENT_FIELDS):
    return [{name: row[name] for name in fields} for row in rows]


TABLES = (("incidents", INCIDENT_FIELDS), ("figures", FIGURE_FIELDS), ("sources", SOURCE_FIELDS))


def from_workbook(content, _folder):
    book = load_workbook(io.BytesIO(content), read_only=True)
    return tuple(from_sheet(book[name.capitalize()], fields) for name, fields in TABLES)


def from_geojson(content, _folder):
    collection = json.loads(content)
    rows = []
    for feature in collection["features"]:
        longitude, latitude = (feature["geometry"] or {"coordinates": (None, None)})["coordinates"]
        rows.append(feature["properties"] | {"id": feature["id"], "latitude": latitude, "longitude": longitude})
    return rows, None, collection["metadata"]["sources"]


def from_geopackage(content, folder):
    path = folder / "back.gpkg"
    path.write_bytes(content)
    return tuple(from_columns(pyogrio.read_arrow(path, layer=name)[1], fields) for name, fields in TABLES)


def from_geoparquet(content, _folder):
    table = pq.read_table(io.BytesIO(content))
    return from_columns(table, INCIDENT_FIELDS), beside(table)["figures"], beside(table)["sources"]


def from_package(content, _folder):
    with ZipFile(io.BytesIO(content)) as archive:
        return tuple(from_csv(archive.read(f"{name}.csv"), fields) for name, fields in TABLES)


#: how incidents, figures and sources are read back; None for a table that the form does not hold
READ_BACK = {
    Form.CSV: lambda content, _: (from_csv(content), None, None),
    Form.XLSX: from_workbook,
    Form.GEOJSON: from_geojson,
    Form.GEOPACKAGE: from_geopackage,
    Form.GEOPARQUET: from_geoparquet,
    Form.KML: lambda content, _: (from_kml(content), None, None),
    Form.PACKAGE: from_package,
}
WRITERS = {
    Form.CSV: to_csv,
    Form.XLSX: to_xlsx,
    Form.GEOJSON: to_geojson,
    Form.GEOPACKAGE: to_geopackage,
    Form.GEOPARQUET: to_geoparquet,
    Form.KML: to_kml,
    Form.PACKAGE: lambda export: to_package(export, whole()[1]),
}
WITHOUT_TABLES = {Form.CSV, Form.KML}


@pytest.mark.parametrize("form", WRITERS)
def test_a_form_that_says_it_loses_nothing_gives_back_every_value(form, tmp_path):
    export = told(whole()[0], figures=form is not Form.GEOJSON and form not in WITHOUT_TABLES,
                  sources=form not in WITHOUT_TABLES)  # fmt: skip
    assert losses(form, export) == ()
    incidents, figures, sources = READ_BACK[form](WRITERS[form](export), tmp_path)
    assert by_id(incidents) == by_id(plain(export.rows))
    if figures is not None:
        assert figures == plain(export.figures, FIGURE_FIELDS)
    if sources is not None:
        assert sources == plain(export.sources, SOURCE_FIELDS)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(WRITERS)), NASTY, NASTY, NASTY)
def test_whatever_a_text_holds_it_comes_back_or_the_form_says_so(form, title, summary, actor):
    export = told(whole()[0], figures=False, sources=False, title=title, summary=summary, actor1=actor)
    said = losses(form, export)
    with tempfile.TemporaryDirectory() as folder:
        incidents, _, _ = READ_BACK[form](WRITERS[form](export), Path(folder))
    if not said:
        assert by_id(incidents) == by_id(plain(export.rows))
    else:
        assert form in (Form.XLSX, Form.GEOPACKAGE, Form.KML)
        assert len(incidents) == len(export.rows)


@pytest.mark.parametrize(
    ("form", "cells", "said"),
    [
        ("xlsx", {"summary": "x" * 32_768}, ("Excel (XLSX): 1 text is longer than 32,767 characters and cut.",)),
        ("xlsx", {"summary": "=" * 32_767}, ("Excel (XLSX): 1 text is longer than 32,767 characters and cut.",)),
        ("xlsx", {"summary": "x" * 32_767}, ()),
        ("xlsx", {"summary": "a\x0b", "title": "\x07"},
         ("Excel (XLSX): 2 texts have control signs, which are replaced.",)),
        ("xlsx", {"summary": "a\r\nb"},
         ("Excel (XLSX): 1 text has carriage returns, which some programs read as line breaks.",)),
        ("xlsx", {"summary": "_x000D_"},
         ("Excel (XLSX): 1 text has a sequence like _x0041_, which Excel reads as one sign.",)),
        ("geojson", {"latitude": 42.12345678}, ("GeoJSON: 1 point is rounded to 6 digits of a degree, a decimetre.",)),
        ("gpkg", {"summary": "\x00"}, ("GeoPackage: 1 text has control signs, which are replaced.",)),
        ("kml", {"summary": "\ufffe"}, ("KML: 1 text has control signs, which are replaced.",)),
        ("parquet", {"summary": "\x00\r\ufffe" + "x" * 40_000}, ()),
        ("package", {"summary": "\x00\r\ufffe" + "x" * 40_000}, ()),
    ],
)  # fmt: skip
def test_a_form_says_which_texts_and_points_it_changes(form, cells, said):
    assert losses(form, told(whole()[0], figures=False, sources=False, **cells)) == said


def test_tables_that_a_form_has_only_in_words_are_counted():
    export = whole()[0]
    words = "6 figures and 3 sources stand in the rows in words, not as tables of their own."
    assert losses("csv", export) == (f"CSV: {words}",)
    assert losses("kml", export) == (f"KML: {words}",)
    assert losses("geojson", export) == ("GeoJSON: 6 figures stand in the rows in words, not as a table.",)
    assert losses("fgb", export) == (
        "FlatGeobuf: 4 rows have no point and are not in the file.",
        f"FlatGeobuf: {words}",
    )
    assert losses("bibtex", export) == (
        "BibTeX: it holds the sources only; 8 incidents and 6 figures are not in the file.",
        "BibTeX: there is no field for the kind of 3 sources.",
    )
    assert losses("csl", export)[0].startswith("CSL-JSON: it holds the sources only")


def test_a_profile_says_what_it_has_no_column_for(tmp_path):
    tables = world()
    tables["figures"] += [
        figure("k1", "town_hall", "agency", "killed", "persons", best="1"),
        figure("k2", "town_hall", "force", "killed", "persons", best="2"),
    ]
    dataset = read_dataset(write_world(tmp_path, tables))
    gazetteer = Gazetteer(places_of(dataset), None)
    export = prepare(dataset, locate(dataset, gazetteer), gazetteer, ["town_hall", "blast"], View())
    nowhere = (
        "there is no column for the episode (1 incident), the title (2 incidents), the radius (1 incident), the kinds "
        "of the actors (1 incident), where the sources disagree (1 incident), the confidence (2 incidents)"
    )
    assert losses("acled", export) == (
        "ACLED-style CSV: of 1 incident that may span several days the first one is given.",
        f"ACLED-style CSV: {nowhere}.",
        "ACLED-style CSV: 1 incident has several figures of killed, of which the highest is given.",
        "ACLED-style CSV: there is no column for 4 figures of other things than killed.",
        "ACLED-style CSV: who gives the 1 number of killed, and as of which day, is not told.",
        "ACLED-style CSV: of 2 sources only the publisher is given.",
    )
    added = "the event type (2 incidents), the sub-type (2 incidents), the summary (2 incidents)"
    assert losses("ucdp", export)[0] == f"UCDP-style CSV: {nowhere}, {added}."


@pytest.mark.parametrize("form", FORMS)
def test_an_export_of_nothing_loses_nothing(form, tiny, located, tiny_gazetteer):
    assert losses(form, prepare(tiny, located, tiny_gazetteer, [])) == ()


def test_an_unknown_form_is_an_error():
    with pytest.raises(ValueError, match="'doc' is not a valid Form"):
        losses("doc", whole()[0])


def test_the_flatgeobuf_holds_every_value_of_the_rows_with_a_point(tmp_path):
    from geo.formats import to_flatgeobuf

    export = told(whole()[0], title="=1+1 'Свињаре' 😀\r\n\t\"")
    path = tmp_path / "shown.fgb"
    path.write_bytes(to_flatgeobuf(export))
    table = pyogrio.read_arrow(path)[1]
    days = [name for name, kind in INCIDENT_FIELDS.items() if kind == "date"]
    for name in days:
        table = table.set_column(table.column_names.index(name), name, table.column(name).cast(pa.date32()))
    with_point = [row for row in export.rows if row["latitude"] is not None]
    assert by_id(from_columns(table, INCIDENT_FIELDS)) == by_id(plain(with_point))
