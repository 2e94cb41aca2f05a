"""A table over as many slides as it needs: rows that fit, a header on each, a long row divided between lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from geo.errors import SnapshotError
from geo.snapshot.canvas.marks import Box, Cell, Words
from geo.snapshot.canvas.metrics import printable, wrap
from geo.snapshot.forms.pptx.elements import emu, named, safe_link, solid, tree
from geo.snapshot.forms.pptx.flowing import (
    GROUND,
    INK,
    LEADING,
    LINE,
    MUTED,
    SAFE,
    continued,
    furniture,
    layout_of,
    pieces_of,
)
from geo.snapshot.forms.pptx.package import TITLE_ONLY, Slide
from geo.snapshot.forms.pptx.words import Type, addresses, run, spaced, text_box

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.snapshot.canvas.marks import Document, TableSheet
    from geo.snapshot.forms.pptx.flowing import Layout

#: type of cells and of the words above the table in points; margins of a cell in mm, on A4
TEXT, INTRO, SIDE, ABOVE = 8.0, 8.4, 1.2, 0.7
UNDER_INTRO = 3.0
#: a row is divided between two slides only if so many lines stand on each
FEWEST_LINES = 3
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
#: a table style of Office without lines or colours: what is seen is said in the cells
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True, slots=True)
class Laid:
    """A row with its height in mm."""

    cells: tuple[Cell, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one slide: lines of the words above the table, and rows below the header if there is a table."""

    intro: tuple[str, ...]
    rows: tuple[Laid, ...]
    table: bool = True


def table_slides(document: Document, sheet: TableSheet, page: int) -> list[Slide]:
    """Return the slides of a table.

    Parameters
    ----------
    document, sheet
        What is set.
    page
        Number of the first slide.

    Raises
    ------
    SnapshotError
        If a row has more or fewer cells than the table has columns.
    """
    layout = layout_of(document, sheet.title)
    widths = _widths(sheet, layout.body.width)
    parts = _parts(layout, sheet, widths)
    return [
        Slide(
            TITLE_ONLY,
            partial(_slide, layout, sheet, (n, len(parts), page + n - 1), (part, widths)),
            tuple(addresses(cell.link for row in part.rows for cell in row.cells)),
        )
        for n, part in enumerate(parts, 1)
    ]


def _widths(sheet: TableSheet, width: float) -> list[float]:
    columns = len(sheet.header)
    wrong = next((row for row in sheet.rows if len(row) != columns), None)
    if wrong is not None or len(sheet.widths) != columns or not columns or min(sheet.widths) <= 0:
        found = f"a row of {len(wrong)} cells" if wrong is not None else f"{len(sheet.widths)} widths"
        raise SnapshotError(f"The table {sheet.title!r} has {found} for {columns} columns; every column needs one.")
    return [width * share / sum(sheet.widths) for share in sheet.widths]


def _broken(layout: Layout, cell: Cell, width: float) -> tuple[str, ...]:
    room = (width - 2 * layout.mm(SIDE)) * SAFE
    return wrap(cell.text, room, layout.pt(TEXT), cell.bold)


def _laid(layout: Layout, cells: Sequence[Cell], widths: Sequence[float]) -> Laid:
    lines = max(1, *(len(_broken(layout, cell, width)) for cell, width in zip(cells, widths, strict=True)))
    return Laid(tuple(cells), layout.height(lines, TEXT) + 2 * layout.mm(ABOVE))


def _header(sheet: TableSheet) -> tuple[Cell, ...]:
    return tuple(Cell(text, bold=True) for text in sheet.header)


def _parts(layout: Layout, sheet: TableSheet, widths: Sequence[float]) -> list[Part]:
    """Divide a table into slides."""
    whole = layout.body.height
    intro = wrap(sheet.intro, layout.body.width * SAFE, layout.pt(INTRO))
    parts: list[Part] = []
    # words that would leave the table no room get slides of their own
    while layout.height(len(intro), INTRO) > whole / 2:
        fits = max(1, int(whole / layout.height(1, INTRO)))
        parts.append(Part(intro[:fits], (), table=False))
        intro = intro[fits:]
    head = _laid(layout, _header(sheet), widths).height
    above = layout.height(len(intro), INTRO) + layout.mm(UNDER_INTRO) if intro else 0.0
    rows: list[Laid] = []
    room = whole - above - head
    waiting = [_laid(layout, cells, widths) for cells in reversed(sheet.rows)]
    while waiting:
        row = waiting.pop()
        if row.height <= room:
            rows.append(row)
            room -= row.height
            continue
        # a row that fits on a slide of its own is not divided
        fits = int((room - 2 * layout.mm(ABOVE)) / layout.height(1, TEXT))
        if row.height > whole - head and (fits >= FEWEST_LINES or not rows):
            first, rest = _divided(layout, row, widths, max(1, fits))
            rows.append(first)
            waiting.append(rest)
        else:
            waiting.append(row)
        parts.append(Part(intro, tuple(rows), table=bool(rows)))
        intro, rows, room = (), [], whole - head
    return [*parts, Part(intro, tuple(rows))] if rows or not sheet.rows else parts


def _divided(layout: Layout, row: Laid, widths: Sequence[float], lines: int) -> tuple[Laid, Laid]:
    """Divide a row after some of its lines."""
    first, rest = [], []
    for cell, width in zip(row.cells, widths, strict=True):
        broken = _broken(layout, cell, width)
        here, there = pieces_of(printable(cell.text), broken, lines) if len(broken) > lines else (cell.text, "")
        first.append(replace(cell, text=here))
        rest.append(replace(cell, text=there))
    return _laid(layout, first, widths), _laid(layout, rest, widths)


def _slide(
    layout: Layout,
    sheet: TableSheet,
    counted: tuple[int, int, int],
    laid: tuple[Part, Sequence[float]],
    links: Mapping[str, str],
) -> str:
    (n, parts, page), (part, widths) = counted, laid
    numbers = count(2)
    before, after = furniture(numbers, layout, continued(sheet.title, n, parts), page)
    body, top = layout.body, layout.body.y0
    drawn = [before]
    if part.intro:
        words = Words(body.x0, top, body.width, part.intro, layout.pt(INTRO), MUTED)
        drawn.append(text_box(next(numbers), words, {}))
        top += words.height + layout.mm(UNDER_INTRO)
    if part.table:
        rows = [_laid(layout, _header(sheet), widths), *part.rows]
        box = Box(body.x0, top, body.x1, top + sum(row.height for row in rows))
        drawn.append(_table(layout, named(next(numbers), "Table", sheet.title), box, (rows, widths), links))
    return tree("".join([*drawn, after]))


def _table(
    layout: Layout, name: str, box: Box, laid: tuple[Sequence[Laid], Sequence[float]], links: Mapping[str, str]
) -> str:
    rows, widths = laid
    x, y = emu(box.x0), emu(box.y0)
    columns = "".join(f'<a:gridCol w="{emu(width)}"/>' for width in widths)
    heights = [emu(row.height) for row in rows]
    body = "".join(
        f'<a:tr h="{height}">{"".join([_cell(layout, cell, links, head=n == 0) for cell in row.cells])}</a:tr>'
        for n, (row, height) in enumerate(zip(rows, heights, strict=True))
    )
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr>{name}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f'</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{sum(emu(width) for width in widths)}" cy="{sum(heights)}"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{_TABLE}"><a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{_NO_STYLE}</a:tableStyleId>'
        f"</a:tblPr><a:tblGrid>{columns}</a:tblGrid>{body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _cell(layout: Layout, cell: Cell, links: Mapping[str, str], *, head: bool) -> str:
    size, side, above = layout.pt(TEXT), emu(layout.mm(SIDE)), emu(layout.mm(ABOVE))
    kind = Type(size, INK, cell.bold)
    text = printable(cell.text)
    link = links.get(safe_link(cell.link), "") if cell.link else ""
    inner = run(text, kind, link) if text else kind.properties("a:endParaRPr")
    none = "".join(f'<a:{edge} w="0"><a:noFill/></a:{edge}>' for edge in ("lnL", "lnR", "lnT"))
    under = f'<a:lnB w="{9525 if head else 6350}">{solid(MUTED if head else LINE)}</a:lnB>'
    ground = solid(GROUND) if head else "<a:noFill/>"
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p>{spaced(size * LEADING)}{inner}</a:p></a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="t">{none}{under}{ground}</a:tcPr>'
        "</a:tc>"
    )
