"""How wide words are: advances of the font that ships with the project, without kerning.

The font has the widths of Arial, which nearly every office machine has; so the boxes measured here hold in PowerPoint
and in an SVG on a machine without our font too.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import POINT_MM

if TYPE_CHECKING:
    from collections.abc import Mapping

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
FAMILY = "Arimo"
#: what a machine without our font uses instead: the same widths
FALLBACKS = ("Arimo", "Arial", "Liberation Sans", "Helvetica", "sans-serif")
MISSING = "\N{WHITE SQUARE}"
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


@cache
def _advances(weight: str) -> Mapping[str, float]:
    """Return the width of every character the font has, in sizes."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / f"{FAMILY}-{weight}.ttf", lazy=True) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {chr(code): widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


@lru_cache(maxsize=20_000)
def printable(text: str) -> str:
    """Return a text as it can be printed: one line, composed, no control signs, a square for what the font lacks."""
    known = _advances("Regular")
    seen = "".join(
        sign if sign in known else MISSING
        for sign in unicodedata.normalize("NFC", " ".join(text.split()))
        if unicodedata.category(sign) not in _INVISIBLE
    )
    return " ".join(seen.split())


@lru_cache(maxsize=50_000)
def width_of(text: str, size: float, bold: bool = False) -> float:  # noqa: FBT001, FBT002 - as a font is named
    """Return the width of a printable text in mm; `size` in points."""
    advances = _advances("Bold" if bold else "Regular")
    return sum(advances.get(sign, 1.0) for sign in text) * size * POINT_MM


def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:  # noqa: FBT001, FBT002
    """Break a text into lines that fit a width in mm; a word that is longer than a line is broken, nothing is cut.

    Returns
    -------
    tuple of str
        Printable lines; none for an empty text.
    """
    lines: list[str] = []
    line = ""
    for word in printable(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, size, bold) > width and len(line) > 1:
            fits = next(n for n in range(len(line) - 1, 0, -1) if n == 1 or width_of(line[:n], size, bold) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return (*lines, line) if line else tuple(lines)
