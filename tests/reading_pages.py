"""What a drawn page says, read back from its marks alone: frames, legend, classes, numbers, places on the ground."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from geo.snapshot.canvas.marks import Box, Circle, MapSheet, Path, Role, Symbol, Words
from geo.snapshot.canvas.metrics import printable
from geo.snapshot.canvas.projection import stretched, unstretched
from geo.style import EVENT_STYLES
from tests.snapshots import line_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.selection import Selection

#: mm that rounding may cost
HAIR = 0.02
#: an angle as the graticule has it
ANGLE = re.compile(r"(\d+)°(\d\d)′(?:(\d\d)″)?([NSEW]?)")


def box_of(mark: Mark) -> Box:
    """Return the box of a mark; of a text the box of its letters."""
    if isinstance(mark, Words):
        return around(line_boxes(mark))
    if isinstance(mark, Path):
        xs, ys = ([place[side] for ring in mark.rings for place in ring] for side in (0, 1))
        return Box(min(xs), min(ys), max(xs), max(ys))
    return Box(mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)


def around(boxes: Sequence[Box]) -> Box:
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def about(sheet: MapSheet, what: str) -> list[Mark]:
    """Return the marks that are about something, such as "frame"; "type:" stands for all that begin so."""
    return [mark for mark in sheet.marks
            if not (isinstance(mark, Path) and not mark.rings)
            and (mark.about == what or (what.endswith(":") and mark.about.startswith(what)))]  # fmt: skip


def frames(sheet: MapSheet) -> list[Box]:
    """Return the frames of the maps of a page."""
    return [box_of(mark) for mark in about(sheet, "frame")]


def insets(sheet: MapSheet) -> tuple[Box, Box] | None:
    """Return the part of the map that is shown again, and the frame it is shown in."""
    drawn = [box_of(mark) for mark in about(sheet, "inset") if isinstance(mark, Path) and mark.fill is None]
    return (drawn[0], drawn[1]) if drawn else None


def on_maps(sheet: MapSheet) -> Iterator[Mark]:
    """Yield the marks whose middle lies in a map."""
    known = [frame.grown(HAIR) for frame in frames(sheet)]
    for mark in sheet.marks:
        if not (isinstance(mark, Path) and not mark.rings):
            box = box_of(mark)
            x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
            if any(frame.x0 <= x <= frame.x1 and frame.y0 <= y <= frame.y1 for frame in known):
                yield mark


def legend_rows(sheet: MapSheet) -> dict[str, int | None]:
    """Return the classes of the legend with their counts; None where a row has none."""
    rows: dict[str, int | None] = {}
    for number, mark in enumerate(sheet.marks):
        if isinstance(mark, Words) and mark.about.startswith("legend:"):
            after = sheet.marks[number + 1] if number + 1 < len(sheet.marks) else None
            counted = isinstance(after, Words) and not after.about and abs(after.y - mark.y) < HAIR
            rows[mark.about.removeprefix("legend:")] = int(after.lines[0].replace(",", "")) if counted else None
    return rows


def degrees(label: str) -> float:
    """Read an angle as the graticule writes it."""
    whole, minutes, seconds, letter = ANGLE.search(label).groups()
    return (int(whole) + int(minutes) / 60 + int(seconds or 0) / 3600) * (-1 if letter in ("S", "W") else 1)


class Ground:
    """Where places stand on a map, told by the labels of its graticule and by nothing else."""

    def __init__(self, sheet: MapSheet) -> None:
        labels = [(box_of(mark), mark.lines[0]) for mark in about(sheet, "graticule:label")]
        frame = frames(sheet)[0]
        self.frame = frame
        self.along = [((box.x0 + box.x1) / 2, degrees(text)) for box, text in labels if box.y0 >= frame.y1]
        ticks = [y for ring in about(sheet, "graticule:ticks")[0].rings for x, y in ring if x < frame.x0 - HAIR]
        self.up = list(zip(ticks, [degrees(text) for box, text in labels if box.x1 <= frame.x0], strict=True))

    def longitude(self, x: float) -> float:
        (x0, first), (x1, last) = self.along[0], self.along[-1]
        return first + (x - x0) * (last - first) / (x1 - x0)

    def latitude(self, y: float) -> float:
        (y0, first), (y1, last) = self.up[0], self.up[-1]
        share = (y - y0) / (y1 - y0)
        return unstretched(stretched(first) + share * (stretched(last) - stretched(first)))


def numbers_in(texts: Sequence[str]) -> set[int]:
    """Return the numbers that texts such as "3, 5-8" name."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", " ".join(texts)):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def labelled(sheet: MapSheet) -> set[int]:
    """Return the numbers of the entries that labels on the maps tell."""
    found: set[int] = set()
    for words in about(sheet, "label"):
        text = " ".join(line for number, line in enumerate(words.lines) if number not in words.bold_lines)
        titled = re.findall(r"(?:^| )(\d+) · ", text)
        found |= set(map(int, titled)) if titled else numbers_in([text])
    return found


def wrong_classes(sheet: MapSheet, selection: Selection) -> list[str]:
    """Say where symbols and legend disagree with what the data says of the entries; nothing if all is well."""
    kinds = {entry.id: entry.event_type.value for entry in selection.entries}
    wrong = [fault for mark in sheet.marks if isinstance(mark, Symbol) for fault in _wrong_style(mark)]
    drawn = with_beads(sheet)
    for mark, beads in drawn:
        wanted = sorted({f"type:{kinds[name]}" for name in mark.incidents})
        found = sorted(bead.about for bead in beads) if mark.shape == "ring" else [mark.about]
        if found != wanted:
            wrong.append(f"{mark.incidents} drawn as {found}, the data says {wanted}")
        if mark.number != (str(len(mark.incidents)) if len(mark.incidents) > 1 else ""):
            wrong.append(f"{mark.incidents} numbered {mark.number!r}")
    twice = [name for name, count in Counter(name for mark, _ in drawn for name in mark.incidents).items() if count > 1]
    wrong += [f"{name} drawn more than once" for name in twice if len(frames(sheet)) == 1]
    rows, wanted_rows = legend_rows(sheet), wanted_legend(sheet, selection)
    return wrong + [
        f"legend {key}: {rows.get(key, 'missing')}, drawn or listed {wanted_rows.get(key, 'never')}"
        for key in sorted({*rows, *wanted_rows})
        if rows.get(key, -1) != wanted_rows.get(key, -1)
    ]


def with_beads(sheet: MapSheet) -> list[tuple[Symbol, list[Symbol]]]:
    """Return the symbols of the maps, each with the small ones on it that tell the types of several."""
    found: list[tuple[Symbol, list[Symbol]]] = []
    for mark in on_maps(sheet):
        if isinstance(mark, Symbol) and mark.incidents:
            found.append((mark, []))
        elif isinstance(mark, Symbol):
            found[-1][1].append(mark)
    return found


def _wrong_style(mark: Symbol) -> list[str]:
    if not mark.about.startswith("type:"):
        return []
    style = EVENT_STYLES[mark.about.removeprefix("type:")]
    return [] if (mark.shape, mark.colour) == (style.shape, style.light) else [f"{mark.about} drawn as {mark.shape}"]


def wanted_legend(sheet: MapSheet, selection: Selection) -> dict[str, int | None]:
    """Return the rows that the legend of one map has to have, from what is drawn and what is listed."""
    marks = list(on_maps(sheet))
    arrows = as_arrows(sheet, selection)
    entries = [entry for entry in selection.entries if entry.id not in arrows]
    rows: dict[str, int | None] = dict(Counter(f"type:{entry.event_type.value}" for entry in entries))
    rows |= Counter(f"precision:{entry.precision.value}" for entry in entries)
    drawn = {mark.about for mark in marks if isinstance(mark, Path | Circle) and mark.about.startswith("area:")}
    kinds = Counter(f"area:{one.area['kind']}" for one in selection.serb_areas)
    rows |= {key: count for key, count in kinds.items() if key in drawn}
    if pale := sum(not one.stated and f"area:{one.area['kind']}" in drawn for one in selection.serb_areas):
        rows["area:last-stated"] = pale
    rows |= Counter(mark.about for mark in marks if isinstance(mark, Words) and mark.about.startswith("movement:"))
    if any(isinstance(mark, Symbol) and mark.number for mark in marks):
        rows["shared"] = None
    return rows


def as_arrows(sheet: MapSheet, selection: Selection) -> frozenset[str]:
    """Return the ids of the movements that are drawn as arrows, by the words of their chips."""
    told = {" ".join(mark.lines) for mark in on_maps(sheet)
            if isinstance(mark, Words) and mark.about.startswith("movement:")}  # fmt: skip
    return frozenset(one.entry.id for one in selection.movements if printable(one.words) in told)


def layout_faults(sheet: MapSheet) -> list[str]:
    """Say what lies outside the page, which texts run into each other, and which parts of the page overlap."""
    page = Box(0, 0, sheet.width, sheet.height).grown(HAIR)
    faults = [f"outside the page: {_name(mark)}" for mark in sheet.marks
              if not (isinstance(mark, Path) and not mark.rings) and not page.holds(box_of(mark))]  # fmt: skip
    read = [words for words in sheet.words() if words.role is not Role.LABEL or words.about == "graticule:label"]
    lines = [(words, box) for words in read for box in line_boxes(words)]
    faults += [f"texts overlap: {_name(one)} and {_name(other)}" for (one, a), (other, b) in combinations(lines, 2)
               if one is not other and a.grown(-HAIR).overlaps(b)]  # fmt: skip
    parts = [*((f"map {n}", box) for n, box in enumerate(frames(sheet), 1)),
             *((f"qr {n}", box_of(mark)) for n, mark in enumerate(about(sheet, "qr"), 1))]  # fmt: skip
    faults += [f"{one} overlaps {other}" for (one, a), (other, b) in combinations(parts, 2) if a.overlaps(b)]
    swatches = [("swatch", box_of(mark)) for mark in _beside(sheet)]
    faults += [f"{_name(words)} on {name}" for words, box in lines for name, part in [*parts, *swatches]
               if box.grown(-HAIR).overlaps(part)]  # fmt: skip
    return list(dict.fromkeys(faults))


def label_faults(sheet: MapSheet) -> list[str]:
    """Say which labels of a map touch each other, a symbol, an inset or a sign, or leave the frame."""
    (frame,), found = frames(sheet), insets(sheet)
    enlarged = [found[1]] if found else []
    signs = [*(mark for name in ("scale", "north") for mark in about(sheet, name) if isinstance(mark, Path)),
             *about(sheet, "locator:frame")]  # fmt: skip
    chips = [mark for mark in about(sheet, "movement:") if isinstance(mark, Path) and mark.rounded
             and frame.holds(box_of(mark))]  # fmt: skip
    names = [*about(sheet, "town"), *about(sheet, "country")]
    symbols = [mark for mark, _ in with_beads(sheet)]
    faults = []
    for level in ([frame], enlarged):
        inner = level is enlarged
        if not level:
            continue

        def here(marks: Sequence[Mark], *, inner: bool = inner) -> list[Box]:
            boxes = (box_of(mark) for mark in marks)
            return [box for box in boxes if any(one.holds(box) for one in enlarged) is inner]

        plates = here(about(sheet, "plate"))
        fixed = [*here(symbols), *here(signs), *here(chips), *here([one for one in names if isinstance(one, Words)]),
                 *([] if inner or not found else found)]  # fmt: skip
        faults += [f"labels {one} and {other} overlap" for one, other in combinations(plates, 2) if one.overlaps(other)]
        faults += [f"label {one} over {other}" for one in plates for other in fixed if one.grown(-HAIR).overlaps(other)]
        faults += [f"label {one} leaves {level[0]}" for one in plates if not level[0].holds(one)]
    return faults


def _beside(sheet: MapSheet) -> list[Mark]:
    """Return the swatches of the legend: what is drawn outside of the maps and stands for a class."""
    known = [frame.grown(HAIR) for frame in frames(sheet)]
    classes = ("type:", "area:", "precision:", "movement:", "shared")
    return [mark for mark in sheet.marks if mark.about.startswith(classes) and not isinstance(mark, Words)
            and not any(frame.holds(box_of(mark)) for frame in known)]  # fmt: skip


def _name(mark: Mark) -> str:
    if isinstance(mark, Words):
        return f"{mark.about or mark.role} {mark.lines[0][:40]!r}" if mark.lines else f"{mark.about} without words"
    return f"{type(mark).__name__} {mark.about}"
