"""Writers of exactly the shown rows."""

from __future__ import annotations

from geo.formats.backing import Backing, backing
from geo.formats.bibliography import to_bibtex, to_csl_json
from geo.formats.csvtable import to_csv
from geo.formats.export import Export, View, download_name, names_of, prepare
from geo.formats.flatgeobuf import to_flatgeobuf
from geo.formats.forms import FORMS, Declared, Form, FormatError
from geo.formats.geojson import to_geojson
from geo.formats.geopackage import to_geopackage
from geo.formats.geoparquet import to_geoparquet
from geo.formats.kml import to_kml
from geo.formats.losses import losses
from geo.formats.packaging import to_package
from geo.formats.profiles import to_acled, to_ucdp
from geo.formats.workbook import to_xlsx

__all__ = [
    "FORMS",
    "Backing",
    "Declared",
    "Export",
    "Form",
    "FormatError",
    "View",
    "backing",
    "download_name",
    "losses",
    "names_of",
    "prepare",
    "to_acled",
    "to_bibtex",
    "to_csl_json",
    "to_csv",
    "to_flatgeobuf",
    "to_geojson",
    "to_geopackage",
    "to_geoparquet",
    "to_kml",
    "to_package",
    "to_ucdp",
    "to_xlsx",
]
