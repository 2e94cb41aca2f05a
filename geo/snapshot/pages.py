"""The page around the map: title, window, legend, index, sources, notices, proof."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import segno

from geo.notices import COVERAGE_NOTICE, DISCLAIMER, STATUS_FOOTNOTES
from geo.snapshot.codes import code_of
from geo.snapshot.legend import draw_legend
from geo.snapshot.marks import POINT_MM, Align, Box, Fill, Path, Role, Words
from geo.snapshot.metrics import wrap
from geo.snapshot.paper import sizes_of
from geo.snapshot.spec import map_number, short_hash
from geo.snapshot.wording import (
    count_words,
    say_made,
    say_numbers,
    say_sources_short,
    say_what,
    say_when,
    suggested_title,
)
from geo.style import MAP_THEMES
from geo.views import to_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.material import Material
    from geo.snapshot.legend import Legend
    from geo.snapshot.mapping import Drawn
    from geo.snapshot.marks import Mark
    from geo.snapshot.paper import Sizes
    from geo.snapshot.selection import Selection
    from geo.snapshot.spec import Spec

THEME = MAP_THEMES["light"]
INK, MUTED, LINE = str(THEME["ink"]), str(THEME["muted"]), str(THEME["line"])
ATTRIBUTION = "Places: GeoNames (CC BY 4.0). Outlines: Natural Earth. Coding: Incident Atlas (CC BY 4.0)."
#: of an A4 page, mm
MARGIN, GAP, COLUMN, QR, BANNER = 10.0, 5.0, 74.0, 21.0, 6.0
#: which of the eight patterns of a QR code is used; any can be read, and to look for the prettiest takes time
QR_MASK = 2
#: lines of sources on the page; the others stand in the list behind it
SOURCE_LINES = 3


@dataclass(frozen=True, slots=True)
class Frames:
    """Where things stand on a page: boxes in mm."""

    maps: Box  # the maps with the labels of their graticules
    legend: Box
    marks: tuple[Mark, ...]  # what is laid out already: header and foot


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: one selection for the words, and what stands in the title."""

    material: Material
    spec: Spec
    selection: Selection  # of the whole page
    title: str
    number: str  # map number
    behind: str = "page 2"  # where index and sources stand


def subject_of(material: Material, spec: Spec, selection: Selection, part: str = "") -> Subject:
    """Give a page its title: the one asked for, or a suggested one.

    Parameters
    ----------
    material, spec
        What is shown.
    selection
        What the page shows.
    part
        Of a series: what this page shows, for example "17 March 2004"; it follows the title.
    """
    asked = spec.view.page.heading
    title = asked or suggested_title(material, selection)
    return Subject(material, spec, selection, f"{title} - {part}" if part and asked else title, map_number(spec))


def frames_of(subject: Subject) -> Frames:
    """Lay out header and foot of a page, and say what room they leave for map and legend."""
    page = subject.spec.view.page
    sizes = sizes_of(page)
    scale = sizes.scale
    margin, banner = MARGIN * scale, BANNER * scale if page.banner else 0.0
    body = Box(margin, max(margin, banner + 4 * scale), sizes.width - margin,
               sizes.height - max(0.8 * margin, banner + 3 * scale))  # fmt: skip
    head, top = _header(subject, body, sizes)
    foot, bottom = _foot(subject, body, sizes)
    marks = (*banner_marks(page.banner, sizes), *head, *foot)
    gap, column = GAP * scale, COLUMN * scale
    if page.landscape:
        maps = Box(body.x0, top, body.x1 - column - gap, bottom)
        return Frames(maps, Box(body.x1 - column, top + 0.4 * scale, body.x1, bottom), marks)
    share = 0.62
    edge = top + (bottom - top) * share
    return Frames(Box(body.x0, top, body.x1, edge), Box(body.x0, edge + gap, body.x1, bottom), marks)


def banner_marks(banner: str, sizes: Sizes) -> list[Mark]:
    """Draw the handling banner at the top and the bottom of a page; nothing if there is none."""
    if not banner:
        return []
    high = BANNER * sizes.scale
    size = sizes.pt(9)
    lines = wrap(banner, sizes.width - 8, size, bold=True)[:1]
    marks: list[Mark] = []
    for top in (0.0, sizes.height - high):
        marks.append(Path((Box(0, top, sizes.width, top + high).ring(),), None, Fill(INK), about="banner"))
        marks.append(Words(0, top + (high - size * 1.2 * POINT_MM) / 2, sizes.width, lines, size, "#FFFFFF", bold=True,
                           align=Align.CENTRE, role=Role.FURNITURE, about="banner"))  # fmt: skip
    return marks


def _header(subject: Subject, body: Box, sizes: Sizes) -> tuple[list[Mark], float]:
    """Set title, window and what is shown; return the marks and where the map may begin."""
    scale = sizes.scale
    size = sizes.pt(16)
    number = Words(body.x1 - 60 * scale, body.y0 + 1.2 * scale, 60 * scale, (f"Map {subject.number}",), sizes.pt(7.5),
                   MUTED, align=Align.RIGHT, role=Role.FURNITURE, about="map-number")  # fmt: skip
    title = _block(body.x0, body.y0, body.width - 48 * scale, subject.title, size, INK, bold=True, role=Role.TITLE)
    y = body.y0 + title.height + 0.6 * scale
    when = _block(
        body.x0, y, body.width, say_when(subject.material, subject.selection), sizes.pt(8.4), INK, about="window"
    )
    y += when.height + 0.2 * scale
    what = _block(body.x0, y, body.width, say_what(subject.material, subject.selection), sizes.pt(8.4), MUTED,
                  about="shown")  # fmt: skip
    return [title, number, when, what], y + what.height + 2.2 * scale


def _foot(subject: Subject, body: Box, sizes: Sizes) -> tuple[list[Mark], float]:
    """Set sources, notices and the proof from the lower edge upwards; return the marks and where the map has to end."""
    scale, size = sizes.scale, sizes.pt(6.4)
    qr_side = QR * scale
    width = body.width - qr_side - 4 * scale
    texts = [*_source_lines(subject, width, size), *_notices(subject), _proof(subject)]
    blocks = [_block(body.x0, 0, width, text, size, colour, about=about) for about, colour, text in texts]
    gap = 0.9 * scale
    height = max(sum(block.height for block in blocks) + gap * (len(blocks) - 1), qr_side)
    y = body.y1 - height
    marks: list[Mark] = []
    at = y
    for block in blocks:
        marks.append(Words(block.x, at, block.width, block.lines, size, block.colour, about=block.about))
        at += block.height + gap
    marks += _qr(subject, Box(body.x1 - qr_side, body.y1 - qr_side, body.x1, body.y1))
    return marks, y - 2.4 * scale


def _source_lines(subject: Subject, width: float, size: float) -> list[tuple[str, str, str]]:
    """Name the numbered sources in a few lines; the full list stands behind the page."""
    told = say_sources_short(subject.material, subject.selection.entries)
    if not told:
        return [("sources", INK, "Sources: none, because no incident is shown.")]
    for count in range(len(told), 0, -1):
        rest = len(told) - count
        more = f"; and {rest} more" if rest else ""
        text = f"Sources: {'; '.join(told[:count])}{more}. Full list with titles and addresses: {subject.behind}."
        if len(wrap(text, width, size)) <= SOURCE_LINES:
            return [("sources", INK, text)]
    return [("sources", INK, f"Sources: {len(told)}, listed on {subject.behind}.")]


def _notices(subject: Subject) -> list[tuple[str, str, str]]:
    """Return coverage notice, boundary and status footnote, attribution."""
    footnote = STATUS_FOOTNOTES[subject.spec.view.page.footnote]
    status = f"{footnote} {DISCLAIMER}" if footnote else DISCLAIMER
    return [("coverage", MUTED, COVERAGE_NOTICE), ("status", MUTED, f"{status} {ATTRIBUTION}")]


def _proof(subject: Subject) -> tuple[str, str, str]:
    """Say of which data the page is, when and by whom it was made, and which code brings the view back."""
    page = subject.spec.view.page
    by = " · ".join(part for part in (page.maker, page.contact) if part)
    parts = [*say_made(subject.spec), f"hash {short_hash(subject.spec)}",
             f"view code {code_of(subject.spec, subject.material)}"]  # fmt: skip
    return ("proof", INK, " · ".join([*parts, *([f"Made by {by}"] if by else [])]))


def _qr(subject: Subject, box: Box) -> list[Mark]:
    """Draw the link of the view as a QR code, so that a camera without a network reads it too."""
    link = f"{subject.spec.base_url or 'incident-atlas:'}?{to_query(subject.spec.told)}"
    rows = [list(row) for row in segno.make_qr(link, error="l", mask=QR_MASK).matrix]
    side = box.width / len(rows)
    rings = []
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                rings.append(Box(box.x0 + start * side, box.y0 + down * side, box.x0 + across * side,
                                 box.y0 + (down + 1) * side).ring())  # fmt: skip
                start = None
    return [Path(tuple(rings), None, Fill(INK), about="qr")]


def side_marks(subject: Subject, frames: Frames, drawn: Sequence[Drawn], legend: Legend) -> list[Mark]:
    """Fill the side of the page: legend, what is not on the map, and the index if it finds room.

    Parameters
    ----------
    subject
        What the page is about.
    frames
        Of the page.
    drawn
        Its maps.
    legend
        Of all maps, or of all pages of a series.
    """
    page, box = subject.spec.view.page, frames.legend
    sizes = sizes_of(page)
    told = _not_on_the_map(subject, drawn)
    count = count_words(len(subject.selection.entries), "entry", "entries")
    pointer = f"{count} with dates, places and sources: {subject.behind}."
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
    fits = _height(whole, rest.width, sizes) <= rest.height
    return [*marks, *_told(whole if fits else [("Not on the map", told), ("Index", [pointer])], rest, sizes)]


def _fitted_legend(legend: Legend, box: Box, sizes: Sizes, columns: int) -> tuple[list[Mark], float]:
    """Draw the legend in a smaller type if it would not fit otherwise."""
    marks: list[Mark] = []
    y = box.y0
    for smaller in (1.0, 0.92, 0.84, 0.76, 0.68):
        marks, y = draw_legend(legend, box, replace(sizes, scale=sizes.scale * smaller), columns)
        if y <= box.y1:
            break
    return marks, y


def _not_on_the_map(subject: Subject, drawn: Sequence[Drawn]) -> list[str]:
    """Say what the map does not show, and which numbers have no label."""
    listed = [entry.number for entry in subject.selection.listed]
    outside = {entry.number for one in drawn for entry in one.outside}
    undrawn = {entry.number for one in drawn for entry in one.undrawn_movements} - {0, *listed}  # 0: of another day
    unlabelled = {entry.number for one in drawn for entry in one.unlabelled}
    told = (
        ("known only for a country or Kosovo as a whole", listed),
        ("outside the frame of the map", outside),
        ("drawn at the place they are for, without an arrow", undrawn),
        ("drawn, without room for a label", unlabelled),
    )
    return [f"{len(numbers)} {words}: {say_numbers(numbers)}." for words, numbers in told if numbers]


TELL, HEAD = 6.8, 6.2


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
        marks.append(Words(box.x0, y, box.width, lines, size, INK, about=heading.lower()))
        y += marks[-1].height + 2.2 * sizes.scale
    return marks


def _block(x: float, y: float, width: float, text: str, size: float, colour: str, **kind: object) -> Words:
    """Break a text into lines of a width."""
    bold = bool(kind.get("bold"))
    return Words(x, y, width, wrap(text, width, size, bold), size, colour, **kind)  # type: ignore[arg-type]
