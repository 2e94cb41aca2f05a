"""Answers about data sets of any size: what is shown and hidden, options, days, what a map draws, rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from geo.engine import questions, rows
from geo.engine.asking import Recent, Rows
from geo.engine.drawing import MOST_DRAWN, View, draw
from geo.engine.drawn import Days
from geo.engine.options import count_options, names_of
from geo.engine.selecting import EVERYTHING, Selecting
from geo.filters import CRITERIA, Filters
from geo.schema import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from geo.engine.asking import Engine
    from geo.engine.drawn import Bin, Cells, Points
    from geo.engine.grids import Box
    from geo.filters import Window


@dataclass(frozen=True, slots=True)
class Counted:
    """How many incidents are shown, how many each criterion hides, and how many of the shown are not on the map.

    `hidden` has only criteria that hide something, in the order of `geo.filters.CRITERIA`; `hidden_precisions` are
    parts of `hidden["place_precisions"]`.
    """

    shown: int
    hidden: Mapping[str, int]
    total: int
    hidden_precisions: Mapping[str, int]
    unplaced: int


@dataclass(frozen=True, slots=True)
class Extent:
    """From which day to which, and from which cell of the finest grid to which; None where there is nothing."""

    days: tuple[date, date] | None
    cells: tuple[int, int, int, int] | None  # west, north, east, south; all included


class Tally:
    """An opened selection of data sets, asked by any number of viewers at once.

    Parameters
    ----------
    engine
        What answers; every method raises EngineError if it does not.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._selecting = Selecting(engine, lambda criterion: self.facets(EVERYTHING, None)[criterion])
        self._answers = Recent(256)
        self._drawn = Recent(12)

    @property
    def datasets(self) -> tuple[str, ...]:
        """The ids of the data sets, in the order of the numbers that points and cells have."""
        return self.engine.datasets

    @property
    def total(self) -> int:
        """How many incidents there are."""
        return self.shown(EVERYTHING, None).total

    def prepare(self) -> None:
        """Find the answers that everybody asks for first."""
        self.shown(EVERYTHING, None)
        self.facets(EVERYTHING, None)
        self.days(EVERYTHING)
        self.extent()

    def close(self) -> None:
        """Let go of the engine; nothing can be asked afterwards."""
        self.engine.close()

    def shown(self, filters: Filters, window: Window | None) -> Counted:
        """Count what a filter and a time window show, and what each criterion hides."""
        return self._answers.get(("shown", filters, window), lambda: self._shown(filters, window))

    def facets(self, filters: Filters, window: Window | None) -> dict[str, dict[str, int]]:
        """Count for the options of every list how many incidents each would show, given all the other criteria.

        Returns
        -------
        dict
            Criterion -> option -> incidents, as `geo.filters.facets` does, options by name. Of a list with more than
            `questions.MOST_OPTIONS` options, the most frequent ones stand there, and those that are chosen.
        """
        return self._answers.get(("facets", filters, window), lambda: self._facets(filters, window))

    def days(self, filters: Filters) -> Days:
        """Count how many begin and end on each day, whatever the window."""
        return self._answers.get(("days", filters), lambda: self._days(filters))

    def drawn(self, filters: Filters, box: Box | None, zoom: float, most: int = MOST_DRAWN) -> Points | Cells:
        """Return what the map draws of a box, whatever the window.

        Parameters
        ----------
        box
            West, south, east, north (degrees); None for everything.
        zoom
            The zoom of the map, which decides how fine cells are.
        most
            Most incidents that are drawn one by one, and most cells.

        Returns
        -------
        Points or Cells
            The incidents in the box by first day, or cells (about 8 pixels wide) by the finest bins of time that are
            few enough; an incident counts from the bin of its first day to the bin of its last.
        """
        view = View(box, zoom, most)
        return self._drawn.get(
            (filters, view), lambda: draw(self._selecting, filters, view, self.extent().days)
        )  # fmt: skip

    def periods(self, filters: Filters, window: Window | None, unit: Bin) -> pa.Table:
        """Count by event type and period of the first day: `event_type`, `first` (date), `n`, in this order."""
        return self._answers.get(("periods", filters, window, unit), lambda: self._periods(filters, window, unit))

    def extent(self) -> Extent:
        """Return from which day to which and where all incidents lie."""
        return self._answers.get("extent", self._extent)

    def page(self, filters: Filters, window: Window | None, order: tuple[str, bool], span: tuple[int, int]) -> pa.Table:
        """Return some rows of the flat table in the order of one of its columns, equal ones by their row.

        Parameters
        ----------
        order
            A column of the flat table or `row`, and whether the last of it comes first.
        span
            How many rows are passed over, and how many are asked for.

        Returns
        -------
        Table
            `dataset`, `row` and the columns of the flat table, those of the files that were read last.
        """
        return self.rows_of(rows.page_keys(self._selecting, filters, window, order, span))

    def rows_of(self, keys: Sequence[tuple[str, int]]) -> pa.Table:
        """Return the rows of some data sets and positions as `page` does, in the order of the keys."""
        return rows.rows_of(self.engine, keys)

    def rows(self, filters: Filters, window: Window | None) -> pa.Table:
        """Return all rows that are shown, as `page` does; where they are many, go through `batches`."""
        every = [pa.Table.from_batches([batch]) for batch in self.batches(filters, window)]
        return pa.concat_tables(every, promote_options="default") if every else self.rows_of([])

    def batches(self, filters: Filters, window: Window | None) -> Iterator[pa.RecordBatch]:
        """Go through all rows that are shown, one data set after the other; each has the columns of its own files."""
        return rows.batches(self.engine, filters, window)

    def _shown(self, filters: Filters, window: Window | None) -> Counted:
        total = left = self._selecting.size(EVERYTHING).count
        hidden = {}
        for name, met in (self._selecting.met(filters, window) if questions.active(filters, window) else {}).items():
            if met < left:
                hidden[name] = left - met
            left = met
        precisions = self._hidden_precisions(filters, window) if "place_precisions" in hidden else {}
        size = self._selecting.size(filters, window)
        return Counted(size.count, hidden, total, precisions, size.count - size.placed)

    def _hidden_precisions(self, filters: Filters, window: Window | None) -> dict[str, int]:
        """Count the precisions that are not chosen among those that meet the criteria before."""
        names = tuple(CRITERIA)
        later = names[names.index("place_precisions") :]
        asked = "place_precisions"
        if window is None and not set(questions.active(filters, None)) - set(later):
            counted: Mapping[str, int] = self.facets(EVERYTHING, None)[asked]
        else:
            before = self._selecting.without(filters, later, window)
            found = self.engine.put(before, questions.facet, (asked,))
            counted = dict(zip(found["place_precision"].to_pylist(), found["n"].to_pylist(), strict=True))
        return {
            str(kind): counted[kind]
            for kind in PlacePrecision
            if kind not in filters.place_precisions and counted.get(kind)
        }

    def _facets(self, filters: Filters, window: Window | None) -> dict[str, dict[str, int]]:
        known = self._answers.get("names", lambda: names_of(self.engine))
        resting: dict[str, dict[str, int]] = {}
        if window is None and len(restricting := questions.active(filters, None)) == 1:
            everything = self.facets(EVERYTHING, None)
            resting = {name: everything[name] for name in restricting if _is_whole(everything, filters, name)}
        return count_options(self._selecting, known, filters, window, resting)

    def _days(self, filters: Filters) -> Days:
        shown = self._selecting.shown(filters)
        found = self.engine.put(shown, questions.days)
        first, last = (found[name].cast(pa.int32()).to_numpy() for name in ("first_day", "last_day"))
        day, positions = np.unique(np.concatenate([first, last]), return_inverse=True)
        n, split = found["n"].to_numpy(), len(first)
        begun, ended = (
            np.bincount(part, weights=n, minlength=len(day)).astype(np.int64)
            for part in (positions[:split], positions[split:])
        )
        size = self._selecting.size(filters)
        return Days(day.astype(np.int32), begun, ended, size.count - size.placed)

    def _periods(self, filters: Filters, window: Window | None, unit: Bin) -> pa.Table:
        shown = self._selecting.shown(filters, window)
        found = self.engine.put(shown, questions.periods, unit)
        dated = found.set_column(1, "first", found["first"].cast(pa.int32()).cast(pa.date32()))
        return dated.sort_by([("first", "ascending"), ("event_type", "ascending")])

    def _extent(self) -> Extent:
        (found,) = self.engine.put(Rows(self.engine.tally), questions.extent).to_pylist()
        corners = (found["west"], found["north"], found["east"], found["south"])
        return Extent(
            None if found["first"] is None else (found["first"], found["last"]),
            None if found["west"] is None else corners,
        )


def _is_whole(everything: Mapping[str, Mapping[str, int]], filters: Filters, criterion: str) -> bool:
    """Say whether the options of everything, which are cut off at some number, have those that are chosen."""
    chosen = () if criterion == "casualties" else getattr(filters, criterion, ())
    return criterion != "text" and set(chosen) <= set(everything.get(criterion, ()))
