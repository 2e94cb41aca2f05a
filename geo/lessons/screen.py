"""What all slides of a story have in common: their page, their type, columns of text, and the notes of the speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.lessons.closing import say_source
from geo.lessons.printed import raised
from geo.lessons.setting import INK, MUTED, words
from geo.snapshot.canvas.marks import Box, MapSheet, Role, Words
from geo.snapshot.canvas.metrics import wrap
from geo.snapshot.canvas.paper import Sizes, sizes_of
from geo.snapshot.proof.spec import map_number
from geo.stories.citing import plain_text
from geo.views import PageSettings, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.lessons.printed import Printed
    from geo.snapshot.canvas.marks import Mark

__all__ = ["BODY", "GAP", "INK", "MUTED", "PAGE", "SMALL", "TEXT", "TITLE"]

_WIDE = sizes_of(PageSettings(paper=Paper.WIDE))
#: the page of a slide; type of tables is so many times as large as on A4
PAGE = Sizes(_WIDE.width, _WIDE.height, 1.75)
#: of a slide in mm: where things stand, and the air between a map and what is beside it
BODY, GAP = Box(10.0, 9.0, PAGE.width - 10.0, PAGE.height - 11.0), 8.0
#: points: titles, running text, dates
TITLE, TEXT, SMALL = 28.0, 20.0, 15.0
#: height of a line in sizes; PowerPoint may break a line a little earlier than we measure
LEADING, SAFE = 1.2, 0.965
_USUAL: dict[str, Any] = {"colour": INK, "leading": LEADING, "flowing": True}
#: at the foot, points
FOOT = 9.0
#: what the notes call their parts
ANSWER, SOURCES, LISTED = "What a good answer may contain:", "Sources:", "Without a title on the map:"


def paragraphs(texts: Sequence[str], width: float, size: float, **kind: Any) -> Words:  # noqa: ANN401 - as `Words` has it
    """Set paragraphs, with an empty line between them, that somebody can edit as whole texts."""
    lines: list[str] = []
    for text in texts:
        lines += [*([""] if lines else []), *wrap(text, width * SAFE, size, bool(kind.get("bold")))]
    return Words(0.0, 0.0, width, tuple(lines), size, **(_USUAL | kind))


def column(texts: Sequence[Words], x: float, y: float, gap: float = 5.0) -> list[Words]:
    """Set texts under each other from a place on."""
    placed = []
    for text in texts:
        placed.append(replace(text, x=x, y=y))
        y += text.height + gap
    return placed


def plain_words(sentences: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return sentences with the raised numbers of their sources, each by itself."""
    return [raised(one["text"], one["numbers"]) for one in sentences]


def footer(story: Printed) -> str:
    """Say what a slide belongs to."""
    return f"{story.story.title} · Map {map_number(story.spec)}"


def slide(story: Printed, title: str, marks: Sequence[Mark], alt: str = "", notes: str = "") -> MapSheet:
    """Return a slide with a line at its foot; `alt` tells its map, if it has one."""
    foot = words(footer(story), BODY.x0, BODY.width, FOOT, colour=MUTED, role=Role.FURNITURE, about="foot")
    return MapSheet(title, PAGE.width, PAGE.height, (*marks, replace(foot, y=PAGE.height - 8.0)), alt or title, notes)


def speaker_notes(
    sentences: Sequence[Mapping[str, Any]],
    notes: str,
    answer: str,
    *,
    story: Printed,
    told_besides: Sequence[str] = (),
) -> str:
    """Say what stands in the notes of a slide: what may be said, the key, what the map cannot name, and the sources."""
    cited = {number for one in sentences for number in one["numbers"]}
    parts = [plain_text(notes)]
    if answer:
        parts.append(f"{ANSWER} {plain_text(answer)}")
    if told_besides:
        parts.append("\n".join([LISTED, *told_besides]))
    listed = [f"{one['number']} {say_source(one)} {one['url']}".rstrip()
              for one in story.told["sources"] if one["number"] in cited]  # fmt: skip
    if listed:
        parts.append("\n".join([SOURCES, *listed]))
    return "\n\n".join(part for part in parts if part)
