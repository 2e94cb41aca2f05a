"""Text and drawings set one under the other: blocks of marks that know their height, and pages filled with them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import Circle, Fill, Path, Pen, Symbol, Words
from geo.snapshot.canvas.metrics import wrap
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.snapshot.canvas.marks import Mark

INK, MUTED, LINE, ACCENT, SHADE = (
    str(MAP_THEMES["light"][name]) for name in ("ink", "muted", "line", "accent", "shade")
)
#: height of a line of running text in sizes
LEADING = 1.32
#: lines to write on: how far apart, in mm
RULE = 8.6
#: white around the text of a cell, mm
PAD = 1.4


@dataclass(frozen=True, slots=True)
class Block:
    """Marks that stay together; their upper edge is at 0 mm, and `after` is the room below them.

    `alt` tells the maps among them. A block that `leads` never stands last on a page.
    """

    height: float
    marks: tuple[Mark, ...]
    after: float = 0.0
    alt: str = ""
    leads: bool = False


def shifted(marks: Iterable[Mark], across: float, down: float) -> tuple[Mark, ...]:
    """Move marks, in mm."""
    return tuple(_shifted(mark, across, down) for mark in marks)


def _shifted(mark: Mark, across: float, down: float) -> Mark:
    if isinstance(mark, Path):
        rings = tuple(tuple((x + across, y + down) for x, y in ring) for ring in mark.rings)
        return replace(mark, rings=rings)
    if isinstance(mark, Circle):
        return replace(mark, x=mark.x + across, y=mark.y + down)
    if isinstance(mark, Symbol):
        return replace(mark, x=mark.x + across, y=mark.y + down)
    return replace(mark, x=mark.x + across, y=mark.y + down)


def words(text: str, x: float, width: float, size: float, **kind: object) -> Words:
    """Break a text into lines of a width at the upper edge of a block; `kind` is what else `Words` may have."""
    lines = wrap(text, width, size, bool(kind.get("bold")))
    return Words(x, 0.0, width, lines, size, **{"colour": INK, "leading": LEADING} | kind)  # type: ignore[arg-type]


def text_block(text: str, x: float, width: float, size: float, *, after: float = 0.0, **kind: object) -> Block:
    """Set a text as a block; one that says nothing takes no room."""
    set_words = words(text, x, width, size, **kind)
    return Block(set_words.height, (set_words,), after) if set_words.lines else Block(0.0, ())


def heading(text: str, x: float, width: float, size: float, *, after: float = 1.5, **kind: object) -> Block:
    """Set a heading, which stays with what follows."""
    set_words = words(text, x, width, size, **{"bold": True, "leading": 1.2} | kind)
    return Block(set_words.height, (set_words,), after, leads=True)


def stacked(blocks: Sequence[Block], after: float = 0.0) -> Block:
    """Set blocks under each other as one."""
    y = 0.0
    marks: list[Mark] = []
    for block in blocks:
        marks += shifted(block.marks, 0.0, y)
        y += block.height + block.after
    height = y - (blocks[-1].after if blocks else 0.0)
    return Block(height, tuple(marks), after, " ".join(block.alt for block in blocks if block.alt))


def beside(blocks: Sequence[Block], after: float = 0.0) -> Block:
    """Set blocks beside each other as one; each has its own place across the page."""
    marks = tuple(mark for block in blocks for mark in block.marks)
    alt = " ".join(block.alt for block in blocks if block.alt)
    return Block(max(block.height for block in blocks), marks, after, alt)


def ruled(x: float, width: float, count: int, after: float = 0.0) -> Block:
    """Draw lines to write on."""
    rings = tuple(((x, n * RULE), (x + width, n * RULE)) for n in range(1, count + 1))
    return Block(count * RULE, (Path(rings, Pen(MUTED, 0.2), closed=False, about="ruled"),), after)


def barred(block: Block, x: float, colour: str = ACCENT) -> Block:
    """Draw a bar at the left of a block, so that it stands out."""
    ring = ((x, 0.0), (x + 1.0, 0.0), (x + 1.0, block.height), (x, block.height))
    return replace(block, marks=(Path((ring,), None, Fill(colour), about="bar"), *block.marks))


def line(x: float, width: float, after: float = 0.0, colour: str = LINE) -> Block:
    """Draw a fine line across."""
    return Block(0.0, (Path((((x, 0.0), (x + width, 0.0)),), Pen(colour, 0.25), closed=False, about="line"),), after)


def pages_of(blocks: Sequence[Block], height: float) -> list[list[Block]]:
    """Divide blocks into pages of a height in mm; a block that leads goes to the page of the next one."""
    pages: list[list[Block]] = []
    page: list[Block] = []
    room = height
    for group in _groups(blocks):
        needed = sum(block.height + block.after for block in group) - group[-1].after
        if page and needed > room:
            pages.append(page)
            page, room = [], height
        page += group
        room -= sum(block.height + block.after for block in group)
    return [*pages, page] if page else pages


def _groups(blocks: Sequence[Block]) -> Iterable[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.leads:
            yield group
            group = []
    if group:
        yield group


def table_row(cells: Sequence[Block], edges: Sequence[float], *, least: float = 0.0, header: bool = False) -> Block:
    """Set one row of a table: cells at the left edges given, a line below, at least so high.

    Parameters
    ----------
    cells
        Set at x = 0.
    edges
        Left edges of the cells and the right edge of the table, mm.
    least
        Height in mm, for rows that are written into.
    """
    height = max(least, max(cell.height for cell in cells) + 2 * PAD)
    marks: list[Mark] = []
    for cell, left in zip(cells, edges, strict=False):
        marks += shifted(cell.marks, left + PAD, PAD)
    pen = Pen(INK if header else LINE, 0.35 if header else 0.25)
    across = (((edges[0], height), (edges[-1], height)),)
    down = () if header else tuple(((x, 0.0), (x, height)) for x in edges[1:-1])
    marks.append(Path((*across, *down), pen, closed=False, about="table"))
    return Block(height, tuple(marks), leads=header)


def cell(texts: Sequence[str], width: float, size: float, *, bold: bool = False) -> Block:
    """Set the texts of a cell of a table under each other; the width is that of its column."""
    return stacked([text_block(text, 0.0, width - 2 * PAD, size, bold=bold, leading=1.22, after=0.9) for text in texts])
