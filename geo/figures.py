"""Who says how many: figures in words, conflicting ones side by side, parts under their wholes, nothing added up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.dates import say_date
from geo.errors import UnknownIncidentError
from geo.schema import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.tables import Dataset

SOURCE_COLUMNS = ("title", "publisher", "published", "url")
WHO_SAYS = (
    "figure", "level", "measure", "whom", "number", "low", "best", "high", "said", "as_of", "source", "source_title",
    "publisher", "published", "url", "part_of", "claimed_by", "note",
)  # fmt: skip


def say_number(low: object, best: object, high: object, said: str = "", *, open_upper: bool = False) -> str:
    """Say a number of which only a range may be known.

    Parameters
    ----------
    low, best, high
        Whole numbers or missing.
    said
        The number in the words of the source.
    open_upper
        Whether the upper end is open ("more than", "at least").

    Returns
    -------
    str
        The words of the source where they hold the number or where it gives none ("more than 50", "hundreds"); else for
        example "30", "22-23", "34 (25-41)", "19 (final count)", "at least 50", "up to 6", or "" if nothing is known.
    """
    least, stated, most = (None if pd.isna(number) else int(number) for number in (low, best, high))  # type: ignore[call-overload]
    if said and (stated is None or _holds(said, stated)):
        return said
    if stated is None:
        return "" if open_upper and least is None else _span(least, None if open_upper else most)
    number = f"at least {stated:,}" if open_upper else f"{stated:,}"
    bounds = {bound for bound in (least, most) if bound is not None}
    added = [_span(least, most)] if not open_upper and not bounds <= {stated} else []
    added += [said] if said else []
    return f"{number} ({'; '.join(added)})" if added else number


def _holds(said: str, number: int) -> bool:
    """Say whether a text holds a whole number, with or without commas between the thousands."""
    return re.search(rf"(?<![\d.,])({number}|{number:,})(?!\d|[.,]\d)", said) is not None


def _span(least: int | None, most: int | None) -> str:
    if least is None:
        return "" if most is None else f"up to {most:,}"
    return f"at least {least:,}" if most is None else f"{least:,}" if least == most else f"{least:,}-{most:,}"


def who_says(dataset: Dataset, incident: str) -> pd.DataFrame:
    """List who says how many for one incident; conflicting figures stay side by side and nothing is added up.

    Returns
    -------
    DataFrame
        One row for each figure: columns `WHO_SAYS`. `number` is the figure in words, `level` 0 for a whole and 1 and
        more for a part, which follows its whole. Wholes are ordered by measure, of whom, and the day they stand for.

    Raises
    ------
    UnknownIncidentError
        If there is no such incident.
    """
    if incident not in set(dataset.tables["incidents"]["id"]):
        raise UnknownIncidentError(f'There is no incident "{incident}"; look up its id in incidents.csv.')
    listed = figures_by_incident(dataset, {incident}).get(incident, [])
    text = dict.fromkeys(WHO_SAYS, "str")
    numbers = {"level": "int64", "low": "Int64", "best": "Int64", "high": "Int64"}
    return pd.DataFrame(listed, columns=list(WHO_SAYS)).astype(text | numbers)


def figures_by_incident(dataset: Dataset, incidents: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of `who_says` for several incidents at once."""
    figures = dataset.tables["figures"]
    sources = source_columns(dataset).to_dict("index")
    own: dict[str, list[dict[str, Any]]] = {}
    for row in figures[figures["incident"].isin(incidents)].to_dict("records"):
        own.setdefault(str(row["incident"]), []).append({str(column): value for column, value in row.items()})
    return {
        incident: [_figure_row(row, level, sources[row["source"]]) for row, level in _ordered(rows)]
        for incident, rows in own.items()
    }


def say_figure(figure: Mapping[str, Any]) -> str:
    """Say one row of `who_says`, for example "injured, soldiers: 30 (The Force, as of 31 May 2023)"."""
    as_of = f", as of {say_date(figure['as_of'], figure['as_of'])}" if figure["as_of"] else ""
    claimed = f", claimed by {figure['claimed_by']}" if figure["claimed_by"] else ""
    what = f"of which {figure['whom']}" if figure["level"] else f"{say_measure(figure['measure'])}, {figure['whom']}"
    return f"{what}: {figure['number'] or 'no number given'} ({figure['publisher']}{as_of}{claimed})"


def say_measure(measure: str) -> str:
    """Say a word of `geo.schema.MEASURES`, for example "houses burned"."""
    return {"explosive_kg": "explosive in kg", "share_percent": "share in per cent",
            "turnout_percent": "turnout in per cent"}.get(measure, measure.replace("_", " "))  # fmt: skip


def source_columns(dataset: Dataset) -> pd.DataFrame:
    """Return what a figure shows of its source, by id."""
    return dataset.tables["sources"].set_index("id")[list(SOURCE_COLUMNS)]


def _ordered(figures: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the figures of one incident with their level, each whole followed by its parts."""
    whom = list(dict.fromkeys(figure["whom"] for figure in figures))
    ids = {figure["id"] for figure in figures}
    children: dict[str, list[dict[str, Any]]] = {}
    for figure in sorted(
        figures, key=lambda each: (MEASURES.index(each["measure"]), whom.index(each["whom"]), each["as_of"])
    ):
        children.setdefault(figure["part_of"] if figure["part_of"] in ids else "", []).append(figure)

    def walk(whole: str, level: int) -> Iterator[tuple[dict[str, Any], int]]:
        for figure in children.get(whole, ()):
            yield figure, level
            yield from walk(figure["id"], level + 1)

    return walk("", 0)


def _figure_row(figure: Mapping[str, Any], level: int, source: Mapping[Any, Any]) -> dict[str, Any]:
    """Add to one figure its number in words and its source."""
    number = say_number(
        figure["low"], figure["best"], figure["high"], figure["said"], open_upper=bool(figure["open_upper"])
    )
    row = {**figure, "figure": figure["id"], "level": level, "number": number, "source_title": source["title"]}
    return {column: row.get(column, source.get(column)) for column in WHO_SAYS}
