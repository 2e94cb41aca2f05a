"""Which places bear a name: exactly, with a case ending, in the letters of another language, or nearly."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gazetteer.geonames.abroad import Abroad
from gazetteer.judgement.inflection import base_keys
from gazetteer.judgement.kinds import apart, kind_of
from gazetteer.judgement.matching import (
    ALTERNATE_SCORE,
    EDIT_COST,
    FUZZY_SHARE,
    INFLECTED_SCORE,
    NEIGHBOURS,
    RESPELT_SHARE,
    REWORDED_SHARE,
    Likeness,
    Match,
    geonames_words,
    is_same,
    kind_score,
    kind_words,
    likeness,
    likest_first,
    takes_form,
)
from gazetteer.judgement.spellings import Spellings
from gazetteer.names import compact_key, respelling, search_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gazetteer.geonames.world import Town, World
    from gazetteer.places import Place, Places, Toponym

__all__ = ["Match", "NameIndex"]

#: shorter respellings have too many neighbours
_SHORTEST_RESPELLING = 4
_SHORTEST_MISSPELT_SOUNDS = 6
_SHORTEST_REST = 5
#: things that bear the name of something else, so that it means them only with the word
_NEED_THE_WORD = frozenset({"monument", "road", "square"})
#: numbers and single letters tell names apart ("Gate 1", "Kosovo A"), so such a name is no misspelling of another
_COUNTED = re.compile(r"\d|\b[^\W\d_eiu]\b", re.IGNORECASE)


_AWAY = {1: "1 letter away from the", 2: "2 letters away from the"}
#: one look-up asks for the key of a name more than once
_key = lru_cache(256)(search_key)


class NameIndex:
    """Every name of the curated gazetteer by its key, with GeoNames behind it.

    Parameters
    ----------
    places
        The curated places.
    indexes
        Indexes of GeoNames; an earlier one counts where two hold the same place.
    """

    def __init__(self, places: Places, indexes: Iterable[World] = ()) -> None:
        self.places = places
        self.abroad = Abroad(indexes)
        self._names: defaultdict[str, list[tuple[Place, Toponym]]] = defaultdict(list)
        self._by_geonameid = {place.geonameid: place for place in places.values() if place.geonameid}
        for bearer, toponym in self._bearers():
            self._names[compact_key(toponym.name)].append((bearer, toponym))

    def named(self, name: str) -> list[Match]:
        """Return the places that bear exactly this name; if none is curated, those with it as a case form too."""
        matches = self.exact(name)
        if not any(match.curated for match in matches):
            matches += self.inflected(name)
        return matches

    def exact(self, name: str) -> list[Match]:
        """Return the places that bear exactly this name (after folding), curated ones first."""
        key = _key(name).replace(" ", "")
        return self._of_key(key, name) if key else []

    def inflected(self, name: str) -> list[Match]:
        """Return curated places of which this is a name with a case ending."""
        matches: dict[str, Match] = {}
        for place, toponym in self._base_forms(name):
            if place.id not in matches:
                words = f"case form of the {kind_words(toponym)}"
                matches[place.id] = Match(
                    place, toponym.name, words, INFLECTED_SCORE, self.population(place), alternate=True
                )
        return list(matches.values())

    def reworded(self, name: str) -> list[Match]:
        """Return curated spots, waters and areas whose name says the same in other words ("zatvor Dubrava")."""
        asked = apart(name)
        said = " ".join(asked.rest)
        rest = "".join(asked.rest)
        if not asked.kinds and len(rest) < _SHORTEST_REST:
            return []
        rests = [rest, "".join(sorted(asked.rest))]
        if asked.kinds and rest:
            bearers = {place.id: place for place, _ in (*self._names.get(rest, ()), *self._base_forms(said))}
            rests += sorted(base_keys(said))
            rests += [compact_key(one.name) for place in bearers.values() for one in place.names()]
        matches: dict[str, Match] = {}
        for key in dict.fromkeys(rests):
            for kinds, place, toponym in self._things.get(key, ()):
                meant = asked.kinds & kinds if asked.kinds else _NEED_THE_WORD.isdisjoint(kinds)
                if meant and place.id not in matches:
                    words = f"other words for the {kind_words(toponym)}"
                    closely = not asked.kinds or kind_of(place.feature_code) in asked.kinds
                    score = kind_score(toponym) * (REWORDED_SHARE if closely else FUZZY_SHARE)
                    matches[place.id] = Match(place, toponym.name, words, score, self.population(place))
        return list(matches.values())

    def respelt(self, name: str) -> list[Match]:
        """Return the places with a name of the same sounds, written in the letters of another language."""
        sounds = _sounds_of(_key(name))
        known = self._respellings.get(sounds, ()) if len(sounds) >= _SHORTEST_RESPELLING else ()
        return self._loosely((one, RESPELT_SHARE, "other letters for the sounds of the", False) for one in known)

    def fuzzy(self, name: str) -> list[Match]:
        """Return the places with the nearest spelling, if it is near enough for the length of the name."""
        said = _key(name)
        if _COUNTED.search(name):
            return []
        near = [(self._likeness(said, known, edits), edits, known)
                for known, edits in self._spellings.near(said.replace(" ", ""))]  # fmt: skip
        sounds = _sounds_of(said)
        if not near and len(sounds) >= _SHORTEST_MISSPELT_SOUNDS:
            near = [
                (max(likeness(sounds, spelt, edits), Likeness(said[0] != known[0])), edits, known)
                for spelt, edits in self._spelt_sounds.near(sounds)
                for known in self._respellings[spelt]
            ]
        return self._nearly((alike, edits, known, _AWAY[edits]) for alike, edits, known in sorted(near))

    def fuzzy_form(self, name: str) -> list[Match]:
        """Return the places with a name whose case form is one letter away."""
        if _COUNTED.search(name):
            return []
        near = {
            known: likeness(base, known, edits)
            for base in sorted(base_keys(_key(name)))
            for known, edits in self._spellings.near(base)
            if edits == 1
        }
        return self._nearly((alike, 1, known, "1 letter away from a case form of the") for known, alike in near.items())

    def population(self, place: Place) -> int:
        """Return the inhabitants of a place as far as GeoNames gives them, else 0."""
        return self._populations.get(place.geonameid, 0) if place.geonameid else 0

    def _of_key(self, key: str, name: str) -> list[Match]:
        bearers = self._names.get(key, ())
        matches: dict[str, Match] = {}
        for place, toponym in likest_first(name, bearers):
            if place.id not in matches:
                matches[place.id] = Match(
                    place, toponym.name, kind_words(toponym), kind_score(toponym), self.population(place)
                )
        towns = self._known_towns.get(key) if bearers else self.abroad.towns(key)
        if towns:
            for match in self._abroad(towns, [place for place, _ in bearers]):
                matches.setdefault(match.place.id, match)
        return list(matches.values())

    def _likeness(self, said: str, known: str, edits: int) -> Likeness:
        bearers = self._names.get(known)
        return likeness(said, _key(bearers[0][1].name) if bearers else known, edits)

    def _nearly(self, found: Iterable[tuple[Likeness, int, str, str]]) -> list[Match]:
        """Return the bearers of nearly spelt keys, unless the spelling is that of another name."""
        return self._loosely(
            (known, FUZZY_SHARE - EDIT_COST * edits, words, alike is Likeness.DOUBTFUL)
            for alike, edits, known, words in found
            if alike is not Likeness.OTHER
        )

    def _loosely(self, found: Iterable[tuple[str, float, str, bool]]) -> list[Match]:
        """Return the bearers of known keys, each with the share of its score and the words of its first key."""
        matches: dict[str, Match] = {}
        for known, share, words, doubtful in found:
            for match in self._of_key(known, known):
                if match.place.id not in matches:
                    far = not match.curated and match.place.country not in NEIGHBOURS
                    matches[match.place.id] = Match(
                        match.place, match.name, f"{words} {match.words}", match.score * share, match.population,
                        match.curated, match.alternate, doubtful or far,
                    )  # fmt: skip
        return list(matches.values())

    def _bearers(self) -> Iterator[tuple[Place, Toponym]]:
        """Give every name with the place that bears it; a municipality also bears the names of its seat."""
        for place in self.places.values():
            municipality = self.places.get(f"{place.id}_municipality")
            for toponym in place.names():
                yield place, toponym
                if municipality is not None:
                    yield municipality, toponym

    def _base_forms(self, name: str) -> Iterator[tuple[Place, Toponym]]:
        """Give the curated names of which this is a case form, with their places."""
        said = _key(name)
        for base in sorted(base_keys(said)):
            for place, toponym in self._names.get(base, ()):
                if takes_form(toponym, said.replace(" ", "")):
                    yield place, toponym

    def _abroad(self, towns: Iterable[Town], curated: list[Place]) -> Iterator[Match]:
        """Give the places of GeoNames that bear a name, but for those that are curated under it anyway."""
        for town in towns:
            place = self._by_geonameid.get(town.place.geonameid or 0)
            if place is None and any(is_same(town.place, one) for one in curated):
                continue
            yield Match(
                place or self._placed(town), town.name or town.place.name_en,
                words=geonames_words(town.language, main=town.main), score=1.0 if town.main else ALTERNATE_SCORE,
                population=town.population, curated=place is not None, alternate=not town.main,
            )  # fmt: skip

    def _placed(self, town: Town) -> Place:
        """Return the place of a town, in the curated municipality that bears the name of its division."""
        for area, _ in self._names.get(compact_key(town.division), ()) if town.division else ():
            if area.feature_code == "ADM2" and area.country == town.place.country:
                return replace(town.place, municipality=area.id)
        return town.place

    @cached_property
    def _known_towns(self) -> dict[str, list[Town]]:
        """What GeoNames has under the curated names: asked for once, since most look-ups need it."""
        return self.abroad.bearers([key for key in self._names if key])

    @cached_property
    def _populations(self) -> dict[int, int]:
        return self.abroad.populations(list(self._by_geonameid))

    @cached_property
    def _things(self) -> dict[str, list[tuple[frozenset[str], Place, Toponym]]]:
        """Curated places that are no settlements, by what is left of a name without the words for their kind."""
        things: defaultdict[str, list[tuple[frozenset[str], Place, Toponym]]] = defaultdict(list)
        for place in self.places.values():
            kind = frozenset(filter(None, (kind_of(place.feature_code),)))
            if place.feature_class not in "PA" or kind:
                for toponym in place.names():
                    for part in dict.fromkeys((toponym.name, toponym.name.partition(",")[0])):
                        said = apart(part)
                        for rest in {"".join(said.rest), "".join(sorted(said.rest))} - {""}:
                            things[rest].append((said.kinds | kind, place, toponym))
        return dict(things)

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Every key that a misspelling is compared with, and the sounds it is spelt by."""
        keys = {key: _sounds_of(search_key(bearers[0][1].name)) for key, bearers in self._names.items() if key}
        return keys | {key: respelling(key) for key in self.abroad.spelt() if key not in keys}

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self._keys)

    @cached_property
    def _spelt_sounds(self) -> Spellings:
        return Spellings(self._respellings)

    @cached_property
    def _respellings(self) -> dict[str, list[str]]:
        sounds: defaultdict[str, list[str]] = defaultdict(list)
        for key, spelt in self._keys.items():
            sounds[spelt].append(key)
        return dict(sounds)


def _sounds_of(key: str) -> str:
    """Return the respelling of a search key, word by word."""
    return "".join(map(respelling, key.split()))
