"""A story as slides of 16:9: maps of native shapes, texts that can be edited, and notes for the speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.dates import say_window
from geo.lessons.closing import notices_of, say_source
from geo.lessons.exercise_slides import exercise_slides
from geo.lessons.front import CONTENT_NOTE
from geo.lessons.printed import printed, state_map, story_map
from geo.lessons.screen import (
    BODY,
    GAP,
    MUTED,
    PAGE,
    SAFE,
    SMALL,
    TEXT,
    TITLE,
    column,
    footer,
    paragraphs,
    plain_words,
    slide,
    speaker_notes,
)
from geo.lessons.setting import ACCENT
from geo.snapshot.canvas.marks import Box, Document, MapSheet, Role
from geo.snapshot.canvas.metrics import printable, wrap
from geo.snapshot.forms.pptx import document_pptx
from geo.snapshot.proof.spec import to_json
from geo.snapshot.sheets.pages import qr_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from typing import Any

    from gazetteer.policy import NamePolicy
    from geo.lessons.printed import Printed
    from geo.material import Material
    from geo.snapshot.canvas.marks import Mark, Sheet, Words
    from geo.stories.story import Step, Story

#: widths of the map of a step that are tried, the largest that leaves room for the text is taken; mm
MAP_WIDTHS = (176.0, 166.0, 156.0, 146.0, 134.0, 122.0, 108.0)
#: type on maps, of that of an A4 page of the atlas: it is read from the last row
MAP_TYPE = 1.6
#: points: title of the story, content note, sources and their addresses, notices, what the map has no title for
STORY, NOTE, SOURCE, ADDRESS, NOTICE, ASIDE = 40.0, 30.0, 11.5, 9.0, 13.0, 12.0
#: side of the QR code in mm
QR = 42.0


def story_pptx(material: Material, story: Story, policy: NamePolicy, *, made_on: date, address: str = "") -> bytes:
    """Return a story as a presentation: a slide for each step with its map, exercises, and the sources at the end.

    Parameters
    ----------
    material, story, policy, made_on, address
        See `geo.lessons.printed.printed`.

    Raises
    ------
    SnapshotError
        If the address is none, or the slides cannot be written.
    """
    return document_pptx(slides(printed(material, story, policy, made_on, address)))


def slides(story: Printed) -> Document:
    """Return the slides of a story as they are written."""
    sheets: list[Sheet] = [_start(story)]
    if story.content_note:
        sheets.append(_content_note(story))
    every = zip(range(1, len(story.story.steps) + 1), story.story.steps, story.told["steps"], strict=True)
    sheets += [_step(story, number, step, told) for number, step, told in every]
    sheets += exercise_slides(story)
    sheets += [*_sources(story), _about(story)]
    return Document(story.story.title, PAGE.width, PAGE.height, tuple(sheets), to_json(story.spec),
                    story.spec.made_on.isoformat(), footer=footer(story),
                    author=story.story.author or "Incident Atlas", scale=PAGE.scale)  # fmt: skip


def _start(story: Printed) -> MapSheet:
    """Begin with title, days and summary, and where it all happened."""
    frame = Box(PAGE.width / 2 + 4.0, BODY.y0, BODY.x1, BODY.y1)
    drawn = story_map(story, frame, replace(PAGE, scale=MAP_TYPE))
    width = frame.x0 - GAP - BODY.x0
    told = story.told
    texts = [
        paragraphs([told["title"]], width, STORY, bold=True, role=Role.TITLE),
        paragraphs([told["days"]], width, 22.0, colour=MUTED),
        paragraphs([told["summary"]], width, 24.0),
    ]
    if told["author"]:
        texts.append(paragraphs([f"By {told['author']}"], width, TEXT, colour=MUTED))
    return slide(story, told["title"], (*column(texts, BODY.x0, BODY.y0 + 8.0), *drawn.marks), drawn.alt)


def _content_note(story: Printed) -> MapSheet:
    title = paragraphs(["Before we begin"], BODY.width, TITLE, bold=True, role=Role.TITLE)
    note = paragraphs([CONTENT_NOTE], BODY.width * 0.8, NOTE)
    return slide(story, "Before we begin", column([title, note], BODY.x0, BODY.y0 + 30.0))


def _step(story: Printed, number: int, step: Step, told: Mapping[str, Any]) -> MapSheet:
    """Set the map at the left, as large as the text at the right allows."""
    for width in MAP_WIDTHS:
        left = BODY.x0 + width + GAP
        texts = _step_texts(number, step, told, BODY.x1 - left)
        marks = column(texts, left, BODY.y0)
        if marks[-1].y + marks[-1].height <= BODY.y1:
            break
    frame = Box(BODY.x0, BODY.y0, left - GAP, BODY.y1)
    drawn = state_map(story, step.state, step.title, frame, replace(PAGE, scale=MAP_TYPE))
    marks += _aside(drawn.beside, marks[-1], BODY.x1 - left)
    notes = speaker_notes(told["sentences"], step.notes, step.answer, told_besides=drawn.beside, story=story)
    return slide(story, step.title, (*marks, *drawn.marks), drawn.alt, notes)


def _aside(beside: Sequence[str], above: Words, width: float) -> list[Words]:
    """List below the question what the map has no title for, if there is room; the notes of the speaker have it too."""
    if not beside:
        return []
    listed = paragraphs(beside, width, ASIDE, colour=MUTED)
    listed = replace(listed, lines=tuple(line for line in listed.lines if line), flowing=False)
    top = BODY.y1 - listed.height
    return [replace(listed, x=above.x, y=top)] if top > above.y + above.height + GAP / 2 else []


def _step_texts(number: int, step: Step, told: Mapping[str, Any], width: float) -> list[Words]:
    when = say_window(step.state.window)
    return [
        paragraphs([f"{number}. {step.title}"], width, TITLE, bold=True, role=Role.TITLE),
        paragraphs([f"{when[:1].upper()}{when[1:]}"], width, SMALL, colour=MUTED),
        paragraphs(plain_words(told["sentences"]), width, TEXT),
        paragraphs([step.question], width, TEXT, bold=True),
    ]


def _sources(story: Printed) -> Iterator[MapSheet]:
    """List the sources in two columns, on as many slides as they need."""
    wide = (BODY.width - GAP) / 2
    title = paragraphs(["Sources"], BODY.width, TITLE, bold=True, role=Role.TITLE)
    top = BODY.y0 + title.height + 4.0
    marks: list[Mark] = []
    across, y = 0, top
    for source in story.told["sources"]:
        own = _source(source, wide)
        high = sum(words.height for words in own)
        if y + high > BODY.y1 and across == 1:
            yield slide(story, "Sources", [*column([title], BODY.x0, BODY.y0), *marks])
            marks, across, y = [], 0, top
        elif y + high > BODY.y1:
            across, y = 1, top
        marks += column(own, BODY.x0 + across * (wide + GAP), y, 0.0)
        y += high + 2.0
    if marks:
        yield slide(story, "Sources", [*column([title], BODY.x0, BODY.y0), *marks])


def _source(source: Mapping[str, Any], width: float) -> list[Words]:
    """Set a source and, below it in one line, as much of its address as there is room for; all of it is the link."""
    told = paragraphs([f"{source['number']}  {say_source(source)}"], width, SOURCE)
    address = printable(source["url"])
    if not address:
        return [told]
    shown = wrap(address, width * SAFE - 3.0, ADDRESS)
    line = shown[0] if len(shown) == 1 else f"{shown[0]}..."
    return [told, replace(paragraphs([line], width, ADDRESS, colour=ACCENT, link=source["url"]), lines=(line,))]


def _about(story: Printed) -> MapSheet:
    """Close with what the slides are not, and how to come back to their map."""
    title = paragraphs(["About these slides"], BODY.width, TITLE, bold=True, role=Role.TITLE)
    width = BODY.width - QR - GAP
    texts = [paragraphs([f"{name}. {text}"], width, NOTICE) for name, text in notices_of(story)]
    box = Box(BODY.x1 - QR, BODY.y0 + title.height + 6.0, BODY.x1, BODY.y0 + title.height + 6.0 + QR)
    marks = (*column([title, *texts], BODY.x0, BODY.y0, 3.0), *qr_marks(story.material, story.spec, box))
    return slide(story, "About these slides", marks)
