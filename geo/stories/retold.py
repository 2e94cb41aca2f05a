"""A story in the making: steps out of views, moved, rewritten and taken out; every change gives a new story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.checks import CONTROL
from geo.dates import say_window
from geo.layers import LAYERS
from geo.stories.citing import BRACKET
from geo.stories.exercises import view_around
from geo.stories.files import FIRST_DAY, LAST_DAY
from geo.stories.shelf import with_ids
from geo.stories.story import MapState, Step, Story

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from geo.stories.story import Exercise
    from geo.views import View

#: the id of a story that was not saved yet
NEW = "own"


def state_of_view(view: View, incidents: pd.DataFrame) -> MapState:
    """Return the state of the map that a view shows.

    Parameters
    ----------
    view
        As a link tells it; its filters are no part of a story.
    incidents
        Table as `geo.incidents.locate` returns it; a view of all years spans its days.
    """
    every = (min(incidents["first_day"]), max(incidents["last_day"])) if len(incidents) else (FIRST_DAY, LAST_DAY)
    first, last = (min(max(day, FIRST_DAY), LAST_DAY) for day in view.handles or every)
    told = (view.incident,) if view.incident in incidents.index else ()
    return MapState((first, last), str(view.mode), view.layers or LAYERS, told, view.centre or view_around([]))


def new_step(state: MapState, *, content_note: bool = False) -> Step:
    """Return a step that shows a map and says nothing yet; its title are the days."""
    return Step("", "", "", "", "", "", content_note, state)


def story_from(step: Step) -> Story:
    """Begin a story with one step; it has no title yet."""
    return with_step(Story(NEW, "", "", *step.state.window, None, (), ()), 0, step)


def copy_of(story: Story, title: str) -> Story:
    """Return a story of one's own that begins as a copy of another one, exercises included."""
    return with_ids(replace(story, id=NEW, title=title))


def with_step(story: Story, at: int, step: Step) -> Story:
    """Put a step in at a position."""
    return _tidied(replace(story, steps=(*story.steps[:at], step, *story.steps[at:])))


def with_changes(story: Story, at: int, **changes: object) -> Story:
    """Rewrite parts of a step: attributes of `Step`."""
    steps = list(story.steps)
    steps[at] = replace(steps[at], **changes)  # type: ignore[arg-type]
    return _tidied(replace(story, steps=tuple(steps)))


def moved(story: Story, at: int, by: int) -> Story:
    """Exchange a step with its neighbour before (-1) or after it (1); at the ends nothing changes."""
    steps = list(story.steps)
    if 0 <= at + by < len(steps):
        steps[at], steps[at + by] = steps[at + by], steps[at]
    return _tidied(replace(story, steps=tuple(steps)))


def without_step(story: Story, at: int) -> Story:
    """Take a step out; the last one stays, because a story without a step is none."""
    if len(story.steps) == 1:
        return story
    return _tidied(replace(story, steps=(*story.steps[:at], *story.steps[at + 1 :])))


def with_exercise(story: Story, at: int, exercise: Exercise) -> Story:
    """Put an exercise in at a position."""
    return with_ids(replace(story, exercises=(*story.exercises[:at], exercise, *story.exercises[at:])))


def without_exercise(story: Story, at: int) -> Story:
    """Take an exercise out."""
    return with_ids(replace(story, exercises=(*story.exercises[:at], *story.exercises[at + 1 :])))


def citing_more(text: str, identifier: str) -> str:
    """Add an id to the citation of the last sentence of a text."""
    brackets = list(BRACKET.finditer(text))
    if brackets and not text[brackets[-1].end() :].strip():
        last = brackets[-1]
        ids = last[1].replace(",", " ").split()
        told = text[: last.start()]
        return f"{told} [{' '.join(dict.fromkeys((*ids, identifier)))}]".strip()
    return f"{text.rstrip()} [{identifier}]".strip()


def tidy(text: str) -> str:
    """Return a text as it can be saved: no invisible signs, no blanks around it."""
    return CONTROL.sub(" ", text).strip()


def _tidied(story: Story) -> Story:
    """Give the parts new numbers and the story its days; a step without a title is called by its own days."""
    first = min(step.state.window[0] for step in story.steps)
    last = max(step.state.window[1] for step in story.steps)
    zero = story.day_zero if story.day_zero and first <= story.day_zero <= last else first
    steps = tuple(step if step.title else replace(step, title=_days(step.state.window)) for step in story.steps)
    return with_ids(replace(story, steps=steps, start=first, end=last, day_zero=zero))


def _days(window: tuple[date, date]) -> str:
    said = say_window(window)
    return said[:1].upper() + said[1:]
