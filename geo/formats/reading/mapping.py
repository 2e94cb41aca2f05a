"""Which column of a strange table means what: guessed by its heading and its cells, decided by its owner."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from gazetteer.names import search_key
from geo.formats.reading.days import FORM, read_days
from geo.formats.reading.model import DateOrder
from geo.formats.reading.numbers import degrees
from geo.schema import EventType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.formats.reading.model import Choices, Look

#: what a column of a table may be taken for, with what to call it; year, month and day together are a date
MAPPABLE: Mapping[str, str] = MappingProxyType({
    "first_day": "Date, or first day",
    "last_day": "Last day",
    "year": "Year",
    "month": "Month",
    "day": "Day of the month",
    "place_as_written": "Place",
    "municipality": "Municipality or district",
    "country": "Country",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "place_precision": "Precision of the place",
    "radius_m": "Radius in metres",
    "event_type": "Type of event",
    "sub_event_type": "Sub-type",
    "title": "Title",
    "summary": "What happened",
    "actor1": "First actor",
    "actor2": "Second actor",
    "killed_best": "Killed",
    "killed_low": "Killed, lowest number",
    "killed_high": "Killed, highest number",
    "injured_best": "Injured",
    "injured_low": "Injured, lowest number",
    "injured_high": "Injured, highest number",
    "source": "Source",
    "url": "Web address",
    "id": "Identifier",
})  # fmt: skip
#: of each line one is indispensable: a date, and a place or coordinates
NEEDED = (
    ("first_day", "year"),
    ("place_as_written", "latitude", "municipality", "country"),
)

_HEADERS = Path(__file__).with_name("header_words.csv")
_EVENTS = Path(__file__).with_name("event_words.csv")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: headings with one of these words are about the record, not about the incident
_ABOUT_RECORDS = frozenset({
    "added", "updated", "update", "publication", "published", "accessed", "created", "modified", "timestamp", "entry",
    "coded", "coder", "retrieved", "unosa", "azuriranja", "objave", "regjistrimit", "publikimit", "eintrag",
})  # fmt: skip
_MOSTLY = 0.8
_WHOLE_HEADING, _PART_OF_HEADING = 1000, 500
_SHORTEST_PART = 4  # letters of a word that is looked for inside a heading
_LINK = re.compile(r"https?://", re.IGNORECASE)
_FRACTION = re.compile(r"[.,]\d{2,}")


def guess(header: Sequence[str], first_rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Guess what the columns of a table mean.

    Parameters
    ----------
    header
        The headings, in English, Albanian, Serbian (either script), German or French.
    first_rows
        Some rows as written.

    Returns
    -------
    dict
        Column of the flat table (a key of `MAPPABLE`) -> heading; each heading at most once.
    """
    columns = {name: [row[at] for row in first_rows if at < len(row)] for at, name in reversed([*enumerate(header)])}
    scores = sorted(
        ((-score, order, list(header).index(name), flat, name)
         for order, flat in enumerate(MAPPABLE) for name in columns if (score := _score(flat, name)))
    )  # fmt: skip
    found: dict[str, str] = {}
    for _, _, _, flat, name in scores:
        if flat not in found and name not in found.values() and _plausible(flat, columns[name]):
            found[flat] = name
    _drop_parts(found)
    _by_content(found, columns)
    return {flat: found[flat] for flat in MAPPABLE if flat in found}


def effective(look: Look, choices: Choices) -> dict[str, str]:
    """Return the mapping that a file is read with: the guess, and over it what its owner decided ("" for no column)."""
    guessed = guess(look.header, look.first_rows)
    decided = {flat: name for flat, name in choices.mapping.items() if flat in MAPPABLE}
    taken = {name for name in decided.values() if name}
    kept = {flat: name for flat, name in guessed.items() if name not in taken}
    return {flat: name for flat, name in {**kept, **decided}.items() if name in look.header}


def event_type_of(text: str) -> str:
    """Return the type of event that words as written speak of (`geo.schema.EventType`), "" if they are not known."""
    return _event_words().get(search_key(text), "")


@cache
def _event_words() -> Mapping[str, str]:
    words = {search_key(kind): str(kind) for kind in EventType}
    words |= {word: kind for kind, listed in _read(_EVENTS).items() for word in listed}
    return words


@cache
def _header_words() -> Mapping[str, tuple[str, ...]]:
    return _read(_HEADERS)


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {kind: tuple(words.split("|")) for kind, words in list(csv.reader(lines))[1:]}


def _score(flat: str, name: str) -> int:
    """Say how well a heading fits a column: the whole heading before a part of it, the more usual word first."""
    key = search_key(_CAMEL.sub(" ", name))
    if _ABOUT_RECORDS & set(key.split()) and flat in {"first_day", "last_day", "year", "source"}:
        return 0
    words = _header_words().get(flat, ())
    if key in (flat.replace("_", " "), *words):
        return _WHOLE_HEADING - (words.index(key) if key in words else 0)
    padded = f" {key} "
    inside = [word for word in words if len(word) >= _SHORTEST_PART and f" {word} " in padded]
    return _PART_OF_HEADING + max(map(len, inside)) - len(key) if inside and flat != "id" else 0


def _plausible(flat: str, cells: Sequence[str]) -> bool:
    """Tell whether the cells of a column do not speak against what its heading says."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return True
    if flat in {"latitude", "longitude"}:
        return _mostly(_coordinates(filled, "NS" if flat == "latitude" else "EW"))
    if flat in {"first_day", "last_day"}:
        return _mostly(_dates(filled)) or _mostly([cell.strip().isdigit() for cell in filled])
    if flat in {"place_as_written", "title", "summary", "event_type"}:
        return not _mostly([cell.strip().replace(".", "").isdigit() for cell in filled])
    return True


def _drop_parts(found: dict[str, str]) -> None:
    """Keep year, month and day only where there is no whole date; half a coordinate is none."""
    if "first_day" in found or "year" not in found:
        for part in ("year", "month", "day"):
            found.pop(part, None)
    if ("latitude" in found) != ("longitude" in found):
        found.pop("latitude", None)
        found.pop("longitude", None)


def _by_content(found: dict[str, str], columns: Mapping[str, Sequence[str]]) -> None:
    """Find what the headings did not tell: dates, links, a pair of coordinates side by side."""
    free = {name: [cell for cell in cells if cell.strip()] for name, cells in columns.items()}
    free = {name: free[name] for name in reversed(free) if name not in found.values() and free[name]}
    if not {"first_day", "year"} & found.keys():
        day = next((name for name, cells in free.items() if _mostly(_dates(cells)) and not _short(cells)), None)
        if day is not None:
            found["first_day"] = day
    if "url" not in found:
        links = (name for name, cells in free.items() if _mostly([bool(_LINK.match(cell)) for cell in cells]))
        link = next(links, None)
        if link is not None:
            found["url"] = link
    if "latitude" not in found:
        numbers = [name for name, cells in free.items() if _mostly([bool(_FRACTION.search(cell)) for cell in cells])]
        numbers = [name for name in numbers if _mostly(_coordinates(free[name], "EW"))]
        if len(numbers) == 2 and _mostly(_coordinates(free[numbers[0]], "NS")):  # noqa: PLR2004 (a pair)
            found["latitude"], found["longitude"] = numbers


def _short(cells: Sequence[str]) -> bool:
    """Tell whether cells are bare numbers, which may be years or anything."""
    return _mostly([cell.strip().isdigit() for cell in cells])


def _dates(cells: Sequence[str]) -> list[bool]:
    return [bool(fault != FORM) for fault in read_days(pa.array(cells), DateOrder.DAY_FIRST, serials=True).fault]


def _coordinates(cells: Sequence[str], letters: str) -> list[bool]:
    numbers, _ = degrees(pa.array(cells), letters)
    return [bool(one) for one in np.abs(np.nan_to_num(numbers, nan=np.inf)) <= (90 if letters == "NS" else 180)]


def _mostly(flags: Sequence[bool]) -> bool:
    return sum(flags) >= _MOSTLY * len(flags)
