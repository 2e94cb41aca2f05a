"""What the readers pass to each other: batches of cells as written, what they mean, and what could not be accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from gazetteer.places import Place

    #: told how much is done (0 to 1) and what; it may raise `geo.errors.CancelledError`, which stops the work
    Tell = Callable[[float, str], None]


class Container(StrEnum):
    """How a file is written, told by its content."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GEOPACKAGE = "gpkg"
    FLATGEOBUF = "fgb"
    GEOPARQUET = "parquet"
    KML = "kml"
    KMZ = "kmz"
    SHAPEFILE = "shp.zip"
    PACKAGE = "package.zip"
    ZIPPED = "csv.zip"  # a text table, packed


class Layout(StrEnum):
    """What the columns of a file mean."""

    ACLED = "acled"
    UCDP_GED = "ucdp_ged"
    GDELT_1 = "gdelt_1"
    GDELT_2 = "gdelt_2"
    PACKAGE = "package"
    FLAT = "flat"  # our own flat table, as GeoParquet or another of our exports
    TABLE = "table"  # anything else: its columns are mapped


class DateOrder(StrEnum):
    """How dates like 03/04/2004 are meant."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner of a file decided about it; empty values leave the decision to the reader."""

    encoding: str = ""
    delimiter: str = ""
    part: str = ""  # sheet of a workbook, layer of a GIS file
    layout: Layout | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)  # column of the flat table -> column of the file
    date_order: DateOrder | None = None
    swap_coordinates: bool = False
    event_type: str = ""  # type of every row of a table that has no column for it
    event_types: Mapping[str, str] = field(default_factory=dict)  # type as written -> word of `geo.schema.EventType`
    places: Mapping[str, str] = field(default_factory=dict)  # place as written -> id of the place meant, "" for none


@dataclass(frozen=True, slots=True)
class Look:
    """What can be said of a file before its rows are taken: how it is written, what its columns are, what is open."""

    name: str  # as its owner calls it
    container: Container
    layout: Layout
    header: tuple[str, ...]
    first_rows: tuple[tuple[str, ...], ...]
    rows: int | None  # None where only reading tells
    encoding: str = ""  # Python's word
    encoding_words: str = ""
    delimiter: str = ""
    part: str = ""
    parts: tuple[str, ...] = ()  # sheets or layers to choose from
    has_points: bool = False  # coordinates come from geometries, not from columns
    notes: tuple[str, ...] = ()  # sentences for the owner
    heading: bool = True  # the first record of a text table names the columns
    ours: bool = False  # written here: what a spreadsheet could run bears an apostrophe


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a file as written.

    `cells` has one string column for each column of the header; a missing value is "". `row` numbers the rows from 1,
    `line` as a spreadsheet or an editor counts. `latitude` and `longitude` (degrees, NaN where there is none) are given
    where the file has geometries, and `spread` says which of them stand for a line, an area or several points; `faults`
    says of positions in the batch why the geometry or record is no use.
    """

    cells: pa.RecordBatch
    row: NDArray[np.int64]
    line: NDArray[np.int64]
    latitude: NDArray[np.float64] | None = None
    longitude: NDArray[np.float64] | None = None
    faults: tuple[Fault, ...] = ()
    spread: NDArray[np.bool_] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one row is not accepted; `column` is "" where it is no single cell."""

    position: int  # in its batch
    column: str
    value: str
    reason: str  # continues 'line 7, column "x": "value" ...'


@dataclass(frozen=True, slots=True)
class Broken:
    """A record that could not even be told apart into cells; it counts as a row of the file."""

    row: int
    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Converted:
    """What a layout makes of a batch: columns of the flat table (whole length, unset ones missing), and faults."""

    columns: Mapping[str, pa.Array]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of a file, to be walked once: batches and broken records in the order of the file."""

    header: tuple[str, ...]
    batches: Iterator[Batch | Broken]


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """A place as written that the gazetteer cannot decide; `places` are the candidates, best first, none if unknown."""

    text: str
    hint: str  # municipality or country written beside it
    rows: int
    reason: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: accepted + rejected = rows."""

    rows: int
    accepted: int
    rejected: int
    incidents: Path  # GeoParquet: the flat table, originals included
    rejections: Path  # CSV: where, why, and the row as written
    questions: tuple[PlaceQuestion, ...]
    notes: tuple[str, ...]
