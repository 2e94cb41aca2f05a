"""FlatGeobuf, GeoParquet, KML and the data package of exactly the shown rows."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from datetime import date
from hashlib import sha256
from types import SimpleNamespace
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import geopandas
import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
from frictionless import Package

from gazetteer.policy import DEFAULT_POLICY
from gazetteer.resolve import Gazetteer
from geo.filters import Filters, apply
from geo.formats import (
    FORMS,
    Form,
    backing,
    prepare,
    to_flatgeobuf,
    to_geoparquet,
    to_kml,
    to_package,
)
from geo.formats.columnar import incidents_of
from geo.formats.fields import INCIDENT_FIELDS, TRAVELLING_FIELDS
from geo.formats.geoparquet import beside
from geo.incidents import locate, places_of
from geo.notices import COVERAGE_NOTICE
from geo.tables import read_dataset
from pages.shared.downloads import WRITERS, downloads
from tests.worlds import world, write_world

IDS = ["town_hall", "sit_in", "reserve_2004", "blast"]
POINT = "POINT (20.84028 42.9075)"
KML = "{http://www.opengis.net/kml/2.2}"
NASTY = '<b>=1+1</b> & $[name] "\'" ]]> Свињаре 😀\r\n\t\x0b end'
#: what the standard asks of the key "geo" of a file, as far as a file of points has it
GEO_SCHEMA = {
    "type": "object",
    "required": ["version", "primary_column", "columns"],
    "properties": {
        "version": {"const": "1.1.0"},
        "primary_column": {"const": "geometry"},
        "columns": {
            "type": "object",
            "additionalProperties": False,
            "required": ["geometry"],
            "properties": {
                "geometry": {
                    "type": "object",
                    "required": ["encoding", "geometry_types"],
                    "additionalProperties": False,
                    "properties": {
                        "encoding": {"const": "WKB"},
                        "geometry_types": {"type": "array", "uniqueItems": True, "items": {"const": "Point"}},
                        "bbox": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
                    },
                }
            },
        },
    },
}


@pytest.fixture
def export(tiny, located, tiny_gazetteer):
    return prepare(tiny, located, tiny_gazetteer, IDS)


@pytest.fixture
def behind(tiny, tiny_gazetteer, export):
    asked = SimpleNamespace(filters=Filters(event_types=("clash",)), window=None, policy=DEFAULT_POLICY)
    return backing(tiny, tiny_gazetteer, export, asked, "https://atlas.example/?type=clash")


def nasty_export(folder):
    tables = world()
    tables["incidents"][6].update(title=NASTY.replace("\x0b", ""), summary="line\nline", actor1="=cmd|' /C calc'!A0")
    dataset = read_dataset(write_world(folder, tables))
    gazetteer = Gazetteer(places_of(dataset), None)
    export = prepare(dataset, locate(dataset, gazetteer), gazetteer, ["town_hall"])
    nasty = {**export.rows[0], "title": NASTY}
    return type(export)((nasty,), export.figures, export.sources, export.about, export.view)


def test_flatgeobuf_holds_the_rows_with_a_point_and_their_types(export, tmp_path):
    path = tmp_path / "shown.fgb"
    path.write_bytes(to_flatgeobuf(export))
    layer = pyogrio.read_info(path)
    assert (layer["driver"], layer["crs"], layer["geometry_type"], layer["features"]) == (
        "FlatGeobuf",
        "EPSG:4326",
        "Point",
        2,
    )
    types = {"string": "OFTString", "integer": "OFTInteger64", "number": "OFTReal", "date": "OFTDateTime",
             "boolean": "OFTInteger"}  # fmt: skip
    assert dict(zip(layer["fields"], layer["ogr_types"], strict=True)) == {
        name: types[kind] for name, kind in {**INCIDENT_FIELDS, **TRAVELLING_FIELDS}.items()
    }
    rows = geopandas.read_file(path).sort_values("id")
    assert [(row.id, row.geometry.wkt, row.radius_m) for row in rows.itertuples()] == [
        ("blast", POINT, 2000),
        ("town_hall", POINT, pytest.approx(float("nan"), nan_ok=True)),
    ]
    assert [day.date() for day in rows["first_day"]] == [date(2012, 5, 1), date(2023, 5, 29)]


def test_an_export_without_a_point_is_still_a_flatgeobuf(tiny, located, tiny_gazetteer, tmp_path):
    path = tmp_path / "shown.fgb"
    path.write_bytes(to_flatgeobuf(prepare(tiny, located, tiny_gazetteer, ["sit_in"])))
    assert list(geopandas.read_file(path)["id"]) == []


def test_geoparquet_says_what_the_standard_wants_and_holds_typed_columns(export):
    table = pq.read_table(io.BytesIO(to_geoparquet(export)))
    geo = json.loads(table.schema.metadata[b"geo"])
    jsonschema.validate(geo, GEO_SCHEMA)
    assert geo["columns"]["geometry"] == {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "bbox": [20.84028, 42.9075, 20.84028, 42.9075],
    }
    kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
             "date": pa.date32()}  # fmt: skip
    assert {field.name: field.type for field in table.schema} == {
        name: kinds[kind] for name, kind in {**INCIDENT_FIELDS, **TRAVELLING_FIELDS}.items()
    } | {"geometry": pa.binary()}
    told = beside(table)
    assert told["figures"] == [dict(figure) for figure in export.figures]
    assert told["sources"] == [dict(source) for source in export.sources]
    assert told["about"]["Coverage"] == COVERAGE_NOTICE


def test_geopandas_reads_the_geoparquet_with_its_points(export):
    rows = geopandas.read_parquet(io.BytesIO(to_geoparquet(export)))
    assert rows.crs == "OGC:CRS84"
    assert [(row.id, row.geometry and row.geometry.wkt) for row in rows.itertuples()] == [
        ("town_hall", POINT),
        ("sit_in", None),
        ("reserve_2004", None),
        ("blast", POINT),
    ]


def test_a_geoparquet_without_points_has_no_bounds(tiny, located, tiny_gazetteer):
    table = pq.read_table(io.BytesIO(to_geoparquet(prepare(tiny, located, tiny_gazetteer, ["sit_in"]))))
    geo = json.loads(table.schema.metadata[b"geo"])
    jsonschema.validate(geo, GEO_SCHEMA)
    assert geo["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": []}


def placemarks(content):
    """Return name, time, style, coordinates of the placemarks of each folder."""
    document = ET.fromstring(content).find(f"{KML}Document")  # noqa: S314 - our own file
    return {
        folder.findtext(f"{KML}name"): [
            (
                mark.findtext(f"{KML}name"),
                mark.findtext(f"{KML}TimeStamp/{KML}when"),
                (mark.findtext(f"{KML}TimeSpan/{KML}begin"), mark.findtext(f"{KML}TimeSpan/{KML}end")),
                mark.findtext(f"{KML}styleUrl"),
                mark.findtext(f"{KML}Point/{KML}coordinates"),
            )
            for mark in folder.iter(f"{KML}Placemark")
        ]
        for folder in document.findall(f"{KML}Folder")
    }


def test_kml_has_time_style_and_point_and_loses_no_row_without_one(export):
    assert placemarks(to_kml(export)) == {
        "Incidents": [
            ("Clash at the town hall", "2023-05-29", (None, None), "#clash", "20.84028,42.9075"),
            ("Device explodes near a town", None, ("2012-05-01", "2012-05-31"), "#explosion", "20.84028,42.9075"),
        ],
        "Known by municipality, region or country only": [
            ("Sit-in through the week", None, ("2023-06-05", "2023-06-09"), "#protest", None),
            ("Reserve battalion sent", "2004-03-19", (None, None), "#troop_movement", None),
        ],
    }


def test_every_cell_of_the_export_is_in_the_kml_under_a_declared_type(export):
    document = ET.fromstring(to_kml(export)).find(f"{KML}Document")  # noqa: S314 - our own file
    types = {field.get("name"): field.get("type") for field in document.iter(f"{KML}SimpleField")}
    assert (types["latitude"], types["radius_m"], types["content_note"], types["title"]) == (
        "double",
        "int",
        "bool",
        "string",
    )
    marks = [
        {cell.get("name"): cell.text for cell in mark.iter(f"{KML}SimpleData")}
        for mark in document.iter(f"{KML}Placemark")
    ]
    written = {
        row["id"]: {
            name: {True: "1", False: "0"}[value] if isinstance(value, bool) else str(value)
            for name, value in {**row, **export.travelling}.items()
            if value not in (None, "")
        }
        for row in export.rows
    }
    assert {mark["id"]: mark for mark in marks} == written
    assert all(set(mark) <= set(types) for mark in marks)


def test_the_parts_of_a_placemark_stand_in_the_order_of_the_standard(export):
    order = ["name", "description", "TimeStamp", "TimeSpan", "styleUrl", "ExtendedData", "Point"]
    for mark in ET.fromstring(to_kml(export)).iter(f"{KML}Placemark"):  # noqa: S314 - our own file
        parts = [order.index(part.tag.removeprefix(KML)) for part in mark]
        assert parts == sorted(parts)


def test_gdal_reads_the_kml(export, tmp_path):
    path = tmp_path / "shown.kml"
    path.write_bytes(to_kml(export))
    assert [name for name, _ in pyogrio.list_layers(path)] == [
        "Incidents",
        "Known by municipality, region or country only",
    ]
    assert [point.wkt for point in geopandas.read_file(path, layer="Incidents").geometry] == [POINT, POINT]


def test_a_text_never_becomes_markup_in_a_kml(tmp_path):
    content = to_kml(nasty_export(tmp_path))
    (mark,) = ET.fromstring(content).iter(f"{KML}Placemark")  # noqa: S314 - our own file
    title = NASTY.replace("\x0b", "\N{REPLACEMENT CHARACTER}")
    assert mark.findtext(f"{KML}name") == title
    description = mark.findtext(f"{KML}description")
    assert "<" not in description
    assert "$[" not in description
    assert description.startswith("&lt;b&gt;=1+1&lt;/b&gt; &amp; &#36;[name]")
    cells = {cell.get("name"): cell.text for cell in mark.iter(f"{KML}SimpleData")}
    assert cells["title"] == title
    assert cells["actor1"] == "=cmd|' /C calc'!A0"


def test_the_package_holds_tables_words_query_and_checksums(export, behind, tmp_path):
    with ZipFile(io.BytesIO(to_package(export, behind))) as archive:
        archive.extractall(tmp_path)
        names = archive.namelist()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == [
        "CITATION.cff", "LICENCE.txt", "README.txt", "SHA256SUMS", "citation.txt", "codebook.md", "datapackage.json",
        "figures.csv", "incidents.csv", "query.json", "sources.bib", "sources.csl.json", "sources.csv",
    ]  # fmt: skip
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=True, capture_output=True)
    readme = " ".join((tmp_path / "README.txt").read_text(encoding="utf-8").split())
    assert COVERAGE_NOTICE in readme
    assert all(name in readme for name in names)
    licence = (tmp_path / "LICENCE.txt").read_text(encoding="utf-8")
    assert "CC BY 4.0" in licence
    assert "GeoNames" in licence
    assert json.loads((tmp_path / "query.json").read_text(encoding="utf-8")) == behind.query
    assert behind.query["filters"]["event_types"] == ["clash"]
    assert "https://atlas.example/?type=clash" in (tmp_path / "CITATION.cff").read_text(encoding="utf-8")
    book = (tmp_path / "codebook.md").read_text(encoding="utf-8")
    with (tmp_path / "incidents.csv").open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    assert [name for name in header if f"| {name} |" not in book] == []


def test_frictionless_accepts_the_package(export, behind, tmp_path):
    with ZipFile(io.BytesIO(to_package(export, behind))) as archive:
        archive.extractall(tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["type", "message"]) == []
    assert {task.name: task.stats["rows"] for task in report.tasks} == {"incidents": 4, "figures": 4, "sources": 3}


def test_a_spoilt_package_is_found_by_its_checksums(export, behind, tmp_path):
    with ZipFile(io.BytesIO(to_package(export, behind))) as archive:
        archive.extractall(tmp_path)
    table = tmp_path / "incidents.csv"
    table.write_bytes(table.read_bytes().replace(b"Clash", b"Brawl", 1))
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=tmp_path, check=False, capture_output=True)
    assert checked.returncode == 1
    assert b"incidents.csv: FAILED" in checked.stdout


@pytest.mark.parametrize("form", [form for form in FORMS if form is not Form.XLSX])
def test_the_same_rows_give_the_same_bytes(form, tiny, located, tiny_gazetteer, export, behind):
    again = prepare(tiny, located, tiny_gazetteer, IDS)
    assert sha256(WRITERS[form](export, behind)).digest() == sha256(WRITERS[form](again, behind)).digest()


def test_every_form_is_offered_once_and_four_of_them_first(tiny, located, tiny_gazetteer):
    view = SimpleNamespace(filters=Filters(), window=None, policy=DEFAULT_POLICY)
    ids = apply(located, view.filters, None).ids
    offered = downloads(tiny, located, tiny_gazetteer, ids, view)
    assert [(each.label, each.more) for each in offered] == [
        ("CSV", False), ("Excel (XLSX)", False), ("GeoJSON", False), ("GeoPackage", False), ("FlatGeobuf", True),
        ("GeoParquet", True), ("KML", True), ("Data package (ZIP)", True), ("ACLED-style CSV", True),
        ("UCDP-style CSV", True), ("BibTeX", True), ("CSL-JSON", True),
    ]  # fmt: skip
    assert len({each.name for each in offered}) == len(offered)
    assert offered[8].name == "incident-atlas_all-dates_sq-sr-latn.acled.csv"
    assert offered[4].losses()[0] == "FlatGeobuf: 4 rows have no point and are not in the file."
    assert all(each.write() for each in offered)


def test_the_table_of_an_export_has_a_row_for_each_incident(export):
    table = incidents_of(export)
    assert table.column("id").to_pylist() == IDS
    assert table.column("first_day").to_pylist()[0] == date(2023, 5, 29)
    assert table.column("geometry").null_count == 2
