"""Sentences and what they rest on: `A sentence. [id id] Another one. [id]`.

An id in square brackets after a sentence is that of an incident, a figure, a strength, an area or a source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.geoparse.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.stories.story import Story
    from geo.tables import Dataset

BRACKET = re.compile(r"\s*\[([^\[\]]*)\]")
#: tables whose rows may be cited besides the incidents, where an id stands for the first table that has it
CITED_ROWS = ("figures", "strength", "areas")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence without its brackets, and the ids that stood in them."""

    text: str
    cites: tuple[str, ...]


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences, each with the ids of the brackets that follow it or stand in it."""
    found: list[Sentence] = []
    start = 0
    for bracket in BRACKET.finditer(text):
        found += [Sentence(told.text, ()) for told in sentences(text[start : bracket.start()])]
        ids = bracket[1].replace(",", " ").split()
        if found:
            found[-1] = Sentence(found[-1].text, tuple(dict.fromkeys((*found[-1].cites, *ids))))
        start = bracket.end()
    found += [Sentence(told.text, ()) for told in sentences(text[start:])]
    return tuple(found)


def plain_text(text: str) -> str:
    """Return a text without its brackets and the white space before them."""
    return BRACKET.sub("", text).strip()


def sources_cited(dataset: Dataset, cites: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the sources that ids stand for, each once, in the order given.

    An incident stands for the sources that tell of it, by attestation or by a figure; a figure, a strength and an area
    for its source; a source for itself. An id that is none of these stands for nothing.
    """
    known = sources_by_id(dataset)
    return tuple(dict.fromkeys(source for cited in cites for source in known.get(cited, ())))


def sources_by_id(dataset: Dataset) -> dict[str, tuple[str, ...]]:
    """Return for every id that may be cited the sources it stands for."""
    known: dict[str, dict[str, None]] = {incident: {} for (incident,) in _columns(dataset, "incidents", "id")}
    for table in ("attestations", "figures"):
        for incident, source in _columns(dataset, table, "incident", "source"):
            known[incident][source] = None
    for table in CITED_ROWS:
        for row, source in _columns(dataset, table, "id", "source"):
            known.setdefault(row, {source: None})
    for (source,) in _columns(dataset, "sources", "id"):
        known.setdefault(source, {source: None})
    return {cited: tuple(sources) for cited, sources in known.items()}


def _columns(dataset: Dataset, table: str, *columns: str) -> Iterator[tuple[str, ...]]:
    return zip(*(dataset.tables[table][column].tolist() for column in columns), strict=True)


def numbered(dataset: Dataset, story: Story) -> dict[str, int]:
    """Give the sources of a story numbers from 1, in the order in which its steps and then its exercises cite them."""
    known = sources_by_id(dataset)
    met = dict.fromkeys(source for cited in _cited(story) for source in known.get(cited, ()))
    return {source: number for number, source in enumerate(met, 1)}


def _cited(story: Story) -> Iterator[str]:
    for step in story.steps:
        yield from _ids(step.text)
    for exercise in story.exercises:
        yield from _ids(exercise.prompt)
        yield from _ids(exercise.answer)


def _ids(text: str) -> Iterator[str]:
    for sentence in sentences_of(text):
        yield from sentence.cites
