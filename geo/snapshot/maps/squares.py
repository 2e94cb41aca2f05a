"""Many incidents on one map: squares with their number, because symbols would hide each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import POINT_MM, Align, Box, Fill, Path, Pen, Role, Words
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.canvas.projection import Projection
    from geo.snapshot.maps.drawing import Anchor

THEME = MAP_THEMES["light"]
INK, PAPER, ACCENT = str(THEME["ink"]), str(THEME["paper"]), str(THEME["accent"])
#: with more places than this, squares are drawn instead of symbols
MOST_SYMBOLS = 150
#: side of a square in mm, and size of its number in points, on A4
SIDE, TEXT = 6.5, 6.4
#: opacity of the fill of the least and of the fullest square; from the second on the number is white
FAINT, FULL, DARK = 0.14, 0.92, 0.5


def square_marks(anchors: Sequence[Anchor], frame: Box, sizes: Sizes) -> list[Mark]:
    """Draw a square for every part of the map that holds incidents, the darker the more, with their number.

    Parameters
    ----------
    anchors
        Where symbols would stand.
    frame
        Of the map, mm; the squares are counted from its upper left corner.
    sizes
        Of the page.
    """
    side = SIDE * sizes.scale
    counted: Counter[tuple[int, int]] = Counter()
    for anchor in anchors:
        counted[int((anchor.x - frame.x0) // side), int((anchor.y - frame.y0) // side)] += len(anchor.group.entries)
    most = max(counted.values(), default=1)
    marks: list[Mark] = []
    for (across, down), count in sorted(counted.items()):
        x, y = frame.x0 + across * side, frame.y0 + down * side
        box = Box(x, y, min(x + side, frame.x1), min(y + side, frame.y1))
        marks += _square(box, count, count / most, sizes)
    return marks


def boxes_of(squares: Sequence[Mark]) -> list[Box]:
    """Return what the squares take of the map."""
    return [Box(*mark.rings[0][0], *mark.rings[0][2]) for mark in squares if isinstance(mark, Path)]


def square_km(projection: Projection, sizes: Sizes) -> float:
    """Return the side of a square in km at the middle of the map."""
    return SIDE * sizes.scale / projection.mm_of_metres(1000, projection.centre[0])


def _square(box: Box, count: int, share: float, sizes: Sizes) -> list[Mark]:
    opacity = FAINT + (FULL - FAINT) * share
    size = sizes.pt(TEXT)
    top = (box.y0 + box.y1 - size * 1.2 * POINT_MM) / 2
    return [
        Path((box.ring(),), Pen(PAPER, 0.2), Fill(ACCENT, opacity), about="square"),
        Words(box.x0, top, box.width, (str(count),), size, PAPER if opacity > DARK else INK, bold=True,
              align=Align.CENTRE, role=Role.LABEL, about="square"),
    ]  # fmt: skip
