"""A whole table of place names: nothing of it is lost, every row gets its place."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.candidates import Hints
from gazetteer.errors import GazetteerError, InputError
from gazetteer.policy import NamePolicy
from gazetteer.tables.batch import ADDED, Resolver, Tally, added_names, resolve_rows, resolve_table
from gazetteer.tables.csvtable import open_table
from gazetteer.tables.encodings import decode, detect
from gazetteer.tables.hinting import HintColumns, degrees, read_hints

ZVECAN = {
    "latitude": 42.9075, "longitude": 20.84028, "radius_m": 1500, "place_id": "zvecan", "geonameid": 784044,
    "place_name": "Zveçan / Zvečan", "municipality": "Komuna e Zveçanit / Opština Zvečan", "country": "XK",
    "status": "resolved", "score": 1.0, "candidates": None,
}  # fmt: skip
SETTINGS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def without_reason(row):
    return {name: value for name, value in row.items() if name != "reason"}


def table_of(content, columns=(), **how):
    return open_table(io.BytesIO(content), "towns.csv", columns, **how)


def resolved(content, gazetteer, column="place", hints=None, **how):
    """Resolve the bytes of a CSV file; return the rows that come out, with a tally."""
    tally = Tally()
    table = table_of(content, (column,), **how)
    rows = list(resolve_table(table, column, Resolver(gazetteer), hints or HintColumns(), tally))
    return rows, tally


def test_every_row_keeps_its_cells_and_gets_its_place(tiny_gazetteer):
    rows = [{"id": 7, "where": "Zvecan"}, {"id": 8, "where": "Qwertzuiop"}, {"id": 9, "where": None}]
    first, second, third = resolve_rows(iter(rows), "where", tiny_gazetteer)
    nothing = dict.fromkeys(ADDED) | {"status": "unknown"}
    assert tuple(first) == ("id", "where", *ADDED)
    assert without_reason(first) == {"id": 7, "where": "Zvecan", **ZVECAN}
    assert without_reason(second) == without_reason({"id": 8, "where": "Qwertzuiop", **nothing})
    assert third == {"id": 9, "where": None, **nothing, "reason": "the cell is empty"}


def test_the_rows_are_taken_one_at_a_time(tiny_gazetteer):
    def endless():
        while True:
            yield {"where": "Zvecan"}

    walked = resolve_rows(endless(), "where", tiny_gazetteer)
    assert [next(walked)["place_id"] for _ in range(3)] == ["zvecan"] * 3


def test_no_column_of_the_table_is_overwritten(tiny_gazetteer):
    row = {"status": "mine", "country": "ours", "country_resolved": "theirs", "where": "Zvecan"}
    (found,) = resolve_rows([row], "where", tiny_gazetteer)
    assert {name: found[name] for name in row} == row
    assert (found["status_resolved"], found["country_resolved_2"]) == ("resolved", "XK")


def test_a_column_that_is_not_there_is_told_with_those_that_are(tiny_gazetteer):
    told = 'There is no column "town"; the columns are "id", "where". Name one of them.'
    with pytest.raises(InputError) as caught:
        list(resolve_rows([{"id": 1, "where": "Zvecan"}], "town", tiny_gazetteer))
    assert str(caught.value) == told
    with pytest.raises(InputError, match='There is no column "land"'):
        list(resolve_rows([{"id": 1, "where": "Zvecan"}], "where", tiny_gazetteer, HintColumns(country="land")))
    assert issubclass(InputError, GazetteerError)
    assert issubclass(InputError, ValueError)


def test_a_table_without_rows_has_none(tiny_gazetteer):
    assert list(resolve_rows([], "where", tiny_gazetteer)) == []


def test_a_relative_place_gets_a_point_and_a_radius_but_no_place(tiny_gazetteer):
    (found,) = resolve_rows([{"where": "5 km north of Zvečan"}], "where", tiny_gazetteer)
    assert (found["status"], found["place_id"], found["score"]) == ("resolved", None, None)
    assert found["latitude"] == pytest.approx(42.9525, abs=0.001)
    assert found["radius_m"] > 0


def test_names_follow_the_policy(tiny_gazetteer):
    (found,) = resolve_rows([{"where": "Zvečan"}], "where", tiny_gazetteer, policy=NamePolicy.SERBIAN_CYRILLIC)
    assert (found["place_name"], found["municipality"]) == ("Звечан", "Општина Звечан")


def test_a_place_that_cannot_be_told_apart_comes_with_its_candidates(twin_gazetteer):
    (found,) = resolve_rows([{"where": "Banja"}], "where", twin_gazetteer)
    assert (found["status"], found["latitude"], found["place_id"]) == ("ambiguous", None, None)
    listed = found["candidates"].split(" | ")
    assert sorted(one.split(":")[0] for one in listed) == ["banja_n", "banja_s"]


def test_hint_columns_of_every_kind_are_read():
    columns = HintColumns("c", "m", "lat", "lon", "f", "d")
    row = {"c": "XK", "m": " zvecan ", "lat": "42,9", "lon": 20.8, "f": "p", "d": "2004-03-17"}
    assert read_hints(row, columns) == (Hints("XK", "zvecan", (42.9, 20.8), "P", date(2004, 3, 17)), "")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2004", date(2004, 12, 31)),
        ("2004-02", date(2004, 2, 29)),
        ("2004-3-7", date(2004, 3, 7)),
        ("2004-03-17T10:30:00", date(2004, 3, 17)),
        (date(2004, 3, 17), date(2004, 3, 17)),
        (datetime(2004, 3, 17, 10, 30), date(2004, 3, 17)),  # noqa: DTZ001 (a cell has no time zone)
        (float("nan"), None),
        (" ", None),
    ],
)
def test_a_date_is_read_to_its_last_day(cell, day):
    assert read_hints({"d": cell}, HintColumns(date="d")) == (Hints(on=day), "")


@pytest.mark.parametrize(
    ("columns", "cells", "told"),
    [
        ({"date": "a"}, ("03/04/2004", ""), '"03/04/2004" is no date like 2004-03-17'),
        ({"date": "a"}, ("2004-02-30", ""), '"2004-02-30" is no date like 2004-03-17'),
        ({"feature_class": "a"}, ("Q", ""), '"Q" is no feature class of GeoNames'),
        ({"latitude": "a", "longitude": "b"}, ("95", "20"), '"95", "20" is no point in decimal degrees'),
        ({"latitude": "a", "longitude": "b"}, ("42", ""), '"42", "" is no point in decimal degrees'),
        ({"latitude": "a", "longitude": "b"}, ("0", "0"), "0, 0 stands for a point that is not known"),
    ],
)
def test_a_hint_that_cannot_be_read_is_left_out_and_told(columns, cells, told):
    row = dict(zip("ab", cells, strict=True))
    assert read_hints(row, HintColumns(**columns)) == (Hints(), f"hint left out: {told}")


def test_a_hint_settles_what_the_name_does_not(tiny_gazetteer):
    rows = [{"where": "Zvečan", "class": "A"}, {"where": "Zvečan", "class": "B?"}]
    area, town = resolve_rows(rows, "where", tiny_gazetteer, HintColumns(feature_class="class"))
    assert (area["place_id"], town["place_id"]) == ("zvecan_municipality", "zvecan")
    assert town["reason"].startswith('hint left out: "B?" is no feature class of GeoNames; ')


@pytest.mark.parametrize(("text", "value"), [("42.5", 42.5), ("42,5", 42.5), ("−20", -20), ("91", None), ("n", None)])
def test_degrees_are_read_with_a_point_or_a_comma(text, value):
    assert degrees(text, 90) == value


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("utf-8", "Shtërpcë, Штрпце"),
        ("utf-8-sig", "Shtërpcë, Штрпце"),
        ("utf-16", "Shtërpcë, Štrpce, Đakovica"),
        ("utf-16-le", "Shtërpcë, Štrpce, Đakovica"),
        ("utf-16-be", "Shtërpcë, Štrpce, Đakovica"),
        ("utf-32", "Shtërpcë"),
        ("cp1250", "Štrpce, Đakovica i Peć; Račak"),
        ("cp1250", "Gračanica"),
        ("cp1250", "Shtërpcë dhe Ferizaj; Uroševac"),
        ("cp1251", "Штрпце и Звечан"),
        ("cp1251", "Жица"),
        ("cp1252", "Genève, Besançon, très près de Kosovo"),
        ("cp1252", "naïve, château, être"),
    ],
)
def test_the_encoding_of_a_text_is_found_out(codec, text):
    assert decode(text.encode(codec)).lstrip("\ufeff") == text


def test_an_encoding_is_said_to_be_certain_or_the_likeliest():
    assert detect(["Peć".encode()]).words == "UTF-8"
    assert detect(["Peć".encode("cp1250")]).words == "Windows-1250 (Central European), the likeliest"


def test_an_encoding_does_not_depend_on_how_the_file_is_cut():
    content = "Štrpce, Đakovica i Peć".encode()
    assert detect(content[at : at + 1] for at in range(len(content))) == detect([content])


@given(st.binary(max_size=400))
@SETTINGS
def test_any_bytes_become_a_text(content):
    assert isinstance(decode(content), str)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out_and_kept(tiny_gazetteer, separator):
    rows, tally = resolved(f"id{separator}place\n1{separator}Zvecan\n".encode(), tiny_gazetteer)
    assert rows[0] == ["id", "place", *ADDED]
    assert rows[1][:4] == ["1", "Zvecan", 42.9075, 20.84028]
    assert tally.sentence() == "1 rows: 1 resolved, 0 ambiguous, 0 unknown"
    assert table_of(f"id{separator}place\n".encode(), ("place",)).separator == separator


def test_a_separator_is_one_that_makes_the_column_asked_for():
    table = table_of(b'id;"place, as written"\n1;Zvecan, Kosovo\n2;Pec, Kosovo\n', ("place, as written",))
    assert (table.header, table.words) == (("id", "place, as written"), "UTF-8, separated by semicolons")


def test_nothing_of_an_uneven_table_is_lost(tiny_gazetteer):
    rows, tally = resolved(b"place,place,status\nZvecan\nZvecan,b,c,d,e\n", tiny_gazetteer)
    names = ["status_resolved" if name == "status" else name for name in ADDED]
    assert rows[0] == ["place", "place", "status", *names]
    assert (rows[1][:3], len(rows[1])) == (["Zvecan", "", ""], 15)
    assert (rows[2][:3], rows[2][3:5], rows[2][15:]) == (["Zvecan", "b", "c"], [42.9075, 20.84028], ["d", "e"])
    assert tally.sentence().endswith("; 1 with more cells than the header, which stand at the end")


def test_quotes_line_breaks_and_signs_inside_cells_survive(tiny_gazetteer):
    cells = ['a "b" c', "two\nlines", "two\r\nlines", "=1+1", "'", " x ", ""]
    target = io.StringIO(newline="")
    csv.writer(target).writerows([["place", *"abcdefg"], ["Zvecan", *cells]])
    rows, _ = resolved(target.getvalue().encode(), tiny_gazetteer)
    assert rows[1][1:8] == cells


def test_an_empty_line_is_a_row_only_where_there_is_one_column(tiny_gazetteer):
    one, _ = resolved(b"place\nZvecan\n\nZvecan\n", tiny_gazetteer)
    two, _ = resolved(b"place,x\nZvecan,1\n\nZvecan,2\n", tiny_gazetteer)
    assert ([row[0] for row in one[1:]], [row[0] for row in two[1:]]) == (["Zvecan", "", "Zvecan"], ["Zvecan"] * 2)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "towns.csv is empty. It needs a header line with the names of the columns."),
        (b"\n\n", "towns.csv is empty. It needs a header line with the names of the columns."),
        (b"a,b\n1,2\n", 'There is no column "place"; the columns are "a", "b". Name one of them.'),
        (b'place,b\n1,2\n3,"a" b\n', "towns.csv, line 3: the quotation marks do not fit"),
        (b'place,b\n1,2\n3,"a\n4,5\n', "towns.csv, line 3: the quotation marks do not fit"),
    ],
)
def test_a_table_that_cannot_be_read_is_told_with_what_to_do(tiny_gazetteer, content, told):
    with pytest.raises(InputError) as caught:
        resolved(content, tiny_gazetteer)
    assert str(caught.value).startswith(told)


def test_an_encoding_that_is_given_is_taken_at_its_word():
    assert table_of("place,Ž\n".encode("cp1250"), encoding="cp1252").header == ("place", "Ž")
    with pytest.raises(InputError, match='There is no encoding "utf-9"'):
        table_of(b"place\n", encoding="utf-9")
    with pytest.raises(InputError, match="is not in utf-8"):
        table_of("place,Ž\n".encode("cp1250"), encoding="utf-8")


def test_a_column_is_found_in_another_case_if_only_one_fits():
    table = table_of(b"ID, Place \n1,2\n")
    assert (table.position("place"), table.position("ID")) == (1, 0)
    with pytest.raises(InputError):
        table_of(b"Place,PLACE\n").position("place")


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=4), min_size=1, max_size=6))
@SETTINGS
def test_whatever_a_table_holds_every_row_and_cell_comes_back(tiny_gazetteer, cells):
    target = io.StringIO(newline="")
    csv.writer(target).writerows([["place", "other"], *cells])
    content = target.getvalue().encode("utf-8", "replace")
    wanted = list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
    rows, tally = resolved(content, tiny_gazetteer, separator=",")
    assert [[*row[:2], *row[14:]] for row in rows[1:]] == wanted
    assert tally.rows == len(cells)


@given(st.lists(st.sampled_from([*ADDED, *(f"{name}_resolved" for name in ADDED)]), unique=True))
def test_the_names_of_the_added_columns_never_repeat(header):
    names = [*header, *added_names(header)]
    assert len(set(names)) == len(names) == len(header) + len(ADDED)
