"""Exercises on method on a handout: what was known that evening, sources side by side, a place, two day 0."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.lessons.printed import place_map, raised, said, state_of_exercise
from geo.lessons.setting import MUTED, RULE, Block, cell, heading, ruled, stacked, table_row, text_block
from geo.lessons.steps import GAP, HEIGHT, MARGIN, SHEET, TEXT, WIDTH, solution
from geo.schema import EventType
from geo.snapshot.canvas.marks import Box, Symbol
from geo.style import EVENT_STYLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from geo.lessons.printed import Printed

    Told = Mapping[str, Any]

#: what each kind of exercise asks, as a line under its title
ASKS = {
    "evening": "What would the map have shown that evening?",
    "sources": "What do the sources say of one incident?",
    "place": "Where does this report place it?",
    "day_zero": "Two stories from their day 0 on",
}
MARK_IT = "Mark with a cross where it happened, and draw around it how far off it could have been."
#: points in tables; least height of a row that is written into, and of the map of a place; mm
CELL, WRITE, MAP = 10.0, 15.0, 94.0
#: lines to write on
LINES = 4
#: so many events of one day stand in one row at most, so that a row never fills more than a page
MOST_IN_ROW = 12
NOTHING_YET, NOTHING_ELSE = "nothing yet", "nothing else"


def exercise_blocks(story: Printed, *, key: bool) -> list[Block]:
    """Set the exercises; one that finds room on a page stays together."""
    blocks: list[Block] = []
    for number, told in enumerate(story.told["exercises"], 1):
        own = _exercise(story, number, told, key=key)
        whole = stacked(own, 10.0)
        blocks += [whole] if whole.height <= HEIGHT else [*own[:-1], replace(own[-1], after=10.0)]
    return blocks


def _exercise(story: Printed, number: int, told: Told, *, key: bool) -> list[Block]:
    """Set one exercise; the key has answers where there are lines otherwise, and takes as much room."""
    makers: Mapping[str, Callable[..., list[Block]]] = {
        "evening": _evening, "sources": _compared, "place": _place, "day_zero": _lanes,
    }  # fmt: skip
    shown = makers[told["kind"]](story, told, key=key)
    shown[-1] = replace(shown[-1], after=GAP, leads=True)
    solved = solution(said(told["answer"]), told["notes"], *_computed(told))
    lines = ruled(MARGIN, WIDTH, max(LINES, math.ceil(solved.height / RULE)))
    return [
        heading(f"Exercise {number}: {told['title']}", MARGIN, WIDTH, 14.0, after=0.6),
        text_block(ASKS[told["kind"]], MARGIN, WIDTH, 10.0, after=2.0, colour=MUTED),
        replace(text_block(said(told["prompt"]), MARGIN, WIDTH, TEXT, after=GAP), leads=True),
        *shown,
        replace(solved if key else lines, height=max(solved.height, lines.height)),
    ]


def _computed(told: Told) -> list[str]:
    """Say what the atlas answers by itself."""
    if told["kind"] == "evening" and told["evening"]["unknown"]:
        return [f"Not told by any source published by then: {'; '.join(told['evening']['unknown'])}."]
    if told["kind"] == "place":
        return [say_place(told["place"])]
    return []


def say_place(place: Told) -> str:
    """Say how exactly a place is known and why."""
    radius = f", within {place['radius_m'] / 1000:g} km" if place["radius_m"] else ""
    return f"Known as: {place['precision']}{radius}. {place['reason']}".strip()


def say_figure(figure: Told) -> str:
    """Say one figure with whom, day, publisher and the raised number of its source."""
    as_of = f", as of {figure['asOf']}" if figure["asOf"] else ""
    return raised(f"{figure['number']}, {figure['whom']} ({figure['publisher']}{as_of})", [figure["source"]])


def evening_rows(told: Told) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield what is counted, what was said of it by that evening, and what has been said since."""
    for row in told["rows"]:
        then, now = (list(map(say_figure, row[name])) for name in ("then", "now"))
        measure = row["measure"]
        yield f"{row['title']}: {measure[:1].lower()}{measure[1:]}", then or [NOTHING_YET], now or [NOTHING_ELSE]


def evening_header(told: Told) -> tuple[str, str, str]:
    """Return the header of the table of an evening."""
    return "What is counted", f"Reported by the evening of {told['day']}", "Known today"


def compared_rows(told: Told) -> Iterator[tuple[str, ...]]:
    """Yield the rows of sources side by side: what they say, and each figure."""
    columns = told["columns"]
    if any(column["says"] for column in columns):
        yield ("what it says", *(column["says"] or "-" for column in columns))
    for row in told["rows"]:
        yield (row, *(column["figures"].get(row, "-") for column in columns))


def compared_header(told: Told) -> tuple[str, ...]:
    """Return the header of sources side by side."""
    return ("", *(raised(f"{one['publisher']}, {one['published']}", [one["number"]]) for one in told["columns"]))


def lane_rows(told: Told) -> Iterator[tuple[str, list[list[Told]]]]:
    """Yield the days on which something happened in a lane, each with the events of every lane, a few at a time."""
    lanes = told["lanes"]
    for day in sorted({event["day"] for lane in lanes for event in lane["events"]}):
        own = [[event for event in lane["events"] if event["day"] == day] for lane in lanes]
        for at in range(0, max(map(len, own)), MOST_IN_ROW):
            yield (say_lane_day(day) if at == 0 else ""), [events[at : at + MOST_IN_ROW] for events in own]


def say_lane_day(day: int) -> str:
    """Say a day counted from day 0."""
    return f"day {'+' if day > 0 else '−' if day < 0 else ''}{abs(day)}"


def _row(
    texts: Sequence[Sequence[str]], edges: Sequence[float], *, header: bool = False, least: float = 0.0,
    size: float = CELL,
) -> Block:  # fmt: skip
    """Set one row: the first cell is bold, and all are in a header."""
    cells = [cell(own, right - left, size, bold=header or n == 0)
             for n, (own, (left, right)) in enumerate(zip(texts, pairwise(edges), strict=True))]  # fmt: skip
    return table_row(cells, edges, header=header, least=least)


def _edges(*shares: float, sides: tuple[float, float] = (MARGIN, MARGIN + WIDTH)) -> list[float]:
    return [sides[0] + (sides[1] - sides[0]) * sum(shares[:n]) / sum(shares) for n in range(len(shares) + 1)]


def _evening(_story: Printed, told: Told, *, key: bool) -> list[Block]:
    """Leave what is known today for the class to find; there is room enough for what the key has there."""
    edges = _edges(0.26, 0.38, 0.36)
    blocks = [_row([[text] for text in evening_header(told["evening"])], edges, header=True)]
    for what, then, now in evening_rows(told["evening"]):
        solved = _row([[what], then, now], edges, least=WRITE)
        blocks.append(solved if key else _row([[what], then, []], edges, least=solved.height))
    return blocks


def _compared(_story: Printed, told: Told, *, key: bool) -> list[Block]:  # noqa: ARG001 - the same in the key
    shown = told["compared"]
    title = text_block(f"{shown['date']}: {shown['title']}", MARGIN, WIDTH, TEXT, bold=True, after=1.0)
    edges = _edges(0.8, *(1.0 for _ in shown["columns"]))
    rows = [_row([[text] for text in row], edges) for row in compared_rows(shown)]
    return [replace(title, leads=True), _row([[text] for text in compared_header(shown)], edges, header=True), *rows]


def _place(story: Printed, told: Told, *, key: bool) -> list[Block]:
    state = state_of_exercise(story, told["id"])
    frame = Box(MARGIN, 0.0, MARGIN + WIDTH, MAP)
    names = [told["place"]["incident"]] if key else []
    drawn = place_map(story, state, names, frame, replace(SHEET, scale=1.3))
    words = say_written(told["place"]) if key else MARK_IT  # what sources write may give the place away
    asked = text_block(words, MARGIN, WIDTH, TEXT, after=GAP)
    return [replace(asked, leads=True), Block(MAP, drawn.marks, GAP, drawn.alt)]


def say_written(place: Told) -> str:
    """Say how the sources of an incident write its place."""
    return f"The sources write: “{place['written']}”." if place["written"] else "The sources name no place."


def _lanes(_story: Printed, told: Told, *, key: bool) -> list[Block]:  # noqa: ARG001 - the same in the key
    return lane_blocks(told["dayZero"], (MARGIN, MARGIN + WIDTH), CELL)


def lane_blocks(told: Told, sides: tuple[float, float], size: float) -> list[Block]:
    """Set two lanes of days between two sides in mm: a header and a row for each day on which something happened."""
    lanes = told["lanes"]
    edges = _edges(0.1, *(0.9 / len(lanes) for _ in lanes), sides=sides)
    heads = [[""], *([f"{lane['title']} (day 0: {lane['zero']})"] for lane in lanes)]
    blocks = [_row(heads, edges, header=True, size=size)]
    for day, lists in lane_rows(told):
        wide = edges[2] - edges[1]
        cells = [cell([day], edges[1] - edges[0], size, bold=True), *(_events(events, wide, size) for events in lists)]
        blocks.append(table_row(cells, edges))
    return blocks


def _events(events: Sequence[Told], width: float, size: float) -> Block:
    """Set the events of one day, each with the symbol of its type."""
    if not events:
        return Block(0.0, ())
    blocks = []
    for event in events:
        style = EVENT_STYLES[EventType(event["type"])]
        title = text_block(
            say_event(event), 0.52 * size, width - 0.8 * size, 0.92 * size, after=0.05 * size, leading=1.2
        )
        mark = Symbol(style.shape, 0.18 * size, 0.19 * size, 0.135 * size, style.light, about=f"type:{event['type']}")
        blocks.append(replace(title, marks=(mark, *title.marks)))
    return stacked(blocks)


def say_event(event: Told) -> str:
    """Say an event of a lane."""
    return f"{event['title']} (people killed)" if event["killed"] else str(event["title"])
