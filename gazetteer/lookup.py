"""Which places bear a name: exactly, or in the nearest spelling."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gazetteer.errors import WorldIndexError
from gazetteer.inflection import inflected
from gazetteer.names import compact_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.places import Place, Places, Toponym
    from gazetteer.world import World

#: how much a name of each kind counts; a kind that is not listed counts as the last
_KIND_SCORES = {"main": 1.0, "official": 0.97, "definite": 0.97, "indefinite": 0.97, "variant": 0.97, "exonym": 0.97,
                "press": 0.97, "historic": 0.93, "misspelling": 0.92, "abbreviation": 0.92}  # fmt: skip
_ALTERNATE_SCORE = 0.75
_INFLECTED_SCORE = 0.9
_FUZZY_CEILING = 0.85
_LANGUAGES = {
    "en": "English", "sq": "Albanian", "sr-Latn": "Serbian", "sr-Cyrl": "Serbian", "tr": "Turkish", "de": "German",
    "fr": "French", "it": "Italian", "mk": "Macedonian", "bs": "Bosnian", "la": "Latin",
}  # fmt: skip
_UNINFLECTED = frozenset({"misspelling", "abbreviation", "press"})
_SHORT = 8
#: (longest key, edits allowed): shorter keys are never matched loosely
_EDITS = ((4, 0), (7, 1), (11, 2), (200, 3))


@dataclass(frozen=True, slots=True)
class Match:
    """One place that bears a name.

    `name` is the spelling on record, `words` say what kind of name it is, `population` is 0 where it is not known.
    `alternate` marks a lesser-known name in GeoNames and a case form, `doubtful` a near spelling that may as well be
    another name.
    """

    place: Place
    name: str
    words: str
    score: float
    population: int = 0
    curated: bool = True
    alternate: bool = False
    doubtful: bool = False


class NameIndex:
    """Every name of the curated gazetteer by its key, with the world's towns behind it."""

    def __init__(self, places: Places, world: World | None) -> None:
        self.places = places
        self.world = world
        self.notice = ""
        self._names: defaultdict[str, list[tuple[Place, Toponym]]] = defaultdict(list)
        self._by_geonameid = {place.geonameid: place for place in places.values() if place.geonameid}
        for bearer, toponym in self._bearers():
            self._names[compact_key(toponym.name)].append((bearer, toponym))

    def exact(self, name: str) -> list[Match]:
        """Return the places that bear exactly this name (after folding), curated ones first."""
        key = compact_key(name)
        matches: dict[str, Match] = {}
        for place, toponym in _likest_first(name, self._names.get(key, ())):
            matches.setdefault(place.id, self._match(place, toponym))
        for match in self._abroad(key) if key else ():
            matches.setdefault(match.place.id, match)
        return list(matches.values())

    def inflected(self, name: str) -> list[Match]:
        """Return curated places of which this is a name with a case ending."""
        matches: dict[str, Match] = {}
        for place, toponym in self._inflected.get(compact_key(name), ()):
            words = f"case form of the {_kind_words(toponym)}"
            match = Match(place, toponym.name, words, _INFLECTED_SCORE, self.population(place), alternate=True)
            matches.setdefault(place.id, match)
        return list(matches.values())

    def fuzzy(self, name: str) -> list[Match]:
        """Return curated places with the nearest spelling, if it is near enough for the length of the name."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        key = compact_key(name)
        allowed = next((edits for longest, edits in _EDITS if len(key) <= longest), 0)
        if not allowed:
            return []
        matches: dict[str, Match] = {}
        found = process.extract(key, self._names.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=20)
        for known, distance, _ in found:
            edits = int(distance)
            doubtful = _may_be_another_name(key, known)
            for place, toponym in self._names[known]:
                score = _FUZZY_CEILING * _kind_score(toponym) * (1 - edits / len(key))
                words = f"{edits} letter{'s' if edits > 1 else ''} away from the {_kind_words(toponym)}"
                match = Match(place, toponym.name, words, score, self.population(place), doubtful=doubtful)
                if place.id not in matches or score > matches[place.id].score:
                    matches[place.id] = match
        return list(matches.values())

    def named(self, name: str) -> list[Match]:
        """Return the places that bear exactly this name; if none is curated, those with it as a case form too."""
        matches = self.exact(name)
        if not any(match.curated for match in matches):
            matches += self.inflected(name)
        return matches

    def population(self, place: Place) -> int:
        """Return the inhabitants of a place as far as GeoNames gives them, else 0."""
        if self.world is None or place.geonameid is None or self.notice:
            return 0
        try:
            return self.world.population(place.geonameid)
        except WorldIndexError as error:
            self.notice = str(error)
            return 0

    def around(self, latitude: float, longitude: float, limit: int) -> list[Place]:
        """Return the world's towns around a point, none without the index."""
        if self.world is None or self.notice:
            return []
        try:
            return self.world.around(latitude, longitude, limit)
        except WorldIndexError as error:
            self.notice = str(error)
            return []

    @cached_property
    def _inflected(self) -> dict[str, list[tuple[Place, Toponym]]]:
        forms: defaultdict[str, list[tuple[Place, Toponym]]] = defaultdict(list)
        for bearer, toponym in self._bearers():
            for form in inflected(toponym.name, toponym.language) if toponym.kind not in _UNINFLECTED else ():
                forms[compact_key(form)].append((bearer, toponym))
        return dict(forms)

    def _bearers(self) -> Iterator[tuple[Place, Toponym]]:
        """Give every name with the place that bears it; a municipality also bears the names of its seat."""
        for place in self.places.values():
            municipality = self.places.get(f"{place.id}_municipality")
            for toponym in place.names():
                yield place, toponym
                if municipality is not None:
                    yield municipality, toponym

    def _match(self, place: Place, toponym: Toponym) -> Match:
        return Match(place, toponym.name, _kind_words(toponym), _kind_score(toponym), self.population(place))

    def _abroad(self, key: str) -> Iterator[Match]:
        if self.world is None or self.notice:
            return
        try:
            towns = self.world.towns(key)
        except WorldIndexError as error:
            self.notice = str(error)
            return
        for town in towns:
            curated = self._by_geonameid.get(town.place.geonameid or 0)
            yield Match(
                curated or town.place, town.place.name_en,
                words="name in GeoNames" if town.main else "alternate name in GeoNames",
                score=1.0 if town.main else _ALTERNATE_SCORE,
                population=town.population, curated=curated is not None, alternate=not town.main,
            )  # fmt: skip


def _likest_first(name: str, bearers: Iterable[tuple[Place, Toponym]]) -> list[tuple[Place, Toponym]]:
    """Order names of one key: the better known kind first, among these the one that is spelled as asked for."""
    return sorted(bearers, key=lambda bearer: (-_kind_score(bearer[1]), bearer[1].name.casefold() != name.casefold()))


def _kind_score(toponym: Toponym) -> float:
    return _KIND_SCORES.get(toponym.kind, 0.92)


def _kind_words(toponym: Toponym) -> str:
    kind = "" if toponym.kind == "main" else toponym.kind
    return " ".join(filter(None, (kind, _LANGUAGES.get(toponym.language, ""), "name")))


def _may_be_another_name(key: str, known: str) -> bool:
    """Tell whether a near spelling is as likely another name as a slip.

    So it is where the first letter or, in short names, the last one differs: Zvečaj and Zvečan are places of their
    own; Zveccan is a slip.
    """
    if key[0] != known[0]:
        return True
    return len(key) <= _SHORT and len(key) == len(known) and key[-1] != known[-1]
