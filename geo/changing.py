"""What changes with the clock: the status of troop movements, and the areas that are stated for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.dates import widen
from geo.details import say_partial, text_of
from geo.figures import say_number
from geo.minutes import MINUTES_A_DAY, minutes_of
from geo.movements import statuses

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from geopandas import GeoDataFrame

    from gazetteer.places import Place
    from geo.tables import Dataset

#: an area disc stands for a settlement, not for its limits
SETTLEMENT_RADIUS_M = 1_400
ENDS = ("low", "best", "high")


def movements_in_time(dataset: Dataset, incidents: GeoDataFrame, places: Mapping[str, Place]) -> list[dict[str, Any]]:
    """Return every troop movement with its dated statuses, its sender and where it is known to go."""
    rows = {str(identifier): row for row, identifier in enumerate(incidents.index)}
    steps: dict[str, list[dict[str, Any]]] = {}
    for step in statuses(dataset).to_dict("records"):
        at, until = minutes_of(step["first_day"]), minutes_of(step["last_day"]) + MINUTES_A_DAY
        steps.setdefault(step["movement"], []).append({"status": step["status"], "at": at, "until": until})
    return [
        {
            "row": rows[movement["id"]],
            "sender": ", ".join(name.strip() for name in movement["countries"].split(";")),
            "number": say_number(*(movement[end] for end in ENDS), open_upper=movement["open_upper"]),
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


def areas_in_time(dataset: Dataset, places: Mapping[str, Place], shapes: Collection[str]) -> list[dict[str, Any]]:
    """Gather the dated statements by area, with the spans of time in which they make it stand.

    Parameters
    ----------
    dataset
        The accepted tables.
    places
        Curated places by id.
    shapes
        Ids of the places that have a shape; the others are drawn as discs.
    """
    sources: dict[Any, Any] = dataset.tables["sources"].set_index("id").to_dict("index")
    gathered = []
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in dataset.tables["areas"].to_dict("records"):
        one = {str(column): value for column, value in row.items()}
        groups.setdefault((one["area"], one["kind"], one["place"]), []).append(one)
    for (area, kind, place_id), statements in sorted(groups.items()):
        place = places[place_id]
        ordered = sorted(statements, key=lambda one: widen(one["valid_from"] or one["as_of"]))
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


def _statement(one: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    source = sources[one["source"]]
    number = say_number(*(one[end] for end in ENDS), open_upper=one["open_upper"])
    return {
        "asOf": say_partial(one["as_of"]),
        "text": one["statement"],
        "number": f"Serbs: {number}" if number else "",
        "note": " · ".join(part for part in (text_of(one["basis"]), text_of(one["note"])) if part),
        "publisher": source["publisher"],
        "url": text_of(source["url"]),
    }
