"""Days as the exports of ACLED, UCDP and GDELT write them, and in which order day and month stand there."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from geo.formats.reading.model import DateOrder

_CLOCK = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9:]+)?)?"
_ISO = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$"
_PERHAPS_YEAR_LAST = r"^[^0-9]*[0-9]{1,2}[-/.][0-9]{1,2}[-/.]"
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})" + _CLOCK)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})" + _CLOCK)
_MONTH_NAMED = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3,9})\.?[- ,]+([0-9]{4}|[0-9]{2})" + _CLOCK)
_RUN = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORDS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
#: two-digit years up to this one are of this century: 04 is 2004, 97 is 1997
_LAST_OF_THIS_CENTURY = 68
_LAST_MONTH = 12
_LONGEST_DAY = 60


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


def days_of(texts: pa.Array, order: DateOrder | None = None) -> pa.Array:
    """Return the day (date32) that each text means, as `day_of` does, null for None; the usual form all at once."""
    usual = pc.match_substring_regex(texts, _ISO)
    try:
        days = pc.cast(pc.if_else(usual, texts, None), pa.date32())
    except pa.ArrowInvalid:  # some day is not in the calendar
        return pa.array([day_of(text, order) for text in texts.to_pylist()], pa.date32())
    if not days.null_count:
        return days
    others = pa.array([day_of(text, order) for text in texts.filter(pc.invert(usual)).to_pylist()], pa.date32())
    return pc.replace_with_mask(days, pc.invert(usual), others)


def orders_seen(texts: pa.Array) -> frozenset[DateOrder]:
    """Return which orders dates like 17/03/2004 prove: none, one, or both where a column contradicts itself."""
    seen = set()
    likely = pc.unique(texts)
    likely = likely.filter(pc.match_substring_regex(likely, _PERHAPS_YEAR_LAST))
    for text in likely.to_pylist():
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
