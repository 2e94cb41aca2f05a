"""Dates of which only a part is known: what they span and how they are said.

A partial date is written `2004`, `2004-03` or `2004-03-17` (ISO 8601) and is never filled up in the tables; it is
widened to its first and last day only where something has to be compared.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from geo.errors import DateError

PARTS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
PREFIXES = {"night": "night of ", "week": "week of "}
KNOWN_CHARACTERS = {"month": 7, "season": 7, "year": 4}  # how much of YYYY-MM-DD a precision leaves standing


def widen(partial: str) -> tuple[date, date]:
    """Return the first and the last day that a partial date may mean.

    Parameters
    ----------
    partial
        `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.

    Raises
    ------
    DateError
        If the text has another form or is not a day of the calendar.
    """
    match = PARTS.fullmatch(partial)
    if match is None:
        raise DateError(f'"{partial}" is not a date; write it as 2004, 2004-03 or 2004-03-17.')
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is None or month is None:
            return date(int(partial), 1, 1), date(int(partial), 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise DateError(f'"{partial}" is not in the calendar; check the year, the month and the day.') from None


def say_date(start: str, end: str, precision: str = "day") -> str:
    """Say the date of an incident as far as it is known.

    Parameters
    ----------
    start, end
        First and last day as partial dates; an empty end means the same as the start.
    precision
        A word of `geo.schema.DatePrecision`.

    Returns
    -------
    str
        For example "29 May 2023", "17-18 March 2004", "May 2008" or "week of 25-29 November 2024".

    Raises
    ------
    DateError
        If a text is not a partial date.
    """
    known = KNOWN_CHARACTERS.get(precision, 10)
    first, last = start[:known], (end or start)[:known]
    widen(first), widen(last)
    return PREFIXES.get(precision, "") + _span(first, last)


def say_day(day: date) -> str:
    """Say one day, for example "29 May 2023"."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def say_window(window: tuple[date, date] | None) -> str:
    """Say a time window, for example "17-19 March 2004", "everything until 19 March 2004" or "all dates".

    A window that begins at `date.min` has no beginning.
    """
    if window is not None and window[0] == date.min:
        return f"everything until {say_day(window[1])}"
    return "all dates" if window is None else _span(window[0].isoformat(), window[1].isoformat())


def _words(partial: str) -> list[str]:
    """Return day, month and year of a partial date in words, as far as they are given."""
    year, _, rest = partial.partition("-")
    month, _, day = rest.partition("-")
    return ([str(int(day))] if day else []) + ([calendar.month_name[int(month)]] if month else []) + [year]


def _span(first: str, last: str) -> str:
    """Join two partial dates and leave out what both share."""
    if first == last:
        return " ".join(_words(first))
    left, right = _words(first), _words(last)
    alike = len(left) == len(right)
    if alike:
        shared = 0
        while shared < len(left) - 1 and left[-1 - shared] == right[-1 - shared]:
            shared += 1
        left = left[: len(left) - shared]
    return ("-" if alike and len(left) == 1 else " - ").join((" ".join(left), " ".join(right)))
