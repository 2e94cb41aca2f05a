"""What a reader is told of each incident: words, figures with their sources, status by date, linked incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.dates import say_date
from geo.figures import figures_by_incident
from geo.movements import statuses
from geo.schema import DATE_CROSSWALK, PLACE_CROSSWALK, MovementStatus, PlacePrecision
from geo.style import DATE_WORDS, MEASURE_WORDS, STATUS_WORDS
from geo.summaries import DAY_KNOWN, RELATION_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from geo.tables import Dataset


def text_of(value: object) -> str:
    """Return a cell as text; a missing one as ""."""
    return "" if value is None or value is pd.NA else str(value)


def say_partial(partial: str) -> str:
    """Say a partial date; "" stays ""."""
    return say_date(partial, partial) if partial else ""


def incident_details(dataset: Dataset, incidents: GeoDataFrame) -> list[dict[str, Any]]:
    """Return one record of plain values for each located incident, in their order; links are row numbers."""
    rows = {str(identifier): row for row, identifier in enumerate(incidents.index)}
    says = dataset.tables["attestations"]
    told: dict[str, dict[str, str]] = {}
    for link in says.itertuples():
        if link.says:
            told.setdefault(str(link.incident), {})[str(link.source)] = str(link.says)
    steps: dict[str, list[dict[str, str]]] = {}
    for step in statuses(dataset).itertuples():
        words = {
            "words": STATUS_WORDS[MovementStatus(str(step.status))].capitalize(),
            "when": say_partial(str(step.on)),
        }
        steps.setdefault(str(step.movement), []).append(words)
    figures = figures_by_incident(dataset, set(rows))
    records = [
        {str(column): value for column, value in record.items()}
        for record in incidents.drop(columns="geometry").to_dict("records")
    ]
    links = _links(dataset, {record["id"]: record for record in records}, rows)
    return [
        _incident(record, figures=[_figure(one) for one in figures.get(record["id"], ())],
                  links=links.get(record["id"], []), steps=steps.get(record["id"], []), says=told.get(record["id"], {}))
        for record in records
    ]  # fmt: skip


def _incident(row: Mapping[str, Any], **parts: object) -> dict[str, Any]:
    where, when = PLACE_CROSSWALK[row["place_precision"]], DATE_CROSSWALK[row["date_precision"]]
    radius = row["radius_m"] if pd.notna(row["radius_m"]) else row["place_radius_m"]
    return {
        "id": row["id"],
        "title": row["title"],
        "date": say_date(row["event_date_start"], row["event_date_end"], row["date_precision"]),
        "dateKnown": DATE_WORDS[row["date_precision"]],
        "place": row["place"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "radius_m": int(radius) if pd.notna(radius) and row["place_precision"] == PlacePrecision.NEAR else 0,
        "written": text_of(row["place_as_written"]),
        "actors": [actor for actor in (text_of(row["actor1"]), text_of(row["actor2"])) if actor.strip("— ")],
        "summary": row["summary"],
        "damage": text_of(row["property_damage"]),
        "disagreement": text_of(row["disagreement"]),
        "confidence": row["confidence"],
        "sources": list(row["sources"]),
        "scales": f"UCDP where {where[0]}, date {when[0]} · ACLED place {where[1]}, time {when[1]}",
        "figures": parts["figures"],
        "related": parts["links"],
        "steps": parts["steps"],
        "says": parts["says"],
    }


def _figure(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "measure": MEASURE_WORDS.get(figure["measure"], figure["measure"]),
        "whom": figure["whom"],
        "number": figure["number"] or "no number",
        "asOf": say_partial(figure["as_of"]),
        "source": figure["source"],
        "publisher": figure["publisher"],
        "part": bool(figure["level"]),
        "claimed": text_of(figure["claimed_by"]),
        "note": text_of(figure["note"]),
    }


def _links(
    dataset: Dataset, records: Mapping[str, Mapping[str, Any]], rows: Mapping[str, int]
) -> dict[str, list[dict[str, Any]]]:
    """List for every incident the incidents linked to it, in the order of their dates."""
    links: dict[str, list[dict[str, Any]]] = {}
    relations = dataset.tables["relations"]
    for own, relation, other in zip(*(relations[name] for name in ("incident", "relation", "other")), strict=True):
        if own == other:
            continue
        seen, reverse = RELATION_WORDS[relation]
        for one, another, words in ((own, other, seen), (other, own, reverse)):
            if one in records and another in records:
                link = {"row": rows[another], "words": words.capitalize(),
                        "days": _days_between(records[one], records[another])}  # fmt: skip
                links.setdefault(one, []).append(link)
    return {one: sorted(found, key=lambda link: link["row"]) for one, found in links.items()}


def _days_between(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Say how many days lie between the first days of two incidents; the date where a day is not known."""
    if not {one["date_precision"], other["date_precision"]} <= set(DAY_KNOWN):
        return say_date(other["event_date_start"], other["event_date_end"], other["date_precision"])
    days = (other["first_day"] - one["first_day"]).days
    return "same day" if days == 0 else f"{days:+d} day" if abs(days) == 1 else f"{days:+d} days"
