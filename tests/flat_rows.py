"""Rows of the flat table of incidents, as a reader of foreign files would make them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from geo.incident_table import COLUMNS, DRAWN, SCHEMA, cells_of


def own_row(identifier, first="2020-05-01", last=None, **cells):
    """Return one row; what is not given is empty, and a clash in Zvečan that a list names."""
    start = date.fromisoformat(first)
    usual = {column.name: "" if column.required else None for column in COLUMNS} | {
        "id": identifier,
        "title": f"Incident {identifier}",
        "first_day": start,
        "last_day": date.fromisoformat(last) if last else start,
        "date_precision": "day",
        "place_as_written": "Zvecan",
        "place_precision": "settlement",
        "latitude": 42.9075,
        "longitude": 20.84028,
        "event_type": "clash",
        "source": "A list",
    }
    return usual | cells


def own_table(*rows):
    """Return the flat table of some rows."""
    told = []
    for row in rows:
        if row["place_precision"] in DRAWN and row["latitude"] is not None:
            (x,), (y,) = cells_of(np.array([row["latitude"]]), np.array([row["longitude"]]))
            told.append(row | {"cell_x": int(x), "cell_y": int(y)})
        else:
            told.append(row)
    return pa.Table.from_pylist(told, schema=SCHEMA)
