"""What is fixed on a map before any label stands, whatever size the labels have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.snapshot.maps.labelling.lines import AWAY, grown, inside, overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.canvas.marks import Box
    from geo.snapshot.maps.labelling.asked import Wanted
    from geo.snapshot.maps.labelling.lines import Bools, Floats, Whole

#: mm between a symbol's box and any label, and between a symbol and its leader line
CLEAR, START = 0.31, 0.2
#: costs of a leader that runs through a symbol or an obstacle, in slots of the preferred order; so many symbols count
THROUGH, CROSSING, MOST = 13.0, 60.0, 3
#: mm at which a neighbour pulls half as much as one at the same place, and the weight of a full pull
HALF_PULL, FULL_PULL = 6.0, 4.0
#: symbols hang together that stand nearer than this (mm) to each other; a crowd is so many within so many mm
LINK, GATHER, SPREAD = 5.0, 5, 26.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Symbols and obstacles; columns are symbols."""

    frame: Floats  # what a label may take
    at: Floats  # the symbols' middles
    radius: Floats
    things: Floats  # what no label may touch: boxes around the symbols, and behind them the obstacles
    outward: Floats  # rows x and y: away from the neighbours, up to length 1
    linked: Bools  # (symbols, symbols): which hang together

    def holds(self, boxes: Floats) -> Bools:
        """Say which boxes lie in the frame."""
        x0, y0, x1, y1 = self.frame.tolist()
        held: Bools = (boxes[0] > x0) & (boxes[1] > y0) & (boxes[2] < x1) & (boxes[3] < y1)
        return held


def ground_of(shown: Sequence[Wanted], frame: Box, obstacles: Sequence[Box]) -> Ground:
    """Return what is fixed; obstacles out of the frame do not count, and their order changes nothing."""
    spots = np.array(list(zip(*((one.x, one.y, one.radius) for one in shown), strict=True)), dtype=np.float32)
    at, radius = spots[:2], spots[2]
    fixed = sorted((box.x0, box.y0, box.x1, box.y1) for box in obstacles if box.overlaps(frame))
    things = np.array(fixed, dtype=np.float32).reshape(-1, 4).T
    things = np.concatenate((np.concatenate((at - radius - CLEAR, at + radius + CLEAR)), things), axis=1)
    apart = at[:, :, None] - at[:, None]
    square = apart[0] * apart[0] + apart[1] * apart[1]
    weight = 1 / (1 + (square / HALF_PULL**2) ** 2)
    outward = (weight * apart).sum(axis=2)
    outward /= np.maximum(np.hypot(*outward), FULL_PULL)
    room = np.array((frame.x0, frame.y0, frame.x1, frame.y1), dtype=np.float32)
    return Ground(grown(room, -CLEAR), at, radius, things, outward, square < LINK * LINK)


def crowds_of(ground: Ground, boxed_in: Sequence[int]) -> list[list[int]]:
    """Return the symbols that hang together, if so many of them have no room beside them that they are a crowd."""
    found: list[list[int]] = []
    left = set(range(len(ground.radius)))
    for first in boxed_in:
        if first not in left:
            continue
        left.discard(first)
        crowd = [first]
        for one in crowd:
            more = [other for other in ground.linked[one].nonzero()[0].tolist() if other in left]
            left.difference_update(more)
            crowd += more
        narrow = np.ptp(ground.at[:, crowd], axis=1).max() <= SPREAD
        if narrow and len(set(boxed_in) & set(crowd)) >= GATHER:
            found.append(sorted(crowd))
    return found


def firsts(ordered: Whole) -> Whole:
    """Return where in ordered numbers each appears first."""
    return np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))


def through(ground: Ground, which: Whole, ways: Floats, lengths: Floats) -> Floats:
    """Return what it costs that leaders of some symbols run through other symbols and obstacles.

    Parameters
    ----------
    ways
        Unit vectors from the symbols, rows x and y.
    lengths
        Of the leaders in mm, from the symbols' edges.

    Returns
    -------
    array
        (symbols, directions, lengths).
    """
    costs = np.zeros((len(which), ways.shape[1], len(lengths)), dtype=np.float32)
    ends = ground.radius[which, None] + START + lengths
    middle, reach = ground.at.take(which, axis=1)[..., None], ends.max(axis=1)[:, None]
    near = overlap(ground.things[:, None], np.concatenate((middle - reach, middle + reach)))
    near[np.arange(len(which)), which] = False
    size = len(ground.radius)
    for part, met_by, each, most in (
        (slice(0, size), _disc_met, THROUGH, MOST * THROUGH),
        (slice(size, None), _box_met, CROSSING, CROSSING),
    ):
        first, second = near[:, part].nonzero()
        if len(first):
            met = met_by(ground, which[first], second, ways)
            starts = firsts(first)
            count = np.add.reduceat(met[:, :, None] < ends[first, None], starts, axis=0, dtype=np.intp)
            costs[first[starts]] += np.minimum(each * count, most)
    return costs


def _disc_met(ground: Ground, first: Whole, second: Whole, ways: Floats) -> Floats:
    """Return how far from a symbol's middle its leaders meet another symbol: (pairs, directions)."""
    east, south = (ground.at.take(second, axis=1) - ground.at.take(first, axis=1))[..., None]
    along, across = east * ways[0] + south * ways[1], south * ways[0] - east * ways[1]
    wide = (ground.radius[second] + CLEAR)[:, None]
    half = np.sqrt(np.maximum(wide * wide - across * across, 0))
    # a disc that ends where the leader begins is not in its way: symbols at one place
    meets = (half > 0) & (along + half > (ground.radius[first] + START)[:, None] + CLEAR)
    met: Floats = np.where(meets, along - half, AWAY)
    return met


def _box_met(ground: Ground, first: Whole, second: Whole, ways: Floats) -> Floats:
    """Return how far from a symbol's middle its leaders meet an obstacle they do not begin in: (pairs, directions)."""
    boxes = ground.things.take(len(ground.radius) + second, axis=1)[..., None]
    enters, leaves = inside(boxes, ground.at.take(first, axis=1)[..., None], ways[:, None])
    met: Floats = np.where((enters < leaves) & (enters > ground.radius[first, None]), enters, AWAY)
    return met
