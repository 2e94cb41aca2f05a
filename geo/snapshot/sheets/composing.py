"""Map sheets: the page of a view, a page with several maps, the pages of a series."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from geo.snapshot.canvas.marks import POINT_MM, Box, MapSheet, Role, Words
from geo.snapshot.canvas.metrics import wrap
from geo.snapshot.canvas.paper import sizes_of
from geo.snapshot.maps.mapping import Task, draw_map
from geo.snapshot.maps.scales import graticule_room
from geo.snapshot.numbering import renumbered
from geo.snapshot.selection import select
from geo.snapshot.sheets.classes import Seen, legend_of
from geo.snapshot.sheets.extents import projection_of
from geo.snapshot.sheets.legend import recounted
from geo.snapshot.sheets.pages import Subject, frames_of
from geo.snapshot.sheets.periods import Part, episodes_of, maps_of, parts_of, window_of
from geo.snapshot.sheets.sides import side_marks
from geo.snapshot.wording import count_words, sources_of, suggested_title, text_twin
from geo.style import MAP_THEMES
from geo.views import Arrangement, Extent, Labels, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from geo.material import Material
    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.maps.mapping import Drawn
    from geo.snapshot.proof.spec import Spec
    from geo.snapshot.selection import Selection
    from geo.snapshot.sheets.legend import Legend
    from geo.snapshot.sheets.pages import Frames
    from geo.views import View

INK = str(MAP_THEMES["light"]["ink"])
#: room above each of several maps for a caption of one line, and between them; mm on A4
CAPTION, BETWEEN = 4.6, 3.0
#: type of captions in points
CAPTION_TYPE = 7.6
#: from this width on (mm on A4) a map has type of the usual size; on a small one it is at least this share of it
WHOLE_TYPE, LEAST_TYPE = 120.0, 0.7
#: where index and sources of a picture stand
ELSEWHERE = "in the PDF of this view"
#: a map as wide as high suits Kosovo
SHAPE = 1.0


#: hears what is being done, in a few words
Tell = Callable[[str], None]
Each = TypeVar("Each")


@dataclass(frozen=True, slots=True)
class Plan:
    """What one sheet is made from: its maps with their parts, and what all sheets of a series share."""

    material: Material
    spec: Spec
    whole: Selection  # what the words of the sheet are about
    maps: tuple[tuple[Part, Selection], ...]
    sources: Mapping[str, int]  # their numbers in the whole document
    pages: int = 1  # map sheets before the index; 0 for a picture that has nothing behind it
    part: Part | None = None  # which page of a series it is
    title: str = ""  # one for all of them; empty: what suits the sheet


def view_sheets(material: Material, spec: Spec, tell: Tell) -> list[MapSheet]:
    """Return the one map sheet of a view."""
    tell("Drawing the map")
    return [map_sheet(material, spec, select(material, spec.view))]


def map_sheet(material: Material, spec: Spec, whole: Selection, pages: int = 1) -> MapSheet:
    """Return the page of a view, with one map or several; the index stands behind so many pages.

    Raises
    ------
    SnapshotError
        If several maps are asked for and the view cannot be divided so.
    """
    maps = tuple((part, renumbered(select(material, part.view), whole)) for part in maps_of(material, spec.view))
    plan = Plan(material, spec, whole, maps, sources_of(whole.entries), pages)
    return _alone(plan, whole)


def series_sheets(material: Material, spec: Spec, tell: Tell) -> list[MapSheet]:
    """Return one sheet for each day, week ... of a view, of one extent, scale and legend.

    Raises
    ------
    SnapshotError
        If the view cannot be divided as its page settings say.
    """
    whole = select(material, spec.view)
    parts = parts_of(material, spec.view)
    plans = [_page(material, spec, whole, part, len(parts)) for part in parts]
    return _alike(plans, whole, "map", tell)


def frame_sheets(
    material: Material, spec: Spec, spans: Callable[[tuple[date, date]], Sequence[tuple[date, date, str]]], tell: Tell
) -> list[MapSheet]:
    """Return the pictures of an animation: what the window shows so far, on one extent, with one legend.

    Parameters
    ----------
    material, spec
        As for `series_sheets`.
    spans
        Divides a window into steps: first day, last day, words.
    """
    whole = select(material, spec.view)
    title = spec.view.page.heading or suggested_title(material, whole)
    plans = []
    for first, last, words in spans(window_of(material, spec.view)):
        view = replace(spec.view, window=(first, last), handles=(first, last), mode=Mode.WINDOW)
        picture = _page(material, spec, whole, Part(last.isoformat(), words, view), 0)
        plans.append(replace(picture, title=title))
    return _alike(plans, whole, "picture", tell)


def pack_sheets(material: Material, spec: Spec, tell: Tell) -> list[MapSheet]:
    """Return the maps of a briefing pack: the overview, and a page for each episode with its own extent."""
    whole = select(material, spec.view)
    parts = [replace(part, view=_closer(part.view)) for part in episodes_of(material, spec.view)]
    pages = []
    for part in _counted(parts, "episode", tell):
        plan = _page(material, spec, whole, part, len(parts) + 1)
        pages.append(_alone(plan, plan.whole))
    return [map_sheet(material, spec, whole, len(parts) + 1), *pages]


def _closer(view: View) -> View:
    return replace(view, page=replace(view.page, extent=Extent.CLOSE, maps=Arrangement.SINGLE))


def _page(material: Material, spec: Spec, whole: Selection, part: Part, pages: int) -> Plan:
    """Plan one page of a document; its numbers are those of the whole."""
    own = renumbered(select(material, part.view), whole)
    return Plan(material, spec, own, ((part, own),), sources_of(whole.entries), pages, part)


def _counted(several: Sequence[Each], what: str, tell: Tell) -> Iterator[Each]:
    """Yield several things and tell which one is at hand."""
    for number, one in enumerate(several, 1):
        tell(f"Drawing {what} {number} of {len(several)}")
        yield one


def _subject(plan: Plan) -> Subject:
    """Give a page its title: the one asked for, with the words of its part, or a suggested one."""
    asked = plan.spec.view.page.heading
    words = f" - {plan.part.words}" if asked and plan.part and plan.part.words else ""
    title = plan.title or (f"{asked}{words}" if asked else suggested_title(plan.material, plan.whole))
    places = (f"page {plan.pages + 1}", "at the end") if plan.pages else (ELSEWHERE, ELSEWHERE)
    return Subject(plan.material, plan.spec, plan.whole, title, plan.sources, *places)


def _frames(plans: Sequence[Plan]) -> list[Frames]:
    """Lay out the pages of a series alike: all maps get the room that every page can spare."""
    laid = [frames_of(_subject(plan)) for plan in plans]
    maps = Box(*(pick(getattr(one.maps, side) for one in laid)
                 for pick, side in ((max, "x0"), (max, "y0"), (min, "x1"), (min, "y1"))))  # fmt: skip
    legend = Box(*(pick(getattr(one.legend, side) for one in laid)
                   for pick, side in ((max, "x0"), (max, "y0"), (min, "x1"), (min, "y1"))))  # fmt: skip
    return [replace(one, maps=maps, legend=legend) for one in laid]


def _alone(plan: Plan, shown: Selection) -> MapSheet:
    """Draw a sheet with its own extent and legend."""
    frames = _frames([plan])[0]
    drawn = _maps(plan, frames, shown)
    return _sheet(plan, frames, drawn, legend_of([selection for _, selection in plan.maps], _seen(drawn)))


def _alike(plans: Sequence[Plan], shown: Selection, what: str, tell: Tell) -> list[MapSheet]:
    """Draw sheets of one extent, scale and legend; each legend has the counts of its own page."""
    frames = _frames(plans)
    drawn = [_maps(plan, own, shown) for plan, own in zip(_counted(plans, what, tell), frames, strict=True)]
    legend = legend_of([plan.whole for plan in plans], _seen([one for maps in drawn for one in maps]))
    return [
        _sheet(plan, own, maps, recounted(legend, legend_of([plan.whole], _seen(maps))))
        for plan, own, maps in zip(plans, frames, drawn, strict=True)
    ]


def _seen(drawn: Sequence[Drawn]) -> Seen:
    arrows = frozenset(identifier for one in drawn for identifier in one.arrows)
    areas = frozenset(key for one in drawn for key in one.serb_areas)
    outside = frozenset(entry.id for one in drawn for entry in one.outside)  # all maps of a page have one extent
    return Seen(arrows, max((one.square_km for one in drawn), default=0.0), areas, outside)


def _maps(plan: Plan, frames: Frames, shown: Selection) -> list[Drawn]:
    """Draw the maps of one sheet."""
    page = plan.spec.view.page
    sizes, several = sizes_of(page), len(plan.maps) > 1
    labels = Labels.NUMBERS if len(plan.maps) > 2 else page.labels  # noqa: PLR2004 - more are small
    drawn = []
    cells = _cells(frames.maps, len(plan.maps), sizes)
    lines = max(len(_captioned(*one, cells[0].width, sizes)) for one in plan.maps) if several else 0
    for (_, selection), cell in zip(plan.maps, cells, strict=True):
        projection = projection_of(plan.material, shown, _frame(cell, sizes, lines))
        smaller = max(LEAST_TYPE, min(1.0, projection.frame.width / (WHOLE_TYPE * sizes.scale)))
        own = replace(sizes, scale=sizes.scale * smaller)
        drawn.append(draw_map(Task(plan.material, selection, projection, own, labels, len(plan.maps))))
    return drawn


def _sheet(plan: Plan, frames: Frames, drawn: Sequence[Drawn], legend: Legend) -> MapSheet:
    """Put header, maps, captions, legend and foot together."""
    sizes = sizes_of(plan.spec.view.page)
    subject = frames.subject
    marks: list[Mark] = list(frames.marks)
    for (part, selection), one in zip(plan.maps, drawn, strict=True):
        if len(plan.maps) > 1:
            marks.append(_caption(part, selection, one.projection.frame, sizes))
        marks += one.marks
    marks += side_marks(frames, drawn, legend)
    twin = text_twin(plan.material, plan.whole, subject.title)
    return MapSheet(
        subject.title, sizes.width, sizes.height, tuple(marks), twin, twin, plan.part.name if plan.part else ""
    )


def _cells(box: Box, count: int, sizes: Sizes) -> list[Box]:
    """Divide a box into equal cells for maps, in the number of columns that makes them largest."""
    gap = BETWEEN * sizes.scale

    def side(columns: int) -> float:
        rows = math.ceil(count / columns)
        return min((box.width - gap * (columns - 1)) / columns * SHAPE, (box.height - gap * (rows - 1)) / rows)

    columns = max(range(1, count + 1), key=lambda number: (side(number), -number))
    rows = math.ceil(count / columns)
    width, height = (box.width - gap * (columns - 1)) / columns, (box.height - gap * (rows - 1)) / rows
    return [
        Box(box.x0 + across * (width + gap), box.y0 + down * (height + gap),
            box.x0 + across * (width + gap) + width, box.y0 + down * (height + gap) + height)
        for down, across in (divmod(number, columns) for number in range(count))
    ]  # fmt: skip


def _frame(cell: Box, sizes: Sizes, lines: int) -> Box:
    """Return the frame of a map in its cell: room for the labels of the graticule, or for the lines of a caption."""
    if lines:
        return Box(cell.x0, cell.y0 + CAPTION * sizes.scale + (lines - 1) * _caption_line(sizes), cell.x1, cell.y1)
    left, below = graticule_room(sizes)
    return Box(cell.x0 + left, cell.y0, cell.x1, cell.y1 - below)


def _captioned(part: Part, selection: Selection, width: float, sizes: Sizes) -> tuple[str, ...]:
    """Say in lines of a width what one of several maps shows."""
    told = f"{part.words} ({count_words(len(selection.entries), 'entry', 'entries')})"
    return wrap(told, width, sizes.pt(CAPTION_TYPE), bold=True)


def _caption_line(sizes: Sizes) -> float:
    return sizes.pt(CAPTION_TYPE) * 1.2 * POINT_MM


def _caption(part: Part, selection: Selection, frame: Box, sizes: Sizes) -> Words:
    lines = _captioned(part, selection, frame.width, sizes)
    top = frame.y0 - (CAPTION - 0.6) * sizes.scale - (len(lines) - 1) * _caption_line(sizes)
    return Words(frame.x0, top, frame.width, lines, sizes.pt(CAPTION_TYPE), INK, bold=True, role=Role.HEADING,
                 about="caption")  # fmt: skip
