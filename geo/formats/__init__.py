"""Writers of exactly the shown rows."""

from __future__ import annotations

from geo.formats.csvtable import to_csv
from geo.formats.export import Export, View, download_name, prepare
from geo.formats.geojson import to_geojson
from geo.formats.workbook import to_xlsx

__all__ = ["Export", "View", "download_name", "prepare", "to_csv", "to_geojson", "to_xlsx"]
