"""Tables for charts and for the reading panel: counts, strength, episodes side by side, related incidents.

Nothing here adds the figures of two sources, or parts to their total.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from geo.dates import say_date, widen
from geo.errors import UnknownIncidentError
from geo.figures import say_number, source_columns, who_says
from geo.movements import status_on, statuses, statuses_on
from geo.schema import EventType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.tables import Dataset

__all__ = [
    "Related",
    "compare_from_day_zero",
    "counts_by_type",
    "related",
    "say_number",
    "status_on",
    "statuses",
    "statuses_on",
    "strength_steps",
    "who_says",
]

Frequency = Literal["year", "month", "day"]
DAY_KNOWN = ("day", "night", "days", "week")  # date precisions from which a difference in days can be told
_UNKNOWN = 'There is no incident "{}"; look up its id in incidents.csv.'
#: relation -> words seen from the row that has it, words seen from the other one
RELATION_WORDS: Mapping[str, tuple[str, str]] = {
    "answers": ("answers", "answered by"),
    "part_of": ("part of", "contains"),
    "follows": ("follows", "followed by"),
    "context": ("in the context of", "context of"),
}


@dataclass(frozen=True, slots=True)
class Related:
    """An incident linked to another one."""

    id: str
    title: str
    words: str  # "answers", "answered by" ...
    date: str  # in words
    days: int | None  # from the first day of this one to the first day of that one; None if a day is not known

    def sentence(self) -> str:
        """Say the link, for example "answered by: Reserve battalion sent (+1 day)"."""
        if self.days is None:
            return f"{self.words}: {self.title} ({self.date})"
        unit = "day" if abs(self.days) == 1 else "days"
        return f"{self.words}: {self.title} ({f'{self.days:+d} {unit}' if self.days else 'same day'})"


def counts_by_type(incidents: pd.DataFrame, freq: Frequency = "year") -> pd.DataFrame:
    """Count incidents by event type and period.

    Parameters
    ----------
    incidents
        Table as `geo.incidents.locate` returns it.
    freq
        Length of a period. An incident counts once, in the period of its first possible day.

    Returns
    -------
    DataFrame
        `period` (`datetime.date`, its first day), `event_type`, `incidents`, and `uncertain`: how many of these may
        also lie in a later period. Rows of type "total" sum up others and are left out.
    """
    counted = incidents[incidents["event_type"] != EventType.TOTAL]
    periods = [_period(day, freq) for day in counted["first_day"]]
    uncertain = [period != _period(last, freq) for period, last in zip(periods, counted["last_day"], strict=True)]
    table = pd.DataFrame({"period": periods, "event_type": counted["event_type"].to_list(), "uncertain": uncertain})
    grouped = table.groupby(["period", "event_type"])["uncertain"].agg(["size", "sum"]).reset_index()
    return grouped.rename(columns={"size": "incidents", "sum": "uncertain"}).astype(
        {"incidents": "int64", "uncertain": "int64"}
    )


def _period(day: date, freq: Frequency) -> date:
    return {"year": day.replace(month=1, day=1), "month": day.replace(day=1), "day": day}[freq]


def strength_steps(dataset: Dataset) -> pd.DataFrame:
    """List the figures for the whole of KFOR as steps of a line.

    Returns
    -------
    DataFrame
        Columns of `strength` and `first_day`, `last_day` (`datetime.date`), `number` (`Int64`, best or else lowest),
        `text`, `until` (`datetime.date`: the day before the next plotted figure; missing for the last one and for rows
        that are not plotted), and the source's `title`, `publisher`, `published`, `url`; by first day.
    """
    steps = dataset.tables["strength"].merge(source_columns(dataset), left_on="source", right_index=True, how="left")
    days = [widen(partial) for partial in steps["date"]]
    steps["first_day"] = pd.Series([first for first, _ in days], index=steps.index, dtype="object")
    steps["last_day"] = pd.Series([last for _, last in days], index=steps.index, dtype="object")
    steps["number"] = steps["best"].fillna(steps["low"])
    steps["text"] = pd.Series(
        [
            say_number(row.low, row.best, row.high, str(row.said), open_upper=bool(row.open_upper))
            for row in steps.itertuples()
        ],
        index=steps.index,
        dtype="str",
    )
    steps = steps.sort_values(["first_day", "id"], kind="stable").reset_index(drop=True)
    starts = steps.index[steps["plotted"]]
    steps["until"] = pd.Series([None] * len(steps), dtype="object")
    for position, following in itertools.pairwise(starts):
        steps.loc[position, "until"] = steps.loc[following, "first_day"] - timedelta(days=1)
    return steps


def compare_from_day_zero(incidents: pd.DataFrame, dataset: Dataset, episode_a: str, episode_b: str) -> pd.DataFrame:
    """Lay two episodes side by side, counted in days from the day zero of each.

    Returns
    -------
    DataFrame
        `episode`, `episode_title`, `day`, `last_day` (days from day zero, 0 is that day), `id`, `title`, `event_type`,
        `date` (in words), by day. Rows of type "total" are left out.

    Raises
    ------
    UnknownIncidentError
        If there is no such episode.
    """
    episodes = dataset.tables["episodes"].set_index("id")
    zeros: dict[str, date] = dict(episodes["day_zero"])
    parts = []
    for episode in (episode_a, episode_b):
        if episode not in episodes.index:
            raise UnknownIncidentError(f'There is no episode "{episode}"; look up its id in episodes.csv.')
        zero = zeros[episode]
        chosen = incidents[(incidents["episode"] == episode) & (incidents["event_type"] != EventType.TOTAL)]
        parts.append(
            pd.DataFrame(
                {
                    "episode": episode,
                    "episode_title": episodes.loc[episode, "title"],
                    "day": pd.Series([(day - zero).days for day in chosen["first_day"]], dtype="int64"),
                    "last_day": pd.Series([(day - zero).days for day in chosen["last_day"]], dtype="int64"),
                    "id": chosen["id"].to_list(),
                    "title": chosen["title"].to_list(),
                    "event_type": chosen["event_type"].to_list(),
                    "date": _dates_in_words(chosen),
                }
            )
        )
    return pd.concat(parts).sort_values(["day", "last_day", "episode", "id"], kind="stable").reset_index(drop=True)


def related(dataset: Dataset, incident: str) -> list[Related]:
    """List the incidents linked to one, in the order of their dates.

    Raises
    ------
    UnknownIncidentError
        If there is no such incident.
    """
    links = [
        (link["other"], RELATION_WORDS[link["relation"]][0])
        if link["incident"] == incident
        else (link["incident"], RELATION_WORDS[link["relation"]][1])
        for link in dataset.tables["relations"].to_dict("records")
        if incident in (link["incident"], link["other"]) and link["incident"] != link["other"]
    ]
    rows = _records(dataset, {incident, *(other for other, _ in links)})
    if incident not in rows:
        raise UnknownIncidentError(_UNKNOWN.format(incident))
    zero, known = _first_day(rows[incident])
    found = []
    for other, words in links:
        row = rows[other]
        first, other_known = _first_day(row)
        said = say_date(row["event_date_start"], row["event_date_end"], row["date_precision"])
        days = (first - zero).days if known and other_known else None
        found.append((first, Related(other, row["title"], words, said, days)))
    return [link for _, link in sorted(found, key=lambda each: (each[0], each[1].id))]


def _first_day(incident: Mapping[str, str]) -> tuple[date, bool]:
    """Return the first possible day of an incident, and whether days can be counted from it."""
    return widen(incident["event_date_start"])[0], incident["date_precision"] in DAY_KNOWN


def _records(dataset: Dataset, ids: set[str]) -> dict[str, dict[str, Any]]:
    """Return the rows of some incidents by id."""
    incidents = dataset.tables["incidents"]
    return {row["id"]: row for row in _dicts(incidents[incidents["id"].isin(ids)])}


def _dicts(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(column): value for column, value in row.items()} for row in table.to_dict("records")]


def _dates_in_words(incidents: pd.DataFrame) -> list[str]:
    columns = ("event_date_start", "event_date_end", "date_precision")
    return [say_date(*dates) for dates in zip(*(incidents[column] for column in columns), strict=True)]
