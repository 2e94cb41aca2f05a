"""What the store answers the map with: single incidents, or cells with counts by time bin, and counts by day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Bin(StrEnum):
    """The parts of the calendar that cells are counted by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Days:
    """How many incidents begin and end on each day on which any does, in a whole selection and not only what is drawn.

    `day` is days since 1970, ascending, no day twice; `begun` counts the incidents whose first day it is, `ended` those
    whose last day it is. `unplaced` counts the incidents of the selection that are not drawn as a point.
    """

    day: NDArray[np.int32]
    begun: NDArray[np.int64]
    ended: NDArray[np.int64]
    unplaced: int

    @property
    def total(self) -> int:
        """Return how many incidents the selection holds."""
        return int(self.begun.sum())


@dataclass(frozen=True, slots=True)
class Points:
    """Equally long columns, one value for each incident that has a cell; in any order.

    `dataset` is the number of the data set in the list of those asked, `row` the position in its file, `first_day` and
    `last_day` are days since 1970 (both count), `event_type` and `place_precision` number `geo.layers.EVENT_TYPES` and
    `geo.layers.PRECISIONS`, `cell_x` and `cell_y` are those of `geo.incident_table.cells_of`.
    """

    dataset: NDArray[np.uint8]
    row: NDArray[np.int64]
    first_day: NDArray[np.int32]
    last_day: NDArray[np.int32]
    event_type: NDArray[np.uint8]
    place_precision: NDArray[np.uint8]
    cell_x: NDArray[np.int32]
    cell_y: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Cells:
    """Equally long columns, one value for each cell in each bin of time that holds any incident; in any order.

    `x` and `y` are column and row of a grid of 2**`level` by 2**`level` squares over the Web Mercator world, from the
    north-west corner. `from_day` is the first day of the bin that an incident begins in, `to_day` the day after
    the bin that it ends in, days since 1970. `n` is how many incidents there are; each counts once.
    """

    dataset: NDArray[np.uint8]
    x: NDArray[np.int32]
    y: NDArray[np.int32]
    from_day: NDArray[np.int32]
    to_day: NDArray[np.int32]
    n: NDArray[np.int64]
    level: int
    bin: Bin
