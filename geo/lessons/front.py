"""The first page of a handout: what the story is about, where it happened, and how its maps are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.lessons.printed import story_map
from geo.lessons.setting import MUTED, Block, barred, heading, stacked, text_block, words
from geo.lessons.steps import GAP, HEIGHT, MARGIN, SHEET, WIDTH
from geo.snapshot.canvas.marks import Box, Circle, Path, Pen, Role
from geo.snapshot.maps.emphasis import ACCENT
from geo.snapshot.sheets.classes import Seen, legend_of
from geo.snapshot.sheets.legend import Legend, Row, draw_legend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.lessons.printed import Printed, PrintedMap
    from geo.snapshot.canvas.marks import Mark

#: points: title of the story, days, summary, how to read
TITLE, DAYS, SUMMARY, NOTE = 24.0, 12.0, 12.0, 11.0
CONTENT_NOTE = "This story tells of people who were killed or hurt. Anybody may pause or look away."
HOW_TO_READ = (
    "Numbers in the text that are raised lead to the sources at the end. Numbers on the maps are those of the list of "
    "incidents at the end; the same incident has the same number on every map."
)
#: colour of the bar at the content note
CARE = "#B87A00"
#: type of the legend, of that of an A4 page of the atlas; its columns; least and greatest height of the map in mm
LEGEND, COLUMNS, MAP_LEAST, MAP_MOST, MAP_TYPE = 1.22, 3, 84.0, 128.0, 1.25


def front_blocks(story: Printed, maps: Sequence[PrintedMap], *, key: bool) -> list[Block]:
    """Set the first page; its legend explains all maps of the handout."""
    above = stacked(_above(story, key=key), GAP)
    below = _legend(maps)
    high = min(MAP_MOST, max(MAP_LEAST, HEIGHT - above.height - GAP - 2 * GAP - below.height))
    frame = Box(MARGIN, 0.0, MARGIN + WIDTH, high)
    drawn = story_map(story, frame, replace(SHEET, scale=MAP_TYPE))
    return [above, Block(high, drawn.marks, 2 * GAP, drawn.alt), below]


def _above(story: Printed, *, key: bool) -> list[Block]:
    told = story.told
    blocks = [
        heading(story.story.title, MARGIN, WIDTH, TITLE, after=1.0, role=Role.TITLE),
        text_block(told["days"], MARGIN, WIDTH, DAYS, after=3.0, colour=MUTED),
        text_block(told["summary"], MARGIN, WIDTH, SUMMARY, after=3.5),
    ]
    if told["author"]:
        blocks.insert(2, text_block(f"By {told['author']}", MARGIN, WIDTH, DAYS, after=3.0, colour=MUTED))
    if story.content_note:
        note = text_block(CONTENT_NOTE, MARGIN + 3.5, WIDTH - 3.5, NOTE, bold=True)
        blocks.append(replace(barred(note, MARGIN, CARE), after=4.0))
    return blocks if key else [_signed(), *blocks]


def _signed() -> Block:
    """Draw where pupils write their name."""
    size, y = 9.0, 4.2
    parts = (("Name", 0.0, 84.0), ("Class", 88.0, 126.0), ("Date", 130.0, WIDTH))
    marks: list[Mark] = []
    for name, left, right in parts:
        marks.append(words(name, MARGIN + left, 14.0, size, colour=MUTED))
        line = ((MARGIN + left + 12.0, y), (MARGIN + right, y))
        marks.append(Path((line,), Pen(MUTED, 0.2), closed=False, about="ruled"))
    return Block(y, tuple(marks), 7.0)


def _legend(maps: Sequence[PrintedMap]) -> Block:
    """Explain what the maps of the handout show, without counts: each map has its own."""
    drawn = [one.drawn for one in maps]
    seen = Seen(
        frozenset(name for one in drawn for name in one.arrows),
        max((one.square_km for one in drawn), default=0.0),
        frozenset(name for one in drawn for name in one.serb_areas),
        frozenset(entry.id for one in drawn for entry in one.outside),
    )
    legend = legend_of([one.selection for one in maps], seen)
    ring = Row("told", "ringed in blue and numbered: what the step tells of", None, _ring)
    parts = [(name, tuple(replace(row, count=None) for row in rows)) for name, rows in legend.parts]
    whole = Legend((("On every map", (ring,)), *parts))
    sizes = replace(SHEET, scale=LEGEND)
    marks, low = draw_legend(whole, Box(MARGIN, 0.0, MARGIN + WIDTH, 1000.0), sizes, COLUMNS)
    told = text_block(HOW_TO_READ, MARGIN, WIDTH, 9.5, colour=MUTED, leading=1.25)
    title = heading("How to read the maps", MARGIN, WIDTH, 12.0, after=0.5)
    return stacked([title, Block(low, tuple(marks), 3.0), told])


def _ring(x: float, y: float, scale: float) -> list[Mark]:
    return [Circle(x, y, 1.6 * scale, Pen(ACCENT, 0.6 * scale), None, "told")]
