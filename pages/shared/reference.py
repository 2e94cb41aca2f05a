"""The tables of the method page: sources, precision key, event types, codebook, changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from geo.notices import STATUS_FOOTNOTE_NAMES, STATUS_FOOTNOTES
from geo.schema import ACLED_EVENT_TYPES, DATE_CROSSWALK, PLACE_CROSSWALK, DatePrecision, EventType, PlacePrecision
from geo.style import DATE_WORDS, EVENT_STYLES, PLACE_DRAWING, PLACE_WORDS
from pages.shared.words import say_language, say_published

if TYPE_CHECKING:
    from geo.schema import Column, Table
    from geo.tables import Dataset

#: the published scales in our own words
UCDP_WHERE = {1: "exact location", 2: "near a location", 3: "second-order division", 4: "first-order division",
              5: "line or area", 6: "country", 7: "international waters or air"}  # fmt: skip
ACLED_GEO = {1: "town or better", 2: "part of a region", 3: "larger region"}
UCDP_DATE = {1: "day", 2: "two to six days", 3: "week", 4: "month", 5: "more than a month, up to a year"}
ACLED_TIME = {1: "day", 2: "week", 3: "month"}


def source_rows(dataset: Dataset, incidents: pd.DataFrame) -> pd.DataFrame:
    """Return every source with the number of incidents it tells of, as a reader sees it."""
    told = Counter(source for sources in incidents["sources"] for source in sources)
    return pd.DataFrame(
        [
            {
                "Title": row["title"],
                "Publisher": row["publisher"],
                "Published": say_published(row["published"], row["published_basis"]),
                "Kind": row["kind"],
                "Language": say_language(row["language"]),
                "Incidents": told[row["id"]],
                "Link": row["url"],
                "Caution": row["note"],
            }
            for row in dataset.tables["sources"].to_dict("records")
        ]
    )


def place_precision_rows() -> pd.DataFrame:
    """Return the precision key of places: own words, both published scales, how it is drawn."""
    return pd.DataFrame(
        [
            {
                "Code": precision.value,
                "Means": PLACE_WORDS[precision],
                "Drawn as": PLACE_DRAWING[precision],
                "UCDP GED where_prec": f"{where}: {UCDP_WHERE[where]}",
                "ACLED geo_precision": f"{geo}: {ACLED_GEO[geo]}",
            }
            for precision in PlacePrecision
            for where, geo in (PLACE_CROSSWALK[precision],)
        ]
    )


def date_precision_rows() -> pd.DataFrame:
    """Return the precision key of dates: own words and both published scales."""
    return pd.DataFrame(
        [
            {
                "Code": precision.value,
                "Means": DATE_WORDS[precision],
                "UCDP GED date_prec": f"{days}: {UCDP_DATE[days]}",
                "ACLED time_precision": f"{time}: {ACLED_TIME[time]}",
            }
            for precision in DatePrecision
            for days, time in (DATE_CROSSWALK[precision],)
        ]
    )


def event_type_rows(incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the event types with their symbol, how often they occur, and the categories they are coded after."""
    subtypes = incidents.groupby("event_type")["sub_event_type"].unique()
    rows = []
    for kind in EventType:
        used = sorted(subtypes.get(kind, ()))
        rows.append(
            {
                "Type": EVENT_STYLES[kind].label,
                "Symbol": EVENT_STYLES[kind].shape,
                "Incidents": int((incidents["event_type"] == kind).sum()),
                "Coded after ACLED's category": ", ".join(sorted({ACLED_EVENT_TYPES[subtype] for subtype in used})),
                "Sub-types": ", ".join(used),
            }
        )
    return pd.DataFrame(rows)


def footnote_rows() -> pd.DataFrame:
    """Return the footnotes on status, quoted exactly."""
    footnotes = [(STATUS_FOOTNOTE_NAMES[key], text) for key, text in STATUS_FOOTNOTES.items() if text]
    return pd.DataFrame(footnotes, columns=["Footnote", "Text"])


def codebook_rows(table: Table) -> pd.DataFrame:
    """Return the columns of one table as a reader sees them."""
    return pd.DataFrame(
        [
            {
                "Column": column.name,
                "Type": column.type.replace("_", " "),
                "Required": "yes" if column.required else "",
                "Meaning": column.description,
                "Values": _values(column),
            }
            for column in table.columns
        ]
    )


def _values(column: Column) -> str:
    """Say what a column may hold."""
    if column.choices:
        return ", ".join(column.choices)
    if column.references:
        return f"id of {column.references}"
    bounds = (("from", column.minimum), ("to", column.maximum))
    return " ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None)


def table_rows(dataset: Dataset) -> pd.DataFrame:
    """Return what became of the rows of every table."""
    return pd.DataFrame(
        [
            {"Table": name, "Rows in the file": counts.rows, "Accepted": counts.accepted, "Rejected": counts.rejected}
            for name, counts in dataset.counts.items()
        ]
    )


def change_rows(dataset: Dataset) -> pd.DataFrame:
    """Return the change log, newest first."""
    changes = dataset.tables["changes"].iloc[::-1]
    wanted = {"date": "Date", "version": "Version", "table": "Table", "row": "Row", "what": "What", "why": "Why"}
    return changes[list(wanted)].rename(columns=wanted)
