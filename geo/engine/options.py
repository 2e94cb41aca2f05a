"""The options of each list with their counts, asked in as few questions as possible."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from geo.engine import questions
from geo.engine.asking import Rows
from geo.engine.questions import FACETED, LOOKED_AT, MOST_OPTIONS
from geo.filters import CASUALTIES, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.engine.asking import Engine
    from geo.engine.selecting import Selecting
    from geo.filters import Filters, Window

#: lists are counted together as long as no more combinations of their options are possible
MOST_TOGETHER = 16_384
#: so many names are enough to fill a list of `MOST_OPTIONS` with options that show nothing
KNOWN_NAMES = 2 * MOST_OPTIONS + 1

Counted = dict[str, int]


@dataclass(frozen=True, slots=True)
class Names:
    """The first options of each list by name, and how many combinations its columns can have."""

    names: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, int]

    def is_long(self, criterion: str) -> bool:
        """Say whether only the most frequent options of a list are asked for."""
        return len(self.names.get(criterion, ())) > MOST_OPTIONS and len(LOOKED_AT[criterion]) == 1

    def groups(self, criteria: Iterable[str]) -> list[tuple[str, ...]]:
        """Put criteria together whose options are few enough to be counted in one question."""
        groups: list[list[str]] = []
        for criterion in sorted(criteria, key=self.sizes.__getitem__):
            fitting = [
                group for group in groups
                if not self.is_long(criterion)
                and prod(self.sizes[name] for name in (*group, criterion)) <= MOST_TOGETHER
            ]  # fmt: skip
            if fitting:
                fitting[0].append(criterion)
            else:
                groups.append([criterion])
        return [tuple(group) for group in groups]


def names_of(engine: Engine) -> Names:
    """Ask for the options of every list."""
    asked = {name: engine.put(Rows(engine.tally), questions.options, name, KNOWN_NAMES)["option"] for name in LISTS}
    names = {
        name: tuple(option for option in found.to_pylist() if option or name == "episodes")
        for name, found in asked.items()
    }
    sizes = {name: len(known) ** len(LOOKED_AT[name]) for name, known in names.items()}
    return Names(names, {**sizes, "casualties": 4})


def count_options(
    selecting: Selecting, known: Names, filters: Filters, window: Window | None, resting: Mapping[str, Counted]
) -> dict[str, Counted]:
    """Count what each option would show, given all other criteria.

    Parameters
    ----------
    resting
        What is known already of some criteria.

    Returns
    -------
    dict
        Criterion -> option -> incidents, options by name.
    """
    restricting = set(questions.active(filters, None))
    found = dict(resting)
    shown = selecting.shown(filters, window)
    for group in known.groups(name for name in FACETED if name not in restricting and name not in found):
        found |= _taken_apart(selecting.engine.put(shown, questions.facet, group), group)
    for name in FACETED:
        if name in restricting and name not in found:
            rows = selecting.without(filters, (name,), window)
            chosen = tuple(sorted(getattr(filters, name))) if known.is_long(name) else ()
            found |= _taken_apart(selecting.engine.put(rows, questions.facet, (name,), chosen), (name,))
    return {
        name: found[name] if name == "casualties" else _listed(found[name], known.names[name], getattr(filters, name))
        for name in FACETED
    }


def _taken_apart(counted: pa.Table, group: tuple[str, ...]) -> dict[str, Counted]:
    """Return the counts of each criterion from those of their combinations."""
    return {name: _casualties(counted) if name == "casualties" else _options(counted, name) for name in group}


def _options(counted: pa.Table, criterion: str) -> Counted:
    first, *others = LOOKED_AT[criterion]
    parts = [pa.table({"option": counted[first], "n": counted["n"]})]
    for other in others:  # an incident whose actors are of one kind counts once
        differing = counted.filter(pc.not_equal(counted[first], counted[other]))
        parts.append(pa.table({"option": differing[other], "n": differing["n"]}))
    summed = pa.concat_tables(parts).group_by("option").aggregate([("n", "sum")])
    every = dict(zip(summed["option"].to_pylist(), summed["n_sum"].to_pylist(), strict=True))
    if criterion != "episodes":
        every.pop("", None)
    return every


def _casualties(counted: pa.Table) -> Counted:
    def total(mask: pa.ChunkedArray) -> int:
        return int(pc.sum(counted.filter(mask)["n"]).as_py() or 0)

    deaths, injuries = counted["has_deaths"], counted["has_injuries"]
    every = int(pc.sum(counted["n"]).as_py() or 0)
    counts = {"any": every, "killed": total(deaths), "injured_or_killed": total(pc.or_(deaths, injuries))}
    return {option: counts[option] for option in CASUALTIES}


def _listed(counted: Counted, names: tuple[str, ...], chosen: tuple[str, ...]) -> Counted:
    """Return the most frequent options and the chosen ones, by name, with those that show nothing."""
    every = {**dict.fromkeys(names, 0), **counted}
    if len(every) < KNOWN_NAMES:
        every |= {name: counted.get(name, 0) for name in names}
    frequent = sorted(every, key=lambda name: (-every[name], name))[:MOST_OPTIONS]
    kept = sorted({*frequent, *(name for name in chosen if name in every)})
    return {name: every[name] for name in kept}
