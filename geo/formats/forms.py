"""Every form that rows can leave in, declared once for the pages and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from geo.errors import AtlasError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Form(StrEnum):
    """A form that rows can leave in."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"
    FLATGEOBUF = "fgb"
    GEOPARQUET = "parquet"
    KML = "kml"
    PACKAGE = "package"
    ACLED = "acled"
    UCDP = "ucdp"
    BIBTEX = "bibtex"
    CSL_JSON = "csl"


class FormatError(AtlasError, ValueError):
    """Rows cannot be written in the form that was asked for."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a form is called, how its files end, and where it is offered.

    `more` says that it is not among the few that are offered first, `own` that it is written of own data too: the
    bibliographies need the numbered sources of the atlas.
    """

    label: str
    extension: str
    media_type: str
    more: bool = True
    own: bool = True


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: in the order in which they are offered
FORMS: Mapping[Form, Declared] = MappingProxyType(
    {
        Form.CSV: Declared("CSV", "csv", "text/csv", more=False),
        Form.XLSX: Declared("Excel (XLSX)", "xlsx", _SHEET, more=False),
        Form.GEOJSON: Declared("GeoJSON", "geojson", "application/geo+json", more=False),
        Form.GEOPACKAGE: Declared("GeoPackage", "gpkg", "application/geopackage+sqlite3", more=False),
        Form.FLATGEOBUF: Declared("FlatGeobuf", "fgb", "application/flatgeobuf"),
        Form.GEOPARQUET: Declared("GeoParquet", "parquet", "application/vnd.apache.parquet"),
        Form.KML: Declared("KML", "kml", "application/vnd.google-earth.kml+xml"),
        Form.PACKAGE: Declared("Data package (ZIP)", "zip", "application/zip"),
        Form.ACLED: Declared("ACLED-style CSV", "acled.csv", "text/csv"),
        Form.UCDP: Declared("UCDP-style CSV", "ucdp.csv", "text/csv"),
        Form.BIBTEX: Declared("BibTeX", "bib", "application/x-bibtex", own=False),
        Form.CSL_JSON: Declared("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", own=False),
    }
)


def say_count(count: int, one: str, several: str) -> str:
    """Say a number of things, for example "1 row" or "1,200 rows"."""
    return f"{count:,} {one if count == 1 else several}"
