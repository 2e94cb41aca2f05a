"""What a resolution is made of: hints that go in, candidates and a reason that come out."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.places import Place

EARTH_RADIUS_KM = 6371.0088

Status = Literal["resolved", "ambiguous", "unknown"]


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known about the place besides its name.

    Attributes
    ----------
    country
        ISO 3166-1 alpha-2 code (XK for Kosovo), or the name of a country of the curated gazetteer.
    municipality
        Id or name of the municipality.
    near
        Latitude and longitude, decimal degrees, of a point that the place should lie near to.
    feature_class
        GeoNames feature class that is meant: P settlement, A administrative, S spot.
    on
        Day on which the place must have existed.
    beside
        Points of the other places of the same text, latitude and longitude in decimal degrees; they decide only
        between places that fit equally well, and against places far from all of them.
    """

    country: str | None = None
    municipality: str | None = None
    near: tuple[float, float] | None = None
    feature_class: str | None = None
    on: date | None = None
    beside: tuple[tuple[float, float], ...] = ()


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a toponym may mean.

    `score` runs from 0 to 1; `distance_km` is measured from the hinted point if there is one, else from the first
    candidate.
    """

    place: Place
    score: float
    reason: str
    matched_name: str
    distance_km: float | None = None

    def sentence(self) -> str:
        """Say the candidate in words: name, kind, country, distance, score."""
        place = self.place
        inside = f", {place.municipality}" if place.municipality and place.municipality != place.id else ""
        away = f", {self.distance_km:,.0f} km" if self.distance_km else ""
        return f"{place.name_en} ({place.feature_code}{inside}, {place.country}{away}, score {self.score:.2f})"


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a toponym was resolved to; `best` is a place only where the status is "resolved"."""

    toponym: str
    best: Place | None
    candidates: tuple[Candidate, ...]
    reason: str
    status: Status


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance between two points given as latitude and longitude in degrees."""
    latitude_1, longitude_1, latitude_2, longitude_2 = map(radians, (*one, *other))
    half = sin((latitude_2 - latitude_1) / 2) ** 2
    half += cos(latitude_1) * cos(latitude_2) * sin((longitude_2 - longitude_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))
