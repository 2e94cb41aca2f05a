"""A toponym goes in; a place, an ambiguity or a plain "unknown" comes out, always with the reason in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer import world as world_index
from gazetteer.candidates import Candidate, Hints, Resolution, distance_km
from gazetteer.lookup import NameIndex
from gazetteer.names import search_key
from gazetteer.places import read_places
from gazetteer.query import strippings, take_apart
from gazetteer.ranking import Rated, judge, rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.lookup import Match
    from gazetteer.places import Place, Places
    from gazetteer.query import Stripped
    from gazetteer.ranking import Verdict
    from gazetteer.world import World

__all__ = ["Candidate", "Gazetteer", "Hints", "Resolution", "open_gazetteer"]

LONGEST_TOPONYM = 200
MOST_CANDIDATES = 12
MOST_PARTS = 6
DEFAULT_FOLDER = Path(__file__).parents[1] / "data"


class Gazetteer:
    """The curated places, with the world's towns behind them.

    Parameters
    ----------
    places
        The curated gazetteer.
    world
        The index of the world's towns; None to work with the curated places alone.
    """

    def __init__(self, places: Places, world: World | None = None) -> None:
        self.places = places
        self._names = NameIndex(places, world)
        self._countries = {place.country: place for place in places.values() if place.feature_code == "PCLI"}

    @property
    def notice(self) -> str:
        """What a user should know about the world index, "" if it works or has not been needed."""
        return self._names.notice

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
            Resolved, ambiguous (candidates, best first, no pick) or unknown; the reason says why.
        """
        if len(toponym) > LONGEST_TOPONYM:
            reason = f"{len(toponym):,} characters are too long for a place name; the limit is {LONGEST_TOPONYM}"
            return Resolution(toponym[:LONGEST_TOPONYM], None, (), reason, "unknown")
        if not search_key(toponym):
            return Resolution(toponym, None, (), "there are no letters in it", "unknown")
        hints = self._with_codes(hints or Hints())
        exact = self._one_name(toponym, hints) or self._composite(toponym, hints) or self._nearest(toponym, hints)
        return exact or Resolution(toponym, None, (), self._unknown(), "unknown")

    def reverse(self, latitude: float, longitude: float, limit: int = 5) -> list[Candidate]:
        """Return the places nearest to a point (decimal degrees), nearest first; areas are left out."""
        here = (latitude, longitude)
        points = {place.id: place for place in self.places.values() if place.feature_class in "PS"}
        known = {place.geonameid for place in points.values()}
        for place in self._names.around(latitude, longitude, limit):
            if place.geonameid not in known:
                points[place.id] = place
        measured = ((distance_km(here, (place.latitude, place.longitude)), place) for place in points.values())
        nearest = sorted(measured, key=lambda pair: (pair[0], pair[1].id))[: max(0, limit)]
        return [
            Candidate(place, round(1 / (1 + away / 10), 4), f"{away:,.1f} km from the point", place.name_en, away)
            for away, place in nearest
        ]

    def _one_name(self, toponym: str, hints: Hints) -> Resolution | None:
        for reading in strippings(toponym):
            matches = self._names.named(reading.text)
            if matches:
                return self._answer(toponym, matches, hints, reading)
        return None

    def _composite(self, toponym: str, hints: Hints) -> Resolution | None:
        composite = take_apart(toponym)
        if len(composite.alternatives) + len(composite.additions) not in range(2, MOST_PARTS + 1):
            return None
        named = {part: self._matches(part) for part in composite.alternatives}
        known = {part: matches for part, matches in named.items() if matches}
        if not known:
            return None
        notes = [f'"{part}" is not known' for part in named if part not in known]
        agreed = _agreed(list(known.values()))
        for addition in composite.additions:
            further = self._matches(addition)
            both = _agreed([agreed, further]) if agreed and further else []
            area = None if both else self._area(further)
            if both:
                agreed = both
            elif area is not None:
                hints = _within(area, hints)
                notes.append(f'"{addition}" is read as where it lies')
            elif further:
                known[addition], agreed = further, []
            else:
                notes.append(f'"{addition}" is not known')
        if agreed:
            return self._answer(toponym, agreed, hints, note="; ".join(notes))
        everything = list({match.place.id: match for matches in known.values() for match in matches}.values())
        return self._answer(toponym, everything, hints, note="the names given do not agree", pick=False)

    def _nearest(self, toponym: str, hints: Hints) -> Resolution | None:
        for reading in strippings(toponym):
            matches = self._names.fuzzy(reading.text)
            if matches:
                return self._answer(toponym, matches, hints, reading, note="no place is known by exactly this name")
        return None

    def _matches(self, part: str) -> list[Match]:
        return next(filter(None, (self._names.named(reading.text) for reading in strippings(part))), [])

    def _area(self, matches: list[Match]) -> Place | None:
        """Return the country or municipality among places that a name means, if one is meant."""
        countries = [match.place for match in matches if match.place.feature_code == "PCLI"]
        municipalities = [match.place for match in matches if match.place.feature_code == "ADM2"]
        return next(iter(countries or municipalities), None)

    def _answer(
        self, toponym: str, matches: Sequence[Match], hints: Hints, reading: Stripped | None = None,
        note: str = "", *, pick: bool = True,
    ) -> Resolution:  # fmt: skip
        if reading and reading.feature_class and not hints.feature_class:
            hints = replace(hints, feature_class=reading.feature_class)
        municipalities = self._municipalities(hints.municipality)
        verdict = judge([rate(match, hints, municipalities) for match in matches])
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
        if not country or country.upper() in self._countries:
            return replace(hints, country=country.upper() if country else None)
        matches = self._names.exact(country)
        codes = [match.place.country for match in matches if match.place.feature_code == "PCLI"]
        return replace(hints, country=codes[0] if codes else country.upper())

    def _municipalities(self, hint: str | None) -> tuple[Place, ...]:
        if not hint:
            return ()
        places = [self.places[hint]] if hint in self.places else [match.place for match in self._matches(hint)]
        ids = dict.fromkeys(place.municipality for place in places if place.municipality)
        return tuple(self.places[place_id] for place_id in ids)

    def _unknown(self) -> str:
        return _join("no place is known by this name or a near spelling", self.notice)


def open_gazetteer(folder: Path | None = None, world: bool = True) -> Gazetteer:  # noqa: FBT001, FBT002 (a public signature)
    """Open the gazetteer of a data folder.

    Parameters
    ----------
    folder
        Folder with `places.csv` and `toponyms.csv`; by default the shipped `data`.
    world
        False to leave the world's towns out.

    Raises
    ------
    MissingTableError, FaultyTableError
        If the tables cannot be read.
    """
    return Gazetteer(read_places(folder or DEFAULT_FOLDER), world_index.world() if world else None)


def _agreed(matches: list[list[Match]]) -> list[Match]:
    """Return the best match of each place that all names have in common."""
    first, *rest = ({match.place.id: match for match in group} for group in matches)
    common = set(first).intersection(*rest)
    return [max((group[place_id] for group in (first, *rest)), key=lambda match: match.score) for place_id in first
            if place_id in common]  # fmt: skip


def _within(area: Place, hints: Hints) -> Hints:
    if area.feature_code == "PCLI":
        return replace(hints, country=hints.country or area.country)
    return replace(hints, municipality=hints.municipality or area.id)


def _candidates(verdict: Verdict, hints: Hints) -> tuple[Candidate, ...]:
    first = verdict.order[0].match.place
    start = hints.near or (first.latitude, first.longitude)
    return tuple(_candidate(rated, start) for rated in verdict.order[:MOST_CANDIDATES])


def _candidate(rated: Rated, start: tuple[float, float]) -> Candidate:
    place = rated.match.place
    away = round(distance_km(start, (place.latitude, place.longitude)), 1)
    reason = _join(rated.match.words, *rated.words)
    return Candidate(place, round(rated.score, 4), reason, rated.match.name, away)


def _join(*words: str) -> str:
    return "; ".join(word.rstrip(".") for word in words if word)
