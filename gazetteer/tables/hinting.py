"""Cells of a table as hints: countries, municipalities, points, feature classes, days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING

from gazetteer.candidates import Hints
from gazetteer.places import FEATURE_CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEGREES = re.compile(r"\s*([-+\u2212]?\d{1,3}(?:[.,]\d*)?)\s*°?\s*")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?", re.DOTALL)
_DECEMBER = 12
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class HintColumns:
    """The columns of a table that say more about the places, each None if there is none.

    `latitude` and `longitude` (decimal degrees) are a point that the place should lie near to; `date` a day (or month,
    or year, ISO 8601) on which it existed.
    """

    country: str | None = None
    municipality: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    feature_class: str | None = None
    date: str | None = None

    def names(self) -> tuple[str, ...]:
        """Return the columns given."""
        return tuple(filter(None, (getattr(self, field.name) for field in fields(self))))


def read_hints(cells: Mapping[str, object], columns: HintColumns) -> tuple[Hints, str]:
    """Read the hints of one row.

    Parameters
    ----------
    cells
        The cells of the row by column; None, NaN and blank ones are no hint.
    columns
        Which of them hint at what.

    Returns
    -------
    Hints, str
        The hints, and in words which cells could not be read ("" if all could); those are left out.
    """
    given = {field.name: said(cells.get(getattr(columns, field.name) or "")) for field in fields(columns)}
    faults: list[str] = []
    feature_class = given["feature_class"].upper() or None
    if feature_class and feature_class not in FEATURE_CLASSES:
        faults.append(f'"{feature_class[:_SHOWN]}" is no feature class of GeoNames')
        feature_class = None
    near = _near(given["latitude"], given["longitude"], faults)
    day = _day(given["date"], faults)
    hints = Hints(given["country"] or None, given["municipality"] or None, near, feature_class, day)
    return hints, "; ".join(f"hint left out: {fault}" for fault in faults)


def said(cell: object) -> str:
    """Return a cell as a text without blanks around it; "" for None, NaN and the like."""
    if cell is None or cell != cell:  # noqa: PLR0124 (not a number is not itself)
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    text = str(cell).strip()
    return "" if text in {"<NA>", "NaT"} else text


def degrees(text: str, limit: int) -> float | None:
    """Read decimal degrees, with a point or a comma; None if it is not a number between -limit and limit."""
    found = _DEGREES.fullmatch(text)
    if not found:
        return None
    value = float(found[1].replace(",", ".").replace("\u2212", "-"))
    return value if abs(value) <= limit else None


def _near(latitude: str, longitude: str, faults: list[str]) -> tuple[float, float] | None:
    if not latitude and not longitude:
        return None
    north, east = degrees(latitude, 90), degrees(longitude, 180)
    if north is None or east is None:
        faults.append(f'"{latitude[:_SHOWN]}", "{longitude[:_SHOWN]}" is no point in decimal degrees')
        return None
    if north == 0 and east == 0:
        faults.append("0, 0 stands for a point that is not known")
        return None
    return north, east


def _day(text: str, faults: list[str]) -> date | None:
    """Return the last day that a date takes in: a place that existed then existed in the month or year named."""
    found = _DAY.fullmatch(text)
    if not text:
        return None
    try:
        if found is None:
            raise ValueError(text)  # noqa: TRY301 (the same fault, told below)
        year, month = int(found[1]), int(found[2] or _DECEMBER)
        return date(year, month, int(found[3] or monthrange(year, month)[1]))
    except ValueError:
        faults.append(f'"{text[:_SHOWN]}" is no date like 2004-03-17')
        return None
