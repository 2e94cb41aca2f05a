"""What pages that flow have in common: where their text may stand, banner, title, footer and number."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import POINT_MM, Align, Box, Fill, Path, Role, Words
from geo.snapshot.canvas.metrics import printable, width_of, wrap
from geo.snapshot.forms.pptx.mapslides import shapes_of
from geo.snapshot.forms.pptx.words import footer, slide_number
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.snapshot.canvas.marks import Document, Mark

THEME = MAP_THEMES["light"]
INK, MUTED, LINE, GROUND, PAPER = (str(THEME[name]) for name in ("ink", "muted", "line", "land", "paper"))
#: of an A4 page in mm: margin, height of the banner, room under the title, room of the footer
MARGIN, BANNER, UNDER_TITLE, FOOT = 12.0, 6.0, 3.5, 7.0
TITLE, BANNER_TEXT, FOOTER = 16.0, 9.0, 6.4
#: of all type
LEADING = 1.2
#: PowerPoint may break a line a little earlier than we measure, so a line is measured a little narrower than it is
SAFE = 0.97
MOST_TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on the flowing pages of a document; box of the body in mm, title already broken."""

    document: Document
    title: str
    body: Box  # below a title of as many lines as the longest of this sheet has

    def pt(self, size: float) -> float:
        """Return a type size of an A4 page for this document, in points."""
        return round(size * self.document.scale, 2)

    def mm(self, length: float) -> float:
        """Return a length on an A4 page for this document, in mm."""
        return length * self.document.scale

    def height(self, lines: int, size: float) -> float:
        """Return the height of lines in mm; the size is that of an A4 page."""
        return lines * self.pt(size) * LEADING * POINT_MM


def layout_of(document: Document, title: str) -> Layout:
    """Lay out the flowing pages of one sheet; the longest title it can get decides where the body begins."""
    scale = document.scale
    margin, banner = MARGIN * scale, BANNER * scale if document.banner else 0.0
    top, foot = max(margin, banner + 4 * scale), max(0.7 * margin, banner + 2 * scale)
    whole = Layout(document, title, Box(margin, top, document.width - margin, document.height - foot - FOOT * scale))
    lines = len(_title_lines(whole, continued(title, 888, 888)))
    under = top + whole.height(lines, TITLE) + UNDER_TITLE * scale
    return Layout(document, title, Box(margin, under, whole.body.x1, whole.body.y1))


def continued(title: str, part: int, parts: int) -> str:
    """Say in a title which part of a sheet a page is."""
    return title if part == 1 else f"{title}, continued ({part} of {parts})"


def furniture(numbers: Iterator[int], layout: Layout, title: str, page: int) -> tuple[str, str]:
    """Return what stands before the body of a page (banner, title) and what stands after it (footer, number)."""
    document, body, scale = layout.document, layout.body, layout.document.scale
    lines = _title_lines(layout, title)
    top = max(MARGIN * scale, (BANNER + 4) * scale if document.banner else 0.0)
    head = Words(body.x0, top, body.width, lines, layout.pt(TITLE), INK, bold=True, role=Role.TITLE)
    size = layout.pt(FOOTER)
    low = body.y1 + FOOT * scale - size * LEADING * POINT_MM
    before = shapes_of(numbers, [*_banners(layout), head], {})
    after = ""
    if document.footer:
        foot = wrap(document.footer, body.width - 20 * scale, size)
        # a long footer grows upwards into the room that is kept for it
        fits = foot[: max(1, int(FOOT * scale / (size * LEADING * POINT_MM)))]
        lift = (len(fits) - 1) * size * LEADING * POINT_MM
        words = Words(body.x0, low - lift, body.width - 18 * scale, fits, size, MUTED, role=Role.FURNITURE)
        after = footer(next(numbers), words)
    place = Words(body.x1 - 16 * scale, low, 16 * scale, (str(page),), size, MUTED, align=Align.RIGHT)
    return before, after + slide_number(next(numbers), page, place)


def pieces_of(text: str, lines: tuple[str, ...], *cuts: int) -> list[str]:
    """Divide a printable text at the ends of some of its lines.

    Parameters
    ----------
    text
        As `metrics.printable` gives it.
    lines
        The text broken into lines by `metrics.wrap`.
    cuts
        Numbers of the lines that begin a new piece, ascending.
    """
    starts, at = [], 0
    for line in lines:
        at = text.index(line, at)
        starts.append(at)
        at += len(line)
    marks = [0, *(starts[cut] for cut in cuts), len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(marks)]


def _title_lines(layout: Layout, title: str) -> tuple[str, ...]:
    lines = wrap(title, layout.body.width * SAFE, layout.pt(TITLE), True)  # noqa: FBT003 - bold
    if len(lines) <= MOST_TITLE_LINES:
        return lines
    end = title[title.rfind(", continued (") :] if ", continued (" in title else ""
    return (*lines[: MOST_TITLE_LINES - 1], f"{lines[MOST_TITLE_LINES - 1][: -len(end) - 4]}...{end}")


def _banners(layout: Layout) -> list[Mark]:
    document = layout.document
    text = printable(document.banner)
    if not text:
        return []
    high, size = layout.mm(BANNER), layout.pt(BANNER_TEXT)
    # one line is all there is room for: a longer one gets smaller
    size = min(size, size * (document.width - 8) / width_of(text, size, True))  # noqa: FBT003 - bold
    marks: list[Mark] = []
    for top in (0.0, document.height - high):
        band = Box(0, top, document.width, top + high)
        marks.append(Path((band.ring(),), None, Fill(INK), about="banner"))
        marks.append(Words(0, top + (high - size * LEADING * POINT_MM) / 2, document.width, (text,), size, PAPER,
                           bold=True, align=Align.CENTRE, role=Role.FURNITURE))  # fmt: skip
    return marks
