"""What a row that a sentence cites says: days, numbers and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.dates import widen
from geo.movements import statuses
from geo.stories.citing import sources_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.stories.claims import Days
    from geo.tables import Dataset

NUMBERS = ("low", "best", "high", "population_total")
#: table -> columns whose words are part of what a row says
WORDS = {
    "incidents": ("title", "summary", "property_damage", "disagreement", "place_as_written", "actor1", "actor2"),
    "movements": ("contingent", "countries"),
    "figures": ("whom", "said"),
    "strength": ("said", "nations"),
    "areas": ("statement", "basis"),
    "sources": ("title",),
}
#: table -> columns of dates that a row stands for
DATES = {"figures": ("as_of",), "strength": ("date",), "areas": ("as_of", "valid_from", "valid_to"),
         "sources": ("published",)}  # fmt: skip


@dataclass(slots=True)
class Evidence:
    """What one id stands for; `incident` and `place` are "" where it has none."""

    table: str
    incident: str = ""
    place: str = ""
    sources: tuple[str, ...] = ()
    days: list[Days] = field(default_factory=list)
    numbers: set[float] = field(default_factory=set)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Records:
    """What every id says that may be cited, and the incidents of which somebody was killed."""

    by_id: Mapping[str, Evidence]
    deadly: frozenset[str]


def read_records(dataset: Dataset, incidents: pd.DataFrame) -> Records:
    """Gather what the rows of a dataset say.

    Parameters
    ----------
    dataset
        The accepted tables.
    incidents
        Table as `geo.incidents.locate` returns it.
    """
    records = {
        str(row["id"]): Evidence("incidents", str(row["id"]), row["place"], days=[(row["first_day"], row["last_day"])],
                                 words=_words("incidents", row))
        for row in incidents.drop(columns="geometry", errors="ignore").to_dict("records")
    }  # fmt: skip
    published = {row["id"]: row["published"] for row in _rows(dataset, "sources")}
    for table in ("figures", "strength", "areas", "sources"):
        for row in _rows(dataset, table):
            one = Evidence(table, row.get("incident", ""), words=_words(table, row), numbers=_numbers(row))
            dates = [row[column] for column in DATES[table]] + [published.get(row.get("source"), "")]
            one.days += [widen(day) for day in dates if day]
            if one.incident in records:
                one.days += records[one.incident].days[:1]
            records.setdefault(str(row["id"]), one)
    _add_movements(dataset, records)
    _add_statements(dataset, records)
    for cited, sources in sources_by_id(dataset).items():
        if cited in records:
            records[cited].sources = sources
    killed = [row for row in _rows(dataset, "figures") if row["measure"] == "killed" and any(_numbers(row))]
    return Records(records, frozenset(row["incident"] for row in killed))


def _rows(dataset: Dataset, table: str) -> list[dict[Any, Any]]:
    return dataset.tables[table].to_dict("records")


def _words(table: str, row: Mapping[Any, Any]) -> list[str]:
    return [str(row[column]) for column in WORDS[table] if row[column]]


def _numbers(row: Mapping[Any, Any]) -> set[float]:
    return {float(row[column]) for column in NUMBERS if column in row and not pd.isna(row[column])}


def _add_movements(dataset: Dataset, records: Mapping[str, Evidence]) -> None:
    """Add to incidents that are troop movements their numbers and the days of their statuses."""
    for row in _rows(dataset, "movements"):
        if row["id"] in records:
            countries = float(len(row["countries"].split(";")))
            records[row["id"]].numbers |= _numbers(row) | {countries}
            records[row["id"]].words += _words("movements", row)
    for status in statuses(dataset).itertuples():
        if status.movement in records:
            records[str(status.movement)].days.append((status.first_day, status.last_day))  # type: ignore[arg-type]


def _add_statements(dataset: Dataset, records: Mapping[str, Evidence]) -> None:
    """Add to each row what was coded into it, and to each source what it states."""
    for row in _rows(dataset, "statements"):
        for cited in (row["coded_row"], row["source"]):
            if cited in records:
                records[cited].words.append(row["statement"])
                if row["dated"] and records[cited].table == "sources":
                    records[cited].days.append(widen(row["dated"]))
    for row in _rows(dataset, "attestations"):
        _add_words((row["incident"],), row["says"], records)


def _add_words(cited: Iterable[str], words: str, records: Mapping[str, Evidence]) -> None:
    for one in cited:
        if words and one in records:
            records[one].words.append(words)
