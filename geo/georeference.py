"""A table with a column of place names becomes a table on the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from gazetteer.errors import InputError
from gazetteer.policy import DEFAULT_POLICY, NamePolicy
from gazetteer.tables.batch import ADDED, added_names, resolve_rows
from gazetteer.tables.csvtable import no_column
from gazetteer.tables.hinting import HintColumns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from gazetteer.resolve import Gazetteer

__all__ = ["HintColumns", "georeference"]

CRS = "EPSG:4326"
GEOMETRY = "geometry"
_TYPES = {"latitude": "float64", "longitude": "float64", "score": "float64", "radius_m": "Int64", "geonameid": "Int64"}


def georeference(
    table: pd.DataFrame, column: str, gazetteer: Gazetteer, *, hints: HintColumns | None = None,
    policy: NamePolicy = DEFAULT_POLICY,
) -> GeoDataFrame:  # fmt: skip
    """Give every row of a table the place that one of its columns names.

    Parameters
    ----------
    table
        Any table; its index, columns and rows stay as they are, repeated ones too.
    column
        The column with the place names, as written; relative ones too ("5 km north of Zvečan").
    gazetteer
        Where they are looked up.
    hints
        Which columns say more about the place: country, municipality, a point, a feature class, a date.
    policy
        In which names `place_name` and `municipality` are given.

    Returns
    -------
    GeoDataFrame
        All rows in order, EPSG:4326, with the columns `gazetteer.tables.batch.ADDED` (what they hold is told by
        `gazetteer.tables.batch.resolve_rows`) and a point as active geometry, empty (`POINT EMPTY`) where the place is
        not resolved. A column of the table that has the name of an added one stays; the added one is called
        `<name>_resolved`.

    Raises
    ------
    InputError
        If the table has no such column, or not the columns of the hints.
    """
    import geopandas

    names = [str(name) for name in table.columns]
    wanted = dict.fromkeys((column, *(hints or HintColumns()).names()))
    for name in wanted:
        if name not in names:
            raise InputError(no_column(name, names))
    told = {name: table.iloc[:, names.index(name)] for name in wanted}
    found = list(resolve_rows(_rows(told), column, gazetteer, hints, policy))
    added = dict(zip(added_names(list(wanted)), ADDED, strict=True))
    places = pd.DataFrame(
        {
            name: pd.Series([row[key] for row in found], table.index, _TYPES.get(name, "str"))
            for key, name in added.items()
        }
    )
    points = geopandas.points_from_xy(places["longitude"], places["latitude"], crs=CRS)
    points = geopandas.GeoSeries(points, table.index).where(places["latitude"].notna(), _empty())
    places.columns = pd.Index(added_names(names))
    whole = pd.concat([pd.DataFrame(table), places], axis="columns")
    active = GEOMETRY if GEOMETRY not in names else f"{GEOMETRY}_resolved"
    whole[active] = points
    return geopandas.GeoDataFrame(whole, geometry=active, crs=CRS)


def _rows(columns: dict[str, pd.Series[Any]]) -> Iterator[dict[str, Any]]:
    for cells in zip(*columns.values(), strict=True):
        yield dict(zip(columns, cells, strict=True))


def _empty() -> Any:  # noqa: ANN401 (shapely is imported where it is needed)
    from shapely import Point

    return Point()
