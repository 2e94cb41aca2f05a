"""Days counted from the day of a text: weekdays, weeks, months, feasts, with the reason in words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
#: feast -> month and day; Orthodox feasts by the old calendar, as the Serbian Church keeps them
FEASTS: dict[str, tuple[int, int]] = {
    "orthodox christmas": (1, 7),
    "orthodox new year": (1, 14),
    "orthodox epiphany": (1, 19),
    "christmas": (12, 25),
    "new year": (1, 1),
    "vidovdan": (6, 28),
    "st vitus day": (6, 28),
    "saint vitus day": (6, 28),
    "assumption": (8, 15),
    "flag day": (11, 28),
    "labour day": (5, 1),
    "may day": (5, 1),
}
_ORTHODOX = re.compile(r"orthodox|serb", re.IGNORECASE)
_EARLIEST, _LATEST = date(1, 1, 2), date(9999, 12, 1)


@lru_cache(maxsize=512)
def say(day: date, *, weekday: bool = True) -> str:
    """Say a day in words, for example "Monday 29 May 2023"."""
    name = f"{WEEKDAYS[day.weekday()].capitalize()} " if weekday else ""
    return f"{name}{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def shift(day: date, days: int) -> date:
    """Return the day so many days later; the ends of the calendar stop it."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return _EARLIEST if days < 0 else _LATEST


def weekday_before(day: date, weekday: int) -> date:
    """Return the latest such weekday (0 is Monday) on or before a day."""
    return shift(day, -((day.weekday() - weekday) % 7))


def weekday_after(day: date, weekday: int) -> date:
    """Return the first such weekday (0 is Monday) on or after a day."""
    return shift(day, (weekday - day.weekday()) % 7)


def month_span(year: int, month: int) -> tuple[date, date]:
    """Return the first and the last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_back(day: date, count: int) -> tuple[int, int]:
    """Return year and month so many months before the month of a day."""
    number = max(12, day.year * 12 + day.month - 1 - count)
    return number // 12, number % 12 + 1


def latest_month(day: date, month: int, *, future: bool = False) -> int:
    """Return the year in which a month named without a year lies, seen from a day."""
    if future:
        return day.year + (month < day.month)
    return max(1, day.year - (month > day.month))


def day_of(year: int, month: int, number: int) -> date | None:
    """Return a day of the calendar, or None if there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def easter(year: int, *, orthodox: bool) -> date:
    """Return Easter Sunday of a year, in the calendar of today.

    Western Easter by the anonymous Gregorian algorithm, Orthodox Easter by Meeus' Julian algorithm (years 1900-2099).
    """
    if orthodox:
        moon = (19 * (year % 19) + 15) % 30
        sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        month, number = divmod(moon + sunday + 114, 31)
        return shift(date(year, month, number + 1), 13)
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, number = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, number + 1)


def _plain(name: str) -> str:
    return name.removeprefix("orthodox ")


def feast(words: str, near: date) -> date | None:
    """Return the day of a feast named in words, the one nearest to a day; None if it is not known."""
    lowered = " ".join(words.lower().replace("'s", "").replace("’s", "").replace(".", "").split())
    orthodox = bool(_ORTHODOX.search(lowered))
    years = range(max(2, near.year - 1), min(9998, near.year + 1) + 1)
    if "easter" in lowered:
        days = [easter(year, orthodox=orthodox) for year in years]
    else:
        base = next((name for name in map(_plain, FEASTS) if name in lowered), "")
        both = (base, f"orthodox {base}")
        month, number = next((FEASTS[name] for name in (both[::-1] if orthodox else both) if name in FEASTS), (0, 0))
        days = [date(year, month, number) for year in years] if month else []
    return min(days, key=lambda day: abs((day - near).days), default=None)
