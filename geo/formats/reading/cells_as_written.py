"""Whole columns of cells as written become numbers, days and words; what cannot be read is told position by position.

Cells repeat: days, precisions, types and actors are parsed once for each spelling, not once for each row.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.days_as_written import days_of
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

_COUNT = re.compile(r"([0-9]{1,10})(?:\.0+)?")
_DEGREES = r"^[-+]?[0-9]{1,3}([.,][0-9]+)?$"


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

    def __init__(
        self, batch: Batch, header: tuple[str, ...], aliases: Mapping[str, str] | None = None, *, trim: bool = True
    ) -> None:
        self.batch = batch
        self.trim = trim
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
        """Return a column without blanks around its texts, unless they are to stay as they are."""
        if name not in self._texts:
            self._texts[name] = pc.utf8_trim_whitespace(self.column(name)) if self.trim else self.column(name)
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
        encoded = self._encode(name)
        days = days_of(encoded.dictionary, order).take(encoded.indices)
        return self._without_nulls(name, days, _no_day(order))

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
        return self._without_nulls(name, self.each(name, parse, kind), reason)

    def _without_nulls(self, name: str, values: pa.Array, reason: str) -> pa.Array:
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
