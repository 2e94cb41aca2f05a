"""The flat table as a data package: the table, what its columns mean, what the rows are, checksums, in one zip file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from geo.formats.archive import SUMS, zip_to
from geo.formats.flat_rows import is_original, leaving
from geo.formats.flat_tables import write_csv
from geo.formats.packaging import as_json, codebook, readme
from geo.incident_table import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.formats.reading.model import Tell

_TABLE = "incidents.csv"
_MEMBERS = {
    "README.txt": "this text",
    SUMS: "checksums of all other files",
    "codebook.md": "what the columns mean",
    "datapackage.json": "columns and types of the table (Frictionless Data Package)",
    _TABLE: "the incidents, one row each",
    "query.json": "what the rows are, for programs",
}


def write_package(table: pa.Table, about: Mapping[str, str], path: Path, tell: Tell) -> None:
    """Write a data package: the table, what its columns mean, what the rows are, checksums."""
    whole = leaving(table)
    title = about.get("Title", "Incidents")
    resource = _resource(whole)
    members = {
        "README.txt": readme(title, about, _MEMBERS, {}),
        "codebook.md": codebook(title, [resource]),
        "datapackage.json": as_json(
            {
                "profile": "tabular-data-package",
                "name": "incidents",
                "title": title,
                "description": " ".join(f"{heading}: {text}" for heading, text in about.items()),
                "resources": [resource],
            }
        ),
        "query.json": as_json(dict(about)),
    }
    zip_to(path, members, _TABLE, lambda target: write_csv(whole, target, tell))


def _resource(table: pa.Table) -> dict[str, Any]:
    """Describe the table in the words of Frictionless."""
    meanings = {column.name: column.description for column in COLUMNS}
    fields = [
        {
            "name": field.name,
            "type": _frictionless_type(field.type),
            "description": "As the file that was read has it."
            if is_original(field.name)
            else meanings.get(field.name, "Not described."),
        }
        for field in table.schema
    ]
    return {
        "profile": "tabular-data-resource",
        "name": "incidents",
        "path": _TABLE,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _frictionless_type(kind: pa.DataType) -> str:
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_floating(kind):
        return "number"
    return "integer" if pa.types.is_integer(kind) else "string"
