"""The legend of a page: only what is shown, with counts, and how precision is drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.schema import AreaKind, EventType, MovementStatus, PlacePrecision
from geo.snapshot.canvas.marks import Align, Box, Circle, Fill, Path, Pattern, Pen, Role, Symbol, Words
from geo.snapshot.canvas.metrics import wrap
from geo.style import AREA_STYLES, EVENT_STYLES, MAP_THEMES, area_fills

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from geo.snapshot.canvas.marks import Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.selection import Selection, SerbArea

THEME = MAP_THEMES["light"]
INK, MUTED = str(THEME["ink"]), str(THEME["muted"])
MOVEMENT = str(THEME["movement"])
#: size of type in points, height of a row and of a swatch's column in mm, on A4
TEXT, ROW, SWATCH = 7.2, 3.8, 7.6


@dataclass(frozen=True, slots=True)
class Row:
    """One class of the legend: its key (as marks have it in `about`), words, how many, and its swatch."""

    key: str
    words: str
    count: int | None
    swatch: Callable[[float, float, float], list[Mark]]  # middle of the swatch in mm, scale


@dataclass(frozen=True, slots=True)
class Legend:
    """Headed rows; the keys are the classes that the page shows."""

    parts: tuple[tuple[str, tuple[Row, ...]], ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all rows, in order."""
        return tuple(row.key for _, rows in self.parts for row in rows)


def legend_of(selections: Sequence[Selection], arrows: Collection[str] = ()) -> Legend:
    """List the classes that one map or several maps of one page show.

    Parameters
    ----------
    selections
        One for each map; an incident that is on several of them is counted once.
    arrows
        Ids of the movements that are drawn as arrows.
    """
    entries = {entry.id: entry for selection in selections for entry in selection.entries}
    kinds = Counter(entry.event_type for entry in entries.values())
    what = [
        Row(f"type:{kind.value}", EVENT_STYLES[kind].label, kinds[kind], _symbol(kind))
        for kind in EventType
        if kinds[kind]
    ]
    parts = [
        ("Incidents", what),
        ("Troop movements", _movement_rows(selections, arrows)),
        ("Serb-majority areas, as stated", _area_rows([one for each in selections for one in each.serb_areas])),
        ("How exactly the place is known", _precision_rows([entry.precision for entry in entries.values()])),
        ("", _shared_rows(selections)),
    ]
    return Legend(tuple((heading, tuple(rows)) for heading, rows in parts if rows))


def recounted(legend: Legend, own: Legend) -> Legend:
    """Return the legend of a series with the counts of one of its pages; what that page does not show counts 0."""
    counts = {row.key: row.count for _, rows in own.parts for row in rows}
    return Legend(
        tuple(
            (heading, tuple(row if row.count is None else replace(row, count=counts.get(row.key, 0)) for row in rows))
            for heading, rows in legend.parts
        )
    )


def draw_legend(legend: Legend, box: Box, sizes: Sizes, columns: int = 1) -> tuple[list[Mark], float]:
    """Draw the legend from the top of a box; return the marks and where it ends (mm).

    Parameters
    ----------
    legend
        As `legend_of` returns it.
    box
        Where it may stand; it may reach beyond the lower edge if it is long, which the second value tells.
    sizes
        Of the page.
    columns
        Into how many columns it is divided, at headings or between rows.
    """
    gap = 5 * sizes.scale
    width = (box.width - gap * (columns - 1)) / columns
    laid = _lay_out(legend, width, sizes)
    total = sum(height for height, _ in laid)
    marks: list[Mark] = []
    column, y, lowest = 0, box.y0, box.y0
    for height, draw in laid:
        if column < columns - 1 and y - box.y0 + height / 2 > total / columns:
            column, y = column + 1, box.y0
        marks += draw(box.x0 + column * (width + gap), y)
        y += height
        lowest = max(lowest, y)
    return marks, lowest


def _lay_out(legend: Legend, width: float, sizes: Sizes) -> list[tuple[float, Callable[[float, float], list[Mark]]]]:
    """Return height and drawing of every heading and row; a heading and its first row stay together."""
    laid = []
    for heading, rows in legend.parts:
        for number, row in enumerate(rows):
            headed = heading if number == 0 else ""
            laid.append(_row(row, headed, width, sizes))
    return laid


def _row(row: Row, heading: str, width: float, sizes: Sizes) -> tuple[float, Callable[[float, float], list[Mark]]]:
    scale, size = sizes.scale, sizes.pt(TEXT)
    swatch, count_width = SWATCH * scale, 8 * scale
    lines = wrap(row.words, width - swatch - (count_width if row.count is not None else 0), size)
    words = Words(0, 0, width - swatch, lines, size, INK, about=f"legend:{row.key}")
    above = 5.4 * scale if heading else 0.0
    height = max(ROW * scale, words.height + 1.0 * scale)

    def draw(x: float, y: float) -> list[Mark]:
        top = y + above
        marks: list[Mark] = []
        if heading:
            marks.append(Words(x, y + 1.4 * scale, width, (heading.upper(),), sizes.pt(6.2), MUTED, bold=True,
                               role=Role.HEADING))  # fmt: skip
        marks += row.swatch(x + swatch / 2 - 1 * scale, top + height / 2, scale)
        marks.append(Words(x + swatch, top + (height - words.height) / 2, words.width, lines, size, INK,
                           about=words.about))  # fmt: skip
        if row.count is not None:
            marks.append(Words(x + width - count_width, top + (height - words.height) / 2, count_width,
                               (f"{row.count:,}",), size, MUTED, align=Align.RIGHT))  # fmt: skip
        return marks

    return above + height, draw


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


def _precision_rows(precisions: Sequence[PlacePrecision]) -> list[Row]:
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
    return [
        Row(f"precision:{kind.value}", PRECISION_WORDS[kind], counts[kind], drawn[kind])
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


def _shared_rows(selections: Sequence[Selection]) -> list[Row]:
    shared = [group for selection in selections for group in selection.points if len(group.entries) > 1]
    if not shared:
        return []
    parts = ((EVENT_STYLES[EventType.CLASH].light, 0.5), (EVENT_STYLES[EventType.RIOT].light, 0.5))
    several = any(len({entry.event_type for entry in group.entries}) > 1 for group in shared)
    ring = Row("shared", "several at one place: how many; a ring where types differ" if several else
               "several at one place: how many", None,
               lambda x, y, scale: [Symbol("ring", x, y, 1.9 * scale, MUTED, number="5", parts=parts)]
               if several else [Symbol("circle", x, y, 1.9 * scale, MUTED, number="5")])  # fmt: skip
    return [ring]
