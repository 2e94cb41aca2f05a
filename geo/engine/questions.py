"""What is asked of the incidents, once for all engines: each question takes a tally and returns an expression.

A question is put to rows that `chosen` let through. All of them add and compare whole numbers and words only, so that
every engine gives the same answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from gazetteer.names import search_key
from geo.engine.bins import bin_number, bin_start
from geo.engine.conditions import all_of, any_of, at_once
from geo.engine.tally import SEARCHED
from geo.errors import EngineError
from geo.filters import CRITERIA, LISTS
from geo.incident_table import CELL_BITS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from geo.engine.drawn import Bin
    from geo.engine.grids import CellBox, Grain
    from geo.filters import Filters, Window

#: criterion -> the columns of the tally that it looks at; one that meets it is enough
LOOKED_AT: Mapping[str, tuple[str, ...]] = {
    **CRITERIA,
    "sources": ("source",),
    "source_kinds": ("source_kind",),
}
#: most options that a list is answered with
MOST_OPTIONS = 200
#: the criteria of which options are counted
FACETED = (*LISTS, "casualties")
POINT_COLUMNS = (
    "dataset", "row", "first_day", "last_day", "event_type", "place_precision", "cell_x", "cell_y",
)  # fmt: skip
CELL_COLUMNS = ("dataset", "cell_x", "cell_y", "first", "after", "n")


def active(filters: Filters, window: Window | None) -> tuple[str, ...]:
    """Return the criteria that restrict anything, in their order."""
    lists = {name for name in LISTS if getattr(filters, name)}
    others = {
        "window": window is not None,
        "casualties": filters.casualties != "any",
        "text": bool(search_key(filters.text)),
    }
    return tuple(name for name in CRITERIA if name in lists or others.get(name, False))


def chosen(tally: ibis.Table, filters: Filters, window: Window | None = None, box: CellBox | None = None) -> ibis.Table:
    """Return the rows that a filter, a time window and a box let through.

    Raises
    ------
    EngineError
        If words are searched for where only counts are kept.
    """
    met = {name: _met(tally, name, filters, window) for name in active(filters, window)}
    days = [met.pop("window")] if "window" in met else []
    # The days stay apart from the rest: by them whole blocks of rows can be passed over.
    listed = [at_once(met.values())] if met else []
    inside = [] if box is None else _inside(tally, box)
    every = [*days, *listed, *inside]
    return tally.filter(*every) if every else tally


def told(tally: ibis.Table, filters: Filters, window: Window | None) -> ibis.Table:
    """Return all rows with what they meet: `n` and the active criteria."""
    return tally.select("n", **{name: _met(tally, name, filters, window) for name in active(filters, window)})


def counts(rows: ibis.Table, criteria: tuple[str, ...]) -> ibis.Table:
    """Ask of rows that `told` returned how many meet the first criterion, the first two, and so on: one row."""
    met = [rows[name] for name in criteria]
    sums = {name: ibis.ifelse(all_of(met[:count]), rows.n, 0).sum() for count, name in enumerate(criteria, start=1)}
    return rows.aggregate(**{name: one.fill_null(0) for name, one in sums.items()})


def size(tally: ibis.Table) -> ibis.Table:
    """Ask how many there are, and how many of them have a cell: `n`, `placed`."""
    placed = ibis.ifelse(tally.cell_x.notnull(), tally.n, 0)
    return tally.aggregate(n=tally.n.sum().fill_null(0), placed=placed.sum().fill_null(0))


def facet(tally: ibis.Table, criteria: tuple[str, ...], first: tuple[str, ...] = ()) -> ibis.Table:
    """Ask how often the options of some criteria occur together.

    Parameters
    ----------
    criteria
        Of `FACETED`. A single list is answered with its `MOST_OPTIONS` most frequent options, equal ones by name, and
        those of `first` in any case.

    Returns
    -------
    Table
        The columns of the criteria and `n`.
    """
    columns = [column for name in criteria for column in LOOKED_AT[name]]
    asked = _counted(tally, *columns)
    if len(columns) > 1:
        return asked
    (column,) = columns
    if criteria != ("episodes",):
        asked = asked.filter(asked[column] != "")
    order = [ibis.desc("n"), ibis.asc(column)]
    if first:
        order.insert(0, ibis.desc(asked[column].isin(first)))
    return asked.order_by(*order).limit(MOST_OPTIONS + len(first))


def options(tally: ibis.Table, criterion: str, most: int) -> ibis.Table:
    """Ask for the options of a list by name, the first `most` of them: `option`."""
    every = [tally.select(option=tally[column]) for column in LOOKED_AT[criterion]]
    asked = (every[0] if len(every) == 1 else ibis.union(*every)).distinct()
    return asked.order_by("option").limit(most)


def days(tally: ibis.Table) -> ibis.Table:
    """Ask how many begin and end on which days: `first_day`, `last_day`, `n`, once for each pair."""
    return _counted(tally, "first_day", "last_day")


def periods(tally: ibis.Table, unit: Bin) -> ibis.Table:
    """Ask how many of each type there are by period of their first day: `event_type`, `first`, `n`."""
    asked = tally.mutate(bin=bin_number(tally.first_day, unit))
    counted = _counted(asked, "event_type", "bin")
    return counted.select("event_type", first=bin_start(counted.bin, unit), n=counted.n)


def cells(tally: ibis.Table, grain: Grain, most: int | None = None) -> ibis.Table:
    """Ask how many there are in each cell by the bins of their first and last days.

    Parameters
    ----------
    most
        Most cells to answer with, any of them; None for all.

    Returns
    -------
    Table
        `CELL_COLUMNS`; `cell_x` and `cell_y` count cells of the level, `first` is the first day of the bin that holds
        the first day and `after` the day after the bin that holds the last day, both as days since 1970.
    """
    counted = _counted(_celled(tally, grain), *_KEYS)
    return _from_bins(counted if most is None else counted.limit(most), grain).select(*CELL_COLUMNS)


def cell_count(tally: ibis.Table, grain: Grain) -> ibis.Table:
    """Ask how many rows `cells` would answer with: `records`."""
    return _celled(tally, grain).select(*_KEYS).distinct().aggregate(records=lambda rows: rows.count())


def together(tally: ibis.Table, grain: Grain) -> ibis.Table:
    """Count together what cannot be told apart by a grain; everything that filters look at is kept.

    Returns
    -------
    Table
        All words and truths of the tally; `cell_x`, `cell_y` of the first cell of the finest grid, or null; `first` and
        `after` as in `cells`; `n`; in the order of these columns, the days first.
    """
    words = ("dataset", "episode", "event_type", "actor1_kind", "actor2_kind", "place_precision", "municipality",
             "country", "source", "source_kind", "has_deaths", "has_injuries")  # fmt: skip
    counted = _from_bins(_counted(_binned(tally, grain), *words, *_KEYS[1:]), grain)
    size = 1 << (CELL_BITS - grain.level)
    made = counted.mutate(cell_x=counted.cell_x * size, cell_y=counted.cell_y * size)
    return made.select("first", "after", *words, "cell_x", "cell_y", "n").order_by(
        "first", "after", *words, "cell_x", "cell_y"
    )


def points(tally: ibis.Table) -> ibis.Table:
    """Ask for the incidents that have a cell, in the order of their first day: `POINT_COLUMNS`."""
    placed = tally.filter(tally.cell_x.notnull())
    return placed.select(*POINT_COLUMNS).order_by("first_day", "row", "dataset")


def keys(tally: ibis.Table, column: str, descending: bool, span: tuple[int, int]) -> ibis.Table:  # noqa: FBT001
    """Ask for one page of rows: `dataset`, `row`, in the order of a column, equal ones by row.

    Parameters
    ----------
    span
        How many rows are passed over, and how many are asked for.
    """
    order = [ibis.desc(column) if descending else ibis.asc(column)] if column != "row" else []
    rest = [ibis.desc("row") if column == "row" and descending else ibis.asc("row"), ibis.asc("dataset")]
    return tally.order_by(*order, *rest).select("dataset", "row").limit(span[1], offset=span[0])


def extent(tally: ibis.Table) -> ibis.Table:
    """Ask from which day to which, and from which cell to which: one row, null where there is nothing."""
    return tally.aggregate(
        first=tally.first_day.min(), last=tally.last_day.max(), west=tally.cell_x.min(), east=tally.cell_x.max(),
        north=tally.cell_y.min(), south=tally.cell_y.max(), total=tally.n.sum().fill_null(0),
    )  # fmt: skip


def in_spans(tally: ibis.Table, spans: Sequence[tuple[date, date]]) -> ibis.Table:
    """Return the rows whose first day lies in one of some spans of days."""
    return tally.filter(
        any_of(
            (tally.first_day >= ibis.literal(first)) & (tally.first_day <= ibis.literal(last)) for first, last in spans
        )
    )


_KEYS = ("dataset", "cell_x", "cell_y", "first_bin", "last_bin")


def _met(tally: ibis.Table, criterion: str, filters: Filters, window: Window | None) -> ibis.Value:
    """Return the condition of one criterion."""
    if criterion == "window":
        first, last = (ibis.literal(day) for day in window or ())
        return (tally.first_day <= last) & (tally.last_day >= first)
    if criterion == "casualties":
        killed = tally.has_deaths
        return killed if filters.casualties == "killed" else killed | tally.has_injuries
    if criterion == "text":
        if SEARCHED not in tally.columns:
            raise EngineError("Words cannot be searched for where incidents are only counted; empty the search field.")
        return all_of(tally[SEARCHED].contains(word) for word in search_key(filters.text).split())
    wanted = sorted(set(getattr(filters, criterion)))
    return any_of(tally[column].isin(wanted) for column in LOOKED_AT[criterion])


def _inside(tally: ibis.Table, box: CellBox) -> list[ibis.Value]:
    spans = any_of(tally.cell_x.between(*span) for span in box.columns)
    return [spans, tally.cell_y.between(*box.rows)]


def _counted(tally: ibis.Table, *columns: str) -> ibis.Table:
    return tally.group_by(*columns).aggregate(n=tally.n.sum())


def _celled(tally: ibis.Table, grain: Grain) -> ibis.Table:
    return _binned(tally.filter(tally.cell_x.notnull()), grain)


def _binned(tally: ibis.Table, grain: Grain) -> ibis.Table:
    """Return the tally with the cells of a level and the numbers of the bins."""
    shift = CELL_BITS - grain.level
    kept = [name for name in tally.columns if name not in ("cell_x", "cell_y", SEARCHED)]
    return tally.select(
        *kept,
        cell_x=tally.cell_x >> shift,
        cell_y=tally.cell_y >> shift,
        first_bin=bin_number(tally.first_day, grain.bin),
        last_bin=bin_number(tally.last_day, grain.bin),
    )


def _from_bins(counted: ibis.Table, grain: Grain) -> ibis.Table:
    """Return the days that bins stand for."""
    return counted.mutate(
        first=bin_start(counted.first_bin, grain.bin), after=bin_start(counted.last_bin + 1, grain.bin)
    )
