from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.resolve import Gazetteer
from geo.errors import DatasetError
from geo.incidents import locate, places_of
from geo.schema import TABLES
from geo.tables import Counts, read_dataset, rejected_rows, rejections_csv
from tests.worlds import incident, place, world, write_world

SCRIPT = "<script>alert(1)</script>${alert(2)}`\"'=cmd|' /C calc'!A0"
TODAY = date(2026, 1, 1)


def sentences(folder):
    return [rejection.sentence() for rejection in read_dataset(folder, today=TODAY).rejections]


def changed(tmp_path, table, row_id, **cells):
    """Write the tiny world with one row changed and return what is said about it."""
    tables = world()
    next(row for row in tables[table] if row["id"] == row_id).update(cells)
    return sentences(write_world(tmp_path, tables))


def rewritten(tmp_path, name, change):
    """Write the tiny world with the bytes of one file changed and return the folder."""
    folder = write_world(tmp_path)
    path = folder / f"{name}.csv"
    path.write_bytes(change(path.read_bytes()))
    return folder


def test_script_in_every_text_column_is_kept_as_text(tmp_path):
    tables = world()
    for name, rows in tables.items():
        for row in rows:
            for column in TABLES[name].columns:
                if column.type == "string" and not (column.choices or column.pattern or column.references):
                    if (name, column.name) == ("statements", "coded_row"):
                        continue
                    if column.name not in TABLES[name].key and column.name not in ("country", "feature_code"):
                        row[column.name] = SCRIPT
    dataset = read_dataset(write_world(tmp_path, tables), today=TODAY)
    assert dataset.rejections == ()
    assert set(dataset.tables["incidents"]["title"]) == {SCRIPT}
    assert set(dataset.tables["places"]["name_sr_cyrl"]) == {SCRIPT}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"event_date_start": "2023-02-30"},
            ('column event_date_start: "2023-02-30" is not in the calendar; check the year, the month and the day.'),
        ),
        (
            {"event_date_start": "29/05/2023"},
            ('column event_date_start: "29/05/2023" is not a date; write it as 2004, 2004-03 or 2004-03-17.'),
        ),
        (
            {"event_date_end": "2031-01-01"},
            ('column event_date_end: "2031-01-01" lies in the future (today is 2026-01-01); correct the date.'),
        ),
        (
            {"event_date_end": "2023-05-01"},
            ('column event_date_end: "2023-05-01" lies before event_date_start (2023-05-29); correct one of the two.'),
        ),
        (
            {"event_type": "brawl"},
            (
                'column event_type: "brawl" is none of the allowed words; use one of: clash, '
                "riot_arson, protest, armed_attack, explosion, security_operation, "
                "troop_movement, displacement, political, accident, total."
            ),
        ),
        ({"title": ""}, "column title: the cell is empty but has to be filled in."),
        ({"title": "  "}, "column title: the cell is empty but has to be filled in."),
        ({"actor1": " "}, "column actor1: the cell holds only blanks; leave it empty."),
        (
            {"where_prec": "one"},
            ('column where_prec: "one" is not a whole number; write digits only, without separators, blanks or units.'),
        ),
        ({"where_prec": "9"}, 'column where_prec: "9" is above 7, the most possible; correct it.'),
        ({"where_prec": "0"}, 'column where_prec: "0" is below 1, the least possible; correct it.'),
        ({"where_prec": "4"}, 'column where_prec: "4" does not go with place_precision "exact"; write 1.'),
        ({"time_precision": "3"}, 'column time_precision: "3" does not go with date_precision "day"; write 1.'),
        ({"content_note": "yes"}, 'column content_note: "yes" is neither true nor false; write true or false.'),
        (
            {"radius_m": "500"},
            ('column radius_m: "500" is given, but place_precision is not "near"; empty one or change the other.'),
        ),
        (
            {"place": "atlantis"},
            ('column place: "atlantis" is not an id in places.csv; correct it or add the row there.'),
        ),
        (
            {"title": "Clash\x00"},
            ('column title: "Clash\N{REPLACEMENT CHARACTER}" holds an invisible control character; retype the cell.'),
        ),
    ],
)
def test_a_faulty_cell_is_named_with_file_line_column_and_value(tmp_path, cells, said):
    told = changed(tmp_path, "incidents", "town_hall", **cells)
    assert f"incidents.csv, line 8, {said}" in told
    assert [sentence for sentence in told if sentence.startswith("incidents.csv")] == [f"incidents.csv, line 8, {said}"]


@pytest.mark.parametrize(
    ("table", "row", "cells", "said"),
    [
        (
            "places",
            "svinjare",
            {"latitude": "20.9", "longitude": "42.86"},
            (
                'places.csv, line 6, column latitude: "20.9" and longitude 42.86 look swapped '
                "for XK; exchange latitude and longitude."
            ),
        ),
        (
            "places",
            "svinjare",
            {"latitude": "0", "longitude": "0"},
            (
                'places.csv, line 6, column latitude: "0" and longitude 0 is a point in the '
                "Gulf of Guinea; give the coordinate of the place."
            ),
        ),
        (
            "places",
            "svinjare",
            {"latitude": "48.2", "longitude": "16.37"},
            (
                'places.csv, line 6, column latitude: "48.2" and longitude 16.37 lie outside '
                "XK; correct the coordinate or the country."
            ),
        ),
        (
            "places",
            "svinjare",
            {"latitude": "142.86"},
            (
                'places.csv, line 6, column latitude: "142.86" is above 90, the most possible; '
                "look whether latitude and longitude are swapped."
            ),
        ),
        (
            "places",
            "svinjare",
            {"latitude": "42,86"},
            (
                'places.csv, line 6, column latitude: "42,86" is not a number; write digits '
                "with a decimal point, for example 42.9068."
            ),
        ),
        (
            "places",
            "svinjare",
            {"latitude": "nan"},
            (
                'places.csv, line 6, column latitude: "nan" is not a number; write digits with '
                "a decimal point, for example 42.9068."
            ),
        ),
        (
            "sources",
            "paper",
            {"url": "javascript:alert(1)"},
            (
                'sources.csv, line 3, column url: "javascript:alert(1)" is not a web address; '
                "write one that begins with https:// or http://."
            ),
        ),
        (
            "sources",
            "paper",
            {"url": "http://[bad"},
            (
                'sources.csv, line 3, column url: "http://[bad" is not a web address; write '
                "one that begins with https:// or http://."
            ),
        ),
        (
            "figures",
            "f2",
            {"low": "40", "best": "30"},
            ('figures.csv, line 3, column best: "30" is less than low (40); correct one of the two.'),
        ),
        (
            "figures",
            "f1",
            {"high": "60"},
            (
                'figures.csv, line 2, column high: "60" is given although open_upper is true; '
                "empty it or set open_upper to false."
            ),
        ),
        (
            "figures",
            "f2",
            {"best": "1,200"},
            (
                'figures.csv, line 3, column best: "1,200" is not a whole number; write digits '
                "only, without separators, blanks or units."
            ),
        ),
        (
            "figures",
            "f2",
            {"best": "9" * 30},
            (
                f'figures.csv, line 3, column best: "{"9" * 30}" is not a whole number; write '
                f"digits only, without separators, blanks or units."
            ),
        ),
        (
            "movements",
            "reserve_2004",
            {"arrived_on": "2004-03-01"},
            (
                'movements.csv, line 2, column arrived_on: "2004-03-01" lies before '
                "announced_on (2004-03-18); correct one of the two."
            ),
        ),
        (
            "incidents",
            "blast",
            {"radius_m": ""},
            (
                "incidents.csv, line 7, column radius_m: the cell is empty, but "
                'place_precision is "near"; give the radius in metres.'
            ),
        ),
        (
            "chapters",
            "c1",
            {"incidents": "town_hall lost"},
            (
                'chapters.csv, line 3, column incidents: "town_hall lost" names "lost", which '
                "is not an id in incidents.csv; correct it or add the row there."
            ),
        ),
        (
            "statements",
            "t1",
            {"coded_row": "f9"},
            (
                'statements.csv, line 2, column coded_row: "f9" is not an id in figures.csv; '
                "correct it or add the row there."
            ),
        ),
        (
            "episodes",
            "may_2023",
            {"start": "2023-05"},
            ('episodes.csv, line 3, column start: "2023-05" is not a full date; write it as 2004-03-17.'),
        ),
    ],
)
def test_what_cannot_be_is_named_with_what_to_do(tmp_path, table, row, cells, said):
    assert said in changed(tmp_path, table, row, **cells)


def test_a_swapped_place_is_found_in_a_country_that_has_no_box(tmp_path):
    tables = world()
    for number, point in enumerate([(60.1, 24.9), (61.5, 23.8), (65.0, 25.5), (22.2, 60.4)]):
        names = ("Town", "Town", "Town", "Town")
        tables["places"].append(place(f"town_{number}", *names, "P/PPL", *point, country="FI"))
    assert sentences(write_world(tmp_path, tables)) == [
        (
            'places.csv, line 12, column latitude: "22.2" and longitude 60.4 look swapped for FI; '
            "exchange latitude and longitude."
        )
    ]


def test_all_faults_of_a_row_are_told_at_once(tmp_path):
    told = changed(tmp_path, "incidents", "sit_in", event_type="x", content_note="?")
    assert [sentence.split(":")[0] for sentence in told if sentence.startswith("incidents")] == [
        "incidents.csv, line 9, column event_type",
        "incidents.csv, line 9, column content_note",
    ]


def test_what_depends_on_a_rejected_row_is_rejected_with_it_and_the_rest_still_shows(tmp_path):
    tables = world()
    tables["places"][3]["latitude"] = "20.84"
    tables["places"][3]["longitude"] = "42.9"
    dataset = read_dataset(write_world(tmp_path, tables), today=TODAY)
    lost = {name: counts.rejected for name, counts in dataset.counts.items() if counts.rejected}
    assert lost == {
        "places": 1, "toponyms": 1, "incidents": 2, "attestations": 2, "figures": 4, "relations": 1, "chapters": 1,
        "exercises": 2, "statements": 1,
    }  # fmt: skip
    assert (
        'figures.csv, line 4, column incident: "town_hall" is the id of a row of '
        "incidents.csv that was rejected; correct that row first."
    ) in [rejection.sentence() for rejection in dataset.rejections]
    shown = locate(dataset, Gazetteer(places_of(dataset), None))
    assert list(shown.index) == [
        "bridge_clash", "houses_burned", "reserve_2004", "year_of_talks", "searches", "sit_in",
    ]  # fmt: skip


def test_the_second_of_two_equal_ids_is_rejected(tmp_path):
    tables = world()
    tables["incidents"].append({**tables["incidents"][0], "title": "Another"})
    folder = write_world(tmp_path, tables)
    assert sentences(folder) == [
        'incidents.csv, line 10, column id: "bridge_clash" is already used in line 2 (id must be unique).'
    ]
    assert read_dataset(folder, today=TODAY).counts["incidents"] == Counts(9, 8, 1)


def test_parts_that_go_round_in_a_circle_are_rejected(tmp_path):
    tables = world()
    tables["figures"][1]["part_of"] = "f3"
    told = sentences(write_world(tmp_path, tables))
    circle = "makes the row a part of itself; name the row that it is a part of."
    assert told[:2] == [
        f'figures.csv, line 3, column part_of: "f3" {circle}',
        f'figures.csv, line 4, column part_of: "f2" {circle}',
    ]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1250", "not in UTF-8 (first seen in line 2); it looks like Windows-1250 (Central European)"),
        ("cp1251", "not in UTF-8 (first seen in line 2); it looks like Windows-1251 (Cyrillic)"),
        ("utf-16", "in UTF-16, not in UTF-8"),
        ("utf-16-le", "in UTF-16, not in UTF-8"),
    ],
)
def test_another_encoding_is_named_with_what_to_do(tmp_path, encoding, said):
    text = "id,title\n1,Жица\n" if encoding == "cp1251" else "id,title\n1,Zvečan i Štrpce\n"
    folder = rewritten(tmp_path, "incidents", lambda _: text.encode(encoding))
    with pytest.raises(DatasetError) as caught:
        read_dataset(folder)
    assert str(caught.value) == (
        f'incidents.csv: the file is {said}; open it in a spreadsheet or an editor and save it again as "CSV UTF-8 '
        '(comma separated)".'
    )


@pytest.mark.parametrize("name", ["sources", "places", "incidents"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _: b"", "the file is empty; it needs at least the header line."),
        (lambda content: content.replace(b",", b";"), "the columns are not separated by commas; open it in a "),
        (
            lambda content: content.replace(b"id,", b"identifier,", 1),
            'the column "id" is missing; add it; the column "identifier"',
        ),
        (
            lambda content: content.replace(b"id,", b'id,"title"x,', 1),
            "the header line has a quotation mark out of place",
        ),
        (
            lambda content: content.replace(b"id,", b"id,id,", 1),
            'the header has the column "id" twice; remove or rename',
        ),
        (lambda content: b"\n" + content, "the header line is empty; write the column names there."),
    ],
)
def test_an_indispensable_table_that_cannot_be_read_is_an_error(tmp_path, name, change, said):
    with pytest.raises(DatasetError) as caught:
        read_dataset(rewritten(tmp_path, name, change))
    assert str(caught.value).startswith(f"{name}.csv: {said}")


def test_a_missing_indispensable_file_is_an_error_and_another_one_a_rejection(tmp_path):
    folder = write_world(tmp_path)
    (folder / "areas.csv").unlink()
    assert sentences(folder) == [f"areas.csv: the file is missing in {folder}; put it there."]
    (folder / "sources.csv").unlink()
    with pytest.raises(DatasetError, match=r"sources.csv: the file is missing in .*; put it there."):
        read_dataset(folder)


def test_a_file_without_a_required_column_counts_its_rows_as_rejected(tmp_path):
    folder = rewritten(tmp_path, "figures", lambda content: content.replace(b",measure,", b",what,", 1))
    dataset = read_dataset(folder, today=TODAY)
    assert dataset.counts["figures"] == Counts(6, 0, 6)
    assert [rejection.sentence() for rejection in dataset.rejections if rejection.table == "figures"] == [
        'figures.csv: the column "measure" is missing; add it.',
        'figures.csv: the column "what" is not known and was not read; rename or remove it.',
    ]


def test_a_missing_optional_column_is_named_and_the_rows_are_kept(tmp_path):
    folder = write_world(tmp_path)
    path = folder / "areas.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    at = lines[0].index("basis")
    path.write_text("\n".join(",".join(line[:at] + line[at + 1 :]) for line in lines), encoding="utf-8")
    dataset = read_dataset(folder, today=TODAY)
    assert [rejection.sentence() for rejection in dataset.rejections] == [
        'areas.csv: the column "basis" is missing; add it.'
    ]
    assert dataset.tables["areas"]["basis"].to_list() == [""]


def test_a_header_in_another_order_and_a_byte_order_mark_change_nothing(tmp_path):
    folder = write_world(tmp_path)
    before = read_dataset(folder).tables["relations"]
    path = folder / "relations.csv"
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\r\n".join(",".join(reversed(line)) for line in lines), encoding="utf-8-sig")
    dataset = read_dataset(folder)
    assert dataset.rejections == ()
    assert dataset.tables["relations"].equals(before)


def test_ragged_rows_are_rejected_and_their_neighbours_kept(tmp_path):
    folder = rewritten(
        tmp_path, "relations", lambda content: content + b"sit_in,context\nsit_in,part_of,town_hall,x\n\n"
    )
    dataset = read_dataset(folder, today=TODAY)
    assert dataset.counts["relations"] == Counts(4, 2, 2)
    assert [rejection.sentence() for rejection in dataset.rejections] == [
        "relations.csv, line 4: the row has 2 cells, the header has 3; look for a missing or an unquoted comma.",
        "relations.csv, line 5: the row has 4 cells, the header has 3; look for a missing or an unquoted comma.",
    ]


def test_an_open_quotation_mark_costs_one_line_and_not_the_rest_of_the_file(tmp_path):
    def change(content):
        header, first, second = content.splitlines(keepends=True)
        return header + b'sit_in,context,"houses\n' + first + b'town_hall,"context"s,sit_in\n' + second

    dataset = read_dataset(rewritten(tmp_path, "relations", change), today=TODAY)
    assert dataset.counts["relations"] == Counts(4, 2, 2)
    assert [rejection.sentence() for rejection in dataset.rejections] == [
        f"relations.csv, line {line}: the row has a quotation mark out of place; close it, or write a quotation mark "
        "inside a field twice."
        for line in (2, 4)
    ]


def test_a_quotation_mark_that_is_never_closed_costs_one_line(tmp_path):
    def change(content):
        header, first, second = content.splitlines(keepends=True)
        return header + b'sit_in,context,"houses\n' + first + second

    dataset = read_dataset(rewritten(tmp_path, "relations", change), today=TODAY)
    assert dataset.counts["relations"] == Counts(3, 2, 1)
    assert [rejection.sentence() for rejection in dataset.rejections] == [
        "relations.csv, line 2: the row opens a quotation mark that is never closed; close it or remove it."
    ]


@pytest.mark.parametrize("length", [40_000, 300_000])
def test_a_huge_field_costs_one_row(tmp_path, length):
    tables = world()
    tables["sources"].append({**tables["sources"][0], "id": "huge", "note": "x" * length})
    dataset = read_dataset(write_world(tmp_path, tables), today=TODAY)
    assert dataset.counts["sources"] == Counts(4, 3, 1)
    (rejection,) = dataset.rejections
    assert rejection.line == 5
    assert "32,767 characters; shorten it." in rejection.sentence()
    assert len(rejection.sentence()) < 300


def test_rejected_rows_are_counted_once_and_leave_as_they_were_written(tmp_path):
    tables = world()
    tables["changes"][0].update(date="=1+1", version="", what='said "so", twice')
    dataset = read_dataset(write_world(tmp_path, tables), today=TODAY)
    assert rejected_rows(dataset, "changes") == 1
    assert rejections_csv(dataset.rejections).decode("utf-8-sig").splitlines() == [
        "table,file,line,column,value,reason,sentence,row_as_written",
        (
            'changes,changes.csv,2,date,\'=1+1,"is not a date; write it as 2004, 2004-03 or 2004-03-17",'
            '"changes.csv, line 2, column date: ""=1+1"" is not a date; write it as 2004, 2004-03 or 2004-03-17.",'
            '"v1,=1+1,,incidents,*,""said """"so"""", twice"",Start."'
        ),
        (
            "changes,changes.csv,2,version,,is empty but has to be filled in,"
            '"changes.csv, line 2, column version: the cell is empty but has to be filled in.",'
            '"v1,=1+1,,incidents,*,""said """"so"""", twice"",Start."'
        ),
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet='ab,"\n\r\t;=\x00é', max_size=30), max_size=8))
def test_whatever_is_written_accepted_and_rejected_rows_are_all_rows(tmp_path, lines):
    folder = write_world(tmp_path)
    with (folder / "relations.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines))
    dataset = read_dataset(folder, today=TODAY)
    counts = dataset.counts["relations"]
    lines_rejected = {rejection.line for rejection in dataset.rejections if rejection.table == "relations"}
    assert counts.accepted == len(dataset.tables["relations"]) == 2
    assert counts.rejected == len(lines_rejected)
    assert counts.rows == counts.accepted + counts.rejected


def test_an_incident_of_the_far_future_does_not_hide_the_others(tmp_path):
    tables = world()
    coding = ("day", "zvecan", "exact", "clash", "Violent demonstration")
    tables["incidents"].append(incident("later", "Later", "9999-12-31", "9999-12-31", *coding))
    dataset = read_dataset(write_world(tmp_path, tables), today=TODAY)
    assert dataset.counts["incidents"] == Counts(9, 8, 1)
