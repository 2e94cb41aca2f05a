"""Troop movements: which status each had on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.dates import say_date, widen
from geo.errors import UnknownIncidentError
from geo.figures import say_number
from geo.schema import MovementStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geo.tables import Dataset

STATUS_COLUMNS = ("movement", "status", "on", "first_day", "last_day", "dated")


def statuses(dataset: Dataset) -> pd.DataFrame:
    """List every status of every movement with its date.

    Returns
    -------
    DataFrame
        Columns `movement`, `status`, `on` (partial date), `first_day`, `last_day` (`datetime.date`), `dated` (False
        where only the incident, not the status, has a date); each movement in the order of its dates.
    """
    incident_days = dataset.tables["incidents"].set_index("id")["event_date_end"].to_dict()
    rows = []
    for movement in dataset.tables["movements"].to_dict("records"):
        days = {status: str(movement[f"{status}_on"]) for status in MovementStatus}
        final = MovementStatus(movement["final_status"])
        dated = bool(days[final])
        if not dated:
            days[final] = str(incident_days[movement["id"]])
        told = [(*widen(on), order, status, on) for order, (status, on) in enumerate(days.items()) if on]
        told.sort(key=lambda status: (status[1], status[2]))
        rows += [
            (movement["id"], str(status), on, first, last, dated or status is not final)
            for first, last, _, status, on in told
        ]
    return pd.DataFrame(rows, columns=list(STATUS_COLUMNS))


def say_movement(movement: Mapping[str, Any], dated: pd.DataFrame) -> str:
    """Say what moved and where it stands.

    Parameters
    ----------
    movement
        A row of the table `movements`.
    dated
        Its rows of `statuses`.

    Returns
    -------
    str
        For example "reserve battalion (Germany), 600; requested 17 March 2004; arrived 20 March 2004".
    """
    number = say_number(movement["low"], movement["best"], movement["high"], open_upper=bool(movement["open_upper"]))
    steps = [
        f"{row.status} {say_date(str(row.on), str(row.on))}" if row.dated else f"{row.status} (day not known)"
        for row in dated.itertuples()
    ]
    what = f"{movement['contingent']} ({movement['countries']})" + (f", {number}" if number else "")
    return "; ".join((what, *steps)).replace("_", " ")


def movements_in_words(dataset: Dataset) -> dict[str, str]:
    """Return `say_movement` for every movement, by id."""
    by_movement = dict(iter(statuses(dataset).groupby("movement")))
    rows = dataset.tables["movements"].to_dict("records")
    return {
        row["id"]: say_movement({str(key): value for key, value in row.items()}, by_movement[row["id"]]) for row in rows
    }


def status_on(dataset: Dataset, movement: str, day: date) -> MovementStatus | None:
    """Return the status that a movement had reached for certain on a day, or None before its first one.

    A status of which only the month or year is known counts from the last day of that time.

    Raises
    ------
    UnknownIncidentError
        If there is no such movement.
    """
    if movement not in set(dataset.tables["movements"]["id"]):
        raise UnknownIncidentError(f'There is no movement "{movement}"; look up its id in movements.csv.')
    return statuses_on(dataset, day).get(movement)


def statuses_on(dataset: Dataset, day: date) -> Mapping[str, MovementStatus]:
    """Return the status of every movement that had begun on a day, by id."""
    told = statuses(dataset)
    reached = told[[last <= day for last in told["last_day"]]]
    return {str(row.movement): MovementStatus(str(row.status)) for row in reached.itertuples()}
