"""Words on a small map: where each may stand so that it covers no symbol, no other words, and ends within the map."""

from __future__ import annotations

from dataclasses import dataclass
from math import asinh, degrees, radians, tan
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Side = Literal["right", "left", "above", "below", "over"]
Corner = tuple[float, float]
#: the narrowest map there is, on a phone, in pixels; on a wider one the words only stand further apart
NARROWEST_PX = 340
#: width of a letter and height of a line as shares of the size of the font, rather too large than too small
LETTER, LINE = 0.58, 1.3
#: half of a symbol, and from its middle to the words beside it and to those above or below it
SYMBOL_PX, BESIDE_PX, ABOVE_PX = 11.0, 14.0, 20.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, in pixels from its middle, y upwards."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles share a point."""
        aside = self.right < other.left or other.right < self.left
        return not (aside or self.high < other.low or other.high < self.low)

    def within(self, other: Box) -> bool:
        """Say whether the rectangle lies inside another one."""
        beside = other.left <= self.left and self.right <= other.right
        return beside and other.low <= self.low and self.high <= other.high


class Sheet:
    """The map as it is drawn: points in degrees become pixels, and words find their room.

    Parameters
    ----------
    southwest, northeast
        Longitude and latitude (degrees) of the corners that the map has to show; it shows more on one of the axes.
    height_px
        Height of the map.
    """

    def __init__(self, southwest: Corner, northeast: Corner, height_px: float) -> None:
        (west, south), (east, north) = southwest, northeast
        self._middle = ((west + east) / 2, (_mercator(south) + _mercator(north)) / 2)
        tall = _mercator(north) - _mercator(south)
        self._scale = min(NARROWEST_PX / (east - west), height_px / tall)  # pixels per degree of longitude
        self._edge = Box(-NARROWEST_PX / 2, -height_px / 2, NARROWEST_PX / 2, height_px / 2)
        self.taken: list[Box] = []

    def take(self, points: Iterable[Corner]) -> None:
        """Keep the room of symbols (longitude, latitude) free."""
        for point in points:
            x, y = self._at(point)
            self.taken.append(Box(x - SYMBOL_PX, y - SYMBOL_PX, x + SYMBOL_PX, y + SYMBOL_PX))

    def place(self, words: str, point: Corner, font_px: float, sides: Sequence[Side]) -> Side | None:
        """Return the first side of a point where words have room, and keep that room; None if there is none."""
        for side in sides:
            box = self.box(words, point, font_px, side)
            if box.within(self._edge) and not any(box.meets(other) for other in self.taken):
                self.taken.append(box)
                return side
        return None

    def box(self, words: str, point: Corner, font_px: float, side: Side) -> Box:
        """Return the room that words take at one side of a point."""
        (x, y), wide = self._at(point), LETTER * font_px * len(words)
        left = {"right": x + BESIDE_PX, "left": x - BESIDE_PX - wide}.get(side, x - wide / 2)
        middle = y + {"above": ABOVE_PX, "below": -ABOVE_PX}.get(side, 0.0)
        half = LINE * font_px / 2
        return Box(left, middle - half, left + wide, middle + half)

    def _at(self, point: Corner) -> Corner:
        x, y = point[0] - self._middle[0], _mercator(point[1]) - self._middle[1]
        return x * self._scale, y * self._scale


def _mercator(latitude: float) -> float:
    return degrees(asinh(tan(radians(latitude))))
