"""The page around the map: title, window, legend, index, sources, notices, proof."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

import segno

from geo.notices import ATLAS, DISCLAIMER, STATUS_FOOTNOTES, own_of
from geo.snapshot.canvas.marks import POINT_MM, Align, Box, Fill, Path, Role, Words
from geo.snapshot.canvas.metrics import wrap
from geo.snapshot.canvas.paper import sizes_of
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.spec import map_number, short_hash
from geo.snapshot.wording import (
    say_made,
    say_sources_short,
    say_what,
    say_when,
)
from geo.style import MAP_THEMES
from geo.views import to_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.material import Material
    from geo.notices import Origin
    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.proof.spec import Spec
    from geo.snapshot.selection import Selection

THEME = MAP_THEMES["light"]
INK, MUTED, LINE = str(THEME["ink"]), str(THEME["muted"]), str(THEME["line"])
BASE_ATTRIBUTION = "Places: GeoNames (CC BY 4.0). Outlines: Natural Earth."
ATTRIBUTION = f"{BASE_ATTRIBUTION} Coding: Incident Atlas (CC BY 4.0)."
#: of an A4 page, mm
MARGIN, GAP, COLUMN, QR, BANNER = 10.0, 5.0, 74.0, 21.0, 6.0
#: on a portrait page: what the legend gets below the map, mm on A4
BELOW = 84.0
#: a module that is finer than this (mm on paper) is not read by every camera
FINEST = 0.33
#: of the link: what was typed for the page
FREE_TEXTS = ("heading", "banner", "maker", "contact")
#: which of the eight patterns of a QR code is used; any can be read, and to look for the prettiest takes time
QR_MASK = 2
#: lines of sources on the page; the others stand in the list behind it
SOURCE_LINES = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: one selection for the words, and what stands in the title."""

    material: Material
    spec: Spec
    selection: Selection  # of the whole page
    title: str
    sources: Mapping[str, int]  # numbers of the sources in the whole document
    index_at: str  # where the index stands, for example "page 2"
    sources_at: str  # where the full list of the sources stands, for example "at the end"


@dataclass(frozen=True, slots=True)
class Frames:
    """Where things stand on a page: boxes in mm."""

    subject: Subject
    maps: Box  # the maps with the labels of their graticules
    legend: Box
    marks: tuple[Mark, ...]  # what is laid out already: header and foot


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
        return Frames(subject, maps, Box(body.x1 - column, top + 0.4 * scale, body.x1, bottom), marks)
    edge = max(bottom - BELOW * scale, top + (bottom - top) / 2)
    return Frames(subject, Box(body.x0, top, body.x1, edge), Box(body.x0, edge + gap, body.x1, bottom), marks)


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
    size = sizes.pt(15)
    told = (f"Map {map_number(subject.spec)}",)
    number = Words(body.x1 - 60 * scale, body.y0 + 1.2 * scale, 60 * scale, told, sizes.pt(7.5), MUTED,
                   align=Align.RIGHT, role=Role.FURNITURE, about="map-number")  # fmt: skip
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
    at = body.y1 - sum(block.height for block in blocks) - gap * (len(blocks) - 1)
    for block in blocks:
        marks.append(Words(block.x, at, block.width, block.lines, size, block.colour, about=block.about))
        at += block.height + gap
    marks += qr_marks(subject.material, subject.spec, Box(body.x1 - qr_side, body.y1 - qr_side, body.x1, body.y1))
    return marks, y - 2.4 * scale


def _source_lines(subject: Subject, width: float, size: float) -> list[tuple[str, str, str]]:
    """Name the numbered sources in a few lines; the full list stands behind the page."""
    told = say_sources_short(subject.material, subject.selection.entries, subject.sources)
    if not told:
        return [("sources", INK, "Sources: none, because no incident is shown.")]

    def text(count: int) -> str:
        rest = len(told) - count
        more = f"; and {rest} more" if rest else ""
        return f"Sources: {'; '.join(told[:count])}{more}. Full list with titles and addresses: {subject.sources_at}."

    fits = bisect_right(range(1, len(told) + 1), SOURCE_LINES, key=lambda count: len(wrap(text(count), width, size)))
    return [("sources", INK, text(fits) if fits else f"Sources: {len(told)}, listed {subject.sources_at}.")]


def _notices(subject: Subject) -> list[tuple[str, str, str]]:
    """Return coverage notice, boundary and status footnote, attribution."""
    footnote = STATUS_FOOTNOTES[subject.spec.view.page.footnote]
    status = f"{footnote} {DISCLAIMER}" if footnote else DISCLAIMER
    dataset = subject.material.dataset
    return [("coverage", MUTED, dataset.coverage), ("status", MUTED, f"{status} {_attribution(dataset.origins)}")]


def _attribution(origins: Sequence[Origin]) -> str:
    """Say whose places, outlines and incidents are shown, as short as the foot of a page needs."""
    own = own_of(origins)
    told = ATTRIBUTION if ATLAS in origins else BASE_ATTRIBUTION
    return f"{told} Incidents: {'; '.join(origin.credit() for origin in own)}." if own else told


def _proof(subject: Subject) -> tuple[str, str, str]:
    """Say of which data the page is, when and by whom it was made, and which code brings the view back."""
    page = subject.spec.view.page
    by = " · ".join(part for part in (page.maker, page.contact) if part)
    parts = [*say_made(subject.spec), f"hash {short_hash(subject.spec)}",
             f"view code {code_of(subject.spec, subject.material)}"]  # fmt: skip
    return ("proof", INK, " · ".join([*parts, *([f"Made by {by}"] if by else [])]))


def qr_marks(material: Material, spec: Spec, box: Box) -> list[Mark]:
    """Draw the link of the view as a QR code, which a camera reads without a network.

    Where the free texts of the page would make it too fine to be read from paper they are left out; at last the view
    code stands in it.
    """
    told = spec.told
    base = spec.base_url or "incident-atlas:"
    brief = {name: values for name, values in told.items() if name not in FREE_TEXTS}
    texts = (f"{base}?{to_query(told)}", f"{base}?{to_query(brief)}", code_of(spec, material))
    codes = (_modules(text) for text in texts)
    rows = next((rows for rows in codes if box.width / len(rows) >= FINEST), None)
    if rows is None:
        rows = _modules(texts[-1])
    side = box.width / len(rows)
    runs = ((down, across, run) for down, row in enumerate(rows) for across, run in _runs(row))
    rings = tuple(
        Box(box.x0 + across * side, box.y0 + down * side, box.x0 + (across + len(run)) * side,
            box.y0 + (down + 1) * side).ring()
        for down, across, run in runs
    )  # fmt: skip
    return [Path(rings, None, Fill(INK), about="qr")]


@lru_cache(maxsize=64)
def _modules(text: str) -> tuple[tuple[int, ...], ...]:
    """Return the rows of a QR code; the pages of a series share it."""
    return tuple(tuple(row) for row in segno.make_qr(text, error="l", mask=QR_MASK).matrix)


def _runs(row: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield where dark modules stand side by side."""
    at = 0
    for dark, run in groupby(row):
        modules = list(run)
        if dark:
            yield at, modules
        at += len(modules)


def _block(x: float, y: float, width: float, text: str, size: float, colour: str, **kind: object) -> Words:
    """Break a text into lines of a width."""
    bold = bool(kind.get("bold"))
    return Words(x, y, width, wrap(text, width, size, bold), size, colour, **kind)  # type: ignore[arg-type]
