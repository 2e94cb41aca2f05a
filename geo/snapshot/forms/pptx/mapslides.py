"""A drawn sheet as one slide: few shapes for the ground, one for every symbol and text, the map as a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import Box, Circle, Path, Role, Symbol, Words
from geo.snapshot.forms.pptx.elements import group, named, tree
from geo.snapshot.forms.pptx.freeforms import bounds, ellipse, freeform, joinable
from geo.snapshot.forms.pptx.symbols import room_of, symbol
from geo.snapshot.forms.pptx.words import box_of, hidden_title, text_box, title_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.snapshot.canvas.marks import MapSheet, Mark

#: what a mark is called that shows how far a map reaches
FRAME = "frame"
#: the only marks of a map that may stand outside of its frame
GRATICULE = "graticule"
#: rounding of places of marks, mm
_SLACK = 0.6


@dataclass(frozen=True, slots=True)
class Run:
    """Marks that follow each other; those of a map have its frame."""

    marks: tuple[Mark, ...]
    frame: Box | None = None


def map_tree(sheet: MapSheet, links: Mapping[str, str]) -> str:
    """Return the shapes of a slide.

    Parameters
    ----------
    sheet
        What is drawn.
    links
        Ids of relationships by address.
    """
    numbers = count(2)
    marks = _title_first(_drawn(sheet.marks))
    drawn = []
    if not any(mark.role is Role.TITLE for mark in marks if isinstance(mark, Words)):
        drawn.append(hidden_title(next(numbers), sheet.title, sheet.width))
    maps = 0
    for run in _runs(marks):
        if run.frame is None:
            drawn.append(shapes_of(numbers, run.marks, links))
            continue
        maps += 1
        name = named(next(numbers), "Map" if maps == 1 else f"Map {maps}",
                     sheet.alt if maps == 1 else f"Map {maps} of this page, told with the first.")  # fmt: skip
        box = _around([_room(mark) for mark in run.marks], sheet)
        drawn.append(group(name, box, shapes_of(numbers, run.marks, links)))
    return tree("".join(drawn))


def shapes_of(numbers: Iterator[int], marks: Sequence[Mark], links: Mapping[str, str]) -> str:
    """Draw marks in their order; paths of one look that follow each other become one shape.

    The first title is the title of the slide.
    """
    drawn = []
    at = 0
    while at < len(marks):
        mark = marks[at]
        at += 1
        if isinstance(mark, Path):
            joined = [mark]
            while at < len(marks):
                other = marks[at]
                if not isinstance(other, Path) or not joinable(mark, other):
                    break
                joined.append(other)
                at += 1
            drawn.append(freeform(next(numbers), joined))
        elif isinstance(mark, Circle):
            drawn.append(ellipse(next(numbers), mark))
        elif isinstance(mark, Symbol):
            drawn.append(symbol(numbers, mark))
        else:
            draw = title_box if mark.role is Role.TITLE else text_box
            drawn.append(draw(next(numbers), mark, links))
    return "".join(drawn)


def _drawn(marks: Sequence[Mark]) -> list[Mark]:
    """Leave out what nobody would see, and make sure that a slide has one title."""
    kept: list[Mark] = []
    titled = False
    for mark in marks:
        if isinstance(mark, Path) and not any(mark.rings):
            continue
        if isinstance(mark, Words):
            if not any(mark.lines):
                continue
            if mark.role is Role.TITLE and titled:
                kept.append(replace(mark, role=Role.HEADING))
                continue
            titled = titled or mark.role is Role.TITLE
        kept.append(mark)
    return kept


def _title_first(marks: Sequence[Mark]) -> list[Mark]:
    """Put the title before all that is not painted under it: the order of shapes is the order of reading."""
    title = next((n for n, mark in enumerate(marks) if isinstance(mark, Words) and mark.role is Role.TITLE), None)
    if title is None:
        return list(marks)
    room = box_of(marks[title])  # type: ignore[arg-type]
    under = [n for n, mark in enumerate(marks[:title]) if _paints(mark) and _room(mark).overlaps(room)]
    at = under[-1] + 1 if under else 0
    return [*marks[:at], marks[title], *marks[at:title], *marks[title + 1 :]]


def _paints(mark: Mark) -> bool:
    return isinstance(mark, Path | Circle) and mark.fill is not None


def _runs(marks: Sequence[Mark]) -> list[Run]:
    """Divide marks into those of maps and those between them.

    A map has a path that is called its frame; the marks around it in the order of drawing belong to it as long as
    they lie inside.
    """
    runs: list[Run] = []
    begin = 0
    for n, mark in enumerate(marks):
        if n < begin or not isinstance(mark, Path) or mark.about != FRAME:
            continue
        frame = bounds(mark.rings)
        first = n
        while first > begin and _belongs(marks[first - 1], frame):
            first -= 1
        last = n + 1
        while last < len(marks) and _belongs(marks[last], frame):
            last += 1
        runs += [Run(tuple(marks[begin:first])), Run(tuple(marks[first:last]), frame)]
        begin = last
    runs.append(Run(tuple(marks[begin:])))
    return [run for run in runs if run.marks]


def _belongs(mark: Mark, frame: Box) -> bool:
    if isinstance(mark, Words) and mark.role is Role.TITLE:
        return False
    room = Box(mark.x, mark.y, mark.x, mark.y) if isinstance(mark, Symbol) else _room(mark)
    return mark.about.startswith(GRATICULE) or frame.grown(_SLACK).holds(room)


def _room(mark: Mark) -> Box:
    """Return the rectangle a mark takes."""
    if isinstance(mark, Path):
        return bounds(mark.rings)
    if isinstance(mark, Circle):
        return Box(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
    return room_of(mark) if isinstance(mark, Symbol) else box_of(mark)


def _around(boxes: Sequence[Box], sheet: MapSheet) -> Box:
    """Return what of a sheet holds all boxes."""
    x0, y0 = min(box.x0 for box in boxes), min(box.y0 for box in boxes)
    x1, y1 = max(box.x1 for box in boxes), max(box.y1 for box in boxes)
    return Box(max(x0, 0.0), max(y0, 0.0), min(x1, sheet.width), min(y1, sheet.height))
