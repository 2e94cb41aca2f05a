"""The layers of a map, independent of what draws them: incidents, troop movements, areas, KFOR strength.

A layer holds plain values (text, numbers, ISO dates); a renderer turns them into a web map or a printed page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.basemaps import names_of, outline
from geo.columns import IncidentColumns
from geo.dates import say_date, widen
from geo.movements import statuses
from geo.schema import PLACE_CROSSWALK, DATE_CROSSWALK, EventType, PlacePrecision
from geo.style import AREA_STYLES, DATE_WORDS, MEASURE_WORDS, STATUS_WORDS
from geo.figures import figures_by_incident, say_number
from geo.summaries import DAY_KNOWN, RELATION_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geopandas import GeoDataFrame

    from gazetteer.places import Place
    from geo.tables import Dataset

#: what a viewer can switch on and off
LAYERS = ("incidents", "movements", "areas")
MINUTES_A_DAY = 1440
EPOCH = date(1970, 1, 1)
EVENT_TYPES = tuple(EventType)
PRECISIONS = tuple(PlacePrecision)
#: an area disc stands for a settlement, not for its limits
SETTLEMENT_RADIUS_M = 1_400


def minutes_of(day: date) -> int:
    """Return the beginning of a day in minutes since 1970."""
    return (day - EPOCH).days * MINUTES_A_DAY


@dataclass(frozen=True, slots=True)
class Layers:
    """Everything a map shows of one dataset; lists of plain values, ready for JSON."""

    columns: IncidentColumns
    incidents: list[dict[str, Any]]
    movements: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    strength: list[dict[str, Any]]
    episodes: list[dict[str, Any]]
    shapes: dict[str, Any]
    places: dict[str, dict[str, str]]
    sources: dict[str, dict[str, str]]


def build_layers(dataset: Dataset, incidents: GeoDataFrame, places: Mapping[str, Place]) -> Layers:
    """Turn a dataset into layers.

    Parameters
    ----------
    dataset
        The accepted tables.
    incidents
        Located incidents, EPSG:4326, sorted by first day, as `geo.incidents.locate` returns them.
    places
        Curated places by id.
    """
    rows = {identifier: row for row, identifier in enumerate(incidents.index)}
    used = [*incidents["place"], *dataset.tables["areas"]["place"]]
    return Layers(
        columns=incident_columns(incidents),
        incidents=_incident_details(dataset, incidents, rows),
        movements=_movements(dataset, incidents, rows, places),
        areas=_areas(dataset, places),
        strength=_strength(dataset),
        episodes=_episodes(dataset),
        shapes=_shapes(),
        places={name: names_of(places[name]) for name in dict.fromkeys(used)},
        sources=_sources(dataset),
    )


def incident_columns(incidents: GeoDataFrame) -> IncidentColumns:
    """Return the columns that are drawn; a coordinate only where the precision allows a point."""
    x, y = incidents.geometry.x.to_numpy(dtype=float), incidents.geometry.y.to_numpy(dtype=float)
    return IncidentColumns(
        start=np.array([minutes_of(day) for day in incidents["first_day"]], dtype=np.int64),
        end=np.array([minutes_of(day) + MINUTES_A_DAY for day in incidents["last_day"]], dtype=np.int64),
        latitude=y,
        longitude=x,
        event_type=np.array([EVENT_TYPES.index(EventType(kind)) for kind in incidents["event_type"]], dtype=np.uint8),
        precision=np.array(
            [PRECISIONS.index(PlacePrecision(kind)) for kind in incidents["place_precision"]], dtype=np.uint8
        ),
    )


def _text(value: object) -> str:
    return "" if value is None or value is pd.NA else str(value)


def _said_partial(partial: str) -> str:
    return say_date(partial, partial) if partial else ""


def _incident_details(dataset: Dataset, incidents: GeoDataFrame, rows: Mapping[str, int]) -> list[dict[str, Any]]:
    says = dataset.tables["attestations"]
    told: dict[str, dict[str, str]] = {}
    for link in says.itertuples():
        if link.says:
            told.setdefault(str(link.incident), {})[str(link.source)] = str(link.says)
    steps: dict[str, list[dict[str, str]]] = {}
    for step in statuses(dataset).itertuples():
        words = {"words": STATUS_WORDS[step.status].capitalize(), "when": _said_partial(str(step.on))}
        steps.setdefault(str(step.movement), []).append(words)
    figures = figures_by_incident(dataset, set(rows))
    records = incidents.drop(columns="geometry").to_dict("records")
    links = _links(dataset, {record["id"]: record for record in records}, rows)
    return [
        _incident(record, figures=[_figure(one) for one in figures.get(record["id"], ())],
                  links=links.get(record["id"], []), steps=steps.get(record["id"], []), says=told.get(record["id"], {}))
        for record in records
    ]  # fmt: skip


def _incident(row: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
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
        "written": _text(row["place_as_written"]),
        "actors": [actor for actor in (_text(row["actor1"]), _text(row["actor2"])) if actor.strip("— ")],
        "summary": row["summary"],
        "damage": _text(row["property_damage"]),
        "disagreement": _text(row["disagreement"]),
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
        "asOf": _said_partial(figure["as_of"]),
        "source": figure["source"],
        "publisher": figure["publisher"],
        "part": bool(figure["level"]),
        "claimed": _text(figure["claimed_by"]),
        "note": _text(figure["note"]),
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


def _movements(
    dataset: Dataset, incidents: GeoDataFrame, rows: Mapping[str, int], places: Mapping[str, Place]
) -> list[dict[str, Any]]:
    steps: dict[str, list[dict[str, Any]]] = {}
    for step in statuses(dataset).itertuples():
        steps.setdefault(str(step.movement), []).append(
            {"status": step.status, "at": minutes_of(step.first_day), "until": minutes_of(step.last_day) + MINUTES_A_DAY}
        )
    return [
        {
            "row": rows[movement["id"]],
            "sender": ", ".join(name.strip() for name in movement["countries"].split(";")) if movement["countries"] else movement["contingent"],
            "number": say_number(movement["low"], movement["best"], movement["high"], open_upper=movement["open_upper"]),
            "statuses": steps.get(movement["id"], []),
            "shape": incidents.at[movement["id"], "place"],
            "latitude": incidents.at[movement["id"], "latitude"],
            "longitude": incidents.at[movement["id"], "longitude"],
            "origin": _point(places[movement["origin"]]) if movement["origin"] else None,
        }
        for movement in dataset.tables["movements"].to_dict("records")
        if movement["id"] in rows
    ]


def _point(place: Place) -> dict[str, float]:
    return {"latitude": place.latitude, "longitude": place.longitude}


def _areas(dataset: Dataset, places: Mapping[str, Place]) -> list[dict[str, Any]]:
    """Gather the dated statements by area; an area stands from its first statement until a source ends it."""
    shapes = _shapes()
    sources = dataset.tables["sources"].set_index("id")
    gathered = []
    for (area, kind, place_id), statements in dataset.tables["areas"].groupby(["area", "kind", "place"], sort=True):
        place = places[place_id]
        ordered = sorted(statements.to_dict("records"), key=lambda one: widen(one["valid_from"] or one["as_of"]))
        gathered.append({
            "area": area, "kind": kind, "place": place_id, **_point(place),
            "shape": place_id if place_id in shapes else None,
            "filled": place.feature_code == "ADM2" or place_id not in shapes,
            "radius_m": SETTLEMENT_RADIUS_M,
            "spans": _spans(ordered),
            "statements": [_statement(one, sources) for one in ordered],
        })  # fmt: skip
    return gathered


def _spans(statements: list[dict[str, Any]]) -> list[dict[str, int | None]]:
    """Return when an area stands: from a first statement until a source ends it, and again after a later one.

    `last` is the end of the day, month or year of the last statement of a span.
    """
    spans: list[dict[str, int | None]] = []
    for one in statements:
        start = minutes_of(widen(one["valid_from"] or one["as_of"])[0])
        last = minutes_of(widen(one["as_of"])[1])
        ended = spans[-1]["to"] if spans else None
        if not spans or (ended is not None and start >= ended):
            spans.append({"from": start, "to": None, "last": last})
        spans[-1]["last"] = max(spans[-1]["last"] or last, last)
        if one["valid_to"]:
            spans[-1]["to"] = minutes_of(widen(one["valid_to"])[1]) + MINUTES_A_DAY
    return spans


def _statement(one: Mapping[str, Any], sources: pd.DataFrame) -> dict[str, str]:
    source = sources.loc[one["source"]]
    number = say_number(one["low"], one["best"], one["high"], open_upper=one["open_upper"])
    return {
        "asOf": _said_partial(one["as_of"]),
        "text": one["statement"],
        "number": f"({number} Serbs)" if number else "",
        "note": " · ".join(part for part in (_text(one["basis"]), _text(one["note"])) if part),
        "publisher": source["publisher"],
        "url": _text(source["url"]),
    }


def _strength(dataset: Dataset) -> list[dict[str, Any]]:
    publishers = dataset.tables["sources"].set_index("id")["publisher"]
    figures = []
    for one in dataset.tables["strength"].to_dict("records"):
        best = one["best"] if pd.notna(one["best"]) else one["low"]
        if pd.isna(best):
            continue
        figures.append({"at": minutes_of(widen(one["date"])[0]), "best": int(best), "said": one["said"],
                        "when": _said_partial(one["date"]), "publisher": publishers[one["source"]],
                        "plotted": bool(one["plotted"])})  # fmt: skip
    return sorted(figures, key=lambda figure: figure["at"])


def _episodes(dataset: Dataset) -> list[dict[str, Any]]:
    return [
        {"id": one["id"], "title": one["title"], "from": minutes_of(one["start"]),
         "to": minutes_of(one["end"]) + MINUTES_A_DAY}
        for one in dataset.tables["episodes"].sort_values("start").to_dict("records")
    ]  # fmt: skip


def _shapes() -> dict[str, Any]:
    from shapely.geometry import shape

    shapes = {}
    for feature in outline("areas.geojson")["features"]:
        spot = shape(feature["geometry"]).representative_point()
        shapes[feature["properties"]["id"]] = {
            "geometry": feature["geometry"],
            "latitude": round(spot.y, 4),
            "longitude": round(spot.x, 4),
        }
    return shapes


def _sources(dataset: Dataset) -> dict[str, dict[str, str]]:
    return {
        one["id"]: {"title": one["title"], "publisher": one["publisher"], "published": _said_partial(one["published"]),
                    "kind": one["kind"], "url": _text(one["url"])}
        for one in dataset.tables["sources"].to_dict("records")
    }  # fmt: skip


def type_legend() -> list[dict[str, str]]:
    """Return the classes of incidents in the order in which the columns number them."""
    from geo.style import EVENT_STYLES

    return [
        {"id": kind.value, "label": style.label, "light": style.light, "dark": style.dark, "shape": style.shape}
        for kind, style in ((kind, EVENT_STYLES[kind]) for kind in EVENT_TYPES)
    ]


def area_legend() -> list[dict[str, object]]:
    """Return the kinds of areas with their fill."""
    return [
        {"id": kind.value, "label": style.label, "light": style.light, "dark": style.dark, "edge": style.edge,
         "opacity": style.opacity, "hatched": style.hatched, "drawn": style.drawn}
        for kind, style in AREA_STYLES.items()
    ]  # fmt: skip
