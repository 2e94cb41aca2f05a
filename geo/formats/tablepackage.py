"""The tables that stand beside the shown rows as CSV, and what their columns are in the words of Frictionless."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from gazetteer.tables.quoting import quote
from geo.formats.fields import FIGURE_FIELDS, INCIDENT_FIELDS, SOURCE_FIELDS, TRAVELLING_FIELDS
from geo.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.formats.export import Export

#: columns whose meaning is not that of a column of the same name in the tables of the project
_MEANINGS = {
    ("incidents", "place_name"): "Name of the place, by the naming policy.",
    ("incidents", "municipality"): "Id of the municipality that the place is or lies in.",
    ("incidents", "municipality_name"): "Name of the municipality, by the naming policy.",
    ("incidents", "date"): "The date in words, as far as it is known.",
    ("incidents", "first_day"): "First day that the date may mean.",
    ("incidents", "last_day"): "Last day that the date may mean.",
    ("incidents", "latitude"): "Degrees, WGS 84; only where the place is known as exact, settlement or near.",
    ("incidents", "longitude"): "Degrees, WGS 84; only where the place is known as exact, settlement or near.",
    ("incidents", "acled_event_type"): "ACLED's event type of the sub-type.",
    ("incidents", "coding"): "Who coded type and sub-type.",
    ("incidents", "figures"): "Who says how many, in words.",
    ("incidents", "movement"): "Of a troop movement: its number and the dates of its statuses, in words.",
    ("incidents", "source_ids"): "Ids of the sources.",
    ("incidents", "sources"): "The sources in words.",
    ("incidents", "country"): "Country code of the place.",
    ("incidents", "coverage_notice"): "What these rows are and are not.",
    ("incidents", "filters"): "What was asked for.",
    ("incidents", "data_version"): "Version of the data that the row was taken from.",
    ("figures", "figure"): "Unique id of the figure.",
    ("figures", "level"): "0 for a whole, 1 for a part of it, and so on.",
    ("figures", "number"): "The number in words.",
    ("figures", "source_title"): "Title of the source.",
    ("figures", "publisher"): "Publisher of the source.",
    ("figures", "published"): "Date of publication of the source.",
    ("figures", "url"): "Address of the source.",
    ("sources", "number"): "Number of the source in this list.",
    ("sources", "source"): "Unique id of the source.",
    ("sources", "text"): "The citation.",
}
_KEYS = {"incidents": "id", "figures": "figure", "sources": "source"}
_REFERENCES = {"figures": (("incident", "incidents", "id"), ("source", "sources", "source"))}


def figures_csv(export: Export) -> bytes:
    """Write the figures as CSV, quoted as `to_csv` quotes the incidents."""
    return _table(FIGURE_FIELDS, export.figures)


def sources_csv(export: Export) -> bytes:
    """Write the numbered sources as CSV, quoted as `to_csv` quotes the incidents."""
    return _table(SOURCE_FIELDS, export.sources)


def resources() -> list[dict[str, Any]]:
    """Return the descriptors of `incidents.csv`, `figures.csv` and `sources.csv`.

    Returns
    -------
    list of dict
        Tabular data resources of the Frictionless Data Package.
    """
    tables = {"incidents": {**INCIDENT_FIELDS, **TRAVELLING_FIELDS}, "figures": FIGURE_FIELDS, "sources": SOURCE_FIELDS}
    return [_resource(table, fields) for table, fields in tables.items()]


def _table(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    names = tuple(columns)
    writer.writerow(names)
    writer.writerows([quote(cell) if isinstance(cell := row[name], str) else cell for name in names] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _resource(table: str, fields: Mapping[str, str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(table, name, kind) for name, kind in fields.items()],
        "missingValues": [""],
        "primaryKey": [_KEYS[table]],
    }
    if table in _REFERENCES:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": other, "fields": [key]}}
            for column, other, key in _REFERENCES[table]
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(table: str, name: str, kind: str) -> dict[str, Any]:
    declared = {column.name: column.description for column in TABLES[table].columns}
    field = {"name": name, "type": kind, "description": _MEANINGS.get((table, name)) or declared[name]}
    return field | ({"trueValues": ["true"], "falseValues": ["false"]} if kind == "boolean" else {})
