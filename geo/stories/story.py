"""A story: an episode told step by step, each step with the state of the map that goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.layers import LAYERS
from geo.schema import ExerciseKind
from geo.views import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from geo.tables import Dataset

__all__ = ["REFERENCE_FRAME", "Exercise", "ExerciseKind", "MapState", "Step", "Story", "stories_of", "story_of_rows"]

#: width and height in pixels of the frame that the zoom of a step is meant for
REFERENCE_FRAME = (1000, 700)


@dataclass(frozen=True, slots=True)
class MapState:
    """What the map shows in one step.

    `window` are two days, both included; `centre` is latitude, longitude (degrees, WGS 84) and the zoom at which a map
    of the size `REFERENCE_FRAME` shows the ground that is meant; `incidents` are ids that are pointed out.
    """

    window: tuple[date, date]
    mode: str
    layers: tuple[str, ...]
    incidents: tuple[str, ...]
    centre: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a story; `text` holds its citations in square brackets (`geo.stories.citing`)."""

    id: str
    title: str
    text: str
    question: str
    answer: str
    notes: str
    content_note: bool
    state: MapState


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise on method; `other` is the id of the episode to compare with, or ""."""

    id: str
    kind: ExerciseKind
    title: str
    prompt: str
    incidents: tuple[str, ...]
    day: date | None
    other: str
    answer: str
    notes: str
    content_note: bool


@dataclass(frozen=True, slots=True)
class Story:
    """An episode with its steps and exercises in order; `author` is "" for the stories of the data set."""

    id: str
    title: str
    summary: str
    start: date
    end: date
    day_zero: date | None
    steps: tuple[Step, ...]
    exercises: tuple[Exercise, ...]
    author: str = ""


def stories_of(dataset: Dataset) -> tuple[Story, ...]:
    """Return the stories of a dataset in the order of their first day; an episode without a chapter is none."""
    steps, exercises = _by_episode(dataset, "chapters"), _by_episode(dataset, "exercises")
    episodes = sorted(dataset.tables["episodes"].to_dict("records"), key=lambda row: (row["start"], row["id"]))
    return tuple(
        story_of_rows(row, steps[row["id"]], exercises.get(row["id"], ())) for row in episodes if row["id"] in steps
    )


def story_of_rows(
    episode: Mapping[Any, Any], chapters: Iterable[Mapping[Any, Any]], exercises: Iterable[Mapping[Any, Any]],
    author: str = "",
) -> Story:  # fmt: skip
    """Make a story of checked rows of the tables `episodes`, `chapters` and `exercises`, in the order of `position`."""
    return Story(
        **{name: episode[name] for name in ("id", "title", "summary", "start", "end", "day_zero")},
        steps=tuple(_step(row) for row in sorted(chapters, key=_position)),
        exercises=tuple(_exercise(row) for row in sorted(exercises, key=_position)),
        author=author,
    )


def _position(row: Mapping[Any, Any]) -> tuple[int, str]:
    return int(row["position"]), str(row["id"])


def _by_episode(dataset: Dataset, table: str) -> dict[str, list[Mapping[Any, Any]]]:
    gathered: dict[str, list[Mapping[Any, Any]]] = {}
    for row in dataset.tables[table].to_dict("records"):
        gathered.setdefault(row["episode"], []).append(row)
    return gathered


def _step(row: Mapping[Any, Any]) -> Step:
    layers = row["layers"].split()
    return Step(
        **{name: row[name] for name in ("id", "title", "text", "question", "answer", "notes")},
        content_note=bool(row["content_note"]),
        state=MapState(
            window=(row["window_start"], row["window_end"]),
            mode=row["mode"] or str(Mode.WINDOW),
            layers=tuple(layer for layer in LAYERS if layer in layers or not layers),
            incidents=tuple(row["incidents"].split()),
            centre=(float(row["latitude"]), float(row["longitude"]), float(row["zoom"])),
        ),
    )


def _exercise(row: Mapping[Any, Any]) -> Exercise:
    return Exercise(
        **{name: row[name] for name in ("id", "title", "prompt", "day", "answer", "notes")},
        kind=ExerciseKind(row["kind"]),
        incidents=tuple(row["incidents"].split()),
        other=row["other_episode"],
        content_note=bool(row["content_note"]),
    )
