"""A toponym goes in; a place, an ambiguity or a plain "unknown" comes out, always with the reason in words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.candidates import Candidate, Hints, Resolution, distance_km
from gazetteer.geonames import world as world_index
from gazetteer.judgement.answers import unknown
from gazetteer.judgement.interpret import Interpreter
from gazetteer.judgement.lookup import NameIndex
from gazetteer.places import read_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gazetteer.geonames.world import World
    from gazetteer.judgement.lookup import Match
    from gazetteer.places import Place, Places

__all__ = ["Candidate", "Gazetteer", "Hints", "Resolution", "open_gazetteer"]

LONGEST_TOPONYM = 200
#: answers kept in memory, some 2 kB each
MOST_REMEMBERED = 16_384
DEFAULT_FOLDER = Path(__file__).parents[1] / "data"


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
        self._interpreter = Interpreter(self._names)
        self._remembered = lru_cache(MOST_REMEMBERED)(self._interpreter.read)

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

    def bearers(self, name: str) -> list[Match]:
        """Return the places that bear exactly this name, curated ones first, without judging between them."""
        return self._names.exact(name)

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
            return unknown(toponym[:LONGEST_TOPONYM], reason)
        return self._remembered(toponym) if hints is None else self._interpreter.read(toponym, self._with_codes(hints))

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
