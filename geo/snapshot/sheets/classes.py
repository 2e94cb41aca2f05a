"""Which classes a page shows, and the swatch of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.schema import AreaKind, EventType, MovementStatus, PlacePrecision
from geo.snapshot.canvas.marks import Box, Circle, Fill, Path, Pattern, Pen, Symbol
from geo.snapshot.sheets.legend import Legend, Row
from geo.style import AREA_STYLES, EVENT_STYLES, MAP_THEMES, PLACE_WORDS, area_fills

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.selection import Selection, SerbArea

MUTED, MOVEMENT, ACCENT = (str(MAP_THEMES["light"][name]) for name in ("muted", "movement", "accent"))
POINT_PRECISIONS = (PlacePrecision.EXACT, PlacePrecision.SETTLEMENT, PlacePrecision.NEAR)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the maps made of a selection: movements that are arrows, how wide squares are, areas in the frame."""

    arrows: frozenset[str] = frozenset()
    square_km: float = 0.0  # 0 if there are none
    serb_areas: frozenset[str] = frozenset()  # keys
    outside: frozenset[str] = frozenset()  # ids of the entries that lie in no frame


def legend_of(selections: Sequence[Selection], seen: Seen) -> Legend:
    """List the classes that one map or several maps of one page show.

    Parameters
    ----------
    selections
        One for each map; an incident that is on several of them is counted once.
    seen
        How they were drawn.
    """
    every = {entry.id: entry for selection in selections for entry in selection.entries}
    entries = [entry for identifier, entry in every.items() if identifier not in seen.arrows]
    kinds = Counter(entry.event_type for entry in entries)
    types = [
        Row(f"type:{kind.value}", EVENT_STYLES[kind].label, kinds[kind],
            _nothing if seen.square_km else _symbol(kind))
        for kind in EventType
        if kinds[kind]
    ]  # fmt: skip
    places = [entry.precision for entry in entries]
    parts = [
        ("Incidents", _square_rows(places, seen)),
        ("By type, not told apart on the map" if seen.square_km else "Incidents", types),
        ("Troop movements", _movement_rows(selections, seen.arrows)),
        (
            "Serb-majority areas, as stated",
            _area_rows([one for each in selections for one in each.serb_areas if one.area["area"] in seen.serb_areas]),
        ),
        ("How exactly the place is known", _precision_rows(places, seen)),
        ("", [] if seen.square_km else _shared_rows(selections, seen.outside)),
    ]
    return Legend(tuple((heading, tuple(rows)) for heading, rows in parts if rows))


def _square_rows(places: Sequence[PlacePrecision], seen: Seen) -> list[Row]:
    counted = sum(place in POINT_PRECISIONS for place in places)
    words = f"a square of {seen.square_km:.1f} km with the number of incidents in it"
    return [Row("square", words, counted, _square)] if seen.square_km else []


def _square(x: float, y: float, scale: float) -> list[Mark]:
    half = 1.6 * scale
    box = Box(x - half, y - half, x + half, y + half)
    return [Path((box.ring(),), Pen("#FFFFFF", 0.2), Fill(ACCENT, 0.6), about="square")]


def _nothing(x: float, y: float, scale: float) -> list[Mark]:  # noqa: ARG001 - a swatch that is empty
    """Draw nothing: a class that the map does not tell apart."""
    return []


def _symbol(kind: EventType) -> Callable[[float, float, float], list[Mark]]:
    style = EVENT_STYLES[kind]
    return lambda x, y, scale: [Symbol(style.shape, x, y, 1.6 * scale, style.light, about=f"type:{kind.value}")]


def _movement_rows(selections: Sequence[Selection], arrows: Collection[str]) -> list[Row]:
    """Tell solid from dashed lines, and the bar that stops those who were refused."""
    every = (one for selection in selections for one in selection.movements)
    kept = {one.entry.id: one.status for one in every if one.entry.id in arrows}
    arrived = sum(status in (MovementStatus.ARRIVED, MovementStatus.REPLACED) for status in kept.values())
    stopped = sum(status in (MovementStatus.REQUESTED, MovementStatus.REFUSED) for status in kept.values())
    rows = (
        ("movement:arrived", "arrived: solid arrow", arrived, _arrow(solid=True)),
        ("movement:announced", "announced, authorised or under way: dashed", len(kept) - arrived - stopped, _arrow()),
        ("movement:stopped", "requested or refused, nobody moved: bar", stopped, _arrow(stopped=True)),
    )
    return [Row(key, words, count, swatch) for key, words, count, swatch in rows if count]


def _arrow(*, solid: bool = False, stopped: bool = False) -> Callable[[float, float, float], list[Mark]]:
    def draw(x: float, y: float, scale: float) -> list[Mark]:
        a, b = x - 2.8 * scale, x + 2.8 * scale
        pen = Pen(MOVEMENT, (0.55 if solid else 0.4) * scale, () if solid else (1.2 * scale, 0.8 * scale))
        line = Path((((a, y), (b - 1.4 * scale, y)),), pen, closed=False)
        edge = Pen(MOVEMENT, 0.3 * scale)
        if stopped:
            return [line, Path((((b - 1.2 * scale, y - 1.3 * scale), (b - 1.2 * scale, y + 1.3 * scale)),),
                               Pen(MOVEMENT, 0.6 * scale), closed=False)]  # fmt: skip
        head = ((b, y), (b - 1.9 * scale, y - 0.9 * scale), (b - 1.9 * scale, y + 0.9 * scale))
        return [line, Path((head,), edge, Fill(MOVEMENT if solid else "#FFFFFF"))]

    return draw


def _area_rows(areas: Iterable[SerbArea]) -> list[Row]:
    kept = {one.area["area"]: one for one in areas}
    kinds = Counter(str(one.area["kind"]) for one in kept.values())
    rows = [
        Row(f"area:{kind.value}", style.label, kinds[kind.value], _area(kind))
        for kind, style in AREA_STYLES.items()
        if kinds[kind.value]
    ]
    pale = sum(not one.stated for one in kept.values())
    if pale:
        rows.append(Row("area:last-stated", "dotted and pale: last statement over a year old", pale, _pale))
    return rows


def _area(kind: AreaKind) -> Callable[[float, float, float], list[Mark]]:
    def draw(x: float, y: float, scale: float) -> list[Mark]:
        ring = (_swatch(x, y, scale).ring(),)
        fills = (Fill(colour, opacity, Pattern(word)) for colour, opacity, word in area_fills(kind, stated=True))
        filled = [Path(ring, None, fill, about=f"area:{kind.value}") for fill in fills]
        return [*filled, Path(ring, Pen(AREA_STYLES[kind].edge, 0.25), about=f"area:{kind.value}")]

    return draw


def _pale(x: float, y: float, scale: float) -> list[Mark]:
    return [Path((_swatch(x, y, scale).ring(),), Pen(MUTED, 0.3, (0.4, 0.7)), Fill("#F0C674", 0.15))]


def _swatch(x: float, y: float, scale: float) -> Box:
    return Box(x - 2.6 * scale, y - 1.5 * scale, x + 2.6 * scale, y + 1.5 * scale)


PRECISION_WORDS = {
    PlacePrecision.EXACT: "exact place known: symbol",
    PlacePrecision.SETTLEMENT: "settlement known: symbol",
    PlacePrecision.NEAR: "near a place: hollow, in a disc of the stated radius",
    PlacePrecision.MUNICIPALITY: "only the municipality: hatched, no point",
    PlacePrecision.REGION: "only the region: hatched, no point",
    PlacePrecision.COUNTRY: "only the country: listed, not drawn",
}


def _precision_rows(precisions: Sequence[PlacePrecision], seen: Seen) -> list[Row]:
    counts = Counter(precisions)
    drawn: dict[PlacePrecision, Callable[[float, float, float], list[Mark]]] = {
        PlacePrecision.EXACT: _dot(0.0),
        PlacePrecision.SETTLEMENT: _dot(0.0),
        PlacePrecision.NEAR: _dot(2.0),
        PlacePrecision.MUNICIPALITY: _hatched,
        PlacePrecision.REGION: _hatched,
        PlacePrecision.COUNTRY: lambda x, y, scale: [
            Path((((x - 1.6 * scale, y), (x + 1.6 * scale, y)),), Pen(MUTED, 0.4 * scale), closed=False)
        ],
    }
    words = PRECISION_WORDS
    if seen.square_km:
        drawn |= dict.fromkeys(POINT_PRECISIONS, _square)
        words = words | {kind: f"{PLACE_WORDS[kind]}: counted in its square" for kind in POINT_PRECISIONS}
    return [
        Row(f"precision:{kind.value}", words[kind], counts[kind], drawn[kind])
        for kind in PlacePrecision
        if counts[kind]
    ]


def _dot(disc: float) -> Callable[[float, float, float], list[Mark]]:
    def draw(x: float, y: float, scale: float) -> list[Mark]:
        if not disc:
            return [Circle(x, y, 1.1 * scale, Pen("#FFFFFF", 0.2), Fill(MUTED))]
        return [
            Circle(x, y, disc * scale, Pen(MUTED, 0.25, (0.5, 0.6)), Fill(MUTED, 0.14)),
            Circle(x, y, 0.8 * scale, Pen(MUTED, 0.35), Fill("#FFFFFF")),
        ]

    return draw


def _hatched(x: float, y: float, scale: float) -> list[Mark]:
    fill = Fill(MUTED, 0.6, Pattern.DIAGONAL)
    return [Path((_swatch(x, y, scale).ring(),), Pen(MUTED, 0.3, (1.2, 0.8)), fill)]


def _shared_rows(selections: Sequence[Selection], outside: Collection[str]) -> list[Row]:
    groups = (group for selection in selections for group in selection.points if len(group.entries) > 1)
    shared = [group for group in groups if group.entries[0].id not in outside]
    if not shared:
        return []
    parts = ((EVENT_STYLES[EventType.CLASH].light, 0.5), (EVENT_STYLES[EventType.RIOT].light, 0.5))
    several = any(len({entry.event_type for entry in group.entries}) > 1 for group in shared)
    ring = Row("shared", "several at one place: how many; a ring where types differ" if several else
               "several at one place: how many", None,
               lambda x, y, scale: [Symbol("ring", x, y, 1.9 * scale, MUTED, number="5", parts=parts)]
               if several else [Symbol("circle", x, y, 1.9 * scale, MUTED, number="5")])  # fmt: skip
    return [ring]
