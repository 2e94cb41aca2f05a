"""Whole rows of the flat table: one page, some by their keys, or all that a filter shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import ibis
import pyarrow as pa

from geo.engine import asking, questions
from geo.engine.tally import COLUMNS, SEARCHED, told_by
from geo.errors import EngineError
from geo.incident_table import SCHEMA as FLAT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.engine.asking import Engine
    from geo.engine.selecting import Selecting
    from geo.filters import Filters, Window

Rows = TypeVar("Rows", pa.Table, pa.RecordBatch)

#: rows of one page of a table
MOST_ON_A_PAGE = 10_000
KEY = ("dataset", "row")


def page_keys(
    selecting: Selecting, filters: Filters, window: Window | None, order: tuple[str, bool], span: tuple[int, int]
) -> list[tuple[str, int]]:
    """Return which rows stand on one page.

    Parameters
    ----------
    order
        A column of the flat table or `row`, and whether the last of it comes first.
    span
        How many rows are passed over, and how many are asked for.

    Raises
    ------
    EngineError
        If there is no such column, or the page is too long.
    """
    column, descending = order
    if min(span) < 0 or span[1] > MOST_ON_A_PAGE:
        raise EngineError(f"A page has at most {MOST_ON_A_PAGE:,} rows.")
    if column in COLUMNS:
        shown = selecting.shown(filters, window)
        found = selecting.engine.put(shown, questions.keys, column, descending, span)
    else:
        wide = asking.Rows(questions.chosen(_with_column(selecting.engine, column), filters, window))
        found = selecting.engine.put(wide, questions.keys, column, descending, span)
    return list(zip(found["dataset"].to_pylist(), found["row"].to_pylist(), strict=True))


def rows_of(engine: Engine, keys: Sequence[tuple[str, int]]) -> pa.Table:
    """Return the rows of some data sets and positions, in the order of the keys.

    Raises
    ------
    EngineError
        If one is not there.
    """
    tables = []
    for dataset in dict.fromkeys(name for name, _ in keys) or engine.datasets[:1]:
        wanted = sorted({row for name, row in keys if name == dataset})
        flat = _flat(engine, dataset)
        found = flat.filter(flat.row.isin(wanted)) if wanted else flat.limit(0)
        tables.append(_typed(engine.stream(_told(found, dataset)).read_all()))
    together = pa.concat_tables(tables, promote_options="default")
    places = {key: at for at, key in enumerate(zip(*(together[name].to_pylist() for name in KEY), strict=True))}
    missing = next((key for key in keys if key not in places), None)
    if missing is not None:
        raise EngineError(f"The data set {missing[0]} has no row {missing[1]}; reload the page.")
    return together.take(pa.array([places[key] for key in keys], type=pa.int64()))


def batches(engine: Engine, filters: Filters, window: Window | None) -> Iterator[pa.RecordBatch]:
    """Go through all rows that are shown, one data set after the other; each has the columns of its own files."""
    for dataset in engine.datasets:
        every = told_by(_flat(engine, dataset), dataset)
        shown = questions.chosen(every, filters, window)
        for batch in engine.stream(_told(shown, dataset)):
            yield _typed(batch)


def _told(rows: ibis.Table, dataset: str) -> ibis.Table:
    """Return whole rows with the id of their data set first; of a geometry the coordinates are enough."""
    columns = [name for name in rows.columns if name not in (*KEY, "geometry", "has_deaths", "has_injuries", "n")]
    return rows.select(dataset=ibis.literal(dataset), row=rows.row, **{name: rows[name] for name in columns})


def _typed(found: Rows) -> Rows:
    """Return rows with the types of the flat table; an engine may lack the small ones."""
    return found.cast(pa.schema([FLAT.field(one.name) if one.name in FLAT.names else one for one in found.schema]))


def _flat(engine: Engine, dataset: str) -> ibis.Table:
    if dataset not in engine.wide:
        reason = "holds counts, no single incidents" if dataset in engine.datasets else "is not opened"
        raise EngineError(f'The data set "{dataset}" {reason}.')
    return engine.wide[dataset]


def _with_column(engine: Engine, column: str) -> ibis.Table:
    """Return the tally of all data sets with one more column of the flat table."""
    tables = []
    for dataset in engine.datasets:
        every = told_by(_flat(engine, dataset), dataset)
        if column not in every.columns or column == "geometry":
            raise EngineError(f'The data set "{dataset}" has no column "{column}" to sort by.')
        tables.append(every.select(*dict.fromkeys((*COLUMNS, SEARCHED, column))))
    return tables[0] if len(tables) == 1 else ibis.union(*tables)
