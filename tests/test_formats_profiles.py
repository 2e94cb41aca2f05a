"""The shown rows in the columns of ACLED and of UCDP GED."""

from __future__ import annotations

import csv
import io

import pytest

from gazetteer.resolve import Gazetteer
from gazetteer.tables.quoting import unquote
from geo.formats import prepare, to_acled, to_ucdp
from geo.formats.profiles import ACLED_COLUMNS, UCDP_COLUMNS, disorder_type
from geo.incidents import locate, places_of
from geo.schema import ACLED_EVENT_TYPES
from geo.tables import read_dataset
from tests.worlds import figure, world, write_world

IDS = ["bridge_clash", "town_hall", "sit_in", "reserve_2004", "searches"]


def made_of(folder, tables):
    dataset = read_dataset(write_world(folder, tables))
    gazetteer = Gazetteer(places_of(dataset), None)
    export = prepare(dataset, locate(dataset, gazetteer), gazetteer, IDS)
    places = {row["place"]: gazetteer.place(row["place"]) for row in export.rows}
    return export, {name: (place.latitude, place.longitude) for name, place in places.items()}


def rows_of(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def filled(row):
    return {name: cell for name, cell in row.items() if cell}


def test_acled_rows_say_that_they_are_coded_after_acled_and_keep_our_ids(tmp_path):
    rows = rows_of(to_acled(*made_of(tmp_path, world())))
    assert list(rows[0]) == list(ACLED_COLUMNS)
    assert [row["event_id_cnty"] for row in rows] == IDS
    assert {row["tags"].split("; type")[0] for row in rows} == {"coded after ACLED's categories; not ACLED data"}
    assert filled(rows[0]) == {
        "event_id_cnty": "bridge_clash", "event_date": "2004-03-17", "year": "2004", "time_precision": "1",
        "disorder_type": "Demonstrations", "event_type": "Riots", "sub_event_type": "Violent demonstration",
        "actor1": "crowds", "actor2": "police", "country": "XK", "location": "Ura e Ibrit / Ibarski most",
        "latitude": "42.8914", "longitude": "20.8664", "geo_precision": "1", "source": "Daily Two",
        "notes": "Crowds clash at the bridge, as the sources report.", "fatalities": "22",
        "tags": "coded after ACLED's categories; not ACLED data; type: clash; place: exact; "
                "date: days 2004-03-17/2004-03-18",
    }  # fmt: skip


def test_a_place_known_as_an_area_has_its_coordinate_with_the_precision_that_says_so(tmp_path):
    export, coordinates = made_of(tmp_path, world())
    acled = {row["event_id_cnty"]: row for row in rows_of(to_acled(export, coordinates))}
    ucdp = {row["id"]: row for row in rows_of(to_ucdp(export, coordinates))}
    assert {
        name: (row["latitude"], row["longitude"], row["geo_precision"], ucdp[name]["where_prec"])
        for name, row in acled.items()
    } == {
        "bridge_clash": ("42.8914", "20.8664", "1", "1"),
        "town_hall": ("42.9075", "20.84028", "1", "1"),
        "sit_in": ("42.91", "20.84", "2", "3"),
        "reserve_2004": ("42.58", "20.9", "3", "6"),
        "searches": ("42.98", "20.78", "3", "4"),
    }


def test_ucdp_rows_have_the_range_of_killed_and_the_days(tmp_path):
    rows = rows_of(to_ucdp(*made_of(tmp_path, world())))
    assert list(rows[0]) == list(UCDP_COLUMNS)
    assert filled(rows[0]) == {
        "id": "bridge_clash", "year": "2004", "side_a": "crowds", "side_b": "police", "number_of_sources": "1",
        "code_status": "not coded by UCDP; not UCDP data; type: clash; place: exact; date: days",
        "source_article": "Bridge closed, Daily Two, https://example.org/paper", "source_office": "Daily Two",
        "source_date": "2004-03-18", "source_headline": "Bridge closed", "where_prec": "1",
        "where_coordinates": "Ura e Ibrit / Ibarski most", "latitude": "42.8914", "longitude": "20.8664",
        "geom_wkt": "POINT (20.8664 42.8914)", "country": "XK", "date_prec": "2", "date_start": "2004-03-17",
        "date_end": "2004-03-18", "best": "22", "high": "23", "low": "22",
    }  # fmt: skip
    assert (rows[1]["best"], rows[1]["high"], rows[1]["low"]) == ("", "", "")
    assert (rows[4]["date_start"], rows[4]["date_end"], rows[4]["date_prec"]) == ("2011-07-01", "2011-09-30", "5")


@pytest.mark.parametrize(
    ("figures", "best_high_low"),
    [
        ([], ("", "", "")),
        ([{"best": "3"}], ("3", "3", "3")),
        ([{"best": "3"}, {"best": "8"}], ("8", "8", "3")),
        ([{"best": "3", "low": "2", "high": "5"}], ("3", "5", "2")),
        ([{"best": "3"}, {"low": "50", "open_upper": "true"}], ("50", "", "3")),
        ([{"best": "30", "open_upper": "true"}], ("30", "", "30")),
        ([{"best": "1250"}], ("1250", "1250", "1250")),
    ],
)
def test_killed_of_several_sources_are_never_added(tmp_path, figures, best_high_low):
    tables = world()
    tables["figures"] = [
        figure(f"k{number}", "town_hall", "agency", "killed", "persons", **told) for number, told in enumerate(figures)
    ]
    export, coordinates = made_of(tmp_path, tables)
    row = {row["id"]: row for row in rows_of(to_ucdp(export, coordinates))}["town_hall"]
    assert (row["best"], row["high"], row["low"]) == best_high_low
    acled = {row["event_id_cnty"]: row for row in rows_of(to_acled(export, coordinates))}["town_hall"]
    assert acled["fatalities"] == best_high_low[0]


def test_parts_of_killed_do_not_stand_for_their_whole(tmp_path):
    tables = world()
    tables["figures"] = [
        figure("whole", "town_hall", "agency", "killed", "persons", best="3"),
        figure("part", "town_hall", "agency", "killed", "soldiers", best="9", part_of="whole"),
    ]
    row = {row["id"]: row for row in rows_of(to_ucdp(*made_of(tmp_path, tables)))}["town_hall"]
    assert (row["best"], row["high"], row["low"]) == ("3", "3", "3")


def test_formulas_leave_the_profiles_quoted(tmp_path):
    tables = world()
    tables["incidents"][0].update(actor1="=1+1", summary="@SUM(A1)")
    for content, actor in ((to_acled(*made_of(tmp_path, tables)), "actor1"),):
        row = rows_of(content)[0]
        assert (row[actor], row["notes"]) == ("'=1+1", "'@SUM(A1)")
        assert unquote(row[actor]) == "=1+1"


def test_every_sub_type_of_acled_has_a_disorder_type():
    told = {sub_type: disorder_type(coded, sub_type) for sub_type, coded in ACLED_EVENT_TYPES.items()}
    assert {sub_type for sub_type, disorder in told.items() if not disorder} == {"Not coded"}
    assert (told["Mob violence"], told["Excessive force against protesters"], told["Peaceful protest"]) == (
        "Political violence",
        "Political violence; Demonstrations",
        "Demonstrations",
    )
