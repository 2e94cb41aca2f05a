"""What a map draws of a box: single incidents if they are few enough, else cells as fine as can be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.engine import questions
from geo.engine.asking import Rows
from geo.engine.drawn import Bin, Cells, Points
from geo.engine.grids import Grain, bins_from, cells_in, level_for
from geo.errors import EngineError
from geo.layers import EVENT_TYPES, PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from geo.engine.grids import Box
    from geo.engine.selecting import Selecting
    from geo.filters import Filters

#: what a browser draws with ease
MOST_DRAWN = 200_000
#: how many cells there will be is guessed from every eighth year or month, if there are enough of them
SAMPLED = 8
#: a guess beyond what may be drawn is not trusted up to so many times of it
DOUBTFUL = 1.15
#: nor where there turn out to be fewer cells than this part of what may be drawn
UNUSED = 6


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at: a box at a zoom, with at most so many things drawn."""

    box: Box | None
    zoom: float
    most: int


def draw(selecting: Selecting, filters: Filters, view: View, days: tuple[date, date] | None) -> Points | Cells:
    """Return what is drawn of the rows that meet all criteria.

    Parameters
    ----------
    days
        From which day to which all incidents lie.
    """
    engine = selecting.engine
    finest = engine.grain or Grain(24, Bin.DAY)
    level = level_for(view.zoom, finest.level)
    touched = cells_in(view.box, finest.level)
    if engine.grain is None and selecting.size_in(filters, touched).placed <= view.most:
        return points_of(engine.put(selecting.shown(filters, box=touched), questions.points), engine.datasets)
    while True:
        whole = selecting.shown(filters, box=cells_in(view.box, level))
        scene = _Scene(selecting, whole, level, view.most, _sampled(days))
        found = scene.finest(bins_from(finest.bin))
        if found is not None:
            return cells_of_table(*found, engine.datasets)
        level -= 1


def points_of(found: pa.Table, datasets: Sequence[str]) -> Points:
    """Return incidents as columns of numbers.

    Raises
    ------
    EngineError
        If a table that somebody else wrote has a word that there is no number for.
    """
    return Points(
        dataset=_codes(found, "dataset", datasets),
        row=found["row"].to_numpy(),
        first_day=_days(found["first_day"]),
        last_day=_days(found["last_day"]),
        event_type=_codes(found, "event_type", EVENT_TYPES),
        place_precision=_codes(found, "place_precision", PRECISIONS),
        cell_x=found["cell_x"].to_numpy(),
        cell_y=found["cell_y"].to_numpy(),
    )


def cells_of_table(found: pa.Table, grain: Grain, datasets: Sequence[str]) -> Cells:
    """Return cells as columns of numbers."""
    x, y, first, after = (found[name].to_numpy().astype(np.int32) for name in ("cell_x", "cell_y", "first", "after"))
    return Cells(
        dataset=_codes(found, "dataset", datasets),
        x=x,
        y=y,
        from_day=first,
        to_day=after,
        n=found["n"].to_numpy().astype(np.int64),
        level=grain.level,
        bin=grain.bin,
    )


@dataclass(frozen=True, slots=True)
class _Scene:
    """Some rows to be drawn as cells of a level."""

    selecting: Selecting
    rows: Rows
    level: int
    most: int
    spans: tuple[tuple[tuple[date, date], ...], int]  # what is sampled, and of how many

    def finest(self, bins: Sequence[Bin]) -> tuple[pa.Table, Grain] | None:
        """Return the cells by the finest bins that are few enough; None if none are."""
        at = self._guess(bins)
        found = self._cells(bins[at])
        while not self._fits(found.num_rows, bins[at]):
            at += 1
            if at == len(bins):
                return None
            found = self._cells(bins[at])
        while at and found.num_rows * UNUSED <= self.most and self._fits(self._records(bins[at - 1]), bins[at - 1]):
            at -= 1
            found = self._cells(bins[at])
        return found, Grain(self.level, bins[at])

    def _guess(self, bins: Sequence[Bin]) -> int:
        """Return the position of the finest bin that seems to fit, the last if none does; without a sample the first.

        The last but one is asked about first, for mostly it decides.
        """
        spans, of = self.spans
        if not spans or len(bins) == 1:
            return 0
        sampled, share = Rows(questions.in_spans(self.rows.table, spans), self.rows), of / len(spans)
        for at in reversed(range(len(bins) - 1)):
            likely = self._records(bins[at], sampled) * share
            doubtful = self.most < likely <= self.most * DOUBTFUL
            if not self._fits(self._records(bins[at]) if doubtful else likely, bins[at]):
                return at + 1
        return 0

    def _fits(self, records: float, unit: Bin) -> bool:
        return records <= self.most or (self.level == 0 and unit is Bin.YEAR)

    def _records(self, unit: Bin, rows: Rows | None = None) -> int:
        """Return how many cells there are."""
        found = self.selecting.engine.put(rows or self.rows, questions.cell_count, Grain(self.level, unit))
        return int(found["records"][0].as_py())

    def _cells(self, unit: Bin) -> pa.Table:
        """Return the cells, or one more than are wanted."""
        return self.selecting.engine.put(self.rows, questions.cells, Grain(self.level, unit), self.most + 1)


def _sampled(days: tuple[date, date] | None) -> tuple[tuple[tuple[date, date], ...], int]:
    """Return every eighth year or month of some days, and how many there are; no spans where these are too few."""
    if days is None:
        return (), 0
    for unit in ("Y", "M"):
        starts = np.arange(*(np.datetime64(day, unit) + after for day, after in zip(days, (0, 2), strict=True)))
        if len(starts) > 2 * SAMPLED:
            firsts = starts.astype("datetime64[D]")
            spans = [(firsts[at].item(), (firsts[at + 1] - 1).item()) for at in range(3, len(starts) - 1, SAMPLED)]
            return tuple(spans), len(starts) - 1
    return (), 0


def _codes(found: pa.Table, column: str, words: Sequence[str]) -> NDArray[np.uint8]:
    codes = pc.index_in(found[column], value_set=pa.array([str(word) for word in words], type=pa.string()))
    if codes.null_count:
        strange = found[column].filter(pc.is_null(codes))[0].as_py()
        raise EngineError(f'"{strange}" is no word that the column {column} can have; import the file once more.')
    return np.asarray(codes.to_numpy(), dtype=np.uint8)


def _days(column: pa.ChunkedArray) -> NDArray[np.int32]:
    return np.asarray(column.cast(pa.int32()).to_numpy(), dtype=np.int32)
