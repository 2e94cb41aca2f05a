"""What the columns of own data are called on the pages, and their cells in words."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from geo.incident_table import ORIGINAL
from geo.language import N_
from geo.schema import DatePrecision, EventType, PlacePrecision
from geo.style import DATE_WORDS, EVENT_STYLES, PLACE_WORDS
from pages.shared.words import count, tr

if TYPE_CHECKING:
    from collections.abc import Mapping

#: column of the flat table -> heading; what is missing here follows from other columns
COLUMN_WORDS: Mapping[str, str] = {
    "id": N_("Id"),
    "title": N_("Title"),
    "summary": N_("What happened"),
    "first_day": N_("First day"),
    "last_day": N_("Last day"),
    "date_precision": N_("Date known"),
    "place_as_written": N_("Place"),
    "place_precision": N_("Place known"),
    "radius_m": N_("Radius, m"),
    "latitude": N_("Latitude"),
    "longitude": N_("Longitude"),
    "municipality": N_("Municipality"),
    "country": N_("Country"),
    "event_type": N_("Type"),
    "sub_event_type": N_("Sub-type"),
    "actor1": N_("First actor"),
    "actor2": N_("Second actor"),
    "killed_low": N_("Killed, lowest"),
    "killed_best": N_("Killed"),
    "killed_high": N_("Killed, highest"),
    "injured_low": N_("Injured, lowest"),
    "injured_best": N_("Injured"),
    "injured_high": N_("Injured, highest"),
    "source": N_("Source"),
    "url": N_("Web address"),
}
#: letters of a heading or a choice; a file may have headings of any length
LONGEST = 60


def heading(column: str) -> str:
    """Return what a column of the flat table is called; one that the file brought keeps its own name."""
    if column.startswith(ORIGINAL):
        return tr("{column} (as written)").format(column=shortened(column.removeprefix(ORIGINAL)))
    return tr(COLUMN_WORDS[column]) if column in COLUMN_WORDS else column


def codes_of(column: str) -> dict[str, str]:
    """Return the codes that a column may hold and what they are called; none for a column of texts or numbers."""
    words: Mapping[str, Mapping[str, str]] = {
        "event_type": {str(one): EVENT_STYLES[one].label for one in EventType},
        "place_precision": {str(one): PLACE_WORDS[one] for one in PlacePrecision},
        "date_precision": {str(one): DATE_WORDS[one] for one in DatePrecision},
    }
    return {code: tr(word) for code, word in words.get(column, {}).items()}


def cell(column: str, value: object) -> str:
    """Say a cell: codes by their words, a missing value as nothing."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return codes_of(column).get(str(value), str(value))


def shortened(text: str) -> str:
    """Return a text of a file, cut where it is longer than a heading may be."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"


def told_apart(labels: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Return labels that no two choices share: a list tells its choices apart by their labels alone.

    Parameters
    ----------
    labels
        Choice -> what it is called.
    more
        Choice -> what is put behind it where another one is called the same.
    """
    often = Counter(labels.values())
    longer = {one: label if often[label] == 1 else f"{label} ({more[one]})" for one, label in labels.items()}
    often = Counter(longer.values())
    return {
        one: label if often[label] == 1 else f"{label} ({number})"
        for number, (one, label) in enumerate(longer.items(), 1)
    }


def rows(number: int) -> str:
    """Say a number of rows."""
    return count(number, tr("row"), tr("rows"))
