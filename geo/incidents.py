"""Accepted rows become incidents on the ground: days, coordinates from the gazetteer, and casualties as told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from gazetteer.names import search_key
from gazetteer.places import Place, Places, Toponym
from geo.dates import widen
from geo.errors import DatasetError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geopandas import GeoDataFrame

    from gazetteer.resolve import Gazetteer
    from geo.tables import Dataset

#: only these precisions may be drawn as a point (or a disc around it); anything coarser is an area or a list entry
POINT_PRECISIONS = ("exact", "settlement", "near")
SEARCHED = ("title", "summary", "place_as_written", "actor1", "actor2")
CASUALTIES = {"killed": "killed_best_max", "injured": "injured_best_max"}
CRS = "EPSG:4326"


def locate(dataset: Dataset, gazetteer: Gazetteer) -> GeoDataFrame:
    """Give every accepted incident its days, its place, its sources and its highest casualty figures.

    Parameters
    ----------
    dataset
        A dataset as `geo.tables.read_dataset` returns it.
    gazetteer
        The gazetteer that knows the places of the dataset.

    Returns
    -------
    GeoDataFrame
        One row for each incident in EPSG:4326, index `id`, sorted by first day and id. All columns of the table
        `incidents` and `first_day`, `last_day` (`datetime.date`, partial dates widened), `latitude`, `longitude`
        (degrees), `place_radius_m`, `municipality` (place id or ""), `country`, `sources` and `source_kinds` (tuples),
        `killed_best_max`, `injured_best_max` (`Int64`: the highest that any one source gives for a whole, missing where
        none gives a figure), `has_deaths`, `has_injuries`, `search_text` (search key). The geometry is a point only
        where the place is known as exact, settlement or near; else it is missing.

    Raises
    ------
    DatasetError
        If the gazetteer does not know a place.
    """
    incidents = dataset.tables["incidents"]
    rows = incidents.set_index("id", drop=False)
    rows.index.name = None
    days = [
        (widen(start)[0], widen(end)[1])
        for start, end in zip(rows["event_date_start"], rows["event_date_end"], strict=True)
    ]
    rows["first_day"] = _objects([first for first, _ in days], rows)
    rows["last_day"] = _objects([last for _, last in days], rows)
    _add_places(rows, [_place(gazetteer, place) for place in rows["place"]])
    _add_sources(rows, dataset)
    _add_casualties(rows, dataset.tables["figures"])
    return _with_points(rows.sort_values(["first_day", "id"], kind="stable"))


def days_of(incidents: pd.DataFrame) -> tuple[date, date] | None:
    """Return the first and the last day of all incidents, or None if there are none."""
    if incidents.empty:
        return None
    return min(incidents["first_day"]), max(incidents["last_day"])


def places_of(dataset: Dataset) -> Places:
    """Return the accepted places of a dataset, so that one faulty row of `places` does not cost the whole gazetteer.

    Returns
    -------
    Places
        For `gazetteer.resolve.Gazetteer`; the variants are the accepted toponyms.
    """
    toponyms = dataset.tables["toponyms"]
    variants: dict[str, list[Toponym]] = {}
    for place, *toponym in zip(*(toponyms[name] for name in ("place", "name", "language", "kind")), strict=True):
        variants.setdefault(place, []).append(Toponym(*toponym))
    places = dataset.tables["places"].astype("object")
    records = places.where(places.notna(), None).to_dict("records")
    return Places(
        {
            row["id"]: Place(
                **row | {"municipality": row["municipality"] or None, "variants": tuple(variants.get(row["id"], ()))}
            )
            for row in records
        }
    )


def _objects(values: Iterable[object], rows: pd.DataFrame) -> pd.Series:
    return pd.Series(list(values), index=rows.index, dtype="object")


def _place(gazetteer: Gazetteer, identifier: str) -> Place:
    try:
        return gazetteer.place(identifier)
    except LookupError:
        raise DatasetError(
            f'incidents.csv: the gazetteer does not know the place "{identifier}"; open it on the same data folder.'
        ) from None


def _add_places(rows: pd.DataFrame, places: list[Place]) -> None:
    """Add where each incident lies and the text that a search looks at."""
    rows["latitude"] = [place.latitude for place in places]
    rows["longitude"] = [place.longitude for place in places]
    rows["place_radius_m"] = pd.array([place.radius_m for place in places], dtype="Int64")
    rows["municipality"] = pd.array([municipality_of(place) for place in places], dtype="str")
    rows["country"] = pd.array([place.country for place in places], dtype="str")
    written = zip(*(rows[column] for column in SEARCHED), strict=True)
    rows["search_text"] = pd.array(
        [
            search_key(" ".join((*texts, place.name_en, place.name_sq, place.name_sr_latn, place.name_sr_cyrl)))
            for texts, place in zip(written, places, strict=True)
        ],
        dtype="str",
    )


def municipality_of(place: Place) -> str:
    """Return the id of the municipality that a place is or lies in, or "" if there is none."""
    return place.id if place.feature_code == "ADM2" else place.municipality or ""


def _add_sources(rows: pd.DataFrame, dataset: Dataset) -> None:
    """Add the sources that tell of each incident, by attestation or by a figure, in the order of the tables."""
    pairs = pd.concat([dataset.tables["attestations"], dataset.tables["figures"]])[["incident", "source"]]
    sources: dict[str, tuple[str, ...]] = {
        str(incident): tuple(dict.fromkeys(group)) for incident, group in pairs.groupby("incident")["source"]
    }
    kinds = dict(zip(dataset.tables["sources"]["id"], dataset.tables["sources"]["kind"], strict=True))
    rows["sources"] = _objects([sources.get(incident, ()) for incident in rows["id"]], rows)
    rows["source_kinds"] = _objects(
        [tuple(sorted({kinds[source] for source in told})) for told in rows["sources"]], rows
    )


def _add_casualties(rows: pd.DataFrame, figures: pd.DataFrame) -> None:
    """Add the highest figure of any one source; parts count only where no whole is given, and nothing is added up."""
    number = figures["best"].fillna(figures["low"])
    whole = figures["part_of"] == ""
    for measure, column in CASUALTIES.items():
        told = (figures["measure"] == measure) & number.notna()
        highest = number[told & whole].groupby(figures["incident"]).max()
        parts = number[told & ~whole].groupby(figures["incident"]).max()
        rows[column] = highest.combine_first(parts).reindex(rows.index).astype("Int64")
    rows["has_deaths"] = (rows["killed_best_max"].fillna(0) > 0).astype("bool")
    rows["has_injuries"] = (rows["injured_best_max"].fillna(0) > 0).astype("bool")


def _with_points(rows: pd.DataFrame) -> GeoDataFrame:
    import geopandas  # costs half a second, so only where it is needed

    located = geopandas.GeoDataFrame(
        rows, geometry=geopandas.points_from_xy(rows["longitude"], rows["latitude"]), crs=CRS
    )
    located.loc[~located["place_precision"].isin(POINT_PRECISIONS), "geometry"] = None
    return located
