"""Dates as tables write them become first and last days; a date like 03/04/2004 is never guessed.

A form is looked for in every distinct text of a column at once. What a date leaves open (the day, the month) stays
open: it becomes the span of days that it may mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gazetteer.names import search_key
from geo.formats.reading.model import DateOrder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

#: fault codes of `Days.fault` -> how the sentence about the cell goes on; 0 is no fault
EMPTY, FORM, CALENDAR, OPEN, TURNED, SHORT_YEAR = range(1, 7)
REASONS = {
    EMPTY: "is empty but has to be filled in",
    FORM: "is not a date; write it as 2004-03-17",
    CALENDAR: "is not in the calendar; check the year, the month and the day",
    OPEN: "may mean two days; choose whether the day or the month stands first in this column",
    TURNED: "has day and month the other way round than the rest of the column; write it as 2004-03-17",
    SHORT_YEAR: "has a year of two digits; write the year with four",
}
PRECISIONS = pa.array(["", "day", "month", "year"])
UNREAD, DAY, MONTH, YEAR = range(4)

_MONTHS = (
    "january januar janar janvier januara jan janv jaenner janner", "february februar shkurt fevrier februara feb fev",
    "march mart mars marz maerz marta mar", "april prill avril aprila apr avr", "may maj mai maja",
    "june juni jun qershor juin juna", "july juli jul korrik juillet jula juil",
    "august avgust gusht aout avgusta aug avg", "september septembar shtator septembre septembra sept sep",
    "october oktober oktobar tetor octobre oktobra oct okt", "november novembar nentor novembre novembra nov",
    "december dezember decembar dhjetor decembre decembra dec dez",
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_TIME = (
    r"(?:[Tt,]?\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?"
    r"\s*(?:[Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$"
)
_YEAR_FIRST = rf"^(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})\.?{_TIME}"
_NUMBERS = rf"^(?P<a>\d{{1,2}})\s*[-/.]\s*(?P<b>\d{{1,2}})\s*[-/.]\s*(?P<y>\d{{4}})\.?{_TIME}"
_FORMS = (
    _YEAR_FIRST,
    _NUMBERS,
    r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})$",
    r"^(?P<m>\d{1,2})\s*[-/.]\s*(?P<y>\d{4})\.?$",
    r"^(?P<y>\d{4})\.?$",
    r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})$",
    rf"^(?:\pL+\.?,?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s-]*(?:of\s+|de\s+)?(?P<n>\pL+)\.?,?[\s-]+(?P<y>\d{{4}})\.?{_TIME}",
    rf"^(?:\pL+,\s+)?(?P<n>\pL+)\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}}){_TIME}",
    r"^(?P<n>\pL+)\.?,?[\s-]+(?P<y>\d{4})\.?$",
)
_TWO_DIGITS = r"^\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}\.?$"
_SERIAL = r"^[2-7]\d{4}(?:[.,]\d+)?$"  # Excel's days from 1954 to 2119
_SERIAL_ZERO = np.datetime64("1899-12-30", "D")
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Days:
    """The dates of a column, row by row.

    `first` and `last` are days (`datetime64[D]`, NaT where there is none), `precision` words of
    `geo.schema.DatePrecision` or "", `fault` codes of `REASONS`, 0 where there is none.
    """

    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    precision: pa.Array
    fault: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a column says of the order of day and month; each is a number of rows."""

    filled: int = 0
    day_first: int = 0  # such as 17/03/2004
    month_first: int = 0  # such as 03/17/2004
    either: int = 0  # such as 03/04/2004
    serials: int = 0  # such as 38063

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.filled + other.filled, self.day_first + other.day_first, self.month_first + other.month_first,
            self.either + other.either, self.serials + other.serials,
        )  # fmt: skip

    @property
    def order(self) -> DateOrder | None:
        """The order that most of the deciding rows have; None where none decides or both sides are as many."""
        if self.day_first == self.month_first:
            return None
        return DateOrder.DAY_FIRST if self.day_first > self.month_first else DateOrder.MONTH_FIRST

    @property
    def open(self) -> bool:
        """Whether the owner has to say which of day and month stands first."""
        return self.order is None and (self.either > 0 or self.day_first > 0)

    @property
    def all_serials(self) -> bool:
        """Whether every filled cell is a day as Excel numbers it."""
        return 0 < self.filled == self.serials


def evidence_of(values: pa.Array) -> Evidence:
    """Count what the texts of a column say of the order of day and month."""
    counted = pc.value_counts(pc.utf8_trim_whitespace(values))
    texts, rows = counted.field("values"), counted.field("counts").to_numpy(zero_copy_only=False)
    left, right, _, fits = _numbers(texts)
    decided = left != right
    beyond_left, beyond_right = left > _MONTHS_A_YEAR, right > _MONTHS_A_YEAR

    def count(chosen: NDArray[np.bool_]) -> int:
        return int(rows[chosen].sum())

    return Evidence(
        filled=count(~_flags(pc.equal(texts, ""))),
        day_first=count(fits & beyond_left & ~beyond_right),
        month_first=count(fits & beyond_right & ~beyond_left),
        either=count(fits & ~beyond_left & ~beyond_right & decided),
        serials=count(_flags(pc.match_substring_regex(texts, _SERIAL))),
    )


def order_of(values: Iterable[pa.Array]) -> DateOrder | None:
    """Return the order of day and month in a whole column.

    Parameters
    ----------
    values
        The column in pieces, as written.

    Returns
    -------
    DateOrder or None
        What the days after the 12th say, by their majority; None where there is none or the two are as many.
    """
    return sum(map(evidence_of, values), Evidence()).order


def read_days(values: pa.Array, order: DateOrder | None = None, *, serials: bool = False) -> Days:
    """Read a column of dates.

    Parameters
    ----------
    values
        Texts as written.
    order
        How 03/04/2004 is meant; None makes it a fault.
    serials
        Whether the whole column holds days as Excel numbers them (38063 is 2004-03-17).
    """
    encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(values))
    first, last, precision, fault = _read(encoded.dictionary, order, serials=serials)
    at = encoded.indices.to_numpy(zero_copy_only=False)
    words = PRECISIONS.take(pa.array(precision[at]))
    return Days(first[at], last[at], words, fault[at])


def _read(texts: pa.Array, order: DateOrder | None, *, serials: bool) -> tuple[NDArray[Any], ...]:
    parts = np.zeros((3, len(texts)), np.int64)  # year, month, day; 0 is not given
    read = np.zeros(len(texts), np.bool_)
    fault = np.full(len(texts), FORM, np.int8)
    for form in _FORMS:
        if read.all():
            break
        found, fits = _year_month_day(texts, form)
        if form is _NUMBERS:
            found, turned = _ordered(found, order)
            fault[fits] = np.where(turned[fits] > 0, turned[fits], fault[fits])
        fresh = fits & ~read
        parts[:, fresh] = found[:, fresh]
        read |= fits
    unclear = read & ((fault == OPEN) | (fault == TURNED))
    first, last, precision = _spans(parts, read & ~unclear)
    fault[read & ~unclear] = np.where(precision[read & ~unclear] == UNREAD, CALENDAR, 0)
    fault[~read & _flags(pc.match_substring_regex(texts, _TWO_DIGITS))] = SHORT_YEAR
    fault[_flags(pc.equal(texts, ""))] = EMPTY
    if serials:
        _read_serials(texts, first, last, precision, fault)
    return first, last, precision, fault


def _numbers(texts: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    found = pc.extract_regex(texts, _NUMBERS)
    left, right, year = (_whole(pc.struct_field(found, name)) for name in ("a", "b", "y"))
    return left, right, year, _flags(pc.is_valid(found))


def _year_month_day(texts: pa.Array, form: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return year, month and day as rows (of `_NUMBERS` year, first and second number), and which texts fit."""
    if form is _NUMBERS:
        left, right, year, fits = _numbers(texts)
        return np.stack([year, left, right]), fits
    found = pc.extract_regex(texts, form)
    fits = _flags(pc.is_valid(found))
    parts = np.zeros((3, len(texts)), np.int64)
    for at, name in enumerate("ymd"):
        if found.type.get_field_index(name) >= 0:
            parts[at] = _whole(pc.struct_field(found, name))
    if found.type.get_field_index("n") >= 0:
        names = pc.struct_field(found, "n").to_pylist()
        parts[1] = [_MONTH_OF.get(search_key(name), 0) if name else 0 for name in names]
        fits &= parts[1] > 0
    elif "<m>" in form:  # 0 stands for "not given", so a month or day that is written as 0 has to be told apart
        parts[1] = np.where(fits & (parts[1] == 0), -1, parts[1])
    if "<d>" in form:
        parts[2] = np.where(fits & (parts[2] == 0), -1, parts[2])
    return parts, fits


def _ordered(found: NDArray[np.int64], order: DateOrder | None) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Put two numbers and a year into order; return the parts, and the fault of each that has none."""
    year, left, right = found
    must_day, must_month = left > _MONTHS_A_YEAR, right > _MONTHS_A_YEAR
    fault = np.zeros(len(year), np.int8)
    if order is None:
        fault[~must_day & ~must_month & (left != right)] = OPEN
        day_first = must_day
    else:
        day_first = np.full(len(year), order is DateOrder.DAY_FIRST)
        fault[np.where(day_first, must_month & ~must_day, must_day & ~must_month)] = TURNED
    month, day = np.where(day_first, right, left), np.where(day_first, left, right)
    return np.stack([year, np.where(month == 0, -1, month), np.where(day == 0, -1, day)]), fault


def _spans(
    parts: NDArray[np.int64], read: NDArray[np.bool_]
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], NDArray[np.int8]]:
    """Return first day, last day and precision; a date that is not in the calendar has none."""
    year, month, day = parts
    good = read & (year > 0) & (month >= 0) & (month <= _MONTHS_A_YEAR) & (day >= 0)
    start = ((np.where(good, year, 1970) - 1970) * 12 + np.where(good & (month > 0), month - 1, 0)).astype("M8[M]")
    length = np.where(month > 0, 1, _MONTHS_A_YEAR)
    first, after = start.astype("M8[D]"), (start + length).astype("M8[D]")
    good &= day <= (after - first).astype(np.int64)
    first = np.where(day > 0, first + (day - 1), first)
    last = np.where(day > 0, first, after - 1)
    precision = np.where(day > 0, DAY, np.where(month > 0, MONTH, YEAR))
    nowhere = np.datetime64("NaT", "D")
    return (
        np.where(good, first, nowhere),
        np.where(good, last, nowhere),
        np.where(good, precision, UNREAD).astype(np.int8),
    )


def _read_serials(texts: pa.Array, *columns: NDArray[Any]) -> None:
    """Fill in the days that Excel's numbers stand for."""
    first, last, precision, fault = columns
    such = _flags(pc.match_substring_regex(texts, _SERIAL))
    whole = _whole(pc.if_else(pa.array(such), pc.utf8_slice_codeunits(texts, 0, 5), "0"))
    first[such] = last[such] = _SERIAL_ZERO + whole[such]
    precision[such], fault[such] = DAY, 0


def _whole(texts: pa.Array) -> NDArray[np.int64]:
    """Return texts of digits as numbers; null and "" are 0."""
    filled = pc.fill_null(texts, "0")
    numbers = pc.cast(pc.if_else(pc.equal(filled, ""), "0", filled), pa.int64())
    return np.asarray(numbers.to_numpy(zero_copy_only=False), np.int64)


def _flags(flags: pa.Array) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(flags, fill_value=False).to_numpy(zero_copy_only=False), np.bool_)
