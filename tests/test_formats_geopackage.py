"""The GeoPackage and the bibliography of exactly the shown rows."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.policy import NamePolicy
from gazetteer.resolve import Gazetteer
from geo.formats import View, prepare, to_bibtex, to_csl_json, to_geopackage
from geo.formats.bibliography import address_of
from geo.formats.fields import FIGURE_FIELDS, INCIDENT_FIELDS, SOURCE_FIELDS, TRAVELLING_FIELDS
from geo.incidents import locate, places_of
from geo.notices import COVERAGE_NOTICE
from geo.tables import read_dataset
from tests.worlds import incident, world, write_world

ROOT = Path(__file__).parents[1]
IDS = ["town_hall", "sit_in", "reserve_2004", "blast"]
SOURCE = {
    "id": "agency", "title": "Troops hurt in clash", "publisher": "Agency One", "author": "", "published": "2023-05-30",
    "published_basis": "printed", "language": "en", "kind": "agency", "url": "https://example.org/agency",
    "accessed": "2024-01-02", "note": "",
}  # fmt: skip
#: writes the package of a data folder and says its SHA-256
WRITE = (
    "import sys; from hashlib import sha256; from pathlib import Path; from gazetteer.resolve import Gazetteer; "
    "from geo.formats import prepare, to_geopackage; from geo.incidents import locate, places_of; "
    "from geo.tables import read_dataset; tables = read_dataset(Path(sys.argv[1])); "
    "places = Gazetteer(places_of(tables), None); rows = locate(tables, places); "
    "print(sha256(to_geopackage(prepare(tables, rows, places, list(rows.index)))).hexdigest())"
)


@pytest.fixture
def export(tiny, located, tiny_gazetteer):
    return prepare(tiny, located, tiny_gazetteer, IDS, View(NamePolicy.SERBIAN_LATIN))


def saved(folder, content):
    path = folder / "shown.gpkg"
    path.write_bytes(content)
    return path


def cells(path, question):
    with sqlite3.connect(path) as database:
        rows = database.execute(question).fetchall()
    database.close()
    return rows


def test_a_gis_finds_one_layer_with_points_and_three_tables(export, tmp_path):
    path = saved(tmp_path, to_geopackage(export))
    assert pyogrio.list_layers(path).tolist() == [
        ["incidents", "Point"],
        ["figures", None],
        ["sources", None],
        ["about", None],
    ]
    layer = pyogrio.read_info(path, layer="incidents")
    assert (layer["crs"], layer["features"], layer["total_bounds"]) == (
        "EPSG:4326",
        4,
        (20.84028, 42.9075, 20.84028, 42.9075),
    )


def test_a_point_stands_only_where_the_place_is_known_well_enough(export, tmp_path):
    rows = pyogrio.read_dataframe(saved(tmp_path, to_geopackage(export)), layer="incidents")
    assert [(row.id, None if row.geometry is None else row.geometry.wkt) for row in rows.itertuples()] == [
        ("town_hall", "POINT (20.84028 42.9075)"),
        ("sit_in", None),
        ("reserve_2004", None),
        ("blast", "POINT (20.84028 42.9075)"),
    ]


def test_the_columns_have_the_types_of_the_schema(export, tmp_path):
    path = saved(tmp_path, to_geopackage(export))
    types = {"string": "OFTString", "integer": "OFTInteger64", "number": "OFTReal", "date": "OFTDate",
             "boolean": "OFTInteger"}  # fmt: skip
    for layer, fields in (
        ("incidents", {**INCIDENT_FIELDS, **TRAVELLING_FIELDS}),
        ("figures", FIGURE_FIELDS),
        ("sources", SOURCE_FIELDS),
    ):
        read = pyogrio.read_info(path, layer=layer)
        assert dict(zip(read["fields"], read["ogr_types"], strict=True)) == {
            name: types[kind] for name, kind in fields.items()
        }
    rows = pyogrio.read_dataframe(path, layer="incidents")
    assert rows["first_day"].dt.date.tolist() == [
        date(2023, 5, 29),
        date(2023, 6, 5),
        date(2004, 3, 19),
        date(2012, 5, 1),
    ]
    assert rows["content_note"].dtype == bool
    assert rows["radius_m"].tolist()[3] == 2000


def test_every_cell_of_the_export_is_in_the_package(export, tmp_path):
    path = saved(tmp_path, to_geopackage(export))
    for layer, fields, rows in (
        ("incidents", INCIDENT_FIELDS, export.rows),
        ("figures", FIGURE_FIELDS, export.figures),
        ("sources", SOURCE_FIELDS, export.sources),
    ):
        named = ", ".join(f'"{name}"' for name in fields)
        assert cells(path, f"SELECT {named} FROM {layer} ORDER BY fid") == [  # noqa: S608
            tuple(row[name] for name in fields) for row in rows
        ]


def test_notices_travel_in_the_description_of_the_layer_in_every_row_and_in_a_table(export, tiny, tmp_path):
    path = saved(tmp_path, to_geopackage(export))
    assert pyogrio.read_info(path, layer="incidents")["layer_metadata"]["DESCRIPTION"] == COVERAGE_NOTICE
    assert set(cells(path, "SELECT coverage_notice, data_version FROM incidents")) == {(COVERAGE_NOTICE, tiny.version)}
    about = dict(cells(path, "SELECT about, text FROM about"))
    assert about == {name: text for name, text in export.about.items() if name != "Apostrophes"}


def test_the_file_says_what_it_is_and_is_sound(export, tmp_path):
    path = saved(tmp_path, to_geopackage(export, date(2026, 11, 22)))
    assert cells(path, "PRAGMA integrity_check") == [("ok",)]
    assert cells(path, "PRAGMA foreign_key_check") == []
    assert (cells(path, "PRAGMA application_id"), cells(path, "PRAGMA user_version")) == ([(0x47504B47,)], [(10300,)])
    assert cells(path, "SELECT DISTINCT last_change FROM gpkg_contents") == [("2026-11-22T00:00:00.000Z",)]


def test_a_package_of_nothing_is_still_a_package(tiny, located, tiny_gazetteer, tmp_path):
    path = saved(tmp_path, to_geopackage(prepare(tiny, located, tiny_gazetteer, [])))
    assert len(pyogrio.list_layers(path)) == 4
    assert [len(pyogrio.read_dataframe(path, layer=layer)) for layer in ("incidents", "figures", "sources")] == [0] * 3
    assert cells(path, "SELECT min_x, max_y FROM gpkg_contents") == [(None, None)] * 4


def test_texts_that_are_more_than_text_come_back_as_they_are(tmp_path):
    tables = world()
    hostile = "=1+1'; DROP TABLE incidents; -- \" \U0001f600 \u202eright"
    tables["incidents"][0].update(title=hostile)
    dataset = read_dataset(write_world(tmp_path / "world", tables))
    gazetteer = Gazetteer(places_of(dataset), None)
    view = View(filters="cut\0here \ud800")
    export = prepare(dataset, locate(dataset, gazetteer), gazetteer, ["bridge_clash"], view)
    rows = pyogrio.read_dataframe(saved(tmp_path, to_geopackage(export)), layer="incidents")
    assert rows[["title", "filters"]].to_numpy().tolist() == [[hostile, "cut\N{REPLACEMENT CHARACTER}here \ufffd"]]


def test_the_same_rows_give_the_same_bytes_under_any_hash_seed(world_folder):
    told = {
        subprocess.run(
            [sys.executable, "-c", WRITE, str(world_folder)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "TZ": zone},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }  # fmt: skip
    assert len(told) == 1


def test_two_thousand_rows_fit(tmp_path):
    tables = world()
    tables["incidents"] += [
        incident(f"more_{n}", f"Clash {n}", "2023-05-29", "2023-05-29", "day", "zvecan", "exact", "clash",
                 "Violent demonstration") for n in range(2000)
    ]  # fmt: skip
    dataset = read_dataset(write_world(tmp_path / "world", tables))
    gazetteer = Gazetteer(places_of(dataset), None)
    located = locate(dataset, gazetteer)
    path = saved(tmp_path, to_geopackage(prepare(dataset, located, gazetteer, list(located.index))))
    assert pyogrio.read_info(path, layer="incidents")["features"] == 2008


def test_a_source_becomes_an_entry_of_bibtex():
    assert to_bibtex([SOURCE]).decode() == (
        "% Encoding: UTF-8\n\n"
        "@misc{agency,\n"
        "  key = {Agency One},\n"
        "  title = {{Troops hurt in clash}},\n"
        "  howpublished = {{Agency One}},\n"
        "  year = {2023},\n"
        "  month = may,\n"
        "  day = {30},\n"
        "  url = {https://example.org/agency},\n"
        "  urldate = {2024-01-02},\n"
        "  language = {en},\n"
        "}\n"
    )


def test_a_source_becomes_an_item_of_csl_json():
    source = {**SOURCE, "author": "B. Bajraliu", "published": "2023", "published_basis": "approximate", "note": "Copy."}
    assert json.loads(to_csl_json([source])) == [
        {
            "id": "agency",
            "type": "article-newspaper",
            "title": "Troops hurt in clash",
            "publisher": "Agency One",
            "language": "en",
            "author": [{"literal": "B. Bajraliu"}],
            "issued": {"date-parts": [[2023]]},
            "accessed": {"date-parts": [[2024, 1, 2]]},
            "URL": "https://example.org/agency",
            "note": "date approximate; Copy.",
        }
    ]


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_out_of_its_field_of_bibtex(title, publisher, note):
    source = {**SOURCE, "title": title, "publisher": publisher, "note": note, "url": f"https://e.org/{note}"}
    written = to_bibtex([source]).decode()
    depth = 0
    for sign in written:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    body = written.split("@misc{agency,\n", 1)[1]
    assert all(re.match(r"  [a-z]+ = ", line) for line in body.splitlines()[:-1])
    quoted = re.sub(r"\\(text\w+\{\}|[&%$#_])", "", "".join(re.findall(r"(?:title|howpublished) = (.*)", body)))
    assert not re.search(r"[\\&%$#_~^]", quoted)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("javascript:alert(1)", ""),
        ("https://e.org/a b{c}\\d%20", "https://e.org/a%20b%7Bc%7D%5Cd%20"),
        ("http://e.org/?q=1&r=2#x", "http://e.org/?q=1&r=2#x"),
    ],
)
def test_only_addresses_of_the_web_leave_and_only_in_harmless_signs(url, address):
    assert address_of(url) == address
