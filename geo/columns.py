"""Incidents as packed columns: what the browser needs to draw and to count, in about ten bytes each.

Rows are sorted by start. Start and duration are whole minutes as base-128 numbers (the start as the step from the row
before), coordinates are 24-bit steps from the south-west corner in byte planes, then one byte each for the type and the
precision; the whole is deflated and written as base64. `geo/assets/columns.js` reads it.

What is fetched piece by piece has cells of a Mercator grid for coordinates instead, and may have a weight for each row,
again as base-128 numbers; it is deflated and stays binary.
"""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

NOWHERE = 0xFFFFFF
_STEPS = 0xFFFFFE


@dataclass(frozen=True, slots=True)
class IncidentColumns:
    """Equally long columns, one value for each incident, sorted by `start`.

    `start` and `end` are minutes since 1970 (the end is exclusive); `latitude` and `longitude` are degrees, WGS 84, NaN
    where there is no coordinate; `event_type` and `precision` number the classes of the legend.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    latitude: NDArray[np.float64]
    longitude: NDArray[np.float64]
    event_type: NDArray[np.uint8]
    precision: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class CellColumns:
    """Equally long columns, one value for each incident or each cell, sorted by `start`.

    `start` and `end` are minutes since 1970 (the end is exclusive); `x` and `y` count squares of a grid of 2**`level`
    by 2**`level` (`level` up to 24) over the Web Mercator world from its north-west corner; `kind` is the class of the
    legend or the number of the data set; `weight` is how many incidents a row stands for, None for one each.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    x: NDArray[np.int64]
    y: NDArray[np.int64]
    level: int
    kind: NDArray[np.uint8]
    precision: NDArray[np.uint8]
    weight: NDArray[np.int64] | None = None


def pack(columns: IncidentColumns) -> dict[str, object]:
    """Pack the columns for the browser.

    Returns
    -------
    dict
        `header` (count, first start in minutes, corner and step of the coordinates in degrees) and `bytes` (base64).

    Raises
    ------
    ValueError
        If the rows are not sorted by start, or an end lies before its start.
    """
    times = _times(columns.start, columns.end)
    located = np.isfinite(columns.latitude) & np.isfinite(columns.longitude)
    west, south, step = _frame(columns.latitude[located], columns.longitude[located])
    steps_east = _quantised(columns.longitude, west, step, located)
    steps_north = _quantised(columns.latitude, south, step, located)
    parts = [*times, *_planes(steps_east), *_planes(steps_north), columns.event_type, columns.precision]
    header = {**_head(columns.start), "west": west, "south": south, "step": step}
    return {"header": header, "bytes": base64.b64encode(_deflated(parts, 9)).decode("ascii")}


def pack_cells(columns: CellColumns) -> tuple[dict[str, object], bytes]:
    """Pack rows on a grid for the browser, quickly rather than tightly: they are fetched from near by, and often.

    Returns
    -------
    tuple
        The header (count, first start in minutes, the level of the grid, whether there are weights) and the bytes.

    Raises
    ------
    ValueError
        If the rows are not sorted by start, or an end lies before its start.
    """
    weights = [] if columns.weight is None else [write_varints(columns.weight)]
    parts = [*_times(columns.start, columns.end), *_planes(columns.x), *_planes(columns.y), columns.kind,
             columns.precision, *weights]  # fmt: skip
    return {**_head(columns.start), "cell": {"level": columns.level}, "weighted": bool(weights)}, _deflated(parts, 1)


def pack_mask(mask: Sequence[bool]) -> str:
    """Pack one bit for each row, lowest bit first, as base64."""
    return base64.b64encode(np.packbits(np.asarray(mask, dtype=bool), bitorder="little").tobytes()).decode("ascii")


def _head(start: NDArray[np.int64]) -> dict[str, int]:
    return {"count": len(start), "start": int(start[0]) if len(start) else 0}


def _times(start: NDArray[np.int64], end: NDArray[np.int64]) -> list[NDArray[np.uint8]]:
    """Write starts as steps from the row before, and durations."""
    steps, durations = np.diff(start, prepend=start[:1]), end - start
    if len(start) and (steps.min() < 0 or durations.min() < 0):
        raise ValueError("Incidents have to be sorted by start, and none may end before it starts.")
    return [write_varints(steps), write_varints(durations)]


def _deflated(parts: Sequence[NDArray[np.uint8]], effort: int) -> bytes:
    return zlib.compress(b"".join(part.astype(np.uint8).tobytes() for part in parts), effort)


def _frame(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the south-west corner and the size of one step, degrees."""
    if not len(latitude):
        return 0.0, 0.0, 1.0
    west, south = float(longitude.min()), float(latitude.min())
    extent = max(float(longitude.max()) - west, float(latitude.max()) - south, 1e-3)
    return west, south, extent / _STEPS


def _quantised(
    degrees: NDArray[np.float64], origin: float, step: float, located: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Count steps from a corner; what has no coordinate is `NOWHERE`."""
    quantised = np.full(len(degrees), NOWHERE, dtype=np.int64)
    quantised[located] = np.rint((degrees[located] - origin) / step).astype(np.int64)
    return quantised


def _planes(numbers: NDArray[np.int64]) -> list[NDArray[np.uint8]]:
    """Split numbers of 24 bits into a low, a middle and a high byte plane."""
    return [((numbers >> shift) & 0xFF).astype(np.uint8) for shift in (0, 8, 16)]


def write_varints(numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Write numbers from zero on as little-endian base-128 bytes; the high bit says that more follow."""
    if not len(numbers):
        return np.zeros(0, dtype=np.uint8)
    lengths = np.ones(len(numbers), dtype=np.int64)
    for digits in range(1, 9):
        lengths += numbers >= 1 << (7 * digits)
    ends = np.cumsum(lengths)
    written = np.zeros(int(ends[-1]), dtype=np.uint8)
    for digit in range(int(lengths.max())):
        has = lengths > digit
        more = (lengths[has] > digit + 1).astype(np.int64) << 7
        written[(ends - lengths)[has] + digit] = (((numbers[has] >> (7 * digit)) & 0x7F) | more).astype(np.uint8)
    return written
