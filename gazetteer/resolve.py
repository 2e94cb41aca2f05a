"""A toponym goes in; a place, an ambiguity or a plain "unknown" comes out, always with the reason in words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer import world as world_index
from gazetteer.candidates import NO_HINTS, Candidate, Hints, Resolution, distance_km
from gazetteer.lookup import NameIndex
from gazetteer.names import search_key
from gazetteer.nonplaces import looks_like_body, looks_like_person, other_name
from gazetteer.places import read_places
from gazetteer.query import Stripped, is_no_name, strippings, take_apart
from gazetteer.ranking import Rated, judge, rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gazetteer.expressions import Expression
    from gazetteer.lookup import Match
    from gazetteer.places import Place, Places
    from gazetteer.ranking import Verdict
    from gazetteer.world import World

__all__ = ["Candidate", "Gazetteer", "Hints", "Resolution", "open_gazetteer"]

LONGEST_TOPONYM = 200
MOST_CANDIDATES = 12
MOST_PARTS = 6
#: answers kept in memory, some 2 kB each
MOST_REMEMBERED = 16_384
DEFAULT_FOLDER = Path(__file__).parents[1] / "data"
#: words without which a text says nothing relative to a name
_RELATIVE_WORDS = re.compile(
    r"\d|\b(?:of|from|near|to|between|outside|the|close|next|not far|around|km|miles)\b", re.IGNORECASE
)


#: relations of which the place that they are relative to is the answer
_AT_THE_ANCHOR = frozenset({"at", "near", "outskirts", "part"})


class Gazetteer:
    """The curated places, with GeoNames behind them.

    Parameters
    ----------
    places
        The curated gazetteer.
    world
        The index of the world's towns; None to work with the curated places alone.
    dumps
        Indexes of country files of GeoNames.
    """

    def __init__(self, places: Places, world: World | None = None, dumps: Iterable[World] = ()) -> None:
        self.places = places
        self._names = NameIndex(places, (*dumps, world) if world else dumps)
        self._countries = {place.country: place for place in places.values() if place.feature_code == "PCLI"}
        self._remembered = lru_cache(MOST_REMEMBERED)(self._resolve)

    @property
    def notice(self) -> str:
        """What a user should know about the indexes of GeoNames, "" if they work or have not been needed."""
        return self._names.abroad.notice

    def place(self, place_id: str) -> Place:
        """Return the place of that id.

        Raises
        ------
        UnknownPlaceError
            If no place has it.
        """
        return self.places[place_id]

    def country(self, code: str) -> Place | None:
        """Return the record of a country by its code, if the curated gazetteer has one."""
        return self._countries.get(code)

    def resolve(self, toponym: str, hints: Hints | None = None) -> Resolution:
        """Find the place that a name means.

        Parameters
        ----------
        toponym
            The name as written, with or without words around it ("the village of ...", "Peja/Peć").
        hints
            What else is known.

        Returns
        -------
        Resolution
            Resolved, ambiguous (candidates, best first, no pick) or unknown; the reason says why. A text that places
            something at a distance from a name, or between two, is ambiguous: its candidates are the places it is
            relative to.
        """
        if len(toponym) > LONGEST_TOPONYM:
            reason = f"{len(toponym):,} characters are too long for a place name; the limit is {LONGEST_TOPONYM}"
            return Resolution(toponym[:LONGEST_TOPONYM], None, (), reason, "unknown")
        return self._remembered(toponym) if hints is None else self._resolve(toponym, self._with_codes(hints))

    def reverse(self, latitude: float, longitude: float, limit: int = 5) -> list[Candidate]:
        """Return the places nearest to a point (decimal degrees), nearest first; areas are left out."""
        here = (latitude, longitude)
        points = {place.id: place for place in self.places.values() if place.feature_class in "PS"}
        known = {place.geonameid for place in points.values()}
        for place in self._names.abroad.around(latitude, longitude, limit):
            if place.geonameid not in known:
                points[place.id] = place
        measured = ((distance_km(here, (place.latitude, place.longitude)), place) for place in points.values())
        nearest = sorted(measured, key=lambda pair: (pair[0], pair[1].id))[: max(0, limit)]
        return [
            Candidate(place, round(1 / (1 + away / 10), 4), f"{away:,.1f} km from the point", place.name_en, away)
            for away, place in nearest
        ]

    def _resolve(self, toponym: str, hints: Hints = NO_HINTS) -> Resolution:
        """Try one way to read the text after the other, the strictest first."""
        matches = self._names.exact(toponym)
        if any(match.curated for match in matches):
            return self._answer(toponym, matches, hints)
        key = search_key(toponym)
        if not key:
            return _unknown(toponym, "there are no letters in it")
        matches += self._names.inflected(toponym)
        if not any(match.curated for match in matches):
            if reason := other_name(key):
                return _unknown(toponym, reason)
            if matches and all(match.alternate for match in matches):
                matches += self._slips(toponym)
        if matches:
            return self._answer(toponym, matches, hints)
        if reason := looks_like_body(key):
            return _unknown(toponym, reason)
        readings = strippings(toponym)
        whole = next(readings)
        return self._composed(toponym, hints, whole, readings) or _unknown(toponym, self._nothing_known())

    def _composed(self, toponym: str, hints: Hints, whole: Stripped, readings: Iterator[Stripped]) -> Resolution | None:
        """Read a text that is no known name as it stands."""
        person = looks_like_person(toponym, search_key(toponym))
        found = None if person else self._stripped(toponym, hints, [whole])
        if found or (" " not in whole.text and whole.text.isalnum()):
            return found or self._loosely(toponym, hints, [whole])
        expression = _expression(toponym)
        shorter = list(readings)
        found = (
            self._relative(toponym, hints, expression, loose=False)
            or self._stripped(toponym, hints, shorter)
            or self._relative(toponym, hints, expression, loose=True)
            or self._composite(toponym, hints)
            or self._loosely(toponym, hints, [whole])
        )
        if found is None and person:
            return _unknown(toponym, person)
        return found or self._loosely(toponym, hints, shorter)

    def _slips(self, name: str) -> list[Match]:
        """Return the curated places of which a name that is little known abroad is a likely misspelling."""
        return [match for match in self._names.fuzzy(name) if match.curated and not match.doubtful]

    def _plain(self, text: str, hints: Hints) -> Resolution | None:
        """Read a text as a name with words around it, without anything relative."""
        readings = list(strippings(text))
        found = self._stripped(text, hints, readings) or self._composite(text, hints)
        return found or self._loosely(text, hints, readings)

    def _stripped(self, toponym: str, hints: Hints, readings: Iterable[Stripped]) -> Resolution | None:
        for reading in readings:
            matches = self._names.named(reading.text) or self._names.reworded(reading.text)
            if matches:
                return self._answer(toponym, matches, hints, reading)
        return None

    def _relative(self, toponym: str, hints: Hints, expression: Expression | None, *, loose: bool) -> Resolution | None:
        """Read "X near Y" as X, "near Y" as Y, and leave "5 km from Y", "between Y and Z" open."""
        if expression is None:
            return None
        anchors = self._anchors(expression, hints)
        if expression.subject and not is_no_name(expression.subject):
            best = anchors[0].best if anchors else None
            if best is not None and hints.near is None:
                hints = replace(hints, near=(best.latitude, best.longitude))
            found = self._plain(expression.subject, hints)
            if found is not None and found.status == "ambiguous" and best is not None and best.municipality:
                within = replace(hints, municipality=hints.municipality or best.municipality)
                found = self._plain(expression.subject, within)
            if found is not None and found.status != "unknown":
                said = f'"{toponym[len(expression.subject) :].strip(" ,")}" is read as where it lies'
                return replace(found, toponym=toponym, reason=_join(found.reason, said))
        if loose != (expression.relation in _AT_THE_ANCHOR) or not anchors:
            return None
        if expression.relation == "part":
            words = f"{expression.words} {expression.anchors[0][0]}"
            if part := self._stripped(toponym, hints, strippings(words)):
                return part
        if loose:
            said = f'read without "{expression.words}"'
            return replace(anchors[0], toponym=toponym, reason=_join(anchors[0].reason, said))
        places = {one.place.id: one for anchor in anchors for one in anchor.candidates[: 1 if anchor.best else None]}
        names = " and ".join(anchor.best.name_en if anchor.best else anchor.toponym for anchor in anchors)
        reason = f'the words "{expression.words}" say where something lies from {names}; they name no place themselves'
        return Resolution(toponym, None, tuple(places.values())[:MOST_CANDIDATES], reason, "ambiguous")

    def _anchors(self, expression: Expression, hints: Hints) -> list[Resolution]:
        """Return what the names that a relative text rests on mean, in the first way of reading that gives all."""
        for names in expression.anchors:
            found = [self._plain(name, hints) for name in names if name]
            anchors = [one for one in found if one is not None]
            if anchors and len(anchors) == len(names):
                return anchors
        return []

    def _composite(self, toponym: str, hints: Hints) -> Resolution | None:
        composite = take_apart(toponym)
        if len(composite.alternatives) + len(composite.additions) not in range(2, MOST_PARTS + 1):
            return None
        named = {part: self._matches(part) for part in composite.alternatives}
        known = {part: matches for part, matches in named.items() if matches}
        strangers = [part for part in named if part not in known]
        if not known or (strangers and not any(match.curated for matches in known.values() for match in matches)):
            return None
        notes = [f'"{part}" is not known' for part in strangers]
        agreed, sure = _agreed(list(known.values())), True
        for addition in composite.additions:
            further = self._matches(addition) or self._names.respelt(addition) or self._names.fuzzy(addition)
            both = _agreed([agreed, further]) if agreed and further else []
            if both:
                agreed = both
            elif further:
                hints = self._within(further, hints)
                notes.append(f'"{addition}" is read as where it lies')
            else:
                notes.append(f'"{addition}" is not known')
                sure = sure and is_no_name(addition)
        if agreed:
            return self._answer(toponym, agreed, hints, note="; ".join(notes), pick=sure)
        everything = list({match.place.id: match for matches in known.values() for match in matches}.values())
        return self._answer(toponym, everything, hints, note="the names given do not agree", pick=False)

    def _loosely(self, toponym: str, hints: Hints, readings: Sequence[Stripped]) -> Resolution | None:
        """Look for other letters of the same sounds, then for the nearest spelling."""
        ways: tuple[Callable[[str], list[Match]], ...] = (self._names.respelt, self._names.fuzzy)
        for way in ways:
            for reading in readings:
                matches = way(reading.text)
                if matches:
                    return self._answer(toponym, matches, hints, reading, note="no place is known by exactly this name")
        return None

    def _matches(self, part: str) -> list[Match]:
        for reading in strippings(part):
            matches = self._names.named(reading.text) or self._names.reworded(reading.text)
            if matches:
                return matches
        return []

    def _within(self, matches: list[Match], hints: Hints) -> Hints:
        """Add to the hints the country, municipality or point that a further name says."""
        countries = [match.place for match in matches if match.place.feature_code == "PCLI"]
        municipalities = [match.place for match in matches if match.place.feature_code == "ADM2"]
        if countries:
            return replace(hints, country=hints.country or countries[0].country)
        if municipalities:
            return replace(hints, municipality=hints.municipality or municipalities[0].id)
        best = judge([rate(match, NO_HINTS) for match in matches], NO_HINTS).best
        place = best.match.place if best else None
        return replace(hints, near=hints.near or (place.latitude, place.longitude)) if place else hints

    def _answer(
        self, toponym: str, matches: Sequence[Match], hints: Hints, reading: Stripped | None = None,
        note: str = "", *, pick: bool = True,
    ) -> Resolution:  # fmt: skip
        if reading and reading.feature_class and not hints.feature_class:
            hints = replace(hints, feature_class=reading.feature_class)
        municipalities = self._municipalities(hints.municipality) if hints.municipality else ()
        verdict = judge([rate(match, hints, municipalities) for match in matches], hints, municipalities)
        best = verdict.best if pick else None
        candidates = _candidates(verdict, hints)
        if hints.municipality and not municipalities:
            note = _join(note, f'no municipality is known as "{hints.municipality[:80]}"')
        said = [note, f'read without "{" ... ".join(reading.words)}"' if reading and reading.words else ""]
        if best is None:
            reason = _join(*said, verdict.words if pick else "")
            return Resolution(toponym, None, candidates, reason, "ambiguous")
        place = best.match.place
        remark = f"note: {place.note}" if place.note and place.feature_class == "P" else ""
        reason = _join(f'read as "{best.match.name}", {best.match.words}', *best.words, *said, verdict.words, remark)
        return Resolution(toponym, place, candidates, reason, "resolved")

    def _with_codes(self, hints: Hints) -> Hints:
        """Turn the name of a country into its code; a code, or a name that is not known, stays as it is."""
        country = hints.country
        if not country or country in self._countries:
            return hints if country is None else replace(hints, country=country or None)
        if country.upper() in self._countries:
            return replace(hints, country=country.upper())
        matches = self._names.exact(country)
        codes = [match.place.country for match in matches if match.place.feature_code == "PCLI"]
        return replace(hints, country=codes[0] if codes else country.upper())

    def _municipalities(self, hint: str) -> tuple[Place, ...]:
        places = [self.places[hint]] if hint in self.places else [match.place for match in self._matches(hint)]
        ids = dict.fromkeys(place.municipality for place in places if place.municipality)
        return tuple(self.places[place_id] for place_id in ids)

    def _nothing_known(self) -> str:
        return _join("no place is known by this name or a near spelling", self.notice)


def open_gazetteer(folder: Path | None = None, world: bool = True) -> Gazetteer:  # noqa: FBT001, FBT002 (a public signature)
    """Open the gazetteer of a data folder.

    Parameters
    ----------
    folder
        Folder with `places.csv` and `toponyms.csv`; by default the shipped `data`.
    world
        False to leave GeoNames out: the world's towns and every country file that was added.

    Raises
    ------
    MissingTableError, FaultyTableError
        If the tables cannot be read.
    """
    places = read_places(folder or DEFAULT_FOLDER)
    return Gazetteer(places, world_index.world(), world_index.dumps()) if world else Gazetteer(places)


def _expression(toponym: str) -> Expression | None:
    """Read the relative words of a text, if there are any."""
    if not _RELATIVE_WORDS.search(toponym):
        return None
    from gazetteer.expressions import read
    from gazetteer.phrases import tidy

    return read(tidy(toponym))


def _unknown(toponym: str, reason: str) -> Resolution:
    return Resolution(toponym, None, (), reason, "unknown")


def _agreed(matches: list[list[Match]]) -> list[Match]:
    """Return the best match of each place that all names have in common."""
    first, *rest = ({match.place.id: match for match in group} for group in matches)
    common = set(first).intersection(*rest)
    return [max((group[place_id] for group in (first, *rest)), key=lambda match: match.score) for place_id in first
            if place_id in common]  # fmt: skip


def _candidates(verdict: Verdict, hints: Hints) -> tuple[Candidate, ...]:
    first = verdict.order[0].match.place
    start = hints.near or (first.latitude, first.longitude)
    return tuple(_candidate(rated, start) for rated in verdict.order[:MOST_CANDIDATES])


def _candidate(rated: Rated, start: tuple[float, float]) -> Candidate:
    place = rated.match.place
    point = (place.latitude, place.longitude)
    away = 0.0 if point == start else round(distance_km(start, point), 1)
    reason = _join(rated.match.words, *rated.words) if rated.words else rated.match.words
    return Candidate(place, round(rated.score, 4), reason, rated.match.name, away)


def _join(*words: str) -> str:
    return "; ".join(word.rstrip(".") for word in words if word)
