"""The labels of a page: all as rich as fits evenly."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from geo.snapshot.canvas.marks import Box
from geo.snapshot.maps.labelling.asked import Placed
from geo.snapshot.maps.labelling.crowds import gather
from geo.snapshot.maps.labelling.ground import CLEAR, crowds_of, ground_of
from geo.snapshot.maps.labelling.lines import AWAY, grown
from geo.snapshot.maps.labelling.page import BETWEEN, CHEAP, PUSHES, Page
from geo.snapshot.maps.labelling.slots import DOUBT, slots_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.maps.labelling.asked import Wanted
    from geo.snapshot.maps.labelling.ground import Ground
    from geo.snapshot.maps.labelling.lines import Floats
    from geo.snapshot.maps.labelling.slots import Slots

#: a slot that costs more is taken only by the poorest choice: it crosses something
DEAR = 26.0
#: above this number of labels only the poorest choice is tried, no label is pushed, and so many of those that found
#: no slot are tried again
MANY, LATE = 120, 30
#: this share of the labels has to fit at one richness; none is tried whose labels would cover that share of the map
ENOUGH, FULL = 0.9, 0.4
#: symbols with fewer slots beside them have leaders from the start; labels are placed by their numbers of slots in so
#: many steps
FEW, STEP = 3, 4
#: labels that cost more are moved once all stand, but at most so many
UNEASY, MOVES = 8.0, 20


def place_labels(
    wanted: Sequence[Wanted], frame: Box, obstacles: Sequence[Box], enough: float = ENOUGH
) -> dict[str, Placed]:
    """Place the labels of symbols so that none lies on another, on an obstacle, on a symbol or over the frame.

    All labels get the richest choice of which at least the share `enough` fits while the others fit with a poorer one.
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
    ground = ground_of(shown, frame, [*obstacles, *silent])
    deepest = max(len(one.choices) for one in shown)
    best = Page.empty(ground)
    for level in range(deepest - 1 if len(shown) > MANY else 0, deepest):
        page = _attempt(ground, shown, (level, deepest), enough)
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


def _sizes(shown: Sequence[Wanted], level: int) -> Floats:
    """Return the widths and heights (rows) of labels of one richness."""
    choices = (one.choices[min(level, len(one.choices) - 1)] for one in shown)
    return np.array(list(zip(*((choice.width, choice.height) for choice in choices), strict=True)), dtype=np.float32)


def _attempt(ground: Ground, shown: Sequence[Wanted], levels: tuple[int, int], enough: float) -> Page | None:
    """Return a page with labels of one richness, the rest poorer; None if too few fit at the level."""
    level, deepest = levels
    last, many = level == deepest - 1, len(shown) > MANY
    sizes = _sizes(shown, level)
    area = ((sizes[0] + BETWEEN) * (sizes[1] + BETWEEN)).sum()
    if not last and area > FULL * float(np.prod(ground.frame[2:] - ground.frame[:2])):
        return None
    every = range(len(shown))
    slots = slots_of(ground, every, sizes, leaders=False)
    room = [int((slots[one].cost < CHEAP).sum()) for one in every]
    page = Page.empty(ground)
    for crowd in crowds_of(ground, [one for one in every if not len(slots[one].cost)]):
        if not gather(page, crowd, sizes, level) and not (last and gather(page, crowd, sizes, level, part=True)):
            return None
    rest = [one for one in every if one not in page.choices]
    narrow = [] if many else [one for one in rest if room[one] < FEW]
    slots |= slots_of(ground, narrow, sizes, leaders=True)
    if not many:
        rest.sort(key=lambda one: room[one] // STEP)
    spare = len(shown) if last else int(len(shown) * (1 - enough))
    missing = _settled(page, rest, slots, room, (level, 3 * spare + 2))
    if missing is None:
        return None
    page.pushes = 0 if many else PUSHES
    late = sorted(missing)[: LATE if many else None]
    slots |= slots_of(ground, [one for one in late if one not in narrow], sizes, leaders=True)
    missing = _squeezed(page, late, slots, (level, DEAR, spare))
    if len(missing) > spare:
        return None
    for choice in range(level + 1, deepest):
        slots = slots_of(ground, missing, _sizes(shown, choice), leaders=True)
        missing = _squeezed(page, missing, slots, (choice, DEAR, len(shown)))
    if not many:
        _squeezed(page, missing, slots, (deepest - 1, math.inf, len(shown)))
        _improve(page)
    return page


def _settled(
    page: Page, rest: list[int], slots: dict[int, Slots], room: list[int], terms: tuple[int, int]
) -> list[int] | None:
    """Give labels the place they like best, nobody is pushed; return those without one, None if they are too many."""
    level, most = terms
    page.pushes = 0
    missing: list[int] = []
    for one in rest:
        if not page.settle(one, slots[one], level, DEAR if room[one] < FEW else DOUBT):
            missing.append(one)
            if len(missing) > most:
                return None
    return missing


def _squeezed(page: Page, ones: list[int], slots: dict[int, Slots], terms: tuple[int, float, int]) -> list[int]:
    """Place labels between those that stand; return those that find no place, not all of them if too many.

    Parameters
    ----------
    terms
        The richness, the limit of costs, and how many labels may be missing.
    """
    choice, limit, spare = terms
    missing = list[int]()
    for one in ones:
        if len(missing) <= spare and not page.settle(one, slots[one], choice, limit):
            missing.append(one)
    return missing


def _improve(page: Page) -> None:
    """Let the dearest labels move to a better slot."""
    dear = [one for one in sorted(page.homes) if page.homes[one].cost > UNEASY]
    for one in sorted(dear, key=lambda one: -page.homes[one].cost)[:MOVES]:
        page.improve(one)


def _told(page: Page, shown: Sequence[Wanted]) -> dict[str, Placed]:
    """Return the labels of a page, to a thousandth of a mm."""
    boxes = grown(page.boxes, -BETWEEN).T.astype(float).round(3).tolist()
    leaders = page.leaders.T.astype(float).round(3).tolist()
    told = {}
    for symbol, one in enumerate(shown):
        if symbol in page.choices:
            x0, y0, x1, y1 = leaders[symbol]
            leader = ((x0, y0), (x1, y1)) if x0 < AWAY else None
            choice = min(page.choices[symbol], len(one.choices) - 1)
            told[one.key] = Placed(one.key, Box(*boxes[symbol]), choice, leader)
    return told
