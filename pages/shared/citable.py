"""What a sentence may rest on, found by words: incidents, figures, strength, areas and sources with their ids."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gazetteer.names import search_key
from geo.dates import say_date
from geo.figures import say_figure
from pages.shared import state

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Citable:
    """A row that can be cited: its id, what it says in one line, and what it is found by."""

    id: str
    said: str
    found_by: str
    incident: str = ""


def find(words: str, near: Sequence[str] = ()) -> tuple[Citable, ...]:
    """Return the rows that hold all words, incidents first; without a word those of some incidents.

    Parameters
    ----------
    words
        What is looked for; an id is found as well.
    near
        Ids of incidents.
    """
    every = _every(state.atlas().material.dataset.version)
    asked = search_key(words).split()
    if not asked:
        return tuple(one for one in every if one.incident in near)
    return tuple(one for one in every if all(word in one.found_by for word in asked))


@lru_cache(maxsize=2)
def _every(version: str) -> tuple[Citable, ...]:
    del version  # only part of the key
    return tuple(_rows())


def _rows() -> Iterator[Citable]:
    tables, material = state.atlas().material.dataset.tables, state.atlas().material
    for row in material.incidents.sort_values("first_day", kind="stable").to_dict("records"):
        when = say_date(row["event_date_start"], row["event_date_end"], row["date_precision"])
        yield _citable(row["id"], f"{when}: {row['title']}", row["search_text"], row["id"])
    titles = material.incidents["title"]
    for incident, figures in material.figures.items():
        for one in figures:
            yield _citable(one["figure"], f"{titles[incident]}: {say_figure(one)}", "", incident)
    for row in tables["strength"].to_dict("records"):
        yield _citable(row["id"], f"KFOR, {say_date(row['date'], row['date'], row['date_precision'])}: {row['said']}")
    for row in tables["areas"].to_dict("records"):
        yield _citable(row["id"], row["statement"])
    for row in tables["sources"].to_dict("records"):
        yield _citable(row["id"], f"{row['publisher']}: {row['title']}")


def _citable(identifier: str, said: str, more: str = "", incident: str = "") -> Citable:
    return Citable(identifier, said, f"{search_key(f'{identifier} {said}')} {more}", incident)
