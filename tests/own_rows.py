"""Tiny flat tables for tests of the workspace."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo.incident_table import SCHEMA
from geo.store.flat import derived
from geo.store.versions import About

if TYPE_CHECKING:
    from pathlib import Path

    from geo.store.versions import Version
    from geo.store.workspace import Workspace

ABOUT = About("Roadblocks 2004", colour=2, coverage="Only roadblocks.", source_file="roadblocks.csv", accepted=3)


def row(identifier: str, **cells: Any) -> dict[str, Any]:
    """Return one row of the flat table."""
    blank = {field.name: "" if pa.types.is_string(field.type) else None for field in SCHEMA}
    usual = {
        "first_day": date(2004, 3, 17), "last_day": date(2004, 3, 18), "date_precision": "day", "event_type": "protest",
        "place_precision": "settlement", "latitude": 42.88, "longitude": 20.87,
    }  # fmt: skip
    return {**blank, **usual, "id": identifier, "title": f"About {identifier}", **cells}


def table(*rows: dict[str, Any]) -> pa.Table:
    """Return rows as a flat table, what follows from other columns filled in."""
    return derived(pa.Table.from_pylist(list(rows), schema=SCHEMA))


def three() -> pa.Table:
    """Return three rows."""
    return table(row("a"), row("b"), row("c"))


def file_of(folder: Path, rows: pa.Table | None = None) -> Path:
    """Write a flat table, by default three rows, and return where."""
    path = folder / "incidents.parquet"
    pq.write_table(three() if rows is None else rows, path)
    return path


def started(workspace: Workspace, folder: Path, rows: pa.Table | None = None) -> Version:
    """Make a data set, by default of three rows."""
    return workspace.create(file_of(folder, rows), ABOUT, "ana", "Imported.")


def titles(workspace: Workspace, version: Version) -> dict[str, str]:
    """Return the titles of a version by id, in its order."""
    rows = workspace.read_rows(version, ["id", "title"])
    return dict(zip(rows["id"].to_pylist(), rows["title"].to_pylist(), strict=True))
