"""All toponyms of a text resolved together: one text, one region."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from gazetteer.candidates import Candidate, Resolution, distance_km
from gazetteer.geoparse.weighing import contained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.geoparse.atlas import Bearer
    from gazetteer.geoparse.names import Found
    from gazetteer.geoparse.words import Word

#: a place is taken for granted if it is so well known, and so much better than the next of its name
_WELL_KNOWN = 5.0
_CLEARLY = 1.0
#: nothing in a text but "Paris, Texas" makes another place of these
_FAMOUS = 6.0
_BY_FAR = 2.0
#: what the rest of the text adds to the weight of a place
_CONTAINED = 20.0
_SAME_COUNTRY = 2.0
_IN_STATE = 1.5
_HOLDS = 1.0
_NEAR = 1.8
_NEAR_KM = 100.0
_REACH_KM = 400.0
_MARGIN = 0.25
_MOST_CANDIDATES = 6
_MOST_BEARERS = 40
#: a longer text is not about one region anyway
_MOST_ANCHORS = 60
_TOP = 12.0


class _Choice(NamedTuple):
    """One bearer with its weight in this text, and what that rests on."""

    bearer: Bearer
    weight: float
    reason: str


def settle(found: Sequence[Found], words: Sequence[Word]) -> list[Resolution]:
    """Resolve the toponyms of a text together.

    In this order: what the text says outright ("Paris, Texas"); places that are the only or by far the best known of
    their name; then the others, each to the bearer that lies nearest to what is settled, in a state or country of the
    text, or else to the best known.

    Returns
    -------
    list of Resolution
        One for each name, in the same order.
    """
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(found):
        groups[one.key].append(number)
    containers = _containers(found, groups, words)
    anchors: dict[str, Bearer] = {}
    choices: dict[str, list[_Choice]] = {}
    for key, numbers in groups.items():
        one, container = found[numbers[0]], containers.get(key)
        anchor = _granted(one, container)
        if anchor is not None:
            anchors[key] = anchor
        if container is None and _is_beyond_doubt(one):
            choices[key] = _unweighed(one)
    open_keys = [key for key in groups if key not in choices]
    settings = _settings(open_keys, containers, anchors)
    unsettled = {key: _weighed(found[groups[key][0]], settings[key])[0] for key in open_keys if key not in anchors}
    if unsettled:
        anchors |= {key: first.bearer for key, first in unsettled.items()}
        settings = _settings(open_keys, containers, anchors)
    for key in open_keys:
        weighed = _weighed(found[groups[key][0]], settings[key])[:_MOST_CANDIDATES]
        choices[key] = [_Choice(one.bearer, one.weight, settings[key].reason(one)) for one in weighed]
    answers = {key: _resolution(found[numbers[0]], choices[key]) for key, numbers in groups.items()}
    return [answers[one.key] for one in found]


def _containers(found: Sequence[Found], groups: dict[str, list[int]], words: Sequence[Word]) -> dict[str, Bearer]:
    containers: dict[str, Bearer] = {}
    for key, numbers in groups.items():
        areas = [area for number in numbers if (area := contained(found, number, words)) is not None]
        if areas:
            containers[key] = areas[0]
    return containers


def _granted(one: Found, container: Bearer | None) -> Bearer | None:
    """Return the place that a name means without regard to the rest of the text, if there is one."""
    bearers = one.bearers
    if container is not None:
        return next((bearer for bearer in bearers if container.holds(bearer)), None)
    if len(bearers) == 1:
        return bearers[0]
    if bearers[0].weight >= _WELL_KNOWN and bearers[0].weight - bearers[1].weight >= _CLEARLY:
        return bearers[0]
    return None


def _is_beyond_doubt(one: Found) -> bool:
    """Tell whether a name is borne by one place alone, or by one that is known the world over."""
    first, *others = one.bearers
    return not others or (first.weight >= _FAMOUS and first.weight - others[0].weight >= _BY_FAR)


def _unweighed(one: Found) -> list[_Choice]:
    first, *others = one.bearers
    reason = "by far the best known of that name" if others else "the only place known by this name"
    said = f"people or origin, of {first.place.name_en}" if one.people else f"{reason}, {first.words}"
    return [_Choice(first, first.weight, said), *(_Choice(other, other.weight, other.words) for other in others[:2])]


def _settings(keys: Sequence[str], containers: dict[str, Bearer], anchors: dict[str, Bearer]) -> dict[str, _Setting]:
    """Return the rest of a text as each of its open names sees it."""
    settled = dict(islice(anchors.items(), _MOST_ANCHORS))
    states = [(key, one) for key, one in settled.items() if one.is_state]
    points = [(key, one) for key, one in settled.items() if not one.area and not one.vague]
    countries = Counter(one.place.country for one in settled.values() if one.place.country)
    settings = {}
    for key in keys:
        counted = countries.copy()
        if key in settled and settled[key].place.country:
            counted[settled[key].place.country] -= 1
        total = sum(counted.values())
        settings[key] = _Setting(
            containers.get(key),
            [one for other, one in states if other != key],
            [one for other, one in points if other != key],
            {country: count / total for country, count in counted.items() if count},
        )
    return settings


class _Weighed(NamedTuple):
    """One bearer with its weight in this text, and the nearest other place of the text."""

    bearer: Bearer
    weight: float
    nearest: Bearer | None
    away: float


def _weighed(one: Found, setting: _Setting) -> list[_Weighed]:
    """Return the bearers of a name, the one that fits the text best first."""
    least = one.bearers[0].weight - _SAME_COUNTRY - _IN_STATE - _NEAR
    weighed = [
        setting.weigh(bearer)
        for bearer in one.bearers[:_MOST_BEARERS]
        if bearer.weight >= least or setting.container is not None
    ]
    return sorted(weighed, key=lambda one: (-one.weight, one.bearer.place.id))


@dataclass(frozen=True, slots=True)
class _Setting:
    """The rest of a text, as one of its names sees it."""

    container: Bearer | None
    states: Sequence[Bearer]
    points: Sequence[Bearer]
    shares: dict[str, float]

    def weigh(self, bearer: Bearer) -> _Weighed:
        """Weigh a bearer: how well known it is, and how well it fits the text."""
        weight = bearer.weight + _SAME_COUNTRY * self.shares.get(bearer.place.country, 0.0)
        if self.container is not None and self.container.holds(bearer):
            weight += _CONTAINED
        if self.state(bearer) is not None:
            weight += _IN_STATE
        if bearer.box is not None and any(bearer.holds(point) for point in self.points):
            weight += _HOLDS
        nearest, away = self.nearest(bearer)
        weight += _NEAR * exp(-away / _NEAR_KM) if nearest is not None else 0
        return _Weighed(bearer, weight, nearest, away)

    def reason(self, weighed: _Weighed) -> str:
        """Say what the weight of a bearer rests on."""
        bearer, _, nearest, away = weighed
        reasons = [bearer.words]
        if self.container is not None and self.container.holds(bearer):
            reasons.append(f"the text says it lies in {self.container.place.name_en}")
        elif (state := self.state(bearer)) is not None:
            of_county = "the state of " if state.county else ""
            reasons.append(f"in {of_county}{state.place.name_en}, which the text names")
        if nearest is not None:
            reasons.append(f"{away:,.0f} km from {nearest.place.name_en} of the same text")
        elif bearer.place.country in self.shares:
            reasons.append("in a country of the other places of the text")
        return "; ".join(reasons)

    def state(self, bearer: Bearer) -> Bearer | None:
        """Return the state of the text that a bearer lies in."""
        return next((state for state in self.states if state.holds(bearer)), None) if self.states else None

    def nearest(self, bearer: Bearer) -> tuple[Bearer | None, float]:
        """Return the nearest other place of the text and how far it is (km)."""
        nearest, least = None, _REACH_KM
        for point in () if bearer.vague else self.points:
            if bearer.near(point, least) and point.place.id != bearer.place.id:
                away = distance_km(bearer.point, point.point)
                if away < least:
                    nearest, least = point, away
        return nearest, least


def _resolution(one: Found, choices: Sequence[_Choice]) -> Resolution:
    first = choices[0]
    candidates = tuple(
        Candidate(
            choice.bearer.place, round(min(1.0, max(0.0, choice.weight / _TOP)), 4), choice.reason, one.span.text,
            0.0 if choice is first else round(distance_km(first.bearer.point, choice.bearer.point), 1),
        )
        for choice in choices
    )  # fmt: skip
    name = one.span.text
    if len(choices) > 1 and first.weight - choices[1].weight < _MARGIN and not _same(first, choices[1]):
        reason = f"{len(one.bearers)} places of that name, and nothing in the text tells them apart"
        return Resolution(name, None, candidates, reason, "ambiguous")
    reason = first.reason
    if len(choices) > 1:
        reason = f"{reason}; before {choices[1].bearer.place.name_en} ({choices[1].bearer.place.country})"
    return Resolution(name, first.bearer.place, candidates, reason, "resolved")


def _same(one: _Choice, other: _Choice) -> bool:
    """Tell whether two records are as good as one place: a town and its municipality."""
    return one.bearer.near(other.bearer, 20)
