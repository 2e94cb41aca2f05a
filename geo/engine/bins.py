"""Days, weeks, months, quarters and years by number, in arithmetic that all engines do alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from geo.engine.drawn import Bin

if TYPE_CHECKING:
    from collections.abc import Mapping

# Day numbers are moved far enough that none is negative: engines differ in what a negative number leaves over.
_WEEKS_BEFORE = 200_000
_THURSDAY = 3  # the first of January 1970, counted from Monday
_MARCH_FIRST = 719_468  # days from the first of March of the year 0 to 1970
#: divisor -> factor and bits to shift by: whole-number division without a detour over fractions, which only DuckDB has
#: an operator for; exact for what is divided here, years, months, and days moved beyond 0
_SHIFTS: Mapping[int, tuple[int, int]] = {
    3: (699_051, 21),
    5: (52_429, 18),
    7: (613_566_757, 32),
    12: (699_051, 23),
    100: (5_243, 19),
}
_MONTHS: Mapping[Bin, int] = {Bin.YEAR: 12, Bin.QUARTER: 3, Bin.MONTH: 1}


def bin_number(day: ibis.Value, unit: Bin) -> ibis.Value:
    """Return the number of the bin that a date lies in; the bins of one unit follow each other without a gap."""
    if unit is Bin.YEAR:
        return day.year().cast("int64")
    if unit in (Bin.MONTH, Bin.QUARTER):
        months = day.year().cast("int64") * 12 + day.month().cast("int64") - 1
        return months if unit is Bin.MONTH else _divided(months, 3)
    number = day.delta(ibis.date(1970, 1, 1), unit="day").cast("int64")
    return number if unit is Bin.DAY else _divided(number + 7 * _WEEKS_BEFORE + _THURSDAY, 7)


def bin_start(number: ibis.Value, unit: Bin) -> ibis.Value:
    """Return the first day of a numbered bin as days since 1970."""
    if unit is Bin.DAY:
        return number
    if unit is Bin.WEEK:
        return number * 7 - (7 * _WEEKS_BEFORE + _THURSDAY)
    months = number * _MONTHS[unit] - 2  # of years that begin in March
    year = _divided(months, 12)
    centuries = _divided(year, 100)
    days_before = _divided(153 * (months - 12 * year) + 2, 5)  # in the year
    return 365 * year + (year >> 2) - centuries + (centuries >> 2) + days_before - _MARCH_FIRST


def _divided(number: ibis.Value, by: int) -> ibis.Value:
    factor, shift = _SHIFTS[by]
    return (number * factor) >> shift
