"""Accepted drafts of a text as rows of the flat table, so that they can be kept as a data set of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from gazetteer.names import search_key
from geo.dates import widen
from geo.drafts import draft_rows
from geo.incident_table import COLUMNS, DRAWN, SCHEMA, SEARCHED, cells_of
from geo.incidents import municipality_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gazetteer.geoparse import Reading
    from gazetteer.resolve import Gazetteer
    from geo.drafts import TextSource

Cells = dict[str, Any]

ENDS = ("low", "best", "high")
#: columns of the table `incidents` that mean the same in the flat table
_SAME = (
    "id", "episode", "title", "summary", "date_precision", "place", "place_as_written", "place_precision", "event_type",
    "sub_event_type", "actor1", "actor1_kind", "actor2", "actor2_kind",
)  # fmt: skip
_NUMBERS = ("date_prec", "time_precision", "radius_m", "where_prec", "geo_precision")


def flat_drafts(
    reading: Reading, accepted: Sequence[int], source: TextSource, gazetteer: Gazetteer
) -> tuple[pa.Table, tuple[str, ...]]:
    """Turn accepted drafts into rows of the flat table.

    Parameters
    ----------
    reading
        The text as it was read; its drafts may have been edited.
    accepted
        Positions of the accepted drafts in `reading.drafts`.
    source
        The text as a source.
    gazetteer
        The one that the text was read with.

    Returns
    -------
    table
        One row for each accepted draft that has a day and a place.
    tuple of str
        Titles of the drafts that have no day or no place and are not in the table.
    """
    tables = draft_rows(reading, accepted, source)
    figures: dict[tuple[str, str], Mapping[str, str]] = {}
    for figure in tables["figures"].to_dict("records"):
        told = {str(name): str(cell) for name, cell in figure.items()}
        figures.setdefault((told["incident"], told["measure"]), told)
    kept, left = [], []
    for row in tables["incidents"].to_dict("records"):
        if row["event_date_start"] and row["place"]:
            kept.append(_row({str(name): cell for name, cell in row.items()}, figures, source, gazetteer))
        else:
            left.append(str(row["title"]))
    return pa.Table.from_pylist(kept, schema=SCHEMA), tuple(left)


def _row(
    row: Cells, figures: Mapping[tuple[str, str], Mapping[str, str]], source: TextSource, gazetteer: Gazetteer
) -> Cells:
    place = gazetteer.place(row["place"])
    told: Cells = {column.name: "" if column.required else None for column in COLUMNS}
    told |= {name: row[name] for name in _SAME} | {name: _number(row[name]) for name in _NUMBERS}
    told |= {"first_day": widen(row["event_date_start"])[0], "last_day": widen(row["event_date_end"])[1]}
    told |= {"latitude": place.latitude, "longitude": place.longitude, "country": place.country}
    told |= {"municipality": municipality_of(place), "source_kind": source.kind, "url": source.url}
    told["source"] = f"{source.publisher}: {source.title}"
    for measure in ("killed", "injured"):
        figure = figures.get((row["id"], measure), {})
        told |= {f"{measure}_{end}": _number(figure.get(end, "")) for end in ENDS}
    if told["place_precision"] in DRAWN:
        (x,), (y,) = cells_of(np.array([place.latitude]), np.array([place.longitude]))
        told |= {"cell_x": int(x), "cell_y": int(y)}
    return told | {"search_text": search_key(" ".join(told[name] for name in SEARCHED))}


def _number(text: str) -> int | None:
    return int(text) if text else None
