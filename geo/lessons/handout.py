"""A story as pages to hand out, and the teacher's key to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.lessons.closing import closing_blocks
from geo.lessons.exercising import exercise_blocks
from geo.lessons.front import front_blocks
from geo.lessons.printed import printed
from geo.lessons.setting import LINE, MUTED, pages_of, shifted, words
from geo.lessons.steps import BOTTOM, HEIGHT, MARGIN, SHEET, TOP, WIDTH, step_pages
from geo.snapshot.canvas.marks import Align, Document, MapSheet, Path, Pen, Role
from geo.snapshot.canvas.metrics import width_of
from geo.snapshot.forms.pdf import document_pdf
from geo.snapshot.proof.spec import map_number, to_json
from geo.snapshot.sheets.pages import banner_marks
from geo.snapshot.wording import say_made

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gazetteer.policy import NamePolicy
    from geo.lessons.printed import Printed
    from geo.lessons.setting import Block
    from geo.material import Material
    from geo.snapshot.canvas.marks import Mark
    from geo.stories.story import Story

HANDOUT, KEY = "Handout", "Key for the teacher"
#: points, at the foot of a page
FOOT = 7.2
#: a page without a map has lines and frames only
NO_MAP = "No map on this page: lines and frames only."


def handout_pdf(
    material: Material, story: Story, policy: NamePolicy, *, made_on: date, key: bool = False, address: str = ""
) -> bytes:
    """Return a story as pages of A4: what it tells step by step with its maps, questions, exercises and sources.

    Parameters
    ----------
    material, story, policy, made_on, address
        See `geo.lessons.printed.printed`.
    key
        Whether answers and notes stand where pupils write; the pages are the same otherwise.

    Raises
    ------
    SnapshotError
        If the address is none, or the pages cannot be set.
    """
    return document_pdf(handout(printed(material, story, policy, made_on, address), key=key))


def handout(story: Printed, *, key: bool = False) -> Document:
    """Return the pages of a story as they are printed."""
    steps, maps = step_pages(story, key=key)
    filled = [
        *pages_of(front_blocks(story, maps, key=key), HEIGHT),
        *steps,
        *pages_of(exercise_blocks(story, key=key), HEIGHT),
        *pages_of(closing_blocks(story), HEIGHT),
    ]
    sheets = tuple(_page(story, blocks, (number, len(filled)), key=key) for number, blocks in enumerate(filled, 1))
    title = f"{story.story.title} - {KEY if key else HANDOUT}"
    return Document(title, SHEET.width, SHEET.height, sheets, to_json(story.spec), story.spec.made_on.isoformat(),
                    author=story.story.author or "Incident Atlas")  # fmt: skip


def _page(story: Printed, blocks: Sequence[Block], counted: tuple[int, int], *, key: bool) -> MapSheet:
    marks: list[Mark] = banner_marks(KEY, SHEET) if key else []
    y = TOP
    for block in blocks:
        marks += shifted(block.marks, 0.0, y)
        y += block.height + block.after
    marks += _foot(story, counted, key=key)
    alt = " ".join(block.alt for block in blocks if block.alt) or NO_MAP
    return MapSheet(f"{story.story.title}, page {counted[0]}", SHEET.width, SHEET.height, tuple(marks), alt)


def _foot(story: Printed, counted: tuple[int, int], *, key: bool) -> list[Mark]:
    """Say on every page what it belongs to and of which data it is."""
    parts = [story.story.title, KEY if key else HANDOUT, f"Map {map_number(story.spec)}", say_made(story.spec)[0]]
    texts = [" · ".join(some) for some in (parts, parts[:3], parts[1:])]
    told = next((text for text in texts if width_of(text, FOOT) <= WIDTH - 30), texts[-1])
    number = f"page {counted[0]} of {counted[1]}"
    y = BOTTOM + 3.0
    kinds = {"colour": MUTED, "role": Role.FURNITURE, "leading": 1.2}
    return [
        Path((((MARGIN, y), (MARGIN + WIDTH, y)),), Pen(LINE, 0.2), closed=False, about="line"),
        *shifted([words(told, MARGIN, WIDTH - 28, FOOT, **kinds),
                  words(number, MARGIN + WIDTH - 26, 26, FOOT, align=Align.RIGHT, **kinds)], 0.0, y + 1.4),
    ]  # fmt: skip
