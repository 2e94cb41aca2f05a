"""The curated gazetteer: `places.csv` and `toponyms.csv` read into frozen records."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.errors import FaultyTableError, MissingTableError, UnknownPlaceError

if TYPE_CHECKING:
    from pathlib import Path

PLACE_COLUMNS = (
    "id", "name_en", "name_sq", "name_sr_latn", "name_sr_cyrl", "feature_class", "feature_code", "municipality",
    "country", "latitude", "longitude", "radius_m", "geonameid", "coordinate_source", "valid_from", "valid_to", "note",
)  # fmt: skip
TOPONYM_COLUMNS = ("place", "name", "language", "kind")
_FILLED = ("id", "name_en", "name_sq", "name_sr_latn", "name_sr_cyrl", "feature_class", "feature_code", "country",
           "latitude", "longitude", "coordinate_source")  # fmt: skip
_MOST_DIGITS = 12
FEATURE_CLASSES = frozenset("AHLPRSTUV")


@dataclass(frozen=True, slots=True)
class Toponym:
    """One further name of a place, with its language (BCP 47) and kind."""

    name: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Coordinates are decimal degrees, WGS 84. `municipality` is the id of the ADM2 record of today (a municipality holds
    its own id). `radius_m` is given where a point alone would mislead.
    """

    id: str
    name_en: str
    name_sq: str
    name_sr_latn: str
    name_sr_cyrl: str
    feature_class: str
    feature_code: str
    municipality: str | None
    country: str
    latitude: float
    longitude: float
    radius_m: int | None
    geonameid: int | None
    coordinate_source: str
    valid_from: str
    valid_to: str
    note: str
    variants: tuple[Toponym, ...] = ()

    def names(self) -> tuple[Toponym, ...]:
        """Return the four main names, then all variants, each with its language and kind."""
        return (
            Toponym(self.name_en, "en", "main"),
            Toponym(self.name_sq, "sq", "main"),
            Toponym(self.name_sr_latn, "sr-Latn", "main"),
            Toponym(self.name_sr_cyrl, "sr-Cyrl", "main"),
            *self.variants,
        )


class Places(Mapping[str, Place]):
    """All places by id, in the order of the file.

    Raises
    ------
    UnknownPlaceError
        On looking up an id that no place has.
    """

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = dict(places)

    def __getitem__(self, place_id: str) -> Place:
        """Return the place of that id."""
        try:
            return self._places[place_id]
        except KeyError:
            raise UnknownPlaceError(f'No place has the id "{place_id}". Look it up in places.csv.') from None

    def __iter__(self) -> Iterator[str]:
        """Walk over the ids in the order of the file."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self._places)


def read_places(folder: Path) -> Places:
    """Read the curated gazetteer.

    Parameters
    ----------
    folder
        Folder that holds `places.csv` and, optionally, `toponyms.csv`.

    Returns
    -------
    Places
        Every place by id.

    Raises
    ------
    MissingTableError
        If there is no `places.csv`.
    FaultyTableError
        If a file is not UTF-8, lacks a column, or a row cannot be read; file, line, column and value are named.
    """
    path = folder / "places.csv"
    if not path.is_file():
        raise MissingTableError(f"There is no {path}. Point the gazetteer at a folder with a places.csv.")
    variants = _read_variants(folder / "toponyms.csv")
    places: dict[str, Place] = {}
    for where, row in _rows(path, PLACE_COLUMNS, _FILLED):
        if row["id"] in places:
            raise FaultyTableError(f'{where}: the id "{row["id"]}" is used twice. Give each place its own id.')
        places[row["id"]] = _place(where, row, tuple(variants.pop(row["id"], {}).values()))
    if variants:
        place_id = next(iter(variants))
        raise FaultyTableError(f'toponyms.csv: names are given for "{place_id}", but places.csv has no such id.')
    _check_municipalities(path, places)
    return Places(places)


def _read_variants(path: Path) -> defaultdict[str, dict[tuple[str, str], Toponym]]:
    variants: defaultdict[str, dict[tuple[str, str], Toponym]] = defaultdict(dict)
    if not path.is_file():
        return variants
    for where, row in _rows(path, TOPONYM_COLUMNS, TOPONYM_COLUMNS):
        key = (row["name"], row["language"])
        if key in variants[row["place"]]:
            raise FaultyTableError(f'{where}: "{row["name"]}" ({row["language"]}) stands twice for {row["place"]}.')
        variants[row["place"]][key] = Toponym(row["name"], row["language"], row["kind"])
    return variants


def _rows(path: Path, columns: tuple[str, ...], filled: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Walk over the rows of a table; each comes with the words that say where it stands."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            header = next(reader, [])
            missing = [name for name in columns if name not in header]
            table, width = path.name, len(header)
            if missing:
                raise FaultyTableError(f"{table}: the column {', '.join(missing)} is missing. Add it to line 1.")
            for cells in reader:
                where = f"{table}, line {reader.line_num}"
                if len(cells) != width:
                    raise FaultyTableError(f"{where}: {len(cells)} cells, {width} columns; quote commas.")
                row = dict(zip(header, map(str.strip, cells), strict=True))
                if not all(map(row.get, filled)):
                    empty = [name for name in filled if not row[name]]
                    raise FaultyTableError(f"{where}: {', '.join(empty)} is empty. Fill it in.")
                yield where, row
    except UnicodeDecodeError as error:
        raise FaultyTableError(f"{path.name} is not UTF-8 (byte {error.start}). Save it again as UTF-8.") from error
    except csv.Error as error:
        raise FaultyTableError(f"{path.name} is not a readable CSV file: {error}.") from error


def _place(where: str, row: dict[str, str], variants: tuple[Toponym, ...]) -> Place:
    if row["feature_class"] not in FEATURE_CLASSES:
        raise FaultyTableError(f'{where}, feature_class: "{row["feature_class"]}" is no feature class of GeoNames.')
    words = {name: row[name] for name in PLACE_COLUMNS if name not in _PARSED}
    return Place(
        **words,
        municipality=row["municipality"] or None,
        latitude=_degrees(where, row, "latitude", 90),
        longitude=_degrees(where, row, "longitude", 180),
        radius_m=_whole(where, row, "radius_m"),
        geonameid=_whole(where, row, "geonameid"),
        variants=variants,
    )


_PARSED = frozenset({"municipality", "latitude", "longitude", "radius_m", "geonameid"})


def _degrees(where: str, row: dict[str, str], column: str, limit: int) -> float:
    try:
        value = float(row[column])
    except ValueError:
        value = float("nan")
    if not -limit <= value <= limit:
        raise FaultyTableError(f'{where}, {column}: "{row[column]}" is no decimal degree between -{limit} and {limit}.')
    return value


def _whole(where: str, row: dict[str, str], column: str) -> int | None:
    text = row[column]
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > _MOST_DIGITS:
        raise FaultyTableError(f'{where}, {column}: "{text[:40]}" is no whole number. Write digits only.')
    return int(text)


def _check_municipalities(path: Path, places: dict[str, Place]) -> None:
    for place in places.values():
        if place.municipality and place.municipality not in places:
            raise FaultyTableError(
                f'{path.name}: the municipality "{place.municipality}" of {place.id} is not in it. Add it as ADM2.'
            )
