"""What the engine answers in this process: as the filters of the atlas count, whatever is searched, drawn or paged."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gazetteer.resolve import Gazetteer
from geo import filters as atlas
from geo.engine import questions
from geo.engine.asking import Rows
from geo.engine.bins import bin_number, bin_start
from geo.engine.cells_built import build
from geo.engine.drawn import Bin, Cells, Points
from geo.engine.engines import open_flat
from geo.engine.grids import CellBox, Grain, cells_in, level_for
from geo.errors import EngineError
from geo.filters import Filters
from geo.incident_table import COLUMNS, SCHEMA, cells_of
from geo.incidents import locate, places_of
from geo.tables import read_dataset

SHIPPED = Path(__file__).parents[1] / "data"
MARCH = (date(2004, 3, 1), date(2004, 3, 31))
#: sets of criteria, each hiding something of the shipped data
ASKED = (
    (Filters(), None),
    (Filters(), MARCH),
    (Filters(event_types=("clash", "protest"), place_precisions=("exact",)), None),
    (Filters(actor_kinds=("peacekeepers",), casualties="injured_or_killed"), (date(2011, 1, 1), date(2023, 12, 31))),
    (Filters(episodes=("",), source_kinds=("news", "agency")), None),
    (Filters(place_precisions=("settlement", "near"), text="KFOR"), None),
    (Filters(text="north Mitrovica", casualties="killed"), MARCH),
)


@dataclass(frozen=True)
class Shipped:
    incidents: object  # the table that the atlas filters
    tally: object


def flat_table(rows):
    """Return a flat table: what a row does not say is empty."""
    filled = [{column.name: "" if column.type == pa.string() else None for column in COLUMNS} | row for row in rows]
    return pa.Table.from_pylist(filled, schema=SCHEMA)


def row(number, day="2020-01-01", last="", **told):
    """Return one incident in the middle of a grid cell of its own."""
    first, latitude, longitude = date.fromisoformat(day), 42.0 + number / 100, 21.0 + number / 100
    x, y = (int(one[0]) for one in cells_of(np.array([latitude]), np.array([longitude])))
    return {
        "id": f"row-{number}", "title": f"Incident {number}", "first_day": first,
        "last_day": date.fromisoformat(last) if last else first, "date_precision": "day", "place_precision": "exact",
        "latitude": latitude, "longitude": longitude, "event_type": "clash", "search_text": f"incident {number}",
        "cell_x": x, "cell_y": y,
    } | told  # fmt: skip


def opened(folder, *rows, name="made", **options):
    """Open rows as a data set."""
    path = folder / f"{name}.parquet"
    pq.write_table(flat_table(rows), path)
    return open_flat({name: str(path)}, **options)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    dataset = read_dataset(SHIPPED)
    located = locate(dataset, Gazetteer(places_of(dataset)))
    incidents = located.drop(columns="geometry")
    for column in ("sources", "source_kinds"):  # the flat table tells one source of each incident
        incidents[column] = [told[:1] for told in incidents[column]]
    rows = [
        {name: told[name] for name in told if name in SCHEMA.names and isinstance(told[name], str)}
        | {
            "first_day": told["first_day"], "last_day": told["last_day"],
            "source": "".join(told["sources"]), "source_kind": "".join(told["source_kinds"]),
            "killed_best": int(told["has_deaths"]), "injured_high": int(told["has_injuries"]),
            "cell_x": 1 if place is not None else None, "cell_y": 1 if place is not None else None,
        }
        for told, place in zip(incidents.to_dict("records"), located.geometry, strict=True)
    ]  # fmt: skip
    tally = opened(tmp_path_factory.mktemp("shipped"), *rows)
    yield Shipped(incidents, tally)
    tally.close()


@pytest.mark.parametrize(("filters", "window"), ASKED)
def test_counts_are_those_of_the_filters_of_the_atlas(shipped, filters, window):
    theirs, ours = atlas.apply(shipped.incidents, filters, window), shipped.tally.shown(filters, window)
    assert (ours.shown, ours.hidden, ours.total) == (len(theirs.ids), theirs.hidden, theirs.total)
    assert ours.hidden_precisions == theirs.hidden_precisions
    assert list(ours.hidden) == list(theirs.hidden)
    assert ours.shown + sum(ours.hidden.values()) == ours.total


@pytest.mark.parametrize(("filters", "window"), ASKED)
def test_options_are_those_of_the_filters_of_the_atlas(shipped, filters, window):
    assert shipped.tally.facets(filters, window) == atlas.facets(shipped.incidents, filters, window)


@pytest.mark.parametrize(("filters", "window"), ASKED)
def test_days_count_what_lies_in_any_window(shipped, filters, window):
    days = shipped.tally.days(filters)
    assert (np.diff(days.day) > 0).all()
    first, last = window or (date(1998, 1, 1), date(2030, 1, 1))
    begun = days.begun[days.day <= (last - date(1970, 1, 1)).days].sum()
    gone = days.ended[days.day < (first - date(1970, 1, 1)).days].sum()
    assert begun - gone == len(atlas.apply(shipped.incidents, filters, (first, last)).ids)


def test_a_list_has_its_most_frequent_options_and_the_chosen_ones(tmp_path):
    rows = [row(number, source=f"source {number:03}") for number in range(260)]
    tally = opened(tmp_path, *rows, row(300, source="source 259"))
    everything = tally.facets(Filters(), None)["sources"]
    assert list(everything) == [*(f"source {number:03}" for number in range(199)), "source 259"]
    assert (everything["source 000"], everything["source 259"]) == (1, 2)
    chosen = tally.facets(Filters(sources=("source 230",)), None)["sources"]
    assert chosen == {**everything, "source 230": 1}
    tally.close()


def test_a_word_that_no_row_has_hides_all_and_breaks_nothing(tmp_path):
    tally = opened(tmp_path, row(1), row(2, event_type="protest"))
    for strange in ("o'clock", "100 %", "a_b", 'say "so"', "'; DROP TABLE tally; --", "{before}", "\\", "Штрпце"):
        asked = Filters(sources=(strange,), event_types=("clash",))
        assert tally.shown(asked, None).hidden == {"event_types": 1, "sources": 1}
        assert tally.facets(asked, None)["sources"] == {}
        assert tally.shown(Filters(text=f"{strange} x9"), None).shown == 0
    assert tally.shown(Filters(), None).shown == 2
    tally.close()


@pytest.mark.parametrize("unit", list(Bin))
def test_bins_are_those_of_the_calendar_before_1970_too(unit):
    days = [date(1, 1, 1) + timedelta(days=step * 6571 + step % 31) for step in range(550)]
    days += [
        date(1900, 2, 28),
        date(1900, 3, 1),
        date(2000, 2, 29),
        date(1969, 12, 31),
        date(1970, 1, 1),
        date(1969, 12, 29),
    ]
    table = ibis.memtable({"day": days}, schema={"day": "date"})
    number = bin_number(table.day, unit)
    found = ibis.duckdb.connect().to_pyarrow(
        table.select("day", first=bin_start(number, unit), after=bin_start(number + 1, unit))
    )
    for day, first, after in zip(*(found[name].to_pylist() for name in ("day", "first", "after")), strict=True):
        assert (first, after) == tuple((one - date(1970, 1, 1)).days for one in bin_of(day, unit))


def bin_of(day, unit):
    """Return the first day of a bin of the calendar and the day after its last."""
    months = {Bin.MONTH: 1, Bin.QUARTER: 3, Bin.YEAR: 12}
    if unit in months:
        first = date(day.year, (day.month - 1) // months[unit] * months[unit] + 1, 1)
        index = first.year * 12 + first.month - 1 + months[unit]
        return first, date(index // 12, index % 12 + 1, 1)
    first = day - timedelta(days=day.weekday() if unit is Bin.WEEK else 0)
    return first, first + timedelta(days=7 if unit is Bin.WEEK else 1)


def test_few_incidents_are_drawn_one_by_one_by_day(tmp_path):
    tally = opened(
        tmp_path, row(2, "2020-05-01", event_type="protest"), row(1, "2019-05-01", "2019-05-03"),
        row(3, cell_x=None, cell_y=None, place_precision="region"),
    )  # fmt: skip
    points = tally.drawn(Filters(), None, 3)
    assert isinstance(points, Points)
    assert [column.tolist() for column in (points.row, points.first_day, points.last_day)] == [
        [1, 0], [18017, 18383], [18019, 18383],
    ]  # fmt: skip
    assert (points.event_type.tolist(), points.place_precision.tolist()) == ([0, 2], [0, 0])
    assert tally.shown(Filters(), None).unplaced == 1
    assert tally.drawn(Filters(), (21.015, 42.0, 22.0, 43.0), 3).row.tolist() == [0]
    tally.close()


def test_many_incidents_are_drawn_as_the_finest_cells_that_are_few_enough(tmp_path):
    rows = [row(0, str(date(2020, 1, 1) + timedelta(days=step))) for step in range(366)]
    tally = opened(tmp_path, *rows)
    found = {most: tally.drawn(Filters(), None, 3, most) for most in (365, 60, 52, 12, 1)}
    assert {most: (cells.bin, len(cells.n), int(cells.n.sum())) for most, cells in found.items()} == {
        365: (Bin.WEEK, 53, 366), 60: (Bin.WEEK, 53, 366), 52: (Bin.MONTH, 12, 366), 12: (Bin.MONTH, 12, 366),
        1: (Bin.YEAR, 1, 366),
    }  # fmt: skip
    assert (found[1].from_day.tolist(), found[1].to_day.tolist(), found[1].level) == ([18262], [18628], 8)
    assert tally.drawn(Filters(), (50.0, 0.0, 60.0, 10.0), 3, 10).row.tolist() == []
    tally.close()


def test_cells_become_larger_where_the_coarsest_bins_are_too_many(tmp_path):
    tally = opened(tmp_path, *(row(number, f"{year}-06-01") for number in range(40) for year in (2001, 2002, 2003)))
    cells = tally.drawn(Filters(), None, 12, most=30)
    assert cells.level < level_for(12)
    assert (int(cells.n.sum()), len(cells.n) <= 30) == (120, True)
    tally.close()


def test_an_incident_lies_in_the_bins_of_its_first_to_its_last_day(tmp_path):
    tally = opened(tmp_path, row(0, "2019-12-30", "2020-02-02"), row(0, "2020-01-07"))
    found = tally.engine.put(Rows(tally.engine.tally), questions.cells, Grain(1, Bin.MONTH)).sort_by("first")
    assert found.select(["first", "after", "n"]).to_pydict() == {
        "first": [18231, 18262], "after": [18322, 18293], "n": [1, 1],
    }  # fmt: skip
    tally.close()


@pytest.mark.parametrize(
    ("box", "level", "columns"),
    [
        ((-180.0, -80.0, 180.0, 80.0), 24, ((0, 2**24 - 1),)),
        ((170.0, -80.0, 190.0, 80.0), 1, ((0, 2**23 - 1), (2**23, 2**24 - 1))),
        ((-200.0, -80.0, 400.0, 80.0), 3, ((0, 2**24 - 1),)),
        ((360.0, -80.0, 405.0, 80.0), 3, ((2**23, 2**23 + 2**22 - 1),)),
    ],
)
def test_a_box_reaches_across_the_180th_meridian(box, level, columns):
    found = cells_in(box, level)
    assert found is None or isinstance(found, CellBox)
    assert (((0, 2**24 - 1),) if found is None else found.columns) == columns


def test_cells_built_before_are_counted_and_drawn_like_the_incidents(tmp_path):
    rows = [
        row(number % 7, str(date(2020, 1, 1) + timedelta(days=number)), event_type=("clash", "protest")[number % 2],
            killed_best=number % 3, source=f"source {number % 4}")
        for number in range(300)
    ]  # fmt: skip
    tally = opened(tmp_path, *rows, row(9, place_precision="region", cell_x=None, cell_y=None))
    heard = []
    records = build({"made": str(tmp_path / "made.parquet")}, tmp_path / "cells.parquet", grain=Grain(10, Bin.MONTH),
                    tell=lambda share, _: heard.append(share))  # fmt: skip
    counted = open_flat({"cells": str(tmp_path / "cells.parquet")})
    assert records == pq.read_metadata(tmp_path / "cells.parquet").num_rows < 300
    assert (heard[0], heard[-1]) == (0.0, 1.0)
    for filters in (Filters(), Filters(event_types=("clash",), casualties="killed"), Filters(sources=("source 2",))):
        assert counted.shown(filters, None) == tally.shown(filters, None)
        assert counted.facets(filters, None) == tally.facets(filters, None)
    drawn = counted.drawn(Filters(), None, 19)
    assert isinstance(drawn, Cells)
    assert (drawn.level, drawn.bin, int(drawn.n.sum())) == (10, Bin.MONTH, 300)
    for refused in (lambda: counted.shown(Filters(text="crowd"), None), lambda: counted.rows(Filters(), None)):
        with pytest.raises(EngineError, match="count"):
            refused()
    assert {path.name for path in tmp_path.iterdir()} == {"made.parquet", "cells.parquet"}


def test_pages_and_rows_come_whole_and_in_order(tmp_path):
    rows = [
        row(number, title=f"Title {9 - number}", event_type=("clash", "protest")[number % 2]) for number in range(9)
    ]
    table = flat_table(rows).append_column("original_note", pa.array([f"as written {number}" for number in range(9)]))
    pq.write_table(table, tmp_path / "made.parquet")
    tally = open_flat({"made": str(tmp_path / "made.parquet")})
    page = tally.page(Filters(event_types=("clash",)), None, ("title", False), (1, 2))
    assert page.column_names == ["dataset", "row", *SCHEMA.names, "original_note"]
    assert page.select(["row", "title", "original_note"]).to_pylist() == [
        {"row": 6, "title": "Title 3", "original_note": "as written 6"},
        {"row": 4, "title": "Title 5", "original_note": "as written 4"},
    ]
    assert tally.page(Filters(text="incident"), None, ("first_day", True), (0, 3))["row"].to_pylist() == [0, 1, 2]
    every = tally.rows(Filters(event_types=("protest",)), None)
    assert every.drop(["dataset", "row"]).sort_by("id") == table.take([1, 3, 5, 7])
    assert tally.rows_of([("made", 8), ("made", 0)])["id"].to_pylist() == ["row-8", "row-0"]
    with pytest.raises(EngineError, match="has no row 99"):
        tally.rows_of([("made", 99)])
    with pytest.raises(EngineError, match='no column "nonsense"'):
        tally.page(Filters(), None, ("nonsense", False), (0, 10))
    tally.close()


def test_several_data_sets_are_asked_together_and_several_files_are_one(tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    for part, numbers in (("a", (0, 1)), ("b", (2,))):
        pq.write_table(flat_table([row(number) for number in numbers]), folder / f"{part}.parquet")
    pq.write_table(flat_table([row(7, event_type="protest")]), tmp_path / "other.parquet")
    tally = open_flat({"parts": str(folder), "other": str(tmp_path / "other.parquet")})
    assert tally.facets(Filters(), None)["event_types"] == {"clash": 3, "protest": 1}
    points = tally.drawn(Filters(), None, 2)
    assert sorted(zip(points.dataset.tolist(), points.row.tolist(), strict=True)) == [(0, 0), (0, 1), (0, 2), (1, 0)]
    page = tally.page(Filters(), None, ("event_type", True), (0, 2))
    assert page.select(["dataset", "row", "id"]).to_pylist() == [
        {"dataset": "other", "row": 0, "id": "row-7"}, {"dataset": "parts", "row": 0, "id": "row-0"},
    ]  # fmt: skip
    assert tally.rows(Filters(text="incident 2"), None)["id"].to_pylist() == ["row-2"]
    tally.close()


def test_periods_count_by_type_and_first_day(tmp_path):
    tally = opened(tmp_path, row(0, "1969-12-31"), row(1, "1969-12-01"), row(2, "1970-01-01", event_type="protest"))
    assert tally.periods(Filters(), None, Bin.YEAR).to_pylist() == [
        {"event_type": "clash", "first": date(1969, 1, 1), "n": 2},
        {"event_type": "protest", "first": date(1970, 1, 1), "n": 1},
    ]
    assert tally.extent().days == (date(1969, 12, 1), date(1970, 1, 1))
    tally.close()


def test_an_empty_data_set_has_answers_too(tmp_path):
    tally = opened(tmp_path)
    tally.prepare()
    assert (tally.total, tally.extent().days, tally.days(Filters()).total) == (0, None, 0)
    assert tally.facets(Filters(event_types=("clash",)), MARCH)["event_types"] == {}
    assert tally.drawn(Filters(event_types=("clash",)), None, 4).row.tolist() == []
    assert tally.rows(Filters(), None).num_rows == tally.page(Filters(), None, ("row", False), (0, 5)).num_rows == 0
    tally.close()


def test_many_viewers_ask_at_once_and_each_gets_the_own_answer(tmp_path):
    tally = opened(tmp_path, *(row(number % 50, source=f"source {number % 40}") for number in range(4000)))
    asked = [Filters(sources=tuple(f"source {number}" for number in range(first, first + 3))) for first in range(37)]

    def ask(filters):
        return tally.shown(filters, None).shown, len(tally.drawn(filters, None, 3).row), tally.days(filters).total

    with ThreadPoolExecutor(8) as viewers:
        assert list(viewers.map(ask, asked * 2)) == [(300, 300, 300)] * 74
    database = tally.engine.put.__self__
    assert database.ask("SELECT count(*) AS n FROM duckdb_tables()")["n"][0].as_py() < 20
    tally.close()


@pytest.mark.parametrize(
    ("addresses", "engine", "said"),
    [
        ({}, None, "no data set to open"),
        ({"a": "nothing.parquet"}, None, "nothing.parquet cannot be read: it is missing"),
        ({"a": "x.parquet", "b": "postgresql://h/d?table=t"}, None, "cannot be shown together"),
        ({"a": "x.parquet"}, "mainframe", '"mainframe" is no engine'),
        ({"a": "postgresql://h/d?table=t"}, "duckdb", "cannot read a table of a server"),
        ({"a": "postgresql://u@127.0.0.1:1/d"}, None, "has to end with"),
        ({"a": "postgresql://u@127.0.0.1:1/d?table=t"}, None, "does not answer"),
    ],
)
def test_what_cannot_be_opened_is_said_in_a_sentence(addresses, engine, said):
    if engine is None and all(address.startswith("postgresql") for address in addresses.values()):
        pytest.importorskip("psycopg")
    with pytest.raises(EngineError, match=said):
        open_flat(addresses, engine)


def test_a_file_that_is_no_table_of_incidents_is_refused(tmp_path):
    (tmp_path / "text.parquet").write_text("PAR1 not really")
    pq.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    for name, said in (("text", "damaged or no Parquet file"), ("other", "no table of incidents: it lacks")):
        with pytest.raises(EngineError, match=said):
            open_flat({"made": str(tmp_path / f"{name}.parquet")})
