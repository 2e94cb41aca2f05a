"""How wide words are: advances of the font that ships with the project, without kerning.

The font has the widths of Arial, which nearly every office machine has; so the boxes measured here hold in PowerPoint
and in an SVG on a machine without our font too.
"""

from __future__ import annotations

import re
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


@cache
def _drawn() -> re.Pattern[str]:
    """Return what matches a text of signs that the font has and that are seen."""
    seen = (sign for sign in _advances("Regular") if unicodedata.category(sign) not in _INVISIBLE)
    return re.compile(f"[{re.escape(''.join(sorted(seen)))}]*")


@lru_cache(maxsize=20_000)
def printable(text: str) -> str:
    """Return a text as it can be printed: one line, composed, no control signs, a square for what the font lacks."""
    line = unicodedata.normalize("NFC", " ".join(text.split()))
    if _drawn().fullmatch(line):
        return line
    known = _advances("Regular")
    # an invisible sign may have kept a letter and its accent apart
    seen = "".join(sign for sign in line if unicodedata.category(sign) not in _INVISIBLE)
    return " ".join("".join(sign if sign in known else MISSING for sign in unicodedata.normalize("NFC", seen)).split())


@lru_cache(maxsize=20_000)
def _sizes(text: str, bold: bool) -> float:  # noqa: FBT001 - as a font is named
    """Return the width of a printable text in sizes: a sum of 2048ths, so it is exact in any order."""
    advances = _advances("Bold" if bold else "Regular")
    return sum([advances.get(sign, 1.0) for sign in text])


def width_of(text: str, size: float, bold: bool = False) -> float:  # noqa: FBT001, FBT002 - as a font is named
    """Return the width of a printable text in mm; `size` in points."""
    return _sizes(text, bold) * size * POINT_MM


def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:  # noqa: FBT001, FBT002
    """Break a text into lines that fit a width in mm; a word that is longer than a line is broken, nothing is cut.

    Returns
    -------
    tuple of str
        Printable lines; none for an empty text.
    """
    lines: list[str] = []
    line: list[str] = []
    used, space = 0.0, _sizes(" ", bold)
    for word in printable(text).split(" "):
        wide = _sizes(word, bold)
        longer = used + space + wide if line else wide
        if longer * size * POINT_MM <= width:
            line.append(word)
            used = longer
            continue
        if line:
            lines.append(" ".join(line))
        *parts, last = _broken(word, width, size, bold)
        lines += parts
        line, used = [last], _sizes(last, bold)
    return tuple(filter(None, (*lines, " ".join(line))))


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:  # noqa: FBT001 - as a font is named
    """Cut a word into parts that fit a width in mm, each of one letter at least."""
    advances = _advances("Bold" if bold else "Regular")
    parts, used = [""], 0.0
    for sign in word:
        wide = advances.get(sign, 1.0)
        if parts[-1] and (used + wide) * size * POINT_MM > width:
            parts.append("")
            used = 0.0
        parts[-1] += sign
        used += wide
    return parts
