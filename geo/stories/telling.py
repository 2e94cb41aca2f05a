"""Stories as plain values, ready for JSON: what a presenter needs to tell them without asking anybody again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.dates import say_window
from geo.details import say_partial, text_of
from geo.layers import LAYERS
from geo.schema import ExerciseKind
from geo.stories import exercises
from geo.stories.citing import sentences_of, sources_by_id
from geo.stories.story import stories_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame

    from gazetteer.resolve import Gazetteer
    from geo.stories.citing import Sentence
    from geo.stories.exercises import Numbers
    from geo.stories.story import Exercise, MapState, Story
    from geo.tables import Dataset


def told_stories(
    dataset: Dataset, incidents: GeoDataFrame, gazetteer: Gazetteer, stories: Sequence[Story]
) -> dict[str, Any]:
    """Tell stories and the glossary as plain values.

    Parameters
    ----------
    dataset, incidents, gazetteer
        Of the data folder; `incidents` as `geo.incidents.locate` returns them.
    stories
        Those to be told; an exercise may compare with another one of the dataset.

    Returns
    -------
    dict
        `stories`, `glossary`, `glossarySources`.
    """
    every = {story.id: story for story in (*stories_of(dataset), *stories)}
    facts = _Facts(dataset, incidents, gazetteer, every)
    told = [_story(facts, story) for story in stories]
    return {"stories": told, **_glossary(dataset)}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is asked while stories are told; `stories` are all that there are, by id."""

    dataset: Dataset
    incidents: GeoDataFrame
    gazetteer: Gazetteer
    stories: Mapping[str, Story]


def _story(facts: _Facts, story: Story) -> dict[str, Any]:
    numbers = exercises.numbers_of(facts.dataset, story)
    behind = sources_by_id(facts.dataset)

    def sentences(text: str) -> list[dict[str, Any]]:
        return [_sentence(facts.incidents, one, behind, numbers) for one in sentences_of(text)]

    steps = [
        {"id": step.id, "title": step.title, "sentences": sentences(step.text), "question": step.question,
         "answer": step.answer, "notes": step.notes, "contentNote": step.content_note, "state": _state(step.state)}
        for step in story.steps
    ]  # fmt: skip
    asked = [
        {"id": one.id, "kind": one.kind.value, "title": one.title, "prompt": sentences(one.prompt),
         "answer": sentences(one.answer), "notes": one.notes, "contentNote": one.content_note,
         "state": _state(exercises.state_of(facts.incidents, story, one)),
         **_shown(facts, story, one, numbers)}
        for one in story.exercises
        if one.kind is not ExerciseKind.DAY_ZERO or one.other in facts.stories
    ]  # fmt: skip
    return {
        "id": story.id,
        "title": story.title,
        "summary": story.summary,
        "days": say_window((story.start, story.end)),
        "author": story.author,
        "contentNote": any(step.content_note for step in story.steps),
        "sources": _sources(facts.dataset, numbers),
        "steps": steps,
        "exercises": asked,
    }


def _shown(facts: _Facts, story: Story, exercise: Exercise, numbers: Numbers) -> dict[str, Any]:
    """Return what an exercise of its kind shows, under the name of the kind."""
    dataset, incidents = facts.dataset, facts.incidents
    match exercise.kind:
        case ExerciseKind.EVENING:
            return {"evening": exercises.evening(dataset, incidents, exercise, numbers)}
        case ExerciseKind.SOURCES:
            return {"compared": exercises.compared(dataset, incidents, exercise, numbers)}
        case ExerciseKind.PLACE:
            return {"place": exercises.place(incidents, facts.gazetteer, exercise)}
        case ExerciseKind.DAY_ZERO:
            return {"dayZero": exercises.day_zero(incidents, story, facts.stories[exercise.other])}


def _state(state: MapState) -> dict[str, Any]:
    first, last = state.window
    return {
        "clock": {"from": str(first), "to": str(last), "mode": state.mode},
        "layers": {layer: layer in state.layers for layer in LAYERS},
        "told": list(state.incidents),
        "view": dict(zip(("latitude", "longitude", "zoom"), state.centre, strict=True)),
    }


def _sentence(
    incidents: GeoDataFrame, sentence: Sentence, behind: Mapping[str, tuple[str, ...]], numbers: Mapping[str, int]
) -> dict[str, Any]:
    sources = {source for mark in sentence.cites for source in behind.get(mark, ())}
    return {
        "text": sentence.text,
        "numbers": sorted(numbers[source] for source in sources),
        "incidents": [mark for mark in sentence.cites if mark in incidents.index],
    }


def _sources(dataset: Dataset, numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    records = {row["id"]: row for row in dataset.tables["sources"].to_dict("records")}
    return [
        {"number": number, "title": records[source]["title"], "publisher": records[source]["publisher"],
         "published": say_partial(records[source]["published"]) or "undated", "url": text_of(records[source]["url"])}
        for source, number in sorted(numbers.items(), key=lambda item: item[1])
    ]  # fmt: skip


def _glossary(dataset: Dataset) -> dict[str, Any]:
    """Tell the terms in alphabetical order; an id that is no source stands for none."""
    rows = dataset.tables["glossary"].to_dict("records")
    known = set(dataset.tables["sources"]["id"])
    said = {row["id"]: sentences_of(row["definition"]) for row in rows}
    cited = (source for sentences in said.values() for one in sentences for source in one.cites if source in known)
    numbers = {source: number for number, source in enumerate(dict.fromkeys(cited), 1)}
    terms = [
        {"id": row["id"], "term": row["term"], "see": row["see"].split(),
         "sentences": [{"text": one.text, "numbers": [numbers[mark] for mark in one.cites if mark in numbers],
                        "incidents": []} for one in said[row["id"]]]}
        for row in sorted(rows, key=lambda row: row["term"].casefold())
    ]  # fmt: skip
    return {"glossary": terms, "glossarySources": _sources(dataset, numbers)}
