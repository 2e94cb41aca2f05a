"""A country file of GeoNames, and its alternate names, made into an index of the gazetteer.

The files are the ones that GeoNames serves (https://download.geonames.org/export/dump/): a country file such as XK.txt
or XK.zip, and `alternateNamesV2.txt` of the world or of one country. They are read line by line, so that their size
does not matter.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from typing import TYPE_CHECKING

from gazetteer.errors import InputError
from gazetteer.geonames.store import ADD_TOPONYM, ADD_TOWN, FOLDER, choose_spelt, indexed_key, new_index
from gazetteer.geonames.world import DUMP_PREFIX

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path

COLUMNS = 19
ALTERNATE_COLUMNS = 4
#: faulty lines that are named; the others are counted
MOST_NAMED = 20
#: characters; what is longer is no line of GeoNames and must not fill the memory
LONGEST_LINE = 1_000_000
MOST_UNPACKED = 100
_AT_ONCE = 10_000
_STEM = re.compile(r"[A-Za-z0-9_-]{1,40}")
_README = "readme.txt"
#: what GeoNames keeps among the alternate names and is no name: links, codes, postal codes
_NO_LANGUAGES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "phon", "piny"})
_LATITUDE, _LONGITUDE = 90, 180
_FEATURE_CLASSES = frozenset("AHLPRSTUV")
_Town = tuple[int, str, float, float, str, int, str, str, str, str, str]
_Name = tuple[str, int, int, str, str]


@dataclass(frozen=True, slots=True)
class BuiltDump:
    """What was made of a country file.

    `skipped` names the first faulty lines in words; `faulty` counts all of them.
    """

    path: Path
    places: int
    names: int
    skipped: tuple[str, ...]
    faulty: int


class _Faults:
    """Faulty lines: all counted, the first ones named."""

    def __init__(self) -> None:
        self.count = 0
        self.named: list[str] = []

    def add(self, where: str, why: str) -> None:
        self.count += 1
        if len(self.named) < MOST_NAMED:
            self.named.append(f"{where}: {why}")


def build_dump(dump: Path, alternate_names: Path | None = None, folder: Path | None = None) -> BuiltDump:
    """Build the index of a country file.

    Parameters
    ----------
    dump
        The country file of GeoNames, as text or zip: 19 columns, tab-separated, no header.
    alternate_names
        GeoNames' file of alternate names, as text or zip: id, geonameid, language, name, and flags; names of places
        that the country file does not hold are passed over.
    folder
        Where to write `geonames-<name of the file>.sqlite`; by default beside the index of the world's towns. An older
        index stays until the new one is complete.

    Returns
    -------
    BuiltDump
        The file written, how much it holds, and which lines were left out.

    Raises
    ------
    InputError
        If a file cannot be read or holds no line of the kind expected.
    WorldIndexError
        If the index cannot be written.
    """
    if not _STEM.fullmatch(dump.stem):
        raise InputError(
            f'"{dump.stem[:60]}" cannot name an index. Rename the file to letters and digits, as in XK.txt.'
        )
    path = (folder or FOLDER) / f"{DUMP_PREFIX}{dump.stem}.sqlite"
    faults = _Faults()
    with new_index(path) as index:
        _add_towns(index, dump, faults)
        places = _count(index, "town")
        if not places:
            first = f" The first lines: {'; '.join(faults.named[:3])}." if faults.named else ""
            raise InputError(
                f"{dump.name} holds no place of GeoNames.{first} Take a country file from GeoNames itself."
            )
        if alternate_names is not None:
            _add_alternates(index, alternate_names, faults)
        index.execute(_NAME_DIVISIONS)
        choose_spelt(index, "true")
        names = _count(index, "toponym")
    return BuiltDump(path, places, names, tuple(faults.named), faults.count)


#: the municipality or district of a place is named by the record that has its codes
_NAME_DIVISIONS = """
WITH division AS (
  SELECT country, admin1, CASE feature_code WHEN 'ADM1' THEN '' ELSE admin2 END AS admin2, min(name) AS name
  FROM town WHERE feature_class = 'A' AND feature_code IN ('ADM1', 'ADM2') GROUP BY 1, 2, 3)
UPDATE town SET division = coalesce(
  (SELECT name FROM division WHERE (country, admin1, admin2) = (town.country, town.admin1, town.admin2)),
  (SELECT name FROM division WHERE (country, admin1, admin2) = (town.country, town.admin1, '')), '')
WHERE admin1 NOT IN ('', '00')
"""


def _add_towns(index: sqlite3.Connection, dump: Path, faults: _Faults) -> None:
    for lines in _batches(dump):
        towns: list[_Town] = []
        names: list[_Name] = []
        for number, line in lines:
            where = f"{dump.name}, line {number:,}"
            try:
                town, alternates = _read_town(line)
            except ValueError as error:
                faults.add(where, str(error))
                continue
            towns.append(town)
            names += _names(town, alternates)
        index.executemany(ADD_TOWN, towns)
        index.executemany(ADD_TOPONYM, names)


def _read_town(line: str) -> tuple[_Town, list[str]]:
    """Read a line of a country file.

    Raises
    ------
    ValueError
        With the reason in words.
    """
    cells = line.split("\t")
    if len(cells) != COLUMNS:
        raise ValueError(f"{len(cells)} columns, {COLUMNS} are expected")
    geonameid, name, ascii_name, alternates, latitude, longitude, feature_class, feature_code, country = cells[:9]
    if not (geonameid.isascii() and geonameid.isdigit()) or len(geonameid) > 12:  # noqa: PLR2004 (digits that fit)
        raise ValueError(f'"{geonameid[:20]}" is no GeoNames id')
    if not name.strip():
        raise ValueError("there is no name")
    point = (_degrees(latitude, _LATITUDE), _degrees(longitude, _LONGITUDE))
    kind = feature_class if feature_class in _FEATURE_CLASSES and feature_class else "L"
    people = cells[14]
    population = int(people) if people.isascii() and people.isdigit() and len(people) <= 12 else 0  # noqa: PLR2004
    town = (int(geonameid), name.strip(), *point, country.strip(), population, kind, feature_code.strip(),
            cells[10].strip(), cells[11].strip(), "")  # fmt: skip
    return town, [ascii_name, *alternates.split(",")]


def _degrees(text: str, limit: int) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise ValueError(f'"{text[:20]}" is no decimal degree between -{limit} and {limit}')
    return value


def _names(town: _Town, alternates: Iterable[str]) -> Iterator[_Name]:
    """Give the names of a town, its main name last, so that it replaces the same alternate name."""
    for name in alternates:
        if key := indexed_key(name):
            yield key, town[0], 0, name.strip(), ""
    if key := indexed_key(town[1]):
        yield key, town[0], 1, town[1], ""


def _add_alternates(index: sqlite3.Connection, path: Path, faults: _Faults) -> None:
    """Add the names of the places that are there, with their language; a main name stays what it is."""
    known = {row[0] for row in index.execute("SELECT geonameid FROM town")}
    for lines in _batches(path):
        names: list[_Name] = []
        for number, line in lines:
            cells = line.split("\t")
            if len(cells) < ALTERNATE_COLUMNS or not (cells[1].isascii() and cells[1].isdigit()):
                faults.add(f"{path.name}, line {number:,}", "no line of alternate names")
                continue
            geonameid, language, name = int(cells[1]), cells[2].strip(), cells[3].strip()
            key = indexed_key(name) if geonameid in known and language not in _NO_LANGUAGES else ""
            if key:
                names.append((key, geonameid, 0, name, language))
        index.executemany(_ADD_ALTERNATE, names)


_ADD_ALTERNATE = (
    "INSERT INTO toponym VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (key, geonameid) DO UPDATE SET language = excluded.language WHERE language = ''"
)


def _batches(path: Path) -> Iterator[list[tuple[int, str]]]:
    """Give the lines of a file with their numbers, some thousands at a time; blank ones and remarks are left out."""
    batch: list[tuple[int, str]] = []
    with _opened(path) as lines:
        for number, line in enumerate(iter(partial(lines.readline, LONGEST_LINE), ""), start=1):
            if line.strip() and not line.startswith("#"):
                batch.append((number, line.rstrip("\r\n")))
            if len(batch) >= _AT_ONCE:
                yield batch
                batch = []
    yield batch


@contextmanager
def _opened(path: Path) -> Iterator[TextIOWrapper]:
    """Open a text file or the one text file inside a zip; what is not UTF-8 is replaced."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as member:
                yield TextIOWrapper(member, encoding="utf-8", errors="replace", newline="\n")
        else:
            with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines:
                yield lines
    except (OSError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise InputError(
            f"{path} cannot be read ({error}). Give a country file of GeoNames, as text or zip."
        ) from error


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    members = [name for name in archive.namelist() if name.endswith(".txt") and name.rpartition("/")[2] != _README]
    wanted = [
        name for name in members if name.rpartition("/")[2].casefold() == f"{path.stem}.txt".casefold()
    ] or members
    if len(wanted) != 1:
        raise InputError(f"{path.name} holds {len(wanted)} text files, one is expected. Unpack it and give the file.")
    info = archive.getinfo(wanted[0])
    if info.file_size > MOST_UNPACKED * max(1, info.compress_size):
        raise InputError(f"{path.name} is packed more than {MOST_UNPACKED} times over. Unpack it and give the file.")
    return wanted[0]


def _count(index: sqlite3.Connection, table: str) -> int:
    return int(index.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 (our own table names)
