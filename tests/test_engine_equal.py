"""The same million incidents on DuckDB, PostgreSQL and Spark: every answer is the same."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from geo.engine import questions
from geo.engine.asking import Rows
from geo.engine.cells_built import build
from geo.engine.drawn import Bin
from geo.engine.engines import EngineName, load_into_postgres, open_flat
from geo.engine.grids import Grain
from geo.engine.tally import NEEDED
from geo.filters import Filters
from tests.benchmarks.engines import write_flat_parquet
from tests.engines import running_postgres, running_spark

COUNT, FEW = 1_000_000, 100_000
WINDOW = (date(2011, 3, 1), date(2014, 9, 30))
FILTERED = (
    (Filters(), None),
    (Filters(episodes=("", "episode_3"), sources=("source 0001", "source 0002"), text="crowd burned"), WINDOW),
    (Filters(actor_kinds=("crowd", "armed_group"), casualties="killed", place_precisions=("exact", "near")), None),
)
GRAINS = (Grain(9, Bin.MONTH), Grain(6, Bin.WEEK))
BUILT = Grain(6, Bin.YEAR)


@dataclass(frozen=True)
class Asked:
    tally: object
    few: dict  # where a tenth of the incidents are, for what is written row by row
    how: dict


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    folder = tmp_path_factory.mktemp("engines")
    for name, count in (("many", COUNT), ("few", FEW)):
        write_flat_parquet(folder / f"{name}.parquet", count)
    tally = open_flat({"made": str(folder / "many.parquet")})
    yield Asked(tally, {"made": str(folder / "few.parquet")}, {})
    tally.close()


@pytest.fixture(scope="module", params=["postgresql", "spark"])
def theirs(request, ours):
    few = Path(ours.few["made"])
    many = few.with_name("many.parquet")
    if request.param == "spark":
        with running_spark() as master:
            how = {"engine": EngineName.SPARK, "master": master}
            yield Asked(open_flat({"made": str(many)}, **how), ours.few, how)
        return
    with running_postgres() as url:
        for path, count in ((many, COUNT), (few, FEW)):
            table = pq.read_table(path, columns=list(NEEDED))
            assert load_into_postgres(table, url, f"public.{path.stem}") == count
        tally = open_flat({"made": f"{url}?table=public.many"})
        yield Asked(tally, {"made": f"{url}?table=few"}, {})
        tally.close()


@pytest.mark.parametrize(("filters", "window"), FILTERED)
def test_engines_count_alike(ours, theirs, filters, window):
    for ask in ("shown", "facets"):
        assert getattr(theirs.tally, ask)(filters, window) == getattr(ours.tally, ask)(filters, window)
    assert theirs.tally.periods(filters, window, Bin.MONTH) == ours.tally.periods(filters, window, Bin.MONTH)
    same_columns(theirs.tally.days(filters), ours.tally.days(filters))


@pytest.mark.parametrize("grain", GRAINS, ids=str)
def test_engines_count_cells_alike(ours, theirs, grain):
    filters, order = Filters(event_types=("clash", "protest")), [(name, "ascending") for name in questions.CELL_COLUMNS]
    answers = [
        tally.engine.put(Rows(questions.chosen(tally.engine.tally, filters)), questions.cells, grain).sort_by(order)
        for tally in (ours.tally, theirs.tally)
    ]
    assert answers[0].num_rows > 10_000
    assert answers[1] == answers[0]


def test_engines_draw_and_page_alike(ours, theirs):
    asked = (Filters(sources=("source 0007",)), (-10.0, 30.0, 40.0, 60.0), 4)
    same_columns(theirs.tally.drawn(*asked), ours.tally.drawn(*asked))
    page = (Filters(casualties="killed"), WINDOW, ("source", True), (20, 10))
    found = theirs.tally.page(*page)
    assert found.num_rows == 10
    assert found == ours.tally.page(*page).select(found.column_names)
    assert theirs.tally.extent() == ours.tally.extent()


def test_engines_build_the_same_cells(ours, theirs, tmp_path):
    built = []
    for name, asked in (("ours", ours), ("theirs", theirs)):
        build(asked.few, tmp_path / f"{name}.parquet", grain=BUILT, **asked.how)
        built.append(pq.read_table(tmp_path / f"{name}.parquet"))
    assert sum(built[0]["n"].to_pylist()) == FEW
    assert built[1] == built[0]


def same_columns(theirs, ours):
    """Compare answers column by column."""
    assert type(theirs) is type(ours)
    for column in fields(ours):
        np.testing.assert_array_equal(getattr(theirs, column.name), getattr(ours, column.name), column.name)
