"""What a map tells of among all that it shows: rings around symbols, edges of areas and of words, and their labels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.snapshot.canvas.geometry import clipped, disc_marks
from geo.snapshot.canvas.marks import Box, Path, Pen
from geo.snapshot.maps.drawing import REACH, Anchor, AreaChip
from geo.snapshot.selection import on_paper, shape_of
from geo.style import MAP_THEMES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geo.material import Material
    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.canvas.projection import Projection
    from geo.snapshot.maps.arrows import Arrows
    from geo.snapshot.selection import Group, Selection

ACCENT, PAPER = str(MAP_THEMES["light"]["accent"]), str(MAP_THEMES["light"]["paper"])
#: mm on A4: line of a ring, its white edge, and the air between a symbol and its ring
RING, EDGE, AIR = 0.6, 1.2, 0.25
#: corners of the box of words, mm on A4; as the arrows have them
ROUNDED = 1.5
#: how far the box of a symbol reaches in radii, see `labels.around`
AROUND = 1.15


def told_groups(groups: Sequence[Group], told: Collection[str]) -> tuple[Group, ...]:
    """Leave of groups the entries that are told of; all of them if nothing is told of in particular."""
    if not told:
        return tuple(groups)
    some = (replace(group, entries=tuple(one for one in group.entries if one.id in told)) for group in groups)
    return tuple(group for group in some if group.entries)


def told_anchors(anchors: Sequence[Anchor], told: Collection[str]) -> tuple[Anchor, ...]:
    """Return the anchors to be labelled, each with the entries that are told of."""
    kept = ((one, told_groups([one.group], told)) for one in anchors)
    return tuple(replace(one, group=groups[0]) for one, groups in kept if groups)


def told_chips(chips: Sequence[AreaChip], told: Collection[str]) -> tuple[AreaChip, ...]:
    """Return the areas to be labelled, each with the entries that are told of."""
    kept = ((one, told_groups([one.group], told)) for one in chips)
    return tuple(replace(one, group=groups[0]) for one, groups in kept if groups)


def ringed(anchors: Sequence[Anchor], told: Collection[str], sizes: Sizes) -> tuple[Anchor, ...]:
    """Return anchors that reach as far as their rings, where they have one."""
    return tuple(
        replace(one, radius=(_ring(one, sizes) + EDGE / 2 * sizes.scale) / AROUND) if _ids(one.group, told) else one
        for one in anchors
    )


def ring_marks(anchors: Sequence[Anchor], told: Collection[str], frame: Box, sizes: Sizes) -> list[Mark]:
    """Draw a ring around every symbol with an entry that is told of; anchors as they are drawn, without their rings."""
    marks: list[Mark] = []
    for one in anchors:
        if ids := _ids(one.group, told):
            disc = (one.x, one.y, _ring(one, sizes))
            marks += disc_marks(disc, frame, Pen(PAPER, EDGE * sizes.scale), [], "told")
            marks += disc_marks(disc, frame, Pen(ACCENT, RING * sizes.scale), [], f"told:{ids}")
    return marks


def area_edges(
    selection: Selection, material: Material, projection: Projection, told: Collection[str], sizes: Sizes
) -> list[Mark]:
    """Draw the edges of the hatched areas of what is told of."""
    marks: list[Mark] = []
    for group in selection.areas:
        ids, shape = _ids(group, told), shape_of(material, group.place)
        if ids and shape:
            whole, frame = on_paper(shape, projection), projection.frame
            marks += clipped(whole, frame, Pen(PAPER, EDGE * sizes.scale), [], "told")
            marks += clipped(whole, frame, Pen(ACCENT, RING * sizes.scale), [], f"told:{ids}")
    return marks


def chip_edges(arrows: Arrows, told: Collection[str], sizes: Sizes) -> list[Mark]:
    """Draw the edges of the words of movements that are told of."""
    pen = Pen(ACCENT, RING * sizes.scale)
    return [
        Path((box.ring(),), pen, about=f"told:{identifier}", rounded=ROUNDED * sizes.scale)
        for identifier, box in arrows.chips
        if identifier in told
    ]


def with_numbered_movements(selection: Selection, told: Collection[str]) -> Selection:
    """Return a selection whose movements bear their number in their words, if they are told of."""
    if not told:
        return selection
    return replace(
        selection,
        movements=tuple(
            replace(one, words=f"{one.entry.number} · {one.words}") if one.entry.id in told else one
            for one in selection.movements
        ),
    )


def _ring(anchor: Anchor, sizes: Sizes) -> float:
    return anchor.radius * REACH + AIR * sizes.scale


def _ids(group: Group, told: Collection[str]) -> str:
    return " ".join(entry.id for entry in group.entries if entry.id in told)
