"""What stands beside a map: the legend, what is not on the map, and the index."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.notices import own_of
from geo.snapshot.canvas.marks import POINT_MM, Box, Role, Words
from geo.snapshot.canvas.metrics import wrap
from geo.snapshot.canvas.paper import sizes_of
from geo.snapshot.sheets.legend import draw_legend
from geo.snapshot.sheets.pages import GAP
from geo.snapshot.wording import count_words, say_numbers
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.maps.mapping import Drawn
    from geo.snapshot.sheets.legend import Legend
    from geo.snapshot.sheets.pages import Frames, Subject

#: the index is set in the usual type or a little smaller, if it then finds room
SMALLER = (1.0, 0.92, 0.85)
#: so many numbers are told one by one
MOST_NUMBERS = 60
INK, MUTED = str(MAP_THEMES["light"]["ink"]), str(MAP_THEMES["light"]["muted"])


def side_marks(frames: Frames, drawn: Sequence[Drawn], legend: Legend) -> list[Mark]:
    """Fill the side of the page: legend, what is not on the map, and the index if it finds room.

    Parameters
    ----------
    frames
        Of the page.
    drawn
        Its maps.
    legend
        Of all maps, or of all pages of a series.
    """
    subject, box = frames.subject, frames.legend
    page = subject.spec.view.page
    sizes = sizes_of(page)
    told = _not_on_the_map(subject, drawn)
    count = count_words(len(subject.selection.entries), "entry", "entries")
    pointer = f"{count} with dates, places and sources: {subject.index_at}."
    index = [f"{entry.number} · {entry.detail['date']}: {entry.detail['title']}" for entry in subject.selection.entries]
    if page.landscape:
        least = _height([("Not on the map", told), ("Index", [pointer])], box.width, sizes)
        marks, y = _fitted_legend(legend, Box(box.x0, box.y0, box.x1, box.y1 - least), sizes, 1)
        rest = Box(box.x0, y + 3 * sizes.scale, box.x1, box.y1)
    else:
        edge = box.x0 + box.width * 0.64
        marks, _ = _fitted_legend(legend, Box(box.x0, box.y0, edge - GAP * sizes.scale, box.y1), sizes, 2)
        rest = Box(edge, box.y0, box.x1, box.y1)
    whole = [("Not on the map", told), ("Index", index)]
    brief = [("Not on the map", told), ("Index", [pointer])]
    for smaller in SMALLER:
        own = replace(sizes, scale=sizes.scale * smaller)
        if _height(whole, rest.width, own) <= rest.height:
            return [*marks, *_told(whole, rest, own)]
    return [*marks, *_told(brief, rest, sizes)]


def _fitted_legend(legend: Legend, box: Box, sizes: Sizes, columns: int) -> tuple[list[Mark], float]:
    """Draw the legend in a smaller type or in more columns if it would not fit otherwise."""
    marks: list[Mark] = []
    y = box.y0
    for smaller, more in LEGENDS:
        marks, y = draw_legend(legend, box, replace(sizes, scale=sizes.scale * smaller), columns * more)
        if y <= box.y1:
            break
    return marks, y


def _not_on_the_map(subject: Subject, drawn: Sequence[Drawn]) -> list[str]:
    """Say what the map does not show, and which numbers have no label."""
    arrows = {identifier for one in drawn for identifier in one.arrows}
    listed = [entry.number for entry in subject.selection.listed if entry.id not in arrows]
    outside = {entry.number for one in drawn for entry in one.outside}
    undrawn = {entry.number for one in drawn for entry in one.undrawn_movements} - {0, *listed}  # 0: of another day
    unlabelled = {entry.number for one in drawn for entry in one.unlabelled}
    whole = (
        "an area that has no outline here, or a country"
        if own_of(subject.material.dataset.origins)
        else ("a country or Kosovo as a whole")
    )
    told = (
        (f"known only for {whole}", listed),
        ("outside the frame of the map", outside),
        ("drawn at the place they are for, without an arrow", undrawn),
        ("drawn, without room for a number", unlabelled),
    )
    return [f"{len(numbers):,} {words}{_which(numbers)}." for words, numbers in told if numbers]


def _which(numbers: Collection[int]) -> str:
    return f": {say_numbers(numbers)}" if len(numbers) <= MOST_NUMBERS else "; see the index"


#: type of what stands beside the map, and of its headings, in points on A4
TELL, HEAD = 6.8, 6.2
#: how a legend is made to fit, tried in this order: type as a share of the usual one, times the columns
LEGENDS = ((1.0, 1), (0.92, 1), (0.84, 1), (0.84, 2), (0.76, 2), (0.68, 2), (0.6, 2), (0.5, 2))


def _height(parts: Sequence[tuple[str, Sequence[str]]], width: float, sizes: Sizes) -> float:
    """Return how much room headed lines need, in mm."""
    size = sizes.pt(TELL)
    return sum(
        (sizes.pt(HEAD) * 1.2 + sum(len(wrap(text, width, size)) for text in texts) * size * 1.2) * POINT_MM
        + 3 * sizes.scale
        for _, texts in parts
        if texts
    )


def _told(parts: Sequence[tuple[str, Sequence[str]]], box: Box, sizes: Sizes) -> list[Mark]:
    """Set headed lines from the top of a box."""
    size, head = sizes.pt(TELL), sizes.pt(HEAD)
    marks: list[Mark] = []
    y = box.y0
    for heading, texts in parts:
        lines = tuple(line for text in texts for line in wrap(text, box.width, size))
        if not lines:
            continue
        marks.append(Words(box.x0, y, box.width, (heading.upper(),), head, MUTED, bold=True, role=Role.HEADING))
        y += head * 1.2 * POINT_MM + 0.8 * sizes.scale
        words = Words(box.x0, y, box.width, lines, size, INK, about=heading.lower())
        marks.append(words)
        y += words.height + 2.2 * sizes.scale
    return marks
