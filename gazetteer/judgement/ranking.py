"""Which of several places of one name is meant, and when nothing tells.

The rules, in this order:

1. A name counts by its kind (main, listed, GeoNames alternate, near spelling); hints lower what contradicts them.
   Sources that say Serbia of a place in Kosovo are common, so that hint lowers it little.
2. Candidates within `MARGIN` of the best are contenders; a lesser-known name joins them where a tenth of the town's
   inhabitants is still more than the others have. A spelling that may as well be another name is none beside one
   that may not. One contender is the answer.
3. A country is preferred to a town of its name; a settlement to its own municipality, to a spot or water beside it and
   to what only GeoNames lists; a curated mountain, river or region to a hamlet that only GeoNames lists.
4. Where all but one lie far off the other places of the text, that one is the answer.
5. In one country a town is preferred to places of a tenth of its inhabitants or less.
6. A place of the curated gazetteer counts as if it had `HOME_PRIOR` times its inhabitants, and wins over foreign towns
   of its name if that is more than they have.
7. Among foreign towns one must be `DOMINANCE` times larger than the next, where `NEIGHBOURS` count `NEIGHBOUR_PRIOR`
   times.
8. The one that is clearly nearest to the point asked for or to the other places of the text. Else it is a tie, and a
   tie is an ambiguity.

The reason says which rule decided.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from gazetteer.candidates import distance_km
from gazetteer.judgement.rating import FEWEST_ELSEWHERE, Rated, inhabitants, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.candidates import Hints
    from gazetteer.judgement.lookup import Match
    from gazetteer.places import Place

    Points = Sequence[tuple[float, float]]

MARGIN = 0.1
DOMINANCE = 10
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
_LISTED = 3
#: below this score the name fits but the hints speak against the place
ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """The candidates in order, the answer if there is one, and why."""

    order: tuple[Rated, ...]
    best: Rated | None
    words: str


def judge(rated: list[Rated], hints: Hints, municipalities: tuple[Place, ...] = ()) -> Verdict:
    """Order candidates and decide whether one of them is the answer.

    Parameters
    ----------
    rated
        The candidates.
    hints, municipalities
        What they were rated by.
    """
    if len(rated) == 1:
        return _verdict((rated[0],), rated[0], "")
    if municipalities and not hints.near:
        hints = replace(hints, beside=tuple((place.latitude, place.longitude) for place in municipalities))
    order = tuple(sorted(rated, key=_order))
    least = order[0].score - MARGIN
    contenders = [one for one in order if one.score >= least]
    contenders = [one for one in contenders if not one.match.doubtful] or contenders
    if len(order) > len(contenders) and not any(one.match.curated for one in contenders):
        heaviest = max(map(weight, contenders))
        contenders += [one for one in order if one not in contenders and _is_better_known(one, heaviest)]
    winner, words = _settle(contenders, hints) if len(contenders) > 1 else (contenders[0], "")
    if winner is None:
        return Verdict(order, None, words)
    if len(contenders) < len(order) and not words:
        words = f"less fitting: {_listing([one for one in order if one not in contenders])}"
    return _verdict((winner, *(one for one in order if one is not winner)), winner, words)


def _verdict(order: tuple[Rated, ...], winner: Rated, words: str) -> Verdict:
    """Make the winner the answer, unless it is as likely not meant at all."""
    if winner.match.doubtful:
        return Verdict(order, None, "a spelling as near as this is often another name")
    if winner.score < ENOUGH:
        return Verdict(order, None, "what else is known speaks against every place of that name")
    return Verdict(order, winner, words)


def _settle(contenders: list[Rated], hints: Hints) -> tuple[Rated | None, str]:
    """Return the contender that is meant, if the rules tell, with the words of every rule that was used."""
    said: list[str] = []
    kept = contenders
    rules = (_without_nested, _in_the_region, _without_hamlets, _at_home, _largest_abroad, _nearest)
    for rule in rules:
        if len(kept) == 1:
            break
        kept, words = rule(kept, hints)
        if words:
            said.append(words)
    if len(kept) == 1:
        return kept[0], "; ".join(said)
    return None, f"{len(kept)} places fit equally well, {_apart(kept)}"


def _apart(contenders: Sequence[Rated]) -> str:
    """Say how far apart the places are."""
    points = [(one.match.place.latitude, one.match.place.longitude) for one in contenders]
    farthest = max(distance_km(one, other) for one, other in combinations(points, 2))
    return f"{farthest:,.0f} km apart" if len(points) == 2 else f"up to {farthest:,.0f} km apart"  # noqa: PLR2004 (a pair)


def _without_nested(contenders: list[Rated], _: Hints) -> tuple[list[Rated], str]:
    """Drop towns named like a contending country, and what is named like a contending settlement beside it."""
    countries = [one for one in contenders if one.match.place.feature_code == "PCLI"]
    if len(countries) == 1:
        others = [one for one in contenders if one is not countries[0]]
        return countries, f"the country is preferred to {_listing(others)}"
    known = [one for one in contenders if one.match.curated]
    settlements = [one for one in contenders if one.match.place.feature_class == "P"]
    if known and not any(one.match.place.feature_class == "P" for one in known):
        hamlets = [one for one in settlements if inhabitants(one) <= FEWEST_ELSEWHERE]
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
            and inhabitants(other) >= DOMINANCE * inhabitants(one)
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
    if len(curated) == 1 and not compatriots and weight(curated[0]) >= max(map(weight, others)):
        return curated, f"the place that the atlas itself holds is preferred to {_listing(others)}"
    return contenders, ""


def _largest_abroad(contenders: list[Rated], _: Hints) -> tuple[list[Rated], str]:
    if any(one.match.curated for one in contenders):
        return contenders, ""
    largest, second = sorted(contenders, key=weight, reverse=True)[:2]
    if weight(largest) < DOMINANCE * weight(second):
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


def _is_better_known(one: Rated, heaviest: float) -> bool:
    """Tell whether a lesser-known name belongs to so large a town that it competes with main names."""
    return one.match.alternate and one.score == one.match.score and weight(one) >= heaviest


def _order(one: Rated) -> tuple[float, bool, bool, int, str]:
    match, place = one.match, one.match.place
    return (-round(one.score, 6), not match.curated, place.feature_class != "P", -match.population, place.id)


def _listing(others: Sequence[Rated]) -> str:
    named = ", ".join(
        f"{one.match.place.name_en} ({', '.join((one.match.place.country, *one.words))})" for one in others[:_LISTED]
    )
    return f"{named} and {len(others) - _LISTED} more" if len(others) > _LISTED else named
