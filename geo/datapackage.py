"""The data package's descriptor and the codebook, written from the schema.

    python -m geo.datapackage

writes `data/datapackage.json` (Frictionless Data Package) and `docs/codebook.md`. Both are derived: change
`geo/schema.py` or the tables and run the command again.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.derived import write as write_files
from geo.notices import ATTRIBUTIONS, CODING_NOTICE, COVERAGE_NOTICE, NAMING_NOTE, TITLE
from geo.schema import ACLED_EVENT_TYPES, DATE_CROSSWALK, PARTIAL_DATE, PLACE_CROSSWALK, TABLES, Column, Table
from geo.tables import DATA_FOLDER, data_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DERIVED = "Derived from geo/schema.py and the tables by `python -m geo.datapackage`; do not edit by hand."
CODEBOOK = Path("docs") / "codebook.md"
CC_BY = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
PUBLIC_DOMAIN = {
    "name": "other-pd",
    "title": "Natural Earth, public domain (outlines only)",
    "path": "https://www.naturalearthdata.com/about/terms-of-use/",
}
SOURCES = (
    {"title": "GeoNames (coordinates and names of places), CC BY 4.0", "path": "https://www.geonames.org/"},
    {"title": "Natural Earth (outlines), public domain", "path": "https://www.naturalearthdata.com/"},
    {"title": "The published reports listed in sources.csv"},
)
INTRODUCTION = (
    "Every table is a CSV file of the same name in `data/`: UTF-8, commas, one header line. Dates are ISO 8601; a "
    "partial date may be `2004`, `2004-03` or `2004-03-17`. Coordinates are decimal degrees, WGS 84. An empty cell "
    "means that the sources do not say."
)
FRICTIONLESS_TYPES = {"partial_date": "string", "url": "string"}


def descriptor(folder: Path) -> dict[str, Any]:
    """Return the descriptor of the data package in a folder."""
    return {
        "profile": "tabular-data-package",
        "name": "incident-atlas",
        "title": TITLE,
        "description": f"{COVERAGE_NOTICE} {CODING_NOTICE} {NAMING_NOTE} {DERIVED}",
        "version": data_version(folder),
        "licenses": [CC_BY, PUBLIC_DOMAIN],
        "sources": list(SOURCES),
        "resources": [_resource(table) for table in TABLES.values()],
    }


def codebook() -> str:
    """Return the codebook in Markdown."""
    lines = [
        "# Codebook",
        "",
        f"<!-- {DERIVED} -->",
        "",
        INTRODUCTION,
        "",
        *(f"> {notice}\n" for notice in (COVERAGE_NOTICE, CODING_NOTICE, NAMING_NOTE)),
        *_crosswalks(),
        *(line for table in TABLES.values() for line in _table_lines(table)),
        "## Licences",
        "",
        *(f"- {attribution}." for attribution in ATTRIBUTIONS.values()),
    ]
    return "\n".join(lines) + "\n"


def write(folder: Path = DATA_FOLDER, root: Path = DATA_FOLDER.parent) -> tuple[Path, Path]:
    """Write descriptor and codebook; return where they are."""
    package, book = folder / "datapackage.json", root / CODEBOOK
    write_files({package.name: json.dumps(descriptor(folder), ensure_ascii=False, indent=2) + "\n"}, package.parent)
    write_files({book.name: codebook()}, book.parent)
    return package, book


def _resource(table: Table) -> dict[str, Any]:
    references = [column for column in table.columns if column.references and not column.several]
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if references:
        schema["foreignKeys"] = [
            {
                "fields": [column.name],
                "reference": {
                    "resource": "" if column.references == table.name else column.references,
                    "fields": ["id"],
                },
            }
            for column in references
        ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": f"One row is {table.row}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": FRICTIONLESS_TYPES.get(column.type, column.type),
        "description": column.description,
    }
    if column.type == "url":
        field["format"] = "uri"
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    pattern = PARTIAL_DATE if column.type == "partial_date" else column.pattern
    words = list(column.choices)
    if column.several and words:
        words, pattern = [], f"^({'|'.join(column.choices)}| )*$"
    told = {"enum": words, "pattern": pattern, "minimum": column.minimum, "maximum": column.maximum}
    constraints |= {name: value for name, value in told.items() if value not in (None, [])}
    return field | ({"constraints": constraints} if constraints else {})


def _crosswalks() -> Iterator[str]:
    yield "## Precision"
    yield ""
    yield "How much of the place the sources give, in our word and on the published scales."
    yield ""
    yield from _markdown(("place_precision", "UCDP GED where_prec", "ACLED geo_precision"), _pairs(PLACE_CROSSWALK))
    yield "How much of the date the sources give."
    yield ""
    yield from _markdown(("date_precision", "UCDP GED date_prec", "ACLED time_precision"), _pairs(DATE_CROSSWALK))
    yield "## Event types"
    yield ""
    yield "Coded after ACLED's categories; this is not ACLED data."
    yield ""
    yield from _markdown(("sub_event_type", "ACLED event type"), ACLED_EVENT_TYPES.items())


def _pairs(crosswalk: dict[str, tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    for word, numbers in crosswalk.items():
        yield word, *(str(number) for number in numbers)


def _table_lines(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"One row is {table.row}. Primary key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    rows = (
        (
            f"`{column.name}`",
            column.type.replace("_", " "),
            "yes" if column.required else "",
            column.description + _allowed(column),
        )
        for column in table.columns
    )
    yield from _markdown(("column", "type", "required", "meaning"), rows)


def _allowed(column: Column) -> str:
    """Say what a column may hold."""
    parts = []
    if column.choices:
        parts.append(
            ("some of " if column.several else "one of ") + ", ".join(f"`{choice}`" for choice in column.choices)
        )
    if column.references:
        ids = "each an" if column.several else "an"
        parts.append(f"{ids} `id` of `{column.references}`")
    if column.several:
        parts.append("separated by spaces")
    if column.minimum is not None:
        parts.append(f"at least {column.minimum:g}")
    if column.maximum is not None:
        parts.append(f"at most {column.maximum:g}")
    return f" ({'; '.join(parts)})" if parts else ""


def _markdown(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


if __name__ == "__main__":
    for written in write():
        print(f"Wrote {written}")
