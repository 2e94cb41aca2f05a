"""Writers of exactly the shown rows."""

from __future__ import annotations

from geo.formats.bibliography import to_bibtex, to_csl_json
from geo.formats.csvtable import to_csv
from geo.formats.export import Export, View, download_name, names_of, prepare
from geo.formats.geojson import to_geojson
from geo.formats.geopackage import to_geopackage
from geo.formats.workbook import to_xlsx

__all__ = [
    "Export",
    "View",
    "download_name",
    "names_of",
    "prepare",
    "to_bibtex",
    "to_csl_json",
    "to_csv",
    "to_geojson",
    "to_geopackage",
    "to_xlsx",
]
