"""ACLED's exports: what their rows mean, whatever version they are of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from geo.formats.reading.acled import ACTOR_KINDS, EVENT_TYPES, SUB_EVENT_TYPES, convert_acled
from geo.formats.reading.layouts import date_columns, layout_of, proven_order
from geo.formats.reading.model import Choices, DateOrder, Layout, Opened
from geo.incident_table import SCHEMA
from geo.schema import ACLED_EVENT_TYPES, ActorKind, EventType
from tests.benchmarks.acled_rows import write_acled_csv
from tests.native_files import (
    ACLED_2020_COLUMNS,
    ACLED_COLUMNS,
    ACLED_OLD_COLUMNS,
    acled,
    batch_of,
    meant,
    old_acled,
    taken,
    write_rows,
    wrong,
)

NONE = Choices()


def convert(rows, columns=ACLED_COLUMNS, choices=NONE):
    return convert_acled(batch_of(columns, rows), columns, choices)


def days(*written, choices=NONE):
    converted = convert([acled(event_date=one) for one in written], choices=choices)
    return [first for (first,) in meant(converted, "first_day")], wrong(converted)


def test_a_row_means_what_acled_says():
    converted = convert([acled()])
    assert converted.faults == ()
    assert {name: column.to_pylist()[0] for name, column in converted.columns.items()} == {
        "id": "KOS1204",
        "title": "Mob violence, Mitrovica",
        "summary": 'A crowd gathered.\nPolice spoke of "several hundred".',
        "first_day": date(2004, 3, 17),
        "last_day": date(2004, 3, 17),
        "date_precision": "day",
        "date_prec": 1,
        "time_precision": 1,
        "place_as_written": "Mitrovica",
        "place_precision": "settlement",
        "where_prec": 1,
        "geo_precision": 1,
        "latitude": 42.8906,
        "longitude": 20.866,
        "municipality": "Mitrovica",
        "country": "Kosovo",
        "event_type": "riot_arson",
        "sub_event_type": "Mob violence",
        "actor1": "Rioters (Kosovo)",
        "actor1_kind": "crowd",
        "actor2": "KFOR: Kosovo Force",
        "actor2_kind": "peacekeepers",
        "killed_best": 8,
        "source": "Koha Ditore; Reuters",
    }


def test_the_columns_have_the_types_of_the_flat_table():
    columns = convert([acled(), acled(event_id_cnty="KOS1205")]).columns
    assert {name: column.type for name, column in columns.items()} == {
        name: SCHEMA.field(name).type for name in columns
    }


def test_a_row_of_an_old_version_means_the_same_in_its_own_words():
    converted = convert([old_acled()], ACLED_OLD_COLUMNS)
    assert converted.faults == ()
    names = ("id", "title", "first_day", "event_type", "sub_event_type", "actor1_kind", "actor2_kind", "killed_best")
    assert meant(converted, *names) == [
        ("14KOS", "Riots/Protests, Zvečan", date(2004, 3, 17), "riot_arson", "", "crowd", "kosovo_police", 0)
    ]
    assert meant(converted, "place_precision", "geo_precision", "where_prec", "municipality") == [
        ("municipality", 2, 3, "Zvecan")
    ]


def test_every_version_is_told_by_its_header():
    shapefile = tuple(column[:10] for column in ACLED_OLD_COLUMNS)
    marked = ("\ufeff" + ACLED_COLUMNS[0].title(), *(f" {column.upper()} " for column in ACLED_COLUMNS[1:]))
    for header in (ACLED_COLUMNS, ACLED_2020_COLUMNS, ACLED_OLD_COLUMNS, shapefile, marked):
        assert layout_of(header, ()) is Layout.ACLED
    without = tuple(column for column in ACLED_COLUMNS if column != "geo_precision")
    assert layout_of(without, ()) is Layout.TABLE


def test_columns_cut_short_by_a_shapefile_are_read():
    row = {name[:10]: cell for name, cell in old_acled().items()}
    converted = convert([row], tuple(column[:10] for column in ACLED_OLD_COLUMNS))
    assert meant(converted, "id", "time_precision", "geo_precision", "title") == [
        ("14KOS", 1, 2, "Riots/Protests, Zvečan")
    ]


def test_a_date_may_be_written_in_every_way_that_acled_used():
    read, faults = days("2004-03-17", "17 March 2004", "17-Mar-04", "17/03/2004", "17-March-2004", "4 May 1997",
                        "04-May-97", "2004-03-17 00:00:00", " 2004-03-17 ")  # fmt: skip
    march = date(2004, 3, 17)
    assert read == [march, march, march, march, march, date(1997, 5, 4), date(1997, 5, 4), march, march]
    assert faults == []


def test_the_day_stands_first_unless_the_rows_prove_otherwise():
    assert days("03/04/2004")[0] == [date(2004, 4, 3)]
    assert days("03/04/2004", "03/17/2004")[0] == [date(2004, 3, 4), date(2004, 3, 17)]
    assert days("03/04/2004", choices=Choices(date_order=DateOrder.MONTH_FIRST))[0] == [date(2004, 3, 4)]


def test_dates_that_contradict_each_other_are_told_one_by_one():
    read, faults = days("17/03/2004", "03/18/2004", "03/04/2004")
    assert read == [date(2004, 3, 17), None, date(2004, 4, 3)]
    assert faults == [(1, "event_date", "03/18/2004")]


def test_a_late_row_of_a_file_can_prove_how_all_its_dates_are_meant():
    batches = [batch_of(ACLED_COLUMNS, [acled(event_date=day)]) for day in ("03/04/2004", "2004-03-17", "03/18/2004")]
    assert proven_order(Layout.ACLED, Opened(ACLED_COLUMNS, iter(batches[:2]))) is None
    assert proven_order(Layout.ACLED, Opened(ACLED_COLUMNS, iter(batches))) is DateOrder.MONTH_FIRST
    contrary = batch_of(ACLED_COLUMNS, [acled(event_date="18/03/2004")])
    assert proven_order(Layout.ACLED, Opened(ACLED_COLUMNS, iter([*batches, contrary]))) is None


@pytest.mark.parametrize("written", ["", "2004", "soon", "2004-02-30", "0000-01-01", "17 Martober 2004", "9" * 5000])
def test_what_is_no_day_is_a_fault(written):
    read, faults = days(written)
    assert read == [None]
    assert faults == [(0, "event_date", written)]


def test_the_column_of_dates_is_named_as_the_file_names_it():
    assert date_columns(Layout.ACLED, ACLED_OLD_COLUMNS) == ("EVENT_DATE",)
    assert date_columns(Layout.TABLE, ACLED_OLD_COLUMNS) == ()


def test_a_date_known_by_the_week_or_the_month_is_widened_to_it():
    told = (("2004-03-17", "2"), ("2004-03-21", "2"), ("2004-03-22", "2"), ("2004-02-10", "3"))
    rows = [acled(event_date=day, time_precision=precision) for day, precision in told]
    assert meant(convert(rows), "first_day", "last_day", "date_precision", "date_prec", "time_precision") == [
        (date(2004, 3, 15), date(2004, 3, 21), "week", 3, 2),
        (date(2004, 3, 15), date(2004, 3, 21), "week", 3, 2),
        (date(2004, 3, 22), date(2004, 3, 28), "week", 3, 2),
        (date(2004, 2, 1), date(2004, 2, 29), "month", 4, 3),
    ]


def test_the_precision_of_a_place_is_that_of_the_file():
    rows = [acled(geo_precision=code) for code in ("1", "2", "3", "0", "", "4")]
    converted = convert(rows)
    assert meant(converted, "place_precision", "where_prec", "geo_precision") == [
        ("settlement", 1, 1), ("municipality", 3, 2), ("region", 4, 3), *[(None, None, None)] * 3,
    ]  # fmt: skip
    assert wrong(converted) == [(3, "geo_precision", "0"), (4, "geo_precision", ""), (5, "geo_precision", "4")]


def test_every_type_and_sub_type_of_today_has_a_word():
    rows = [acled(event_type=of, sub_event_type=sub) for sub, of in ACLED_EVENT_TYPES.items() if sub != "Not coded"]
    converted = convert(rows)
    assert converted.faults == ()
    assert dict(
        zip((row["sub_event_type"] for row in rows), converted.columns["event_type"].to_pylist(), strict=True)
    ) == {
        "Armed clash": "clash",
        "Attack": "armed_attack",
        "Abduction/forced disappearance": "armed_attack",
        "Mob violence": "riot_arson",
        "Violent demonstration": "riot_arson",
        "Peaceful protest": "protest",
        "Protest with intervention": "protest",
        "Excessive force against protesters": "protest",
        "Grenade": "explosion",
        "Remote explosive/landmine/IED": "explosion",
        "Shelling/artillery/missile attack": "explosion",
        "Arrests": "security_operation",
        "Looting/property destruction": "riot_arson",
        "Agreement": "political",
        "Change to group/activity": "political",
        "Headquarters or base established": "security_operation",
        "Non-violent transfer of territory": "political",
        "Other": "political",
    }


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Battle-No change of territory", "clash"),
        ("Battle-non-state actor overtakes territory ", "clash"),
        ("Remote violence", "explosion"),
        ("Violence against civilians ", "armed_attack"),
        ("Strategic development", "political"),
        ("Headquarters or base established", "security_operation"),
        ("Non-violent transfer of territory", "political"),
    ],
)
def test_the_types_of_old_versions_have_words_too(written, means):
    assert meant(convert([old_acled(EVENT_TYPE=written)], ACLED_OLD_COLUMNS), "event_type") == [(means,)]


def test_riots_and_protests_of_old_versions_are_told_apart_by_who_took_part():
    rows = [old_acled(INTER1=one, INTER2=other) for one, other in (("5", "1"), ("6", "1"), ("1", "5"), ("6", "0"))]
    assert meant(convert(rows, ACLED_OLD_COLUMNS), "event_type") == [
        ("riot_arson",), ("protest",), ("riot_arson",), ("protest",),
    ]  # fmt: skip


def test_an_unknown_type_is_a_fault_until_its_owner_says_what_it_means():
    rows = [acled(event_type="Sports"), acled(event_type=" ")]
    converted = convert(rows)
    assert wrong(converted) == [(0, "event_type", "Sports"), (1, "event_type", " ")]
    assert {fault.reason for fault in converted.faults} == {
        "is empty but has to be filled in",
        "is not an event type of ACLED; correct it, or say in the settings of the file what it means",
    }
    chosen = convert(rows[:1], choices=Choices(event_types={"sports": "accident"}))
    assert (meant(chosen, "event_type"), chosen.faults) == ([("accident",)], ())


def test_the_kind_of_an_actor_is_its_code_unless_its_name_says_more():
    told = (("1", "Military Forces of Mali"), ("State forces", "Police Forces of Kosovo (2008-)"),
            ("1", "Military Forces of Serbia (2004-)"), ("1", "Government of Kosovo"), ("2", "UN Rebels"),
            ("Rebel Groups", "Rebels"), ("Identity militia", "Fulani Militia"), ("6", "Protesters"), ("7", "Civilians"),
            ("8", "NATO"), ("8", "MONUSCO: United Nations Mission"), ("8", "EULEX"), ("8", "Un groupe privé"),
            ("External/Other forces", "Military Forces of Turkey"), ("9", "Somebody"), ("", "Somebody"),
            ("0", ""))  # fmt: skip
    rows = [acled(inter1=code, actor1=name) for code, name in told]
    assert [kind for (kind,) in meant(convert(rows), "actor1_kind")] == [
        "state_forces", "kosovo_police", "serbian_state", "kosovo_authorities", "armed_group", "armed_group",
        "armed_group", "protesters", "civilians", "peacekeepers", "peacekeepers", "international_police", "unknown",
        "unknown", "unknown", "unknown", "",
    ]  # fmt: skip


def test_a_number_of_killed_is_kept_as_it_is_and_nothing_else_is_a_number():
    converted = convert([acled(fatalities=one) for one in ("0", "12", "", "3.0", "-1", "many", "1e3", "9" * 30)])
    assert [killed for (killed,) in meant(converted, "killed_best")] == [0, 12, None, 3, None, None, None, None]
    assert [position for position, *_ in wrong(converted)] == [4, 5, 6, 7]
    assert "killed_low" not in converted.columns


def test_coordinates_are_kept_to_the_digit_and_a_decimal_comma_is_read():
    rows = [acled(latitude=one, longitude=other)
            for one, other in (("42,8906", "-20,5"), ("-0.00001", "179.999999"), ("", ""))]  # fmt: skip
    assert meant(convert(rows), "latitude", "longitude") == [(42.8906, -20.5), (-0.00001, 179.999999), (None, None)]


def test_what_is_no_coordinate_is_a_fault():
    told = (("north", "20"), ("42", ""), ("nan", "20"), ("inf", "20"), ("42°", "x"), ("42", "20"))
    rows = [acled(latitude=one, longitude=other) for one, other in told]
    converted = convert(rows)
    assert wrong(converted) == [
        (0, "latitude", "north"), (1, "longitude", ""), (2, "latitude", "nan"), (3, "latitude", "inf"),
        (4, "latitude", "42°"), (4, "longitude", "x"),
    ]  # fmt: skip
    numbers = convert([acled(latitude="nan"), acled(latitude="inf")])  # without a text that is no number beside them
    assert wrong(numbers) == [(0, "latitude", "nan"), (1, "latitude", "inf")]


def test_geometries_stand_in_for_columns_that_are_empty():
    drawn = batch_of(ACLED_COLUMNS, [acled(latitude="", longitude=""), acled()])
    drawn = replace(drawn, latitude=np.array([1.5, 2.5]), longitude=np.array([3.5, np.nan]))
    assert meant(convert_acled(drawn, ACLED_COLUMNS, NONE), "latitude", "longitude") == [(1.5, 3.5), (42.8906, 20.866)]


def test_an_empty_id_is_a_fault_and_a_missing_place_makes_a_shorter_title():
    converted = convert([acled(event_id_cnty=" "), acled(location=""), acled(sub_event_type="", location="Old\n town")])
    assert wrong(converted) == [(0, "event_id_cnty", " ")]
    assert meant(converted, "title") == [("Mob violence, Mitrovica",), ("Mob violence",), ("Riots, Old town",)]


def test_an_empty_batch_makes_empty_columns():
    converted = convert([])
    assert {len(column) for column in converted.columns.values()} == {0}


def test_the_tables_use_words_that_exist():
    assert set(EVENT_TYPES.values()) | set(SUB_EVENT_TYPES.values()) <= set(EventType)
    assert set(ACTOR_KINDS.values()) <= set(ActorKind)
    assert all(key == key.lower().strip() for table in (EVENT_TYPES, SUB_EVENT_TYPES, ACTOR_KINDS) for key in table)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_whole_file_keeps_every_row_accepted_or_rejected(tmp_path, tiny_gazetteer, delimiter):
    rows = [acled(event_id_cnty=f"KOS{number}", fatalities=str(number)) for number in range(4)]
    rows += [acled(event_id_cnty="KOS4", event_type="Sports", latitude="x"), acled(event_id_cnty="KOS5", event_date="")]
    path = write_rows(tmp_path / "acled.csv", ACLED_COLUMNS, rows, delimiter)
    found, outcome, accepted = taken(path, tmp_path / "read", tiny_gazetteer)
    assert (found.layout, found.delimiter) == (Layout.ACLED, delimiter)
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (6, 4, 2)
    names = ("id", "killed_best", "latitude", "longitude", "first_day", "summary", "original_tags")
    assert [tuple(row[name] for name in names) for row in accepted] == [
        (f"KOS{number}", number, 42.8906, 20.866, date(2004, 3, 17),
         'A crowd gathered.\nPolice spoke of "several hundred".', "crowd size=several hundred")
        for number in range(4)
    ]  # fmt: skip
    assert {row["cell_x"] is not None for row in accepted} == {True}


def test_a_whole_file_of_an_old_version_is_read(tmp_path, tiny_gazetteer):
    path = write_rows(tmp_path / "ACLED-Version-7.csv", ACLED_OLD_COLUMNS, [old_acled()])
    found, outcome, (row,) = taken(path, tmp_path / "read", tiny_gazetteer)
    assert (found.layout, outcome.accepted, outcome.rejected) == (Layout.ACLED, 1, 0)
    assert (row["id"], row["first_day"], row["place_precision"], row["cell_x"]) == (
        "14KOS", date(2004, 3, 17), "municipality", None,
    )  # fmt: skip
    assert row["original_EVENT_DATE"] == "17/03/2004"


def test_the_rows_of_the_benchmark_are_like_those_of_acled_and_always_the_same(tmp_path, tiny_gazetteer):
    for name in ("one.csv", "two.csv"):
        write_acled_csv(tmp_path / name, 300)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    found, outcome, accepted = taken(tmp_path / "one.csv", tmp_path / "read", tiny_gazetteer)
    assert (found.layout, found.header) == (Layout.ACLED, ACLED_COLUMNS)
    assert (outcome.rows, outcome.rejected) == (300, 0)
    assert {row["place_precision"] for row in accepted} == {"settlement", "municipality", "region"}
