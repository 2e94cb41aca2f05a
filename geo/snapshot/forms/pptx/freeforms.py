"""Lines and areas as shapes of PowerPoint: freeforms, rectangles and ellipses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import Box
from geo.snapshot.forms.pptx.elements import EMU_MM, emu, filling, line, named, placed, preset, shape
from geo.style import AREA_STYLES, EVENT_STYLES, PLACE_WORDS, STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.snapshot.canvas.marks import Circle, Path, Ring

#: steps of a corner in a mm; a tenth of what a printer of 300 dots an inch can show
STEPS_MM = 100
_CORNERS = 4
_LABELS = {
    **{f"type:{kind.value}": style.label for kind, style in EVENT_STYLES.items()},
    **{f"area:{kind.value}": style.label for kind, style in AREA_STYLES.items()},
    **{f"precision:{precision.value}": f"Place: {words}" for precision, words in PLACE_WORDS.items()},
    **{f"movement:{status.value}": f"Troop movement: {words}" for status, words in STATUS_WORDS.items()},
    "qr": "QR code that holds the link of this view",
    "shared": "Several incidents at one place",
    "crowded": "Incident that the inset shows larger",
}
#: what is drawn for the eye only: a screen reader passes over it
_DECOR = frozenset(
    ("banner", "frame", "graticule", "ground", "inset", "leader", "locator", "north", "plate", "scale", "scale-bar",
     "town")
)  # fmt: skip


def say_about(about: str) -> str:
    """Say in words what a mark stands for; nothing of one that is decoration."""
    if about.partition(":")[0] in _DECOR:
        return ""
    return _LABELS.get(about) or _plain(about)


def name_of(number: int, about: str, otherwise: str) -> str:
    """Return the name of a shape in the list of shapes of a slide."""
    return f"{say_about(about) or _plain(about) or otherwise} {number}"


def _plain(about: str) -> str:
    told = about.replace(":", ": ").replace("_", " ")
    return told[:1].upper() + told[1:]


def joinable(one: Path, other: Path) -> bool:
    """Say whether two paths can be drawn as one shape: both look the same and stand for the same."""
    return (
        not one.rounded
        and not other.rounded
        and ((one.pen, one.fill, one.closed, one.about) == (other.pen, other.fill, other.closed, other.about))
    )


def freeform(number: int, paths: Sequence[Path]) -> str:
    """Draw paths of one look as one shape; each keeps its own holes."""
    first = paths[0]
    box = bounds([ring for path in paths for ring in path.rings])
    told = say_about(first.about)
    name = named(number, name_of(number, first.about, "Lines"), told, decorative=not told)
    paint = filling(first.fill) + line(first.pen)
    rectangle = _rectangle(first) if len(paths) == 1 else ""
    if rectangle:
        return shape(name, placed(box) + rectangle, paint)
    wide, high = (round(side * STEPS_MM) for side in (box.width, box.height))
    # a side without length would be divided by; its corners are all at 0
    size = f'w="{max(wide, 1)}" h="{max(high, 1)}"'
    tracks = "".join([f"<a:path {size}>{_tracks(path, box)}</a:path>" for path in paths])
    step = EMU_MM // STEPS_MM
    where = (
        f'<a:xfrm><a:off x="{emu(box.x0)}" y="{emu(box.y0)}"/><a:ext cx="{wide * step}" cy="{high * step}"/></a:xfrm>'
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f"<a:pathLst>{tracks}</a:pathLst></a:custGeom>"
    )
    return shape(name, where, paint)


def ellipse(number: int, circle: Circle) -> str:
    """Draw a circle."""
    told = say_about(circle.about)
    radius = circle.radius
    box = Box(circle.x - radius, circle.y - radius, circle.x + radius, circle.y + radius)
    name = named(number, name_of(number, circle.about, "Circle"), told, decorative=not told)
    return shape(name, placed(box) + preset("ellipse"), filling(circle.fill) + line(circle.pen))


def bounds(rings: Sequence[Ring]) -> Box:
    """Return the smallest rectangle that holds rings."""
    across = [x for ring in rings for x, _ in ring]
    down = [y for ring in rings for _, y in ring]
    return Box(min(across), min(down), max(across), max(down))


def _rectangle(path: Path) -> str:
    """Return the geometry of an upright rectangle, sharp or rounded; nothing for any other path."""
    ring = path.rings[0]
    box = bounds([ring])
    # its corners follow each other along its sides, from whichever it begins and whichever way it turns
    corners = box.ring() * 2
    turns = [corners[at : at + _CORNERS] for at in range(_CORNERS)]
    if not path.closed or len(path.rings) > 1 or not box.width or not box.height:
        return ""
    if ring not in turns and ring[::-1] not in turns:
        return ""
    if not path.rounded:
        return preset("rect")
    share = round(path.rounded / min(box.width, box.height) * 100_000)
    return preset("roundRect", adj=min(share, 50_000))


def _tracks(path: Path, box: Box) -> str:
    end = "<a:close/>" if path.closed else ""
    x0, y0 = box.x0, box.y0
    drawn = []
    for ring in path.rings:
        if not ring:
            continue
        points = [f'<a:pt x="{round((x - x0) * STEPS_MM)}" y="{round((y - y0) * STEPS_MM)}"/>' for x, y in ring]
        drawn.append(f"<a:moveTo>{points[0]}</a:moveTo>")
        drawn.append("<a:lnTo>" + "</a:lnTo><a:lnTo>".join(points[1:]) + "</a:lnTo>" if len(points) > 1 else "")
        drawn.append(end)
    return "".join(drawn)
