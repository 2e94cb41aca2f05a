from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from gazetteer.policy import NamePolicy
from gazetteer.resolve import Gazetteer
from gazetteer.tables.quoting import FORMULA_SIGNS, quote, unquote
from geo.filters import Filters, say_filters
from geo.formats import View, download_name, prepare, to_csv, to_geojson, to_xlsx
from geo.formats.export import COLUMNS, TRAVELLING
from geo.incidents import locate, places_of
from geo.notices import COVERAGE_NOTICE, STATUS_FOOTNOTES
from geo.tables import read_dataset
from tests.worlds import world, write_world

WINDOW = (date(2023, 5, 1), date(2023, 6, 30))
VIEW = View(NamePolicy.SERBIAN_LATIN, WINDOW, say_filters(Filters(event_types=("clash",)), WINDOW), "un")


@pytest.fixture
def export(tiny, located, tiny_gazetteer):
    return prepare(tiny, located, tiny_gazetteer, ["town_hall", "sit_in", "reserve_2004", "blast"], VIEW)


def read_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(st.text())
def test_quoting_is_reversible_and_leaves_nothing_that_begins_like_a_formula(text):
    quoted = quote(text)
    assert unquote(quoted) == text
    assert not quoted.startswith(FORMULA_SIGNS)
    assert not quoted.lstrip().startswith(FORMULA_SIGNS)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("'quoted'", "''quoted'"),
        ("plain = text", "plain = text"),
        ("", ""),
    ],
)
def test_only_what_a_spreadsheet_could_run_gets_an_apostrophe(text, quoted):
    assert quote(text) == quoted


def test_csv_holds_exactly_the_shown_rows_with_notices_in_every_row(export, tiny):
    content = to_csv(export)
    assert content.startswith(b"\xef\xbb\xbf")
    told = read_csv(content)
    assert list(told[0]) == [*COLUMNS, *TRAVELLING]
    assert [row["id"] for row in told] == ["town_hall", "sit_in", "reserve_2004", "blast"]
    assert {(row["coverage_notice"], row["filters"], row["data_version"]) for row in told} == {
        (COVERAGE_NOTICE, "1 May - 30 June 2023; event types: clash", tiny.version)
    }
    first = told[0]
    assert {name: first[name] for name in COLUMNS} == {
        "id": "town_hall", "episode": "may_2023", "title": "Clash at the town hall", "date": "29 May 2023",
        "event_date_start": "2023-05-29", "event_date_end": "2023-05-29", "first_day": "2023-05-29",
        "last_day": "2023-05-29", "date_precision": "day", "date_prec": "1", "time_precision": "1", "place": "zvecan",
        "place_name": "Zvečan", "place_as_written": "", "municipality": "zvecan_municipality",
        "municipality_name": "Opština Zvečan", "country": "XK", "place_precision": "exact", "radius_m": "",
        "where_prec": "1", "geo_precision": "1", "latitude": "42.9075", "longitude": "20.84028",
        "event_type": "clash", "acled_event_type": "Riots", "sub_event_type": "Violent demonstration",
        "coding": "coded after ACLED's categories", "actor1": "protesters", "actor1_kind": "protesters",
        "actor2": "KFOR soldiers", "actor2_kind": "peacekeepers",
        "summary": "Clash at the town hall, as the sources report.",
        "figures": "injured, soldiers: at least 50 (Agency One, as of 29 May 2023) | injured, soldiers: 30 (The Force, "
        "as of 31 May 2023) | of which Italian soldiers: 11 (The Force, as of 31 May 2023) | of which Hungarian "
        "soldiers: 19 (The Force, as of 31 May 2023)",
        "movement": "", "property_damage": "",
        "disagreement": "The sources differ on the number of soldiers hurt.", "confidence": "high",
        "content_note": "false", "source_ids": "agency | force",
        "sources": "Troops hurt in clash, Agency One, https://example.org/agency | Statement on reserves, The Force, "
        "https://example.org/force",
    }  # fmt: skip


def test_a_troop_movement_leaves_with_its_number_and_the_dates_of_its_statuses(export):
    assert read_csv(to_csv(export))[2]["movement"] == (
        "reserve battalion (Germany), 600; requested 17 March 2004; announced 18 March 2004; arrived 20 March 2004; "
        "withdrawn May 2004"
    )


def test_a_place_known_only_as_an_area_leaves_without_coordinates(export):
    told = {row["id"]: (row["latitude"], row["place_name"]) for row in read_csv(to_csv(export))}
    assert told == {
        "town_hall": ("42.9075", "Zvečan"),
        "sit_in": ("", "Opština Zvečan"),
        "reserve_2004": ("", "Kosovo"),
        "blast": ("42.9075", "Zvečan"),
    }


def test_formulas_leave_quoted_and_come_back_unchanged(tmp_path):
    tables = world()
    formula = '=HYPERLINK("https://example.org","x")'
    tables["incidents"][0].update(title=formula, summary="+1 is said", actor1="'so called'")
    tables["sources"][1]["title"] = "@SUM(A1)"
    dataset = read_dataset(write_world(tmp_path, tables))
    gazetteer = Gazetteer(places_of(dataset), None)
    export = prepare(dataset, locate(dataset, gazetteer), gazetteer, ["bridge_clash"])
    (row,) = read_csv(to_csv(export))
    assert row["title"] == "'" + formula
    assert (unquote(row["title"]), unquote(row["summary"]), unquote(row["actor1"])) == (
        formula,
        "+1 is said",
        "'so called'",
    )
    workbook = load_workbook(io.BytesIO(to_xlsx(export)))
    cells = [cell for sheet in workbook for line in sheet for cell in line]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert "'" + formula in {cell.value for cell in cells}
    assert "'@SUM(A1)" in {cell.value for cell in cells}
    (feature,) = json.loads(to_geojson(export))["features"]
    assert feature["properties"]["title"] == formula


def test_the_workbook_has_the_rows_the_figures_the_sources_and_what_they_are(export, tiny):
    workbook = load_workbook(io.BytesIO(to_xlsx(export)))
    assert workbook.sheetnames == ["Incidents", "Figures", "Sources", "About"]
    table = [[cell.value for cell in line] for line in workbook["Incidents"]]
    assert table[0] == [*COLUMNS, *TRAVELLING]
    assert [row[0] for row in table[1:]] == ["town_hall", "sit_in", "reserve_2004", "blast"]
    assert table[1][COLUMNS.index("latitude")] == 42.9075
    assert [[cell.value for cell in line][:6] for line in workbook["Figures"]] == [
        ["incident", "figure", "level", "measure", "whom", "number"],
        ["town_hall", "f1", 0, "injured", "soldiers", "at least 50"],
        ["town_hall", "f2", 0, "injured", "soldiers", "30"],
        ["town_hall", "f3", 1, "injured", "Italian soldiers", "11"],
        ["town_hall", "f4", 1, "injured", "Hungarian soldiers", "19"],
    ]
    assert [line[1].value for line in workbook["Sources"]] == ["source", "agency", "force", "paper"]
    about = {line[0].value: line[1].value for line in workbook["About"]}
    assert about["Coverage"] == COVERAGE_NOTICE
    assert about["Data version"] == tiny.version
    assert about["Status"] == STATUS_FOOTNOTES["un"]
    assert about["Rows"] == "4"


def test_a_text_longer_than_a_cell_says_that_it_was_cut(export):
    long = {**export.rows[0], "sources": "x" * 40_000, "summary": "\x0bnot for a workbook"}
    content = to_xlsx(type(export)((long,), (), (), export.about, export.view))
    header, row = [[cell.value for cell in line] for line in load_workbook(io.BytesIO(content))["Incidents"]]
    cells = dict(zip(header, row, strict=True))
    assert len(cells["sources"]) == 32_767
    assert cells["sources"].endswith("x [cut here; the CSV file has the whole text]")
    assert cells["summary"] == "\N{REPLACEMENT CHARACTER}not for a workbook"


def test_geojson_has_points_only_where_the_place_is_known_well_enough(export, tiny):
    content = json.loads(to_geojson(export))
    assert set(content) == {"type", "metadata", "features"}
    assert content["type"] == "FeatureCollection"
    assert [(feature["id"], feature["geometry"]) for feature in content["features"]] == [
        ("town_hall", {"type": "Point", "coordinates": [20.84028, 42.9075]}),
        ("sit_in", None),
        ("reserve_2004", None),
        ("blast", {"type": "Point", "coordinates": [20.84028, 42.9075]}),
    ]
    assert {feature["type"] for feature in content["features"]} == {"Feature"}
    properties = content["features"][3]["properties"]
    assert (properties["radius_m"], properties["where_prec"], properties["content_note"]) == (2000, 2, False)
    assert content["metadata"]["data_version"] == tiny.version
    assert content["metadata"]["coverage"] == COVERAGE_NOTICE
    assert [source["source"] for source in content["metadata"]["sources"]] == ["agency", "force", "paper"]


def test_geojson_is_read_by_geopandas(export, tmp_path):
    import geopandas

    path = tmp_path / "shown.geojson"
    path.write_bytes(to_geojson(export))
    shown = geopandas.read_file(path)
    assert list(shown["place_name"]) == ["Zvečan", "Opština Zvečan", "Kosovo", "Zvečan"]
    assert list(shown.geometry.isna()) == [False, True, True, False]


def test_an_export_of_nothing_is_still_a_file(tiny, located, tiny_gazetteer):
    export = prepare(tiny, located, tiny_gazetteer, [])
    assert to_csv(export).decode("utf-8-sig").strip().split(",") == [*COLUMNS, *TRAVELLING]
    assert json.loads(to_geojson(export))["features"] == []
    assert load_workbook(io.BytesIO(to_xlsx(export)))["Incidents"].max_row == 1


@pytest.mark.parametrize(
    ("window", "policy", "name"),
    [
        (None, NamePolicy.ALBANIAN_SERBIAN, "incident-atlas_all-dates_sq-sr-latn.csv"),
        (WINDOW, NamePolicy.SERBIAN_CYRILLIC, "incident-atlas_2023-05-01_2023-06-30_sr-cyrl.csv"),
    ],
)
def test_a_file_name_carries_the_window_and_the_naming_policy(window, policy, name):
    assert download_name("csv", window, policy) == name
