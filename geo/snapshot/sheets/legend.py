"""The legend of a page: only what is shown, with counts, and how precision is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.schema import PlacePrecision
from geo.snapshot.canvas.marks import Align, Box, Role, Words
from geo.snapshot.canvas.metrics import wrap
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes

THEME = MAP_THEMES["light"]
INK, MUTED = str(THEME["ink"]), str(THEME["muted"])
MOVEMENT, ACCENT = str(THEME["movement"]), str(THEME["accent"])
POINT_PRECISIONS = (PlacePrecision.EXACT, PlacePrecision.SETTLEMENT, PlacePrecision.NEAR)
#: size of type in points, height of a row and of a swatch's column in mm, on A4
TEXT, ROW, SWATCH = 7.2, 3.8, 7.6


@dataclass(frozen=True, slots=True)
class Row:
    """One class of the legend: its key (as marks have it in `about`), words, how many, and its swatch."""

    key: str
    words: str
    count: int | None
    swatch: Callable[[float, float, float], list[Mark]]  # middle of the swatch in mm, scale


@dataclass(frozen=True, slots=True)
class Legend:
    """Headed rows; the keys are the classes that the page shows."""

    parts: tuple[tuple[str, tuple[Row, ...]], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all rows, in order."""
        return tuple(row.key for _, rows in self.parts for row in rows)


def recounted(legend: Legend, own: Legend) -> Legend:
    """Return the legend of a series with the counts of one of its pages; what that page does not show counts 0."""
    counts = {row.key: row.count for _, rows in own.parts for row in rows}
    return Legend(
        tuple(
            (heading, tuple(row if row.count is None else replace(row, count=counts.get(row.key, 0)) for row in rows))
            for heading, rows in legend.parts
        )
    )


def draw_legend(legend: Legend, box: Box, sizes: Sizes, columns: int = 1) -> tuple[list[Mark], float]:
    """Draw the legend from the top of a box; return the marks and where it ends (mm).

    Parameters
    ----------
    legend
        As `legend_of` returns it.
    box
        Where it may stand; it may reach beyond the lower edge if it is long, which the second value tells.
    sizes
        Of the page.
    columns
        Into how many columns it is divided, at headings or between rows.
    """
    gap = 5 * sizes.scale
    width = (box.width - gap * (columns - 1)) / columns
    laid = _lay_out(legend, width, sizes)
    total = sum(height for height, _ in laid)
    marks: list[Mark] = []
    column, y, lowest = 0, box.y0, box.y0
    for height, draw in laid:
        if column < columns - 1 and y - box.y0 + height / 2 > total / columns:
            column, y = column + 1, box.y0
        marks += draw(box.x0 + column * (width + gap), y)
        y += height
        lowest = max(lowest, y)
    return marks, lowest


def _lay_out(legend: Legend, width: float, sizes: Sizes) -> list[tuple[float, Callable[[float, float], list[Mark]]]]:
    """Return height and drawing of every heading and row; a heading and its first row stay together."""
    laid = []
    for heading, rows in legend.parts:
        for number, row in enumerate(rows):
            headed = heading if number == 0 else ""
            laid.append(_row(row, headed, width, sizes))
    return laid


def _row(row: Row, heading: str, width: float, sizes: Sizes) -> tuple[float, Callable[[float, float], list[Mark]]]:
    scale, size = sizes.scale, sizes.pt(TEXT)
    swatch, count_width = SWATCH * scale, 8 * scale
    lines = wrap(row.words, width - swatch - (count_width if row.count is not None else 0), size)
    words = Words(0, 0, width - swatch, lines, size, INK, about=f"legend:{row.key}")
    above = 5.4 * scale if heading else 0.0
    height = max(ROW * scale, words.height + 1.0 * scale)

    def draw(x: float, y: float) -> list[Mark]:
        top = y + above
        marks: list[Mark] = []
        if heading:
            marks.append(Words(x, y + 1.4 * scale, width, (heading.upper(),), sizes.pt(6.2), MUTED, bold=True,
                               role=Role.HEADING))  # fmt: skip
        marks += row.swatch(x + swatch / 2 - 1 * scale, top + height / 2, scale)
        marks.append(Words(x + swatch, top + (height - words.height) / 2, words.width, lines, size, INK,
                           about=words.about))  # fmt: skip
        if row.count is not None:
            marks.append(Words(x + width - count_width, top + (height - words.height) / 2, count_width,
                               (f"{row.count:,}",), size, MUTED, align=Align.RIGHT))  # fmt: skip
        return marks

    return above + height, draw
