"""Headed paragraphs over as many slides as they need, in two columns where the page is wide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import Box
from geo.snapshot.canvas.metrics import printable, wrap
from geo.snapshot.forms.pptx.elements import named, tree
from geo.snapshot.forms.pptx.flowing import INK, LEADING, SAFE, continued, furniture, layout_of, pieces_of
from geo.snapshot.forms.pptx.package import ONE_TEXT, TWO_TEXTS, Slide
from geo.snapshot.forms.pptx.words import Type, body, placeholder, run, spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.snapshot.canvas.marks import Document, TextSheet
    from geo.snapshot.forms.pptx.flowing import Layout

#: sizes of a heading and of a paragraph in points, room after them in mm, on A4
HEADING, TEXT, UNDER_HEADING, UNDER_TEXT = 10.0, 9.2, 0.6, 2.4
GUTTER = 9.0
#: a page that is wider than high by this much has two columns
WIDE = 1.2
#: lines of a paragraph that stay with their heading, and with each other at the top of a column
TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading or a paragraph, or what of it stands in one column."""

    text: str
    heading: bool
    lines: int


@dataclass(frozen=True, slots=True)
class Column:
    """How wide and high columns are, in mm, and how many stand on a page."""

    width: float
    height: float
    count: int


def text_slides(document: Document, sheet: TextSheet, page: int) -> list[Slide]:
    """Return the slides of a text; `page` is the number of the first."""
    layout = layout_of(document, sheet.title)
    many = 2 if document.width > WIDE * document.height else 1
    width = (layout.body.width - (many - 1) * layout.mm(GUTTER)) / many
    columns = _columns(layout, sheet, Column(width, layout.body.height, many)) or [[]]
    pages = [columns[at : at + many] for at in range(0, len(columns), many)]
    return [
        Slide(
            TWO_TEXTS if len(shown) > 1 else ONE_TEXT,
            partial(_slide, layout, (n, len(pages), page + n - 1), (shown, width)),
        )
        for n, shown in enumerate(pages, 1)
    ]


def _slide(
    layout: Layout,
    counted: tuple[int, int, int],
    laid: tuple[Sequence[Sequence[Piece]], float],
    _links: Mapping[str, str],
) -> str:
    (n, parts, page), (shown, width) = counted, laid
    numbers = count(2)
    before, after = furniture(numbers, layout, continued(layout.title, n, parts), page)
    texts = []
    for k, pieces in enumerate(shown):
        x = layout.body.x0 + k * (width + layout.mm(GUTTER))
        kind = f'sz="half" idx="{k + 1}"' if len(shown) > 1 else 'idx="1"'
        text = body("".join(_paragraph(layout, piece) for piece in pieces) or "<a:p/>", wrap="square")
        box = Box(x, layout.body.y0, x + width, layout.body.y1)
        texts.append(placeholder(named(next(numbers), f"Text {k + 1}"), kind, box, text))
    return tree("".join([before, *texts, after]))


def _columns(layout: Layout, sheet: TextSheet, column: Column) -> list[list[Piece]]:
    """Divide a text into columns: no heading stands at the end of one."""
    columns: list[list[Piece]] = []
    pieces: list[Piece] = []
    room = column.height

    def turn() -> None:
        nonlocal pieces, room
        if pieces:
            columns.append(pieces)
        pieces, room = [], column.height

    for heading, text in sheet.paragraphs:
        broken = wrap(text, column.width * SAFE, layout.pt(TEXT))
        head = len(wrap(heading, column.width * SAFE, layout.pt(HEADING), True))  # noqa: FBT003 - bold
        above = layout.height(head, HEADING) + layout.mm(UNDER_HEADING) if head else 0.0
        if above + layout.height(min(TOGETHER, len(broken)), TEXT) > room:
            turn()
        if head:
            pieces.append(Piece(printable(heading), heading=True, lines=head))
            room -= above
        rest = printable(text)
        while broken:
            fits = int(room / layout.height(1, TEXT) + 1e-9)
            if fits >= len(broken):
                pieces.append(Piece(rest, heading=False, lines=len(broken)))
                room -= layout.height(len(broken), TEXT) + layout.mm(UNDER_TEXT)
                break
            if len(broken) - fits < TOGETHER < fits:
                fits -= 1
            if fits > 0:
                here, rest = pieces_of(rest, broken, fits)
                pieces.append(Piece(here, heading=False, lines=fits))
                broken = wrap(rest, column.width * SAFE, layout.pt(TEXT))
            turn()
    turn()
    return columns


def _paragraph(layout: Layout, piece: Piece) -> str:
    size, after = (HEADING, UNDER_HEADING) if piece.heading else (TEXT, UNDER_TEXT)
    kind = Type(layout.pt(size), INK, piece.heading)
    return f"<a:p>{spaced(layout.pt(size) * LEADING, layout.mm(after) * 72 / 25.4)}{run(piece.text, kind)}</a:p>"
