"""What a page is made of: marks in millimetres, y downwards from the top left corner.

Every writer (SVG, PDF, PPTX) draws the same marks, so they cannot disagree. A mark is clipped before it is made:
nothing reaches over the frame of its map.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Pattern(StrEnum):
    """How an area is filled; each can be told apart without colour."""

    SOLID = "solid"
    DIAGONAL = "diagonal"  # rising to the right
    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"
    CROSS = "cross"
    DOTS = "dots"


class Align(StrEnum):
    """Where lines of text stand in their box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Role(StrEnum):
    """What a text is for; a screen reader is told by it, in the order of the page."""

    TITLE = "title"  # one on a page
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    #: words inside a map: the text twin of the map tells them, so a screen reader passes over them
    LABEL = "label"
    #: what stands on every page: banner, page number
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Pen:
    """A line: colour `#RRGGBB`, width in mm, lengths of dashes and gaps in mm, opacity 0 to 1."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Fill:
    """An area: colour `#RRGGBB`, opacity 0 to 1, pattern (lines or dots of the colour, clear between them)."""

    colour: str
    opacity: float = 1.0
    pattern: Pattern = Pattern.SOLID


Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Path:
    """Lines, or areas with holes (even-odd), through points in mm."""

    rings: tuple[Ring, ...]
    pen: Pen | None = None
    fill: Fill | None = None
    closed: bool = True
    about: str = ""  # what it stands for, for example "area:enclave" or "disc:may_2023"
    rounded: float = 0.0  # corner radius in mm; only of an upright rectangle


@dataclass(frozen=True, slots=True)
class Circle:
    """A whole circle."""

    x: float
    y: float
    radius: float
    pen: Pen | None = None
    fill: Fill | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """The symbol of one event type, or of several incidents at one place.

    `shape` is a word of `geo.style.EVENT_STYLES`. Several types at one place are a "ring": `parts` holds colour and
    share. `number` stands inside.
    """

    shape: str
    x: float
    y: float
    radius: float
    colour: str
    hollow: bool = False
    number: str = ""
    incidents: tuple[str, ...] = ()
    parts: tuple[tuple[str, float], ...] = ()
    about: str = ""  # for example "type:clash"


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text in a box; `x`, `y` is its top left corner, `size` is in points.

    Lines are broken already. `link` is an http address. `bold_lines` are the numbers of the lines that are bold.
    `flowing` asks slides to break the lines anew, so that somebody who edits them has whole paragraphs, which an empty
    line parts.
    """

    x: float
    y: float
    width: float
    lines: tuple[str, ...]
    size: float
    colour: str
    bold: bool = False
    align: Align = Align.LEFT
    role: Role = Role.PARAGRAPH
    leading: float = 1.2  # height of a line in sizes
    link: str = ""
    bold_lines: tuple[int, ...] = ()
    about: str = ""
    flowing: bool = False

    @property
    def height(self) -> float:
        """Height of the box in mm."""
        return len(self.lines) * self.size * self.leading * POINT_MM


Mark = Path | Circle | Symbol | Words
POINT_MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in mm."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.y1 - self.y0

    def overlaps(self, other: Box) -> bool:
        """Say whether two rectangles share more than an edge."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def holds(self, other: Box) -> bool:
        """Say whether another rectangle lies in this one."""
        return self.x0 <= other.x0 and self.y0 <= other.y0 and other.x1 <= self.x1 and other.y1 <= self.y1

    def grown(self, by: float) -> Box:
        """Return the rectangle with a margin around it."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def ring(self) -> Ring:
        """Return the corners."""
        return ((self.x0, self.y0), (self.x1, self.y0), (self.x1, self.y1), (self.x0, self.y1))


@dataclass(frozen=True, slots=True)
class MapSheet:
    """A page that is drawn: its marks in drawing order and its text twin."""

    title: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    alt: str
    notes: str = ""  # speaker notes
    name: str = ""  # of one page of a series, for example "2004-03-17"

    def words(self) -> Iterator[Words]:
        """Yield the texts in their order."""
        return (mark for mark in self.marks if isinstance(mark, Words))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: text, and an http address if it is a link."""

    text: str
    link: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table that flows over as many pages as it needs; `widths` are shares of the page."""

    title: str
    intro: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TextSheet:
    """Headed paragraphs that flow over as many pages as they need: (heading or "", paragraph)."""

    title: str
    paragraphs: tuple[tuple[str, str], ...]


Sheet = MapSheet | TableSheet | TextSheet


@dataclass(frozen=True, slots=True)
class Document:
    """Sheets of one size in their order, and what a file says about itself.

    `spec` is the JSON text that brings the view back; `made_on` is the day of the file (YYYY-MM-DD), so that the same
    spec gives the same bytes. `banner` and `footer` stand on the pages that flow; a `MapSheet` has its own.
    """

    title: str
    width: float
    height: float
    sheets: tuple[Sheet, ...]
    spec: str
    made_on: str
    banner: str = ""
    footer: str = ""
    author: str = ""
    scale: float = 1.0  # of all type, by paper size
