"""Outlines of the symbols in units of their radius, the same geometry as on the screen, and the number inside one.

Every writer draws a symbol from here; so do the legend and whatever asks how much room one takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, pi, sin
from typing import TYPE_CHECKING

from geo.errors import SnapshotError
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from geo.snapshot.canvas.marks import Ring, Symbol

PAPER = "#FFFFFF"
INK = str(MAP_THEMES["light"]["ink"])
#: the shape of several types at one place; it has parts and no outline in `outline_of`
RING = "ring"
#: a circle is drawn a little smaller than its radius, so that it weighs as much as the others
CIRCLE_RADIUS = 0.92
#: widths of lines in radii: around a filled symbol (half of it shows), of a hollow one, of a ring and between its parts
HALO, HOLLOW_LINE, RING_LINE, RING_GAP = 0.26, 0.24, 0.34, 0.07
RING_RADIUS = 1 - RING_LINE / 2
#: corners that stand for a circle where a writer needs corners
_CIRCLE_CORNERS = 48
#: height of a digit in sizes of the font
_DIGIT_HEIGHT = 0.71
#: height of a number in radii, how far right of and below the middle it stands, where a circle's are not good
_NUMBER_ROOM = {
    "triangle": (0.96, 0.0, 0.24),
    "star": (1.0, 0.0, 0.04),
    "cross": (1.0, 0.0, 0.0),
    "arrow": (1.0, 0.04, 0.0),
    "chevron": (1.08, 0.1, 0.0),
    "bars": (0.96, 0.0, -0.04),
    RING: (1.0, 0.0, 0.0),
}
_NUMBER_SIZE = (1.12, 0.0, 0.0)
#: shapes too slim for a number: it has a halo of what it stands on, which fills the shape out around it
_SLIM = ("star", "cross", "arrow", "chevron", "bars")
_NUMBER_HALO = 0.3  # width of that line in heights of the number; half of it shows
#: a long number gets smaller, so that it stays inside
_SHRINK = {1: 1.0, 2: 0.94, 3: 0.74}


def _polygon(corners: int, radius: float, down: float = 0.0, turn: float = -pi / 2) -> Ring:
    angles = (turn + 2 * pi * k / corners for k in range(corners))
    return tuple((radius * cos(angle), down + radius * sin(angle)) for angle in angles)


def _star() -> Ring:
    spokes = ((-pi / 2 + k * pi / 5, 0.48 if k % 2 else 1.12) for k in range(10))
    return tuple((radius * cos(angle), radius * sin(angle)) for angle, radius in spokes)


def _upright(x: float, y: float, width: float, height: float) -> Ring:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


_ARM = 0.34


@cache
def outline_of(shape: str) -> tuple[Ring, ...]:
    """Return the outline of a shape around (0, 0), in radii, y downwards.

    Raises
    ------
    SnapshotError
        If no shape has that name, or if it is the ring, which has parts instead.
    """
    a = _ARM
    outlines: dict[str, tuple[Ring, ...]] = {
        "circle": (_polygon(_CIRCLE_CORNERS, CIRCLE_RADIUS),),
        "triangle": (_polygon(3, 1.14, down=0.16),),
        "square": (_upright(-0.82, -0.82, 1.64, 1.64),),
        "diamond": (_polygon(4, 1.12),),
        "pentagon": (_polygon(5, 1.04),),
        "hexagon": (_polygon(6, 1.0, turn=0.0),),
        "star": (_star(),),
        "chevron": (((-1, -0.8), (0.1, -0.8), (1, 0), (0.1, 0.8), (-1, 0.8), (-0.25, 0)),),
        "cross": (
            (
                (-a, -1),
                (a, -1),
                (a, -a),
                (1, -a),
                (1, a),
                (a, a),
                (a, 1),
                (-a, 1),
                (-a, a),
                (-1, a),
                (-1, -a),
                (-a, -a),
            ),
        ),
        "arrow": (((-1, -0.3), (0, -0.3), (0, -0.85), (1, 0), (0, 0.85), (0, 0.3), (-1, 0.3)),),
        "bars": (_upright(-0.8, -0.75, 1.6, 0.42), _upright(-0.8, 0.25, 1.6, 0.42)),
    }
    if shape not in outlines:
        raise SnapshotError(f"No symbol is called {shape!r}: use {', '.join(outlines)}, or {RING} with its parts.")
    return outlines[shape]


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a ring: from `start` to `end` in radians, clockwise from the top."""

    colour: str
    start: float
    end: float

    @property
    def whole(self) -> bool:
        """Say whether it is the whole ring."""
        return self.end - self.start > 2 * pi - 1e-9


def arcs_of(symbol: Symbol) -> tuple[Arc, ...]:
    """Return the parts of a ring with a thin gap between them; nothing has no part."""
    parts = [(colour, share) for colour, share in symbol.parts if share > 0]
    if not parts:
        return (Arc(symbol.colour, 0.0, 2 * pi),)
    if len(parts) == 1:
        return (Arc(parts[0][0], 0.0, 2 * pi),)
    whole = sum(share for _, share in parts)
    half_gap = RING_GAP / RING_RADIUS / 2
    arcs, start = [], 0.0
    for colour, share in parts:
        end = start + 2 * pi * share / whole
        # a very small part keeps a sliver instead of being eaten by its gaps
        gap = min(half_gap, (end - start) / 4)
        arcs.append(Arc(colour, start + gap, end - gap))
        start = end
    return tuple(arcs)


@lru_cache(maxsize=256)
def _luminance(colour: str) -> float:
    """Return the relative luminance of `#RRGGBB` as WCAG 2 defines it."""
    channels = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004 - sRGB
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return how well two colours can be told apart, 1 to 21, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class Number:
    """The number inside a symbol: middle of its line, baseline, height of the font and width of its halo in mm."""

    x: float
    baseline: float
    height: float
    colour: str
    ground: str  # what it stands on, the colour of its halo
    halo: float


def number_in(symbol: Symbol) -> Number:
    """Return where and how the number of a symbol is written: white or ink, whichever is read better on its ground."""
    ground = PAPER if symbol.hollow or symbol.shape == RING else symbol.colour
    colour = max((PAPER, INK), key=lambda one: contrast(one, ground))
    size, right, down = _NUMBER_ROOM.get(symbol.shape, _NUMBER_SIZE)
    height = symbol.radius * size * _SHRINK.get(len(symbol.number), 0.58)
    x, middle = symbol.x + symbol.radius * right, symbol.y + symbol.radius * down
    halo = height * _NUMBER_HALO if symbol.shape in _SLIM else 0.0
    return Number(x, middle + height * _DIGIT_HEIGHT / 2, height, colour, ground, halo)
