"""A story on its way to paper or slides: its words with the numbers of their sources, its view, and its maps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from geo.dates import say_window
from geo.snapshot.canvas.projection import at_zoom
from geo.snapshot.maps.emphasis import with_numbered_movements
from geo.snapshot.maps.mapping import Task, draw_map
from geo.snapshot.numbering import only, with_numbers
from geo.snapshot.proof.spec import spec_of
from geo.snapshot.selection import names_at, select
from geo.snapshot.sheets.extents import projection_of
from geo.snapshot.wording import count_words, say_numbers
from geo.stories.exercises import state_of
from geo.stories.story import REFERENCE_FRAME, MapState
from geo.stories.telling import told_stories
from geo.style import PLACE_WORDS
from geo.views import Extent, Labels, Mode, clean, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from gazetteer.policy import NamePolicy
    from geo.material import Material
    from geo.snapshot.canvas.marks import Box, Mark
    from geo.snapshot.canvas.paper import Sizes
    from geo.snapshot.maps.mapping import Drawn
    from geo.snapshot.proof.spec import Spec
    from geo.snapshot.selection import Selection
    from geo.stories.story import Exercise, Story
    from geo.views import View

#: numbers are raised by signs of their own, so that they stay raised in every form and in a text that is copied
RAISED = str.maketrans("0123456789-,", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ʼ")
#: what a map points out that points out nothing: no incident is called so, and nothing is labelled
NOTHING = frozenset({""})
#: on a map two of which share a page there are no graticule and no locator
SHARED_PAGE = 2
TOLD_LAYERS = ("incidents", "movements")


@dataclass(frozen=True, slots=True)
class Printed:
    """A story with everything that its pages need.

    `told` is the story as `geo.stories.telling.told_stories` gives it; `numbers` are those of the incidents that it
    points out, in the order of their dates.
    """

    material: Material
    story: Story
    policy: NamePolicy
    told: Mapping[str, Any]
    numbers: Mapping[str, int]
    spec: Spec

    @property
    def content_note(self) -> bool:
        """Whether the story tells of people who were killed or hurt."""
        return bool(self.told["contentNote"]) or any(one["contentNote"] for one in self.told["exercises"])


@dataclass(frozen=True, slots=True)
class PrintedMap:
    """A map of a story: its marks, its text twin, and what it points out without a title on it, in words.

    `crowded` says that something it points out found no room for its number.
    """

    marks: tuple[Mark, ...]
    alt: str
    beside: tuple[str, ...]
    crowded: bool
    drawn: Drawn
    selection: Selection


def printed(material: Material, story: Story, policy: NamePolicy, made_on: date, address: str = "") -> Printed:
    """Gather what the pages of a story need.

    Parameters
    ----------
    material, story
        The data folder, and a story of it or one of somebody's own about it.
    policy
        Languages of the names on maps.
    made_on
        The day that the pages bear; the same day gives the same bytes.
    address
        Of an atlas that everybody reaches, or "".

    Raises
    ------
    SnapshotError
        If the address is none.
    """
    told = told_stories(material.dataset, material.incidents, material.gazetteer, [story])["stories"][0]
    states = [step.state for step in story.steps]
    names = {name for state in states for name in state.incidents}
    names |= {name for exercise in story.exercises for name in exercise.incidents}
    order = sorted(names & material.row_of.keys(), key=material.row_of.__getitem__)
    link = {"episode": [story.id], "from": [str(story.start)], "to": [str(story.end)], "names": [policy.value],
            "turn": ["portrait"], "extent": [Extent.CLOSE.value]}  # fmt: skip
    numbers = {name: number for number, name in enumerate(order, 1)}
    return Printed(material, story, policy, told, numbers, spec_of(material, link, made_on, address))


def said(sentences: Sequence[Mapping[str, Any]]) -> str:
    """Return sentences with the raised numbers of their sources."""
    return " ".join(raised(one["text"], one["numbers"]) for one in sentences)


def raised(text: str, numbers: Iterable[int | None]) -> str:
    """Return a text with the raised numbers of its sources."""
    told = say_numbers(sorted({number for number in numbers if number is not None}))
    return text + told.replace(", ", ",").translate(RAISED)


def title_of(story: Printed, incident: str) -> str:
    """Return date and title of an incident."""
    detail = story.material.layers.incidents[story.material.row_of[incident]]
    return f"{detail['date']}: {detail['title']}"


def state_of_exercise(story: Printed, identifier: str) -> MapState:
    """Return the map that belongs to an exercise."""
    exercise: Exercise = next(one for one in story.story.exercises if one.id == identifier)
    return state_of(story.material.incidents, story.story, exercise)


def view_of_state(story: Printed, state: MapState) -> View:
    """Return the view that a step shows: its window, mode, layers and extent, and no filter."""
    latitude, longitude, zoom = state.centre
    link = {"from": [str(state.window[0])], "to": [str(state.window[1])], "mode": [state.mode],
            "names": [story.policy.value], "layer": list(state.layers) or ["none"],
            "map": [f"{latitude},{longitude},{zoom}"]}  # fmt: skip
    return view_of(clean(link, story.material.options))


def state_map(story: Printed, state: MapState, title: str, frame: Box, sizes: Sizes) -> PrintedMap:
    """Draw the map of a step: the ground that its frame of reference shows, and what it points out ringed.

    Parameters
    ----------
    title
        Of the step, for the text twin.
    frame
        Of the map, in mm.
    sizes
        Of the page, scaled as the type on the map is to be.
    """
    selection = with_numbers(select(story.material, view_of_state(story, state)), story.numbers)
    projection = at_zoom(frame, *state.centre, screen=REFERENCE_FRAME)
    told = frozenset(state.incidents)
    drawn = draw_map(Task(story.material, selection, projection, sizes, Labels.AUTO, SHARED_PAGE, told or NOTHING))
    return _finished(story, selection, drawn, told, title)


def story_map(story: Printed, frame: Box, sizes: Sizes) -> PrintedMap:
    """Draw everything that the steps of a story point out on one map, with names of places and numbers."""
    states = [step.state for step in story.story.steps]
    told = frozenset(name for state in states for name in state.incidents)
    window = min(state.window[0] for state in states), max(state.window[1] for state in states)
    view = view_of_state(story, replace(states[0], window=window, mode=Mode.WINDOW.value, layers=TOLD_LAYERS))
    view = replace(view, page=replace(view.page, extent=Extent.CLOSE))
    selection = with_numbers(only(select(story.material, view), told), story.numbers)
    projection = projection_of(story.material, selection, frame)
    numbered = with_numbered_movements(selection, told)
    # a ring around everything would tell nothing
    drawn = draw_map(Task(story.material, numbered, projection, sizes, Labels.PLACES, SHARED_PAGE))
    return _finished(story, selection, drawn, told, story.story.title)


def place_map(story: Printed, state: MapState, told: Sequence[str], frame: Box, sizes: Sizes) -> PrintedMap:
    """Draw the ground of a map and, of all that happened, what is told of alone; nothing if that is nothing."""
    whole = select(story.material, view_of_state(story, state))
    selection = with_numbers(only(whole, told), story.numbers)
    projection = at_zoom(frame, *state.centre, screen=REFERENCE_FRAME)
    names = frozenset(told) or NOTHING
    drawn = draw_map(Task(story.material, selection, projection, sizes, Labels.PLACES, SHARED_PAGE, names))
    return _finished(story, selection, drawn, frozenset(told), story.story.title)


def _finished(story: Printed, selection: Selection, drawn: Drawn, told: frozenset[str], title: str) -> PrintedMap:
    named = drawn.titled | drawn.arrows
    reasons = _reasons(selection, drawn)
    beside = []
    for name in sorted((told & story.numbers.keys()) - named, key=story.numbers.__getitem__):
        reason = reasons.get(name, "outside the time of this map")
        words = f"{story.numbers[name]} · {title_of(story, name)}"
        beside.append(f"{words} ({reason})" if reason else words)
    crowded = any(entry.id in told for entry in drawn.unlabelled)
    return PrintedMap(drawn.marks, _alt(story, selection, told, title), tuple(beside), crowded, drawn, selection)


def _reasons(selection: Selection, drawn: Drawn) -> dict[str, str]:
    """Say why what is shown has no number on the map; "" if it has one."""
    reasons = dict.fromkeys((entry.id for entry in selection.entries), "")
    reasons |= dict.fromkeys((entry.id for entry in drawn.unlabelled), "ringed, without room for its number")
    reasons |= dict.fromkeys((entry.id for entry in drawn.outside), "outside this map")
    reasons |= dict.fromkeys((entry.id for entry in drawn.undrawn_movements), "without room for an arrow")
    return reasons | dict.fromkeys((entry.id for entry in selection.listed), "no place known, so not on the map")


def _alt(story: Printed, selection: Selection, told: frozenset[str], title: str) -> str:
    """Tell a map in words: what it points out, and how much else it shows."""
    view = selection.view
    when = say_window(view.window) if view.window else "all dates"
    pointed = [entry for entry in selection.entries if entry.id in told]
    others = len(selection.entries) - len(pointed)
    parts = [f"Map. {title}: {when}."]
    parts += [
        f"{entry.number}: {entry.detail['date']}, {names_at(story.material, entry.place, view.policy)} "
        f"({PLACE_WORDS[entry.precision]}): {entry.detail['title']}."
        for entry in sorted(pointed, key=lambda entry: entry.number)
    ]
    if others:
        parts.append(f"{count_words(others, 'other entry is', 'other entries are')} shown without a number.")
    return " ".join(parts)
