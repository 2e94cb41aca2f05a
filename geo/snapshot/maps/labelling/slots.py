"""The slots around a symbol in which its label may stand, and what each costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo.snapshot.maps.labelling.ground import START, firsts, through
from geo.snapshot.maps.labelling.lines import AWAY, grown, overlap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.maps.labelling.ground import Ground
    from geo.snapshot.maps.labelling.lines import Bools, Floats, Whole

#: a label without leader stands so many mm from its symbol's box
BESIDE = 0.45
#: nearer than this (mm) to a foreign symbol a label could be read as its label; its costs, for so many symbols at most
DOUBTFUL, DOUBT, MOST = 1.1, 8.0, 2
DIRECTIONS = 16
#: of leaders, in mm
LENGTHS = (2.5, 5.0, 8.0, 12.0, 17.5, 26.0)
#: a leader along an axis that is no longer than this may end anywhere along its label
SHORT = 12.0
#: costs of a leader and of each mm of it, and gain of a slot away from the neighbours, in slots of the preferred order
LEADER, PER_MM, OUTWARD = 5.0, 0.45, 3.0
#: the upper left corners of the slots beside a symbol, and their costs: radii away from its middle, mm further away,
#: and shares of the label's size, each to the right and downwards
_BESIDE: tuple[tuple[tuple[float, ...], float], ...] = (
    ((1, 0.5, BESIDE, 0, 0, -1), 0.0),  # right, above the middle
    ((1, 0, BESIDE, 0, 0, -0.5), 0.3),  # right
    ((-1, 0.5, -BESIDE, 0, -1, -1), 0.9),  # left, above the middle
    ((-1, 0, -BESIDE, 0, -1, -0.5), 1.1),  # left
    ((1, -0.5, BESIDE, 0, 0, 0), 1.2),  # right, below the middle
    ((0, -1, 0, -BESIDE, -0.5, -1), 1.3),  # above
    ((-1, -1, 0, -BESIDE, 0, -1), 1.4),  # above, to the right
    ((1, -1, 0, -BESIDE, -1, -1), 1.7),  # above, to the left
    ((0, 1, 0, BESIDE, -0.5, 0), 1.8),  # below
    ((-1, -0.5, -BESIDE, 0, -1, 0), 1.9),  # left, below the middle
    ((1, -0.7, BESIDE, 0, 0, -1), 2.0),  # right, above
    ((-1, 1, 0, BESIDE, 0, 0), 2.1),  # below, to the right
    ((1, 1, 0, BESIDE, -1, 0), 2.3),  # below, to the left
    ((-1, -0.7, -BESIDE, 0, -1, -1), 2.4),  # left, above
    ((1, 0.7, BESIDE, 0, 0, 0), 2.4),  # right, below
    ((-1, 0.7, -BESIDE, 0, -1, 0), 2.7),  # left, below
)
#: mm: a middling label, enough to say which way a slot lies from its symbol
_MIDDLING = (24, 6)


@dataclass(frozen=True, slots=True)
class Slots:
    """The slots of one label that are free of fixed things, the cheapest first."""

    box: Floats  # rows x0, y0, x1, y1
    line: Floats  # leaders, rows from x and y to x and y; `AWAY` without
    cost: Floats
    reach: tuple[float, float, float, float]  # bounds of all of it


@dataclass(frozen=True, slots=True)
class _Table:
    """Slots around any symbol: upper left corner = middle + radius * beyond + gap + size * share; rows x and y."""

    beyond: Floats
    gap: Floats
    share: Floats
    way: Floats  # unit vectors from the symbol to the slot
    cost: Floats
    ray: Whole  # direction of the leader, -1 without
    length: Whole  # number of its length


@cache
def _ways() -> Floats:
    """Return the unit vectors of the leaders, rows x and y; exactly 0 and 1 along the axes."""
    turns = [2 * math.pi * step / DIRECTIONS for step in range(DIRECTIONS)]
    return np.array([[round(way(turn), 9) for turn in turns] for way in (math.cos, math.sin)], dtype=np.float32)


@cache
def _table(*, leaders: bool) -> _Table:
    """Return the slots beside a symbol, and those at the ends of leaders."""
    rows: list[tuple[float, ...]] = []
    for place, cost in _BESIDE:
        beyond_x, beyond_y, _, _, share_x, share_y = place
        east, south = beyond_x * 2 + (share_x + 0.5) * _MIDDLING[0], beyond_y * 2 + (share_y + 0.5) * _MIDDLING[1]
        far = math.hypot(east, south)
        rows.append((*place, east / far, south / far, cost, -1, 0))
    for number, length in enumerate(LENGTHS if leaders else ()):
        for ray, (east, south) in enumerate(_ways().T.tolist()):
            end = START + length
            for right, down, cost in _grips(east, south)[: 3 if length <= SHORT else 1]:
                place = (east, south, end * east, end * south, -right, -down)
                rows.append((*place, east, south, LEADER + PER_MM * length + cost, ray, number))
    table = np.array(rows, dtype=np.float32).T
    ray, number = table[9:].astype(np.intp)
    return _Table(table[:2], table[2:4], table[4:6], table[6:8], table[8], ray, number)


def _grips(east: float, south: float) -> list[tuple[float, float, float]]:
    """Return where on a box a leader ends, as shares of its width and height, and what it costs.

    A slanting leader can only end in a corner, as that is the box's nearest point; along an axis the box may slide.
    """
    if south == 0:
        return [(float(east < 0), share, abs(share - 0.5)) for share in (0.5, 0.15, 0.85)]
    if east == 0:
        return [(share, float(south < 0), 0.3 + abs(share - 0.5)) for share in (0.5, 0.15, 0.85)]
    return [(float(east < 0), float(south < 0), 0.0)]


def slots_of(ground: Ground, which: Sequence[int], sizes: Floats, *, leaders: bool) -> dict[int, Slots]:
    """Return the slots of some symbols' labels that lie in the frame and on nothing fixed.

    Parameters
    ----------
    sizes
        Width and height (rows) of the labels of all symbols.
    leaders
        Whether the label may stand at the end of a leader.
    """
    if not which:
        return {}
    at, table = np.array(which), _table(leaders=leaders)
    size, middle = sizes.take(at, axis=1)[..., None], ground.at.take(at, axis=1)[..., None]
    radius, point = ground.radius[at, None], middle[..., 0]
    corner = middle + radius * table.beyond[:, None] + table.gap[:, None] + size * table.share[:, None]
    box = np.concatenate((corner, corner + size))
    reach = np.concatenate((np.minimum(box[:2].min(axis=2), point), np.maximum(box[2:].max(axis=2), point)))
    free, doubts = _room(ground, at, box, reach)
    free &= ground.holds(box) & (size > 0).all(axis=0)
    cost = table.cost + DOUBT * np.minimum(doubts, MOST)
    cost -= OUTWARD * (ground.outward.take(at, axis=1)[..., None] * table.way[:, None]).sum(axis=0)
    line = np.full_like(box, AWAY)
    if leaders:
        far = np.flatnonzero(table.ray >= 0)
        ray, length = table.ray[far], np.array(LENGTHS, dtype=np.float32)
        cost[:, far] += through(ground, at, _ways(), length)[:, ray, table.length[far]]
        way, start = _ways()[:, None, ray], radius + START
        line[:2, :, far], line[2:, :, far] = middle + start * way, middle + (start + length[table.length[far]]) * way
    return _parted(which, free, (box, line, cost.round(3)), reach)


def _room(ground: Ground, at: Whole, box: Floats, reach: Floats) -> tuple[Bools, Floats]:
    """Say which slots (symbols, slots) lie on nothing fixed, and how many foreign symbols each could belong to."""
    near = overlap(grown(reach, DOUBTFUL)[:, :, None], ground.things[:, None])
    near[np.arange(len(at)), at] = False
    first, second = near.nonzero()
    free, doubts = np.ones(box.shape[1:], dtype=bool), np.zeros(box.shape[1:], dtype=np.float32)
    if len(first):
        starts, thing, slots = firsts(first), ground.things.take(second, axis=1)[..., None], box.take(first, axis=1)
        free[first[starts]] = ~np.logical_or.reduceat(overlap(slots, thing), starts, axis=0)
        doubtful = overlap(slots, grown(thing, DOUBTFUL))
        doubts[first[starts]] = np.add.reduceat(doubtful, starts, axis=0, dtype=np.float32)
    return free, doubts


def _parted(which: Sequence[int], free: Bools, every: tuple[Floats, Floats, Floats], reach: Floats) -> dict[int, Slots]:
    """Return the free slots of every symbol, the cheapest first."""
    row, slot = free.nonzero()
    order = np.lexsort((every[2][row, slot], row))
    row, slot = row[order], slot[order]
    box, line, cost = (part[..., row, slot] for part in every)
    ends = free.sum(axis=1).cumsum().tolist()
    bounds = reach.T.tolist()
    return {
        one: Slots(box[:, start:stop], line[:, start:stop], cost[start:stop], tuple(bound))
        for one, start, stop, bound in zip(which, [0, *ends[:-1]], ends, bounds, strict=True)
    }
