"""The flat table of own data in every form: nothing lost without a word, nothing half written."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import geopandas
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gazetteer.tables.quoting import FORMULA_SIGNS, quote, unquote
from geo.errors import CancelledError
from geo.formats import FORMS, Form, FormatError
from geo.formats.flat_losses import MAX_ROWS, flat_losses
from geo.formats.flat_rows import DERIVED, quoted
from geo.formats.flat_writers import write
from geo.formats.geoparquet import beside
from geo.formats.profiles import ACLED_COLUMNS, UCDP_COLUMNS
from geo.incident_table import SCHEMA

KML = "{http://www.opengis.net/kml/2.2}"
ABOUT = {"Title": "Own incidents", "Licence": "=not a formula", "Filters": "none"}
OWN = [form for form, declared in FORMS.items() if declared.own]
#: forms that give back every row and every cell of a table without control signs
EXACT = [Form.CSV, Form.XLSX, Form.GEOJSON, Form.GEOPACKAGE, Form.GEOPARQUET, Form.KML, Form.PACKAGE]
NASTY = st.one_of(
    st.text(),
    st.sampled_from(["=1+1", "-1", "-1.5", "+1", "'x", '"', "a\r\nb", "a\rb", "\t=1", "Свињаре", "😀", "\x00", "\x0b",
                     "\ufffe", "#N/A", "NULL", "nan", "_x0041_", "]]>", "<b>", "\uff1d1", "\xa0=1", "007", " "]),
)  # fmt: skip


def quiet(_done, _what):
    """Hear how much is done."""


def row(number, **cells):
    """Return one row of the flat table with usual values."""
    usual = {
        "id": f"row-{number}", "title": f"Event {number}", "summary": "What happened.", "first_day": date(2004, 3, 17),
        "last_day": date(2004, 3, 17), "date_precision": "day", "date_prec": 1, "time_precision": 1,
        "place_as_written": "Zvečan", "place_precision": "settlement", "where_prec": 1, "geo_precision": 1,
        "latitude": 42.9075, "longitude": 20.84028, "country": "Kosovo", "event_type": "clash",
        "sub_event_type": "Armed clash", "actor1": "crowds", "search_text": "event", "cell_x": 1, "cell_y": 2,
    }  # fmt: skip
    empty = {field.name: "" if field.type == pa.string() else None for field in SCHEMA}
    return empty | usual | cells


def table_of(*rows):
    """Return a flat table; cells beyond its columns become texts of the file that was read."""
    added = [pa.field(name, pa.string()) for name in rows[0] if name not in SCHEMA.names]
    return pa.Table.from_pylist(list(rows), pa.schema([*SCHEMA, *added]))


@pytest.fixture
def small():
    return table_of(
        row(1, original_name="=1+1", original_Name="-1.5"),
        row(2, place_precision="municipality", latitude=42.1234567891, last_day=date(2004, 3, 31), radius_m=5,
            killed_low=1, killed_best=2, killed_high=3, original_name="", original_Name="-x"),
        row(3, place_precision="country", latitude=None, longitude=None, first_day=date(1389, 6, 15),
            last_day=date(1389, 6, 15), original_name="'", original_Name="x"),
    )  # fmt: skip


def written(table, form, folder, about=ABOUT):
    path = folder / f"out.{FORMS[form].extension}"
    return path, write(table, about, form, path, quiet)


def as_typed(rows):
    """Return rows of texts as the values that they stand for; an empty text is null where it is no text column."""
    read = {"int8": int, "int32": int, "double": float, "date32[day]": date.fromisoformat}
    kinds = {field.name: str(field.type) for field in SCHEMA}
    return [
        {
            name: (cell or "") if kinds.get(name, "string") == "string" else read[kinds[name]](cell) if cell else None
            for name, cell in told.items()
        }
        for told in rows
    ]


def from_csv(content):
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return as_typed([{unquote(name): unquote(cell) for name, cell in told.items()} for told in rows])


def from_xlsx(path):
    header, *lines = load_workbook(path)["Incidents"].iter_rows(values_only=True)
    rows = (dict(zip(map(unquote, header), line, strict=True)) for line in lines)
    return as_typed(
        [{name: unquote(cell) if isinstance(cell, str) else cell for name, cell in told.items()} for told in rows]
    )


def from_geojson(path):
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return as_typed([{"id": feature["id"], **feature["properties"]} for feature in features])


def from_geopackage(path):
    table = pyogrio.read_arrow(path, layer="incidents")[1]
    return table.drop_columns(["geom"]).to_pylist()


def from_kml(path, names):
    marks = ET.parse(path).iter(f"{KML}Placemark")  # noqa: S314 - our own file
    cells = ({cell.get("name"): cell.text for cell in mark.iter(f"{KML}SimpleData")} for mark in marks)
    return as_typed([{name: told.get(name, "") for name in names} for told in cells])


def read_back(form, path, names):
    """Return the rows of a file as Python values."""
    if form is Form.PACKAGE:
        with ZipFile(path) as archive:
            return from_csv(archive.read("incidents.csv"))
    readers = {
        Form.CSV: lambda: from_csv(path.read_bytes()),
        Form.XLSX: lambda: from_xlsx(path),
        Form.GEOJSON: lambda: from_geojson(path),
        Form.GEOPACKAGE: lambda: from_geopackage(path),
        Form.GEOPARQUET: lambda: pq.read_table(path).select(names).to_pylist(),
        Form.KML: lambda: from_kml(path, names),
    }
    return readers[form]()


def by_id(rows):
    return sorted(rows, key=lambda told: told["id"])


def leaving(table):
    return table.select([name for name in table.column_names if name not in DERIVED]).to_pylist()


@pytest.mark.parametrize("form", EXACT)
def test_every_value_comes_back_from_a_form_that_says_it_loses_nothing(form, small, tmp_path):
    table = small.rename_columns([{"original_Name": "original_other"}.get(name, name) for name in small.column_names])
    path, lost = written(table, form, tmp_path)
    assert lost == ()
    names = [name for name in table.column_names if name not in DERIVED]
    assert by_id(read_back(form, path, names)) == leaving(table)
    assert list(tmp_path.iterdir()) == [path]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(EXACT), NASTY, NASTY, NASTY)
def test_whatever_a_text_holds_it_comes_back_or_the_form_says_so(form, title, summary, original):
    table = table_of(row(1, title=title, summary=summary, original_x=original))
    names = [name for name in table.column_names if name not in DERIVED]
    with tempfile.TemporaryDirectory() as folder:
        path, lost = written(table, form, Path(folder))
        back = read_back(form, path, names)
    if lost:
        assert form in (Form.XLSX, Form.GEOPACKAGE, Form.KML)
        assert [told["id"] for told in back] == ["row-1"]
    else:
        assert back == leaving(table)


@given(st.lists(st.one_of(st.none(), NASTY)), st.integers(0, 5))
def test_texts_are_quoted_all_at_once_as_one_by_one(texts, start):
    batch = pa.record_batch({"title": pa.array(texts, pa.string())}).slice(start)
    expected = [text if text is None else quote(text) for text in texts[start:]]
    assert quoted(batch).column(0).to_pylist() == expected


@given(st.lists(NASTY, min_size=1))
def test_in_a_column_of_the_file_only_a_negative_number_may_begin_with_a_minus(texts):
    safe = quoted(pa.record_batch({"original_x": pa.array(texts, pa.string())})).column(0).to_pylist()
    assert [unquote(text) for text in safe] == texts
    for text in safe:
        if text.lstrip().startswith(FORMULA_SIGNS):
            assert float(text) < 1
            assert text.replace(".", "", 1).removeprefix("-").isdigit()


def test_pandas_reads_the_csv_of_own_data(small, tmp_path):
    path, _ = written(small, Form.CSV, tmp_path)
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    assert rows["original_name"].tolist() == ["'=1+1", "", "''"]
    assert rows["original_Name"].tolist() == ["-1.5", "'-x", "x"]
    assert rows["latitude"].tolist() == ["42.9075", "42.1234567891", ""]


def test_no_cell_of_a_workbook_is_a_formula_or_an_error(tmp_path):
    cells = {"title": "=1+1", "summary": "#REF!", "actor1": "{=1}", "original_x": "@SUM(A1)"}
    path, _ = written(table_of(row(1, **cells)), Form.XLSX, tmp_path)
    book = load_workbook(path)
    assert {cell.data_type for sheet in book for line in sheet for cell in line} <= {"s", "n"}
    assert [cell.value for cell in book["About"]["B"]] == ["Own incidents", "'=not a formula", "none"]


@pytest.mark.parametrize("form", [Form.GEOJSON, Form.GEOPACKAGE, Form.GEOPARQUET])
def test_geopandas_finds_points_only_where_the_place_is_known(form, small, tmp_path):
    path, _ = written(small, form, tmp_path)
    read = geopandas.read_parquet if form is Form.GEOPARQUET else geopandas.read_file
    kept = {"layer": "incidents"} if form is Form.GEOPACKAGE else {}
    rows = read(path, **kept)
    assert [point and point.wkt for point in rows.geometry] == ["POINT (20.84028 42.9075)", None, None]


def test_the_forms_say_what_the_rows_are(small, tmp_path):
    paths = {form: written(small, form, tmp_path)[0] for form in OWN}
    assert json.loads(paths[Form.GEOJSON].read_text(encoding="utf-8"))["metadata"] == ABOUT
    assert pyogrio.read_arrow(paths[Form.GEOPACKAGE], layer="about")[1].to_pylist() == [
        {"about": heading, "text": text} for heading, text in ABOUT.items()
    ]
    table = pq.read_table(paths[Form.GEOPARQUET])
    assert beside(table) == {"about": ABOUT}
    assert json.loads(table.schema.metadata[b"geo"])["columns"]["geometry"]["bbox"] == [
        20.84028,
        42.9075,
        20.84028,
        42.9075,
    ]
    document = ET.parse(paths[Form.KML]).find(f"{KML}Document")  # noqa: S314 - our own file
    assert document.findtext(f"{KML}name") == "Own incidents"
    assert "Licence: =not a formula" in document.findtext(f"{KML}description")


def test_the_geoparquet_has_the_types_of_the_flat_table(small, tmp_path):
    path, _ = written(small, Form.GEOPARQUET, tmp_path)
    names = small.column_names
    assert pq.read_schema(path).remove_metadata() == pa.schema(
        [*(small.schema.field(name) for name in names), pa.field("geometry", pa.binary())]
    )
    again, _ = written(pq.read_table(path), Form.GEOPARQUET, tmp_path)
    assert pq.read_table(again).select(names).to_pylist() == small.to_pylist()


def test_flatgeobuf_has_the_rows_with_a_point_and_says_how_many_it_has_not(small, tmp_path):
    path, lost = written(small, Form.FLATGEOBUF, tmp_path)
    assert lost == (
        "FlatGeobuf: 2 rows have no point and are not in the file.",
        "FlatGeobuf: 1 column is renamed, for the names differ only in capitals.",
    )
    (told,) = geopandas.read_file(path).to_dict("records")
    assert (told["id"], told["geometry"].wkt, told["original_name"], told["original_Name_2"]) == (
        "row-1",
        "POINT (20.84028 42.9075)",
        "=1+1",
        "-1.5",
    )


def test_columns_that_differ_only_in_capitals_are_numbered_in_a_geopackage(small, tmp_path):
    path, lost = written(small, Form.GEOPACKAGE, tmp_path)
    assert lost == ("GeoPackage: 1 column is renamed, for the names differ only in capitals.",)
    assert [(told["original_name"], told["original_Name_2"]) for told in from_geopackage(path)] == [
        ("=1+1", "-1.5"),
        ("", "-x"),
        ("'", "x"),
    ]


def test_frictionless_accepts_the_package_and_its_checksums_are_right(small, tmp_path):
    path, _ = written(small, Form.PACKAGE, tmp_path)
    folder = tmp_path / "opened"
    with ZipFile(path) as archive:
        archive.extractall(folder)
        assert sorted(archive.namelist()) == [
            "README.txt", "SHA256SUMS", "codebook.md", "datapackage.json", "incidents.csv", "query.json",
        ]  # fmt: skip
    assert Package(str(folder / "datapackage.json")).validate().flatten(["type", "message"]) == []
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, check=True, capture_output=True)
    assert json.loads((folder / "query.json").read_text(encoding="utf-8")) == ABOUT
    assert "| original_name | string | As the file that was read has it. |" in (folder / "codebook.md").read_text()
    assert path.read_bytes() == written(small, Form.PACKAGE, tmp_path)[0].read_bytes()


def read_from(columns, **cells):
    """Return a row that was read from a file with these columns."""
    return {f"original_{name}": "" for name in columns} | {f"original_{name}": cell for name, cell in cells.items()}


def test_acled_rows_come_back_as_their_file_had_them(tmp_path):
    cells = {
        "event_id_cnty": "KOS123", "event_date": "29 May 2023", "longitude": "-20.8400", "fatalities": "0",
        "notes": "=x\r\n",
    }  # fmt: skip
    table = table_of(
        row(1, **read_from(ACLED_COLUMNS, **cells)), row(2, **read_from(ACLED_COLUMNS, event_id_cnty="K2"))
    )
    path, lost = written(table, Form.ACLED, tmp_path)
    assert lost == ()
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert list(rows[0]) == list(ACLED_COLUMNS)
    assert {name: unquote(cell) for name, cell in rows[0].items() if cell} == cells
    assert rows[0]["notes"] == "'=x\r\n"
    assert rows[0]["longitude"] == "-20.8400"


def test_ucdp_rows_come_back_as_their_file_had_them(tmp_path):
    cells = {
        "id": "5", "type_of_violence": "1", "where_prec": "1", "date_prec": "2", "best": "007", "latitude": "-2.50",
    }  # fmt: skip
    table = table_of(row(1, **read_from(UCDP_COLUMNS, **cells)))
    path, lost = written(table, Form.UCDP, tmp_path)
    assert lost == ()
    (told,) = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    assert list(told) == list(UCDP_COLUMNS)
    assert {name: cell for name, cell in told.items() if cell} == cells


def test_a_formula_in_the_name_of_a_column_leaves_quoted(tmp_path):
    columns = ("event_id_cnty", "event_date", "sub_event_type", "=1+1")
    table = table_of(row(1, **read_from(columns, event_id_cnty="K1")))
    path, _ = written(table, Form.ACLED, tmp_path)
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == (
        '"event_id_cnty","event_date","sub_event_type","\'=1+1"'
    )


def test_rows_of_which_only_some_are_acled_are_put_into_its_columns(tmp_path):
    table = table_of(row(1, **read_from(ACLED_COLUMNS, event_id_cnty="K1")), row(2, **read_from(ACLED_COLUMNS)))
    path, _ = written(table, Form.ACLED, tmp_path)
    assert [told["event_id_cnty"] for told in pd.read_csv(path).to_dict("records")] == ["row-1", "row-2"]


def test_other_rows_are_put_into_the_columns_of_acled_with_what_is_lost(small, tmp_path):
    path, lost = written(small, Form.ACLED, tmp_path)
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
    assert list(rows[0]) == list(ACLED_COLUMNS)
    assert {name: cell for name, cell in rows[1].items() if cell} == {
        "event_id_cnty": "row-2", "event_date": "2004-03-17", "year": "2004", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
        "actor1": "crowds", "country": "Kosovo", "location": "Zvečan", "latitude": "42.1234567891",
        "longitude": "20.84028", "geo_precision": "1", "notes": "What happened.", "fatalities": "2",
        "tags": "coded after ACLED's categories; not ACLED data; type: clash; place: municipality; "
                "date: day 2004-03-17/2004-03-31",
    }  # fmt: skip
    nowhere = (
        "the title (3 rows), the radius (1 row), the lowest number of killed (1 row), the highest number of killed "
        "(1 row)"
    )
    assert lost == (
        "ACLED-style CSV: of 1 row that may span several days the date is the first one; the tags give all.",
        f"ACLED-style CSV: there is no column for {nowhere}.",
        "ACLED-style CSV: 2 columns of the file that was read have no place.",
    )


def test_other_rows_are_put_into_the_columns_of_ucdp_with_what_is_lost(small, tmp_path):
    table = small.set_column(small.column_names.index("where_prec"), "where_prec", pa.nulls(3, pa.int8()))
    path, lost = written(table, Form.UCDP, tmp_path)
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
    assert list(rows[0]) == list(UCDP_COLUMNS)
    assert [each["where_prec"] for each in rows] == ["1", "3", "6"]
    assert {rows[1][name] for name in ("date_start", "date_end", "low", "best", "high")} == {
        "2004-03-17", "2004-03-31", "1", "2", "3",
    }  # fmt: skip
    nowhere = "the radius (1 row), the sub-type (3 rows), the summary (3 rows)"
    assert lost == (
        f"UCDP-style CSV: there is no column for {nowhere}.",
        "UCDP-style CSV: 2 columns of the file that was read have no place.",
    )


def test_own_types_without_a_word_of_acled_stay_in_the_tags(tmp_path):
    path, _ = written(table_of(row(1, sub_event_type="brawl", time_precision=None)), Form.ACLED, tmp_path)
    (told,) = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
    assert (told["event_type"], told["sub_event_type"], told["time_precision"]) == ("", "brawl", "1")
    assert told["tags"].endswith("; type: clash; place: settlement; date: day")


@pytest.mark.parametrize("form", OWN)
def test_a_table_without_rows_is_still_a_file(form, tmp_path):
    path, lost = written(SCHEMA.empty_table(), form, tmp_path)
    assert lost == ()
    assert path.stat().st_size > 0


@pytest.mark.parametrize("form", OWN)
def test_work_that_is_stopped_leaves_the_old_file_and_nothing_else(form, small, tmp_path):
    path = tmp_path / "out"
    path.write_bytes(b"old")

    def stop(_done, what):
        if what != "written":
            raise CancelledError("Stopped; nothing was kept.")

    with pytest.raises(CancelledError, match="Stopped"):
        write(small, ABOUT, form, path, stop)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_what_is_told_grows_to_one(small, tmp_path):
    heard = []
    write(pa.concat_tables([small] * 3), ABOUT, Form.CSV, tmp_path / "out", lambda done, _: heard.append(done))
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0, 1)


def test_more_rows_than_a_sheet_holds_are_refused_at_once(tmp_path):
    rows = pa.table({field.name: pa.nulls(MAX_ROWS + 1, field.type) for field in SCHEMA})
    with pytest.raises(FormatError, match="1,048,575 rows, and there are 1,048,576; take CSV or GeoParquet"):
        write(rows, ABOUT, Form.XLSX, tmp_path / "out.xlsx", quiet)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["bibtex", "csl", "doc"])
def test_a_form_that_is_not_for_own_data_is_refused(form, small, tmp_path):
    with pytest.raises(FormatError, match=f'Own data cannot be written as "{form}"; take one of csv, xlsx,'):
        write(small, ABOUT, form, tmp_path / "out", quiet)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "cells", "said"),
    [
        ("xlsx", {"summary": "x" * 32_768}, ("Excel (XLSX): 1 text is longer than 32,767 characters and cut.",)),
        ("xlsx", {"summary": "\x0b", "title": "a\rb"},
         ("Excel (XLSX): 1 text has control signs, which are replaced.",
          "Excel (XLSX): 1 text has carriage returns, which some programs read as line breaks.")),
        ("kml", {"summary": "\ufffe\x00"}, ("KML: 1 text has control signs, which are replaced.",)),
        ("gpkg", {"summary": "a\x00b"}, ("GeoPackage: 1 text has control signs, which are replaced.",)),
        ("fgb", {"summary": "a\x00b"}, ("FlatGeobuf: 1 text has control signs, which are replaced.",)),
        ("csv", {"summary": "a\x00b"}, ()),
    ],
)  # fmt: skip
def test_a_form_says_which_texts_it_changes(form, cells, said):
    assert flat_losses(form, table_of(row(1), row(2, **cells), row(3))[1:]) == said


def test_texts_packed_in_other_ways_leave_the_same(small, tmp_path):
    packed = small.cast(pa.schema([field.with_type(pa.large_string()) if field.type == pa.string() else field
                                   for field in small.schema]))  # fmt: skip
    kinds = small.column("event_type").combine_chunks().dictionary_encode()
    packed = packed.set_column(packed.column_names.index("event_type"), "event_type", kinds)
    plain, _ = written(small, Form.CSV, tmp_path)
    content = plain.read_bytes()
    assert written(packed, Form.CSV, tmp_path)[0].read_bytes() == content


def test_a_hundred_thousand_rows_leave_as_csv_in_a_few_seconds(tmp_path):
    table = pa.concat_tables([table_of(*(row(number) for number in range(100)))] * 1000).combine_chunks()
    begun = time.perf_counter()
    path, _ = written(table, Form.CSV, tmp_path)
    assert time.perf_counter() - begun < 5
    with path.open("rb") as file:
        assert sum(1 for _ in file) == 100_001
