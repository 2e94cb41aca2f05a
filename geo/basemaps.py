"""The base map: shipped outlines, water and place names, and the online tiles that a viewer may switch on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gazetteer.places import Place

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "outlines"
ATTRIBUTION = "Natural Earth · GeoNames (CC BY 4.0) · boundaries without prejudice to status"
KOSOVO_ZOOM_BOX = ((41.80, 19.98), (43.30, 21.82))
SEATS = ("PPLC", "PPLA")
LARGE, MEDIUM, SMALL = 120_000, 60_000, 8_000
#: countries named on the map, and where: latitude, longitude (degrees), set by eye
COUNTRY_LABELS = {
    "serbia": (43.62, 21.30),
    "montenegro": (42.88, 19.35),
    "albania": (41.55, 20.05),
    "north_macedonia": (41.62, 21.55),
    "bulgaria": (42.75, 23.60),
    "bosnia": (44.20, 17.90),
    "greece": (39.90, 22.00),
}


@dataclass(frozen=True, slots=True)
class Tiles:
    """An online base map that a viewer may switch on."""

    id: str
    label: str
    url: str
    attribution: str
    max_zoom: int


@lru_cache(maxsize=1)
def tile_choices() -> tuple[Tiles, ...]:
    """Return the online base maps on offer; none of them is asked unless a viewer chooses it."""
    from xyzservices import providers

    found = []
    for name, label in (("OpenStreetMap.Mapnik", "OpenStreetMap"), ("OpenTopoMap", "OpenTopoMap")):
        provider = providers.query_name(name)
        url = provider.build_url(scale_factor="")
        found.append(Tiles(name, label, url, provider["attribution"], int(provider.get("max_zoom", 18))))
    return tuple(found)


@lru_cache(maxsize=16)
def outline(name: str) -> dict[str, Any]:
    """Read one shipped outline.

    Returns
    -------
    dict
        GeoJSON, EPSG:4326, or the label list of `places.json`.

    Raises
    ------
    DatasetError
        If the file is missing or is not JSON.
    """
    path = SHIPPED / name
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetError(f"data/outlines/{name} cannot be read ({error}); restore it or run `make data`.") from error
    return content


def names_of(place: Place) -> dict[str, str]:
    """Return the four names of a place by language tag."""
    return {"en": place.name_en, "sq": place.name_sq, "sr-Latn": place.name_sr_latn, "sr-Cyrl": place.name_sr_cyrl}


def _features(name: str, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the geometries of an outline without their properties."""
    chosen = [
        {"type": "Feature", "properties": {}, "geometry": feature["geometry"]}
        for feature in outline(name)["features"]
        if not kinds or feature["properties"].get("kind") in kinds
    ]
    return {"type": "FeatureCollection", "features": chosen}


def base_layers(places: Mapping[str, Place]) -> dict[str, Any]:
    """Gather what the offline base map draws.

    Parameters
    ----------
    places
        Curated places by id; they give the names by policy.

    Returns
    -------
    dict
        `world`, `neighbours`, `borders`, `kosovo`, `lakes`, `rivers` (GeoJSON, EPSG:4326), `labels` and `countries`
        (names by language tag with latitude and longitude in degrees), `attribution`.
    """
    return {
        "world": _features("world.geojson"),
        "neighbours": _features("neighbours.geojson", ("country",)),
        "borders": _features("neighbours.geojson", ("border",)),
        "kosovo": _features("kosovo.geojson"),
        "lakes": _features("water.geojson", ("lake",)),
        "rivers": _features("water.geojson", ("river",)),
        "labels": _labels(places),
        "countries": [
            {"names": names_of(places[country]), "latitude": latitude, "longitude": longitude}
            for country, (latitude, longitude) in COUNTRY_LABELS.items()
            if country in places
        ],
        "attribution": ATTRIBUTION,
    }


def _labels(places: Mapping[str, Place]) -> list[dict[str, Any]]:
    """List the named places, the most important first."""
    labels = []
    for town in outline("places.json")["places"]:
        place = places.get(town["place"]) if town.get("place") else None
        names = names_of(place) if place else {"en": town["name"], "sq": town["name"], "sr-Latn": town["name"],
                                               "sr-Cyrl": town["name"]}  # fmt: skip
        abroad = town["country"] != "XK"
        rank = _rank(town["population"], abroad, place)
        labels.append({"names": names, "latitude": town["latitude"], "longitude": town["longitude"], "rank": rank,
                       "abroad": abroad, "population": town["population"]})  # fmt: skip
    labels.sort(key=lambda label: (label["rank"], label["abroad"], -label["population"]))
    return labels


def _rank(population: int, abroad: bool, place: Place | None) -> int:  # noqa: FBT001 - one fact of two
    """Say how early a place is named when zooming in: 0 first."""
    if place is not None and place.feature_code == "PPLC":
        return 0
    if abroad:
        return 1 if population > 4 * LARGE else 2 if population > LARGE else 3 if population > MEDIUM else 4
    seat = place is not None and place.feature_code.startswith("PPLA")
    if population > MEDIUM and seat:
        return 1
    return 2 if seat or population > MEDIUM else 3 if population > SMALL else 4
