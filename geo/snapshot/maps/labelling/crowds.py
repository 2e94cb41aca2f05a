"""Symbols that crowd: their labels stand in columns to the right and left, joined by leaders that do not cross."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.snapshot.maps.labelling.lines import AWAY, cross, grown, overlap, under
from geo.snapshot.maps.labelling.page import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.maps.labelling.lines import Bools, Floats
    from geo.snapshot.maps.labelling.page import Page

#: mm from a crowd's bounds to the columns of its labels, and the longest estimate of a leader there
OFFSETS = (3.5, 5.5, 8.0, 11.0, 15.0, 20.0)
LONGEST = 36.0
#: exchanges in one crowd at most; an exchange has to save more mm
SWAPS, WORTH = 200, 0.02
#: more air between two rows, so that no leader touches a label
AIR = 0.1


def gather(page: Page, crowd: Sequence[int], sizes: Floats, choice: int, *, part: bool = False) -> bool:
    """Place the labels of a crowd in a column on each side of it; say whether there was room for all, or for a part.

    Parameters
    ----------
    sizes
        Width and height (rows) of the labels of all symbols.
    part
        Whether it is enough that some of them fit.
    """
    ones = list(crowd)
    places, far = _places(page, ones, sizes[:, ones].max(axis=1))
    best = np.argsort(far, kind="stable")[: len(ones)]
    best = best[far[best] < AWAY]
    if len(best) < len(ones) and not part:
        return False
    ones = ones[: len(best)]
    if ones:
        boxes = _fitted(page, ones, sizes[:, ones], places[:, best])
        for one, spot in enumerate(_joined(page, ones, boxes)):
            page.fix(ones[one], boxes[:, one, spot].tolist(), choice)
    return True


def _places(page: Page, crowd: list[int], size: Floats) -> tuple[Floats, Floats]:
    """Return the boxes of the best column on each side of a crowd, and about how far away each is; `AWAY` if taken."""
    ground, (wide, high), rows = page.ground, size, np.arange(-len(crowd), len(crowd) + 1)
    (x, y), radius = ground.at[:, crowd], ground.radius[crowd]
    middle = (y.min() + y.max()) / 2
    offsets = np.array(OFFSETS)[:, None]
    x0 = np.array([(x + radius).max() + offsets, (x - radius).min() - offsets - wide]) + 0 * rows
    y0 = middle - high / 2 + rows * (high + BETWEEN + AIR) + 0 * x0
    box = np.array([x0, y0, x0 + wide, y0 + high], dtype=np.float32)
    far = np.hypot(offsets + np.ptp(x) / 2, np.maximum(np.abs(y0 - middle) - np.ptp(y) / 2, 0))
    flat = box.reshape(4, -1)
    free = ground.holds(flat) & ~_taken(page, flat, ground.at[:, crowd].mean(axis=1))
    far = np.where(free.reshape(far.shape) & (far < LONGEST), far, AWAY)
    # of every side the column in which half of the labels stand nearest
    column = np.sort(far, axis=2)[:, :, : (len(crowd) + 1) // 2].sum(axis=2).argmin(axis=1)
    return box[:, [0, 1], column].reshape(4, -1), far[[0, 1], column].ravel()


def _taken(page: Page, boxes: Floats, middle: Floats) -> Bools:
    """Say which boxes lie on something, or behind another label or leader as seen from the middle of a crowd."""
    bounds = np.concatenate((boxes[:2].min(axis=1), boxes[2:].max(axis=1)))[:, None]
    things = page.ground.things[:, overlap(page.ground.things, bounds)]
    taken: Bools = np.any(overlap(boxes[:, None], things[:, :, None]), axis=0)
    others = page.near(bounds[:, 0].tolist())
    if others:
        ends = np.clip(middle[:, None], boxes[:2], boxes[2:])
        lines = np.concatenate((middle[:, None] + 0 * ends, ends))[:, None]
        labels, leaders = page.boxes.take(others, axis=1)[..., None], page.leaders.take(others, axis=1)[..., None]
        taken |= (overlap(boxes[:, None], labels) | under(labels, lines)).any(axis=0)
        taken |= (under(grown(boxes, BETWEEN)[:, None], leaders) | cross(lines, leaders)).any(axis=0)
    return taken


def _fitted(page: Page, crowd: list[int], sizes: Floats, places: Floats) -> Floats:
    """Return the boxes of labels (columns) in all places (last axis), each at its edge that is nearer the crowd."""
    width, height = sizes[:, :, None]
    x0, y0, x1, y1 = places[:, None, :]
    left = x1 < page.ground.at[0, crowd].mean()
    x0, y0 = np.where(left, x1 - width, x0), (y0 + y1 - height) / 2
    return np.array([x0, y0, x0 + width, y0 + height])


def _joined(page: Page, crowd: list[int], boxes: Floats) -> list[int]:
    """Return which label stands in which place: leaders of the least total length do not cross.

    Exchanges of two labels shorten an arrangement that starts from the right and from above.
    """
    at = page.ground.at.take(crowd, axis=1)[..., None]
    far = np.hypot(*(np.clip(at, boxes[:2], boxes[2:]) - at))
    (x, y), places = at[..., 0], boxes[:2, 0]
    left = places[0] < x.mean()
    across, right = (-x).argsort(kind="stable"), int((~left).sum())
    spots = np.empty(len(crowd), dtype=np.intp)
    for ones, side in ((across[:right], ~left), (across[right:], left)):
        down = np.flatnonzero(side)
        spots[ones[y[ones].argsort(kind="stable")]] = down[places[1, down].argsort(kind="stable")]
    far = far[:, spots]
    for _ in range(SWAPS):
        own = far.diagonal()
        gain = own[:, None] + own - far - far.T
        one, two = divmod(int(gain.argmax()), len(crowd))
        if gain[one, two] < WORTH:
            break
        far[:, [one, two]] = far[:, [two, one]]
        spots[[one, two]] = spots[[two, one]]
    joined: list[int] = spots.tolist()
    return joined
