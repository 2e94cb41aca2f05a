"""Incidents as packed columns: what the browser needs to draw and to count, in about ten bytes each.

Rows are sorted by start. Start and duration are whole minutes as base-128 numbers (the start as the step from the row
before), coordinates are 24-bit steps from the south-west corner in byte planes, then one byte each for the type and the
precision; the whole is deflated and written as base64. `geo/assets/columns.js` reads it.
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
    count = len(columns.start)
    steps = np.diff(columns.start, prepend=columns.start[:1])
    durations = columns.end - columns.start
    if count and (steps.min() < 0 or durations.min() < 0):
        raise ValueError("Incidents have to be sorted by start, and none may end before it starts.")
    located = np.isfinite(columns.latitude) & np.isfinite(columns.longitude)
    west, south, step = _frame(columns.latitude[located], columns.longitude[located])
    planes = [*_planes(columns.longitude, west, step, located), *_planes(columns.latitude, south, step, located)]
    parts = [_varints(steps), _varints(durations), *planes, columns.event_type, columns.precision]
    packed = zlib.compress(b"".join(part.astype(np.uint8).tobytes() for part in parts), 9)
    header = {
        "count": count,
        "start": int(columns.start[0]) if count else 0,
        "west": west,
        "south": south,
        "step": step,
    }
    return {"header": header, "bytes": base64.b64encode(packed).decode("ascii")}


def pack_mask(mask: Sequence[bool]) -> str:
    """Pack one bit for each row, lowest bit first, as base64."""
    return base64.b64encode(np.packbits(np.asarray(mask, dtype=bool), bitorder="little").tobytes()).decode("ascii")


def _frame(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return the south-west corner and the size of one step, degrees."""
    if not len(latitude):
        return 0.0, 0.0, 1.0
    west, south = float(longitude.min()), float(latitude.min())
    extent = max(float(longitude.max()) - west, float(latitude.max()) - south, 1e-3)
    return west, south, extent / _STEPS


def _planes(
    degrees: NDArray[np.float64], origin: float, step: float, located: NDArray[np.bool_]
) -> list[NDArray[np.uint8]]:
    """Split quantised coordinates into a low, a middle and a high byte plane."""
    quantised = np.full(len(degrees), NOWHERE, dtype=np.int64)
    quantised[located] = np.rint((degrees[located] - origin) / step).astype(np.int64)
    return [((quantised >> shift) & 0xFF).astype(np.uint8) for shift in (0, 8, 16)]


def _varints(numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
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
