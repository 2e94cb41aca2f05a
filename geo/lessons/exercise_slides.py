"""Exercises on method as slides: what is asked, the tables and maps it is asked of, and what the atlas answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.lessons.exercising import (
    ASKS,
    compared_header,
    compared_rows,
    evening_header,
    evening_rows,
    lane_blocks,
    say_place,
    say_written,
)
from geo.lessons.printed import place_map, state_of_exercise
from geo.lessons.screen import (
    BODY,
    GAP,
    MUTED,
    PAGE,
    SMALL,
    TEXT,
    TITLE,
    column,
    paragraphs,
    plain_words,
    slide,
    speaker_notes,
)
from geo.lessons.setting import pages_of, shifted, stacked
from geo.snapshot.canvas.marks import Box, Cell, MapSheet, Role, TableSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from geo.lessons.printed import Printed
    from geo.snapshot.canvas.marks import Mark, Sheet

    Told = Mapping[str, Any]

#: raised signs are plain numbers in brackets where a table cannot raise them
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ʼ", "0123456789-,")
#: width of the map of a place in mm, and the type on it
MAP, MAP_TYPE = 176.0, 1.6
#: points of what stands in lanes of days
LANE = 14.0


def exercise_slides(story: Printed) -> list[Sheet]:
    """Return the slides of all exercises."""
    makers: Mapping[str, Callable[[Printed, Told, str], list[Sheet]]] = {
        "evening": _evening, "sources": _compared, "place": _place, "day_zero": _lanes,
    }  # fmt: skip
    sheets: list[Sheet] = []
    for number, told in enumerate(story.told["exercises"], 1):
        title = f"Exercise {number}: {told['title']}"
        sheets += makers[told["kind"]](story, told, title)
    return sheets


def _notes(story: Printed, told: Told) -> str:
    sentences = [*told["prompt"], *told["answer"]]
    answer = " ".join(one["text"] for one in told["answer"])
    return speaker_notes(sentences, told["notes"], answer, story=story)


def _asked(story: Printed, told: Told, title: str, more: Sequence[str] = ()) -> MapSheet:
    """Put the question of an exercise on a slide of its own."""
    texts = [
        paragraphs([title], BODY.width, TITLE, bold=True, role=Role.TITLE),
        paragraphs([ASKS[told["kind"]]], BODY.width, SMALL, colour=MUTED),
        paragraphs([*plain_words(told["prompt"]), *more], BODY.width * 0.9, 24.0),
    ]
    return slide(story, title, column(texts, BODY.x0, BODY.y0 + 10.0, 7.0), notes=_notes(story, told))


def _evening(story: Printed, told: Told, title: str) -> list[Sheet]:
    shown = told["evening"]
    what, then, now = evening_header(shown)
    rows = list(evening_rows(shown))
    unknown = f"Not told by any source published by then: {'; '.join(shown['unknown'])}." if shown["unknown"] else ""
    return [
        _asked(story, told, title),
        TableSheet(then, title, (what, then), tuple(_cells(row[:2]) for row in rows), (0.36, 0.64)),
        TableSheet(now, unknown or title, (what, then, now), tuple(_cells(row) for row in rows), (0.26, 0.37, 0.37)),
    ]


def _cells(row: Sequence[str | Sequence[str]]) -> tuple[Cell, ...]:
    texts = [text if isinstance(text, str) else "; ".join(text) for text in row]
    return tuple(Cell(bracketed(text), bold=n == 0) for n, text in enumerate(texts))


def bracketed(text: str) -> str:
    """Return a text whose raised numbers stand in brackets."""
    parts: list[str] = []
    for sign in text:
        plain = sign.translate(PLAIN)
        before = parts[-1] if parts else ""
        if plain == sign or (sign == "ʼ" and not before.endswith("]")):
            parts.append(sign)
        elif before.endswith("]"):
            parts[-1] = f"{before[:-1]}{plain}]"
        else:
            parts.append(f" [{plain}]")
    return "".join(parts)


def _compared(story: Printed, told: Told, title: str) -> list[Sheet]:
    shown = told["compared"]
    header = tuple(bracketed(text) for text in compared_header(shown))
    widths = (0.25, *(0.75 / (len(header) - 1) for _ in header[1:]))
    rows = tuple(_cells(row) for row in compared_rows(shown))
    table = TableSheet(f"{shown['date']}: {shown['title']}", title, header, rows, widths)
    return [_asked(story, told, title), table]


def _place(story: Printed, told: Told, title: str) -> list[Sheet]:
    """Show the ground without the incident, and then with it."""
    place, state = told["place"], state_of_exercise(story, told["id"])
    left = BODY.x0 + MAP + GAP
    frame = Box(BODY.x0, BODY.y0, left - GAP, BODY.y1)
    sheets: list[Sheet] = []
    for names, texts, notes in (
        ((), plain_words(told["prompt"]), _notes(story, told)),
        ((place["incident"],), [say_written(place), say_place(place)], ""),
    ):
        drawn = place_map(story, state, names, frame, replace(PAGE, scale=MAP_TYPE))
        head = title if not names else f"{title}: the answer"
        own = [paragraphs([head], BODY.x1 - left, TITLE, bold=True, role=Role.TITLE),
               paragraphs(texts, BODY.x1 - left, TEXT)]  # fmt: skip
        marks: tuple[Mark, ...] = (*column(own, left, BODY.y0), *drawn.marks)
        sheets.append(slide(story, head, marks, drawn.alt, notes))
    return sheets


def _lanes(story: Printed, told: Told, title: str) -> list[Sheet]:
    """Set the two lanes on as many slides as they need, each with the names of the lanes."""
    head = paragraphs([title], BODY.width, TITLE, bold=True, role=Role.TITLE)
    header, *rows = lane_blocks(told["dayZero"], (BODY.x0, BODY.x1), LANE)
    top = BODY.y0 + head.height + 3.0
    sheets: list[Sheet] = [_asked(story, told, title)]
    for page in pages_of(rows, BODY.y1 - top - header.height):
        marks = (*column([head], BODY.x0, BODY.y0), *shifted(stacked([header, *page]).marks, 0.0, top))
        sheets.append(slide(story, title, marks))
    return sheets
