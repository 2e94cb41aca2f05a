"""The grid that cells are counted on: which level fits a zoom of the map, and which cells lie in a box."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite, log2
from typing import TYPE_CHECKING

import numpy as np

from geo.engine.drawn import Bin
from geo.errors import EngineError
from geo.incident_table import CELL_BITS, cells_of

if TYPE_CHECKING:
    #: west, south, east, north in degrees; a west beyond the east stands for a box across the 180th meridian
    Box = tuple[float, float, float, float]

#: a cell is drawn about so wide
CELL_PIXELS = 8
#: pixels of the whole world at zoom 0
WORLD_PIXELS = 256
#: from fine to coarse; a quarter is only taken where somebody asks for it
BINS = (Bin.DAY, Bin.WEEK, Bin.MONTH, Bin.YEAR)
#: each bin and those that are not finer
_ORDER = (Bin.DAY, Bin.WEEK, Bin.MONTH, Bin.QUARTER, Bin.YEAR)
_FULL_TURN = 360.0


@dataclass(frozen=True, slots=True)
class CellBox:
    """Cells of the finest grid: one or two spans of columns and one of rows, both ends included."""

    columns: tuple[tuple[int, int], ...]
    rows: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grain:
    """How finely incidents are told apart: the level of the grid (1 to 24 bits) and the bin of time."""

    level: int
    bin: Bin


def level_for(zoom: float, finest: int = CELL_BITS) -> int:
    """Return the level whose cells are about `CELL_PIXELS` wide at a zoom of the map."""
    if not isfinite(zoom):
        raise EngineError("The zoom of the map has to be a number.")
    return max(0, min(finest, round(zoom + log2(WORLD_PIXELS / CELL_PIXELS))))


def bins_from(finest: Bin) -> tuple[Bin, ...]:
    """Return the bins that are not finer than one, from fine to coarse."""
    return tuple(one for one in BINS if _ORDER.index(one) >= _ORDER.index(finest))


def coarsest(grains: tuple[Grain, ...]) -> Grain:
    """Return what several tables can all be told apart by; rows themselves can be by every grain."""
    return Grain(
        min((one.level for one in grains), default=CELL_BITS),
        max((one.bin for one in grains), default=Bin.DAY, key=_ORDER.index),
    )


def cells_in(box: Box | None, level: int = CELL_BITS) -> CellBox | None:
    """Return the cells that a box touches, whole cells of a level.

    Parameters
    ----------
    box
        West, south, east, north (degrees); longitudes may lie beyond 180 where the map was turned further. None means
        the whole world.
    level
        Bits of the grid whose cells must not be cut.

    Returns
    -------
    CellBox or None
        Cells of the finest grid; None if the box leaves out nothing.

    Raises
    ------
    EngineError
        If the box is none.
    """
    if box is None:
        return None
    west, south, east, north = box
    if not all(map(isfinite, box)) or south > north:
        raise EngineError("A box has to be four numbers: west, south, east and north, the south below the north.")
    turns = (east - west) >= _FULL_TURN
    corners = np.array([-180.0, 180.0] if turns else [_turned(west), _turned(east)])
    columns, rows = cells_of(np.array([north, south], dtype=float), corners)
    step = 1 << (CELL_BITS - level)
    left, right = (int(one) // step * step for one in columns)
    top, bottom = (int(one) // step * step for one in rows)
    right, bottom, last = right + step - 1, bottom + step - 1, (1 << CELL_BITS) - 1
    spans = ((left, right),) if corners[0] <= corners[1] else ((0, right), (left, last))
    return None if spans == ((0, last),) and (top, bottom) == (0, last) else CellBox(spans, (top, bottom))


def _turned(longitude: float) -> float:
    """Return the same meridian between -180 and 180."""
    if -_FULL_TURN / 2 <= longitude <= _FULL_TURN / 2:
        return longitude
    return longitude - _FULL_TURN * ceil((longitude - _FULL_TURN / 2) / _FULL_TURN)
