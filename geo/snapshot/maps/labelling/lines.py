"""Many points, boxes and lines at once: which of them meet.

Points are rows x and y, boxes are rows x0, y0, x1, y1, lines are rows of their first point and their last one, all in
mm. Further axes are broadcast. Columns are taken with `take`, which leaves every row in one piece: that is many times
faster than an index here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Bools = NDArray[np.bool_]
    Whole = NDArray[np.intp]

#: mm; where on the page nothing is
AWAY = 1e6
#: a line ends this share of its length further away than drawn, so that none passes close to its end
BEYOND = 0.05
#: lines that turn less than this (mm2) from each other run side by side
PARALLEL = 1e-6
#: nearer to nothing than this counts as nothing
TINY = 1e-9


def grown(boxes: Floats, by: float) -> Floats:
    """Return boxes with a margin around them."""
    return np.concatenate((boxes[:2] - by, boxes[2:] + by))


def overlap(boxes: Floats, others: Floats) -> Bools:
    """Say which boxes share more than an edge with other ones."""
    hits = boxes[:2] < others[2:]
    hits &= boxes[2:] > others[:2]
    both: Bools = hits[0] & hits[1]
    return both


def inside(boxes: Floats, start: Floats, by: Floats) -> tuple[Floats, Floats]:
    """Return at which multiple of a step from a point one enters boxes and leaves them; one that enters later misses.

    Parameters
    ----------
    start, by
        The point, and the step, as rows x and y.
    """
    # along an axis one never meets what lies beside it: that is beyond the page
    per = 1 / np.where(by == 0, TINY, by)
    one, other = (boxes[:2] - start) * per, (boxes[2:] - start) * per
    enters, leaves = np.minimum(one, other), np.maximum(one, other)
    return np.maximum(enters[0], enters[1]), np.minimum(leaves[0], leaves[1])


def under(boxes: Floats, lines: Floats) -> Bools:
    """Say which boxes lie on lines."""
    enters, leaves = inside(boxes, lines[:2], lines[2:] - lines[:2])
    hits: Bools = (enters < leaves) & (enters < 1) & (leaves > 0)
    return hits


def cross(lines: Floats, others: Floats) -> Bools:
    """Say which lines cross other ones, or pass close to their ends."""
    (by_x, by_y), (other_x, other_y) = lines[2:] - lines[:2], others[2:] - others[:2]
    from_x, from_y = others[:2] - lines[:2]
    turn = by_x * other_y - by_y * other_x
    turn[np.abs(turn) < PARALLEL] = PARALLEL
    half = 0.5 + BEYOND
    hits: Bools = np.abs((from_x * other_y - from_y * other_x) / turn - 0.5) < half
    hits &= np.abs((from_x * by_y - from_y * by_x) / turn - 0.5) < half
    return hits
