"""How well a place fits what else is known, and with how many inhabitants it counts against its namesakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.candidates import NO_HINTS, distance_km
from gazetteer.judgement.matching import NEIGHBOURS

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.candidates import Hints
    from gazetteer.judgement.matching import Match
    from gazetteer.places import Place

HOME_PRIOR = 20
NEIGHBOUR_PRIOR = 3
ALTERNATE_SHARE = 0.1
#: inhabitants to count with where they are not known or fewer, by feature code: a seat is a town
FEWEST = {"PPLC": 100_000, "PPLA": 20_000, "PPLA2": 5_000, "PPLA3": 5_000}
FEWEST_ELSEWHERE = 500


@dataclass(frozen=True, slots=True)
class Rated:
    """A match with its score after the hints, and what the hints say about it."""

    match: Match
    score: float
    words: tuple[str, ...] = ()


def rate(match: Match, hints: Hints, municipalities: tuple[Place, ...] = ()) -> Rated:
    """Score a match against the hints.

    Parameters
    ----------
    match
        The place and how its name fits.
    hints
        What else is known; `country` must already be a code.
    municipalities
        Records of the municipality that is hinted at; empty without such a hint.
    """
    if hints is NO_HINTS:
        return Rated(match, match.score)
    place, score, words = match.place, match.score, []
    if hints.country and place.country != hints.country:
        also_named_so = (place.country, hints.country) == ("XK", "RS")
        score *= 0.8 if also_named_so else 0.3
        words.append(f"listed under {place.country}" if also_named_so else f"not in {hints.country}")
    if municipalities and place.municipality not in {municipality.id for municipality in municipalities}:
        beside = any(_is_beside(place, municipality) for municipality in municipalities)
        score *= 0.8 if beside else 0.4
        words.append(f"{'just outside' if beside else 'not in'} the municipality asked for")
    if hints.feature_class and place.feature_class != hints.feature_class:
        score *= 0.7
        words.append(f"of feature class {place.feature_class}, not {hints.feature_class}")
    if hints.on and not _exists(place, hints.on):
        score *= 0.6
        words.append(f"did not exist on {hints.on.isoformat()}")
    if hints.near:
        away = distance_km(hints.near, (place.latitude, place.longitude))
        score *= max(0.3, 1 - away / 200)
        words.append(f"{away:,.1f} km from the point asked for")
    return Rated(match, score, tuple(words))


def inhabitants(one: Rated) -> float:
    """Return with how many inhabitants a place counts."""
    fewest = FEWEST.get(one.match.place.feature_code, FEWEST_ELSEWHERE)
    return max(fewest, one.match.population) * (ALTERNATE_SHARE if one.match.alternate else 1)


def weight(one: Rated) -> float:
    """Return with how many inhabitants a place counts beside places of other countries."""
    if one.match.curated:
        return inhabitants(one) * HOME_PRIOR
    return inhabitants(one) * (NEIGHBOUR_PRIOR if one.match.place.country in NEIGHBOURS else 1)


def _is_beside(place: Place, municipality: Place) -> bool:
    """Tell whether a place is so near to a municipality that it may have belonged to it under older boundaries."""
    away = distance_km((place.latitude, place.longitude), (municipality.latitude, municipality.longitude))
    return away <= (municipality.radius_m or 0) / 1000 + 10


def _exists(place: Place, day: date) -> bool:
    said = day.isoformat()
    began = not place.valid_from or place.valid_from <= said[: len(place.valid_from)]
    ended = bool(place.valid_to) and said[: len(place.valid_to)] > place.valid_to
    return began and not ended
