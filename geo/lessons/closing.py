"""The last pages of a handout: incidents by number, sources with their addresses, and what the pages are not."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from geo.lessons.printed import title_of
from geo.lessons.setting import ACCENT, MUTED, Block, beside, heading, stacked, text_block
from geo.lessons.steps import MARGIN, WIDTH
from geo.notices import (
    ATTRIBUTIONS,
    COVERAGE_NOTICE,
    DISCLAIMER,
    FIGURES_NOTICE,
    NAMING_NOTE,
    STATUS_FOOTNOTES,
)
from geo.snapshot.canvas.marks import Box
from geo.snapshot.proof.codes import code_of
from geo.snapshot.proof.spec import map_number, short_hash
from geo.snapshot.sheets.pages import qr_marks
from geo.snapshot.wording import say_made

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from geo.lessons.printed import Printed

#: points; mm: side of the QR code, room of a number before its text
HEAD, TEXT, NOTE, QR, HANG = 14.0, 9.0, 8.0, 24.0, 7.0
#: of the list of incidents: air between its columns in mm, and so many rows at most before it may turn the page
GUTTER, MOST_ROWS = 6.0, 20


def closing_blocks(story: Printed) -> list[Block]:
    """Set the lists and notices at the end."""
    incidents = [(number, title_of(story, name)) for name, number in story.numbers.items()]
    sources = [source_block(one) for one in story.told["sources"]]
    blocks: list[Block] = []
    if incidents:
        parts = [incidents[at : at + 2 * MOST_ROWS] for at in range(0, len(incidents), 2 * MOST_ROWS)]
        blocks += [heading("Incidents by their numbers on the maps", MARGIN, WIDTH, HEAD, after=2.0)]
        blocks += [_two_columns(part) for part in parts]
        blocks[-1] = replace(blocks[-1], after=7.0)
    if sources:
        blocks += [heading("Sources", MARGIN, WIDTH, HEAD, after=2.0), *sources]
        blocks[-1] = replace(blocks[-1], after=7.0)
    return [*blocks, _notices(story)]


def _two_columns(listed: Sequence[tuple[int, str]]) -> Block:
    """Set numbered lines in two columns, the first of which is read first."""
    half = math.ceil(len(listed) / 2)
    wide = (WIDTH - GUTTER) / 2
    columns = ((MARGIN, listed[:half]), (MARGIN + wide + GUTTER, listed[half:]))
    return beside([stacked([_numbered(number, text, x, wide) for number, text in part]) for x, part in columns])


def _numbered(number: int, text: str, x: float, width: float) -> Block:
    first = text_block(str(number), x, HANG, TEXT, bold=True, leading=1.2)
    return beside([first, text_block(text, x + HANG, width - HANG, TEXT, leading=1.2)], 1.0)


def source_block(source: Mapping[str, Any]) -> Block:
    """Set one source with its date and address."""
    x, width = MARGIN + HANG, WIDTH - HANG
    told = say_source(source)
    parts = [text_block(told, x, width, TEXT, leading=1.2)]
    if source["url"]:
        parts.append(text_block(source["url"], x, width, NOTE, leading=1.2, colour=ACCENT, link=source["url"]))
    first = text_block(str(source["number"]), MARGIN, HANG, TEXT, bold=True, leading=1.2)
    return beside([first, stacked(parts)], 1.2)


def say_source(source: Mapping[str, Any]) -> str:
    """Say title, publisher and date of a source."""
    title = source["title"]
    ended = title if title.endswith((".", "?", "!")) else f"{title}."
    return f"{ended} {source['publisher']}, {source['published']}"


def notices_of(story: Printed) -> list[tuple[str, str]]:
    """Return what the pages are not, whose material they show, and how to come back to their view."""
    page = story.spec.view.page
    as_of, made_on = say_made(story.spec)
    proof = (
        f"{as_of}. {made_on}. Map {map_number(story.spec)}, hash {short_hash(story.spec)}, view code "
        f"{code_of(story.spec, story.material)}. Drop this file on the Snapshot page of Incident Atlas, or type the "
        "code there, and the map of the whole story opens again; it says whether the data has changed since, and how."
    )
    return [
        ("What this is not", COVERAGE_NOTICE),
        ("Figures", FIGURES_NOTICE),
        ("Names", NAMING_NOTE),
        ("Boundaries and status", " ".join(part for part in (STATUS_FOOTNOTES[page.footnote], DISCLAIMER) if part)),
        ("Material", " ".join(f"{text}." for text in ATTRIBUTIONS.values())),
        ("How to come back to this map", proof),
    ]


def _notices(story: Printed) -> Block:
    width = WIDTH - QR - 6.0
    blocks = [
        text_block(f"{name}. {text}", MARGIN, width, NOTE, after=1.8, colour=MUTED, leading=1.25)
        for name, text in notices_of(story)
    ]
    text = stacked(blocks)
    box = Box(MARGIN + WIDTH - QR, 0.8, MARGIN + WIDTH, 0.8 + QR)
    code = Block(QR + 0.8, tuple(qr_marks(story.material, story.spec, box)))
    title = heading("About these pages", MARGIN, WIDTH, 11.0, after=1.5)
    return stacked([title, beside([text, code])])
