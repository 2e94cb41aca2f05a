"""UCDP GED: what its rows mean, from version 5 to today."""

from __future__ import annotations

from datetime import date

import pytest

from geo.formats.reading.layouts import date_columns, layout_of
from geo.formats.reading.model import Choices, DateOrder, Layout
from geo.formats.reading.ucdp import convert_ucdp
from geo.incident_table import SCHEMA
from tests.native_files import (
    UCDP_COLUMNS,
    UCDP_OLD_COLUMNS,
    batch_of,
    cells_of,
    meant,
    old_ucdp,
    taken,
    ucdp,
    write_rows,
    wrong,
)

NONE = Choices()


def convert(rows, columns=UCDP_COLUMNS, choices=NONE):
    return convert_ucdp(batch_of(columns, rows), columns, choices)


def test_a_row_means_what_ucdp_says():
    converted = convert([ucdp()])
    assert converted.faults == ()
    assert {name: column.to_pylist()[0] for name, column in converted.columns.items()} == {
        "id": "244657",
        "title": "State-based conflict, Račak village",
        "summary": 'Bodies found;"Račak" visited',
        "first_day": date(1999, 1, 15),
        "last_day": date(1999, 1, 15),
        "date_precision": "day",
        "date_prec": 1,
        "time_precision": 1,
        "place_as_written": "Račak village",
        "place_precision": "exact",
        "radius_m": None,
        "where_prec": 1,
        "geo_precision": 1,
        "latitude": 42.43,
        "longitude": 21.0164,
        "municipality": "Štimlje",
        "country": "Serbia (Yugoslavia)",
        "event_type": "clash",
        "sub_event_type": "State-based conflict",
        "actor1": "Government of Serbia (Yugoslavia)",
        "actor1_kind": "serbian_state",
        "actor2": "UCK",
        "actor2_kind": "armed_group",
        "killed_low": 40,
        "killed_best": 45,
        "killed_high": 46,
        "source": "Reuters News;BBC Monitoring Europe",
    }
    assert {name: column.type for name, column in converted.columns.items()} == {
        name: SCHEMA.field(name).type for name in converted.columns
    }


def test_a_row_of_version_5_means_the_same():
    converted = convert([old_ucdp()], UCDP_OLD_COLUMNS)
    assert converted.faults == ()
    today = {name: column.to_pylist() for name, column in convert([ucdp()]).columns.items()}
    assert {name: column.to_pylist() for name, column in converted.columns.items()} == today


def test_every_version_is_told_by_its_header():
    for header in (UCDP_COLUMNS, UCDP_OLD_COLUMNS, tuple(f" {name.upper()}" for name in UCDP_COLUMNS)):
        assert layout_of(header, ()) is Layout.UCDP_GED
    assert layout_of(tuple(name for name in UCDP_COLUMNS if name != "date_prec"), ()) is Layout.TABLE


def test_articles_stand_in_for_a_missing_office_and_headline_with_their_line_breaks():
    converted = convert([ucdp(source_office="", source_headline="")])
    article = '"Reuters News,1999-01-16,Bodies found";\n"BBC Monitoring,1999-01-17,""Račak"" visited"'
    assert meant(converted, "source", "summary") == [(article, article)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2004-03-09 00:00:00.000", "2004-04-03 00:00:00.000"),
        ("3/9/2004 12:00:00 AM", "4/3/2004 12:00:00 AM"),
        ("2004-03-09", "4/3/2004 0:00"),
        ("2004-03-09T00:00:00", "2004-04-03"),
    ],
)
def test_both_forms_of_a_date_are_read(start, end):
    converted = convert([ucdp(date_prec="4", date_start=start, date_end=end)])
    assert converted.faults == ()
    assert meant(converted, "first_day", "last_day", "date_precision", "date_prec", "time_precision") == [
        (date(2004, 3, 9), date(2004, 4, 3), "month", 4, 3)
    ]


def test_the_month_stands_first_unless_the_rows_prove_otherwise():
    first = ucdp(date_start="3/4/2004 12:00:00 AM", date_end="3/4/2004 12:00:00 AM")
    proof = ucdp(date_start="17/4/2004", date_end="17/4/2004")
    assert meant(convert([first]), "first_day") == [(date(2004, 3, 4),)]
    assert meant(convert([first, proof]), "first_day") == [(date(2004, 4, 3),), (date(2004, 4, 17),)]
    chosen = convert([first], choices=Choices(date_order=DateOrder.DAY_FIRST))
    assert meant(chosen, "first_day") == [(date(2004, 4, 3),)]
    assert date_columns(Layout.UCDP_GED, UCDP_COLUMNS) == ("date_start", "date_end")


def test_days_that_are_all_known_are_not_called_one_day():
    row = ucdp(date_end="1999-01-17 00:00:00.000")
    assert meant(convert([row]), "first_day", "last_day", "date_precision", "date_prec", "time_precision") == [
        (date(1999, 1, 15), date(1999, 1, 17), "days", 1, 1)
    ]


def test_every_precision_of_a_date_has_a_word():
    converted = convert([ucdp(date_prec=code) for code in "123450"])
    assert meant(converted, "date_precision", "date_prec") == [
        ("day", 1), ("days", 2), ("week", 3), ("month", 4), ("year", 5), (None, None),
    ]  # fmt: skip
    assert wrong(converted) == [(5, "date_prec", "0")]


def test_every_precision_of_a_place_has_a_word_and_waters_are_never_a_point():
    converted = convert([ucdp(where_prec=code) for code in "12345678"])
    assert meant(converted, "place_precision", "radius_m", "where_prec", "geo_precision") == [
        ("exact", None, 1, 1),
        ("near", 25_000, 2, 2),
        ("municipality", None, 3, 2),
        ("region", None, 4, 3),
        ("region", None, 5, 3),
        ("country", None, 6, 3),
        ("country", None, 7, 3),
        (None, None, None, None),
    ]
    assert wrong(converted) == [(7, "where_prec", "8")]


def test_the_type_of_violence_tells_what_happened_and_who_took_part():
    rows = [
        ucdp(),
        ucdp(side_b="Government of Albania"),
        ucdp(type_of_violence="2", side_a="Hema", side_b="Lendu"),
        ucdp(type_of_violence="3", side_a="Government of Sudan", side_b="Civilians"),
        ucdp(type_of_violence="3", side_a="IS", side_b="Civilians"),
        ucdp(type_of_violence="4"),
    ]
    converted = convert(rows)
    assert meant(converted, "event_type", "sub_event_type", "actor1_kind", "actor2_kind")[:5] == [
        ("clash", "State-based conflict", "serbian_state", "armed_group"),
        ("clash", "State-based conflict", "serbian_state", "state_forces"),
        ("clash", "Non-state conflict", "armed_group", "armed_group"),
        ("armed_attack", "One-sided violence", "state_forces", "civilians"),
        ("armed_attack", "One-sided violence", "armed_group", "civilians"),
    ]
    assert wrong(converted) == [(5, "type_of_violence", "4")]


def test_numbers_that_are_negative_or_out_of_order_are_faults():
    told = (("1", "2", "3"), ("0", "0", "0"), ("3", "2", "4"), ("1", "5", "4"), ("-1", "2", "3"), ("1", "2", "more"),
            ("", "2", ""), ("5", "", "4"))  # fmt: skip
    converted = convert([ucdp(low=low, best=best, high=high) for low, best, high in told])
    assert wrong(converted) == [
        (2, "low", "3"), (3, "high", "4"), (4, "low", "-1"), (5, "high", "more"), (7, "high", "4"),
    ]  # fmt: skip
    assert meant(converted, "killed_low", "killed_best", "killed_high")[:2] == [(1, 2, 3), (0, 0, 0)]
    assert meant(converted, "killed_low", "killed_best", "killed_high")[6] == (None, 2, None)
    assert wrong(convert([ucdp(deaths_civilians="-4")])) == [(0, "deaths_civilians", "-4")]


def test_days_that_are_missing_or_out_of_order_are_faults():
    converted = convert([ucdp(date_end="1999-01-14"), ucdp(date_start=""), ucdp(date_end="13/13/1999")])
    assert wrong(converted) == [(0, "date_end", "1999-01-14"), (1, "date_start", ""), (2, "date_end", "13/13/1999")]


def test_several_faults_of_one_row_are_all_told():
    converted = convert([ucdp(id="", where_prec="x", latitude="here", best="?")])
    assert wrong(converted) == [(0, "best", "?"), (0, "id", ""), (0, "latitude", "here"), (0, "where_prec", "x")]


def test_a_whole_file_keeps_every_row_accepted_or_rejected(tmp_path, tiny_gazetteer):
    us = {"date_start": "1/15/1999 12:00:00 AM", "date_end": "1/16/1999 12:00:00 AM", "date_prec": "2"}
    rows = [ucdp(), ucdp(id="2", **us), ucdp(id="3", low="-1"), ucdp(id="4", where_prec="7"), ucdp(id="5", high="1")]
    path = write_rows(tmp_path / "GEDEvent.csv", UCDP_COLUMNS, rows)
    found, outcome, accepted = taken(path, tmp_path / "read", tiny_gazetteer)
    assert (found.layout, outcome.rows, outcome.accepted, outcome.rejected) == (Layout.UCDP_GED, 5, 3, 2)
    names = ("id", "first_day", "last_day", "date_prec", "where_prec", "latitude", "longitude", "killed_high")
    assert [tuple(row[name] for name in names) for row in accepted] == [
        ("244657", date(1999, 1, 15), date(1999, 1, 15), 1, 1, 42.43, 21.0164, 46),
        ("2", date(1999, 1, 15), date(1999, 1, 16), 2, 1, 42.43, 21.0164, 46),
        ("4", date(1999, 1, 15), date(1999, 1, 15), 1, 7, 42.43, 21.0164, 46),
    ]
    assert [row["cell_x"] is None for row in accepted] == [False, False, True]
    assert accepted[0]["original_source_article"] == ucdp()["source_article"]


@pytest.mark.parametrize("count", [47, 49])
def test_candidate_events_without_a_header_line_are_known_by_their_cells(tmp_path, tiny_gazetteer, count):
    rows = [ucdp(), ucdp(id="2", source_headline='said: "no"\nand more', low="-1"), ucdp(id="3", best="")]
    path = write_rows(tmp_path / "GEDEvent_v24_0_1.csv", UCDP_COLUMNS[:count], rows)
    content = path.read_bytes()
    path.write_bytes(content[content.index(b"\n") + 1 :])
    found, outcome, accepted = taken(path, tmp_path / "read", tiny_gazetteer)
    assert (found.layout, found.header, len(found.first_rows)) == (Layout.UCDP_GED, UCDP_COLUMNS[:count], 3)
    assert found.notes == ("The file has no header line; its columns are those of UCDP GED.",)
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (3, 2, 1)
    assert [(row["id"], row["killed_best"]) for row in accepted] == [("244657", 45), ("3", None)]
    assert "\n2,3,low,'-1," in outcome.rejections.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("cells", [{"date_start": "soon"}, {"where_prec": "8"}, {"id": "AFG-1"}, {"year": "04"}])
def test_other_tables_of_as_many_columns_are_not_taken_for_candidate_events(cells):
    assert layout_of((), tuple(cells_of(UCDP_COLUMNS, [ucdp(**cells)])[0])) is Layout.TABLE
