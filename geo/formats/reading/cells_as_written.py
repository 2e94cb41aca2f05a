"""Whole columns of cells as written become numbers, days and words; what cannot be read is told position by position.

Cells repeat: days, precisions, types and actors are parsed once for each spelling, not once for each row.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.model import DateOrder, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from geo.formats.reading.model import Batch

EMPTY = "is empty but has to be filled in"
NO_COUNT = "is not a whole number of 0 or more; write digits only"
NO_DEGREES = "is not a number of degrees; write digits with a decimal point, for example 42.8906"
NO_DAY = "is not a day of the calendar; write it as 2004-03-17"
MOST = 2**31 - 1
BOM = "\ufeff"

_CLOCK = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9:]+)?)?"
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})" + _CLOCK)
_MONTH_NAMED = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3,9})\.?[- ,]+([0-9]{4}|[0-9]{2})" + _CLOCK)
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_COUNT = re.compile(r"([0-9]{1,10})(?:\.0+)?")
_DEGREES = r"^[-+]?[0-9]{1,3}([.,][0-9]+)?$"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORDS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
#: two-digit years up to this one are of this century: 04 is 2004, 97 is 1997
_LAST_OF_THIS_CENTURY = 68
_LAST_MONTH = 12
_LONGEST_DAY = 60


def plain_name(name: str) -> str:
    """Return the name of a column as names are compared: lower case, without blanks around it and byte order mark."""
    return name.replace(BOM, "").strip().strip('"').lower().replace(" ", "_")


def named(header: tuple[str, ...], aliases: Mapping[str, str] | None = None) -> dict[str, int]:
    """Return the position of each column by its plain name; of two that share a name the first counts.

    Parameters
    ----------
    header
        The columns as the file names them.
    aliases
        Other plain names -> the name to use instead.
    """
    positions: dict[str, int] = {}
    for position, name in enumerate(header):
        plain = plain_name(name)
        positions.setdefault((aliases or {}).get(plain, plain), position)
    return positions


class Cells:
    """The columns of one batch by their plain names, and the faults found in them so far."""

    def __init__(self, batch: Batch, header: tuple[str, ...], aliases: Mapping[str, str] | None = None) -> None:
        self.batch = batch
        self.header = header
        self.count = batch.cells.num_rows
        self.faults: list[Fault] = []
        self._positions = named(header, aliases)
        self._texts: dict[str, pa.Array] = {}
        self._encoded: dict[str, pa.DictionaryArray] = {}

    def __contains__(self, name: str) -> bool:
        """Tell whether the file has a column of that plain name."""
        return name in self._positions

    def column(self, name: str) -> pa.Array:
        """Return a column as written; texts that are all "" where the file has no such column."""
        if name not in self._positions:
            return pa.repeat(pa.scalar(""), self.count)
        return self.batch.cells.column(self._positions[name])

    def text(self, name: str) -> pa.Array:
        """Return a column without blanks around its texts."""
        if name not in self._texts:
            self._texts[name] = pc.utf8_trim_whitespace(self.column(name))
        return self._texts[name]

    def different(self, name: str) -> pa.Array:
        """Return the different texts of a column, without blanks around them."""
        return self._encode(name).dictionary

    def each(self, name: str, meaning: Callable[[str], Any], kind: pa.DataType) -> pa.Array:
        """Return what each text of a column means, asking once for each different one; None becomes null."""
        encoded = self._encode(name)
        return pa.array([meaning(text) for text in encoded.dictionary.to_pylist()], kind).take(encoded.indices)

    def _encode(self, name: str) -> pa.DictionaryArray:
        if name not in self._encoded:
            self._encoded[name] = pc.dictionary_encode(self.text(name))
        return self._encoded[name]

    def fault(self, name: str, reason: str, at: Iterable[int] | NDArray[np.bool_]) -> None:
        """Note a fault of a column at some positions; a mask of the whole length will do."""
        if isinstance(at, np.ndarray):
            at = np.flatnonzero(at)
        written = self.header[self._positions[name]] if name in self._positions else ""
        column = self.column(name)
        self.faults.extend(Fault(int(position), written, column[int(position)].as_py(), reason) for position in at)

    def required(self, name: str) -> pa.Array:
        """Return the texts of a column in which no cell may be empty."""
        texts = self.text(name)
        self.fault(name, EMPTY, mask(pc.equal(texts, "")))
        return texts

    def counts(self, name: str) -> pa.Array:
        """Return a column of whole numbers of 0 or more (int32); null where a cell is empty or faulty."""
        return self._parsed(name, _count, pa.int32(), NO_COUNT)

    def degrees(self, name: str) -> pa.Array:
        """Return a column of degrees (float64); null where a cell is empty or faulty."""
        texts = self.text(name)
        try:
            numbers = pc.cast(pc.if_else(pc.equal(texts, ""), None, texts), pa.float64())
        except pa.ArrowInvalid:
            good = pc.match_substring_regex(texts, _DEGREES)
            self.fault(name, NO_DEGREES, mask(pc.and_not(pc.not_equal(texts, ""), good)))
            pointed = pc.replace_substring(pc.if_else(good, texts, None), ",", ".")
            return pc.cast(pointed, pa.float64())
        finite = pc.fill_null(pc.is_finite(numbers), True)  # noqa: FBT003 (a value, not a switch)
        self.fault(name, NO_DEGREES, mask(pc.invert(finite)))
        return pc.if_else(finite, numbers, None)

    def days(self, name: str, order: DateOrder | None = None) -> pa.Array:
        """Return a column of days (date32), null where a cell is faulty; no cell may be empty.

        `order` says how dates like 03/04/2004 are meant, which are no dates without it.
        """
        self.required(name)
        return self._parsed(name, partial(day_of, order=order), pa.date32(), _no_day(order))

    def words(self, name: str, words: Mapping[str, str]) -> pa.Array:
        """Return what each text of a column means by a table of lower-case texts; null where the table has none."""
        return self.each(name, lambda text: words.get(text.lower()), pa.string())

    def coded(self, name: str, codes: range) -> pa.Array:
        """Return a column of codes (int8) in which each cell has to hold one of them; null where it does not."""
        allowed = {str(code): code for code in codes}
        listed = f"is none of the codes {codes.start} to {codes.stop - 1} of this column; look it up in the codebook"
        self.required(name)
        return self._parsed(name, lambda text: allowed.get(text.removesuffix(".0")), pa.int8(), listed)

    def _parsed(self, name: str, parse: Callable[[str], object], kind: pa.DataType, reason: str) -> pa.Array:
        values = self.each(name, parse, kind)
        if values.null_count:
            self.fault(name, reason, mask(pc.and_(pc.is_null(values), pc.not_equal(self.text(name), ""))))
        return values


def each(texts: pa.Array, meaning: Callable[[Any], object], kind: pa.DataType) -> pa.Array:
    """Return what each value means, asking once for each different one; None becomes null."""
    encoded = pc.dictionary_encode(texts)
    answers = pa.array([meaning(text) for text in encoded.dictionary.to_pylist()], kind)
    return answers.take(encoded.indices)


def coordinates(cells: Cells, latitude: str, longitude: str) -> tuple[pa.Array, pa.Array]:
    """Return latitude and longitude (float64, null where there is none): of the columns, else of the geometries.

    A row that has only one of the two is faulty.
    """
    batch = cells.batch
    north, east = cells.degrees(latitude), cells.degrees(longitude)
    if batch.latitude is not None and batch.longitude is not None:
        drawn = zip((north, east), (batch.latitude, batch.longitude), strict=True)
        north, east = (pc.coalesce(column, pa.array(own, from_pandas=True)) for column, own in drawn)
    known = {fault.position for fault in cells.faults}
    reason = "is empty though the other coordinate is given; fill in both or none"
    for name, own, other in ((latitude, north, east), (longitude, east, north)):
        alone = np.flatnonzero(mask(pc.and_(pc.is_null(own), pc.is_valid(other)))).tolist()
        cells.fault(name, reason, [position for position in alone if position not in known])
    return north, east


def widened(days: pa.Array, week: NDArray[np.bool_], month: NDArray[np.bool_]) -> tuple[pa.Array, pa.Array]:
    """Return first and last day (date32): of the week from Monday, or of the month, where a day stands for one."""
    missing = mask(pc.is_null(days))
    day = days.cast(pa.int32()).fill_null(0).to_numpy().astype("datetime64[D]")
    monday = day - ((day.astype(np.int64) + 3) % 7).astype("timedelta64[D]")  # 1970-01-01 was a Thursday
    start = day.astype("datetime64[M]")
    first = np.where(week, monday, np.where(month, start.astype("datetime64[D]"), day))
    end = (start + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    last = np.where(week, monday + np.timedelta64(6, "D"), np.where(month, end, day))
    return pa.array(first, pa.date32(), mask=missing), pa.array(last, pa.date32(), mask=missing)


def titles(beginnings: pa.Array, places: pa.Array) -> pa.Array:
    """Return "beginning, place" in one line, or only one of them where the other is empty."""
    both = pc.binary_join_element_wise(beginnings, places, ", ")
    whole = pc.if_else(pc.equal(places, ""), beginnings, pc.if_else(pc.equal(beginnings, ""), places, both))
    if pc.any(pc.match_substring_regex(whole, r"[\r\n\t]")).as_py():
        return pc.replace_substring_regex(whole, r"\s+", " ")
    return whole


def day_of(text: str, order: DateOrder | None = None) -> date | None:
    """Return the day that a text means, or None; a time of day behind it does not count.

    Parameters
    ----------
    text
        For example 2004-03-17, 2004-03-17 00:00:00.000, 20040317, 17 March 2004, 17-Mar-04 or 17/03/2004.
    order
        How 03/04/2004 is meant; without it that is no day.
    """
    return _day(text, order) if len(text) <= _LONGEST_DAY else None


@lru_cache(maxsize=50_000)  # a file of millions of rows has some thousand days
def _day(text: str, order: DateOrder | None) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text) or _RUN.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif order is not None and (found := _YEAR_LAST.fullmatch(text)):
        first, second, last = found.groups()
        day, month = (int(first), int(second)) if order is DateOrder.DAY_FIRST else (int(second), int(first))
        year = _full_year(last)
    elif found := _MONTH_NAMED.fullmatch(text):
        day, month, year = int(found[1]), _month(found[2]), _full_year(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def orders_seen(texts: pa.Array) -> frozenset[DateOrder]:
    """Return which orders dates like 17/03/2004 prove: none, one, or both where a column contradicts itself."""
    seen = set()
    for text in pc.unique(texts).to_pylist():
        found = _YEAR_LAST.fullmatch((text or "").strip()[:_LONGEST_DAY])
        if found and int(found[1]) > _LAST_MONTH >= int(found[2]):
            seen.add(DateOrder.DAY_FIRST)
        elif found and int(found[2]) > _LAST_MONTH >= int(found[1]):
            seen.add(DateOrder.MONTH_FIRST)
    return frozenset(seen)


def order_of(texts: pa.Array, chosen: DateOrder | None, usual: DateOrder) -> DateOrder:
    """Return how a column means 03/04/2004: as its owner chose, as its own cells prove, else as is usual for it."""
    if chosen is not None:
        return chosen
    seen = orders_seen(texts)
    return next(iter(seen)) if len(seen) == 1 else usual


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004 (two digits are what a short year has)
        return year
    return year + (2000 if year <= _LAST_OF_THIS_CENTURY else 1900)


def _month(word: str) -> int:
    """Return the number of a month in English, short or whole; 0 for another word."""
    lower = word.lower()
    if lower in _MONTH_WORDS:
        return _MONTH_WORDS.index(lower) + 1
    return _MONTHS.index(lower[:3]) + 1 if lower in (*_MONTHS, "sept") else 0


def _no_day(order: DateOrder | None) -> str:
    if order is None:
        return NO_DAY
    meant = "the day" if order is DateOrder.DAY_FIRST else "the month"
    return f"is not a day of the calendar, read with {meant} first; write it as 2004-03-17, or choose the other order"


def _count(text: str) -> int | None:
    found = _COUNT.fullmatch(text)
    return int(found[1]) if found and int(found[1]) <= MOST else None


def mask(flags: pa.Array) -> NDArray[np.bool_]:
    """Return flags as a mask; null counts as false."""
    return np.asarray(flags.fill_null(False).to_numpy(zero_copy_only=False), dtype=np.bool_)  # noqa: FBT003
