"""Which of several places of one name is meant, and when nothing tells.

The rules, in this order:

1. A name counts by its kind (main, listed, GeoNames alternate, near spelling); hints lower what contradicts them.
   Sources that say Serbia of a place in Kosovo are common, so that hint lowers it little.
2. Candidates within `MARGIN` of the best are contenders; a lesser-known name joins them where a tenth of the town's
   inhabitants is still more than the others have. One contender is the answer.
3. A country is preferred to a town of its name, a settlement to its own municipality and to a spot (bridge, crossing,
   monastery) in the same municipality; the reason says so.
4. A place of the curated gazetteer counts as if it had `HOME_PRIOR` times its inhabitants, and wins over foreign towns
   of its name if that is more than they have. The reason says so.
5. Among foreign towns one must be `DOMINANCE` times larger than the next, where `NEIGHBOURS` count `NEIGHBOUR_PRIOR`
   times. Else it is a tie, and a tie is an ambiguity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.candidates import distance_km

if TYPE_CHECKING:
    from datetime import date

    from gazetteer.candidates import Hints
    from gazetteer.lookup import Match
    from gazetteer.places import Place

MARGIN = 0.1
HOME_PRIOR = 20
DOMINANCE = 10
NEIGHBOURS = frozenset({"XK", "RS", "AL", "MK", "ME"})
NEIGHBOUR_PRIOR = 3
SMALLEST = 500
ALTERNATE_SHARE = 0.1
_LISTED = 3
#: below this score the name fits but the hints speak against the place
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Rated:
    """A match with its score after the hints, and what the hints say about it."""

    match: Match
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The candidates in order, the answer if there is one, and why."""

    order: tuple[Rated, ...]
    best: Rated | None
    words: str


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


def judge(rated: list[Rated]) -> Verdict:
    """Order candidates and decide whether one of them is the answer."""
    order = tuple(sorted(rated, key=_order))
    contenders = [one for one in order if one.score >= order[0].score - MARGIN]
    if not any(one.match.curated for one in contenders):
        heaviest = max(map(_weight, contenders))
        contenders += [one for one in order if one not in contenders and _is_better_known(one, heaviest)]
    outside = [one for one in order if one not in contenders]
    winner, words = _settle(contenders)
    if winner is None:
        return Verdict(order, None, words)
    order = (winner, *(one for one in order if one is not winner))
    if winner.match.doubtful:
        return Verdict(order, None, "a spelling as near as this is often another name")
    if winner.score < ENOUGH:
        return Verdict(order, None, "what else is known speaks against every place of that name")
    said = [words] if words else []
    if outside and not words:
        said.append(f"less fitting: {_listing(outside)}")
    return Verdict(order, winner, "; ".join(said))


def _settle(contenders: list[Rated]) -> tuple[Rated | None, str]:
    if len(contenders) == 1:
        return contenders[0], ""
    kept, said = _without_nested(contenders)
    curated = [one for one in kept if one.match.curated]
    if len(kept) == 1:
        return kept[0], said
    others = [one for one in kept if not one.match.curated]
    if len(curated) == 1 and _weight(curated[0]) >= max(map(_weight, others)):
        words = f"the place that the atlas itself holds is preferred to {_listing(others)}"
        return curated[0], "; ".join(filter(None, (said, words)))
    if not curated:
        largest, second = sorted(kept, key=_weight, reverse=True)[:2]
        if _weight(largest) >= DOMINANCE * _weight(second):
            rest = [one for one in kept if one is not largest]
            return largest, f"by far the largest of {len(kept)} places of that name, before {_listing(rest)}"
    return None, f"{len(kept)} places fit equally well"


def _without_nested(contenders: list[Rated]) -> tuple[list[Rated], str]:
    """Drop towns named like a contending country, and municipalities and spots named like their settlement."""
    countries = [one for one in contenders if one.match.place.feature_code == "PCLI"]
    if len(countries) == 1:
        others = [one for one in contenders if one is not countries[0]]
        return countries, f"the country is preferred to {_listing(others)}"
    settlements = [one.match.place for one in contenders if one.match.place.feature_class == "P"]
    kept = [one for one in contenders if not any(_lies_in(one.match.place, place) for place in settlements)]
    dropped = [one for one in contenders if one not in kept]
    if not dropped:
        return contenders, ""
    names = ", ".join(one.match.place.name_en for one in dropped)
    return kept, f"the settlement is preferred to {names}, since nothing asks for that"


def _lies_in(place: Place, settlement: Place) -> bool:
    """Tell whether a municipality or spot is named after a settlement of the same municipality."""
    return place.feature_class != "P" and bool(place.municipality) and place.municipality == settlement.municipality


def _is_beside(place: Place, municipality: Place) -> bool:
    """Tell whether a place is so near to a municipality that it may have belonged to it under older boundaries."""
    away = distance_km((place.latitude, place.longitude), (municipality.latitude, municipality.longitude))
    return away <= (municipality.radius_m or 0) / 1000 + 10


def _is_better_known(one: Rated, heaviest: float) -> bool:
    """Tell whether a lesser-known name belongs to so large a town that it competes with main names."""
    return one.match.alternate and one.score == one.match.score and _weight(one) >= heaviest


def _weight(one: Rated) -> float:
    inhabitants = max(SMALLEST, one.match.population) * (ALTERNATE_SHARE if one.match.alternate else 1)
    if one.match.curated:
        return inhabitants * HOME_PRIOR
    return inhabitants * (NEIGHBOUR_PRIOR if one.match.place.country in NEIGHBOURS else 1)


def _order(one: Rated) -> tuple[float, bool, bool, int, str]:
    match, place = one.match, one.match.place
    return (-round(one.score, 6), not match.curated, place.feature_class != "P", -match.population, place.id)


def _listing(others: list[Rated]) -> str:
    named = ", ".join(f"{one.match.place.name_en} ({one.match.place.country})" for one in others[:_LISTED])
    return f"{named} and {len(others) - _LISTED} more" if len(others) > _LISTED else named


def _exists(place: Place, day: date) -> bool:
    said = day.isoformat()
    began = not place.valid_from or place.valid_from <= said[: len(place.valid_from)]
    ended = bool(place.valid_to) and said[: len(place.valid_to)] > place.valid_to
    return began and not ended
