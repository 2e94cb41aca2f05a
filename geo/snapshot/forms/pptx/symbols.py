"""Symbols as shapes that PowerPoint knows by name, with their number as the text of the shape."""

from __future__ import annotations

from dataclasses import dataclass
from math import degrees
from typing import TYPE_CHECKING

from geo.errors import SnapshotError
from geo.snapshot.canvas import shapes
from geo.snapshot.canvas.marks import POINT_MM, Box, Pen
from geo.snapshot.forms.pptx.elements import FONT, emu, escaped, group, line, named, placed, preset, shape, solid
from geo.snapshot.forms.pptx.elements import colour as colour_of
from geo.snapshot.forms.pptx.freeforms import say_about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.snapshot.canvas.marks import Symbol


@dataclass(frozen=True, slots=True)
class Native:
    """A shape of PowerPoint that looks like a symbol of ours; lengths in radii of the symbol.

    `left`, `top`, `right`, `bottom` are its sides around the middle of the symbol. `inset_left` and `inset_bottom`
    move the text from where PowerPoint has it to where the number belongs.
    """

    name: str
    left: float
    top: float
    right: float
    bottom: float
    adjusted: tuple[tuple[str, int], ...] = ()
    #: of the filled symbol, where its line would eat into thin parts
    filled: tuple[tuple[str, int], ...] = ()
    inset_left: float = 0.0
    inset_bottom: float = 0.0


# the adjustments follow from the outlines in `shapes`: for example the arm of the cross is 0.34 of 2 wide
NATIVES = {
    "circle": Native("ellipse", -0.92, -0.92, 0.92, 0.92),
    "triangle": Native("triangle", -0.987, -0.98, 0.987, 0.73, inset_bottom=0.165),
    "square": Native("rect", -0.82, -0.82, 0.82, 0.82),
    "diamond": Native("diamond", -1.12, -1.12, 1.12, 1.12),
    "pentagon": Native("pentagon", -0.989, -1.04, 0.989, 0.841, inset_bottom=0.245),
    "hexagon": Native("hexagon", -1.0, -0.866, 1.0, 0.866, (("adj", 28_868), ("vf", 115_470))),
    "star": Native("star5", -1.065, -1.12, 1.065, 0.906, (("adj", 21_429), ("hf", 105_146), ("vf", 110_557))),
    "chevron": Native("chevron", -1.0, -0.8, 1.0, 0.8, (("adj", 53_125),), inset_left=0.28),
    "cross": Native("plus", -1.0, -1.0, 1.0, 1.0, (("adj", 33_000),), (("adj", 30_990),)),
    "arrow": Native(
        "rightArrow",
        -1.0,
        -0.85,
        1.0,
        0.85,
        (("adj1", 35_294), ("adj2", 58_824)),
        (("adj1", 40_330), ("adj2", 58_824)),
        inset_left=0.47,
    ),
    "bars": Native(
        "mathEqual",
        -1.089,
        -1.04,
        1.089,
        0.96,
        (("adj1", 21_000), ("adj2", 29_000)),
        (("adj1", 25_800), ("adj2", 21_100)),
    ),
}
#: the line of a filled symbol stands outside of it, so the shape is drawn larger by half of that line
_GROWN = 1 + shapes.HALO / 4
_BARS = "mathEqual"
#: a number reaches over the edges of these, so it glows in the colour it stands on; in heights of the number
_SLIM, _GLOW = frozenset((_BARS, "plus", "rightArrow", "chevron", "star5")), 0.14
_DISC = Native("ellipse", 0, 0, 0, 0)


def symbol(numbers: Iterator[int], mark: Symbol) -> str:
    """Draw a symbol; a ring becomes a group of its parts and the disc in the middle.

    Raises
    ------
    SnapshotError
        If nobody knows its shape.
    """
    if mark.shape == shapes.RING:
        return _ring(numbers, mark)
    native = NATIVES.get(mark.shape)
    if native is None:
        raise SnapshotError(f"No symbol is called {mark.shape!r}: use {', '.join(NATIVES)}, or {shapes.RING}.")
    if mark.hollow:
        adjusted, grown, paint = (
            native.adjusted,
            1.0,
            solid(shapes.PAPER) + line(Pen(mark.colour, shapes.HOLLOW_LINE * mark.radius)),
        )
    else:
        adjusted, grown, paint = (
            native.filled or native.adjusted,
            _GROWN,
            solid(mark.colour) + line(Pen(shapes.PAPER, shapes.HALO / 2 * mark.radius)),
        )
    r = mark.radius * grown
    box = Box(mark.x + native.left * r, mark.y + native.top * r, mark.x + native.right * r, mark.y + native.bottom * r)
    where = placed(box) + preset(native.name, **dict(adjusted))
    return shape(_named(next(numbers), mark), where, paint, _number(mark, native))


def room_of(mark: Symbol) -> Box:
    """Return a rectangle that holds all of a symbol, its line too."""
    r = mark.radius * 1.3
    return Box(mark.x - r, mark.y - r, mark.x + r, mark.y + r)


def say_symbol(mark: Symbol) -> str:
    """Say what a symbol stands for, and the ids of its incidents."""
    kinds = say_about(mark.about) or f"Symbol: {mark.shape}"
    near = " (near a known place)" if mark.hollow else ""
    listed = f"; {'incident' if len(mark.incidents) == 1 else 'incidents'} {', '.join(mark.incidents)}"
    return f"{kinds}{near}{listed if mark.incidents else ''}"


def _named(number: int, mark: Symbol) -> str:
    kinds = say_about(mark.about) or mark.shape.capitalize()
    return named(number, f"{kinds} {mark.number or number}", say_symbol(mark))


def _ring(numbers: Iterator[int], mark: Symbol) -> str:
    """Draw the halo, one piece of pie for each part, and the disc over their middle."""
    outer = mark.radius
    name = _named(next(numbers), mark)
    members = [_disc(next(numbers), mark, outer * (1 + shapes.HALO / 2), shapes.PAPER)]
    for arc in shapes.arcs_of(mark):
        if arc.whole:
            members.append(_disc(next(numbers), mark, outer, arc.colour))
            continue
        # Office counts from three o'clock, in sixty-thousandths of a degree
        start, end = (round(((degrees(angle) - 90) % 360) * 60_000) % 21_600_000 for angle in (arc.start, arc.end))
        where = placed(_around(mark, outer)) + preset("pie", adj1=start, adj2=end)
        part = named(next(numbers), "Part of a ring", decorative=True)
        members.append(shape(part, where, solid(arc.colour) + line(None)))
    inner = outer * (1 - shapes.RING_LINE)
    members.append(_disc(next(numbers), mark, inner, shapes.PAPER, _number(mark, _DISC)))
    return group(name, _around(mark, outer * (1 + shapes.HALO / 2)), "".join(members))


def _around(mark: Symbol, radius: float) -> Box:
    return Box(mark.x - radius, mark.y - radius, mark.x + radius, mark.y + radius)


def _disc(number: int, mark: Symbol, radius: float, colour: str, body: str = "") -> str:
    name = named(number, "Number of a ring" if body else "Part of a ring", decorative=not body)
    return shape(name, placed(_around(mark, radius)) + preset("ellipse"), solid(colour) + line(None), body)


def _number(mark: Symbol, native: Native) -> str:
    """Return the text of a symbol; an empty one too, so that whoever clicks and types finds the same type."""
    seen = shapes.number_in(mark)
    style = f'sz="{max(100, round(seen.height / POINT_MM * 100))}" b="1"'
    colour, ground = (shapes.INK, shapes.PAPER) if native.name == _BARS else (seen.colour, seen.ground)
    glow = ""
    if native.name in _SLIM:
        glow = f'<a:effectLst><a:glow rad="{emu(_GLOW * seen.height)}">{colour_of(ground)}</a:glow></a:effectLst>'
    look = f'{solid(colour)}{glow}<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/>'
    run = f'<a:r><a:rPr lang="en-GB" {style} noProof="1">{look}</a:rPr><a:t>{escaped(mark.number)}</a:t></a:r>'
    end = f'<a:endParaRPr lang="en-GB" {style}>{look}</a:endParaRPr>'
    left, bottom = emu(native.inset_left * mark.radius), emu(native.inset_bottom * mark.radius)
    return (
        f'<p:txBody><a:bodyPr wrap="none" lIns="{left}" tIns="0" rIns="0" bIns="{bottom}" rtlCol="0" anchor="ctr">'
        '<a:noAutofit/></a:bodyPr><a:lstStyle/><a:p><a:pPr algn="ctr"/>'
        f"{run if mark.number else end}</a:p></p:txBody>"
    )
