"""The shown rows as a GeoPackage (OGC 12-128r18), one file for any GIS.

It is written with the SQLite of Python itself: the same rows give the same bytes, which the drivers of a GIS do not
promise.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.checks import CONTROL
from geo.formats.fields import ABOUT_FIELDS, FIGURE_FIELDS, INCIDENT_FIELDS, SOURCE_FIELDS, TRAVELLING_FIELDS
from geo.formats.geojson import DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.formats.export import Export

CRS = 4326
#: the standard wants to know when a table was last changed; the day of the clock would make other bytes every time
LAST_CHANGE = date(1980, 1, 1)
SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
#: where the head of a file notes the version of SQLite that wrote it, and what stands there instead
_VERSION_AT, _VERSION = 96, (3_040_000).to_bytes(4, "big")
_POINT = struct.Struct("<2sBBiBIdd")
_LITTLE_ENDIAN, _WKB_POINT = 1, 1
#: a NUL would end a text early; half a character is none
_UNFIT = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")


def to_geopackage(export: Export, last_change: date = LAST_CHANGE) -> bytes:
    """Write the rows as a GeoPackage.

    Parameters
    ----------
    export
        Rows as `geo.formats.prepare` returns them.
    last_change
        The day that the file gives as that of its last change.

    Returns
    -------
    bytes
        Layer `incidents` in EPSG:4326 and the tables without geometry `figures`, `sources` and `about`. A geometry is
        a point only where the place is known as exact, settlement or near (then `radius_m` tells the disc); else it is
        missing. Texts are as coded, without quoting.
    """
    incidents = [{**row, **export.travelling} for row in export.rows]
    about = [{"about": heading, "text": text} for heading, text in export.about.items() if heading != "Apostrophes"]
    notice = export.about["Coverage"]
    stamp = f"{last_change.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript(_frame())
        database.execute("BEGIN")
        _add(
            database,
            ("incidents", "Incidents shown", notice, stamp),
            {**INCIDENT_FIELDS, **TRAVELLING_FIELDS},
            incidents,
        )
        _add(database, ("figures", "Who says how many", export.about["Figures"], stamp), FIGURE_FIELDS, export.figures)
        _add(database, ("sources", "Numbered sources", notice, stamp), SOURCE_FIELDS, export.sources)
        _add(database, ("about", "What these rows are", notice, stamp), ABOUT_FIELDS, about)
        database.execute("COMMIT")
        content = bytearray(database.serialize())
    content[_VERSION_AT : _VERSION_AT + len(_VERSION)] = _VERSION
    return bytes(content)


def _frame() -> str:
    """Return the statements that make an empty GeoPackage."""
    return (Path(__file__).resolve().parents[1] / "assets" / "geopackage.sql").read_text(encoding="utf-8")


def _add(
    database: sqlite3.Connection,
    content: tuple[str, str, str, str],
    fields: Mapping[str, str],
    rows: Iterable[Mapping[str, Any]],
) -> None:
    """Add one table; only that of the incidents has a geometry.

    Parameters
    ----------
    database
        An empty GeoPackage, or one with other tables.
    content
        Name of the table, title, description, time of the last change.
    fields
        Type of every column.
    rows
        What it holds.
    """
    table, with_points = content[0], content[0] == "incidents"
    columns = {name: SQL_TYPES[kind] for name, kind in fields.items()}
    if with_points:
        columns = {"geom": "POINT", **columns}
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    database.execute(f'CREATE TABLE "{table}" ("fid" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {declared})')
    named, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    database.executemany(
        f'INSERT INTO "{table}" ({named}) VALUES ({marks})',  # noqa: S608 - names of our own schema
        [(*([_point(row)] if with_points else []), *(_cell(row[name]) for name in fields)) for row in rows],
    )
    box = _box(rows) if with_points else (None,) * 4
    kind, crs = ("features", CRS) if with_points else ("attributes", None)
    database.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (table, kind, *(_cell(text) for text in content[1:]), *box, crs),
    )
    if with_points:
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', ?, 0, 0)", (table, CRS))


def _point(row: Mapping[str, Any]) -> bytes | None:
    """Return the point of an incident as the standard writes it, or None where it is not known well enough."""
    if row["latitude"] is None:
        return None
    longitude, latitude = round(row["longitude"], DIGITS), round(row["latitude"], DIGITS)
    return _POINT.pack(b"GP", 0, _LITTLE_ENDIAN, CRS, _LITTLE_ENDIAN, _WKB_POINT, longitude, latitude)


def _box(rows: Iterable[Mapping[str, Any]]) -> tuple[float | None, ...]:
    """Return west, south, east and north of all points, in degrees; all None if there is none."""
    points = [(round(row["longitude"], DIGITS), round(row["latitude"], DIGITS)) for row in rows if _point(row)]
    if not points:
        return (None,) * 4
    east_west, north_south = zip(*points, strict=True)
    return min(east_west), min(north_south), max(east_west), max(north_south)


def _cell(value: object) -> object:
    """Return a value as SQLite and every GIS can hold it."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
