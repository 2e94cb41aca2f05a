"""GDELT's event tables: columns without names, and what their codes mean."""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from geo.formats.reading.gdelt import cameo, convert_gdelt
from geo.formats.reading.layouts import LABELS, converter, gdelt_columns, layout_of
from geo.formats.reading.model import Choices, Container, Layout
from geo.incident_table import SCHEMA
from tests.native_files import cells_of, gdelt, gdelt_batch, meant, taken, write_rows, wrong

NONE = Choices()
#: what the codebooks say stands where, counted from 1
POSITIONS = {
    57: {"GLOBALEVENTID": 1, "Actor1Code": 6, "Actor2Code": 16, "IsRootEvent": 26, "EventCode": 27, "QuadClass": 30,
         "AvgTone": 35, "Actor1Geo_Type": 36, "Actor2Geo_Type": 43, "ActionGeo_Type": 50, "ActionGeo_Lat": 54,
         "DATEADDED": 57},
    58: {"ActionGeo_Long": 55, "ActionGeo_FeatureID": 56, "DATEADDED": 57, "SOURCEURL": 58},
    61: {"EventRootCode": 29, "Actor1Geo_ADM2Code": 40, "Actor2Geo_Type": 44, "ActionGeo_Type": 52,
         "ActionGeo_ADM2Code": 56, "ActionGeo_Lat": 57, "ActionGeo_Long": 58, "ActionGeo_FeatureID": 59,
         "DATEADDED": 60, "SOURCEURL": 61},
}  # fmt: skip


def convert(rows, count=58):
    return convert_gdelt(gdelt_batch(count, rows), (), NONE)


@pytest.mark.parametrize("count", POSITIONS)
def test_the_columns_stand_where_the_codebook_says(count):
    columns = gdelt_columns(count)
    assert len(columns) == len(set(columns)) == count
    assert {name: columns.index(name) + 1 for name in POSITIONS[count]} == POSITIONS[count]


def test_another_number_of_columns_is_not_gdelt():
    with pytest.raises(KeyError):
        gdelt_columns(60)


@pytest.mark.parametrize(("count", "layout"), [(57, Layout.GDELT_1), (58, Layout.GDELT_1), (61, Layout.GDELT_2)])
def test_a_file_without_header_is_told_by_its_cells(count, layout):
    (cells,) = cells_of(gdelt_columns(count), [gdelt()])
    assert layout_of((), tuple(cells)) is layout
    assert layout_of(gdelt_columns(count), ()) is layout  # as BigQuery exports it
    for name, other in (("GLOBALEVENTID", "x1"), ("SQLDATE", "2004-03-17"), ("Year", ""), ("EventCode", "fight")):
        (spoilt,) = cells_of(gdelt_columns(count), [gdelt(**{name: other})])
        assert layout_of((), tuple(spoilt)) is Layout.TABLE
    assert layout_of((), (*cells, "", "")) is Layout.TABLE


@pytest.mark.parametrize("count", [58, 61])
def test_a_row_means_what_gdelt_says(count):
    converted = convert([gdelt()], count)
    assert converted.faults == ()
    assert {name: column.to_pylist()[0] for name, column in converted.columns.items()} == {
        "id": "410412347",
        "title": "Fight: SERB, POLICE",
        "first_day": date(2004, 3, 17),
        "last_day": date(2004, 3, 17),
        "date_precision": "day",
        "date_prec": 1,
        "time_precision": 1,
        "place_as_written": "Kosovska Mitrovica, Kosovo (general), Kosovo",
        "place_precision": "settlement",
        "where_prec": 1,
        "geo_precision": 1,
        "latitude": 42.8833,
        "longitude": 20.8667,
        "country": "Kosovo",
        "event_type": "clash",
        "sub_event_type": "Fight with small arms and light weapons",
        "actor1": "SERB",
        "actor1_kind": "unknown",
        "actor2": "POLICE",
        "actor2_kind": "state_forces",
        "source": "www.example.org",
        "url": "https://www.example.org/news/1?a=b:c",
    }
    assert {name: column.type for name, column in converted.columns.items()} == {
        name: SCHEMA.field(name).type for name in converted.columns
    }


def test_a_row_without_address_has_no_source():
    assert meant(convert([gdelt()], 57), "source", "url") == [("", "")]


def test_nobody_is_counted_as_killed():
    assert not {"killed_low", "killed_best", "killed_high", "injured_best"} & set(convert([gdelt()]).columns)


def test_only_addresses_of_the_web_become_links():
    written = ("http://BBC.co.uk:80/x", "https://user@host.example/a", "BBC Monitoring", "javascript:alert(1)", "")
    assert meant(convert([gdelt(SOURCEURL=one) for one in written]), "source", "url") == [
        ("bbc.co.uk", "http://BBC.co.uk:80/x"),
        ("host.example", "https://user@host.example/a"),
        ("BBC Monitoring", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ]


def test_leading_zeros_of_codes_matter():
    coded = (("043", "043", "04"), ("0861", "086", "08"), ("10", "10", "10"), ("1011", "101", "10"))
    rows = [gdelt(EventCode=code, EventBaseCode=base, EventRootCode=root) for code, base, root in coded]
    assert meant(convert(rows), "event_type", "sub_event_type", "title") == [
        ("political", "Host a visit", "Consult: SERB, POLICE"),
        ("troop_movement", "Receive deployment of peacekeepers", "Yield: SERB, POLICE"),
        ("political", "Demand", "Demand: SERB, POLICE"),
        ("political", "Demand material cooperation, not specified below", "Demand: SERB, POLICE"),
    ]


def test_leading_zeros_that_a_spreadsheet_took_are_put_back():
    coded = (("43", "43", "4"), ("861", "86", "8"), ("10", "10", "1"))
    rows = [gdelt(EventCode=code, EventBaseCode=base, EventRootCode=root) for code, base, root in coded]
    assert [title for (title,) in meant(convert(rows), "sub_event_type")] == [
        "Host a visit", "Receive deployment of peacekeepers", "Make statement, not specified below",
    ]  # fmt: skip


def test_a_code_is_read_as_finely_as_it_is_told_apart():
    coded = ("145", "1451", "171", "1711", "1712", "173", "1831", "194", "203", "1724", "0874")
    rows = [gdelt(EventCode=code, EventBaseCode=code[:3], EventRootCode=code[:2]) for code in coded]
    assert [kind for (kind,) in meant(convert(rows), "event_type")] == [
        "riot_arson", "riot_arson", "riot_arson", "security_operation", "riot_arson", "security_operation",
        "explosion", "explosion", "armed_attack", "security_operation", "troop_movement",
    ]  # fmt: skip


def test_a_code_that_is_not_known_is_a_fault():
    converted = convert([gdelt(EventCode=code, EventBaseCode=code, EventRootCode=code) for code in ("---", "21", "")])
    assert wrong(converted) == [(0, "EventCode", "---"), (1, "EventCode", "21"), (2, "EventCode", "")]


def test_every_code_of_the_table_has_a_coarser_one():
    codes = cameo()
    assert [code for code in codes if len(code) == 2] == [f"{root:02}" for root in range(1, 21)]
    assert [code for code in codes if len(code) > 2 and code[:-1] not in codes] == []


def test_every_type_of_place_has_its_precision():
    converted = convert([gdelt(ActionGeo_Type=code) for code in ("1", "2", "3", "4", "5", "0", "")])
    assert meant(converted, "place_precision", "where_prec", "geo_precision")[:5] == [
        ("country", 6, 3), ("region", 4, 3), ("settlement", 1, 1), ("settlement", 1, 1), ("region", 4, 3),
    ]  # fmt: skip
    assert wrong(converted) == [(5, "ActionGeo_Type", "0"), (6, "ActionGeo_Type", "")]


def test_a_place_without_coordinates_is_left_to_the_gazetteer_and_no_place_at_all_is_a_fault():
    bare = {"ActionGeo_Lat": "", "ActionGeo_Long": ""}
    converted = convert([gdelt(**bare), gdelt(**bare, ActionGeo_Type="0", ActionGeo_FullName="")])
    assert meant(converted, "latitude", "longitude", "place_as_written")[0] == (
        None, None, "Kosovska Mitrovica, Kosovo (general), Kosovo",
    )  # fmt: skip
    assert [(fault.position, fault.column, fault.reason) for fault in converted.faults] == [
        (1, "ActionGeo_Type", "says that no place of the event is known; such a row cannot be shown")
    ]


def test_the_country_is_the_end_of_the_name_or_else_its_code():
    rows = [gdelt(ActionGeo_FullName=name) for name in ("Serbia", "Texas, United States", "")]
    assert meant(convert(rows), "country") == [("Serbia",), ("United States",), ("KV",)]


def test_days_are_kept_even_where_their_year_is_a_slip():
    converted = convert([gdelt(SQLDATE=day) for day in ("19040317", "21040317", "20040230", "200403", "1/2/2004")])
    assert meant(converted, "first_day") == [(date(1904, 3, 17),), (date(2104, 3, 17),), (None,), (None,), (None,)]
    assert wrong(converted) == [(2, "SQLDATE", "20040230"), (3, "SQLDATE", "200403"), (4, "SQLDATE", "1/2/2004")]
    assert {fault.reason for fault in converted.faults} == {
        "is not a day of the calendar; write it as 2004-03-17",
    }


def test_the_kind_of_an_actor_is_the_first_of_its_codes_that_tells():
    rows = [
        gdelt(Actor1Type1Code="MIL"),
        gdelt(Actor1Type1Code="XYZ", Actor1Type2Code="REB"),
        gdelt(Actor1KnownGroupCode="UNO"),
        gdelt(Actor1Name="", Actor1Type1Code="GOV"),
    ]
    assert meant(convert(rows), "actor1_kind", "title") == [
        ("state_forces", "Fight: SERB, POLICE"),
        ("armed_group", "Fight: SERB, POLICE"),
        ("international_body", "Fight: SERB, POLICE"),
        ("", "Fight: POLICE"),
    ]
    assert meant(convert([gdelt(Actor1Name="", Actor2Name="")]), "title", "actor2") == [("Fight", "")]


def test_every_layout_has_a_name_and_a_converter():
    assert set(LABELS) == set(Layout)
    assert converter(Layout.GDELT_1) is converter(Layout.GDELT_2) is convert_gdelt


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("count", "layout"), [(57, Layout.GDELT_1), (58, Layout.GDELT_1), (61, Layout.GDELT_2)])
def test_a_whole_file_keeps_every_row_accepted_or_rejected(tmp_path, tiny_gazetteer, count, layout, packed):
    nowhere = {"ActionGeo_Lat": "", "ActionGeo_Long": "", "ActionGeo_Type": "0", "ActionGeo_FullName": ""}
    rows = [
        gdelt(Actor1Name='THE "EAGLES'),  # GDELT quotes nothing
        gdelt(GLOBALEVENTID="2", EventCode="043", EventBaseCode="043", EventRootCode="04"),
        gdelt(GLOBALEVENTID="3", **nowhere),
        gdelt(GLOBALEVENTID="4", SQLDATE="21040317"),
    ]
    path = write_rows(tmp_path / "20040317.export.CSV", gdelt_columns(count), rows, "\t")
    if packed:
        with zipfile.ZipFile(tmp_path / "daily.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, path.name)
        path = tmp_path / "daily.zip"
    found, outcome, accepted = taken(path, tmp_path / "read", tiny_gazetteer)
    assert (found.layout, found.header) == (layout, gdelt_columns(count))
    assert (found.container, found.part) == (
        (Container.ZIPPED, "20040317.export.CSV") if packed else (Container.CSV, "")
    )
    assert found.notes == (f"The file has no header line; its columns are those of {LABELS[layout]}.",)
    assert (outcome.rows, outcome.accepted, outcome.rejected) == (4, 2, 2)
    names = ("id", "actor1", "first_day", "latitude", "event_type", "original_EventCode", "killed_best")
    assert [tuple(row[name] for name in names) for row in accepted] == [
        ("410412347", 'THE "EAGLES', date(2004, 3, 17), 42.8833, "clash", "193", None),
        ("2", "SERB", date(2004, 3, 17), 42.8833, "political", "043", None),
    ]
