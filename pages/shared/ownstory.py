"""The story that this viewer is making: what is open, what was written, and how its steps are changed.

Every change of the story takes in first what stands in the boxes of the form; then no order of clicks and typing loses
a word. What is not saved yet is kept in a file of its own, so that a reload of the page does not lose it either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import StoryError
from geo.stories import retold, shelf
from geo.stories.citing import sentences_of
from geo.stories.files import MOST_STEPS
from geo.stories.story import Step
from pages.shared import link, state, storytelling

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from geo.stories.story import Exercise, MapState, Story

#: the boxes of the form, and how many signs each holds
STORY_BOXES = {"title": 200, "author": 200, "summary": 600}
STEP_BOXES = {"title": 200, "text": 4000, "question": 1000, "answer": 2000, "notes": 2000}
#: where the open story is kept
OPEN = "own story"


@dataclass(slots=True)
class Own:
    """A story in the making, as one viewer has it open."""

    story: Story
    kept: Story | None  # as it was begun or saved last; None if that is not known
    opened: str | None  # the revision it was opened as; None if it was never saved
    key: str  # names the file of the draft
    at: int = 0  # the chosen step
    turn: int = 0  # counts the times that the boxes had to be filled anew
    removed: tuple[int, Step | Exercise] | None = None
    drafted: Story | None = None  # as the file of the draft has it
    saved: datetime | None = None
    fault: str = ""  # why the last thing asked for was not done
    conflict: bool = False
    undrafted: str = ""  # why no draft can be kept

    @property
    def step(self) -> Step:
        """The chosen step."""
        return self.story.steps[self.at]

    @property
    def changed(self) -> bool:
        """Whether there is something that a reload would lose."""
        return self.story != self.kept


def current() -> Own | None:
    """Return the story that this viewer has open, with everything that was written in the form so far."""
    own: Own | None = st.session_state.get(OPEN)
    if own is not None:
        _take_in(own)
        keep(own)
    return own


def do(change: Callable[..., None], *arguments: object) -> None:
    """Do something with the open story; for buttons and boxes."""
    own = current()
    if own is not None:
        own.fault, own.conflict = "", False
        change(own, *arguments)
        keep(own)


def box(own: Own, name: str, value: object) -> str:
    """Return the key of a box of the form, filled with a value when it is new."""
    key = f"own {own.key} {own.turn} {name}"
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def nothing(own: Own) -> None:
    """Only take in what was written."""
    del own


def _written(own: Own, name: str) -> object:
    """Return what stands in a box; None if it is not shown."""
    value = st.session_state.get(f"own {own.key} {own.turn} {name}")
    return retold.tidy(value) if isinstance(value, str) else value


def _take_in(own: Own) -> None:
    """Take what stands in the boxes into the story."""
    told = {name: _written(own, f"story {name}") for name in STORY_BOXES}
    own.story = replace(own.story, **{name: value for name, value in told.items() if value is not None})  # type: ignore[arg-type]
    step = {name: _written(own, f"step {name}") for name in (*STEP_BOXES, "content_note")}
    changes = {name: value for name, value in step.items() if value is not None and value != getattr(own.step, name)}
    incidents = _written(own, "step incidents")
    if isinstance(incidents, list) and tuple(incidents) != own.step.state.incidents:
        changes["state"] = replace(own.step.state, incidents=tuple(incidents))
    if changes:
        own.story = retold.with_changes(own.story, own.at, **changes)


def keep(own: Own) -> None:
    """Keep what is not saved yet in a file."""
    if st.session_state.get(OPEN) is not own or own.story == own.drafted:
        return
    if not own.changed:
        if own.drafted:
            shelf.drop_draft(shelf.shelf_folder(), own.key)
            own.drafted = None
        return
    try:
        shelf.keep_draft(shelf.shelf_folder(), own.key, own.story, own.opened, state.atlas().material.incidents.index)
        own.drafted, own.undrafted = own.story, ""
    except StoryError as error:
        own.undrafted = str(error)


def present_map() -> MapState:
    """Return the state of the map of the Map page."""
    return retold.state_of_view(link.current(), state.atlas().material.incidents)


def step_from_view() -> Step:
    """Return a new step that shows the map of the Map page."""
    wanted = present_map()
    return retold.new_step(wanted, content_note=tells_of_deaths(wanted.incidents))


def tells_of_deaths(cited: tuple[str, ...]) -> bool:
    """Say whether somebody was killed in one of the incidents that ids stand for."""
    incidents = state.atlas().material.incidents
    figures = state.atlas().material.dataset.tables["figures"].set_index("id")["incident"].to_dict()
    meant = {figures.get(one, one) for one in cited}
    return bool(incidents["has_deaths"][incidents.index.isin(meant)].any())


def untold_deaths(step: Step) -> bool:
    """Say whether a step tells of people killed without a content note."""
    cited = tuple(mark for sentence in sentences_of(step.text) for mark in sentence.cites)
    return not step.content_note and tells_of_deaths((*cited, *step.state.incidents))


def choose(own: Own, key: str) -> None:
    """Choose the step that a list says."""
    own.at, own.turn = int(st.session_state[key]), own.turn + 1


def move(own: Own, by: int) -> None:
    """Move the chosen step up (-1) or down (1)."""
    if 0 <= own.at + by < len(own.story.steps):
        own.story = retold.moved(own.story, own.at, by)
        own.at, own.turn = own.at + by, own.turn + 1


def add(own: Own) -> None:
    """Add a step from the present view after the chosen one."""
    if len(own.story.steps) < MOST_STEPS:
        own.story = retold.with_step(own.story, own.at + 1, step_from_view())
        own.at, own.turn = own.at + 1, own.turn + 1


def take_out(own: Own) -> None:
    """Take the chosen step out."""
    if len(own.story.steps) > 1:
        own.removed = own.at, own.step
        own.story = retold.without_step(own.story, own.at)
        own.at, own.turn = min(own.at, len(own.story.steps) - 1), own.turn + 1


def take_exercise_out(own: Own, at: int) -> None:
    """Take an exercise out."""
    own.removed = at, own.story.exercises[at]
    own.story = retold.without_exercise(own.story, at)


def put_back(own: Own) -> None:
    """Put back what was taken out last."""
    if own.removed is None:
        return
    at, part = own.removed
    own.removed = None
    if isinstance(part, Step):
        at = min(at, len(own.story.steps))
        own.story = retold.with_step(own.story, at, part)
        own.at, own.turn = at, own.turn + 1
    else:
        own.story = retold.with_exercise(own.story, at, part)


def take_map(own: Own) -> None:
    """Show in the chosen step what the Map page shows; the incidents that the step points out stay."""
    told = own.step.state.incidents
    wanted = present_map()
    incidents = tuple(dict.fromkeys((*told, *wanted.incidents)))
    own.story = retold.with_changes(own.story, own.at, state=replace(wanted, incidents=incidents))
    own.turn += 1


def open_map(own: Own) -> None:
    """Make the map of the chosen step the view of all pages, and go there."""
    storytelling.open_map(own.step.state)


def cite(own: Own, identifier: str) -> None:
    """Cite a row behind the last sentence of the chosen step."""
    own.story = retold.with_changes(own.story, own.at, text=retold.citing_more(own.step.text, identifier))
    own.turn += 1
