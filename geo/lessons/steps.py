"""The steps of a story on a handout: two on a page where they fit well, else one with a large map."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.dates import say_window
from geo.lessons.printed import said, state_map
from geo.lessons.setting import (
    ACCENT,
    INK,
    MUTED,
    Block,
    barred,
    beside,
    heading,
    line,
    ruled,
    stacked,
    text_block,
    words,
)
from geo.snapshot.canvas.marks import Align, Box
from geo.snapshot.canvas.paper import sizes_of
from geo.stories.citing import plain_text
from geo.views import PageSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from geo.lessons.printed import Printed, PrintedMap
    from geo.stories.story import Step

SHEET = sizes_of(PageSettings(landscape=False))
#: of an A4 page in mm: white at the sides, upper and lower edge of what stands on it, and its width
MARGIN, TOP, BOTTOM = 16.0, 15.0, 280.0
WIDTH, HEIGHT = SHEET.width - 2 * MARGIN, BOTTOM - TOP
#: points: titles of steps, running text, the key of the teacher, what stands beside a map
TITLE, TEXT, KEY_TEXT, ASIDE = 14.0, 11.0, 10.0, 9.0
#: lines to write on below a question
LINES = 3
#: two steps on a page: air between them, width of their maps, least and greatest height of these; mm
BETWEEN, MAP_WIDTH, MAP_LEAST, MAP_MOST = 11.0, 112.0, 66.0, 92.0
#: one step on a page: greatest height of its map; mm
LARGE = 165.0
#: type on maps, of that of an A4 page of the atlas
SMALL_MAP, LARGE_MAP = 1.12, 1.3
GAP = 3.0


@dataclass(frozen=True, slots=True)
class SetStep:
    """A step on paper with the map that it shows."""

    block: Block
    drawn: PrintedMap


def step_pages(story: Printed, *, key: bool) -> tuple[list[list[Block]], list[PrintedMap]]:
    """Set the steps of a story; return the blocks of each page and the maps."""
    every = list(zip(range(1, len(story.story.steps) + 1), story.story.steps, story.told["steps"], strict=True))
    small = {number: _small(story, number, step, told, key=key) for number, step, told in every}
    pages: list[list[Block]] = []
    maps: list[PrintedMap] = []
    while every:
        pair = [one for number, *_ in every[:2] if (one := small[number]) is not None]
        if len(pair) == 2:  # noqa: PLR2004 - a pair
            rule = line(MARGIN, WIDTH, BETWEEN / 2)
            first = replace(pair[0].block, height=_half(), after=BETWEEN / 2)
            pages.append([first, rule, pair[1].block])
            maps += [one.drawn for one in pair]
            every = every[2:]
            continue
        large = _large(story, *every[0], key=key)
        pages.append([large.block])
        maps.append(large.drawn)
        every = every[1:]
    return pages, maps


def _half() -> float:
    return (HEIGHT - BETWEEN) / 2


def _small(story: Printed, number: int, step: Step, told: Mapping[str, Any], *, key: bool) -> SetStep | None:
    """Set a step on half a page; None if text or map would not find enough room there."""
    head = _head(number, step)
    asked, room = _asked(step, key=key)
    high = min(_half() - head.height - head.after - GAP - room, MAP_MOST)
    if high < MAP_LEAST:
        return None
    frame = Box(MARGIN, 0.0, MARGIN + MAP_WIDTH, high)
    drawn = state_map(story, step.state, step.title, frame, replace(SHEET, scale=SMALL_MAP))
    left = MARGIN + MAP_WIDTH + 5.0
    column = stacked(_told(told, drawn, left, MARGIN + WIDTH - left))
    if drawn.crowded or column.height > high:
        return None
    both = beside([Block(high, drawn.marks, alt=drawn.alt), column], GAP)
    return SetStep(stacked([head, both, asked]), drawn)


def _large(story: Printed, number: int, step: Step, told: Mapping[str, Any], *, key: bool) -> SetStep:
    """Set a step on a page of its own: the map over its whole width, as high as the text leaves room."""
    head = _head(number, step)
    asked, room = _asked(step, key=key)
    # what stands below the map depends on what is written on it, so it is set again with the height that is left
    high = LARGE
    for _ in range(2):
        frame = Box(MARGIN, 0.0, MARGIN + WIDTH, high)
        drawn = state_map(story, step.state, step.title, frame, replace(SHEET, scale=LARGE_MAP))
        text = stacked(_told(told, drawn, MARGIN, WIDTH), 5.0)
        left = HEIGHT - head.height - head.after - GAP - text.height - text.after - room
        if left >= high:
            break
        high = max(left - 1.0, MAP_LEAST)
    picture = Block(high, drawn.marks, GAP, drawn.alt)
    return SetStep(stacked([head, picture, text, asked]), drawn)


def _head(number: int, step: Step) -> Block:
    said_window = say_window(step.state.window)
    when = words(f"{said_window[:1].upper()}{said_window[1:]}", MARGIN + WIDTH - 60, 60, 10, colour=MUTED,
                 align=Align.RIGHT, about="window")  # fmt: skip
    title = heading(f"{number}. {step.title}", MARGIN, WIDTH - 62, TITLE, after=2.0)
    return replace(title, height=max(title.height, when.height), marks=(*title.marks, replace(when, y=0.9)))


def _told(told: Mapping[str, Any], drawn: PrintedMap, x: float, width: float) -> list[Block]:
    """Set the sentences, and below them what the map has no title for."""
    sentences = text_block(said(told["sentences"]), x, width, TEXT, after=3.5)
    listed = [text_block(text, x, width, ASIDE, after=0.8, colour=MUTED, leading=1.2) for text in drawn.beside]
    if not listed:
        return [sentences]
    return [sentences, heading("Also on the map, or told without a place", x, width, ASIDE, colour=MUTED, after=0.8),
            *listed]  # fmt: skip


def _asked(step: Step, *, key: bool) -> tuple[Block, float]:
    """Set the question with lines to write on, or with the answer; return it and the room that either of them needs."""
    question = text_block(step.question, MARGIN, WIDTH, TEXT, bold=True, after=1.0)
    lines = ruled(MARGIN, WIDTH, LINES) if step.question else Block(0.0, ())
    solved = solution(step.answer, step.notes)
    room = question.height + question.after + 1.0 + max(lines.height, solved.height)
    return stacked([question, solved if key else lines]), room


def solution(answer: str, notes: str, *more: str) -> Block:
    """Set what only the teacher's key has: the answer, what is computed, and what may be said or shown."""
    parts = [("Answer", plain_text(answer)), *(("", text) for text in more), ("To say or show", plain_text(notes))]
    blocks: list[Block] = []
    for name, text in parts:
        if not text:
            continue
        if name:
            blocks.append(text_block(name, MARGIN + 3, WIDTH - 3, 8.5, bold=True, colour=ACCENT, leading=1.25))
        blocks.append(text_block(text, MARGIN + 3, WIDTH - 3, KEY_TEXT, after=1.2, colour=INK, leading=1.25))
    return barred(stacked([Block(0.0, (), 1.0), *blocks]), MARGIN) if blocks else Block(0.0, ())
