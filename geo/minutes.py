"""The clock of the map: minutes since 1970, so that hours fit beside days of any year."""

from __future__ import annotations

from datetime import date

MINUTES_A_DAY = 1440
EPOCH = date(1970, 1, 1)


def minutes_of(day: date) -> int:
    """Return the beginning of a day in minutes since 1970."""
    return (day - EPOCH).days * MINUTES_A_DAY
