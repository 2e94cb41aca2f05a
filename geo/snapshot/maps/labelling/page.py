"""A page on which labels stand, and how one is placed, moved, or pushes another one aside."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geo.snapshot.maps.labelling.ground import CROSSING, START
from geo.snapshot.maps.labelling.lines import AWAY, cross, grown, overlap, under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.maps.labelling.ground import Ground
    from geo.snapshot.maps.labelling.lines import Bools, Floats, Whole
    from geo.snapshot.maps.labelling.slots import Slots

#: mm between two labels, and between a label and a leader line
BETWEEN = 0.5
#: neighbours pushed at most for one label, and on a page
TRIES, PUSHES = 3, 24
#: so many of the cheapest slots are looked at first, and at all
FIRST, LOOK = 3, 32
#: a move has to save more than this; a label that costs less pushes nobody
WORTH, CHEAP = 0.3, 6.0


@dataclass(frozen=True, slots=True)
class Home:
    """The slot in which a label stands."""

    slots: Slots
    spot: int
    choice: int
    cost: float  # when it was placed there


@dataclass(frozen=True, slots=True)
class Prices:
    """What some slots of a symbol cost among the other labels, the cheapest first."""

    spots: Whole  # numbers of the slots
    cost: Floats
    other: Whole  # symbol of the label that has to move away for it, or -1

    def free(self) -> tuple[int, float]:
        """Return the cheapest free slot and its cost, which is endless if there is none."""
        free = (self.other < 0).nonzero()[0]
        return (int(self.spots[free[0]]), float(self.cost[free[0]])) if len(free) else (-1, math.inf)


@dataclass(slots=True)
class Page:
    """What has been placed; columns are symbols."""

    ground: Ground
    boxes: Floats  # with the air around them
    leaders: Floats  # `AWAY` without
    pushes: int = 0  # how many labels may still be pushed for others
    bounds: dict[int, tuple[float, float, float, float]] = field(default_factory=dict)  # of box and leader, with air
    homes: dict[int, Home] = field(default_factory=dict)  # of labels that may move, unlike those of a crowd
    choices: dict[int, int] = field(default_factory=dict)  # of all labels

    @classmethod
    def empty(cls, ground: Ground) -> Page:
        """Return a page without labels."""
        far = np.full((4, len(ground.radius)), AWAY, dtype=np.float32)
        return cls(ground, far, far.copy())

    def put(self, symbol: int, home: Home) -> None:
        """Place a label in a slot."""
        self.homes[symbol] = home
        self._stand(symbol, home.slots.box[:, home.spot].tolist(), home.slots.line[:, home.spot].tolist(), home.choice)

    def fix(self, symbol: int, box: Sequence[float], choice: int) -> None:
        """Place a label in a box for good, and draw the leader to the nearest point of it."""
        x, y = self.ground.at[:, symbol].tolist()
        to_x, to_y = min(max(x, box[0]), box[2]), min(max(y, box[1]), box[3])
        share = (float(self.ground.radius[symbol]) + START) / math.hypot(to_x - x, to_y - y)
        self._stand(symbol, box, (x + (to_x - x) * share, y + (to_y - y) * share, to_x, to_y), choice)

    def _stand(self, symbol: int, box: Sequence[float], line: Sequence[float], choice: int) -> None:
        x0, y0, x1, y1 = box[0] - BETWEEN, box[1] - BETWEEN, box[2] + BETWEEN, box[3] + BETWEEN
        self.boxes[:, symbol], self.leaders[:, symbol], self.choices[symbol] = (x0, y0, x1, y1), line, choice
        if line[0] < AWAY:
            x0, y0 = min(x0, line[0] - BETWEEN), min(y0, line[1] - BETWEEN)
            x1, y1 = max(x1, line[0] + BETWEEN), max(y1, line[1] + BETWEEN)
        self.bounds[symbol] = x0, y0, x1, y1

    def lift(self, symbol: int) -> None:
        """Take a label away."""
        del self.homes[symbol], self.choices[symbol], self.bounds[symbol]

    def near(self, box: Sequence[float]) -> list[int]:
        """Return the symbols of which label or leader may be in a box."""
        x0, y0, x1, y1 = box
        bounds = self.bounds.items()
        return [one for one, other in bounds if x0 < other[2] and other[0] < x1 and y0 < other[3] and other[1] < y1]

    def price(self, slots: Slots, limit: float, *, pushing: bool) -> Prices:
        """Return what slots cost where the other labels stand, if that is less than a limit.

        Parameters
        ----------
        pushing
            Whether also to return slots that only one label keeps from being free, at what they cost without it.
        """
        box = slots.box[:, : int(slots.cost.searchsorted(limit))]
        near = np.array(self.near(slots.reach), dtype=np.intp)
        lies = overlap(box[:, None], self.boxes.take(near, axis=1)[..., None])
        spots = (lies.sum(axis=0) <= int(pushing)).nonzero()[0][:LOOK]
        lies, cost = lies.take(spots, axis=1), slots.cost[spots]
        meets = self._met(near, box.take(spots, axis=1), slots.line.take(spots, axis=1))
        other = np.full(len(spots), -1)
        if pushing and len(near):
            free = np.flatnonzero(~lies.any(axis=0))
            lies |= meets
            single = (lies.sum(axis=0) == 1).nonzero()[0]
            other = np.append(other[free], near[lies.argmax(axis=0)[single]])
            spots = np.append(spots[free], spots[single])
            cost = np.append(cost[free] + CROSSING * meets.sum(axis=0)[free], cost[single])
        else:
            cost = cost + CROSSING * meets.sum(axis=0)
        order = cost.argsort(kind="stable")
        return Prices(spots[order], cost[order], other[order])

    def _met(self, near: Whole, box: Floats, line: Floats) -> Bools:
        """Say which of some labels (rows) a slot's leader meets, or the leaders of which labels meet a slot."""
        led, own = (self.leaders[0, near] < AWAY).nonzero()[0], (line[0] < AWAY).nonzero()[0]
        meets = np.zeros((len(near), len(line[0])), dtype=bool)
        if len(own):
            meets[:, own] = under(self.boxes.take(near, axis=1)[..., None], line.take(own, axis=1)[:, None])
        if len(led):
            leaders = self.leaders.take(near[led], axis=1)[..., None]
            meets[led] |= under(grown(box, BETWEEN)[:, None], leaders)
            if len(own):
                meets[led[:, None], own] |= cross(line.take(own, axis=1)[:, None], leaders)
        return meets

    def _first(self, slots: Slots) -> int:
        """Return the first of the cheapest slots that is free, if that is quickly said; else -1."""
        for spot, (box, cost) in enumerate(zip(slots.box[:, :FIRST].T.tolist(), slots.cost.tolist(), strict=False)):
            near = self.near(box) if cost < CHEAP else []
            if not near:
                return spot if cost < CHEAP else -1
            if self.leaders[0, near[0]] < AWAY:
                break
        return -1

    def settle(self, symbol: int, slots: Slots, choice: int, limit: float) -> bool:
        """Place a label where it costs less than a limit; say whether there is such a place.

        A label that would be dear, or has no place, may push one other label to another slot.
        """
        if not len(slots.cost) or slots.cost[0] >= limit:
            return False
        spot = self._first(slots) if limit > CHEAP else -1
        if spot >= 0:
            self.put(symbol, Home(slots, spot, choice, float(slots.cost[spot])))
            return True
        prices = self.price(slots, limit, pushing=self.pushes > 0)
        spot, cost = prices.free()
        if self.pushes and cost > CHEAP and self._push(symbol, slots, choice, prices, min(cost - WORTH, limit)):
            return True
        if cost < limit:
            self.put(symbol, Home(slots, spot, choice, cost))
            return True
        return False

    def improve(self, symbol: int) -> None:
        """Move a label to a place where it costs less, if there is one."""
        home = self.homes[symbol]
        self.lift(symbol)
        if not self.settle(symbol, home.slots, home.choice, home.cost - WORTH):
            self.put(symbol, home)

    def _push(self, symbol: int, slots: Slots, choice: int, prices: Prices, limit: float) -> bool:
        """Place a label in a slot that one other label blocks, if both together then cost less than a limit."""
        tried: list[int] = []
        for spot, cost, other in zip(prices.spots.tolist(), prices.cost.tolist(), prices.other.tolist(), strict=True):
            if cost >= limit or len(tried) >= TRIES or not self.pushes:
                break
            if other in tried or other not in self.homes:
                continue
            tried.append(other)
            self.pushes -= 1
            home = self.homes[other]
            self.lift(other)
            self.put(symbol, Home(slots, spot, choice, cost))
            if self._move(other, home, home.cost + limit - cost):
                return True
            self.lift(symbol)
            self.put(other, home)
        return False

    def _move(self, symbol: int, home: Home, limit: float) -> bool:
        """Place a label that has been lifted in another free slot, if that costs less than a limit."""
        spot, cost = self.price(home.slots, limit, pushing=False).free()
        if cost >= limit:
            return False
        self.put(symbol, Home(home.slots, spot, home.choice, cost))
        return True
