"""The layers of a map, independent of what draws them: incidents, troop movements, areas, KFOR strength.

A layer holds plain values (text, numbers, ISO dates); a renderer turns them into a web map or a printed page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.basemaps import names_of, outline
from geo.changing import areas_in_time, movements_in_time
from geo.columns import IncidentColumns
from geo.dates import widen
from geo.details import incident_details, say_partial, text_of
from geo.minutes import MINUTES_A_DAY, minutes_of
from geo.schema import EventType, PlacePrecision
from geo.style import AREA_STYLES, DATASET_STYLES, EVENT_STYLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geopandas import GeoDataFrame

    from gazetteer.places import Place
    from geo.tables import Dataset

#: what a viewer can switch on and off
LAYERS = ("incidents", "movements", "areas")
EVENT_TYPES = tuple(EventType)
PRECISIONS = tuple(PlacePrecision)


@dataclass(frozen=True, slots=True)
class ShownSet:
    """One data set that is shown: its id ("" for the atlas's own), title, colour (of `DATASET_STYLES`), and notice.

    `licence` is what its keeper states, "" if nothing is stated.
    """

    id: str
    title: str
    colour: int
    notice: str
    licence: str = ""


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
    types: list[dict[str, Any]]
    datasets: list[dict[str, str]]  # empty where only one is shown


def build_layers(
    dataset: Dataset, incidents: GeoDataFrame, places: Mapping[str, Place], sets: Sequence[ShownSet] = ()
) -> Layers:
    """Turn a dataset into layers.

    Parameters
    ----------
    dataset
        The accepted tables.
    incidents
        Located incidents, EPSG:4326, sorted by first day, as `geo.incidents.locate` returns them.
    places
        Curated places by id.
    sets
        The data sets that the incidents come from, if there are several: then colours tell them apart.
    """
    shapes = _shapes()
    used = [*incidents["place"], *dataset.tables["areas"]["place"]]
    return Layers(
        columns=incident_columns(incidents, sets),
        incidents=incident_details(dataset, incidents),
        movements=movements_in_time(dataset, incidents, places),
        areas=areas_in_time(dataset, places, shapes),
        strength=_strength(dataset),
        episodes=_episodes(dataset),
        shapes=shapes,
        places={name: names_of(places[name]) for name in dict.fromkeys(used)},
        sources=_sources(dataset),
        types=type_legend(sets),
        datasets=dataset_legend(sets),
    )


def incident_columns(incidents: GeoDataFrame, sets: Sequence[ShownSet] = ()) -> IncidentColumns:
    """Return the columns that are drawn; a coordinate only where the precision allows a point."""
    numbers = {one.id: number * len(EVENT_TYPES) for number, one in enumerate(sets)}
    first_class = [numbers[one] for one in incidents["dataset"]] if len(sets) > 1 else [0] * len(incidents)
    types = [EVENT_TYPES.index(EventType(kind)) for kind in incidents["event_type"]]
    x, y = incidents.geometry.x.to_numpy(dtype=float), incidents.geometry.y.to_numpy(dtype=float)
    return IncidentColumns(
        start=np.array([minutes_of(day) for day in incidents["first_day"]], dtype=np.int64),
        end=np.array([minutes_of(day) + MINUTES_A_DAY for day in incidents["last_day"]], dtype=np.int64),
        latitude=y,
        longitude=x,
        event_type=np.array(first_class, dtype=np.uint8) + np.array(types, dtype=np.uint8),
        precision=np.array(
            [PRECISIONS.index(PlacePrecision(kind)) for kind in incidents["place_precision"]], dtype=np.uint8
        ),
    )


def _strength(dataset: Dataset) -> list[dict[str, Any]]:
    publishers = dataset.tables["sources"].set_index("id")["publisher"]
    figures = []
    for one in dataset.tables["strength"].to_dict("records"):
        best = one["best"] if pd.notna(one["best"]) else one["low"]
        if pd.isna(best):
            continue
        figures.append({"at": minutes_of(widen(one["date"])[0]), "best": int(best), "said": one["said"],
                        "when": say_partial(one["date"]), "publisher": publishers[one["source"]],
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
        one["id"]: {"title": one["title"], "publisher": one["publisher"], "published": say_partial(one["published"]),
                    "kind": one["kind"], "url": text_of(one["url"])}
        for one in dataset.tables["sources"].to_dict("records")
    }  # fmt: skip


def type_legend(sets: Sequence[ShownSet] = ()) -> list[dict[str, Any]]:
    """Return the classes of incidents in the order in which the columns number them.

    Of one data set they are the event types; of several the types of the first, of the second and so on, in the colour
    of their data set, with its number in `sets`.
    """
    kinds = [
        {"id": kind.value, "label": style.label, "light": style.light, "dark": style.dark, "shape": style.shape}
        for kind, style in ((kind, EVENT_STYLES[kind]) for kind in EVENT_TYPES)
    ]
    if len(sets) < 2:  # noqa: PLR2004 - nothing to tell apart
        return kinds
    colours = [DATASET_STYLES[one.colour % len(DATASET_STYLES)] for one in sets]
    return [
        kind | {"light": colour.light, "dark": colour.dark, "dataset": number}
        for number, colour in enumerate(colours)
        for kind in kinds
    ]


def dataset_legend(sets: Sequence[ShownSet]) -> list[dict[str, str]]:
    """Return title, colours and notice of each data set; none where there is only one to show."""
    styles = [DATASET_STYLES[one.colour % len(DATASET_STYLES)] for one in sets]
    told = [
        {"title": one.title, "light": style.light, "dark": style.dark, "notice": one.notice}
        for one, style in zip(sets, styles, strict=True)
    ]
    return told if len(told) > 1 else []


def area_legend() -> list[dict[str, object]]:
    """Return the kinds of areas with their fill."""
    return [
        {"id": kind.value, "label": style.label, "light": style.light, "dark": style.dark, "edge": style.edge,
         "opacity": style.opacity, "hatched": style.hatched, "drawn": style.drawn}
        for kind, style in AREA_STYLES.items()
    ]  # fmt: skip
