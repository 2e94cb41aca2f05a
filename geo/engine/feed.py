"""What the map is told of a selection that is too large to stand in its file: counts by day, and what it draws.

The answer for the map begins with the length of its head (four bytes, lowest first), then the head as JSON, then the
packed columns. `geo/assets/feed.js` reads it.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.columns import CellColumns, pack_cells, write_varints
from geo.engine.drawn import Cells, Points
from geo.incident_table import CELL_BITS
from geo.minutes import MINUTES_A_DAY
from geo.schema import EventType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.engine.drawn import Days

MEDIA_TYPE = "application/octet-stream"
#: up to so many incidents are drawn as symbols that can be chosen, and come with what is told of them
DETAILED = 1_500


def days_message(days: Days) -> dict[str, Any]:
    """Return the counts by day as the map reads them.

    Returns
    -------
    dict
        `total` and `unplaced` (incidents), `days` with `count`, `first` (days since 1970) and `bytes` (base64: the
        steps from day to day, then how many begin, then how many end, all as base-128 numbers).

    Raises
    ------
    ValueError
        If the days are not in order, or one stands twice.
    """
    day = days.day.astype(np.int64)
    steps = np.diff(day, prepend=day[:1])
    if len(day) and (steps[1:] <= 0).any():
        raise ValueError("Days have to be in order, and none may stand twice.")
    written = b"".join(write_varints(numbers.astype(np.int64)).tobytes() for numbers in (steps, days.begun, days.ended))
    return {
        "total": days.total,
        "unplaced": days.unplaced,
        "days": {
            "count": len(day),
            "first": int(day[0]) if len(day) else 0,
            "bytes": base64.b64encode(written).decode("ascii"),
        },
    }


def drawn_message(
    answer: Points | Cells,
    box: tuple[float, float, float, float],
    zoom: float,
    details: Sequence[Mapping[str, Any]] = (),
    sets: int = 1,
) -> bytes:
    """Write what the map draws of a box.

    Parameters
    ----------
    answer
        The incidents or the cells in the box.
    box, zoom
        As the map asked: west, south, east, north (degrees) and its zoom.
    details
        What is told of each point, in the order of `answer`; only for up to `DETAILED` points. The members are those of
        the incidents of the map file, as far as they are known; `sources` may be records instead of ids, `figures` then
        name theirs by its position there, and `place_name` is the place in words.
    sets
        How many data sets the map shows: of several, the legend has the event types of the first, of the second and so
        on, as `geo.layers.type_legend` has them.

    Raises
    ------
    ValueError
        If there are details for some of the points only.
    """
    if isinstance(answer, Cells):
        columns, order = _cell_columns(answer)
        head: dict[str, Any] = {"kind": "cells", "bin": answer.bin.value}
    else:
        if details and len(details) != len(answer.row):
            raise ValueError("Either every point has details, or none.")
        columns, order = _point_columns(answer, sets)
        head = {"kind": "points", "details": [details[row] for row in order] if details else []}
    header, packed = pack_cells(columns)
    head |= {"box": list(box), "zoom": zoom, "header": header}
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    return len(written).to_bytes(4, "little") + written + packed


def _point_columns(points: Points, sets: int) -> tuple[CellColumns, NDArray[np.int64]]:
    """Return the points by their first day, and which point stands where."""
    order = np.argsort(points.first_day, kind="stable").astype(np.int64)
    kind = points.event_type if sets == 1 else points.dataset * np.uint8(len(EventType)) + points.event_type
    return CellColumns(
        start=points.first_day[order].astype(np.int64) * MINUTES_A_DAY,
        end=(points.last_day[order].astype(np.int64) + 1) * MINUTES_A_DAY,
        x=points.cell_x[order].astype(np.int64),
        y=points.cell_y[order].astype(np.int64),
        level=CELL_BITS,
        kind=kind[order],
        precision=points.place_precision[order],
    ), order


def _cell_columns(cells: Cells) -> tuple[CellColumns, NDArray[np.int64]]:
    """Return the cells by their bin, neighbours beside each other; the kind is the data set."""
    order = np.lexsort((cells.x, cells.y, cells.dataset, cells.from_day)).astype(np.int64)
    return CellColumns(
        start=cells.from_day[order].astype(np.int64) * MINUTES_A_DAY,
        end=cells.to_day[order].astype(np.int64) * MINUTES_A_DAY,
        x=cells.x[order].astype(np.int64),
        y=cells.y[order].astype(np.int64),
        level=cells.level,
        kind=cells.dataset[order].astype(np.uint8),
        precision=np.zeros(len(order), dtype=np.uint8),
        weight=cells.n[order].astype(np.int64),
    ), order
