"""Sizes of pages and of the type on them."""

from __future__ import annotations

from dataclasses import dataclass

from geo.views import PageSettings, Paper

#: long and short side in mm
SIDES = {
    Paper.A4: (297.0, 210.0),
    Paper.A3: (420.0, 297.0),
    Paper.LETTER: (279.4, 215.9),
    Paper.WIDE: (338.667, 190.5),  # PowerPoint's wide slide, 13.333 by 7.5 inches
}
#: type is larger on a page that is seen from afar
TYPE_SCALES = {Paper.A4: 1.0, Paper.A3: 1.25, Paper.LETTER: 1.0, Paper.WIDE: 1.15}
WORDS = {Paper.A4: "A4", Paper.A3: "A3", Paper.LETTER: "Letter", Paper.WIDE: "16:9 slide"}


@dataclass(frozen=True, slots=True)
class Sizes:
    """A page in mm and how its type is scaled."""

    width: float
    height: float
    scale: float

    def pt(self, size: float) -> float:
        """Return a type size of an A4 page for this page, in points."""
        return round(size * self.scale, 2)


def sizes_of(page: PageSettings) -> Sizes:
    """Return the size of a page."""
    long, short = SIDES[page.paper]
    width, height = (long, short) if page.landscape else (short, long)
    return Sizes(width, height, TYPE_SCALES[page.paper])
