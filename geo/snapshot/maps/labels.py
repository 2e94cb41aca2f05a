"""What is written at the symbols of a map: as much as fits everywhere, and numbers where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import POINT_MM, Box, Circle, Fill, Path, Pen, Role, Words
from geo.snapshot.canvas.metrics import width_of, wrap
from geo.snapshot.maps.labelling import ENOUGH, Choice, Wanted, place_labels
from geo.snapshot.selection import names_at
from geo.snapshot.wording import say_numbers
from geo.style import MAP_THEMES
from geo.views import Labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.material import Material
    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.maps.drawing import Anchor, AreaChip
    from geo.snapshot.maps.labelling import Placed
    from geo.snapshot.selection import Entry, Group, Selection

INK, MUTED, PAPER = (str(MAP_THEMES["light"][name]) for name in ("ink", "muted", "paper"))
#: size of type in points, margin around it and greatest width in mm, on A4
TEXT, PAD, WIDEST = 6.6, 0.45, 40.0
#: at most so many entries of one place are told with their titles at its symbol
MOST_TITLES = 3
#: with more places than this, titles are not tried
MOST_TITLED = 45
LEVELS = (Labels.TITLES, Labels.PLACES, Labels.NUMBERS)
#: where only some are labelled, their labels are as rich as this share of them can be
ENOUGH_PICKED = 0.5
#: height of a line in sizes
LEADING = 1.14
#: half the side of the spot that an area's words start from, mm
SPOT = 0.3


@dataclass(frozen=True, slots=True)
class Text:
    """The lines of one label; some are bold."""

    lines: tuple[str, ...]
    bold: tuple[int, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labels of one map."""

    marks: tuple[Mark, ...]
    boxes: tuple[Box, ...]
    named: frozenset[str]  # names of places that stand on the map now
    titled: frozenset[str]  # ids of the entries whose titles stand on the map
    unlabelled: tuple[Entry, ...]


def around(anchor: Anchor) -> Box:
    """Return the box of a symbol."""
    reach = anchor.radius * 1.15
    return Box(anchor.x - reach, anchor.y - reach, anchor.x + reach, anchor.y + reach)


@dataclass(frozen=True, slots=True)
class Space:
    """Where labels may stand, what they keep clear of (mm), and how much is to be written."""

    frame: Box
    taken: Sequence[Box]
    sizes: Sizes
    wanted: Labels
    picked: bool = False  # only some symbols are labelled: without dates, and as richly as half of them can be


def label_marks(
    material: Material, selection: Selection, anchors: Sequence[Anchor], chips: Sequence[AreaChip], space: Space
) -> Labelled:
    """Write at every symbol and on every hatched area what finds room; no two labels overlap.

    Parameters
    ----------
    material, selection
        What the words come from.
    anchors, chips
        Where symbols stand, and which areas are hatched.
    space
        Of the map.
    """
    levels = _levels(space.wanted, len(anchors) + len(chips))
    spots = [
        *((f"area {chip.group.place}", chip.group, chip.x, chip.y, SPOT) for chip in chips),
        *((anchor.group.place, anchor.group, anchor.x, anchor.y, anchor.radius) for anchor in _by_weight(anchors)),
    ]
    texts: dict[str, tuple[Text, ...]] = {}
    asked = []
    for key, group, x, y, radius in spots:
        name = names_at(material, group.place, selection.view.policy)
        texts[key] = tuple(_text(group, name, level, space) for level in levels)
        asked.append(Wanted(key, x, y, radius, tuple(Choice(text.width, text.height) for text in texts[key])))
    placed = place_labels(asked, space.frame, space.taken, ENOUGH_PICKED if space.picked else ENOUGH)
    marks: list[Mark] = []
    for key, one in placed.items():
        marks += _label(texts[key][one.choice], one, space.sizes, area=key.startswith("area "))
    named = frozenset(names_at(material, group.place, selection.view.policy) for _, group, *_ in spots)
    missing = [group for key, group, *_ in spots if key not in placed]
    titled = frozenset(entry.id for key, group, *_ in spots if key in placed
                       and _tells_titles(group, levels[placed[key].choice]) for entry in group.entries)  # fmt: skip
    return Labelled(tuple(marks), tuple(one.box for one in placed.values()), named, titled,
                    tuple(entry for group in missing for entry in group.entries))  # fmt: skip


def _levels(wanted: Labels, count: int) -> tuple[Labels, ...]:
    """Return what is tried, the richest first."""
    if wanted is Labels.AUTO:
        return LEVELS if count <= MOST_TITLED else LEVELS[1:]
    return LEVELS[LEVELS.index(wanted) :]


def _by_weight(anchors: Sequence[Anchor]) -> list[Anchor]:
    """Put places of many incidents first, then the earlier ones."""
    return sorted(anchors, key=lambda one: (-len(one.group.entries), one.group.entries[0].number))


def _tells_titles(group: Group, level: Labels) -> bool:
    return level is Labels.TITLES and len(group.entries) <= MOST_TITLES


def _text(group: Group, name: str, level: Labels, space: Space) -> Text:
    """Set the lines of a label: place and titles, place and numbers, or numbers alone."""
    sizes = space.sizes
    size, widest = sizes.pt(TEXT), WIDEST * sizes.scale
    numbers = say_numbers(entry.number for entry in group.entries)
    bold: tuple[str, ...] = ()
    if level is Labels.NUMBERS:
        lines = wrap(numbers, widest / 2, size)
    elif _tells_titles(group, level):
        bold = wrap(name, widest, size, bold=True)
        dates = (f"{entry.detail['date']}: " if not space.picked else "" for entry in group.entries)
        told = (
            f"{entry.number} · {when}{entry.detail['title']}" for entry, when in zip(group.entries, dates, strict=True)
        )
        lines = (*bold, *(line for text in told for line in wrap(text, widest, size)))
    else:
        bold = wrap(name, widest, size, bold=True)
        lines = (*bold, *wrap(numbers, widest, size))
    pad = PAD * sizes.scale
    width = max(width_of(line, size, number < len(bold)) for number, line in enumerate(lines))
    return Text(lines, tuple(range(len(bold))), width + 2 * pad, len(lines) * size * LEADING * POINT_MM + 2 * pad)


def _label(text: Text, placed: Placed, sizes: Sizes, *, area: bool) -> list[Mark]:
    """Draw the leader, a light plate that keeps the words legible, and the words; an area's plate is dashed."""
    marks: list[Mark] = []
    box, pad = placed.box, PAD * sizes.scale
    if placed.leader is not None:
        marks.append(Path((placed.leader,), Pen(INK, 0.16 * sizes.scale), closed=False, about="leader"))
        if area:
            x, y = placed.leader[0]
            marks.append(Circle(x, y, 0.35 * sizes.scale, None, Fill(INK), "leader"))
    pen = Pen(MUTED, 0.2 * sizes.scale, (0.9, 0.6)) if area else None
    marks.append(Path((box.ring(),), pen, Fill(PAPER, 0.76), about="plate", rounded=0.5 * sizes.scale))
    marks.append(Words(box.x0 + pad, box.y0 + pad, box.width - 2 * pad, text.lines, sizes.pt(TEXT), INK,
                       role=Role.LABEL, leading=LEADING, bold_lines=text.bold, about="label"))  # fmt: skip
    return marks
