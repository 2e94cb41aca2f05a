"""Which incidents are shown, and which criterion hides each of the others.

Every hidden incident is counted once, for the first criterion that hides it in the fixed order of `CRITERIA`; so
shown + all hidden = total.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from gazetteer.names import search_key
from geo.dates import say_window
from geo.errors import FilterError
from geo.schema import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

Casualties = Literal["any", "injured_or_killed", "killed"]
CASUALTIES: tuple[Casualties, ...] = ("any", "injured_or_killed", "killed")
Window = tuple["date", "date"]

#: criterion -> the columns of the incidents that it looks at; the order decides which criterion a hidden row counts for
CRITERIA: Mapping[str, tuple[str, ...]] = {
    "window": ("first_day", "last_day"),
    "episodes": ("episode",),
    "event_types": ("event_type",),
    "actor_kinds": ("actor1_kind", "actor2_kind"),
    "municipalities": ("municipality",),
    "place_precisions": ("place_precision",),
    "sources": ("sources",),
    "source_kinds": ("source_kinds",),
    "casualties": ("has_deaths", "has_injuries"),
    "text": ("search_text",),
}
LISTS = tuple(name for name in CRITERIA if name not in ("window", "casualties", "text"))
BECAUSE = {
    "window": "outside the window",
    "episodes": "hidden by the choice of episodes",
    "event_types": "hidden by the choice of event types",
    "actor_kinds": "hidden by the choice of actors",
    "municipalities": "hidden by the choice of municipalities",
    "sources": "hidden by the choice of sources",
    "source_kinds": "hidden by the choice of kinds of source",
    "casualties": "hidden by the choice of casualties",
    "text": "without the words searched for",
}
KNOWN_PLACE = {
    PlacePrecision.EXACT: "because the exact place is known",
    PlacePrecision.SETTLEMENT: "because the settlement is known",
    PlacePrecision.NEAR: "because it is only known what the place is near to",
    PlacePrecision.MUNICIPALITY: "because only the municipality is known",
    PlacePrecision.REGION: "because only the region is known",
    PlacePrecision.COUNTRY: "because only the country is known",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; an empty tuple or text restricts nothing, and an incident matches any of the values of a tuple."""

    episodes: tuple[str, ...] = ()  # "" stands for single events without an episode
    event_types: tuple[str, ...] = ()
    actor_kinds: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()  # place ids
    place_precisions: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    source_kinds: tuple[str, ...] = ()
    casualties: Casualties = "any"
    text: str = ""

    def __post_init__(self) -> None:
        """Refuse a casualty criterion that does not exist."""
        if self.casualties not in CASUALTIES:
            raise FilterError(f'"{self.casualties}" is no casualty filter; use one of: {", ".join(CASUALTIES)}.')


@dataclass(frozen=True, slots=True)
class Shown:
    """The incidents that a filter shows and how many each criterion hides."""

    ids: tuple[str, ...]
    hidden: Mapping[str, int]
    total: int
    hidden_precisions: Mapping[str, int] = field(default_factory=dict)  # parts of hidden["place_precisions"]
    unlisted: int = 0  # shown ones whose ids are too many to be listed

    @property
    def number(self) -> int:
        """How many incidents are shown."""
        return len(self.ids) + self.unlisted

    def sentence(self) -> str:
        """Say what is shown and what is hidden, for example "12 of 147 shown; 129 outside the window"."""
        parts = [f"{self.number:,} of {self.total:,} shown"]
        precisions = [
            f"{count:,} hidden {KNOWN_PLACE[PlacePrecision(precision)]}"
            for precision, count in self.hidden_precisions.items()
        ]
        for criterion, count in self.hidden.items():
            parts += precisions if criterion == "place_precisions" else [f"{count:,} {BECAUSE[criterion]}"]
        return "; ".join(parts)


class Occurrences(NamedTuple):
    """The values of one criterion: `options[codes[k]]` occurs in row `rows[k]`, no value twice in one row."""

    options: tuple[str, ...]
    rows: NDArray[np.intp]
    codes: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Sieve:
    """A table of incidents taken apart once, for whoever filters it again and again; the table must not change."""

    incidents: pd.DataFrame  # as `geo.incidents.locate` returns it
    _found: dict[str, Occurrences] = field(default_factory=dict, repr=False)

    @cached_property
    def ids(self) -> NDArray[Any]:
        """The id of each row."""
        return np.array([str(name) for name in self.incidents.index], dtype=object)

    @cached_property
    def days(self) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
        """First and last possible day of each row."""
        first, last = (self.incidents[name].tolist() for name in CRITERIA["window"])
        return np.array(first, dtype="datetime64[D]"), np.array(last, dtype="datetime64[D]")

    @cached_property
    def texts(self) -> list[str]:
        """What is searched in each row."""
        return [str(text) for text in self.incidents["search_text"]]

    @cached_property
    def casualties(self) -> dict[Casualties, NDArray[np.bool_]]:
        """Whether each row has such casualties by any source."""
        killed, injured = (self.incidents[name].to_numpy(dtype=bool) for name in CRITERIA["casualties"])
        return {"any": np.ones(len(killed), dtype=bool), "injured_or_killed": killed | injured, "killed": killed}

    def occurrences(self, criterion: str) -> Occurrences:
        """Return which values of a list occur in which rows, the options in alphabetical order."""
        if criterion not in self._found:
            told = zip(*(self.incidents[column].tolist() for column in CRITERIA[criterion]), strict=True)
            values = [
                {str(value) for cell in cells for value in (cell if isinstance(cell, tuple) else (cell,))}
                for cells in told
            ]
            options = tuple(sorted(set().union(*values)))
            code = {option: number for number, option in enumerate(options)}
            pairs = [(row, code[value]) for row, some in enumerate(values) for value in some]
            rows, codes = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
            self._found[criterion] = Occurrences(options, rows, codes)
        return self._found[criterion]


def apply(incidents: pd.DataFrame | Sieve, filters: Filters, window: Window | None) -> Shown:
    """Say which incidents a filter and a time window show.

    Parameters
    ----------
    incidents
        Table as `geo.incidents.locate` returns it, or the sieve of one.
    filters
        The criteria; all have to be met.
    window
        First and last day; an incident is inside if any of its possible days is. None shows all days.

    Returns
    -------
    Shown
        The ids in the order of the table; `hidden` has only criteria that hide something, in the order of `CRITERIA`.
    """
    sieve = incidents if isinstance(incidents, Sieve) else Sieve(incidents)
    left = np.ones(len(sieve.incidents), dtype=bool)
    hidden: dict[str, int] = {}
    precisions: dict[str, int] = {}
    for criterion in CRITERIA:
        if not _active(criterion, filters, window):
            continue
        met = _mask(criterion, sieve, filters, window)
        gone = left & ~met
        if gone.any():
            hidden[criterion] = int(gone.sum())
        if criterion == "place_precisions":
            counted = _count(sieve.occurrences(criterion), gone)
            precisions = {str(kind): counted[kind] for kind in PlacePrecision if counted.get(kind)}
        left &= met
    return Shown(tuple(sieve.ids[left].tolist()), hidden, len(left), precisions)


def facets(incidents: pd.DataFrame | Sieve, filters: Filters, window: Window | None) -> dict[str, dict[str, int]]:
    """Count for every option of every list how many incidents it would show, given all the other criteria.

    Parameters
    ----------
    incidents, filters, window
        As for `apply`.

    Returns
    -------
    dict
        Criterion -> option -> incidents; an option that occurs in the table but would show nothing counts 0. An
        incident with two actors or sources counts for both. The casualty options are counted too.
    """
    sieve = incidents if isinstance(incidents, Sieve) else Sieve(incidents)
    masks = {name: _mask(name, sieve, filters, window) for name in CRITERIA if _active(name, filters, window)}
    counted: dict[str, dict[str, int]] = {}
    for criterion in (*LISTS, "casualties"):
        others = np.ones(len(sieve.incidents), dtype=bool)
        for name, mask in masks.items():
            if name != criterion:
                others &= mask
        if criterion == "casualties":
            counted[criterion] = {option: int((others & sieve.casualties[option]).sum()) for option in CASUALTIES}
        else:
            counted[criterion] = _count(sieve.occurrences(criterion), others)
            if criterion != "episodes":
                counted[criterion].pop("", None)
    return counted


def say_filters(filters: Filters, window: Window | None, names: Mapping[str, str] | None = None) -> str:
    """Say what a filter asks for, for titles and exports.

    Parameters
    ----------
    filters, window
        As for `apply`.
    names
        What to call the ids of episodes, municipalities and sources; an id without a name stands for itself.

    Returns
    -------
    str
        For example "17-19 March 2004; event types: clash, riot arson; killed" or "all dates; no other filter".
    """
    called = {} if names is None else names
    parts = [say_window(window)]
    for criterion in LISTS:
        chosen = [called.get(value, value.replace("_", " ")) or "none" for value in getattr(filters, criterion)]
        if chosen:
            parts.append(f"{criterion.replace('_', ' ')}: {', '.join(chosen)}")
    if filters.casualties != "any":
        parts.append(f"only with persons {filters.casualties.replace('_', ' ')}")
    if filters.text.strip():
        parts.append(f'text: "{filters.text.strip()}"')
    return "; ".join(parts) if len(parts) > 1 else f"{parts[0]}; no other filter"


def _active(criterion: str, filters: Filters, window: Window | None) -> bool:
    """Say whether a criterion restricts anything."""
    if criterion == "window":
        return window is not None
    if criterion == "casualties":
        return filters.casualties != "any"
    if criterion == "text":
        return bool(search_key(filters.text))
    return bool(getattr(filters, criterion))


def _mask(criterion: str, sieve: Sieve, filters: Filters, window: Window | None) -> NDArray[np.bool_]:
    """Say for each incident whether it meets one criterion."""
    if criterion == "window":
        (first, last), (opening, closing) = sieve.days, window or (None, None)
        return (first <= np.datetime64(closing)) & (last >= np.datetime64(opening))
    if criterion == "casualties":
        return sieve.casualties[filters.casualties]
    if criterion == "text":
        wanted = search_key(filters.text).split()
        return np.array([all(word in text for word in wanted) for text in sieve.texts], dtype=bool)
    return _any_of(sieve.occurrences(criterion), frozenset(getattr(filters, criterion)), len(sieve.incidents))


def _any_of(found: Occurrences, wanted: frozenset[str], count: int) -> NDArray[np.bool_]:
    """Say for each incident whether one of its values is wanted."""
    met = np.zeros(count, dtype=bool)
    chosen = np.array([option in wanted for option in found.options], dtype=bool)
    met[found.rows[chosen[found.codes]]] = True
    return met


def _count(found: Occurrences, among: NDArray[np.bool_]) -> dict[str, int]:
    """Count in how many of some incidents each value occurs."""
    counts = np.bincount(found.codes[among[found.rows]], minlength=len(found.options))
    return dict(zip(found.options, counts.tolist(), strict=True))
