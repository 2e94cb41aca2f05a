"""The columns of every exported table with their types, so that no writer has to guess a type from the rows."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.figures import WHO_SAYS
from geo.formats.export import COLUMNS, TRAVELLING
from geo.formats.workbook import SOURCE_COLUMNS
from geo.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: types that a column has only in an export; all others have the type of the table they come from, else text
_ADDED = {
    "first_day": "date",
    "last_day": "date",
    "latitude": "number",
    "longitude": "number",
    "level": "integer",
}
_KEPT = ("integer", "number", "boolean", "date")


def _types(table: str, columns: Iterable[str], added: Mapping[str, str] = MappingProxyType({})) -> Mapping[str, str]:
    """Return the type of each column in order: text, integer, number, boolean or date."""
    declared = {**{column.name: column.type for column in TABLES[table].columns}, **_ADDED, **added}
    return MappingProxyType(
        {name: kind if (kind := declared.get(name, "string")) in _KEPT else "string" for name in columns}
    )


#: column -> "string", "integer", "number", "boolean" or "date", in the order of the columns
INCIDENT_FIELDS = _types("incidents", COLUMNS)
TRAVELLING_FIELDS: Mapping[str, str] = MappingProxyType(dict.fromkeys(TRAVELLING, "string"))
FIGURE_FIELDS = _types("figures", ("incident", *WHO_SAYS))
SOURCE_FIELDS = _types("sources", SOURCE_COLUMNS, {"number": "integer"})
ABOUT_FIELDS: Mapping[str, str] = MappingProxyType({"about": "string", "text": "string"})
