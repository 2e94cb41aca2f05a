"""Which of several places of one name is meant, and when nothing tells.

The rules, in this order:

1. A name counts by its kind (main, listed, GeoNames alternate, near spelling); hints lower what contradicts them.
   Sources that say Serbia of a place in Kosovo are common, so that hint lowers it little.
2. Candidates within `MARGIN` of the best are contenders; a lesser-known name joins them where a tenth of the town's
   inhabitants is still more than the others have. One contender is the answer.
3. A country is preferred to a town of its name; a settlement to its own municipality, to a spot or water beside it and
   to what only GeoNames lists; a curated mountain, river or region to a hamlet that only GeoNames lists.
4. Where all but one lie far off the other places of the text, that one is the answer.
5. In one country a town is preferred to places of a tenth of its inhabitants or less.
6. A place of the curated gazetteer counts as if it had `HOME_PRIOR` times its inhabitants, and wins over foreign towns
   of its name if that is more than they have.
7. Among foreign towns one must be `DOMINANCE` times larger than the next, where `NEIGHBOURS` count `NEIGHBOUR_PRIOR`
   times.
8. The one that is clearly nearest to the point asked for or to the other places of the text.
9. The first, where all lie within a walk. Else it is a tie, and a tie is an ambiguity.

The reason says which rule decided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gazetteer.candidates import NO_HINTS, distance_km

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from gazetteer.candidates import Hints
    from gazetteer.lookup import Match
    from gazetteer.places import Place

    Points = Sequence[tuple[float, float]]

MARGIN = 0.1
HOME_PRIOR = 20
DOMINANCE = 10
NEIGHBOURS = frozenset({"XK", "RS", "AL", "MK", "ME"})
NEIGHBOUR_PRIOR = 3
ALTERNATE_SHARE = 0.1
#: inhabitants to count with where they are not known or fewer, by feature code: a seat is a town
FEWEST = {"PPLC": 100_000, "PPLA": 20_000, "PPLA2": 5_000, "PPLA3": 5_000}
FEWEST_ELSEWHERE = 500
#: a spot or water this near to a settlement of its name is taken to be named after it (km)
BESIDE_IT_KM = 25.0
#: nearest to the other places of the text: at most this share of the next one's distance ...
CLEARLY_NEARER = 0.6
#: ... and to overrule prominence, this share, where less than `REGION_KM` counts as `REGION_KM`
FAR_NEARER = 0.2
REGION_KM = 30.0
#: a lesser name of a town counts no more than the main name of a village, by this score
AS_GOOD_A_NAME = 0.015
#: nearer than this counts as there
AT_IT_KM = 1.0
#: places of one name this near to each other need not be told apart (km)
ONE_SPOT_KM = 1.5
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


def judge(rated: list[Rated], hints: Hints, municipalities: tuple[Place, ...] = ()) -> Verdict:
    """Order candidates and decide whether one of them is the answer.

    Parameters
    ----------
    rated
        The candidates.
    hints, municipalities
        What they were rated by.
    """
    if municipalities and not hints.near:
        hints = replace(hints, beside=tuple((place.latitude, place.longitude) for place in municipalities))
    order = tuple(sorted(rated, key=_order)) if len(rated) > 1 else tuple(rated)
    least = order[0].score - MARGIN
    contenders = [one for one in order if one.score >= least]
    if len(order) > len(contenders) and not any(one.match.curated for one in contenders):
        heaviest = max(map(_weight, contenders))
        contenders += [one for one in order if one not in contenders and _is_better_known(one, heaviest)]
    winner, words = _settle(contenders, hints) if len(contenders) > 1 else (contenders[0], "")
    if winner is None:
        return Verdict(order, None, words)
    if winner is not order[0]:
        order = (winner, *(one for one in order if one is not winner))
    if winner.match.doubtful:
        return Verdict(order, None, "a spelling as near as this is often another name")
    if winner.score < ENOUGH:
        return Verdict(order, None, "what else is known speaks against every place of that name")
    if len(contenders) < len(order) and not words:
        words = f"less fitting: {_listing([one for one in order if one not in contenders])}"
    return Verdict(order, winner, words)


def _settle(contenders: list[Rated], hints: Hints) -> tuple[Rated | None, str]:
    """Return the contender that is meant, if the rules tell, with the words of every rule that was used."""
    said: list[str] = []
    kept = contenders
    rules = (_without_nested, _in_the_region, _without_hamlets, _at_home, _largest_abroad, _nearest, _at_one_spot)
    for rule in rules:
        if len(kept) == 1:
            break
        kept, words = rule(kept, hints)
        if words:
            said.append(words)
    if len(kept) == 1:
        return kept[0], "; ".join(said)
    return None, f"{len(kept)} places fit equally well"


def _without_nested(contenders: list[Rated], _: Hints) -> tuple[list[Rated], str]:
    """Drop towns named like a contending country, and what is named like a contending settlement beside it."""
    countries = [one for one in contenders if one.match.place.feature_code == "PCLI"]
    if len(countries) == 1:
        others = [one for one in contenders if one is not countries[0]]
        return countries, f"the country is preferred to {_listing(others)}"
    known = [one for one in contenders if one.match.curated]
    settlements = [one for one in contenders if one.match.place.feature_class == "P"]
    if known and not any(one.match.place.feature_class == "P" for one in known):
        hamlets = [one for one in settlements if _inhabitants(one) <= FEWEST_ELSEWHERE]
        kept = [one for one in contenders if one not in hamlets]
        return kept, f"better known than {_listing(hamlets)}" if hamlets else ""
    kept = [one for one in contenders if not any(_is_named_after(one.match, other.match) for other in settlements)]
    dropped = [one for one in contenders if one not in kept]
    if not dropped:
        return contenders, ""
    names = ", ".join(dict.fromkeys(one.match.place.name_en for one in dropped))
    return kept, f"the settlement is preferred to {names}, since nothing asks for that"


def _in_the_region(contenders: list[Rated], hints: Hints) -> tuple[list[Rated], str]:
    """Keep the one contender that lies where the text is about, if all others lie far off."""
    return _nearer(contenders, hints.beside, FAR_NEARER, REGION_KM, "the other places of the text")


def _without_hamlets(contenders: list[Rated], _: Hints) -> tuple[list[Rated], str]:
    """Drop what is far smaller than a contender of the same country."""
    dropped = [
        one
        for one in contenders
        if any(
            other.match.place.country == one.match.place.country
            and _inhabitants(other) >= DOMINANCE * _inhabitants(one)
            and other.score >= one.score - AS_GOOD_A_NAME
            for other in contenders
        )
    ]
    curated = any(one.match.curated for one in contenders)
    if not dropped or not curated:
        return contenders, ""
    return [one for one in contenders if one not in dropped], f"a town, preferred to the smaller {_listing(dropped)}"


def _at_home(contenders: list[Rated], _: Hints) -> tuple[list[Rated], str]:
    """Keep the one curated contender, if foreign towns are not too large beside it."""
    curated = [one for one in contenders if one.match.curated]
    others = [one for one in contenders if not one.match.curated]
    compatriots = any(one.match.place.country == curated[0].match.place.country for one in others) if curated else True
    if len(curated) == 1 and not compatriots and _weight(curated[0]) >= max(map(_weight, others)):
        return curated, f"the place that the atlas itself holds is preferred to {_listing(others)}"
    return contenders, ""


def _largest_abroad(contenders: list[Rated], _: Hints) -> tuple[list[Rated], str]:
    if any(one.match.curated for one in contenders):
        return contenders, ""
    largest, second = sorted(contenders, key=_weight, reverse=True)[:2]
    if _weight(largest) < DOMINANCE * _weight(second):
        return contenders, ""
    rest = [one for one in contenders if one is not largest]
    return [largest], f"by far the largest of {len(contenders)} places of that name, before {_listing(rest)}"


def _nearest(contenders: list[Rated], hints: Hints) -> tuple[list[Rated], str]:
    if hints.near:
        return _nearer(contenders, (hints.near,), CLEARLY_NEARER, AT_IT_KM, "the point asked for")
    return _nearer(contenders, hints.beside, CLEARLY_NEARER, AT_IT_KM, "the other places of the text")


def _nearer(
    contenders: list[Rated], points: Points, share: float, least_km: float, what: str
) -> tuple[list[Rated], str]:
    """Keep the contender nearest to some points, if it is so much nearer than the next one."""
    if not points:
        return contenders, ""
    measured = sorted((_away(one.match.place, points), index) for index, one in enumerate(contenders))
    (nearest, index), (next_one, _) = measured[:2]
    if max(nearest, least_km) > share * next_one:
        return contenders, ""
    return [contenders[index]], f"nearest to {what}, {nearest:,.0f} km against {next_one:,.0f} km"


def _at_one_spot(contenders: list[Rated], _: Hints) -> tuple[list[Rated], str]:
    """Keep the first contender if the others lie so near to it that it makes no difference."""
    first = contenders[0].match.place
    farthest = max(_away(one.match.place, ((first.latitude, first.longitude),)) for one in contenders)
    if farthest > ONE_SPOT_KM:
        return contenders, ""
    return contenders[
        :1
    ], f"the {len(contenders)} places of that name lie within {max(1, round(farthest))} km of each other"


def _away(place: Place, points: Points) -> float:
    return min(distance_km(point, (place.latitude, place.longitude)) for point in points)


def _is_named_after(one: Match, settlement: Match) -> bool:
    """Tell whether a municipality, spot or water bears the name of a settlement that it lies at."""
    place, town = one.place, settlement.place
    if place.feature_class == "P" or place.country != town.country:
        return False
    if not one.curated or (place.municipality and place.municipality == town.municipality):
        return True
    return distance_km((place.latitude, place.longitude), (town.latitude, town.longitude)) <= BESIDE_IT_KM


def _is_beside(place: Place, municipality: Place) -> bool:
    """Tell whether a place is so near to a municipality that it may have belonged to it under older boundaries."""
    away = distance_km((place.latitude, place.longitude), (municipality.latitude, municipality.longitude))
    return away <= (municipality.radius_m or 0) / 1000 + 10


def _is_better_known(one: Rated, heaviest: float) -> bool:
    """Tell whether a lesser-known name belongs to so large a town that it competes with main names."""
    return one.match.alternate and one.score == one.match.score and _weight(one) >= heaviest


def _inhabitants(one: Rated) -> float:
    fewest = FEWEST.get(one.match.place.feature_code, FEWEST_ELSEWHERE)
    return max(fewest, one.match.population) * (ALTERNATE_SHARE if one.match.alternate else 1)


def _weight(one: Rated) -> float:
    if one.match.curated:
        return _inhabitants(one) * HOME_PRIOR
    return _inhabitants(one) * (NEIGHBOUR_PRIOR if one.match.place.country in NEIGHBOURS else 1)


def _order(one: Rated) -> tuple[float, bool, bool, int, str]:
    match, place = one.match, one.match.place
    return (-round(one.score, 6), not match.curated, place.feature_class != "P", -match.population, place.id)


def _listing(others: Sequence[Rated]) -> str:
    named = ", ".join(f"{one.match.place.name_en} ({one.match.place.country})" for one in others[:_LISTED])
    return f"{named} and {len(others) - _LISTED} more" if len(others) > _LISTED else named


def _exists(place: Place, day: date) -> bool:
    said = day.isoformat()
    began = not place.valid_from or place.valid_from <= said[: len(place.valid_from)]
    ended = bool(place.valid_to) and said[: len(place.valid_to)] > place.valid_to
    return began and not ended
