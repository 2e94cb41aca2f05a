"""Where the labels of a map stand: beside their symbols, or at the end of a short straight leader line.

Every label has a fixed set of slots around its symbol. Slots on fixed things are dropped at once, then labels are
placed one after the other, those with the fewest slots first; what finds none may push one neighbour to another slot.
All of it is arithmetic on arrays, without chance and without a clock, so a page comes out the same every time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geo.snapshot.canvas.marks import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.floating]
    Bools = NDArray[np.bool_]

#: mm between a symbol's box and any label; a label without leader stands `BESIDE` from its own symbol's box
CLEAR = 0.31
BESIDE = 0.45
#: mm between two labels, and between a label and a leader line
BETWEEN = 0.5
#: mm between a symbol and its leader line
START = 0.2
#: nearer than this (mm) to a foreign symbol a label could be read as its label
DOUBTFUL = 1.1
DIRECTIONS = 16
LENGTHS = (2.5, 5.0, 8.0, 12.0, 17.5, 26.0)
FEW_LENGTHS = (2.5, 5.5, 10.0, 16.0)
#: costs, in slots of the preferred order
DOUBT, THROUGH, CROSSING = 6.0, 3.0, 60.0
LEADER, PER_MM, OUTWARD = 5.0, 0.45, 3.0
#: a slot that costs more is taken only by the poorest choice: it crosses something
DEAR = 45.0
#: above this number of labels only the poorest choice is tried
MANY = 120
ENOUGH = 0.9
#: bounds of the search: neighbours pushed for one label, labels moved, pushes and exchanges on a page
TRIES, MOVES, PUSHES, SWAPS = 4, 20, 60, 200
#: how many of the labels that found no slot are tried again where there are many
LATE = 60
#: a crowd: at least so many symbols, each nearer than `LINK` mm to another, in no more than `SPREAD` mm
GATHER, LINK, SPREAD = 5, 5.0, 26.0
#: mm from a crowd's bounds to the columns of its labels, and the longest estimate of a leader there
OFFSETS = (3.5, 5.5, 8.0, 11.0, 15.0, 20.0)
LONGEST = 36.0
#: symbols with more neighbours than `CROWDED` within `CROWD` mm have slots with long leaders from the start; others
#: have only those with leaders shorter than `NEAR` mm at first
CROWD, CROWDED, NEAR = 9.0, 3, 6.0
#: a richness is not tried if its labels would cover this share of the map
FULL = 0.42
#: mm; where on the page nothing is
AWAY = 1e6
#: what is nearer to nothing than this counts as nothing; an exchange has to save more mm
TINY, WORTH = 1e-9, 0.02
#: a line ends this share of its length further away than drawn, so that none passes close to its end
BEYOND = 0.05


@dataclass(frozen=True, slots=True)
class Choice:
    """What a label of one richness needs, in mm."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """A symbol (a disc at `x`, `y`, all in mm) and what may stand at it, richest first."""

    key: str
    x: float
    y: float
    radius: float
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a label stands; `leader` runs from the symbol's edge to the box, None where the box is beside it."""

    key: str
    box: Box
    choice: int
    leader: tuple[tuple[float, float], tuple[float, float]] | None


@dataclass(frozen=True, slots=True)
class _Slots:
    """Places around a symbol: left edge = x + radius * kx + ox + width * qx, and so for the upper edge."""

    x: Floats  # rows kx, ox, qx
    y: Floats
    way: Floats  # unit vectors from the symbol to the slot, rows x and y
    cost: Floats
    ray: NDArray[np.intp]  # direction of the leader, -1 without
    length: Floats  # from the centre to the leader's end without the radius


#: left edge and upper edge of the slots beside a symbol, in the preferred order: (kx, ox, qx, ky, oy, qy)
_BESIDE = (
    (1, BESIDE, 0, 0.5, 0, -1),  # right, above the middle
    (1, BESIDE, 0, 0, 0, -0.5),  # right
    (-1, -BESIDE, -1, 0.5, 0, -1),  # left, above the middle
    (-1, -BESIDE, -1, 0, 0, -0.5),  # left
    (0, 0, -0.5, -1, -BESIDE, -1),  # above
    (-1, 0, 0, -1, -BESIDE, -1),  # above, to the right
    (1, 0, -1, -1, -BESIDE, -1),  # above, to the left
    (0, 0, -0.5, 1, BESIDE, 0),  # below
    (1, BESIDE, 0, -0.5, 0, 0),  # right, below the middle
    (-1, -BESIDE, -1, -0.5, 0, 0),  # left, below the middle
    (-1, 0, 0, 1, BESIDE, 0),  # below, to the right
    (1, 0, -1, 1, BESIDE, 0),  # below, to the left
    (1, BESIDE, 0, -0.7, 0, -1),  # corners
    (-1, -BESIDE, -1, -0.7, 0, -1),
    (1, BESIDE, 0, 0.7, 0, 0),
    (-1, -BESIDE, -1, 0.7, 0, 0),
)
_BESIDE_COST = (0, 0.3, 0.9, 1.1, 1.3, 1.4, 1.7, 1.8, 1.2, 1.9, 2.1, 2.3, 2.0, 2.4, 2.4, 2.7)


@cache
def _ways() -> Floats:
    """Return the unit vectors of the leaders; exactly 0 and 1 along the axes."""
    turns = [2 * math.pi * step / DIRECTIONS for step in range(DIRECTIONS)]
    return np.array([[round(math.cos(turn), 9), round(math.sin(turn), 9)] for turn in turns])


@cache
def _slots(lengths: tuple[float, ...]) -> _Slots:
    """Return the slots beside a symbol and those at the ends of leaders of some lengths."""
    rows: list[tuple[float, ...]] = []
    for place, cost in zip(_BESIDE, _BESIDE_COST, strict=True):
        kx, _ox, qx, ky, _oy, qy = place
        # a middling label is 24 by 6 mm: enough to say which way a slot lies
        east, south = kx * 2 + (qx + 0.5) * 24, ky * 2 + (qy + 0.5) * 6
        far = math.hypot(east, south)
        rows.append((*place, east / far, south / far, cost, -1, 0))
    for length in lengths:
        for ray, (east, south) in enumerate(_ways().tolist()):
            end = START + length
            for right, down, cost in _grips(east, south):
                place = (east, end * east, -right, south, end * south, -down)
                rows.append((*place, east, south, LEADER + PER_MM * length + cost, ray, end))
    table = np.array(rows).T
    return _Slots(table[:3], table[3:6], table[6:8], table[8], table[9].astype(np.intp), table[10])


def _grips(east: float, south: float) -> Iterable[tuple[float, float, float]]:
    """Yield where on a box a leader ends, as shares of its width and height, and what it costs.

    A slanting leader can only end in a corner, as that is the box's nearest point; along an axis the box may slide.
    """
    if south == 0:
        return [(float(east < 0), share, abs(share - 0.5)) for share in (0.5, 0.15, 0.85)]
    if east == 0:
        return [(share, float(south < 0), 0.3 + abs(share - 0.5)) for share in (0.5, 0.15, 0.85)]
    return [(float(east < 0), float(south < 0), 0.0)]


@dataclass(frozen=True, slots=True)
class _Census:
    """Counts how many fixed boxes overlap others, exactly, without looking at every pair."""

    edges: tuple[Floats, Floats, Floats, Floats]  # sorted: x0, y0, x1, y1
    corners: tuple[NDArray[np.int32], ...]  # how many lie wholly beyond a corner, by ranks

    @classmethod
    def of(cls, boxes: Floats) -> _Census:
        """Take boxes as rows x0, y0, x1, y1."""
        size = boxes.shape[1]
        order = np.argsort(boxes, axis=1, kind="stable")
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.arange(size)[None, :], axis=1)
        left, top = ranks[2] + 1, ranks[3] + 1  # the place from which on it counts
        right, below = size - ranks[0], size - ranks[1]
        corners = []
        for across, down in ((left, top), (left, below), (right, top), (right, below)):
            counts = np.zeros((size + 1, size + 1), dtype=np.int32)
            np.add.at(counts, (across, down), 1)
            corners.append(counts.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32))
        x0, y0, x1, y1 = np.take_along_axis(boxes, order, axis=1)
        return cls((x0, y0, x1, y1), tuple(corners))

    def count(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> NDArray[np.int32]:
        """Return for every box how many fixed boxes it overlaps."""
        size = len(self.edges[0])
        left = self.edges[2].searchsorted(x0, "right")
        top = self.edges[3].searchsorted(y0, "right")
        right = size - self.edges[0].searchsorted(x1, "left")
        below = size - self.edges[1].searchsorted(y1, "left")
        both = self.corners[0][left, top] + self.corners[1][left, below]
        both += self.corners[2][right, top] + self.corners[3][right, below]
        counts: NDArray[np.int32] = size - left - right - top - below + both
        return counts


@dataclass(frozen=True, slots=True)
class _Ground:
    """What does not depend on the labels' sizes. Arrays over the symbols."""

    frame: Box
    x: Floats
    y: Floats
    radius: Floats
    census: _Census
    clear: Floats  # (symbols, directions): how far from the centre a leader may run before it meets something
    outward: Floats  # rows x and y: away from the neighbours, up to length 1
    through: Floats  # (symbols, directions): what it costs to run on through other symbols
    close: Bools  # (symbols, symbols): which are near each other
    crowded: Bools  # which symbols have close neighbours
    crowds: list[list[int]]
    slots: _Slots


@dataclass(frozen=True, slots=True)
class _Field:
    """Free slots of labels of one richness, grouped by symbol in the order in which they are placed."""

    ends: dict[int, tuple[int, int]]  # of a symbol's slots
    box: Floats  # rows x0, y0, x1, y1
    cost: Floats
    ray: NDArray[np.intp]
    length: Floats  # from the symbol's centre to the leader's end, 0 without


@dataclass(frozen=True, slots=True)
class _Home:
    """The slot in which a label stands."""

    field: _Field
    spot: int
    choice: int


@dataclass(slots=True)
class _Page:
    """What has been placed; columns are symbols, what has no box or leader lies far away."""

    ground: _Ground
    boxes: Floats
    leaders: Floats  # rows x0, y0, x1, y1 from the symbol to the box
    extents: Floats  # the leaders' bounds
    homes: dict[int, _Home]  # of labels that may move, unlike those in a crowd's columns
    choices: dict[int, int]  # of all labels
    pushes: int  # how many labels may still be pushed for others

    @classmethod
    def empty(cls, ground: _Ground) -> _Page:
        """Return a page without labels."""
        far = np.full((4, len(ground.x)), AWAY, dtype=np.float32)
        return cls(ground, far, far.copy(), far.copy(), {}, {}, PUSHES if len(ground.x) <= MANY else 0)

    def put(self, symbol: int, home: _Home) -> None:
        """Place a label in a slot."""
        self.homes[symbol], self.choices[symbol] = home, home.choice
        self.boxes[:, symbol] = home.field.box[:, home.spot]
        self.leaders[:, symbol] = self.extents[:, symbol] = AWAY
        if home.field.ray[home.spot] >= 0:
            self.link(symbol)

    def link(self, symbol: int) -> None:
        """Draw the leader from a symbol's edge to the nearest point of its box."""
        x, y = float(self.ground.x[symbol]), float(self.ground.y[symbol])
        x0, y0, x1, y1 = self.boxes[:, symbol].tolist()
        to_x, to_y = min(max(x, x0), x1), min(max(y, y0), y1)
        share = (float(self.ground.radius[symbol]) + START) / math.hypot(to_x - x, to_y - y)
        from_x, from_y = x + (to_x - x) * share, y + (to_y - y) * share
        self.leaders[:, symbol] = from_x, from_y, to_x, to_y
        self.extents[:, symbol] = min(from_x, to_x), min(from_y, to_y), max(from_x, to_x), max(from_y, to_y)

    def lift(self, symbol: int) -> None:
        """Take a label away."""
        self.boxes[:, symbol] = self.leaders[:, symbol] = self.extents[:, symbol] = AWAY
        self.homes.pop(symbol, None)
        del self.choices[symbol]

    def line_up(self, crowd: list[int], sizes: Floats, choice: int, places: Floats, side: NDArray[np.intp]) -> None:
        """Place the labels of a crowd in boxes to its right (side 0) and left, from top to bottom."""
        order = sorted(range(len(crowd)), key=lambda one: (-float(self.ground.x[crowd[one]]), crowd[one]))
        right = int((side == 0).sum())
        for which, ones in ((0, order[:right]), (1, order[right:])):
            spots = np.flatnonzero(side == which)
            spots = spots[np.argsort(places[1, spots], kind="stable")]
            ones.sort(key=lambda one: (float(self.ground.y[crowd[one]]), crowd[one]))
            for one, spot in zip(ones, spots.tolist(), strict=True):
                x0, y0, x1, y1 = places[:, spot].tolist()
                width, height = sizes[:, one].tolist()
                x0, y0 = (x1 - width if which else x0), (y0 + y1 - height) / 2
                self.boxes[:, crowd[one]] = x0, y0, x0 + width, y0 + height
                self.choices[crowd[one]] = choice
                self.link(crowd[one])

    def crossings(self, symbol: int, field: _Field) -> Floats:
        """Return what it costs that leaders to a symbol's slots meet other labels or leaders."""
        start, stop = field.ends[symbol]
        ray, length = field.ray[start:stop], field.length[start:stop]
        x, y, reach = float(self.ground.x[symbol]), float(self.ground.y[symbol]), float(length.max())
        window = (x - reach, y - reach, x + reach, y + reach)
        boxes = self.boxes.compress(_overlap(self.boxes, window, 0), axis=1)
        lines = self.leaders.compress(_overlap(self.extents, window, 0), axis=1)
        off_boxes = _clear_of_boxes(np.array([x]), np.array([y]), boxes)[0]
        clear = np.minimum(off_boxes, _clear_of_lines(x, y, lines))
        costs: Floats = CROSSING * (clear[ray] < length)
        return costs

    def fill(self, field: _Field, choice: int, spare: int) -> list[int] | None:
        """Place labels one after the other in their best free slot; None once more than some find none.

        Returns
        -------
        list of int or None
            The symbols without a label.
        """
        cost, missing = field.cost.copy(), list[int]()
        stood = self.boxes[0] < AWAY
        if stood.any():
            cost[_overlap(field.box[:, :, None], self.boxes[:, None, stood], BETWEEN).any(axis=1)] = math.inf
            np.add.at(cost, _under(field.box, self.leaders[:, stood], self.extents[:, stood]), CROSSING)
        for symbol, (start, stop) in field.ends.items():
            own = cost[start:stop]
            spot = int(own.argmin()) if stop > start else 0
            if stop > start and field.ray[start + spot] >= 0 and own[spot] < DEAR:
                own += self.crossings(symbol, field)
                spot = int(own.argmin())
            if stop == start or own[spot] >= DEAR:
                missing.append(symbol)
                if len(missing) > spare:
                    return None
                continue
            self.put(symbol, _Home(field, start + spot, choice))
            rest = field.box[:, stop:]
            np.putmask(cost[stop:], _overlap(rest, self.boxes[:, symbol], BETWEEN), math.inf)
            if field.ray[start + spot] >= 0:
                crossed = _under(rest, self.leaders[:, symbol, None], self.extents[:, symbol, None])
                cost[stop + crossed] += CROSSING
        return missing

    def price(self, symbol: int, field: _Field) -> tuple[Floats, Bools, NDArray[np.intp]]:
        """Return the costs of a symbol's slots among the other labels, and which of some of these lie on each."""
        start, stop = field.ends[symbol]
        box = field.box[:, start:stop]
        x0, y0, x1, y1 = np.concatenate((box[:2].min(axis=1), box[2:].max(axis=1))).tolist()
        near = _overlap(self.boxes, (x0, y0, x1, y1), BETWEEN).nonzero()[0]
        hits = _overlap(box[:, :, None], self.boxes[:, None, near], BETWEEN)
        cost = field.cost[start:stop].copy()
        lines = _overlap(self.extents, (x0, y0, x1, y1), BETWEEN).nonzero()[0]
        if len(lines):
            crossed = _under(box, self.leaders[:, lines], self.extents[:, lines])
            cost += CROSSING * np.bincount(crossed, minlength=stop - start)
        return cost + self.crossings(symbol, field), hits, near

    def settle(self, symbol: int, field: _Field, choice: int, dear: float) -> bool:
        """Place a label in its best free slot; if there is none, in one from which one other label can move away."""
        start, stop = field.ends[symbol]
        if start == stop:
            return False
        cost, hits, near = self.price(symbol, field)
        blocked = hits.sum(axis=1)
        spot = int(np.where(blocked == 0, cost, math.inf).argmin())
        if not blocked[spot] and cost[spot] < dear:
            self.put(symbol, _Home(field, start + spot, choice))
            return True
        single = np.where(blocked == 1, cost, math.inf)
        tried: list[int] = []
        for spot in np.argsort(single, kind="stable").tolist():
            if single[spot] >= dear or len(tried) >= TRIES or not self.pushes:
                break
            other = int(near[hits[spot].argmax()])
            if other in tried or other not in self.homes:
                continue
            tried.append(other)
            self.pushes -= 1
            home = self.homes[other]
            self.lift(other)
            self.put(symbol, _Home(field, start + spot, choice))
            if self.move(other, home, dear):
                return True
            self.lift(symbol)
            self.put(other, home)
        return False

    def move(self, symbol: int, home: _Home, dear: float) -> bool:
        """Place a label that has been lifted in its best free slot, if there is one."""
        cost, hits, _near = self.price(symbol, home.field)
        cost[hits.any(axis=1)] = math.inf
        spot = int(cost.argmin())
        if cost[spot] >= dear:
            return False
        self.put(symbol, _Home(home.field, home.field.ends[symbol][0] + spot, home.choice))
        return True

    def squeeze(self, field: _Field, choice: int, missing: Sequence[int], dear: float, spare: int) -> list[int]:
        """Place labels between those that stand; return those that find no place, not all of them if too many."""
        left: list[int] = []
        for symbol in sorted(missing):
            if not self.settle(symbol, field, choice, dear):
                left.append(symbol)
                if len(left) > spare:
                    break
        return left

    def improve(self) -> None:
        """Let labels at the end of a leader, the longest first, move to a better slot."""
        far = {symbol: float(home.field.length[home.spot]) for symbol, home in self.homes.items()}
        for symbol in sorted((one for one in far if far[one] > 0), key=lambda one: (-far[one], one))[:MOVES]:
            home = self.homes[symbol]
            self.lift(symbol)
            if not self.move(symbol, home, math.inf):
                self.put(symbol, home)


def _gather(page: _Page, crowd: list[int], core: list[int], sizes: Floats, choice: int, *, part: bool = False) -> bool:
    """Place the labels of a crowd in columns to the right and left of its core, if there is room for all of them.

    Parameters
    ----------
    sizes
        Width and height (rows) of the crowd's labels.
    """
    ground, size = page.ground, len(crowd)
    x, y, radius = ground.x[core], ground.y[core], ground.radius[core]
    wide, high = sizes.max(axis=1)
    steps = np.arange(-size, size + 1)
    middle = (y.min() + y.max()) / 2
    offsets = np.array(OFFSETS)[:, None]
    x0 = np.array([(x + radius).max() + offsets, (x - radius).min() - offsets - wide]) + 0 * steps
    y0 = middle - high / 2 + steps * (high + BETWEEN + 0.1) + 0 * x0
    far = np.hypot(offsets + np.ptp(x) / 2, np.maximum(np.abs(y0 - middle) - np.ptp(y) / 2, 0))
    frame = ground.frame
    free = (x0 > frame.x0 + CLEAR) & (x0 < frame.x1 - CLEAR - wide) & (far < LONGEST)
    free &= (y0 > frame.y0 + CLEAR) & (y0 < frame.y1 - CLEAR - high)
    box = np.array([x0, y0, x0 + wide, y0 + high])
    flat = box.reshape(4, -1)
    open_ = free.ravel() & (ground.census.count(*flat) == 0)
    near = _overlap(page.boxes, (flat[0].min(), flat[1].min(), flat[2].max(), flat[3].max()), BETWEEN).nonzero()[0]
    open_ &= ~_overlap(flat[:, :, None], page.boxes[:, None, near], BETWEEN).any(axis=1)
    far = np.where(open_.reshape(far.shape), far, AWAY)
    # of every side the column in which half of the labels stand nearest
    column = np.sort(far, axis=2)[:, :, : (size + 1) // 2].sum(axis=2).argmin(axis=1)
    far, box = far[[0, 1], column], box[:, [0, 1], column]
    best = np.argsort(far, axis=None, kind="stable")[:size]
    room = int((far.ravel()[best] < AWAY).sum())
    if room < size and not part:
        return False
    crowd, best, sizes = crowd[:room], best[:room], sizes[:, :room]
    side, row = np.divmod(best, far.shape[1])
    page.line_up(crowd, sizes, choice, box[:, side, row], side)
    return True


def _caught(page: _Page, crowd: list[int]) -> list[int]:
    """Return the other symbols that stand among the leaders of a crowd."""
    ground, (x0, y0, x1, y1) = page.ground, page.boxes[:, crowd]
    x, y = ground.x[crowd], ground.y[crowd]
    caught = np.zeros(len(ground.x), dtype=bool)
    middle = x.mean()
    for column in (x0 > middle, x1 < middle):
        if column.any():
            edge = float(x0[column].min() if x0[column][0] > middle else x1[column].max())
            share = np.clip((ground.x - middle) / (edge - middle), 0, None)
            top = y.min() + share * (min(float(y0[column].min()), y.min()) - y.min())
            foot = y.max() + share * (max(float(y1[column].max()), y.max()) - y.max())
            caught |= (share > 0) & (share < 1 + BEYOND) & (ground.y > top - LINK) & (ground.y < foot + LINK)
    caught[crowd] = False
    return [one for one in np.flatnonzero(caught).tolist() if one not in page.choices]


def _stand_around(page: _Page, core: list[int], sizes: Floats, choice: int, *, part: bool) -> bool:
    """Place the labels of a crowd around it, and with them those of symbols that stand among its leaders.

    Parameters
    ----------
    sizes
        Width and height (rows) of the labels of all symbols.
    part
        Whether it is enough that some of them fit.
    """
    if any(one in page.choices for one in core):
        return True
    if not _gather(page, core, core, sizes[:, core], choice):
        return part and _gather(page, core, core, sizes[:, core], choice, part=True)
    caught = _caught(page, core)
    if caught:
        for one in core:
            page.lift(one)
        crowd = [*core, *caught]
        _gather(page, crowd, core, sizes[:, crowd], choice, part=True)
    return True


def _untangle(page: _Page) -> None:
    """Let labels at the end of leaders change places as long as that makes two leaders shorter together.

    Leaders of the least total length do not cross.
    """
    lined = np.flatnonzero(page.extents[0] < AWAY)
    if not len(lined):
        return
    x, y = page.ground.x[lined, None], page.ground.y[lined, None]
    boxes = page.boxes[:, lined]
    # from every symbol (rows) to every box (columns)
    far = np.hypot(np.clip(x, boxes[0], boxes[2]) - x, np.clip(y, boxes[1], boxes[3]) - y)
    for _ in range(SWAPS):
        own = far.diagonal()
        gain = own[:, None] + own - far - far.T
        one, two = divmod(int(gain.argmax()), len(lined))
        if gain[one, two] < WORTH:
            return
        if _swap(page, int(lined[one]), int(lined[two])):
            for row in (one, two):
                box = page.boxes[:, lined[row], None]
                far[:, row] = np.hypot(np.clip(x, box[0], box[2]) - x, np.clip(y, box[1], box[3]) - y)[:, 0]
        else:
            far[one, two] = far[two, one] = AWAY


def _swap(page: _Page, one: int, two: int) -> bool:
    """Let two labels change places if they fit there."""
    before = page.boxes[:, [one, two]].copy()
    page.boxes[:, [one, two]] = AWAY
    for symbol, old, new in ((one, before[:, 0], before[:, 1]), (two, before[:, 1], before[:, 0])):
        box = _moved(page.ground, symbol, old, new)
        if box is None or _overlap(page.boxes, box, BETWEEN).any():
            page.boxes[:, [one, two]] = before
            return False
        page.boxes[:, symbol] = box
    for symbol in (one, two):
        page.link(symbol)
    return True


def _moved(ground: _Ground, symbol: int, old: Floats, new: Floats) -> tuple[float, float, float, float] | None:
    """Return a symbol's box in the place of another one, whose near edges it keeps; None if it does not fit there."""
    x, y, radius = float(ground.x[symbol]), float(ground.y[symbol]), float(ground.radius[symbol])
    width, height = float(old[2] - old[0]), float(old[3] - old[1])
    x0, y0, x1, y1 = new.tolist()
    x0 = x0 if x0 + x1 > 2 * x else x1 - width
    y0 = y0 if y0 + y1 > 2 * y else y1 - height
    box = (x0, y0, x0 + width, y0 + height)
    near = math.hypot(min(max(x, x0), box[2]) - x, min(max(y, y0), box[3]) - y)
    frame = ground.frame
    inside = x0 > frame.x0 and y0 > frame.y0 and box[2] < frame.x1 and box[3] < frame.y1
    if not inside or near < radius + START + 1 or ground.census.count(*np.array(box)[:, None])[0]:
        return None
    return box


def _overlap(boxes: Floats, other: Floats | Sequence[float], by: float) -> Bools:
    """Say which boxes come nearer than some mm to another one (rows x0, y0, x1, y1)."""
    hits: Bools = boxes[0] < other[2] + by
    hits &= boxes[2] > other[0] - by
    hits &= boxes[1] < other[3] + by
    hits &= boxes[3] > other[1] - by
    return hits


def _under(boxes: Floats, lines: Floats, extents: Floats) -> NDArray[np.intp]:
    """Return the boxes that come nearer than `BETWEEN` mm to a line, once for each such line."""
    box, line = _overlap(boxes[:, :, None], extents[:, None, :], BETWEEN).nonzero()
    if not len(box):
        return box
    x0, y0, x1, y1 = boxes[:, box]
    start_x, start_y, by_x, by_y = (
        lines[0, line],
        lines[1, line],
        (lines[2] - lines[0])[line],
        (lines[3] - lines[1])[line],
    )
    across = by_y * ((x0 + x1) / 2 - start_x) - by_x * ((y0 + y1) / 2 - start_y)
    half = ((x1 - x0) / 2 + BETWEEN) * np.abs(by_y) + ((y1 - y0) / 2 + BETWEEN) * np.abs(by_x)
    meets: NDArray[np.intp] = box[np.abs(across) < half]
    return meets


def place_labels(wanted: Sequence[Wanted], frame: Box, obstacles: Sequence[Box]) -> dict[str, Placed]:
    """Place the labels of symbols so that none lies on another, on an obstacle, on a symbol or over the frame.

    All labels get the richest choice of which at least nine in ten fit while the others fit with a poorer one.
    Earlier symbols go first where not all fit.

    Returns
    -------
    dict of str to Placed
        By key, in the order of `wanted`; without the labels that fit nowhere.
    """
    shown = [one for one in wanted if one.choices and _stands(one, frame)]
    if not shown:
        return {}
    silent = [_around(one) for one in wanted if not one.choices or not _stands(one, frame)]
    ground = _ground(shown, frame, [*obstacles, *silent])
    deepest = max(len(one.choices) for one in shown)
    best = _Page.empty(ground)
    for level in range(deepest - 1 if len(shown) > MANY else 0, deepest):
        page = _try(ground, shown, level, deepest)
        if page and len(page.choices) > len(best.choices):
            best = page
        if len(best.choices) == len(shown):
            break
    return _told(best, shown)


def _stands(one: Wanted, frame: Box) -> bool:
    """Say whether a symbol is in the frame; one without a number for a coordinate is not."""
    return frame.x0 <= one.x <= frame.x1 and frame.y0 <= one.y <= frame.y1 and 0 <= one.radius < AWAY


def _around(one: Wanted) -> Box:
    """Return what no label may touch because of a symbol."""
    return Box(one.x, one.y, one.x, one.y).grown(one.radius + CLEAR)


def _ground(shown: Sequence[Wanted], frame: Box, obstacles: Sequence[Box]) -> _Ground:
    """Return what is fixed on the map."""
    x, y, radius = np.array([(one.x, one.y, one.radius) for one in shown]).T
    fixed = sorted((box.x0, box.y0, box.x1, box.y1) for box in obstacles if box.overlaps(frame))
    symbols = np.array([x - radius - CLEAR, y - radius - CLEAR, x + radius + CLEAR, y + radius + CLEAR])
    boxes = np.array(fixed).reshape(-1, 4).T
    slots = _slots(LENGTHS if len(shown) <= MANY else FEW_LENGTHS)
    pairs = _neighbours(x, y, radius + slots.length.max())
    off_discs, through = _clear_of_discs(x, y, radius, pairs)
    clear = np.minimum(off_discs, _clear_of_boxes(x, y, boxes))
    east, south = x[pairs[0]] - x[pairs[1]], y[pairs[0]] - y[pairs[1]]
    square = east * east + south * south
    weight = 1 / (1 + square / 9)
    close = np.eye(len(x), dtype=bool)
    close[pairs] = square < CROWD * CROWD
    pull = np.array([np.bincount(pairs[0], weight * part, len(x)) for part in (east, south)]).astype(float)
    pull /= np.maximum(np.hypot(*pull), 4.0)
    census = _Census.of(np.concatenate((symbols, boxes), axis=1))
    return _Ground(
        frame,
        x,
        y,
        radius,
        census,
        clear,
        pull,
        through,
        close,
        close.sum(axis=1) > CROWDED,
        _crowds(x, y, pairs, square),
        slots,
    )


def _neighbours(x: Floats, y: Floats, reach: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pairs of different symbols of which the second is in reach of the first, sorted."""
    near = (x - x[:, None]) ** 2 + (y - y[:, None]) ** 2 < (reach * reach)[:, None]
    np.fill_diagonal(near, val=False)
    first, second = near.nonzero()
    return first, second


def _crowds(x: Floats, y: Floats, pairs: tuple[NDArray[np.intp], ...], square: Floats) -> list[list[int]]:
    """Return the symbols that stand so close together that their labels have to stand around all of them."""
    linked = square < LINK * LINK
    root = list(range(len(x)))
    for one, two in zip(pairs[0][linked].tolist(), pairs[1][linked].tolist(), strict=True):
        low, high = sorted((root[one], root[two]))
        if low != high:
            root = [low if other == high else other for other in root]
    members: dict[int, list[int]] = {}
    for symbol, first in enumerate(root):
        members.setdefault(first, []).append(symbol)
    return [
        crowd
        for crowd in members.values()
        if len(crowd) >= GATHER and max(np.ptp(x[crowd]), np.ptp(y[crowd])) <= SPREAD
    ]


def _clear_of_discs(x: Floats, y: Floats, radius: Floats, pairs: tuple[NDArray[np.intp], ...]) -> tuple[Floats, Floats]:
    """Return how far leaders in all directions may run before they meet another symbol, and the costs of going on."""
    clear, through = np.full((len(x), DIRECTIONS), np.inf), np.full((len(x), DIRECTIONS), THROUGH)
    first, second = pairs
    if not len(first):
        return clear, through
    east, south = (x[second] - x[first])[:, None], (y[second] - y[first])[:, None]
    ways = _ways()
    along, across = east * ways[:, 0] + south * ways[:, 1], south * ways[:, 0] - east * ways[:, 1]
    wide = (radius[second] + CLEAR)[:, None]
    half = np.sqrt(np.maximum(wide * wide - across * across, 0))
    # a disc that ends where the leader begins is not in its way: symbols at one place
    meets = (half > 0) & (along + half > (radius[first] + START)[:, None] + CLEAR)
    met = np.where(meets, along - half, np.inf)
    starts = np.flatnonzero(np.diff(first, prepend=-1))
    clear[first[starts]] = np.minimum.reduceat(met, starts, axis=0)
    through[first[starts]] += THROUGH * np.minimum(np.add.reduceat(met < CROWD, starts, axis=0), 3)
    return clear, through


def _clear_of_boxes(x: Floats, y: Floats, boxes: Floats) -> Floats:
    """Return how far leaders from points may run in all directions before they meet a box: (points, directions)."""
    ways = _ways()
    # a leader along an axis never meets what lies beside it: its distance there is beyond the page
    per_x, per_y = (1 / np.where(ways == 0, TINY, ways)).T[:, :, None]
    x0, x1 = (boxes[0] - x[:, None])[:, None] * per_x, (boxes[2] - x[:, None])[:, None] * per_x
    y0, y1 = (boxes[1] - y[:, None])[:, None] * per_y, (boxes[3] - y[:, None])[:, None] * per_y
    enters = np.maximum(np.minimum(x0, x1), np.minimum(y0, y1))
    leaves = np.minimum(np.maximum(x0, x1), np.maximum(y0, y1))
    clear: Floats = np.where((enters < leaves) & (leaves > 0), enters, np.inf).min(axis=2, initial=np.inf)
    return clear


def _clear_of_lines(x: float, y: float, lines: Floats) -> Floats:
    """Return how far leaders from a point may run in all directions before they cross a line: (directions,)."""
    ways = _ways()[:, :, None]
    from_x, from_y = lines[0] - x, lines[1] - y
    by_x, by_y = lines[2] - lines[0], lines[3] - lines[1]
    turn = ways[:, 0] * by_y - ways[:, 1] * by_x
    turn = np.where(np.abs(turn) < TINY, TINY, turn)
    far = (from_x * by_y - from_y * by_x) / turn
    share = (from_x * ways[:, 1] - from_y * ways[:, 0]) / turn
    clear: Floats = np.where((far > TINY) & (share > -BEYOND) & (share < 1 + BEYOND), far, np.inf).min(
        axis=1, initial=np.inf
    )
    return clear


def _field(ground: _Ground, shown: Sequence[Wanted], which: Sequence[int], level: int, *, far: bool) -> _Field:
    """Return the free slots of some symbols' labels of one richness, those with the fewest first."""
    at = np.array(which)
    choices = [shown[one].choices[min(level, len(shown[one].choices) - 1)] for one in which]
    width, height = np.array([(choice.width, choice.height) for choice in choices]).T[:, :, None]
    slots, frame, radius = ground.slots, ground.frame, ground.radius[at, None]
    x0 = ground.x[at, None] + radius * slots.x[0] + slots.x[1] + width * slots.x[2]
    y0 = ground.y[at, None] + radius * slots.y[0] + slots.y[1] + height * slots.y[2]
    inside = (x0 > frame.x0 + CLEAR) & (y0 > frame.y0 + CLEAR)
    inside &= (x0 < frame.x1 - CLEAR - width) & (y0 < frame.y1 - CLEAR - height) & (width > 0) & (height > 0)
    if not far:
        inside &= ground.crowded[at, None] | (slots.length < NEAR)
    row, slot = inside.nonzero()
    box = np.array([x0[row, slot], y0[row, slot], x0[row, slot] + width[row, 0], y0[row, slot] + height[row, 0]])
    free = np.flatnonzero(ground.census.count(*box) == 0)
    row, slot, box = row[free], slot[free], box[:, free]
    many = np.bincount(row, minlength=len(which))
    turns = np.argsort(many // 8 if len(ground.x) <= MANY else 0 * many, kind="stable")
    rank = np.empty_like(turns)
    rank[turns] = np.arange(len(turns))
    by_rank = np.argsort(rank[row], kind="stable")
    row, slot, box = row[by_rank], slot[by_rank], box[:, by_rank]
    symbol, ray = at[row], slots.ray[slot]
    length = np.where(ray < 0, 0.0, slots.length[slot] + ground.radius[symbol])
    doubt = ground.census.count(box[0] - DOUBTFUL, box[1] - DOUBTFUL, box[2] + DOUBTFUL, box[3] + DOUBTFUL) - (ray < 0)
    doubt = np.minimum(doubt, 2)
    cost = slots.cost[slot] + DOUBT * doubt + ground.through[symbol, ray] * (ground.clear[symbol, ray] < length)
    cost -= OUTWARD * (ground.outward[0, symbol] * slots.way[0, slot] + ground.outward[1, symbol] * slots.way[1, slot])
    ends = many[turns].cumsum().tolist()
    symbols = at[turns].tolist()
    return _Field(
        dict(zip(symbols, zip([0, *ends[:-1]], ends, strict=True), strict=True)),
        box.astype(np.float32),
        cost,
        ray,
        length,
    )


def _size(one: Wanted, level: int) -> tuple[float, float]:
    """Return the width and height of a label of one richness."""
    choice = one.choices[min(level, len(one.choices) - 1)]
    return (choice.width, choice.height)


def _too_full(ground: _Ground, sizes: Floats) -> bool:
    """Say whether labels (rows width and height) surely do not fit all together."""
    areas = (sizes[0] + BETWEEN) * (sizes[1] + BETWEEN)
    return bool(areas.sum() > FULL * ground.frame.width * ground.frame.height)


def _try(ground: _Ground, shown: Sequence[Wanted], level: int, deepest: int) -> _Page | None:
    """Return a page with labels of one richness, the rest poorer; None if fewer than nine in ten fit at the level."""
    last = level == deepest - 1
    sizes = np.array([_size(one, level) for one in shown]).T
    if not last and _too_full(ground, sizes):
        return None
    page = _Page.empty(ground)
    if not all(_stand_around(page, core, sizes, level, part=last) for core in ground.crowds):
        return None
    _untangle(page)
    spare = len(shown) if last else int(len(shown) * (1 - ENOUGH))
    rest = [one for one in range(len(shown)) if one not in page.choices]
    missing = page.fill(_field(ground, shown, rest, level, far=False), level, 2 * spare + 2) if rest else []
    if missing is None or not _retry(page, shown, missing, (level, deepest), spare):
        return None
    _untangle(page)
    return page


def _retry(page: _Page, shown: Sequence[Wanted], missing: list[int], levels: tuple[int, int], spare: int) -> bool:
    """Place what found no slot between the others, or poorer; say whether enough labels have the first richness.

    Parameters
    ----------
    levels
        The first choice to try, and the one behind the last.
    """
    page_is_full = len(shown) > MANY
    field = None
    for choice in range(*levels):
        if missing:
            missing = sorted(missing)[: LATE if page_is_full else None]
            field = _field(page.ground, shown, missing, choice, far=True)
            missing = page.squeeze(field, choice, missing, DEAR, spare)
        if choice == levels[0]:
            if len(missing) > spare:
                return False
            if not page_is_full:
                page.improve()
    if field and not page_is_full:
        page.squeeze(field, levels[1] - 1, missing, math.inf, len(shown))
    return True


def _told(page: _Page, shown: Sequence[Wanted]) -> dict[str, Placed]:
    """Return the labels of a page, to a thousandth of a mm."""
    boxes, leaders = page.boxes.T.astype(float).round(3).tolist(), page.leaders.T.astype(float).round(3).tolist()
    told = {}
    for symbol, one in enumerate(shown):
        if symbol in page.choices:
            choice = page.choices[symbol]
            x0, y0, x1, y1 = leaders[symbol]
            leader = ((x0, y0), (x1, y1)) if x0 < AWAY else None
            told[one.key] = Placed(one.key, Box(*boxes[symbol]), min(choice, len(one.choices) - 1), leader)
    return told
