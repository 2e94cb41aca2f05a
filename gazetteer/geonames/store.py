"""GeoNames records in one SQLite file: written as a whole or not at all, and read back as places."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import tempfile
from array import array
from bisect import bisect_left
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from gazetteer.errors import WorldIndexError
from gazetteer.names import compact_key
from gazetteer.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "index"
FORMAT = 4
#: how the keys that an index holds look; a key of one letter or a whole sentence is no use
_KEY = re.compile(r"[a-z0-9]{2,60}")
_CODE = re.compile(r"[A-Z]{2,3}")  # airport and similar codes among the alternate names
_SCHEMA = f"""
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -64000;
PRAGMA user_version = {FORMAT};
CREATE TABLE town (geonameid INTEGER PRIMARY KEY, name TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
                   country TEXT NOT NULL, population INTEGER NOT NULL, feature_class TEXT NOT NULL,
                   feature_code TEXT NOT NULL, admin1 TEXT NOT NULL, admin2 TEXT NOT NULL, division TEXT NOT NULL);
CREATE TABLE toponym (key TEXT, geonameid INTEGER, main INTEGER NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL,
                      PRIMARY KEY (key, geonameid)) WITHOUT ROWID;
CREATE TABLE spelt (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE sieve (hashes BLOB NOT NULL);
"""
TOWN_COLUMNS = ("geonameid, town.name, latitude, longitude, country, population, feature_class, feature_code, "
                "division")  # fmt: skip
ADD_TOWN = "INSERT OR REPLACE INTO town VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_TOPONYM = "INSERT OR REPLACE INTO toponym VALUES (?, ?, ?, ?, ?)"
#: the names that misspellings are compared with are chosen once; more of them would fill the memory
MOST_SPELT = 60_000


@dataclass(frozen=True, slots=True)
class Town:
    """One place of an index that bears a name.

    `main` is True where it is the main name, `name` the spelling where the index keeps it (else ""), `language` BCP 47
    where it is known. `division` is the name of the municipality or district, as far as the index holds it.
    """

    place: Place
    population: int
    main: bool
    name: str = ""
    language: str = ""
    division: str = ""


@contextmanager
def new_index(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an empty index to be filled; it takes the place of an older one only when it is complete.

    Parameters
    ----------
    path
        File to write; its folder is made if it is not there.

    Raises
    ------
    WorldIndexError
        If the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{path.stem}-", suffix=".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            with closing(sqlite3.connect(temporary, isolation_level=None)) as index:
                index.executescript(_SCHEMA)
                index.execute("BEGIN")
                yield index
                index.execute("INSERT INTO sieve VALUES (?)", (_sieve(index),))
                index.execute("COMMIT")
                index.execute("CREATE INDEX town_latitude ON town (latitude)")
            with temporary.open("rb+") as written:
                os.fsync(written.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except WorldIndexError:
        raise
    except (OSError, sqlite3.Error) as error:
        raise WorldIndexError(
            f"The index of GeoNames cannot be written to {path} ({error}). "
            "Make the folder writable and run python -m gazetteer build again."
        ) from error


class Sieve:
    """Hashes of the keys of an index, so that a name which is not there costs no query.

    Parameters
    ----------
    hashes
        What the index holds in its table `sieve`: sorted unsigned numbers of four bytes, little-endian.
    """

    def __init__(self, hashes: bytes) -> None:
        self._hashes = array("I", hashes)
        if sys.byteorder == "big":
            self._hashes.byteswap()

    def may_hold(self, key: str) -> bool:
        """Tell whether a key may be in the index; False is certain."""
        wanted = crc32(key.encode())
        place = bisect_left(self._hashes, wanted)
        return place < len(self._hashes) and self._hashes[place] == wanted


def _sieve(index: sqlite3.Connection) -> bytes:
    hashes = array("I", sorted({crc32(key.encode()) for (key,) in index.execute("SELECT DISTINCT key FROM toponym")}))
    if sys.byteorder == "big":
        hashes.byteswap()
    return hashes.tobytes()


def choose_spelt(index: sqlite3.Connection, which: str) -> None:
    """Keep the names that misspellings are compared with, those of the largest settlements first.

    Parameters
    ----------
    index
        The index that is being filled.
    which
        SQL condition on towns and their names.
    """
    index.execute(
        "INSERT INTO spelt SELECT key FROM toponym JOIN town USING (geonameid) "  # noqa: S608 (our own words only)
        f"WHERE feature_class = 'P' AND {which} GROUP BY key ORDER BY max(population) DESC, key LIMIT {MOST_SPELT}"
    )


def indexed_key(name: str) -> str:
    """Return the compact key of a name, "" if an index has no use for it (codes, other scripts)."""
    key = "" if _CODE.fullmatch(name) else compact_key(name)
    return key if _KEY.fullmatch(key) else ""


def place_of(row: tuple[Any, ...]) -> Place:
    """Make a place of a row of `TOWN_COLUMNS`."""
    geonameid, name, latitude, longitude, country, _, feature_class, feature_code = row[:8]
    return Place(
        id=f"geonames-{geonameid}", name_en=name, name_sq=name, name_sr_latn=name, name_sr_cyrl=name,
        feature_class=feature_class, feature_code=feature_code, municipality=None, country=country,
        latitude=latitude, longitude=longitude, radius_m=None, geonameid=geonameid,
        coordinate_source=f"GeoNames {geonameid}", valid_from="", valid_to="", note="",
    )  # fmt: skip
